"""What is added in a workbook, what is marked in it, its CSV, and the one for all the schede of an ente."""

import csv
import io
import zipfile
from datetime import timedelta
from xml.sax.saxutils import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from enti.models import Adesione, Comune
from patrimonio.models import Finestra, Scheda
from raccolta.celle import values_of
from raccolta.models import Modifica
from raccolta.services import update
from tests.dati import DAL, DIGITATA, create_piano, mondo, read
from tests.raccolta.fogli_di_prova import (
    anna,
    aperta,
    bring,
    confirm,
    find,
    pack,
    prova_of,
    spare,
    take,
    text,
)
from tests.raccolta.persone import SAP, SAS

__all__ = ["anna", "aperta", "mondo"]


# rows that are added


@pytest.fixture
def elena(aperta, client):
    """The officer of the ALER, whose dwellings are in several comuni."""
    Comune.objects.create(istat="017125", nome="Orzinuovi", provincia="BS")
    client.force_login(aperta.elena.utente)
    return client


def test_l_aler_aggiunge_i_suoi_comuni_nel_foglio(elena, aperta):
    """From the drop-down, by hand with other capitals, and one that is not of the ambito."""
    cartella = take(elena, aperta.aler)
    alloggi = {"Chiari": 118, "ROVATO": 64, "Orzinuovi (BS)": 3}
    libere = spare(cartella, "consistenza")
    assert len(libere) >= len(alloggi)
    for riga, (comune, sap) in zip(libere, alloggi.items(), strict=False):
        riga[":ubicazione_id"].value, riga["sap"].value = comune, sap
    risposta = bring(elena, aperta.aler, pack(cartella))
    assert prova_of(risposta).errori == ()
    assert confirm(elena, aperta.aler, risposta).status_code == 302
    assert {c: v for c, v in values_of(read(aperta.aler)).items() if c.endswith("/sap")} == {
        "consistenza/017052/sap": 118,
        "consistenza/017166/sap": 64,
        "consistenza/017125/sap": 3,
    }
    scritta = Modifica.objects.for_system().get(cella="consistenza/017125/sap")
    assert scritta.dettaglio.startswith("scheda.xlsx, Patrimonio, D")
    assert prova_of(bring(elena, aperta.aler, pack(take(elena, aperta.aler)))).cambi == ()


def test_il_comune_si_sceglie_da_un_elenco(elena, aperta):
    foglio = take(elena, aperta.aler)["Patrimonio"]
    casella = spare(foglio.parent, "consistenza")[0][":ubicazione_id"].coordinate
    regola = next(r for r in foglio.data_validations.dataValidation if casella in r.sqref)
    elenco = foglio.parent["_elenchi"]
    colonna = regola.formula1.split("!")[1].split("$")[1]
    assert [cella.value for cella in elenco[colonna]][:3] == ["Chiari", "Rovato", "Senza comune"]
    assert elenco.sheet_state == "veryHidden"


@pytest.mark.parametrize(
    ("comune", "frase"),
    [
        ("Atlantide", "Nessun comune si chiama «Atlantide»"),
        ("", "Va scritto il comune"),
        ("Rovato", "C’è già una riga uguale"),
    ],
)
def test_una_riga_aggiunta_che_non_va(anna, aperta, comune, frase):
    """It has no page where it could wait: it is corrected in the file, and nothing is saved before."""
    cartella = take(anna, aperta.rovato)
    riga = spare(cartella, "consistenza")[0]
    riga[":ubicazione_id"].value, riga["sap"].value = comune, 5
    risposta = bring(anna, aperta.rovato, pack(cartella))
    [gruppo] = prova_of(risposta).gruppi
    assert frase in gruppo.frase
    assert gruppo.posti == (f"Patrimonio, {riga[':ubicazione_id'].coordinate}",)
    assert "Conferma e salva" not in text(risposta)
    assert confirm(anna, aperta.rovato, risposta).status_code == 409


def test_una_misura_nuova_con_il_suo_massimale(anna, aperta):
    cartella = take(anna, aperta.rovato)
    misura = spare(cartella, "misure_anno_piano", titolo="Misure")[0]
    misura["titolo"].value, misura["fondi_nuovi"].value = "Contributo di solidarietà", 12000.5
    massimale = spare(cartella, "misure_anno_piano", "massimale", titolo="Misure")[0]
    massimale[":slug"].value, massimale["importo"].value = "Contributo di solidarietà", "1.200,00"
    risposta = bring(anna, aperta.rovato, pack(cartella))
    assert prova_of(risposta).errori == ()
    assert confirm(anna, aperta.rovato, risposta).status_code == 302
    [scritta], [cap] = read(aperta.rovato).misure, read(aperta.rovato).massimali
    assert (scritta.slug, str(scritta.fondi_nuovi)) == ("contributo-di-solidarieta", "12000.50")
    assert (cap.slug, cap.ordine, str(cap.importo)) == ("contributo-di-solidarieta", 1, "1200.00")


