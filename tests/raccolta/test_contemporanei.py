"""Two people at the same moment, each with a connection of their own: one act counts, nothing is lost, all is told.

The in-memory database of the suite has one connection for all: on SQLite these tests work on a copy of it in a file.
"""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from enti import inviti
from enti.inviti import Invitato
from enti.models import Evento, Invito
from lessico.congelamento import thaw
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Scheda, StatoScheda
from piano import composizione
from piano.anno import create, propose
from piano.componi.scrittura import CambiatoDaAltri, save_text
from piano.componi.testi import mark_of
from piano.iter.atti import perform
from piano.iter.flusso import Atto
from piano.iter.mossa import Dati
from piano.models import Approvazione, Capitolo, Piano, StatoPiano, Versione
from raccolta.atti import certify, send_back, write
from raccolta.conduzione.cruscotto import build_cruscotto
from raccolta.conduzione.solleciti import prepare, send_reminders
from raccolta.errori import SchedaCambiata
from raccolta.models import Certificazione, Modifica, Rinvio, Sollecito
from raccolta.valori import SchedaCongelata
from tests.dati import read
from tests.raccolta.persone import ORA, SAP, SAS, attest, fill

VOLTE = range(3)
"""A race is run more than once: who wins is chance."""


@pytest.fixture(autouse=True)
def _ognuno_la_sua_connessione(transactional_db: None, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Before any row is made: a database that more than one connection can open."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memoria, file = connections["default"], tmp_path / "contemporanei.sqlite3"
    in_memoria.ensure_connection()
    with sqlite3.connect(file) as copia:
        in_memoria.connection.backup(copia)
    copia.close()
    monkeypatch.setitem(connections.databases, "default", in_memoria.settings_dict | {"NAME": str(file)})
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    connections["default"] = in_memoria


def at_once(*atti: Callable[[], object]) -> list[object]:
    """What each act gave, or what it raised: all start together, each in its own thread."""
    pronti = Barrier(len(atti))

    def esegui(atto: Callable[[], object]) -> object:
        try:
            pronti.wait(timeout=10)
            return atto()
        except (AttoNonConsentito, SchedaCambiata, CambiatoDaAltri) as rifiuto:
            return rifiuto
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(atti)) as fili:
        return list(fili.map(esegui, atti))


def certification(scheda: Scheda, by, **altro) -> Callable[[], object]:
    return lambda: certify(scheda, by=by, quando=ORA, qualifica="dirigente", **{"letta": scheda.versione} | altro)


def saving(scheda: Scheda, by, celle) -> Callable[[], object]:
    return lambda: write(scheda, celle, by=by, quando=ORA, letta=scheda.versione)


def sending_back(scheda: Scheda, by, letta: int = 1) -> Callable[[], object]:
    return lambda: send_back(scheda, celle=["consistenza"], motivo="Non torna.", by=by, quando=ORA, letta=letta)


@pytest.mark.parametrize("volta", VOLTE)
def test_due_certificazioni_ne_resta_una(raccolta, volta):
    esiti = at_once(*[certification(raccolta.rovato, raccolta.bice)] * 4)
    assert [type(esito) for esito in esiti].count(Certificazione) == 1
    assert sum("lo stato è cambiato" in str(esito) for esito in esiti) == 3
    assert Certificazione.objects.get().numero == 1
    assert Evento.objects.get().impronta == Certificazione.objects.get().impronta


@pytest.mark.parametrize("volta", VOLTE)
def test_certificazione_contro_salvataggio(raccolta, volta):
    """Either the save comes first and what was read is no longer there, or it finds the scheda closed."""
    esiti = at_once(certification(raccolta.rovato, raccolta.bice), saving(raccolta.rovato, raccolta.anna, {SAP: 90}))
    certificata, salvato = esiti
    scheda = Scheda.objects.for_system().get(pk=raccolta.rovato.pk)
    if isinstance(certificata, Certificazione):
        assert "è certificata" in str(salvato)
        assert (scheda.stato, read(scheda).stock("sap")) == (StatoScheda.CERTIFICATA, 81)
        assert thaw(bytes(Certificazione.objects.get().contenuto), SchedaCongelata) == read(scheda)
    else:
        assert "qualcuno l’ha cambiata" in str(certificata)
        [modifica] = salvato
        assert (modifica.cella, modifica.a) == (SAP, "90")
        assert (scheda.stato, read(scheda).stock("sap")) == (StatoScheda.COMPILAZIONE, 90)
        assert not Certificazione.objects.exists()


