"""Saving texts and schema: nothing is lost, past and closed plans stay as they are, a new year starts from the last."""

from datetime import UTC, datetime

import pytest

from enti.models import Evento
from lessico.congelamento import freeze
from lessico.flusso import AttoNonConsentito
from piano import anno, schema
from piano.componi.righe import edit, move
from piano.componi.schemi import ConfermaMancante, change_schema
from piano.componi.scrittura import CambiatoDaAltri, save_text
from piano.componi.testi import mark_of
from piano.models import Capitolo, Piano, SchemaRiga
from piano.snapshot import build_snapshot
from tests.dati import create_piano

ORA = datetime(2026, 1, 10, 9, tzinfo=UTC)


def save(mondo, testo: str, prima: str = "", codice: str = "premessa") -> None:
    save_text(mondo.piano, codice, testo, letta=mark_of(prima), by=mondo.carla, quando=ORA)


def texts(piano: Piano) -> dict[str, str]:
    return {c.codice: c.testo for c in build_snapshot(piano).contenuti.capitoli}


def change(mondo, cambio, **altro: object) -> bool:
    campi = {"che_cosa": "prova", "oggetto": "Prova", "by": mondo.carla, "quando": ORA} | altro
    return change_schema(mondo.piano, cambio, **campi)


def printed(piano: Piano) -> list[str]:
    return [riga.codice for riga in build_snapshot(piano).contenuti.schema]


def test_si_scrive_si_cambia_si_toglie_e_il_registro_lo_sa(mondo) -> None:
    save(mondo, "Uno.\r\n")
    assert texts(mondo.piano) == {"premessa": "Uno.\n"}
    save(mondo, "Due.", "Uno.\n")
    save(mondo, "Due.\n\n", "Due.\n")  # the same text: nothing happens
    save(mondo, " ", "Due.\n")
    assert texts(mondo.piano) == {}
    eventi = Evento.objects.filter(catena=mondo.ricognizione.catena, oggetto="premessa").order_by("pk")
    assert [evento.dettaglio for evento in eventi] == ["scritto", "cambiato", "tolto"]


def test_due_insieme_nessuno_perde_nulla(mondo) -> None:
    save(mondo, "Di Carla.")
    with pytest.raises(CambiatoDaAltri) as rifiuto:
        save(mondo, "Di un’altra.")  # the page was opened when there was no text
    assert (rifiuto.value.testo, rifiuto.value.chi) == ("Di Carla.\n", str(mondo.carla.utente))
    assert texts(mondo.piano) == {"premessa": "Di Carla.\n"}
    save(mondo, "Di Carla.")  # the same words: there is nothing to choose
    save(mondo, "Di tutte e due.", rifiuto.value.testo)
    assert texts(mondo.piano) == {"premessa": "Di tutte e due.\n"}


@pytest.mark.parametrize("stato", ["proposta", "approvato", "pubblicato"])
def test_oltre_la_bozza_non_si_scrive(mondo, stato: str) -> None:
    save(mondo, "Uno.")
    Piano.objects.for_system().filter(pk=mondo.piano.pk).update(stato=stato)
    with pytest.raises(AttoNonConsentito, match="già oltre la bozza"):
        save(mondo, "Due.", "Uno.\n")
    with pytest.raises(AttoNonConsentito, match="rettifica"):
        change(mondo, lambda righe: edit(righe, "premessa", titolo="Altro"))
    assert texts(mondo.piano) == {"premessa": "Uno.\n"}


def test_lo_schema_cambia_da_quest_anno_e_non_prima(mondo) -> None:
    prima = create_piano(mondo.ambito, 2025)
    allora = freeze(build_snapshot(prima).contenuti.schema)
    assert change(mondo, lambda righe: move(righe, "percorso", "contesto", dopo=False))
    assert printed(mondo.piano)[:3] == ["premessa", "percorso", "contesto"]
    assert freeze(build_snapshot(prima).contenuti.schema) == allora
    assert not change(mondo, lambda righe: move(righe, "percorso", "contesto", dopo=False))
    assert set(SchemaRiga.objects.for_system().values_list("dal_anno", flat=True)) == {2018, 2026}


def test_un_piano_chiuso_di_un_anno_dopo_tiene_lo_schema_che_aveva(mondo) -> None:
    dopo, poi = create_piano(mondo.ambito, 2027), create_piano(mondo.ambito, 2028)
    Piano.objects.for_system().filter(pk=dopo.pk).update(stato="approvato")
    allora = printed(dopo)
    change(mondo, lambda righe: edit(righe, "premessa", attiva=False))
    assert "premessa" not in printed(mondo.piano)
    assert printed(dopo) == printed(poi) == allora


def test_cio_che_la_norma_chiede_si_toglie_solo_apposta(mondo) -> None:
    def senza(righe):
        return edit(righe, "consistenza", attiva=False)

    with pytest.raises(ConfermaMancante, match=r"art. 4, comma 3, lett. a\)"):
        change(mondo, senza)
    assert "consistenza" in printed(mondo.piano)
    assert change(mondo, senza, conferma=True)
    evento = Evento.objects.filter(atto="schema del piano").latest("pk")
    assert "non si stampa più ciò che chiede r.r. 4/2017, art. 4, comma 3, lett. a)" in evento.dettaglio


def test_il_nuovo_anno_comincia_dai_testi_dell_ultimo_da_rivedere(mondo) -> None:
    save(mondo, "Per il [[anno]].")
    save(mondo, "Una nota.", codice="consistenza")
    Capitolo.objects.create(piano=mondo.piano, codice="di-nessuna-riga", testo="Perso.")
    nuovo = anno.create(anno.propose(mondo.ambito, 2027), by=mondo.carla, quando=ORA)
    riportati = Capitolo.objects.for_system().filter(piano=nuovo.piano).order_by("codice")
    assert list(riportati.values_list("codice", "riportato_da")) == [("consistenza", 2026), ("premessa", 2026)]
    assert "2 testi del piano da rivedere" in Evento.objects.get(atto="apertura dell’anno").dettaglio
    assert anno.reasons_to_keep(nuovo) == []
    save_text(nuovo.piano, "premessa", "Per il [[anno]].", letta="", by=mondo.carla, quando=ORA)
    assert list(riportati.values_list("codice", "riportato_da")) == [("consistenza", 2026), ("premessa", None)]
    assert Evento.objects.filter(catena=nuovo.catena).latest("pk").dettaglio == "riletto e confermato"
    assert anno.reasons_to_keep(nuovo) == ["il piano ha già dei capitoli"]


def test_il_nuovo_anno_prende_lo_schema_in_vigore(mondo) -> None:
    schema.update(mondo.ambito, 2026, [{"codice": "a", "titolo": "A", "sezione": "capitolo"}])
    nuovo = anno.create(anno.propose(mondo.ambito, 2027), by=mondo.carla, quando=ORA)
    assert printed(nuovo.piano) == ["a"]
