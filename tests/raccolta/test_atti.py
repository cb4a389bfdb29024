"""What people do to a scheda: write, confirm, certify, send back; what is refused, and what remains of it."""

from datetime import UTC, date, datetime

import pytest

from enti.models import Designazione, Evento
from lessico.congelamento import fingerprint, thaw
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Finestra, Proroga, StatoScheda
from raccolta import attestazione
from raccolta.atti import certify, confirm, send_back, write
from raccolta.errori import SchedaCambiata
from raccolta.models import Bozza, Certificazione, Modifica, Rinvio, Riporto
from raccolta.valori import SchedaCongelata
from tests.dati import DIGITATA, create_incarico, read, update
from tests.raccolta.persone import GIORNO, LIBERE, ORA, SAP, SAS, attest, fill


def refused(atto, *args, **altro) -> str:
    """The sentence; nothing is left of the act."""
    prima = (Certificazione.objects.count(), Modifica.objects.count(), Evento.objects.count(), Rinvio.objects.count())
    with pytest.raises(AttoNonConsentito) as rifiuto:
        atto(*args, **altro)
    dopo = (Certificazione.objects.count(), Modifica.objects.count(), Evento.objects.count(), Rinvio.objects.count())
    assert prima == dopo
    return str(rifiuto.value)


def type_in(scheda, celle, by, **altro):
    """Keep what was typed on the page as it is now."""
    scheda.refresh_from_db()
    return write(scheda, celle, by=by, **{"quando": ORA, "letta": scheda.versione} | altro)


def ask_again(scheda, by, celle=("consistenza",), **altro) -> Rinvio:
    return send_back(scheda, celle=celle, by=by, **{"quando": ORA, "motivo": "Non torna."} | altro)


# certification


def test_certificare_congela_chiude_e_lascia_traccia(raccolta):
    fatta = attest(raccolta.rovato, raccolta.bice)
    contenuto = bytes(Certificazione.objects.get().contenuto)
    assert thaw(contenuto, SchedaCongelata) == read(raccolta.rovato)
    assert fatta.impronta == fingerprint(contenuto)
    assert (fatta.nome, fatta.ruolo, fatta.incarico, fatta.quando) == ("Bice", "dirigente", raccolta.bice, ORA)
    assert (fatta.numero, fatta.modifiche, fatta.unico_addetto) == (1, 0, False)
    assert (fatta.testo_versione, fatta.attestazione) == (attestazione.VERSIONE, attestazione.write(raccolta.rovato))
    raccolta.rovato.refresh_from_db()
    assert raccolta.rovato.stato == StatoScheda.CERTIFICATA
    evento = Evento.objects.get()
    assert (evento.catena, evento.atto, evento.impronta) == (
        "ricognizione/oglio/2026",
        "certificazione",
        fatta.impronta,
    )
    assert (evento.oggetto, evento.chi, evento.quando) == ("Scheda 2026, Comune di Rovato", "Bice", ORA)
    assert evento.dettaglio == f"certificazione 1, attestazione {attestazione.VERSIONE}, dirigente"


def test_si_certifica_la_versione_che_si_e_letta(raccolta):
    letta = raccolta.rovato.versione
    type_in(raccolta.rovato, {SAP: 82}, raccolta.anna)
    assert "qualcuno l’ha cambiata" in refused(attest, raccolta.rovato, raccolta.bice, letta=letta)


