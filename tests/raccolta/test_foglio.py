"""The scheda as a workbook: it comes back as it went, it is tried out before it is kept, bad files are refused."""

import io
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from enti.incarichi import load_incarichi
from patrimonio.models import Finestra, Scheda
from raccolta.atti import send_back
from raccolta.fogli import attesa
from raccolta.fogli.cartella import DISTESO, MASSIMO, as_text
from raccolta.fogli.chiave import FOGLIO, describe_key, seal_key
from raccolta.fogli.lettura import read_file
from raccolta.fogli.pagine import open_all
from raccolta.fogli.prova import try_sheets
from raccolta.fogli.scrittura import write_workbook
from raccolta.models import Bozza, FoglioInAttesa, Modifica
from raccolta.services import update
from raccolta.valori import build_schede
from tests.dati import DIGITATA, create_incarico, create_piano, mondo
from tests.raccolta.fogli_di_prova import anna, aperta, bring, confirm, find, live, pack, take
from tests.raccolta.persone import SAP, SAS

__all__ = ["anna", "aperta", "mondo"]


def test_torna_com_era_e_non_cambia_nulla(anna, aperta):
    risposta = bring(anna, aperta.rovato, pack(take(anna, aperta.rovato)))
    assert risposta.status_code == 200
    assert risposta.context["prove"][0].cambi == ()
    assert "non c’è nulla da salvare" in risposta.content.decode()


def test_ogni_scheda_torna_com_era(valdemo_e_oglio_ovest):
    """Types, times, managers, categories, notices, branches, parts, notes: every scheda of the two ambiti."""
    adesso, cambiate = timezone.now(), []
    schede = Scheda.objects.for_system().filter(ricognizione__anno=2026)
    Finestra.objects.all().update(al=adesso + timedelta(days=9))
    for scheda in schede.select_related("ente__comune", "ricognizione__ambito"):
        carla = create_incarico(f"carla-{scheda.pk}", "capofila", ambito=scheda.ricognizione.ambito)
        richiesta = SimpleNamespace(user=carla.utente, incarichi=load_incarichi(carla.utente, timezone.localdate()))
        fascicolo = open_all(richiesta, scheda, adesso)
        [letta] = read_file("scheda.xlsx", write_workbook([fascicolo]))
        prova = try_sheets(fascicolo, letta, None)
        cambiate += [(str(scheda), prova.cambi, prova.errori)] if prova.cambi or prova.errori else []
    assert len(schede) > 20
    assert cambiate == []


def test_si_prova_poi_si_conferma(anna, aperta):
    cartella = take(anna, aperta.rovato)
    find(cartella, SAP).value = 84
    find(cartella, SAS).value = "1.475"
    find(cartella, "transitori/-/stato").value = "Non applicabile"
    find(cartella, "transitori/-/causa").value = "Il Comune non ne ha mai avuti."
    find(cartella, "consistenza/-/nota").value = "Contati a settembre."
    prima = live(aperta.rovato)
    risposta = bring(anna, aperta.rovato, pack(cartella), "scheda di Rovato.xlsx")
    pagina = risposta.content.decode()
    assert "scheda di Rovato.xlsx: 5 valori cambiano" in pagina
    assert {(c.nome, c.da, c.a) for c in risposta.context["prove"][0].cambi} >= {
        ("Consistenza del patrimonio, Rovato, SAP", "81", "84"),
        ("Consistenza del patrimonio, Rovato, SAS", "3", "1.475"),
        ("Servizi abitativi transitori, stato della voce", "Nessuna", "Non applicabile"),
    }
    assert live(aperta.rovato) == prima, "provare non salva"
    assert confirm(anna, aperta.rovato, risposta).status_code == 302
    scritte = {m.cella: (m.a, m.origine, m.dettaglio) for m in Modifica.objects.for_system().filter(origine="foglio")}
    assert scritte[SAP] == ("84", "foglio", "scheda di Rovato.xlsx, Patrimonio, D9")
    assert scritte[SAS] == ("1475", "foglio", "scheda di Rovato.xlsx, Patrimonio, E9")
    valore = anna.get(reverse("raccolta:valore", args=[aperta.rovato.pk]), {"cella": SAP}).content.decode()
    assert "Da un foglio di calcolo: scheda di Rovato.xlsx, Patrimonio, D9" in valore
    assert confirm(anna, aperta.rovato, risposta).status_code == 422, "una conferma sola"


