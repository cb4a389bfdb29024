"""The pages on which a scheda is filled in: what is kept, what waits, what is refused, and in which words."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enti.models import AttoreSistema, Comune, Evento
from enti.registri import load_registri
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Consistenza, Finestra, Ricognizione, Scheda
from raccolta.celle import values_of
from raccolta.certificazione import store_certification
from raccolta.models import Bozza, Modifica, Rinvio, Riporto
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, create_comune, create_incarico, read
from tests.raccolta.scrivente import Scrivente

SAP, SAS, ALTRO = (f"consistenza/017166/{misura}" for misura in ("sap", "sas", "altro"))
STATO = "consistenza/-/stato"
LIBERAZIONI = "liberazioni/017166/unita"


@pytest.fixture
def aperta(mondo: SimpleNamespace) -> SimpleNamespace:
    """The survey of ``mondo`` with a window open now, and who writes."""
    adesso = timezone.now()
    mondo.finestra = Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=adesso - timedelta(days=2), al=adesso + timedelta(days=2)
    )
    return mondo


def writer(incarico, scheda: Scheda) -> Scrivente:
    client = Client()
    client.force_login(incarico.utente)
    return Scrivente(client, scheda)


@pytest.fixture
def anna(aperta: SimpleNamespace) -> Scrivente:
    return writer(aperta.anna, aperta.rovato)


def values(scheda: Scheda) -> dict[str, object]:
    return dict(values_of(read(scheda)))


def declare(scheda: Scheda, celle: dict[str, object], by=SISTEMA, tipo=TipoOrigine.DIGITATA) -> None:
    update(scheda, celle, by=by, origine=Origine(tipo))
    scheda.refresh_from_db()


# what is kept


def test_un_numero_scritto_basta_lo_stato_ne_segue(anna, aperta):
    assert anna.open("patrimonio").type({SAP: "81"}).press().saved()
    assert values(aperta.rovato) == {STATO: "valorizzata", SAP: 81}
    assert anna.destination == anna.indirizzo
    assert "Salvato: 1 valore cambiato." in anna.open("patrimonio").html
    assert [m.origine for m in Modifica.objects.filter(cella=SAP)] == ["digitata"]


def test_zero_e_un_valore_e_il_vuoto_non_lo_e(anna, aperta):
    anna.open("patrimonio").type({SAP: "0", SAS: " "}).press()
    assert values(aperta.rovato) == {STATO: "valorizzata", SAP: 0}
    anna.open("patrimonio").type({SAP: ""}).press()
    assert anna.saved()
    assert values(aperta.rovato) == {STATO: "da_compilare"} or values(aperta.rovato) == {}


@pytest.mark.parametrize("stato", ["nessuna", "non_applicabile"])
def test_lo_stato_si_sceglie_e_un_numero_scritto_poi_vince(anna, aperta, stato):
    anna.open("patrimonio").type({STATO: stato, "consistenza/-/causa": "tutto venduto"}).press()
    assert values(aperta.rovato) == {STATO: stato, "consistenza/-/causa": "tutto venduto"}
    anna.open("patrimonio")
    assert anna.value(STATO) == stato
    assert anna.type({SAP: "3"}).press().saved()
    assert values(aperta.rovato)[STATO] == "valorizzata"


def test_ci_sono_valori_senza_valori_resta_da_compilare(anna, aperta):
    declare(aperta.rovato, {STATO: "nessuna"})
    assert anna.open("patrimonio").type({STATO: "valorizzata"}).press().saved()
    assert "Manca 1 voce" in anna.open("patrimonio").html
    assert anna.values(STATO) == []


def test_salvare_due_volte_la_stessa_pagina_non_cambia_nulla(anna, aperta):
    anna.open("patrimonio").type({SAP: "1.475"}).press()
    versione = Scheda.objects.get(pk=aperta.rovato.pk).versione
    assert anna.open("patrimonio").value(SAP) == "1.475"
    assert anna.press().saved()
    assert Scheda.objects.get(pk=aperta.rovato.pk).versione == versione
    assert "Non c’era nulla di nuovo da salvare." in anna.open("patrimonio").html


def test_salva_e_continua_porta_al_quadro_dopo_e_l_ultimo_al_riepilogo(anna, aperta):
    percorso = []
    for quadro in ("patrimonio", "disponibilita", "quote", "avvisi", "misure", "note"):
        anna.open(quadro).press("salva-e-avanti")
        percorso.append(anna.destination.rstrip("/").rsplit("/", maxsplit=1)[-1])
    assert percorso == ["disponibilita", "quote", "avvisi", "misure", "note", "riepilogo"]


def test_il_primo_bottone_del_modulo_salva(anna):
    """Return in a field presses it."""
    assert anna.open("disponibilita").bottoni[0] == "salva"


# bad input


@pytest.mark.parametrize(
    ("testo", "perche"),
    [
        ("-3", "Un conteggio non è mai negativo"),
        ("1,5", "Si contano unità intere"),
        ("99999999999", "è troppo grande"),
        ("dodici", "non è un numero"),
        ("1.4.7.5", "non è un numero"),
    ],
)
def test_un_conteggio_sbagliato_aspetta_come_e_scritto_e_il_resto_si_salva(anna, aperta, testo, perche):
    anna.open("patrimonio").type({SAP: testo, SAS: "3"}).press()
    assert anna.risposta.status_code == 422
    assert "<title>Errore:" in anna.html.replace("\n", "").replace("  ", "")
    assert perche in anna.html
    assert anna.value(SAP) == testo
    assert values(aperta.rovato) == {STATO: "valorizzata", SAS: 3}
    assert "1 valore salvato; 1 campo resta come è stato scritto" in anna.html
    [bozza] = Bozza.objects.for_system()
    assert (bozza.campi, bozza.da, bozza.quadro) == ({SAP: testo}, "Anna", "patrimonio")


def test_la_bozza_torna_con_il_suo_errore_finche_non_e_corretta(anna, aperta):
    anna.open("patrimonio").type({SAP: "1,5"}).press()
    anna.open("patrimonio")
    assert anna.value(SAP) == "1,5"
    assert "Si contano unità intere" in anna.html
    assert "Da correggere" in anna.html
    assert anna.type({SAP: "15"}).press().saved()
    assert not Bozza.objects.for_system().exists()
    assert values(aperta.rovato)[SAP] == 15


@pytest.mark.parametrize(("testo", "valore"), [("1.475", 1475), ("1475", 1475), ("1 475", 1475), (" 7 ", 7)])
def test_i_modi_di_scrivere_un_conteggio(anna, aperta, testo, valore):
    assert anna.open("patrimonio").type({SAP: testo}).press().saved()
    assert values(aperta.rovato)[SAP] == valore


@pytest.fixture
def misura(anna: Scrivente, aperta: SimpleNamespace) -> Scrivente:
    """The page of the measures with one that has just been added."""
    voce = "misure_anno_precedente"
    anna.open("misure").type({f"nuova/{voce}-titolo": "Contributo per l’affitto"}).press(f"aggiungi:{voce}")
    return anna


MISURA = "misure_anno_precedente/contributo-per-laffitto"


@pytest.mark.parametrize("testo", ["9.836,17", "9836.17", "€ 9.836,17"])
def test_un_importo_e_lo_stesso_comunque_lo_si_scriva(misura, aperta, testo):
    assert misura.type({f"{MISURA}/fondi_nuovi": testo}).press().saved()
    assert str(values(aperta.rovato)[f"{MISURA}/fondi_nuovi"]) == "9836.17"
    assert misura.open("misure").value(f"{MISURA}/fondi_nuovi") == "9.836,17"


@pytest.mark.parametrize(
    ("cella", "testo", "perche"),
    [
        ("fondi_nuovi", "1.475", "si può leggere"),
        ("fondi_nuovi", "-1", "non è mai negativo"),
        ("dal", "31/02/2026", "non esiste"),
        ("dal", "ieri", "non è una data"),
        ("anno", "26", "non è un anno"),
        ("livello", "europeo", "La scelta non è tra quelle previste"),
    ],
)
def test_quello_che_non_si_puo_leggere_dice_perche(misura, aperta, cella, testo, perche):
    misura.type({f"{MISURA}/{cella}": testo}).press()
    assert misura.risposta.status_code == 422
    assert perche in misura.html
    assert f"{MISURA}/{cella}" not in values(aperta.rovato)
    assert values(aperta.rovato)[f"{MISURA}/titolo"] == "Contributo per l’affitto"


def test_una_percentuale_oltre_cento(anna, aperta):
    cella = "riserva_categorie/017166/percentuale"
    anna.open("quote").type({cella: "120"}).press()
    assert "Una percentuale va da 0 a 100" in anna.html
    assert anna.type({cella: "12,5%"}).press().saved()
    assert str(values(aperta.rovato)[cella]) == "12.50"


def test_una_misura_che_finisce_prima_di_cominciare_aspetta_tutta(misura, aperta):
    date = {f"{MISURA}/dal": "1/5/2025", f"{MISURA}/al": "1/4/2025"}
    misura.type(date).press()
    assert misura.risposta.status_code == 422
    assert "una data di fine precede l’inizio" in misura.html
    assert values(aperta.rovato) == {}
    misura.open("misure")
    assert "una data di fine precede l’inizio" in misura.html
    assert misura.value(f"{MISURA}/titolo") == "Contributo per l’affitto"
    assert misura.type({f"{MISURA}/al": "1/6/2025"}).press().saved()
    assert values(aperta.rovato)[f"{MISURA}/titolo"] == "Contributo per l’affitto"


def test_nessuna_con_dei_valori_si_contraddice_e_aspetta(anna, aperta):
    declare(aperta.rovato, {SAP: 5})
    anna.open("patrimonio").type({STATO: "nessuna"}).press()
    assert anna.risposta.status_code == 422
    assert "vanno tolti prima di dichiararla «nessuna»" in anna.html
    assert values(aperta.rovato) == {STATO: "valorizzata", SAP: 5}
    assert anna.type({SAP: ""}).press().saved()
    assert values(aperta.rovato) == {STATO: "nessuna"}


def test_non_applicabile_vuole_la_causa(anna, aperta):
    anna.open("quote").type({"transitori/-/stato": "non_applicabile", "forze_ordine/-/stato": "nessuna"}).press()
    assert "va scritta la causa" in anna.html
    assert values(aperta.rovato) == {"forze_ordine/-/stato": "nessuna"}
    assert anna.type({"transitori/-/causa": "non ci sono alloggi liberi"}).press().saved()
    assert values(aperta.rovato)["transitori/-/stato"] == "non_applicabile"


def test_l_intera_e_le_parti_insieme_aspettano_tutte_e_due(anna, aperta):
    anna.open("disponibilita").type(
        {LIBERAZIONI: "3", "libere/017166/unita": "1", "conferite/017166/unita": "2"}
    ).press()
    assert anna.risposta.status_code == 422
    assert "si compila intera oppure per parti" in anna.html
    assert values(aperta.rovato) == {"conferite/-/stato": "valorizzata", "conferite/017166/unita": 2}
    assert anna.type({LIBERAZIONI: ""}).press().saved()
    assert values(aperta.rovato)["libere/017166/unita"] == 1


def test_l_html_di_una_nota_e_testo(anna, aperta):
    nota = "<script>alert(1)</script> & <b>grassetto</b>"
    assert anna.open("note").type({"consistenza/-/nota": nota}).press().saved()
    assert anna.open("note").value("consistenza/-/nota") == nota
    assert "<script>alert" not in anna.html


# forged


@pytest.mark.parametrize(
    "altro",
    [
        {"consistenza/017166/piani": "3"},
        {"inventata/-/stato": "nessuna"},
        {"libere/017166/unita": "3"},
        {"consistenza/999999/sap": "3", "righe": ["consistenza/017166", "consistenza/999999"]},
        {"righe": ["consistenza/017166", "libere/017166"]},
        {"righe": ["consistenza/017166.nessuno"]},
        {"righe": ["<b>"]},
        {"tolte": ["esiti/017166"]},
        {"azione": "certifica"},
        {"azione": "aggiungi:libere"},
        {"azione": "rimuovi:consistenza/017052"},
        {"azione": "aggiungi:consistenza/017166.massimale"},
    ],
)
def test_una_pagina_alterata_e_rifiutata_con_una_frase(anna, aperta, altro):
    inviati = {**anna.open("patrimonio").type({SAP: "81"}).body(), "azione": "salva", **altro}
    anna.send(inviati)
    assert anna.risposta.status_code == 422
    assert "non è stato salvato nulla" in anna.html.lower()
    assert anna.value(SAP) == "81"
    assert values(aperta.rovato) == {}
    assert not Bozza.objects.for_system().exists()


@pytest.mark.parametrize("letta", ["", "9999", "-1", "uno", "²"])
def test_una_versione_inventata_vale_come_nessuna(anna, aperta, letta):
    declare(aperta.rovato, {SAP: 5})
    anna.open("patrimonio").type({SAP: "7", "letta": letta}).press()
    assert anna.risposta.status_code == 409
    assert values(aperta.rovato)[SAP] == 5


def test_una_pagina_che_non_c_e(aperta):
    client = Client()
    client.force_login(aperta.anna.utente)
    assert client.get(f"/schede/{aperta.rovato.pk}/inventato/").status_code == 404
    client.force_login(aperta.carla.utente)
    assert client.get(reverse("raccolta:quadro", args=[aperta.scheda_ambito.pk, "patrimonio"])).status_code == 404


def test_la_scheda_di_un_altro_ente_non_c_e(aperta):
    client = Client()
    for incarico in (aperta.bruno, aperta.dario, aperta.sindaca):
        client.force_login(incarico.utente)
        for metodo in (client.get, client.post):
            assert metodo(reverse("raccolta:quadro", args=[aperta.rovato.pk, "patrimonio"])).status_code == 404


# rows


def test_le_righe_si_aggiungono_e_si_tolgono_senza_perdere_quello_che_e_scritto(aperta):
    elena = writer(aperta.elena, aperta.aler).open("patrimonio")
    assert elena.values("righe") == ["consistenza/-"]
    for istat in ("017166", "017052"):
        elena.type({"nuova/consistenza-ubicazione_id": istat}).press("aggiungi:consistenza")
    assert elena.values("righe") == ["consistenza/017166", "consistenza/017052"]
    elena.type({SAP: "340", "consistenza/017052/sap": "non so"}).press("rimuovi:consistenza/017052")
    assert elena.values("tolte") == ["consistenza/017052"]
    assert elena.value(SAP) == "340"
    assert "autofocus" in elena.html
    elena.press("ripristina:consistenza/017052")
    assert elena.value("consistenza/017052/sap") == "non so"
    assert not Modifica.objects.exists()
    elena.type({"consistenza/017052/sap": "12"}).press()
    assert values(aperta.aler) == {STATO: "valorizzata", SAP: 340, "consistenza/017052/sap": 12}
    elena.open("patrimonio").press("rimuovi:consistenza/017166")
    assert Consistenza.objects.count() == 2
    assert elena.press().saved()
    assert values(aperta.aler) == {STATO: "valorizzata", "consistenza/017052/sap": 12}


def test_un_comune_si_aggiunge_anche_per_nome(aperta):
    create_comune("098002", "Lontano d'Adda")
    elena = writer(aperta.elena, aperta.aler).open("patrimonio")
    nome = {"nuova/consistenza-ubicazione_id": "altro", "nuova/consistenza-comune": "LONTANO D’ADDA"}
    elena.type(nome).press("aggiungi:consistenza")
    assert elena.values("righe") == ["consistenza/098002"]
    assert "Lontano d’Adda" in elena.html
    elena.type({**nome, "nuova/consistenza-comune": "Atlantide"}).press("aggiungi:consistenza")
    assert elena.risposta.status_code == 422
    assert "Nessun comune si chiama «Atlantide»" in elena.html
    assert elena.value("nuova/consistenza-comune") == "Atlantide"


def test_due_comuni_con_lo_stesso_nome_si_dicono_con_la_provincia(aperta):
    Comune.objects.create(istat="013130", nome="Livo", provincia="CO")
    Comune.objects.create(istat="022106", nome="Livo", provincia="TN")
    elena = writer(aperta.elena, aperta.aler).open("patrimonio")
    elena.type({"nuova/consistenza-ubicazione_id": "altro", "nuova/consistenza-comune": "Livo"}).press(
        "aggiungi:consistenza"
    )
    assert "Livo (CO), Livo (TN)" in elena.html
    elena.type({"nuova/consistenza-comune": "livo (tn)"}).press("aggiungi:consistenza")
    assert "consistenza/022106" in elena.values("righe")


def test_una_riga_che_c_e_gia_non_si_raddoppia(anna):
    anna.open("patrimonio").type({"nuova/consistenza-ubicazione_id": "017166", SAP: "8"}).press("aggiungi:consistenza")
    assert anna.values("righe") == ["consistenza/017166"]
    assert "c’è già" in anna.html
    assert anna.value(SAP) == "8"


def test_ripartita_e_non_ripartita_insieme_aspettano(aperta):
    declare(aperta.aler, {"consistenza/-/sap": 340})
    elena = writer(aperta.elena, aperta.aler).open("patrimonio")
    elena.type({"nuova/consistenza-ubicazione_id": "017166"}).press("aggiungi:consistenza").type({SAP: "40"}).press()
    assert "è ripartita per comune oppure no" in elena.html
    elena.press("rimuovi:consistenza/-").press()
    assert elena.saved()
    assert values(aperta.aler) == {STATO: "valorizzata", SAP: 40}


def test_una_riga_si_aggiunge_per_tipo_quando_e_gestore(anna, aperta):
    anna.open("disponibilita")
    anna.type({"nuova/libere-tipo": "sas", "nuova/libere-quando": "subito"}).press("aggiungi:libere")
    assert anna.type({"libere/017166.sas.subito/unita": "2"}).press().saved()
    assert values(aperta.rovato)["libere/017166.sas.subito/unita"] == 2
    assert "Rovato, SAS, subito" in anna.open("disponibilita").html
    anna.open("patrimonio").type({"nuova/consistenza-gestore_id": "aler"}).press("aggiungi:consistenza")
    assert anna.type({"consistenza/017166.aler/sap": "9"}).press().saved()
    assert "gestione: ALER" in anna.open("patrimonio").html


def test_i_massimali_sono_numerati_e_una_misura_si_toglie_con_tutto(misura, aperta):
    misura.press(f"aggiungi:{MISURA}.massimale")
    assert f"{MISURA}.massimale.2" in misura.values("righe")
    primo = f"{MISURA}.massimale.1"
    assert misura.type({f"{primo}/importo": "1200", f"{primo}/per": "contratto"}).press().saved()
    assert str(values(aperta.rovato)[f"{primo}/importo"]) == "1200.00"
    misura.open("misure").press(f"rimuovi:{MISURA}")
    assert misura.value(f"{MISURA}/titolo") == "Contributo per l’affitto"
    assert misura.press().saved()
    assert values(aperta.rovato) == {}


def test_una_misura_senza_nome_non_si_aggiunge(anna):
    anna.open("misure").press("aggiungi:misure_anno_piano")
    assert anna.risposta.status_code == 422
    assert "Va scritto un nome." in anna.html


# two people


def test_chi_salva_sopra_un_altro_vede_i_due_valori_e_sceglie(aperta, anna):
    declare(aperta.rovato, {SAP: 10})
    altra = writer(create_incarico("Bice", "compilatore", ente=aperta.rovato.ente), aperta.rovato).open("patrimonio")
    anna.open("patrimonio")
    altra.type({SAP: "12", SAS: "4"}).press()
    anna.type({SAP: "15", ALTRO: "1"}).press()
    assert anna.risposta.status_code == 409
    assert "ha scritto: 12." in anna.html
    assert "Qui: 15." in anna.html
    assert anna.value(SAP) == "15"
    assert anna.value(ALTRO) == "1"
    assert anna.value(SAS) == "4"  # untouched here: it is the other's, and is said
    assert "Intanto Bice" in anna.html
    assert values(aperta.rovato) == {STATO: "valorizzata", SAP: 12, SAS: 4}
    anna.press()
    assert anna.risposta.status_code == 422
    assert "va scelto quale tenere" in anna.html
    assert anna.value(SAP) == "15"
    assert anna.type({f"scelta/{SAP}": "qui"}).press().saved()
    assert values(aperta.rovato) == {STATO: "valorizzata", SAP: 15, SAS: 4, ALTRO: 1}


def test_si_puo_lasciare_il_valore_dell_altro(aperta, anna):
    anna.open("patrimonio")
    declare(aperta.rovato, {SAP: 12}, by=AttoreSistema("Bruno"))
    anna.type({SAP: "15"}).press().type({f"scelta/{SAP}": "altri"}).press()
    assert anna.saved()
    assert values(aperta.rovato)[SAP] == 12


def test_quello_che_un_altro_ha_scritto_altrove_resta_suo_e_si_dice(aperta, anna):
    anna.open("patrimonio")
    declare(aperta.rovato, {SAP: 12}, by=AttoreSistema("Bruno"))
    assert anna.type({SAS: "3"}).press().saved()
    assert values(aperta.rovato) == {STATO: "valorizzata", SAP: 12, SAS: 3}
    assert "Intanto Bruno" in anna.open("patrimonio").html


def test_la_bozza_di_un_altro_non_si_perde(aperta, anna):
    altra = writer(create_incarico("Bice", "compilatore", ente=aperta.rovato.ente), aperta.rovato).open("patrimonio")
    anna.open("patrimonio")
    altra.type({SAP: "1,5"}).press()
    anna.type({SAS: "3"}).press()
    assert anna.risposta.status_code == 422
    assert Bozza.objects.for_system().get().campi == {SAP: "1,5"}
    assert values(aperta.rovato)[SAS] == 3


def test_salvare_due_volte_con_un_doppio_clic(aperta, anna):
    inviati = {**anna.open("patrimonio").type({SAP: "81"}).body(), "azione": "salva"}
    assert anna.send(inviati).saved()
    assert anna.send(inviati).saved()
    assert Modifica.objects.filter(cella=SAP).count() == 1


def test_anche_lo_stato_si_contende(aperta, anna):
    anna.open("patrimonio").type({STATO: "nessuna"})
    declare(aperta.rovato, {SAP: 12}, by=AttoreSistema("Bruno"))
    anna.press()
    assert anna.risposta.status_code == 409
    assert "Qui: Nessuna. Bruno" in anna.html
    assert "ha scritto: Ci sono valori." in anna.html
    assert anna.type({f"scelta/{STATO}": "altri"}).press().saved()
    assert values(aperta.rovato) == {STATO: "valorizzata", SAP: 12}


def test_una_riga_aggiunta_da_un_altro_resta(aperta):
    elena = writer(aperta.elena, aperta.aler).open("patrimonio")
    declare(aperta.aler, {"consistenza/017052/sap": 12}, by=AttoreSistema("Bruno"))
    elena.type({"nuova/consistenza-ubicazione_id": "017166"}).press("aggiungi:consistenza").type({SAP: "3"}).press()
    assert elena.saved()
    assert values(aperta.aler) == {STATO: "valorizzata", "consistenza/017052/sap": 12, SAP: 3}


# the session that ends


def test_la_sessione_che_finisce_non_perde_nulla(aperta, anna):
    anna.open("patrimonio").type({SAP: "81", SAS: "boh"})
    anna.client.logout()
    anna.press()
    assert anna.risposta.status_code == 302
    assert anna.risposta["Location"] == f"{reverse('account_login')}?next={anna.indirizzo}"
    assert not Modifica.objects.exists()
    anna.client.force_login(aperta.anna.utente)
    anna.open("patrimonio")
    assert "non è ancora salvato" in anna.html
    assert (anna.value(SAP), anna.value(SAS)) == ("81", "boh")
    assert values(aperta.rovato) == {}
    assert anna.type({SAS: "2"}).press().saved()
    assert values(aperta.rovato)[SAP] == 81
    assert anna.open("patrimonio").value(SAP) == "81"


def test_il_testo_sospeso_non_va_a_chi_non_puo_scrivere(aperta, anna):
    anna.open("patrimonio").type({SAP: "81"})
    anna.client.logout()
    anna.press()
    lettura = create_incarico("Lia", "lettura", ente=aperta.rovato.ente)
    anna.client.force_login(lettura.utente)
    anna.open("patrimonio")
    assert "81" not in anna.values(SAP)
    anna.client.force_login(aperta.anna.utente)
    assert anna.open("patrimonio").value(SAP) == ""


def test_il_testo_sospeso_di_chi_non_compila_piu(aperta, anna):
    anna.open("patrimonio").type({SAP: "81"})
    anna.client.logout()
    anna.press()
    type(aperta.anna).objects.filter(pk=aperta.anna.pk).update(ruolo="lettura")
    anna.client.force_login(aperta.anna.utente)
    assert "non è stato tenuto" in anna.open("patrimonio").html
    assert "81" not in anna.values(SAP)


def test_un_testo_troppo_lungo_non_riempie_la_sessione(aperta, anna):
    anna.open("note").type({"consistenza/-/nota": "x" * 300_000})
    anna.client.logout()
    anna.press()
    assert anna.risposta.status_code == 302
    assert "testo_sospeso" not in anna.client.session


def test_chi_non_e_entrato_va_all_accesso(aperta, client):
    indirizzo = reverse("raccolta:quadro", args=[aperta.rovato.pk, "patrimonio"])
    assert client.get(indirizzo)["Location"] == f"{reverse('account_login')}?next={indirizzo}"


# d'ufficio, sent back, carried over, closed


def test_d_ufficio_si_scrive_con_un_motivo_e_resta_segnato(aperta, anna):
    carla = writer(aperta.carla, aperta.rovato).open("patrimonio")
    assert "Si scrive d’ufficio nella scheda del Comune di Rovato." in carla.html
    carla.type({SAP: "81", SAS: "1,5"}).press()
    assert carla.risposta.status_code == 422
    assert "occorre un motivo" in carla.html
    assert (carla.value(SAP), values(aperta.rovato), Bozza.objects.for_system().count()) == ("81", {}, 0)
    carla.type({"motivo": "l’ente non risponde alla PEC", SAS: "2"}).press()
    assert carla.saved()
    assert values(aperta.rovato) == {STATO: "valorizzata", SAP: 81, SAS: 2}
    assert Modifica.objects.filter(cella=SAP).get().dettaglio == "l’ente non risponde alla PEC"
    assert Evento.objects.filter(atto="scrittura d’ufficio").exists()
    assert anna.open("patrimonio").html.count("Scritto d’ufficio") == 2
    anna.type({SAP: "80"}).press()
    assert anna.open("patrimonio").html.count("Scritto d’ufficio") == 1


def test_il_motivo_resta_quando_qualcosa_aspetta(aperta):
    carla = writer(aperta.carla, aperta.rovato).open("patrimonio")
    carla.type({SAP: "1,5", SAS: "3", "motivo": "manca il tecnico"}).press()
    assert carla.risposta.status_code == 422
    assert carla.value("motivo") == "manca il tecnico"


def test_il_capofila_scrive_d_ufficio_anche_a_raccolta_chiusa(aperta):
    aperta.finestra.delete()
    carla = writer(aperta.carla, aperta.rovato).open("patrimonio")
    assert carla.type({SAP: "81", "motivo": "PEC n. 12"}).press().saved()


def send_back(mondo: SimpleNamespace, *celle: str) -> None:
    Rinvio.objects.create(
        scheda=mondo.rovato, celle=list(celle), motivo="i SAP non tornano", da="Carla", quando=timezone.now()
    )


def test_di_una_scheda_rinviata_si_scrive_solo_quello_che_e_indicato(aperta, anna):
    declare(aperta.rovato, {SAP: 81, SAS: 3, LIBERAZIONI: 2})
    aperta.finestra.delete()
    send_back(aperta, SAP)
    anna.open("patrimonio")
    assert "i SAP non tornano" in anna.html
    assert SAP in anna.names()
    assert SAS not in anna.names()
    assert not any(bottone.startswith(("aggiungi", "rimuovi")) for bottone in anna.bottoni)
    assert anna.type({SAP: "80"}).press().saved()
    assert values(aperta.rovato)[SAP] == 80
    assert "non c’è nulla da rivedere" in anna.open("disponibilita").html
    assert "salva" not in anna.bottoni


def test_il_resto_di_una_scheda_rinviata_e_rifiutato_e_il_testo_resta(aperta, anna):
    declare(aperta.rovato, {SAP: 81, SAS: 3})
    anna.open("patrimonio").type({SAP: "80", SAS: "4"})
    send_back(aperta, SAP)
    anna.press()
    assert anna.risposta.status_code == 409
    assert "ha chiesto di rivedere altro" in anna.html
    assert (anna.value(SAP), anna.value(SAS)) == ("80", "4")
    assert values(aperta.rovato)[SAP] == 81


def test_una_voce_rinviata_si_apre_tutta(aperta, anna):
    declare(aperta.rovato, {SAP: 81})
    aperta.finestra.delete()
    send_back(aperta, "consistenza")
    anna.open("patrimonio")
    assert "aggiungi:consistenza" in anna.bottoni
    assert anna.type({SAS: "4"}).press().saved()


def test_una_voce_riportata_si_conferma(aperta, anna):
    declare(aperta.rovato, {SAP: 81}, tipo=TipoOrigine.RIPORTO)
    Riporto.objects.create(scheda=aperta.rovato, voce="consistenza")
    anna.open("patrimonio")
    assert "I valori vengono dal 2025: sono da confermare" in anna.html
    assert "Da confermare" in anna.html
    anna.type({"conferma/consistenza": "on"}).press()
    assert Riporto.objects.for_system().get().da == "Anna"
    assert "1 voce confermata." in anna.open("patrimonio").html
    assert "da confermare, o da correggere" not in anna.html


def test_una_voce_con_qualcosa_da_correggere_non_si_conferma(aperta, anna):
    declare(aperta.rovato, {SAP: 81}, tipo=TipoOrigine.RIPORTO)
    Riporto.objects.create(scheda=aperta.rovato, voce="consistenza")
    anna.open("patrimonio").type({"conferma/consistenza": "on", SAS: "1,5"}).press()
    assert Riporto.objects.for_system().get().confermato_il is None


def test_a_raccolta_chiusa_si_legge_e_si_sa_quando_e_come_si_scrive(aperta, anna):
    declare(aperta.rovato, {SAP: 1475})
    anna.open("patrimonio").type({SAP: "80"})
    chiusa = aperta.finestra.al = timezone.now() - timedelta(hours=1)
    aperta.finestra.save()
    anna.press()
    assert anna.risposta.status_code == 409
    assert anna.value(SAP) == "80"
    assert "La raccolta si è chiusa" in anna.html
    assert values(aperta.rovato)[SAP] == 1475
    anna.open("patrimonio")
    assert f"{chiusa.year}" in anna.html
    assert "occorre una proroga" in anna.html
    assert "1.475" in anna.html
    assert SAP not in anna.names()
    assert not anna.bottoni


def test_una_scheda_certificata_si_legge(aperta, anna):
    declare(aperta.rovato, {SAP: 1475})
    store_certification(aperta.rovato, nome="Bice", ruolo="dirigente", quando=timezone.now(), by=SISTEMA)
    anna.open("patrimonio")
    assert "La scheda è certificata" in anna.html
    assert not anna.bottoni


def test_chi_legge_soltanto_non_scrive(aperta):
    lia = writer(create_incarico("Lia", "lettura", ente=aperta.rovato.ente), aperta.rovato).open("patrimonio")
    assert "si può solo leggere" in lia.html
    assert not lia.bottoni
    lia.send({"righe": ["consistenza/017166"], SAP: "3", "azione": "salva"})
    assert lia.risposta.status_code == 409
    assert values(aperta.rovato) == {}


def test_la_scheda_d_ambito_si_scrive_nelle_stesse_pagine(aperta):
    carla = writer(aperta.carla, aperta.scheda_ambito).open("avvisi")
    assert "motivo" not in carla.names()
    carla.type({"nuova/avvisi-slug": "2025 ordinario"}).press("aggiungi:avvisi")
    assert (
        carla.type({"avvisi/2025-ordinario/numero": "1/2025", "avvisi/2025-ordinario/dal": "8/10/2025"}).press().saved()
    )
    anna = writer(aperta.anna, aperta.scheda_ambito).open("avvisi")
    assert "8 ottobre 2025" in anna.html
    assert not anna.bottoni
    elena = writer(aperta.elena, aperta.aler).open("avvisi")
    elena.type({"nuova/esiti-ubicazione_id": "017166", "nuova/esiti-avviso": "2025-ordinario"}).press("aggiungi:esiti")
    assert "esiti/017166.2025-ordinario" in elena.values("righe")


# last year, totals, help


@pytest.fixture
def passato(aperta: SimpleNamespace) -> SimpleNamespace:
    """Rovato has certified 2025."""
    prima = Ricognizione.objects.create(ambito=aperta.ambito, anno=2025)
    scheda = Scheda.objects.create(ricognizione=prima, ente=aperta.rovato.ente)
    celle = {SAP: 1475, SAS: 0, "transitori/-/stato": "nessuna", "libere/017166.sas/unita": 4}
    declare(scheda, {**celle, "riserva_categorie/017166/percentuale": 15})
    store_certification(scheda, nome="Bice", ruolo="dirigente", quando=timezone.now(), by=SISTEMA)
    return aperta


def test_l_anno_prima_e_accanto_a_ogni_numero(passato, anna):
    assert anna.open("patrimonio").html.count("2025: ") == 3
    assert "2025: 1.475" in anna.html
    assert "2025: nessun dato" in anna.html
    anna.type({SAP: "1.487", SAS: "2"}).press()
    anna.open("patrimonio")
    assert "2025: 1.475, ora +12 (+0,8%)" in anna.html
    assert "2025: 0, ora +2<" in anna.html
    assert 'aria-describedby="id_consistenza/017166/sap_helptext"' in anna.html
    anna.open("quote")
    assert "2025: nessuna" in anna.html
    anna.type({"riserva_categorie/017166/percentuale": "20"}).press()
    assert "2025: 15%, ora +5 punti" in anna.open("quote").html
    assert "libere/017166.sas" in anna.open("disponibilita").values("righe")


def test_i_totali_li_fa_il_server_su_quello_che_e_scritto(aperta):
    elena = writer(aperta.elena, aperta.aler).open("patrimonio")
    for istat in ("017166", "017052"):
        elena.type({"nuova/consistenza-ubicazione_id": istat}).press("aggiungi:consistenza")
    elena.type({SAP: "1.400", SAS: "70", "consistenza/017052/sap": "5"}).press("aggiungi:consistenza")
    testo = " ".join(elena.html.split())
    assert "data-totale-riga>1.470<" in testo
    assert 'data-totale-colonna="sap"> 1.405 <' in testo
    assert "data-totale-tutto>1.475<" in testo


def test_l_aiuto_ha_la_norma_e_il_limite_del_regime_del_piano(aperta, anna):
    load_registri()
    anna.open("quote")
    assert "r.r. 4/2017, art. 4, comma 3, lett. d bis)" in anna.html
    assert "Limite in vigore il 1° gennaio 2026: 20%, calcolato su: unità del comune" in anna.html
    aperta.piano.regime_al = "2020-01-01"
    aperta.piano.save()
    assert "Limite in vigore il 1° gennaio 2020: 10%, calcolato su: unità del comune" in anna.open("quote").html


def test_le_domande_alla_banca_dati_non_dipendono_dalle_righe(aperta):
    elena = writer(aperta.elena, aperta.aler)
    lontano = create_comune("098099", "Molto lontano").comune_id
    declare(aperta.aler, {f"consistenza/{istat}/sap": 1 for istat in ("017166", lontano)})
    elena.open("patrimonio")
    with CaptureQueriesContext(connection) as poche:
        elena.open("patrimonio")
    altri = [create_comune(f"0990{n:02}", f"Altro {n}").comune_id for n in range(30)]
    declare(aperta.aler, {f"consistenza/{istat}/sap": 1 for istat in altri})
    with CaptureQueriesContext(connection) as tante:
        elena.open("patrimonio")
    assert len(tante) == len(poche) <= 52


def test_tocca_a_chi_compila_anche_la_provenienza(aperta, anna):
    """The derived state has its origin too, and DIGITATA is the only one that a page writes."""
    anna.open("patrimonio").type({SAP: "81"}).press()
    assert {m.origine for m in Modifica.objects.all()} == {DIGITATA.tipo}
    assert {m.attore for m in Modifica.objects.all()} == {"Anna"}
