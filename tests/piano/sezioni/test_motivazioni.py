"""Reasons given in writing."""

from datetime import date

from msgspec.structs import replace

from piano.valori import MotivazioneCongelata
from tests.piano.snapshot_di_prova import molti, pagina, piano_con


def motivazione(ente: str, regola: str = "DSP-03") -> MotivazioneCongelata:
    rilievo = "Le provenienze danno 4 unità, ne sono dichiarate 2."
    return MotivazioneCongelata(ente, regola, rilievo, (), "Due case <b>chiuse</b>.", "Rita Rossi", date(2026, 2, 8))


def test_dell_ente_e_del_piano() -> None:
    scritto = piano_con(motivazioni=(motivazione("altra"), motivazione("", "ASS-03")))
    scritto = replace(scritto, busta=replace(scritto.busta, motivazioni=(motivazione("", "GOV-04"),)))
    trovata = pagina(scritto, "motivazioni")
    assert trovata.find("altra", "testo", "DSP-03") == "Due case <b>chiuse</b>."
    assert trovata.find("altra", "rilievo", "DSP-03").startswith("Le provenienze danno 4")
    assert trovata.find("piano", "data", "GOV-04") == "8 febbraio 2026"
    assert trovata.has("ambito", "testo")
    assert "Comune di Altra" in trovata.testo


def test_nessuna_e_sessantuna() -> None:
    assert "Nessun ente ha dovuto motivare" in pagina(piano_con(enti=()), "motivazioni").testo
    tutte = tuple(motivazione(ente.slug) for ente in molti())
    assert pagina(piano_con(enti=molti(), motivazioni=tutte), "motivazioni").has("ente-61", "testo")