def test_gli_errori_uguali_sono_uno_con_le_sue_caselle(anna, aperta):
    cartella = take(anna, aperta.rovato)
    for indirizzo in (SAP, SAS):
        find(cartella, indirizzo).value = "otto"
    find(cartella, "libere/-/stato").value = "Forse"
    risposta = bring(anna, aperta.rovato, pack(cartella))
    assert risposta.status_code == 422
    errori = {gruppo.frase: gruppo.posti for gruppo in risposta.context["prove"][0].gruppi}
    [frase] = [frase for frase in errori if "«otto»" in frase]
    assert errori[frase] == ("Patrimonio, D9", "Patrimonio, E9")
    assert any("scelta" in altra for altra in errori)
    assert confirm(anna, aperta.rovato, risposta).status_code == 302
    assert Bozza.objects.for_system().get(scheda=aperta.rovato, quadro="patrimonio").campi[SAP] == "otto"


def test_una_casella_svuotata_toglie_il_valore(anna, aperta):
    cartella = take(anna, aperta.rovato)
    find(cartella, SAS).value = None
    [cambio] = bring(anna, aperta.rovato, pack(cartella)).context["prove"][0].cambi
    assert (cambio.da, cambio.a) == ("3", "vuoto")


def test_chi_ha_scritto_intanto_non_si_sovrascrive(anna, aperta):
    """Where the file left things as they were the others' value stays; where it did not, one chooses."""
    cartella = take(anna, aperta.rovato)
    find(cartella, SAP).value = 84
    update(aperta.rovato, {SAP: 90, SAS: 7}, by=aperta.bruno, origine=DIGITATA)
    risposta = bring(anna, aperta.rovato, pack(cartella))
    pagina, [prova] = risposta.content.decode(), risposta.context["prove"]
    assert prova.cambi == ()
    assert [(c.cella, c.qui, c.altrui, c.chi.da) for c in prova.contese] == [
        (SAP, "84", "90", str(aperta.bruno.utente))
    ]
    assert "84, come nel foglio" in pagina
    assert "90, come ha scritto" in pagina
    assert "ha scritto «7» in «Consistenza del patrimonio, Rovato, SAS»: questo valore resta." in pagina
    senza = confirm(anna, aperta.rovato, risposta)
    assert (senza.status_code, "va scelto quale tenere" in senza.content.decode()) == (422, True)
    scelta = f"scelta/{aperta.rovato.pk}/{SAP}"
    assert confirm(anna, aperta.rovato, risposta, **{scelta: "qui"}).status_code == 302
    [riga] = build_schede([aperta.rovato])[aperta.rovato.pk].consistenza
    assert (riga.sap, riga.sas) == (84, 7)


def test_il_valore_degli_altri_si_puo_tenere(anna, aperta):
    cartella = take(anna, aperta.rovato)
    find(cartella, SAP).value = 84
    update(aperta.rovato, {SAP: 90}, by=aperta.bruno, origine=DIGITATA)
    risposta = bring(anna, aperta.rovato, pack(cartella))
    assert confirm(anna, aperta.rovato, risposta, **{f"scelta/{aperta.rovato.pk}/{SAP}": "altri"}).status_code == 302
    assert [r.sap for r in build_schede([aperta.rovato])[aperta.rovato.pk].consistenza] == [90]