@pytest.mark.parametrize("volta", VOLTE)
def test_salvataggi_di_celle_diverse_restano_tutti(raccolta, volta):
    celle = {SAP: 90, SAS: 9, "consistenza/017166/altro": 2, "consistenza/-/nota": "Vista."}
    esiti = at_once(*(saving(raccolta.rovato, raccolta.anna, {cella: valore}) for cella, valore in celle.items()))
    assert all(len(esito) == 1 for esito in esiti)
    [riga] = read(raccolta.rovato).consistenza
    assert (riga.sap, riga.sas, riga.altro) == (90, 9, 2)
    assert read(raccolta.rovato).voce("consistenza").nota == "Vista."


@pytest.mark.parametrize("volta", VOLTE)
def test_salvataggi_della_stessa_cella_uno_lo_viene_a_sapere(raccolta, volta):
    esiti = at_once(*(saving(raccolta.rovato, raccolta.anna, {SAP: valore}) for valore in (90, 91)))
    [cambiata] = [esito for esito in esiti if isinstance(esito, SchedaCambiata)]
    vince = read(raccolta.rovato).stock("sap")
    assert cambiata.altrui[SAP].valore == str(vince)
    assert Modifica.objects.filter(cella=SAP, a__in=("90", "91")).get().a == str(vince)


@pytest.mark.parametrize("volta", VOLTE)
def test_due_rinvii_ne_resta_uno(raccolta, volta):
    attest(raccolta.rovato, raccolta.bice)
    esiti = at_once(sending_back(raccolta.rovato, raccolta.carla), sending_back(raccolta.rovato, raccolta.carlo))
    assert sorted(type(esito).__name__ for esito in esiti) == ["AttoNonConsentito", "Rinvio"]
    assert Rinvio.objects.get().da in ("Carla", "Carlo")
    assert Evento.objects.filter(atto="rinvio").count() == 1


@pytest.mark.parametrize("volta", VOLTE)
def test_rinvio_contro_certificazione(raccolta, volta):
    """Certified again while the capofila sends back what was read before: the new certification is read first."""
    attest(raccolta.rovato, raccolta.bice)
    sending_back(raccolta.rovato, raccolta.carla)()
    saving(Scheda.objects.for_system().get(pk=raccolta.rovato.pk), raccolta.anna, {SAP: 90})()
    scheda = Scheda.objects.for_system().get(pk=raccolta.rovato.pk)
    certificata, rinviata = at_once(certification(scheda, raccolta.bice), sending_back(scheda, raccolta.carlo))
    assert isinstance(certificata, Certificazione)
    assert "lo stato è cambiato" in str(rinviata) or "ha certificato di nuovo" in str(rinviata)
    scheda.refresh_from_db()
    assert scheda.stato == StatoScheda.CERTIFICATA
    assert not Rinvio.objects.filter(chiuso_il=None).exists()


@pytest.mark.parametrize("volta", VOLTE)
def test_il_registro_resta_una_catena(raccolta, volta):
    """Two schede of one survey certified at the same moment write to one chain, one after the other."""
    fill(raccolta.scheda_ambito, raccolta.carla)
    esiti = at_once(
        certification(raccolta.rovato, raccolta.bice), certification(raccolta.scheda_ambito, raccolta.carlo)
    )
    assert all(isinstance(esito, Certificazione) for esito in esiti)
    primo, secondo = Evento.objects.order_by("pk")
    assert (primo.precedente, secondo.precedente) == (None, primo)


