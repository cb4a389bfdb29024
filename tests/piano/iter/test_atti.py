"""The acts on a plan: what each writes, refuses, stores; the whole way, and a correction."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from msgspec.structs import replace

from enti.allegati import FileNonAmmesso
from enti.models import Allegato, Evento
from lessico.congelamento import fingerprint, thaw
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Finestra, Scheda
from piano.componi.scrittura import save_text
from piano.componi.testi import mark_of
from piano.iter.atti import perform
from piano.iter.conservati import keep_opinion_file, keep_signed
from piano.iter.esaminati import find_outdated
from piano.iter.flusso import Atto
from piano.iter.mossa import Dati
from piano.iter.situazione import build_situazione
from piano.models import Approvazione, Capitolo, Deroga, Emendamento, Parere, Piano, Pubblicazione, Rettifica, Versione
from piano.rilievi import explain_plan, find_plan_findings
from piano.services import seal
from piano.snapshot import build_snapshot
from piano.valori import PianoSnapshot
from piano.verifica.banca_dati import verify_all, verify_chains, verify_versions
from raccolta.atti import send_back, write
from raccolta.certificazione import store_certification
from raccolta.conduzione.finestre import DatoNonValido
from raccolta.flusso import PROPOSTO
from raccolta.models import Rinvio
from tests.dati import SISTEMA, create_incarico

ORA = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
OGGI = date(2026, 3, 2)
PARERE = Dati(aler=("aler",), esito="positivo", giorno=OGGI, protocollo="12/2026")
VOTO = Dati(
    organo="Assemblea dei Sindaci", giorno=OGGI, atto="deliberazione n. 5", presenti=9, favorevoli=8, astenuti=1
)


@pytest.fixture
def pronto(mondo, composizione_finta) -> SimpleNamespace:
    """Every scheda is certified: the plan can be proposed."""
    for scheda in Scheda.objects.for_system().select_related("ente", "ricognizione__ambito"):
        store_certification(scheda, nome="Bea", ruolo="dirigente", quando=ORA, by=SISTEMA)
    mondo.gina = create_incarico("Gina", "parere", ente=mondo.aler.ente)
    return mondo


def step(m: SimpleNamespace, atto: Atto, dati: Dati | None = None, *, by=None, quando: datetime = ORA) -> Piano:
    return perform(atto, on=m.piano, by=by or m.carla, quando=quando, dati=dati)


def lead(m: SimpleNamespace, *atti: tuple[Atto, Dati | None] | Atto) -> None:
    for passo in atti:
        step(m, *(passo if isinstance(passo, tuple) else (passo,)))


FINO_AL_PARERE = (Atto.CHIUSURA, Atto.PROPOSTA, (Atto.RICHIESTA, Dati(aler=("aler",))))
FINO_AL_VOTO = (*FINO_AL_PARERE, (Atto.PARERE, PARERE), Atto.INVIO)
FINO_ALLA_FINE = (*FINO_AL_VOTO, (Atto.APPROVAZIONE, VOTO), Atto.PUBBLICAZIONE)


def state(m: SimpleNamespace) -> str:
    return Piano.objects.for_system().get(pk=m.piano.pk).stato


def versions(m: SimpleNamespace) -> list[Versione]:
    return list(Versione.objects.for_system().filter(piano=m.piano).order_by("numero"))


def test_dalla_raccolta_alla_pubblicazione(pronto):
    lead(pronto, *FINO_ALLA_FINE)
    assert state(pronto) == "pubblicato"
    versioni = versions(pronto)
    assert [v.atto for v in versioni] == ["proposta", "assemblea", "approvazione", "pubblicazione"]
    assert len({v.impronta_contenuti for v in versioni}) == 1, "ciò che si è proposto è ciò che si pubblica"
    assert [v.precedente for v in versioni] == [None, *versioni[:-1]]
    for prima, dopo in pairwise(versioni):
        assert thaw(bytes(dopo.contenuto), PianoSnapshot).busta.versione_precedente == prima.impronta
    assert Pubblicazione.objects.for_system().get().versione == versioni[-1]
    assert not list(verify_versions(Versione.objects.for_system().all()))
    assert not list(verify_chains(Evento.objects.filter(catena=pronto.ricognizione.catena)))
    assert Approvazione.objects.for_system().get().voti == "presenti 9, favorevoli 8, astenuti 1"


def test_la_versione_e_il_registro_si_sigillano(pronto):
    lead(pronto, Atto.CHIUSURA, Atto.PROPOSTA)
    [versione] = versions(pronto)
    assert versione.impronta_html == fingerprint(bytes(versione.html))
    assert versione.impronta_pdf == fingerprint(bytes(versione.pdf))
    assert versione.evento.impronta == seal(versione.impronta, versione.impronta_html, versione.impronta_pdf)


def test_chi_non_ha_certificato_ferma_la_proposta_o_ne_ha_la_deroga(mondo, composizione_finta):
    step(mondo, Atto.CHIUSURA)
    with pytest.raises(AttoNonConsentito, match="Manca la certificazione di"):
        step(mondo, Atto.PROPOSTA)
    assert not versions(mondo)
    step(mondo, Atto.PROPOSTA, Dati(motivo="I Comuni sono commissariati."))
    assert Deroga.objects.for_system().count() == 4
    busta = thaw(bytes(versions(mondo)[0].contenuto), PianoSnapshot).busta
    assert {d.motivo for d in busta.deroghe} == {"I Comuni sono commissariati."}
    assert find_plan_findings(build_snapshot(mondo.piano)) == ()


def test_finche_la_raccolta_e_aperta_si_aspetta_chi_manca(mondo):
    Finestra.objects.create(ricognizione=mondo.ricognizione, dal=ORA - timedelta(1), al=ORA + timedelta(9))
    with pytest.raises(AttoNonConsentito, match="La raccolta è aperta fino"):
        step(mondo, Atto.CHIUSURA)


def test_dalla_proposta_i_dati_e_i_testi_non_cambiano(pronto):
    Finestra.objects.create(ricognizione=pronto.ricognizione, dal=ORA - timedelta(1), al=ORA + timedelta(9))
    lead(pronto, Atto.CHIUSURA, Atto.PROPOSTA)
    celle = {"consistenza/017166/sap": 3}
    Scheda.objects.for_system().filter(pk=pronto.rovato.pk).update(stato="compilazione")
    for chi in (pronto.anna, pronto.carla):
        with pytest.raises(AttoNonConsentito, match=PROPOSTO[:30]):
            write(pronto.rovato, celle, by=chi, quando=ORA, letta=0, motivo="Dalla PEC")
    Scheda.objects.for_system().filter(pk=pronto.rovato.pk).update(stato="certificata")
    with pytest.raises(AttoNonConsentito, match=PROPOSTO[:30]):
        send_back(pronto.rovato, celle=["consistenza"], motivo="Rivedere", by=pronto.carla, quando=ORA)
    step(pronto, Atto.RITIRO, Dati(motivo="Un errore di Rovato"))
    send_back(pronto.rovato, celle=["consistenza"], motivo="Rivedere", by=pronto.carla, quando=ORA)


def test_un_parere_senza_protocollo_non_e_acquisito(pronto):
    lead(pronto, *FINO_AL_PARERE)
    step(pronto, Atto.PARERE, Dati(aler=("aler",), esito="positivo", giorno=OGGI), by=pronto.gina)
    with pytest.raises(AttoNonConsentito, match="di ALER manca il protocollo"):
        step(pronto, Atto.INVIO)
    step(pronto, Atto.PARERE, PARERE, by=pronto.gina)
    assert state(pronto) == "parere"
    step(pronto, Atto.INVIO)
    assert state(pronto) == "assemblea"


def test_senza_parere_si_procede_con_un_motivo(pronto):
    lead(pronto, *FINO_AL_PARERE)
    step(pronto, Atto.INVIO, Dati(motivo="L’ALER non ha risposto in novanta giorni."))
    [deroga] = Deroga.objects.for_system().all()
    assert (deroga.oggetto, deroga.ente_id) == ("parere", "aler")


@pytest.mark.parametrize(
    ("dati", "campo"),
    [
        ({"esito": ""}, "esito"),
        ({"esito": "condizionato"}, "condizioni"),
        ({"condizioni": "che si faccia presto"}, "condizioni"),
        ({"giorno": OGGI + timedelta(1)}, "giorno"),
    ],
)
def test_un_parere_che_non_puo_essere(pronto, dati, campo):
    lead(pronto, *FINO_AL_PARERE)
    tutti = {"aler": ("aler",), "esito": "positivo", "giorno": OGGI, "protocollo": "1", **dati}
    with pytest.raises(DatoNonValido) as rifiuto:
        step(pronto, Atto.PARERE, Dati(**tutti), by=pronto.gina)
    assert rifiuto.value.campo == campo
    assert Parere.objects.for_system().get().esito == ""


def test_ogni_aler_da_il_suo_parere(pronto):
    lead(pronto, *FINO_AL_PARERE)
    altra = create_incarico("Ugo", "parere", ente=pronto.rovato.ente)
    with pytest.raises(AttoNonConsentito, match="Questo parere lo dà un’altra ALER"):
        step(pronto, Atto.PARERE, PARERE, by=altra)


def test_il_parere_si_chiede_a_un_aler_dell_ambito(pronto):
    lead(pronto, Atto.CHIUSURA, Atto.PROPOSTA)
    for scelte in ((), ("altra",)):
        with pytest.raises(DatoNonValido):
            step(pronto, Atto.RICHIESTA, Dati(aler=scelte))


def test_una_delibera_prima_della_proposta_non_puo_essere(pronto):
    lead(pronto, *FINO_AL_VOTO)
    with pytest.raises(DatoNonValido, match="Il piano è stato proposto il 2 marzo 2026"):
        step(pronto, Atto.APPROVAZIONE, Dati(organo="Assemblea", giorno=OGGI - timedelta(1)))
    with pytest.raises(DatoNonValido, match="Questo giorno non è ancora venuto"):
        step(pronto, Atto.APPROVAZIONE, Dati(organo="Assemblea", giorno=OGGI + timedelta(1)))
    with pytest.raises(DatoNonValido, match="I voti sono più dei presenti"):
        step(pronto, Atto.APPROVAZIONE, Dati(organo="Assemblea", giorno=OGGI, presenti=2, favorevoli=3))
    assert state(pronto) == "assemblea"


def test_non_si_approva_prima_di_proporre(pronto):
    with pytest.raises(AttoNonConsentito, match="nel frattempo lo stato è cambiato"):
        step(pronto, Atto.APPROVAZIONE, VOTO)


def test_dopo_il_parere_i_contenuti_cambiano_e_si_spiega(pronto):
    """GOV-04: withdrawn, corrected, proposed again: the opinion was on other contenuti (variazioni, point 30)."""
    lead(pronto, *FINO_AL_PARERE, (Atto.PARERE, PARERE), (Atto.RITIRO, Dati(motivo="L’Assemblea chiede una modifica")))
    Capitolo.objects.create(piano=pronto.piano, codice="premessa", testo="Una premessa nuova.")
    step(pronto, Atto.PROPOSTA)
    assert versions(pronto)[0].impronta_contenuti != versions(pronto)[1].impronta_contenuti
    [parere] = build_situazione(pronto.piano, ORA).pareri
    assert parere.sentito
    assert not parere.attuale
    pronto.piano.refresh_from_db()
    [superato] = find_outdated(pronto.piano)
    assert (superato.aler, superato.url) == ("ALER", "/ambiti/oglio/2026/versioni/confronto/?da=1&a=2")
    with pytest.raises(AttoNonConsentito, match="c’è da spiegare: Dopo il parere"):
        step(pronto, Atto.INVIO)
    snapshot = build_snapshot(Piano.objects.for_system().get(pk=pronto.piano.pk))
    [rilievo] = [s for s in find_plan_findings(snapshot) if s.regola == "GOV-04"]
    explain_plan(
        pronto.piano.ricognizione,
        snapshot,
        regola="GOV-04",
        impronta=rilievo.impronta,
        testo="È cambiata solo la premessa, i numeri sono gli stessi.",
        by=pronto.carla,
        quando=ORA,
    )
    step(pronto, Atto.INVIO)
    step(pronto, Atto.APPROVAZIONE, VOTO)
    assert [v.atto for v in versions(pronto)] == ["proposta", "proposta", "assemblea", "approvazione"]


def write_text(m: SimpleNamespace, codice: str, testo: str) -> None:
    save_text(m.piano, codice, testo, letta=mark_of(""), by=m.carla, quando=ORA)


VOTATE = Dati(motivo="Nella premessa si dice che il piano segue il triennale.", sezioni=("premessa",), giorno=OGGI)
SPIEGATO = replace(VOTO, motivo="È cambiata soltanto la premessa: i numeri sono gli stessi.")


def test_l_assemblea_approva_con_modifiche(pronto, client):
    """Point 30 of the variazioni: the value proposed ≠ the value approved; what is stored is what was voted."""
    lead(pronto, *FINO_AL_VOTO)
    pronto.piano.refresh_from_db()
    with pytest.raises(AttoNonConsentito, match="approva con modifiche"):
        write_text(pronto, "premessa", "Non ancora.")
    step(pronto, Atto.MODIFICHE, VOTATE)
    pronto.piano.refresh_from_db()
    assert state(pronto) == "modifiche"
    with pytest.raises(AttoNonConsentito, match="Il piano è ancora quello proposto"):
        step(pronto, Atto.APPROVAZIONE, SPIEGATO)
    write_text(pronto, "premessa", "Il piano segue il piano triennale.")
    [superato] = find_outdated(pronto.piano)
    assert superato.url == "/ambiti/oglio/2026/versioni/confronto/?da=2&a=bozza", "GOV-04: tutti vedono la differenza"
    with pytest.raises(AttoNonConsentito, match="Si può procedere lo stesso, scrivendone il motivo"):
        step(pronto, Atto.APPROVAZIONE, VOTO)
    step(pronto, Atto.APPROVAZIONE, SPIEGATO)
    step(pronto, Atto.PUBBLICAZIONE)
    proposta, mandata, votata, pubblicata = versions(pronto)
    assert proposta.impronta_contenuti == mandata.impronta_contenuti != votata.impronta_contenuti
    assert pubblicata.impronta_contenuti == votata.impronta_contenuti
    letta = thaw(bytes(votata.contenuto), PianoSnapshot)
    assert letta.contenuti.capitoli[0].testo == "Il piano segue il piano triennale.\n"
    assert [m.testo for m in letta.busta.motivazioni] == [SPIEGATO.motivo]
    approvazione = Approvazione.objects.for_system().get()
    assert (approvazione.tipo, approvazione.impronta_contenuti) == ("con_modifiche", votata.impronta_contenuti)
    assert Emendamento.objects.for_system().get().versione == votata
    assert "ha approvato il piano, con modifiche, il 2 marzo 2026" in bytes(votata.html).decode()
    client.force_login(pronto.sindaca.utente)
    pagina = client.get("/ambiti/oglio/2026/versioni/").content.decode()
    assert "Con le modifiche votate il 2 marzo 2026: Nella premessa si dice" in " ".join(pagina.split())
    assert not list(verify_versions(Versione.objects.for_system().all()))


def test_si_dichiarano_le_parti_che_le_modifiche_cambiano(pronto):
    lead(pronto, *FINO_AL_VOTO, (Atto.MODIFICHE, VOTATE))
    pronto.piano.refresh_from_db()
    write_text(pronto, "premessa", "Nuova.")
    write_text(pronto, "contesto", "Nuovo.")
    with pytest.raises(AttoNonConsentito, match="non erano dichiarate: «Il contesto»"):
        step(pronto, Atto.APPROVAZIONE, SPIEGATO)
    step(pronto, Atto.DICHIARAZIONE)
    assert Emendamento.objects.for_system().get().sezioni == ["premessa", "contesto"]
    with pytest.raises(AttoNonConsentito, match="già dichiarato"):
        step(pronto, Atto.DICHIARAZIONE)
    with pytest.raises(AttoNonConsentito, match="Qualcosa è già cambiato: «Premessa» e «Il contesto»"):
        step(pronto, Atto.NESSUNA_MODIFICA)
    step(pronto, Atto.APPROVAZIONE, SPIEGATO)
    assert state(pronto) == "approvato"


def test_un_numero_votato_diverso_torna_a_chi_lo_certifica(pronto):
    lead(pronto, *FINO_AL_VOTO, (Atto.MODIFICHE, replace(VOTATE, sezioni=("soglia-indigenza",))))
    send_back(pronto.rovato, celle=["soglia_indigenza"], motivo="Votata al 30%", by=pronto.carla, quando=ORA)
    celle = {"soglia_indigenza/-/percentuale": 30}
    write(pronto.rovato, celle, by=pronto.anna, quando=ORA, letta=Scheda.objects.get(pk=pronto.rovato.pk).versione)
    with pytest.raises(AttoNonConsentito, match="certificata di nuovo la scheda di: Comune di Rovato"):
        step(pronto, Atto.APPROVAZIONE, SPIEGATO)
    store_certification(pronto.rovato, nome="Bea", ruolo="dirigente", quando=ORA, by=SISTEMA)
    Rinvio.objects.for_system().update(chiuso_il=ORA)
    step(pronto, Atto.APPROVAZIONE, SPIEGATO)
    votata = thaw(bytes(versions(pronto)[-1].contenuto), PianoSnapshot)
    [rovato] = [scheda for scheda in votata.contenuti.schede if scheda.ente == "rovato"]
    assert rovato.reserves("soglia_indigenza")[0].percentuale == 30


def test_le_modifiche_si_lasciano(pronto):
    lead(pronto, *FINO_AL_VOTO, (Atto.MODIFICHE, VOTATE), Atto.NESSUNA_MODIFICA)
    assert state(pronto) == "assemblea"
    lead(pronto, (Atto.MODIFICHE, VOTATE), (Atto.RITIRO, Dati(motivo="Si ripropone tutto")))
    assert state(pronto) == "verifica"
    assert [e.versione for e in Emendamento.objects.for_system().exclude(chiuso_il=None)] == [None, None]


@pytest.mark.parametrize(("cambia", "campo"), [({"sezioni": ()}, "sezioni"), ({"motivo": "-"}, "motivo")])
def test_delle_modifiche_si_dice_che_cosa_e_su_che_parti(pronto, cambia, campo):
    lead(pronto, *FINO_AL_VOTO)
    with pytest.raises(DatoNonValido) as rifiuto:
        step(pronto, Atto.MODIFICHE, replace(VOTATE, **cambia))
    assert rifiuto.value.campo == campo
    with pytest.raises(DatoNonValido, match="non può essere stato approvato prima"):
        step(pronto, Atto.MODIFICHE, replace(VOTATE, giorno=OGGI - timedelta(1)))


def test_una_rettifica_dice_che_cosa_cambia_e_nasce_una_versione(pronto):
    lead(pronto, *FINO_ALLA_FINE)
    pubblicata = versions(pronto)[-1]
    for dati in (Dati(motivo="Un errore"), Dati(sezioni=("non-esiste",), motivo="x"), Dati(sezioni=("premessa",))):
        with pytest.raises(DatoNonValido):
            step(pronto, Atto.RETTIFICA, dati)
    step(pronto, Atto.RETTIFICA, Dati(sezioni=("premessa",), motivo="Un errore di stampa"))
    assert Piano.objects.published().get().pk == pronto.piano.pk, "intanto si legge quello pubblicato"
    assert Pubblicazione.objects.for_system().latest("quando").versione == pubblicata
    Capitolo.objects.create(piano=pronto.piano, codice="premessa", testo="La premessa giusta.")
    Capitolo.objects.create(piano=pronto.piano, codice="contesto", testo="Un altro contesto.")
    with pytest.raises(AttoNonConsentito, match="non erano dichiarate: «Il contesto»"):
        step(pronto, Atto.PROPOSTA)
    step(pronto, Atto.DICHIARAZIONE)
    lead(pronto, Atto.PROPOSTA, (Atto.RICHIESTA, Dati(aler=("aler",))), (Atto.PARERE, PARERE), Atto.INVIO)
    with pytest.raises(DatoNonValido, match="È già registrato un atto dello stesso organo"):
        step(pronto, Atto.APPROVAZIONE, VOTO)
    domani = ORA + timedelta(1)
    nuovo = Dati(organo="Assemblea dei Sindaci", giorno=OGGI + timedelta(1))
    step(pronto, Atto.APPROVAZIONE, nuovo, quando=domani)
    step(pronto, Atto.PUBBLICAZIONE, quando=domani)
    rettifica = Rettifica.objects.for_system().get()
    assert rettifica.chiusa_il == domani
    assert rettifica.versione.atto == "approvazione"
    assert rettifica.sezioni == ["premessa", "contesto"]
    assert Pubblicazione.objects.for_system().count() == 2


def test_la_verifica_confronta_il_piano_con_la_sua_versione(pronto):
    lead(pronto, *FINO_ALLA_FINE)
    assert list(verify_all()) == []
    Parere.objects.for_system().update(protocollo="99/2026")
    Approvazione.objects.for_system().update(organo="Giunta")
    Capitolo.objects.create(piano=pronto.piano, codice="premessa", testo="Aggiunta da fuori.")
    assert [guasto.tabella for guasto in verify_all()] == ["piano_capitolo", "piano_parere", "piano_approvazione"]


def test_due_volte_lo_stesso_passo(pronto):
    lead(pronto, Atto.CHIUSURA)
    with pytest.raises(AttoNonConsentito):
        step(pronto, Atto.CHIUSURA)
    assert Evento.objects.filter(atto="chiusura della raccolta").count() == 1


def test_la_trasmissione_e_la_presa_d_atto(pronto):
    lead(pronto, *FINO_ALLA_FINE)
    step(pronto, Atto.TRASMISSIONE, Dati(destinatario="Regione Lombardia", giorno=OGGI, canale="PEC"))
    step(pronto, Atto.PRESA_ATTO, Dati(organo="Giunta di Rovato", giorno=OGGI))
    assert state(pronto) == "trasmesso"
    assert {a.tipo for a in Approvazione.objects.for_system()} == {"approvazione", "presa_atto"}


def test_un_file_firmato_dice_quale_versione_contiene(pronto):
    lead(pronto, *FINO_AL_VOTO, (Atto.APPROVAZIONE, VOTO))
    pdf = bytes(versions(pronto)[-1].pdf)
    firmato = SimpleUploadedFile("piano-firmato.pdf", pdf + b"\n%firma\n")
    esito = keep_signed(pronto.piano, firmato, by=pronto.carla, quando=ORA)
    assert esito.frase == "Il file contiene la versione 3: Approvazione."
    assert Approvazione.objects.for_system().get().allegato.nome == "piano-firmato.pdf"
    altro = SimpleUploadedFile("altro.pdf", b"%PDF-1.7 di un altro piano")
    esito = keep_signed(pronto.piano, altro, by=pronto.carla, quando=ORA)
    assert not esito.riconosciuto
    assert "conservato da parte" in esito.frase
    assert Allegato.objects.for_system().filter(nome="altro.pdf").exists()
    for nome, contenuto in (("voti.xlsx", b"PK"), ("grande.pdf", b"%PDF-" + b"x" * 30 * 1024 * 1024)):
        with pytest.raises(FileNonAmmesso):
            keep_signed(pronto.piano, SimpleUploadedFile(nome, contenuto), by=pronto.carla, quando=ORA)


def test_il_file_del_parere_resta_accanto(pronto):
    lead(pronto, *FINO_AL_PARERE)
    parere = Parere.objects.for_system().select_related("piano__ricognizione__ambito", "aler").get()
    keep_opinion_file(parere, SimpleUploadedFile("parere.pdf", b"%PDF-1.7 parere"), by=pronto.gina, quando=ORA)
    assert Parere.objects.for_system().get().allegato.nome == "parere.pdf"


def test_un_testo_da_rivedere_si_chiama_come_si_stampa(pronto):
    Capitolo.objects.create(piano=pronto.piano, codice="assegnazioni", testo="Testo.", riportato_da=2025)
    assert build_situazione(pronto.piano, ORA).da_rivedere == ("Avvisi e assegnazioni dell’anno 2025",)