def test_chi_scrive_mentre_si_guarda_la_pagina_la_fa_rivedere(anna, aperta):
    cartella = take(anna, aperta.rovato)
    find(cartella, SAP).value = 84
    risposta = bring(anna, aperta.rovato, pack(cartella))
    update(aperta.rovato, {SAS: 8}, by=aperta.bruno, origine=DIGITATA)
    di_nuovo = confirm(anna, aperta.rovato, risposta)
    assert (di_nuovo.status_code, "come stanno le cose adesso" in di_nuovo.content.decode()) == (409, True)
    assert confirm(anna, aperta.rovato, di_nuovo).status_code == 302
    assert [(r.sap, r.sas) for r in build_schede([aperta.rovato])[aperta.rovato.pk].consistenza] == [(84, 8)]


def test_due_finestre_e_un_giorno_dopo(anna, aperta):
    """A file waits for a day, and only the last that was brought."""
    cartella = take(anna, aperta.rovato)
    find(cartella, SAP).value = 84
    prima = bring(anna, aperta.rovato, pack(cartella))
    seconda = bring(anna, aperta.rovato, pack(cartella))
    assert "In un’altra finestra" in confirm(anna, aperta.rovato, prima).content.decode()
    FoglioInAttesa.objects.for_system().update(quando=timezone.now() - timedelta(hours=25))
    tardi = confirm(anna, aperta.rovato, seconda)
    assert (tardi.status_code, "non c’è più" in tardi.content.decode()) == (422, True)
    bring(anna, aperta.rovato, pack(cartella))
    assert FoglioInAttesa.objects.for_system().count() == 1


def test_ne_aspettano_pochi_per_persona(aperta):
    adesso = timezone.now()
    for numero in range(attesa.QUANTI + 3):
        attesa.keep(aperta.anna.utente, f"scheda/{numero}", "x.xlsx", b"x", adesso + timedelta(seconds=numero))
    attesa.keep(aperta.bruno.utente, "scheda/1", "x.xlsx", b"x", adesso)
    righe = FoglioInAttesa.objects.for_system()
    assert righe.filter(utente=aperta.anna.utente).count() == attesa.QUANTI
    assert set(righe.values_list("posto", flat=True)) >= {f"scheda/{attesa.QUANTI + 2}", "scheda/1"}
    assert attesa.shorten("a" * 300 + ".xlsx").endswith("a.xlsx")
    assert len(attesa.shorten("a" * 300 + ".xlsx")) == attesa.NOME_MASSIMO


def test_di_una_scheda_rinviata_si_scrive_solo_cio_che_si_chiede(anna, aperta):
    """The rest is locked in the workbook; who unlocks it is told, and it stays as it was."""
    Scheda.objects.filter(pk=aperta.rovato.pk).update(stato="certificata")
    send_back(aperta.rovato, celle=[SAP], motivo="È un errore?", by=aperta.carla, quando=timezone.now())
    aperta.rovato.refresh_from_db()
    cartella = take(anna, aperta.rovato)
    assert not find(cartella, SAP).protection.locked
    assert find(cartella, SAS).protection.locked
    find(cartella, SAP).value, find(cartella, SAS).value = 84, 9
    risposta = bring(anna, aperta.rovato, pack(cartella))
    [prova] = risposta.context["prove"]
    assert [c.cella for c in prova.cambi] == [SAP]
    assert [(g.posti, "ha chiesto di rivedere altro" in g.frase) for g in prova.gruppi] == [(("Patrimonio, E9",), True)]
    assert confirm(anna, aperta.rovato, risposta).status_code == 302
    assert [(r.sap, r.sas) for r in build_schede([aperta.rovato])[aperta.rovato.pk].consistenza] == [(84, 3)]


def test_d_ufficio_vuole_il_motivo(client, aperta):
    client.force_login(aperta.carla.utente)
    cartella = take(client, aperta.rovato)
    find(cartella, SAP).value = 84
    risposta = bring(client, aperta.rovato, pack(cartella))
    assert confirm(client, aperta.rovato, risposta).status_code == 409
    assert confirm(client, aperta.rovato, risposta, motivo="Dalla PEC del 3").status_code == 302
    scritta = Modifica.objects.for_system().get(cella=SAP, origine="ufficio")
    assert scritta.dettaglio == "Dalla PEC del 3, scheda.xlsx, Patrimonio, D9"