def test_il_nome_di_una_riga_che_c_e_non_si_cambia(anna, aperta):
    cartella = take(anna, aperta.rovato)
    cella = find(cartella, SAP)
    cella.parent.cell(cella.row, 2).value = "Chiari"
    [gruppo] = prova_of(bring(anna, aperta.rovato, pack(cartella))).gruppi
    assert "Qui c’era «Rovato», e non si cambia" in gruppo.frase


# the file with its errors marked


def marked(client, risposta, scheda):
    codice = risposta.context["portato"].codice
    return client.get(reverse("raccolta:foglio_segnato", args=[scheda.pk, codice]))


def test_gli_errori_segnati_nel_foglio(anna, aperta):
    cartella = take(anna, aperta.rovato)
    find(cartella, SAP).value = "otto"
    risposta = bring(anna, aperta.rovato, pack(cartella), "scheda di Rovato.xlsx")
    segnato = load_workbook(io.BytesIO(marked(anna, risposta, aperta.rovato).content))
    casella = find(segnato, SAP)
    assert casella.value == "otto"
    assert casella.comment.text.startswith("Da correggere: «otto» non è un numero")
    assert casella.fill.fgColor.rgb == "FFF8C9C4"
    assert find(segnato, SAS).comment is None
    casella.value = 8
    assert [c.a for c in prova_of(bring(anna, aperta.rovato, pack(segnato))).cambi] == ["8"], "corretto, si riporta"


def test_gli_errori_segnati_si_possono_chiedere_finche_il_file_aspetta(anna, aperta):
    pagina = anna.get(reverse("raccolta:foglio_segnato", args=[aperta.rovato.pk, "un-altro"]), follow=True)
    assert "Il file caricato non c’è più" in text(pagina)


# CSV


def take_csv(client, scheda, quadro="patrimonio"):
    contenuto = client.get(reverse("raccolta:foglio_csv", args=[scheda.pk, quadro])).content
    return list(csv.reader(io.StringIO(contenuto.decode("utf-8-sig")), delimiter=";"))


def pack_csv(righe, codifica="utf-8-sig", separatore=";"):
    scritto = io.StringIO()
    csv.writer(scritto, delimiter=separatore).writerows(righe)
    return scritto.getvalue().encode(codifica)


def put_csv(righe, nome, misura, valore):
    misure = []
    for riga in righe:
        if riga and riga[0] == "#":
            misure = riga
        elif riga and riga[0] == nome:
            riga[misure.index(misura)] = valore


@pytest.mark.parametrize(
    ("codifica", "separatore"), [("utf-8-sig", ";"), ("cp1252", ";"), ("utf-8", ","), ("utf-16", "\t")]
)
def test_un_quadro_in_csv(anna, aperta, codifica, separatore):
    righe = take_csv(anna, aperta.rovato)
    assert prova_of(bring(anna, aperta.rovato, pack_csv(righe, codifica, separatore), "q.csv")).cambi == ()
    put_csv(righe, "consistenza/017166", "sap", "1.475")
    put_csv(righe, "dichiara:consistenza", "causa", "Così è")
    risposta = bring(anna, aperta.rovato, pack_csv(righe, codifica, separatore), "patrimonio.csv")
    assert [(c.da, c.a, c.posto) for c in prova_of(risposta).cambi if c.cella == SAP] == [("81", "1.475", "D9")]
    assert confirm(anna, aperta.rovato, risposta).status_code == 302
    assert Modifica.objects.for_system().get(cella=SAP, a="1475").dettaglio == "patrimonio.csv, D9"


def test_in_csv_gli_accenti_di_windows_e_gli_errori_in_una_colonna(anna, aperta):
    righe = take_csv(anna, aperta.rovato, "note")
    put_csv(righe, "dichiara:consistenza", "nota", "È così: «perciò», 5 €")
    risposta = bring(anna, aperta.rovato, pack_csv(righe, "cp1252"), "note.csv")
    assert [c.a for c in prova_of(risposta).cambi] == ["È così: «perciò», 5 €"]
    righe = take_csv(anna, aperta.rovato)
    put_csv(righe, "consistenza/017166", "sap", "otto")
    risposta = bring(anna, aperta.rovato, pack_csv(righe), "patrimonio.csv")
    segnato = marked(anna, risposta, aperta.rovato).content
    dette = [
        r for r in csv.reader(io.StringIO(segnato.decode("utf-8-sig")), delimiter=";") if r[0] == "consistenza/017166"
    ]
    assert "«otto» non è un numero" in dette[0][-1]
    assert len(prova_of(bring(anna, aperta.rovato, segnato, "patrimonio.csv")).errori) == 1