@pytest.mark.parametrize("volta", VOLTE)
def test_un_invito_accettato_due_volte_da_un_incarico_solo(raccolta, volta):
    chi = Invitato(email="dario@example.org", ruolo="compilatore", ente=raccolta.rovato.ente)
    invito, _ = inviti.create_invito(chi, by=raccolta.carla, quando=ORA)
    esiti = at_once(*[lambda: inviti.accept(invito, utente=raccolta.dario.utente, quando=ORA)] * 3)
    assert sorted(type(esito).__name__ for esito in esiti) == ["AttoNonConsentito", "AttoNonConsentito", "Incarico"]
    assert raccolta.dario.utente.incarichi.filter(ente=raccolta.rovato.ente).count() == 1


@pytest.mark.parametrize("volta", VOLTE)
def test_due_inviti_uguali_ne_resta_uno(raccolta, volta):
    chi = Invitato(email="nuova@example.org", ruolo="compilatore", ente=raccolta.rovato.ente)
    esiti = at_once(*[lambda: inviti.create_invito(chi, by=raccolta.carla, quando=ORA)] * 2)
    assert sorted(type(esito).__name__ for esito in esiti) == ["AttoNonConsentito", "tuple"]
    assert Invito.objects.count() == 1


@pytest.mark.parametrize("volta", VOLTE)
def test_due_anni_nuovi_ne_resta_uno(raccolta, volta):
    esiti = at_once(*[lambda: create(propose(raccolta.ambito, 2027), by=raccolta.carla, quando=ORA)] * 2)
    assert sorted(type(esito).__name__ for esito in esiti) == ["AttoNonConsentito", "Ricognizione"]
    assert Scheda.objects.filter(ricognizione__anno=2027).count() == 4
    assert Evento.objects.filter(atto="apertura dell’anno").count() == 1


@pytest.mark.parametrize("volta", VOLTE)
def test_due_solleciti_ne_parte_uno(raccolta, volta, mailoutbox):
    ricognizione = raccolta.ricognizione
    dovute = [
        prepare(riga, ricognizione, "x") for riga in build_cruscotto(ricognizione, ORA).righe if riga.sollecitabile
    ]
    at_once(*[lambda: send_reminders(dovute, by=raccolta.carla, quando=ORA)] * 2)
    assert Sollecito.objects.count() == len(dovute) > 0
    assert len(mailoutbox) == sum(len(dovuta.destinatari) for dovuta in dovute)


@pytest.mark.parametrize("volta", VOLTE)
def test_due_testi_dello_stesso_capitolo_uno_resta_e_l_altro_torna_a_chi_l_ha_scritto(mondo, volta: int) -> None:
    testi = [f"Testo {n} della volta {volta}.\n" for n in (1, 2)]
    esiti = at_once(
        *(
            lambda testo=testo: save_text(mondo.piano, "premessa", testo, letta=mark_of(""), by=mondo.carla, quando=ORA)
            for testo in testi
        )
    )
    [rifiuto] = [esito for esito in esiti if esito]
    assert isinstance(rifiuto, CambiatoDaAltri)
    assert Capitolo.objects.for_system().get().testo == rifiuto.testo == testi[esiti.index(None)]


def approving(m, chi) -> Callable[[], object]:
    dati = Dati(organo="Assemblea dei Sindaci", giorno=ORA.date(), atto="n. 5")
    return lambda: perform(Atto.APPROVAZIONE, on=m.piano, by=chi, quando=ORA, dati=dati)


def test_due_approvazioni_ne_resta_una(raccolta, monkeypatch):
    """Each writes its document; only one finds the plan still in front of the Assembly."""
    monkeypatch.setattr(composizione, "bind", lambda contenuto, _: b"%PDF-1.7 " + contenuto[-64:])
    Piano.objects.for_system().filter(pk=raccolta.piano.pk).update(stato=StatoPiano.ASSEMBLEA)
    esiti = at_once(*[approving(raccolta, raccolta.carla)] * 3)
    assert sum(isinstance(esito, Piano) for esito in esiti) == 1
    assert sum("lo stato è cambiato" in str(esito) for esito in esiti) == 2
    assert Approvazione.objects.for_system().count() == Versione.objects.for_system().count() == 1
    assert Evento.objects.filter(atto="approvazione").count() == 1