def test_a_raccolta_chiusa_si_scarica_e_non_si_riporta(anna, aperta):
    cartella = take(anna, aperta.rovato)
    find(cartella, SAP).value = 84
    Finestra.objects.all().update(al=timezone.now() - timedelta(days=1))
    assert (
        "Controlla senza salvare" not in anna.get(reverse("raccolta:foglio", args=[aperta.rovato.pk])).content.decode()
    )
    risposta = bring(anna, aperta.rovato, pack(cartella))
    assert "resta com’è" in risposta.content.decode()
    assert confirm(anna, aperta.rovato, risposta).status_code == 409


# files that are refused, each with its sentence


def no_key(cartella):
    del cartella[FOGLIO]


def broken_key(cartella):
    cartella[FOGLIO]["A1"] = cartella[FOGLIO]["A1"].value[:-1] + "x"


def other_year(cartella):
    cartella[FOGLIO]["D1"] = "2027"


def broken_seal(cartella):
    cartella["Patrimonio"]["A1"] = "x"


def empty_key(cartella):
    cartella[FOGLIO]["A1"] = None


@pytest.mark.parametrize(
    ("guasto", "frase"),
    [
        (no_key, "non è il foglio di una scheda"),
        (broken_key, "è stato cambiato"),
        (empty_key, "è stato cambiato"),
        (other_year, "è stato cambiato"),
        (broken_seal, "è stato cambiato"),
    ],
)
def test_una_chiave_guasta(anna, aperta, guasto, frase):
    cartella = take(anna, aperta.rovato)
    guasto(cartella)
    risposta = bring(anna, aperta.rovato, pack(cartella))
    assert risposta.status_code == 422
    assert frase in risposta.content.decode()


def with_key(cartella, scheda):
    """The workbook as if it had been downloaded from another scheda."""
    chiave = seal_key(scheda)
    for foglio in cartella.worksheets:
        if foglio.title not in ("Leggimi", "_elenchi"):
            foglio["A1"] = chiave
    for colonna, testo in enumerate(describe_key(scheda), start=2):
        cartella[FOGLIO].cell(1, colonna).value = testo
    return pack(cartella)


def test_di_un_altro_ente_o_di_un_altro_anno(anna, aperta, monkeypatch):
    cartella = take(anna, aperta.rovato)
    assert "di un altro ente" in bring(anna, aperta.rovato, with_key(cartella, aperta.chiari)).content.decode()
    passata = create_piano(aperta.ambito, 2025).ricognizione
    vecchia = Scheda.objects.create(ricognizione=passata, ente=aperta.rovato.ente)
    pagina = bring(anna, aperta.rovato, with_key(cartella, vecchia)).content.decode()
    assert "Il file è del 2025, questa scheda è del 2026" in pagina
    monkeypatch.setattr("raccolta.fogli.chiave.FORMATO", 1)
    vecchio = with_key(cartella, aperta.rovato)
    monkeypatch.undo()
    assert "di una versione vecchia del foglio" in bring(anna, aperta.rovato, vecchio).content.decode()


def bomb():
    scritto = io.BytesIO()
    with zipfile.ZipFile(scritto, "w", zipfile.ZIP_DEFLATED) as archivio:
        archivio.writestr("xl/worksheets/sheet1.xml", b"0" * (DISTESO + 1))
    return scritto.getvalue()