@pytest.mark.parametrize("testo", ["=cmd|' /C calc'!A0", "+39 030 1", "-2", "@SUM(A1)", "'=1", "\t=1+1"])
def test_in_csv_nulla_e_una_formula(anna, aperta, testo):
    update(aperta.rovato, {"consistenza/-/nota": testo}, by=aperta.anna, origine=DIGITATA)
    righe = take_csv(anna, aperta.rovato, "note")
    scritti = [cella for riga in righe for cella in riga]
    assert f"'{testo.strip()}" in scritti
    assert not [cella for cella in scritti if cella.startswith(("=", "+", "-", "@"))]
    assert prova_of(bring(anna, aperta.rovato, pack_csv(righe), "note.csv")).cambi == ()


def test_un_csv_di_un_quadro_lascia_gli_altri_come_sono(anna, aperta):
    update(aperta.rovato, {"liberazioni/017166/unita": 2}, by=aperta.anna, origine=DIGITATA)
    righe = take_csv(anna, aperta.rovato)
    put_csv(righe, "consistenza/017166", "sap", "84")
    risposta = bring(anna, aperta.rovato, pack_csv(righe), "patrimonio.csv")
    assert confirm(anna, aperta.rovato, risposta).status_code == 302
    assert values_of(read(aperta.rovato))["liberazioni/017166/unita"] == 2


# one workbook for all the schede of an ente


@pytest.fixture
def due_schede(aperta, elena):
    """The ALER belongs to the other ambito too, where a survey is open as well."""
    Adesione.objects.create(ambito=aperta.altrove, ente=aperta.aler.ente, dal=DAL)
    altra, adesso = create_piano(aperta.altrove).ricognizione, timezone.now()
    Finestra.objects.create(ricognizione=altra, dal=adesso - timedelta(days=1), al=adesso + timedelta(days=20))
    aperta.lontana = Scheda.objects.create(ricognizione=altra, ente=aperta.aler.ente)
    return aperta


def page_of_all(mondo):
    return reverse("raccolta:fogli_ente", args=[mondo.aler.ente_id, 2026])


def test_un_foglio_per_tutte_le_schede(elena, due_schede):
    schede = (due_schede.lontana, due_schede.aler)
    pagina = elena.get(page_of_all(due_schede))
    assert "Schede di 2 ambiti." in text(pagina)
    scaricato = elena.get(reverse("raccolta:fogli_scarica", args=[due_schede.aler.ente_id, 2026])).content
    cartella = load_workbook(io.BytesIO(scaricato))
    for ambito, sap in (("Altrove", 7), ("Oglio", 9)):
        riga = spare(cartella, "consistenza", titolo=f"Patrimonio {ambito}")[0]
        riga[":ubicazione_id"].value, riga["sap"].value = "Chiari", sap
    dati = {"file": SimpleUploadedFile("schede.xlsx", pack(cartella))}
    risposta = elena.post(page_of_all(due_schede), dati)
    assert [[c.a for c in p.cambi if c.cella.endswith("/sap")] for p in risposta.context["prove"]] == [["7"], ["9"]]
    campi = {f"versione/{scheda.pk}": scheda.versione for scheda in schede}
    campi |= {"azione": "conferma", "codice": risposta.context["portato"].codice}
    assert elena.post(page_of_all(due_schede), campi).status_code == 302
    assert [values_of(read(scheda))["consistenza/017052/sap"] for scheda in schede] == [7, 9]


def test_la_scheda_chiusa_resta_com_e_e_le_altre_si_salvano(elena, due_schede):
    scaricato = elena.get(reverse("raccolta:fogli_scarica", args=[due_schede.aler.ente_id, 2026])).content
    cartella = load_workbook(io.BytesIO(scaricato))
    for ambito in ("Altrove", "Oglio"):
        riga = spare(cartella, "consistenza", titolo=f"Patrimonio {ambito}")[0]
        riga[":ubicazione_id"].value, riga["sap"].value = "Chiari", 5
    Finestra.objects.filter(ricognizione=due_schede.lontana.ricognizione).update(al=timezone.now())
    risposta = elena.post(page_of_all(due_schede), {"file": SimpleUploadedFile("schede.xlsx", pack(cartella))})
    assert "Questa scheda non si può scrivere, e resta com’è." in text(risposta)
    campi = {f"versione/{p.scheda.pk}": p.scheda.versione for p in risposta.context["prove"]}
    campi |= {"azione": "conferma", "codice": risposta.context["portato"].codice}
    assert elena.post(page_of_all(due_schede), campi).status_code == 302
    assert "consistenza/017052/sap" not in values_of(read(due_schede.lontana))
    assert values_of(read(due_schede.aler))["consistenza/017052/sap"] == 5


