"""The public register of the law: what is in force on a day, what is not; two rows of a code never on the same day."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from playwright.sync_api import Page, expect

from enti.models import CategoriaRegistro, Comune, Evento, Parametro, Utente
from enti.normativa import NESSUN_NUMERO, read_register
from enti.regime import RegistroNormativo, load_register
from enti.registri import REGISTRI, RegistroNonValido, load_registri
from lessico.italiano import data
from tests.test_pagine import check

OGGI = date(2026, 11, 23)
CODICE = "forze_ordine"


def row(**cambia) -> Parametro:
    """A ceiling of ten per cent, from 2019 to 2024; not saved."""
    campi = {"codice": CODICE, "nome": "Quota", "norma": "r.r. 4/2017", "fonte": "r.r. 3/2019", "stato": "verificato"}
    periodo = {"dal": date(2019, 1, 1), "al": date(2024, 12, 31)}
    valore = {"valore": Decimal(10), "unita": "percento", "arrotondamento": "per_eccesso"}
    return Parametro(**{**campi, **periodo, **valore, **cambia})


# the page


@pytest.fixture
def registri(db):
    load_registri()


def test_la_legge_chiunque_ed_e_quella_di_oggi(client, registri):
    testo = client.get("/norme/").text
    assert f"Parametri, {data(timezone.localdate())} (oggi)" in testo
    for parametro in Parametro.objects.all():
        assert escape(parametro.nome) in testo
        assert f'id="{parametro.codice}"' in testo
        assert escape(parametro.fonte) in testo
    for categoria in CategoriaRegistro.objects.all():
        assert escape(categoria.nome) in testo


@pytest.mark.parametrize(
    ("giorno", "quota", "riserva"),
    [("2018-01-01", None, None), ("2024-01-01", "10%", None), ("1/1/2026", "20%", "20%")],
)
def test_tre_giorni_tre_regimi(client, registri, giorno, quota, riserva):
    letto = client.get("/norme/", {"al": giorno}).context["registro"]
    voci = {voce.codice: voce.attuale and voce.attuale.testo for voce in letto.parametri}
    assert (voci[CODICE], voci["riserva_categorie"], voci["indigenza"]) == (quota, riserva, "20%")


def test_un_buco_si_dice_con_cio_che_vale_in_altri_giorni(client, registri):
    risposta = client.get("/norme/?al=2018-01-01")
    assert risposta.text.count("Nessun valore in vigore") == risposta.context["registro"].assenti == 5
    assert "5 parametri non hanno nessun valore in vigore in questo giorno." in risposta.text
    assert "dal 1° gennaio 2019 al 10 marzo 2025: <strong>10%</strong>" in risposta.text
    assert "Nessuna categoria in vigore in questo giorno." in risposta.text


def test_un_tetto_da_verificare_lo_dice(client, registri):
    da_verificare = sum(v.stato == "da_verificare" for v in Parametro.objects.all() if v.al is None)
    assert (
        client.get("/norme/?al=2026-01-01").text.count("un tetto chiede una motivazione, non blocca") == da_verificare
    )


@pytest.mark.parametrize(
    "scritto", ["domani", "31/2/2024", "2024", "1/1/24", "2024-13-01", "9999-01-01", "<b>", "x" * 500]
)
def test_una_data_che_non_e_una_data_resta_com_e_scritta(client, registri, scritto):
    risposta = client.get("/norme/", {"al": scritto})
    assert risposta.status_code == 422
    [errore] = risposta.context["form"].errors["al"]
    assert errore.endswith(".")
    assert risposta.context["form"]["al"].value() == scritto
    assert f'value="{escape(scritto)}"' in risposta.text
    assert "registro" not in risposta.context
    assert '<a href="#id_al">Giorno</a>' in risposta.text


def test_un_giorno_vuoto_e_oggi(client, registri):
    assert client.get("/norme/?al=+").context["al"] == timezone.localdate()


def test_le_domande_alla_banca_dati_sono_due(client, registri, django_assert_num_queries):
    Parametro.objects.bulk_create(row(codice=f"prova-{n}") for n in range(60))
    with django_assert_num_queries(2):
        client.get("/norme/")


def test_un_registro_vuoto_lo_dice(client, db):
    assert "Il registro non ha ancora parametri" in client.get("/norme/").text


def test_un_parametro_senza_numero_non_e_un_buco(registri):
    letto = read_register(load_register(), OGGI)
    [rilevanza] = [voce for voce in letto.parametri if voce.codice == "categoria_rilevanza"]
    assert rilevanza.attuale.testo == NESSUN_NUMERO


def test_valore_e_arrotondamento_in_parole():
    euro = row(codice="lavori", unita="euro", valore=Decimal("8000.00"), al=None)
    [lavori, quota] = read_register(RegistroNormativo((euro, row(codice="quota")), ()), date(2020, 1, 1)).parametri
    assert (lavori.attuale.testo, lavori.attuale.arrotondamento) == ("8.000,00 euro", "")
    assert lavori.attuale.periodo == "dal 1° gennaio 2019 in poi"
    assert (quota.attuale.testo, quota.attuale.periodo) == ("10%", "dal 1° gennaio 2019 al 31 dicembre 2024")
    assert quota.attuale.arrotondamento.startswith("Per eccesso")


@pytest.mark.parametrize(
    ("giorno", "vale"), [("2018-12-31", 0), ("2019-01-01", 1), ("2024-12-31", 1), ("2025-01-01", 0)]
)
def test_il_primo_e_l_ultimo_giorno_contano(giorno, vale):
    [voce] = read_register(RegistroNormativo((row(),), ()), date.fromisoformat(giorno)).parametri
    assert (voce.attuale is not None) == vale
    assert len(voce.altre) == 1 - vale


# one row a day


SOVRAPPOSTE = {
    "comincia prima che l’altra finisca": (date(2024, 12, 31), None, "con la fine il 30 dicembre 2024 o prima"),
    "comincia dentro e finisce dentro": (date(2020, 1, 1), date(2020, 12, 31), "con la fine il 31 dicembre 2019"),
    "comincia prima e finisce il primo giorno": (date(2018, 1, 1), date(2019, 1, 1), "finire il 31 dicembre 2018"),
    "la contiene": (date(2018, 1, 1), None, "finire il 31 dicembre 2018 o prima"),
    "comincia lo stesso giorno": (date(2019, 1, 1), date(2019, 6, 30), "Si corregge quella riga"),
}


@pytest.mark.parametrize(("dal", "al", "frase"), SOVRAPPOSTE.values(), ids=SOVRAPPOSTE)
def test_due_righe_in_uno_stesso_giorno_si_rifiutano(db, dal, al, frase):
    row().save()
    with pytest.raises(ValidationError) as rifiuto:
        row(dal=dal, al=al).full_clean()
    [(campo, [detto])] = rifiuto.value.message_dict.items()
    assert campo == "dal"
    assert "c’è già una riga dal 1° gennaio 2019 al 31 dicembre 2024" in detto
    assert frase in detto


@pytest.mark.parametrize(
    ("dal", "al"), [(date(2025, 1, 1), None), (date(2010, 1, 1), date(2018, 12, 31)), (date(2030, 1, 1), None)]
)
def test_cio_che_viene_prima_o_dopo_si_accetta(db, dal, al):
    row().save()
    row(dal=dal, al=al).full_clean()
    row(codice="altro").full_clean()


def test_una_riga_non_e_in_contrasto_con_se_stessa(db):
    riga = row()
    riga.save()
    riga.al = None
    riga.full_clean()


def test_un_periodo_alla_rovescia_si_dice_in_parole(db):
    with pytest.raises(ValidationError) as rifiuto:
        row(al=date(2018, 1, 1)).full_clean()
    assert rifiuto.value.message_dict == {
        "al": ["Il periodo finisce prima di cominciare: uno dei due giorni va corretto."]
    }


def test_anche_una_categoria_ha_una_definizione_al_giorno(registri):
    anziani = CategoriaRegistro.objects.get(codice="anziani")
    anziani.pk, anziani.dal = None, date(2026, 1, 1)
    with pytest.raises(ValidationError, match="31 dicembre 2025"):
        anziani.full_clean()


def test_nelle_pagine_dell_amministratore(client, registri):
    client.force_login(Utente.objects.create_superuser("admin@example.org", "una-parola-lunga", first_name="Ada"))
    campi = {"codice": CODICE, "nome": "Quota", "norma": "r.r.", "fonte": "BURL", "stato": "verificato", "valore": "30"}
    aggiungi, nuova = reverse("admin:enti_parametro_add"), {**campi, "arrotondamento": "per_eccesso"}
    quanti = Parametro.objects.count()
    risposta = client.post(aggiungi, {**nuova, "dal": "2027-01-01"})
    assert risposta.status_code == 200
    assert "Prima si chiude quella riga, con la fine il 31 dicembre 2026 o prima; poi si salva questa." in risposta.text
    assert client.post(aggiungi, {**nuova, "dal": "domani"}).status_code == 200
    assert client.post(aggiungi, {**nuova, "codice": "", "dal": "2027-01-01"}).status_code == 200
    assert Parametro.objects.count() == quanti
    assert not Evento.objects.exists()
    Parametro.objects.filter(codice=CODICE, al=None).update(al=date(2026, 12, 31))
    assert client.post(aggiungi, {**nuova, "dal": "2027-01-01"}).status_code == 302


def rewrite(cartella: Path, vecchio: str, nuovo: str) -> Path:
    """The register of the program, with something else in it."""
    testo = REGISTRI.read_text(encoding="utf-8")
    assert vecchio in testo
    percorso = cartella / "registri.toml"
    percorso.write_text(testo.replace(vecchio, nuovo), encoding="utf-8")
    return percorso


@pytest.mark.parametrize(
    ("vecchio", "nuovo", "quale"),
    [
        ("dal = 2019-01-01\nal = 2025-03-10\nvalore", "dal = 2019-01-01\nvalore", "Quota massima per le forze"),
        ("al = 2025-03-10\nfonte", "al = 2025-03-11\nfonte", "Forze di Polizia"),
        ("al = 2025-03-10\nvalore", "al = 2018-03-10\nvalore", "il periodo finisce prima di cominciare"),
    ],
    ids=["parametro", "categoria", "rovesciato"],
)
@pytest.mark.parametrize("gia_caricati", [False, True], ids=["banca vuota", "già caricati"])
def test_un_file_che_si_contraddice_non_carica_nulla(db, tmp_path, gia_caricati, vecchio, nuovo, quale):
    if gia_caricati:
        load_registri()
    conti = [modello.objects.count() for modello in (Parametro, CategoriaRegistro, Comune)]
    with pytest.raises(RegistroNonValido, match="Il registro non si carica, e nulla è cambiato") as rifiuto:
        load_registri(rewrite(tmp_path, vecchio, nuovo))
    assert quale.lower() in str(rifiuto.value).lower()
    assert [modello.objects.count() for modello in (Parametro, CategoriaRegistro, Comune)] == conti


def test_una_riga_nuova_non_passa_sopra_a_quella_di_chi_amministra(registri):
    """Somebody moved the first day of a row: the one of the program would be a second value for the same days."""
    Parametro.objects.filter(codice=CODICE, al=None).update(dal=date(2025, 4, 1))
    CategoriaRegistro.objects.filter(codice="anziani").delete()
    with pytest.raises(
        CommandError, match="dall’11 marzo 2025: Per «forze_ordine» c’è già una riga dal 1° aprile 2025"
    ):
        call_command("carica_registri")
    assert not CategoriaRegistro.objects.filter(codice="anziani").exists()
    assert Parametro.objects.get(codice=CODICE, al=None).dal == date(2025, 4, 1)


def test_il_registro_del_programma_e_tutto_nella_pagina(client, registri):
    scritti = {riga["codice"] for riga in tomllib.loads(REGISTRI.read_text(encoding="utf-8"))["parametro"]}
    assert {voce.codice for voce in client.get("/norme/").context["registro"].parametri} == scritti


# in the browser


@pytest.fixture
def registri_vivi(transactional_db):
    load_registri()


def test_nel_browser(registri_vivi, pagina: Page, live_server):
    pagina.stati_attesi.add(422)
    pagina.goto(f"{live_server.url}/")
    pagina.get_by_role("contentinfo").get_by_role("link", name="Norme e parametri").click()
    check(pagina)
    pagina.get_by_role("link", name="1° gennaio 2018").click()
    expect(pagina.get_by_role("heading", level=2, name="Parametri, 1° gennaio 2018")).to_be_visible()
    check(pagina)
    pagina.get_by_label("Giorno").fill("ieri")
    pagina.get_by_role("button", name="Mostra", exact=True).click()
    expect(pagina).to_have_title("Errore: Norme e parametri · Pianocasa")
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    expect(pagina.get_by_label("Giorno")).to_have_value("ieri")
    check(pagina)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_senza_javascript(registri_vivi, pagina: Page, live_server):
    pagina.goto(f"{live_server.url}/norme/")
    pagina.get_by_label("Giorno").fill("1° marzo 2019")
    pagina.get_by_label("Giorno").press("Enter")
    expect(pagina.get_by_role("heading", level=2, name="Parametri, 1° marzo 2019")).to_be_visible()