@pytest.mark.parametrize(
    ("nome", "contenuto", "frase"),
    [
        ("scheda.pdf", b"%PDF-1.7", "in formato XLSX, ODS oppure CSV"),
        ("scheda.xlsm", b"PK", "contiene macro"),
        ("scheda.xlsx", b"%PDF-1.7 rinominato", "è un PDF con un altro nome"),
        ("scheda.xlsx", b"\xd0\xcf\x11\xe0 vecchio o cifrato", "protetto da una parola d’ordine"),
        ("scheda.csv", b"a;b;c", "non è quello di un quadro"),
        ("scheda.xlsx", b"PK\x03\x04 troncato", "non si apre"),
        ("scheda.xlsx", b"", "Il file è vuoto"),
        ("scheda.xlsx", b"x" * (MASSIMO + 1), "troppo grande"),
    ],
    ids=["pdf", "macro", "rinominato", "cifrato", "csv", "troncato", "vuoto", "grande"],
)
def test_un_file_che_non_e_un_foglio(anna, aperta, nome, contenuto, frase):
    risposta = bring(anna, aperta.rovato, contenuto, nome)
    assert risposta.status_code == 422
    assert frase in risposta.content.decode()


def test_una_bomba_non_si_apre(anna, aperta):
    risposta = bring(anna, aperta.rovato, bomb())
    assert risposta.status_code == 422
    assert "troppo grande per essere quello di una scheda" in risposta.content.decode()


def test_un_foglio_qualunque(anna, aperta):
    risposta = bring(anna, aperta.rovato, pack(Workbook()))
    assert "non è il foglio di una scheda" in risposta.content.decode()


def test_fogli_in_altro_ordine_righe_vuote_e_caselle_unite(anna, aperta):
    cartella = take(anna, aperta.rovato)
    find(cartella, SAP).value = 84
    cartella.move_sheet(cartella.worksheets[1], offset=3)
    foglio = cartella["Patrimonio"]
    foglio.merge_cells("H1:J1")
    foglio.cell(3000, 8).value = " "
    risposta = bring(anna, aperta.rovato, pack(cartella))
    assert [(c.da, c.a) for c in risposta.context["prove"][0].cambi] == [("81", "84")]


def test_una_riga_che_non_esiste_si_rifiuta(anna, aperta):
    cartella = take(anna, aperta.rovato)
    foglio = find(cartella, SAP).parent
    foglio.cell(find(cartella, SAP).row, 1).value = "consistenza/999999"
    risposta = bring(anna, aperta.rovato, pack(cartella))
    assert risposta.status_code == 422
    assert "non si può scrivere" in risposta.content.decode()
    foglio.cell(find(cartella, "consistenza/999999/sap").row, 1).value = "inventata/017166"
    assert bring(anna, aperta.rovato, pack(cartella)).status_code == 422


def test_nulla_di_cio_che_si_scrive_e_una_formula(anna, aperta):
    testo = "=cmd|' /C calc'!A0"
    update(aperta.rovato, {"consistenza/-/nota": testo}, by=aperta.anna, origine=DIGITATA)
    casella = find(take(anna, aperta.rovato), "consistenza/-/nota")
    assert (casella.value, casella.data_type) == (testo, "s")
    assert bring(anna, aperta.rovato, pack(take(anna, aperta.rovato))).status_code == 200


def test_solo_le_caselle_da_compilare_sono_aperte(anna, aperta):
    cartella = take(anna, aperta.rovato)
    assert all(foglio.protection.sheet for foglio in cartella.worksheets if not foglio.title.startswith("_"))
    assert not find(cartella, SAP).protection.locked
    assert cartella[FOGLIO].sheet_state == "veryHidden"
    aperte = [
        c for foglio in cartella.worksheets for riga in foglio.iter_rows() for c in riga if not c.protection.locked
    ]
    assert len(aperte) > 20
    assert not [cella for cella in aperte if cella.column < 2]
    assert all(cella.parent.cell(cella.row, 1).value.startswith("nuova:") for cella in aperte if cella.column == 2)


@pytest.mark.parametrize(
    ("valore", "testo"),
    [(3.0, "3"), (12.5, "12,5"), (9836.17, "9836,17"), (True, "vero"), (1e-7, "0,0000001"), (" a b ", "a b")],
)
def test_cio_che_il_foglio_ha_come_lo_scriverebbe_una_persona(valore, testo):
    assert as_text(valore) == testo
