"""A year with rows of every kind, its versions, its registro; its archive, in an installation that never had it."""

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from enti.models import Alias, Designazione, Popolazione
from lessico.congelamento import freeze
from lessico.voce import StatoVoce
from patrimonio.models import Finestra, Integrazione, Proroga, Ricognizione, Scheda
from piano.archivio.consegna import export_file
from piano.models import Approvazione, Capitolo, Deroga, Emendamento, Parere, Piano, Rettifica, Trasmissione
from piano.snapshot import build_snapshot
from raccolta.atti import send_back
from raccolta.certificazione import store_certification
from raccolta.conduzione.conversazioni import ask
from raccolta.documenti import attach
from raccolta.models import Bozza, Motivazione, Riporto, Sollecito
from raccolta.quadri import VOCI, is_asked, whole_of
from raccolta.services import update
from tests.ambiti_di_prova import AmbitoDiProva, create_ente
from tests.dati import DIGITATA, SISTEMA, create_incarico
from tests.piano.verifica.conservate import create_valle, keep_all
from tests.raccolta.persone import GIORNO, ORA, attest

PRIVATI = ("anna@example.org", "bice@example.org", "carla@example.org")


def fill_year(composti) -> AmbitoDiProva:
    """Valle with a row of every kind; the year before certified."""
    valle = create_valle()
    valle.versioni = keep_all(valle.piano, composti)
    _surround(valle)
    scheda = Scheda.objects.get(ricognizione=valle.ricognizione, ente=valle.enti[0])
    d_ambito = Scheda.objects.create(ricognizione=valle.ricognizione)
    update(d_ambito, {"avvisi/uno/numero": "1", "avvisi/uno/dal": "2025-05-01"}, by=SISTEMA, origine=DIGITATA)
    anna, bice = (
        create_incarico(n, r, ente=scheda.ente) for n, r in (("Anna", "compilatore"), ("Bice", "certificatore"))
    )
    carla = create_incarico("Carla", "capofila", ambito=valle.ambito)
    nulle = [
        v.codice for v in VOCI.values() if is_asked(v, ambito=False) and not v.facoltativa and not whole_of(v.codice)
    ]
    celle = {f"{codice}/-/stato": StatoVoce.NESSUNA for codice in nulle if codice != "consistenza"}
    update(scheda, celle, by=anna, origine=DIGITATA)
    attach(scheda, nome="nota.csv", contenuto=b"a;b\n1;2\n", descrizione="Elenco", by=anna, quando=ORA)
    ask(scheda, oggetto=f"consistenza/{scheda.ente.comune_id}/sap", testo="Perché?", by=carla, quando=ORA)
    attest(scheda, bice)
    send_back(scheda, celle=["consistenza"], motivo="Rivedere", by=carla, quando=ORA)
    _add_papers(valle, scheda)
    return valle


def _surround(valle: AmbitoDiProva) -> None:
    rio, aler = valle.enti[0], create_ente("ALER Valle")
    valle.join(aler)
    Alias.objects.create(ente=rio, nome="Rio in Valle")
    Popolazione.objects.create(comune=rio.comune, dal=date(2018, 1, 1), fascia="fino_5000", abitanti=900)
    capofila = {"ruolo": "capofila", "organo": "Assemblea", "data": date(2020, 1, 1)}
    Designazione.objects.create(ambito=valle.ambito, ente=rio, **capofila)
    Finestra.objects.create(ricognizione=valle.ricognizione, dal=ORA - 5 * GIORNO, al=ORA + 5 * GIORNO)
    prima = Ricognizione.objects.create(ambito=valle.ambito, anno=valle.ricognizione.anno - 1)
    Piano.objects.create(ricognizione=prima, regime_al=date(2025, 1, 1))
    scheda = Scheda.objects.create(ricognizione=prima, ente=rio)
    update(scheda, {f"consistenza/{rio.comune_id}/sap": 11}, by=SISTEMA, origine=DIGITATA)
    store_certification(scheda, nome="Bea", ruolo="dirigente", quando=ORA, by=SISTEMA)


def _add_papers(valle: AmbitoDiProva, scheda: Scheda) -> None:
    piano, giorno, aler = valle.piano, date(2026, 1, 10), valle.ambito.adesioni.get(ente__tipo="aler").ente
    Integrazione.objects.create(ricognizione=valle.ricognizione, ordine=1, ente=scheda.ente, canale="PEC")
    Proroga.objects.create(scheda=scheda, al=ORA + 9 * GIORNO, motivo="Ferie")
    Riporto.objects.create(scheda=scheda, voce="libere")
    Bozza.objects.create(scheda=scheda, quadro="patrimonio", campi={"a": "b"}, da="Anna", quando=ORA)
    lettera = {"destinatari": list(PRIVATI), "oggetto": "Sollecito", "testo": "Mancano i dati", "da": "Carla"}
    Sollecito.objects.create(scheda=scheda, giorno=giorno, quando=ORA, **lettera)
    for sua in (scheda, None):
        Motivazione.objects.create(
            ricognizione=valle.ricognizione,
            scheda=sua,
            regola="QTA-02",
            impronta_valori="x",
            testo="Sì",
            autore="A",
            data=giorno,
        )
    Capitolo.objects.create(piano=piano, codice="premessa", testo="Il piano.")
    allegato = scheda.documenti.get().allegato
    Parere.objects.create(piano=piano, aler=aler, esito="positivo", data=giorno, allegato=allegato)
    Approvazione.objects.create(piano=piano, organo="Assemblea", data=giorno, favorevoli=3)
    Deroga.objects.create(piano=piano, oggetto="parere", ente=aler, motivo="Tempo", data=giorno, da="Carla")
    Trasmissione.objects.create(piano=piano, data=giorno, canale="PEC")
    Emendamento.objects.create(piano=piano, testo="Si cambia", sezioni=["a"], data=giorno, aperto_il=ORA)
    Rettifica.objects.create(
        piano=piano, motivo="Errore", sezioni=["a"], aperta_il=ORA, chiusa_il=ORA, versione=valle.versioni[2]
    )


@pytest.fixture(scope="session")
def archivio_di_valle(composti, django_db_setup, django_db_blocker, tmp_path_factory) -> tuple[Path, bytes]:
    """The archive, and the frozen plan it is of; the rows themselves are gone."""
    percorso = tmp_path_factory.mktemp("archivio") / "valle-2026.zip"
    with django_db_blocker.unblock(), transaction.atomic():
        piano = fill_year(composti).piano
        congelato = freeze(build_snapshot(piano))
        export_file(piano, percorso)
        transaction.set_rollback(True)
    return percorso, congelato