def test_due_volte_non_si_certifica(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    assert "nel frattempo lo stato è cambiato" in refused(attest, raccolta.rovato, raccolta.bice)


def test_chi_compila_non_certifica(raccolta):
    anche_lei = create_incarico("Ada", "certificatore", ente=raccolta.rovato.ente)
    anche_lei.utente = raccolta.anna.utente
    anche_lei.save()
    assert refused(attest, raccolta.rovato, anche_lei).startswith("Chi ha compilato non certifica")
    raccolta.rovato.ente.unico_addetto = True
    raccolta.rovato.ente.save()
    assert attest(raccolta.rovato, anche_lei).unico_addetto


def test_anche_un_solo_valore_fa_di_chi_lo_scrive_un_compilatore(raccolta):
    di_bice = create_incarico("Bea", "compilatore", ente=raccolta.rovato.ente)
    di_bice.utente = raccolta.bice.utente
    di_bice.save()
    type_in(raccolta.rovato, {SAP: 82}, di_bice)
    assert refused(attest, raccolta.rovato, raccolta.bice).startswith("Chi ha compilato non certifica")


def test_i_quattro_occhi_ricominciano_dopo_una_certificazione(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    ask_again(raccolta.rovato, raccolta.carla)
    di_bice = create_incarico("Bea", "compilatore", ente=raccolta.rovato.ente)
    type_in(raccolta.rovato, {SAP: 82}, di_bice)
    dopo = create_incarico("Ada", "certificatore", ente=raccolta.rovato.ente)
    dopo.utente = raccolta.anna.utente
    dopo.save()
    assert attest(raccolta.rovato, dopo).numero == 2


def test_la_scheda_d_ambito_la_certifica_il_capofila_con_quattro_occhi(raccolta):
    fill(raccolta.scheda_ambito, raccolta.carla)
    assert refused(attest, raccolta.scheda_ambito, raccolta.carla).startswith("Chi ha compilato non certifica")
    fatta = attest(raccolta.scheda_ambito, raccolta.carlo)
    assert not fatta.unico_addetto
    assert "l’intero ambito" in fatta.attestazione


def test_l_unico_addetto_del_capofila_certifica_la_scheda_d_ambito(raccolta):
    fill(raccolta.scheda_ambito, raccolta.carla)
    chiari = raccolta.chiari.ente
    chiari.unico_addetto = True
    chiari.save()
    Designazione.objects.create(
        ambito=raccolta.ambito, ente=chiari, ruolo="capofila", organo="Assemblea", data=date(2020, 1, 1)
    )
    assert attest(raccolta.scheda_ambito, raccolta.carla).unico_addetto


@pytest.mark.parametrize(
    ("scheda", "chi", "frase"),
    [
        ("rovato", "anna", "non spetta"),
        ("rovato", "carla", "la certifica l’ente"),
        ("scheda_ambito", "bice", "la certifica l’ufficio del capofila"),
        ("rovato", "sindaca", "non spetta"),
    ],
)
def test_chi_non_puo_certificare(raccolta, scheda, chi, frase):
    assert frase in refused(attest, getattr(raccolta, scheda), getattr(raccolta, chi))


def test_fuori_dalle_finestre(raccolta):
    dopo = ORA + 6 * GIORNO
    assert "si è chiusa" in refused(attest, raccolta.rovato, raccolta.bice, quando=dopo)
    Proroga.objects.create(scheda=raccolta.rovato, al=ORA + 9 * GIORNO, motivo="Ferie.")
    assert attest(raccolta.rovato, raccolta.bice, quando=dopo).numero == 1


def test_i_confini_della_finestra_sono_quelli_di_roma(raccolta):
    Finestra.objects.all().delete()
    dal, al = datetime(2026, 9, 30, 22, 0, tzinfo=UTC), datetime(2026, 10, 31, 23, 0, tzinfo=UTC)  # 1.10 – 31.10
    Finestra.objects.create(ricognizione=raccolta.ricognizione, dal=dal, al=al)
    assert "31 ottobre 2026, ore 23:59" in refused(attest, raccolta.rovato, raccolta.bice, quando=al)
    assert attest(raccolta.rovato, raccolta.bice, quando=datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC)).numero == 1


def test_una_voce_che_manca(raccolta):
    update(raccolta.rovato, {"esiti/-/stato": "da_compilare"}, by=raccolta.anna, origine=DIGITATA)
    assert "«Unità offerte e assegnate nell’anno precedente»" in refused(attest, raccolta.rovato, raccolta.bice)


def test_una_bozza(raccolta):
    Bozza.objects.create(scheda=raccolta.rovato, quadro="patrimonio", campi={"sap": "1,5"}, da="Anna", quando=ORA)
    assert refused(attest, raccolta.rovato, raccolta.bice) == "C’è qualcosa da correggere in Patrimonio."


def test_un_riporto_si_conferma_prima(raccolta):
    riporto = Riporto.objects.create(scheda=raccolta.rovato, voce="consistenza")
    assert refused(attest, raccolta.rovato, raccolta.bice).startswith("Riportata dall’anno prima e da confermare")
    assert confirm(raccolta.rovato, ["consistenza"], by=raccolta.anna, quando=ORA) == 1
    riporto.refresh_from_db()
    assert (riporto.confermato_il, riporto.da) == (ORA, "Anna")
    assert confirm(raccolta.rovato, ["consistenza"], by=raccolta.anna, quando=ORA) == 0
    assert attest(raccolta.rovato, raccolta.bice).numero == 1
    assert "è certificata" in refused(confirm, raccolta.rovato, ["consistenza"], by=raccolta.anna, quando=ORA)


# sent back, and certified again


def test_il_rinvio_riapre_e_lascia_traccia(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    rinvio = ask_again(raccolta.rovato, raccolta.carla, (SAS, SAP, SAP), motivo="  Il totale non torna. ")
    assert (rinvio.celle, rinvio.motivo, rinvio.da, rinvio.chiuso_il) == (
        [SAP, SAS],
        "Il totale non torna.",
        "Carla",
        None,
    )
    raccolta.rovato.refresh_from_db()
    assert raccolta.rovato.stato == StatoScheda.COMPILAZIONE
    evento = Evento.objects.get(atto="rinvio")
    assert (evento.chi, evento.dettaglio) == ("Carla", f"{SAP}, {SAS}: Il totale non torna.")
    assert evento.precedente == Evento.objects.get(atto="certificazione")


@pytest.mark.parametrize(("celle", "motivo"), [((), "Perché sì."), (("consistenza",), " ")])
def test_un_rinvio_dice_che_cosa_e_perche(raccolta, celle, motivo):
    attest(raccolta.rovato, raccolta.bice)
    assert "che cosa rivedere, e perché" in refused(ask_again, raccolta.rovato, raccolta.carla, celle, motivo=motivo)


def test_si_rinvia_solo_cio_che_e_certificato_e_una_volta(raccolta):
    assert "nel frattempo" in refused(ask_again, raccolta.rovato, raccolta.carla)
    attest(raccolta.rovato, raccolta.bice)
    ask_again(raccolta.rovato, raccolta.carla)
    assert "nel frattempo" in refused(ask_again, raccolta.rovato, raccolta.carlo)


@pytest.mark.parametrize("chi", ["anna", "bice", "sindaca"])
def test_rinvia_solo_il_capofila(raccolta, chi):
    attest(raccolta.rovato, raccolta.bice)
    assert "non spetta" in refused(ask_again, raccolta.rovato, getattr(raccolta, chi))


def test_si_rinvia_la_certificazione_che_si_e_letta(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    ask_again(raccolta.rovato, raccolta.carla, letta=1)
    attest(raccolta.rovato, raccolta.bice, senza_modifiche=True)
    assert "ha certificato di nuovo" in refused(ask_again, raccolta.rovato, raccolta.carlo, letta=1)
    assert ask_again(raccolta.rovato, raccolta.carlo, letta=2).pk


def test_di_cio_che_e_rinviato_si_cambia_solo_cio_che_e_nominato(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    ask_again(raccolta.rovato, raccolta.carla, (SAP, "liberazioni"))
    frase = refused(type_in, raccolta.rovato, {SAP: 82, SAS: 4}, raccolta.anna)
    assert frase.endswith("Non si può cambiare: «Consistenza del patrimonio, Rovato, SAS».")
    assert len(type_in(raccolta.rovato, {SAP: 82, SAS: 3}, raccolta.anna)) == 1
    type_in(raccolta.rovato, {"liberazioni/-/stato": "da_compilare", LIBERE: 2}, raccolta.anna)
    assert read(raccolta.rovato).units_from("libere") == 2


def test_rinviata_si_scrive_e_si_certifica_anche_fuori_finestra(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    dopo = ORA + 90 * GIORNO
    ask_again(raccolta.rovato, raccolta.carla, quando=dopo)
    type_in(raccolta.rovato, {SAP: 82}, raccolta.anna, quando=dopo)
    assert attest(raccolta.rovato, raccolta.bice, quando=dopo).modifiche == 1
    assert Rinvio.objects.get().chiuso_il == dopo


def test_certificata_di_nuovo_conta_i_valori_cambiati(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    ask_again(raccolta.rovato, raccolta.carla, ("consistenza", "liberazioni"))
    type_in(raccolta.rovato, {SAP: 90, SAS: 9}, raccolta.anna)
    type_in(raccolta.rovato, {SAP: 82, SAS: 3}, raccolta.anna)  # the second goes back to what it was
    type_in(raccolta.rovato, {"liberazioni/017166.sas/unita": 0}, raccolta.anna)  # nor the state that follows
    fatta = attest(raccolta.rovato, raccolta.bice)
    assert (fatta.numero, fatta.modifiche) == (2, 2)


def test_dal_tutto_alle_parti_e_un_cambiamento_anche_senza_valori(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    ask_again(raccolta.rovato, raccolta.carla, ("liberazioni",))
    parti = {"libere/-/stato": "nessuna", "avvicendamento/-/stato": "nessuna"}
    type_in(raccolta.rovato, {"liberazioni/-/stato": "da_compilare"} | parti, raccolta.anna)
    assert attest(raccolta.rovato, raccolta.bice).modifiche == 3


def test_certificare_di_nuovo_senza_modifiche_va_detto(raccolta):
    prima = attest(raccolta.rovato, raccolta.bice)
    ask_again(raccolta.rovato, raccolta.carla)
    assert refused(attest, raccolta.rovato, raccolta.bice).startswith("Nulla è cambiato")
    assert raccolta.rovato.rinvii.get().chiuso_il is None
    seconda = attest(raccolta.rovato, raccolta.bice, senza_modifiche=True)
    assert (seconda.numero, seconda.modifiche, seconda.impronta) == (2, 0, prima.impronta)


def test_cio_che_fu_certificato_non_cambia_piu(raccolta):
    prima = attest(raccolta.rovato, raccolta.bice)
    ask_again(raccolta.rovato, raccolta.carla)
    type_in(raccolta.rovato, {SAP: 82}, raccolta.anna)
    attest(raccolta.rovato, raccolta.bice)
    assert fingerprint(bytes(Certificazione.objects.get(numero=1).contenuto)) == prima.impronta
    assert [c.numero for c in Certificazione.objects.order_by("numero")] == [1, 2]


# writing


def test_una_scheda_certificata_non_si_scrive(raccolta):
    attest(raccolta.rovato, raccolta.bice)
    for chi, altro in ((raccolta.anna, {}), (raccolta.carla, {"motivo": "Per fretta."})):
        assert "è certificata" in refused(type_in, raccolta.rovato, {SAP: 1}, chi, **altro)


def test_il_capofila_scrive_d_ufficio_con_un_motivo_e_mai_come_certificazione(raccolta):
    assert "occorre un motivo" in refused(type_in, raccolta.rovato, {SAP: 82}, raccolta.carla)
    [modifica] = type_in(raccolta.rovato, {SAP: 82}, raccolta.carla, motivo="PEC del Comune.", quando=ORA + 90 * GIORNO)
    assert (modifica.origine, modifica.dettaglio) == ("ufficio", "PEC del Comune.")
    evento = Evento.objects.get()
    assert (evento.atto, evento.dettaglio, evento.impronta) == ("scrittura d’ufficio", "PEC del Comune.", "")
    assert not Certificazione.objects.exists()


def test_due_che_scrivono_celle_diverse_non_si_disturbano(raccolta):
    letta = raccolta.rovato.versione
    type_in(raccolta.rovato, {SAP: 82, SAS: 3}, raccolta.anna, letta=letta)
    type_in(raccolta.rovato, {SAP: 81, SAS: 4}, raccolta.anna, letta=letta)
    assert (read(raccolta.rovato).stock("sap"), read(raccolta.rovato).stock("sas")) == (82, 4)


def test_due_che_scrivono_la_stessa_cella_scelgono(raccolta):
    letta = raccolta.rovato.versione
    type_in(raccolta.rovato, {SAP: 82}, raccolta.anna, letta=letta)
    with pytest.raises(SchedaCambiata) as cambiata:
        type_in(raccolta.rovato, {SAP: 83}, raccolta.anna, letta=letta)
    assert (cambiata.value.altrui[SAP].valore, cambiata.value.altrui[SAP].da) == ("82", "Anna")
    assert read(raccolta.rovato).stock("sap") == 82


def test_certify_vuole_un_incarico_in_regola(raccolta):
    """The service is the last door: a compiler's incarico does not certify, whatever page asked."""
    assert "non spetta" in refused(
        certify, raccolta.rovato, by=raccolta.anna, quando=ORA, qualifica="x", letta=raccolta.rovato.versione
    )
