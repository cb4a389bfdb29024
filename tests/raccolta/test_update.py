"""The one way in: what it writes, what it remembers, what it refuses."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enti.models import Comune
from lessico.origine import Origine, TipoOrigine
from lessico.voce import StatoVoce
from misure.models import Massimale
from patrimonio.models import Consistenza, Disponibilita, VoceDichiarata
from raccolta.errori import CelleNonValide
from raccolta.models import Modifica
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, read, write

SAP = "consistenza/017166/sap"
MISURA = "misure_anno_piano/affitto"


def refuse(scheda, celle) -> dict[str, str]:
    """Why the cells are refused; nothing is left of them."""
    prima, modifiche = read(scheda), Modifica.objects.count()
    with pytest.raises(CelleNonValide) as errore:
        update(scheda, celle, by=SISTEMA, origine=DIGITATA)
    assert (read(scheda), Modifica.objects.count()) == (prima, modifiche)
    return errore.value.motivi


# what it writes and what it remembers


def test_un_valore_entra_con_chi_da_che_cosa_a_che_cosa_e_donde(mondo):
    update(mondo.rovato, {SAP: 81}, by=mondo.anna, origine=DIGITATA)
    foglio = Origine(TipoOrigine.FOGLIO, "scheda.xlsx")
    [modifica] = update(mondo.rovato, {SAP: "82"}, by=mondo.anna, origine=foglio)
    modifica = Modifica.objects.get(pk=modifica.pk)
    assert (modifica.cella, modifica.da, modifica.a) == (SAP, "81", "82")
    assert (modifica.origine, modifica.dettaglio) == ("foglio", "scheda.xlsx")
    assert (modifica.incarico, modifica.attore) == (mondo.anna, "Anna")
    assert modifica.quando is not None
    assert read(mondo.rovato).stock("sap") == 82


def test_il_programma_si_firma_col_nome_di_cio_che_faceva(mondo):
    modifiche = update(mondo.rovato, {SAP: 81}, by=SISTEMA, origine=DIGITATA)
    assert {(m.incarico, m.attore) for m in modifiche} == {(None, "prova")}


def test_anche_lo_stato_derivato_ha_la_sua_provenienza(mondo):
    modifiche = update(mondo.rovato, {SAP: 81}, by=mondo.anna, origine=DIGITATA)
    assert {(m.cella, m.da, m.a) for m in modifiche} == {
        (SAP, "", "81"),
        ("consistenza/-/stato", "da_compilare", "valorizzata"),
    }


def test_se_non_cambia_nulla_non_c_e_modifica_ma_la_versione_cresce(mondo):
    write(mondo.rovato, {SAP: 81})
    assert update(mondo.rovato, {SAP: " 81 "}, by=mondo.anna, origine=DIGITATA) == ()
    mondo.rovato.refresh_from_db()
    assert mondo.rovato.versione == 2


def test_togliere_l_ultimo_valore_toglie_la_riga_e_lo_stato(mondo):
    write(mondo.rovato, {SAP: 81})
    assert write(mondo.rovato, {SAP: ""}).stato("consistenza") is StatoVoce.DA_COMPILARE
    assert not Consistenza.objects.for_system().exists()
    assert not VoceDichiarata.objects.for_system().exists()


def test_togliere_un_valore_lascia_gli_altri(mondo):
    write(mondo.rovato, {SAP: 81, "consistenza/017166/sas": 3})
    [riga] = write(mondo.rovato, {SAP: None}).consistenza
    assert (riga.sap, riga.sas) == (None, 3)


def test_zero_e_un_valore(mondo):
    scheda = write(mondo.rovato, {SAP: 0})
    assert scheda.stato("consistenza") is StatoVoce.VALORIZZATA
    assert scheda.stock("sap") == 0


def test_html_e_apostrofi_restano_testo(mondo):
    testo = "<script>alert(1)</script> dell'«Oglio» perché **sì** [[consistenza.totale]]"
    assert write(mondo.rovato, {f"{MISURA}/titolo": testo}).misure[0].titolo == testo


def test_gli_importi_hanno_sempre_i_centesimi(mondo):
    scheda = write(mondo.rovato, {f"{MISURA}/fondi_nuovi": "10000", f"{MISURA}/residui": Decimal("9836.17")})
    assert str(scheda.misure[0].fondi_nuovi) == "10000.00"
    assert str(scheda.misure[0].residui) == "9836.17"


def test_due_indirizzi_di_un_valore_sono_uno(mondo):
    modifiche = update(mondo.rovato, {"stato_di_fatto/017166.sap/unita": 3}, by=SISTEMA, origine=DIGITATA)
    assert "stato_di_fatto/017166/unita" in {m.cella for m in modifiche}
    assert "due volte" in " ".join(
        refuse(mondo.rovato, {"libere/017166/unita": 3, "libere/017166.sap.-/unita": 4}).values()
    )


def test_le_parti_della_chiave_tengono_separate_le_righe(mondo):
    celle = {"libere/017166/unita": 1, "libere/017166.sas/unita": 2, "libere/017166.sap.subito/unita": 4}
    scheda = write(mondo.rovato, celle)
    assert scheda.units_from("libere") == 5
    assert scheda.units_from("libere", "sas") == 2


def test_massimali_e_risultati_stanno_con_la_loro_misura(mondo):
    celle = {f"{MISURA}/titolo": "Affitto", f"{MISURA}.massimale.2/importo": 1000, f"{MISURA}.massimale.10/importo": 5}
    scheda = write(mondo.rovato, {**celle, f"{MISURA}.risultato.1/quanti": 12})
    assert [(m.slug, m.ordine) for m in scheda.massimali] == [("affitto", 2), ("affitto", 10)]
    assert scheda.risultati[0].quanti == 12


def test_togliere_il_massimale_toglie_la_riga(mondo):
    write(mondo.rovato, {f"{MISURA}/titolo": "Affitto", f"{MISURA}.massimale.1/importo": 1000})
    assert write(mondo.rovato, {f"{MISURA}.massimale.1/importo": ""}).massimali == ()
    assert not Massimale.objects.for_system().exists()


def test_la_nota_di_una_voce_non_e_quella_di_una_misura(mondo):
    celle = {f"{MISURA}/nota": "della misura", "misure_anno_piano/-/nota": "della voce"}
    scheda = write(mondo.rovato, celle)
    assert (scheda.misure[0].nota, scheda.voce("misure_anno_piano").nota) == ("della misura", "della voce")


# the states of a voce


def test_nessuna_con_la_sua_causa(mondo):
    celle = {"transitori/-/stato": "nessuna", "transitori/-/causa": "mancano i fondi"}
    voce = write(mondo.rovato, celle).voce("transitori")
    assert (voce.stato, voce.causa) == (StatoVoce.NESSUNA, "mancano i fondi")


def test_una_nota_non_cambia_lo_stato(mondo):
    write(mondo.rovato, {"transitori/-/stato": "nessuna"})
    assert write(mondo.rovato, {"transitori/-/nota": "sentito l’ufficio"}).stato("transitori") is StatoVoce.NESSUNA


def test_scrivere_un_valore_dove_era_nessuna_la_valorizza(mondo):
    write(mondo.rovato, {"transitori/-/stato": "nessuna"})
    assert write(mondo.rovato, {"transitori/-/unita": 2}).stato("transitori") is StatoVoce.VALORIZZATA


def test_non_applicabile_vuole_la_causa(mondo):
    stato = {"soglia_indigenza/-/stato": "non_applicabile"}
    assert "causa" in refuse(mondo.aler, stato)["soglia_indigenza/-/stato"]
    scheda = write(mondo.aler, {**stato, "soglia_indigenza/-/causa": "solo i comuni"})
    assert scheda.stato("soglia_indigenza") is StatoVoce.NON_APPLICABILE


@pytest.mark.parametrize("stato", ["nessuna", "non_applicabile", "da_compilare", ""])
def test_con_dei_valori_la_voce_e_valorizzata(mondo, stato):
    write(mondo.rovato, {SAP: 81})
    motivi = refuse(mondo.rovato, {"consistenza/-/stato": stato, "consistenza/-/causa": "x"})
    assert "vanno tolti" in motivi["consistenza/-/stato"]


def test_togliere_i_valori_e_dichiarare_nessuna_insieme(mondo):
    write(mondo.rovato, {SAP: 81})
    scheda = write(mondo.rovato, {"consistenza/-/stato": "nessuna", SAP: None})
    assert (scheda.stato("consistenza"), scheda.consistenza) == (StatoVoce.NESSUNA, ())


def test_valorizzata_senza_valori_non_si_dichiara(mondo):
    assert "nessuna" in refuse(mondo.rovato, {"consistenza/-/stato": "valorizzata"})["consistenza/-/stato"]


def test_uno_stato_inventato(mondo):
    assert "forse" in refuse(mondo.rovato, {"consistenza/-/stato": "forse"})["consistenza/-/stato"]


def test_il_totale_dichiarato_vuole_dei_valori_e_non_si_somma(mondo):
    totale = {"consistenza/-/totale_dichiarato": 100}
    assert "totale" in refuse(mondo.rovato, totale)["consistenza/-/stato"]
    scheda = write(mondo.rovato, {SAP: 81, **totale})
    assert (scheda.voce("consistenza").totale_dichiarato, scheda.stock_total()) == (100, 81)
    assert "totale" in refuse(mondo.rovato, {SAP: None})["consistenza/-/stato"]


# what it refuses of the rows together


@pytest.mark.parametrize("parte", ["libere/017166/unita", "avvicendamento/-/stato"])
def test_intera_o_per_parti_mai_tutte_e_due(mondo, parte):
    valore = "nessuna" if parte.endswith("stato") else 1
    write(mondo.rovato, {"liberazioni/017166/unita": 3})
    motivi = refuse(mondo.rovato, {parte: valore})
    assert all("intera oppure per parti" in motivo for motivo in motivi.values())
    write(mondo.chiari, {parte.replace("017166", "017052"): valore})
    assert "liberazioni/-/stato" in refuse(mondo.chiari, {"liberazioni/017052/unita": 3})


def test_dal_tutto_alle_parti_in_un_colpo(mondo):
    write(mondo.rovato, {"liberazioni/017166/unita": 3})
    scheda = write(mondo.rovato, {"liberazioni/017166/unita": "", "libere/017166/unita": 1})
    assert scheda.stato("liberazioni") is StatoVoce.DA_COMPILARE
    scheda = write(mondo.rovato, {"avvicendamento/017166/unita": 2})
    assert (scheda.stato("liberazioni"), scheda.units_from("liberazioni")) == (StatoVoce.VALORIZZATA, 3)


def test_ripartita_per_comune_o_no_mai_in_parte(mondo):
    write(mondo.aler, {"consistenza/017166/sap": 10})
    assert "ripartita" in refuse(mondo.aler, {"consistenza/-/sap": 5})["consistenza/-/stato"]


def test_ripartita_in_una_voce_e_non_in_un_altra(mondo):
    scheda = write(mondo.aler, {"consistenza/017166/sap": 10, "consistenza/017052/sap": 5, "libere/-/unita": 2})
    assert (scheda.stock("sap"), scheda.units_from("libere")) == (15, 2)


@pytest.mark.parametrize("ramo", ["massimale.1/importo", "risultato.1/quanti"])
def test_un_massimale_senza_misura(mondo, ramo):
    assert "affitto" in refuse(mondo.rovato, {f"{MISURA}.{ramo}": 5})["misure_anno_piano/-/stato"]


def test_togliere_la_misura_e_lasciare_il_massimale(mondo):
    write(mondo.rovato, {f"{MISURA}/titolo": "Affitto", f"{MISURA}.massimale.1/importo": 5})
    assert "affitto" in refuse(mondo.rovato, {f"{MISURA}/titolo": ""})["misure_anno_piano/-/stato"]


def test_una_misura_di_un_altra_voce_non_basta_al_massimale(mondo):
    write(mondo.rovato, {"misure_anno_precedente/affitto/titolo": "Affitto"})
    assert refuse(mondo.rovato, {f"{MISURA}.massimale.1/importo": 5})


def test_le_date_vanno_avanti(mondo):
    celle = {f"{MISURA}/dal": "2026-03-01", f"{MISURA}/al": "2026-02-01"}
    assert "precede" in refuse(mondo.rovato, celle)["misure_anno_piano/-/stato"]
    avviso = {"avvisi/uno/al": "2025-06-30", "avvisi/uno/prorogato_al": "2025-06-30"}
    assert "proroga" in refuse(mondo.scheda_ambito, avviso)["avvisi/-/stato"]


def test_piu_motivi_di_una_voce_si_dicono_tutti(mondo):
    celle = {"consistenza/017166/sap": 1, "consistenza/-/sap": 1, "consistenza/-/stato": "nessuna"}
    motivo = refuse(mondo.rovato, celle)["consistenza/-/stato"]
    assert "ripartita" in motivo
    assert "vanno tolti" in motivo


# what it refuses of one value


SBAGLIATE = {
    "indirizzo": ("consistenza/sap", 1, "non è una cella"),
    "voce": ("cantine/017166/sap", 1, "«cantine» non esiste"),
    "misura": ("consistenza/017166/cantine", 1, "cantine"),
    "comune": ("consistenza/999999/sap", 1, "999999"),
    "gestore": ("consistenza/017166.nessuno/sap", 1, "nessuno"),
    "chiave lunga": ("consistenza/017166.aler.sap/sap", 1, "017166.aler.sap"),
    "tipo di unità": ("libere/017166.ville/unita", 1, "ville"),
    "tipo mancante": ("libere/017166.-/unita", 1, "Nella chiave manca"),
    "slug mancante": ("misure_anno_piano/-/titolo", "Affitto", "Nella chiave manca"),
    "ramo": (f"{MISURA}.tetto.1/importo", 1, "tetto"),
    "ordine": (f"{MISURA}.massimale.primo/importo", 1, "primo"),
    "ordine con lo zero": (f"{MISURA}.massimale.01/importo", 1, "si scrive «1»"),
    "ordine mancante": (f"{MISURA}.massimale.-/importo", 1, "Nella chiave manca"),
    "negativo": (SAP, -1, "maggiore o uguale a 0"),
    "con la virgola": (SAP, "1,5", "1,5"),
    "decimale": (SAP, Decimal("1.5"), "1.5"),
    "mezzo": (SAP, 1.5, "1.5"),
    "parola": (SAP, "ottantuno", "ottantuno"),
    "enorme": (SAP, 10**12, "troppo grande"),
    "anno enorme": (f"{MISURA}/anno", 40_000, "troppo grande"),
    "importo negativo": (f"{MISURA}/fondi_nuovi", "-0.01", "maggiore o uguale a 0"),
    "importo enorme": (f"{MISURA}/fondi_nuovi", "1e15", "cifre"),
    "millesimi": (f"{MISURA}/fondi_nuovi", "1.475", "decimali"),
    "non è un numero": (f"{MISURA}/fondi_nuovi", "NaN", "NaN"),
    "percentuale": ("riserva_categorie/017166.anziani/percentuale", 120, "minore o uguale a 100"),
    "percentuale negativa": ("riserva_categorie/017166.anziani/percentuale", -5, "maggiore o uguale a 0"),
    "data": (f"{MISURA}/dal", "31/02/2026", "31/02/2026"),
    "testo lungo": (f"{MISURA}/titolo", "x" * 401, "400"),
    "byte nullo": (f"{MISURA}/titolo", "a\x00b", "non è un valore ammesso"),
}


@pytest.mark.parametrize(("cella", "valore", "motivo"), SBAGLIATE.values(), ids=SBAGLIATE.keys())
def test_un_valore_che_non_puo_essere(mondo, cella, valore, motivo):
    assert motivo in refuse(mondo.rovato, {cella: valore})[cella]


def test_tutti_gli_errori_insieme_e_nulla_di_scritto(mondo):
    sbagliate = {SAP: -1, "consistenza/999999/sap": 1, "cantine/-/sap": 1}
    assert refuse(mondo.rovato, {"consistenza/017166/sas": 3, **sbagliate}).keys() == sbagliate.keys()
    mondo.rovato.refresh_from_db()
    assert mondo.rovato.versione == 0


@pytest.mark.parametrize(
    ("scheda", "cella"),
    [("scheda_ambito", "consistenza/-/sap"), ("rovato", "indicatori/nuclei/valore"), ("rovato", "avvisi/uno/numero")],
)
def test_una_voce_di_un_altra_scheda(mondo, scheda, cella):
    voce = cella.split("/")[0]
    assert "non è di questa scheda" in refuse(getattr(mondo, scheda), {cella: 1})[f"{voce}/-/stato"]


def test_le_misure_stanno_in_tutte_le_schede(mondo):
    for scheda in (mondo.rovato, mondo.scheda_ambito):
        assert write(scheda, {f"{MISURA}/titolo": "Affitto"}).misure[0].titolo == "Affitto"


# how much it costs


def count_queries(scheda, celle) -> int:
    with CaptureQueriesContext(connection) as interrogazioni:
        update(scheda, celle, by=SISTEMA, origine=DIGITATA)
    return len(interrogazioni)


def test_le_interrogazioni_non_crescono_con_le_celle(mondo):
    comuni = [Comune(istat=f"0990{n:02}", nome=f"Comune {n}", provincia="BG") for n in range(30)]
    Comune.objects.bulk_create(comuni)
    una = count_queries(mondo.rovato, {"libere/099000/unita": 1, "consistenza/099000/sap": 1})
    molte = {f"libere/{c.istat}/unita": 1 for c in comuni} | {f"consistenza/{c.istat}/sap": 1 for c in comuni}
    assert count_queries(mondo.aler, molte) == una
    assert Disponibilita.objects.for_system().filter(scheda=mondo.aler).count() == 30
    una = count_queries(mondo.rovato, {"libere/099000/unita": 2, "consistenza/099000/sap": 2})
    assert count_queries(mondo.aler, dict.fromkeys(molte, 2)) == una