def test_il_foglio_di_tutte_serve_anche_alla_pagina_di_una(elena, due_schede):
    scaricato = elena.get(reverse("raccolta:fogli_scarica", args=[due_schede.aler.ente_id, 2026])).content
    risposta = bring(elena, due_schede.aler, scaricato)
    assert [prova.scheda.pk for prova in risposta.context["prove"]] == [due_schede.aler.pk]


# what the rules would find


def test_i_controlli_prima_di_salvare(anna, aperta):
    cartella = take(anna, aperta.rovato)
    find(cartella, "assegnabili/017166/unita").value = 40
    find(cartella, "assegnabili/-/stato").value = None
    risposta = bring(anna, aperta.rovato, pack(cartella))
    assert prova_of(risposta).rilievi
    assert "Con questi valori i controlli trovano" in text(risposta)
    assert not Modifica.objects.for_system().filter(cella="assegnabili/017166/unita").exists()


def test_la_scrivania_porta_al_foglio_di_tutte(elena, due_schede):
    assert f'href="{page_of_all(due_schede)}"' in text(elena.get(reverse("piano:scrivania")))
    Scheda.objects.filter(pk=due_schede.lontana.pk).delete()
    assert page_of_all(due_schede) not in text(elena.get(reverse("piano:scrivania")))


def test_le_domande_non_crescono_con_le_schede(elena, due_schede):
    """For each scheda the same: nothing is asked again of the others."""
    with CaptureQueriesContext(connection) as una:
        elena.get(reverse("raccolta:foglio_scarica", args=[due_schede.aler.pk]))
    with CaptureQueriesContext(connection) as due:
        elena.get(reverse("raccolta:fogli_scarica", args=[due_schede.aler.ente_id, 2026]))
    assert len(due) <= 2 * len(una)


# ODS


MANIFESTO = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def as_ods(cartella):
    """The same values in an OpenDocument, as small as one can be."""
    spazio = "urn:oasis:names:tc:opendocument:xmlns:"
    tavole = "".join(
        f'<table:table table:name="{foglio.title}">{"".join(map(ods_row, foglio.iter_rows()))}</table:table>'
        for foglio in cartella.worksheets
    )
    contenuto = (
        f'<office:document-content xmlns:office="{spazio}office:1.0" xmlns:table="{spazio}table:1.0" '
        f'xmlns:text="{spazio}text:1.0"><office:body><office:spreadsheet>{tavole}</office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    scritto = io.BytesIO()
    with zipfile.ZipFile(scritto, "w") as archivio:
        archivio.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archivio.writestr("META-INF/manifest.xml", MANIFESTO)
        archivio.writestr("content.xml", contenuto)
    return scritto.getvalue()


def ods_row(celle):
    return f"<table:table-row>{''.join(ods_cell(cella.value) for cella in celle)}</table:table-row>"


def ods_cell(valore):
    if valore is None or str(valore).startswith("=SUM"):
        return "<table:table-cell/>"
    if isinstance(valore, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{valore}"/>'
    testo = f"<text:p>{escape(str(valore))}</text:p>"
    return f'<table:table-cell office:value-type="string">{testo}</table:table-cell>'


def test_il_foglio_salvato_in_ods(anna, aperta):
    """It is read as it is; with its errors marked it is an XLSX, that can be brought back."""
    cartella = take(anna, aperta.rovato)
    assert prova_of(bring(anna, aperta.rovato, as_ods(cartella), "scheda.ods")).cambi == ()
    find(cartella, SAP).value, find(cartella, SAS).value = 84, "tre"
    risposta = bring(anna, aperta.rovato, as_ods(cartella), "scheda.ods")
    assert [(c.a, c.posto) for c in prova_of(risposta).cambi] == [("84", "Patrimonio, D9")]
    segnato = load_workbook(io.BytesIO(marked(anna, risposta, aperta.rovato).content))
    assert find(segnato, SAS).comment.text.startswith("Da correggere: «tre»")
    find(segnato, SAS).value = 3
    di_nuovo = prova_of(bring(anna, aperta.rovato, pack(segnato)))
    assert ([c.a for c in di_nuovo.cambi], di_nuovo.errori) == (["84"], ())
