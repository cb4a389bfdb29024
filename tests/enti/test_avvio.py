"""The first start: from an empty database to the first year by the pages alone; lists with slips; the command."""

import io
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti import avvio
from enti.models import Adesione, Ambito, AttoreSistema, Comune, Designazione, Ente, Evento, Incarico, Invito, Utente
from patrimonio.models import Finestra, Ricognizione, Scheda
from piano.models import SchemaRiga
from tests.enti.test_inviti import PAROLA
from tests.test_pagine import check

SISTEMA = AttoreSistema("prova")
COMUNI = (
    ("017052", "Chiari", "BS"),
    ("017166", "Rovato", "BS"),
    ("022165", "Samone", "TN"),
    ("001235", "Samone", "TO"),
)
PAGINE = ("", "comuni/", "enti/", "capofila/", "persone/", "anno/")


@pytest.fixture
def istat(db):
    Comune.objects.bulk_create(Comune(istat=istat, nome=nome, provincia=pr) for istat, nome, pr in COMUNI)


@pytest.fixture
def amministratore(db) -> Utente:
    utente = Utente.objects.create_superuser("admin@example.org", PAROLA, first_name="Ada")
    EmailAddress.objects.create(user=utente, email=utente.email, verified=True, primary=True)
    return utente


@pytest.fixture
def ambito(istat) -> Ambito:
    ora = timezone.now()
    campi = {"organo": "Assemblea dei Sindaci", "ufficio": "", "telefono": "", "email": ""}
    return avvio.create_ambito(nome="Oglio Ovest", **campi, by=SISTEMA, quando=ora)


@pytest.fixture
def con_comuni(ambito) -> Ambito:
    comuni = Comune.objects.filter(provincia="BS")
    avvio.add_comuni(ambito, comuni, dal="2020-01-01", by=SISTEMA, quando=timezone.now())
    return ambito


@pytest.fixture
def admin(client, amministratore):
    client.force_login(amministratore)
    return client


def test_per_gli_altri_non_esiste(client, mondo):
    for incarico in (mondo.carla, mondo.anna):
        client.force_login(incarico.utente)
        for indirizzo in ("/avvio/", *(f"/avvio/oglio/{pagina}" for pagina in PAGINE)):
            assert client.get(indirizzo).status_code == 404, indirizzo
            assert client.post(indirizzo).status_code in {404, 405}, indirizzo
    client.logout()
    assert client.get("/avvio/")["Location"] == "/accedi/?next=/avvio/"


def test_senza_ambiti_la_home_dice_come_si_comincia(client, amministratore):
    assert "crea_amministratore" in client.get("/").text
    client.force_login(amministratore)
    assert 'href="/avvio/"' in client.get("/").text
    Ambito.objects.create(slug="a", nome="A")
    assert "crea_amministratore" not in client.get("/").text


def test_un_ambito_ha_un_nome_solo_suo(admin, ambito):
    risposta = admin.post("/avvio/", {"nome": "Oglio ovest", "organo": "Assemblea"})
    assert risposta.status_code == 422
    assert "c’è già" in risposta.text


# comuni


def test_i_comuni_si_riconoscono_per_nome_codice_e_provincia(istat):
    trovati, errate = avvio.resolve_comuni("Chiari\n\n 017166 \nComune di SAMONE (TN)\nchiari\n")
    assert [comune.istat for comune in trovati] == ["017052", "017166", "022165"]
    assert errate == []


def test_ogni_riga_sbagliata_dice_perche(istat):
    trovati, errate = avvio.resolve_comuni("Chiarri\nSamone\nRovato")
    assert [comune.nome for comune in trovati] == ["Rovato"]
    assert [(riga.numero, riga.testo) for riga in errate] == [(1, "Chiarri"), (2, "Samone")]
    assert "Forse: Chiari." in errate[0].motivo
    assert "Samone (TN), Samone (TO)" in errate[1].motivo or "Samone (TO), Samone (TN)" in errate[1].motivo


def test_i_comuni_si_cercano_per_provincia_o_per_nome(istat):
    assert [comune.nome for comune in avvio.search_comuni("bs")] == ["Chiari", "Rovato"]
    assert [comune.provincia for comune in avvio.search_comuni("amon")] in (["TN", "TO"], ["TO", "TN"])
    assert avvio.search_comuni(" ") == []


def test_i_comuni_si_aggiungono_tutti_o_nessuno(admin, ambito):
    risposta = admin.post(
        "/avvio/oglio-ovest/comuni/", {"nomi": "Rovato\nChiarri", "dal": "2020-01-01", "istat": ["017052"]}
    )
    assert risposta.status_code == 422
    assert "Riga 2, «Chiarri»" in risposta.text
    assert not Adesione.objects.exists()
    admin.post("/avvio/oglio-ovest/comuni/", {"nomi": "Rovato", "dal": "2020-01-01", "istat": ["017052"]})
    assert set(Adesione.objects.values_list("ente", flat=True)) == {"rovato", "chiari"}
    admin.post("/avvio/oglio-ovest/comuni/", {"nomi": "Rovato\nSamone TN", "dal": "2021-01-01"})
    assert Adesione.objects.count() == 3


def test_due_comuni_con_lo_stesso_nome(ambito):
    avvio.add_comuni(ambito, Comune.objects.filter(nome="Samone"), dal="2020-01-01", by=SISTEMA, quando=timezone.now())
    assert {ente.slug for ente in Ente.objects.all()} in ({"samone", "samone-tn"}, {"samone", "samone-to"})


def test_un_aler_di_piu_ambiti_e_una_sola(ambito):
    altro = Ambito.objects.create(slug="altro", nome="Altro")
    campi = {"tipo": "aler", "dal": "2020-01-01", "by": SISTEMA, "quando": timezone.now()}
    prima = avvio.add_ente(ambito, nome="ALER Brescia-Cremona-Mantova", **campi)
    assert avvio.add_ente(altro, nome="aler brescia cremona mantova", **campi) == prima
    with pytest.raises(Exception, match="fa già parte"):
        avvio.add_ente(altro, nome="ALER Brescia-Cremona-Mantova", **campi)


# people


def test_l_elenco_delle_persone_si_prova_prima(admin, con_comuni):
    testo = (
        "email;nome;cognome;ruolo;ente\n"
        "carla@example.org;Carla;Bo;capofila;\n"
        "anna@example.org;Anna;Re;compilatore;Comune di Rovato\n"
        "gino@example.org;Gino;Lo;Certificatore;chiari\n"
    )
    risposta = admin.post("/avvio/oglio-ovest/persone/", {"testo": testo})
    assert "Tutto a posto: 3 inviti" in risposta.text
    assert not Invito.objects.for_system().exists()
    assert not Evento.objects.filter(atto="invito").exists()
    risposta = admin.post("/avvio/oglio-ovest/persone/", {"testo": testo, "azione": "invita"})
    assert len(re.findall(r"(?:\w{4}-){3}\w{4}", risposta.text)) == 3
    assert "no-store" in risposta["Cache-Control"]
    assert Invito.objects.for_system().get(ruolo="capofila").ambito == con_comuni
    assert Evento.objects.filter(atto="invito", catena="ambito/oglio-ovest", chi="Ada, amministrazione").count() == 3
    di_nuovo = admin.post("/avvio/oglio-ovest/persone/", {"testo": testo, "azione": "invita"})
    assert di_nuovo.status_code == 422
    assert "ha già un invito" in di_nuovo.text


@pytest.mark.parametrize(
    ("riga", "motivo"),
    [
        ("carla@example.org;Carla;Bo;capofila", "cinque colonne"),
        ("non è;Carla;Bo;capofila;", "non è un indirizzo e-mail"),
        ("c@example.org;Carla;Bo;sindaco;", "non è un incarico"),
        ("c@example.org;Carla;Bo;capofila;rovato", "è dell’ambito"),
        ("c@example.org;Carla;Bo;compilatore;", "si scrive l’ente"),
        ("c@example.org;Carla;Bo;compilatore;Rovatto", "Nessun ente si chiama «Rovatto»"),
        ("c@example.org;Carla;Bo;compilatore;altrove", "non fa parte dell’ambito"),
        ("c@example.org;Carla;Bo;parere;rovato", "lo esprime l’ALER"),
        ("prima@example.org;Prima;Bo;assemblea;", "ha già un invito"),
    ],
)
def test_ogni_riga_che_non_va_e_nessun_invito(admin, con_comuni, riga, motivo):
    Ente.objects.create(slug="altrove", tipo="operatore", nome="Altrove")
    testo = f"prima@example.org;Prima;Bo;assemblea;\n{riga}"
    risposta = admin.post("/avvio/oglio-ovest/persone/", {"testo": testo, "azione": "invita"})
    assert risposta.status_code == 422
    assert "Riga 2, «" in risposta.text
    assert motivo in risposta.text.replace("&#x27;", "'")
    assert "prima@example.org" in risposta.text
    assert not Invito.objects.for_system().exists()


@pytest.mark.parametrize("codifica", ["utf-8-sig", "cp1252"])
def test_un_file_come_lo_fa_un_ufficio(admin, con_comuni, codifica):
    file = SimpleUploadedFile("persone.csv", "c@example.org;Niccolò;Bo;lettura;rovato\r\n".encode(codifica))
    risposta = admin.post("/avvio/oglio-ovest/persone/", {"testo": "", "file": file})
    assert "Niccolò Bo: lettura, Comune di Rovato" in risposta.text
    assert admin.post("/avvio/oglio-ovest/persone/", {"testo": " "}).status_code == 422


# the year


@pytest.mark.parametrize(
    ("campi", "stato"),
    [
        ({"anno": "2027"}, 302),
        ({"anno": "2027", "dal": "2026-10-01", "al": "2026-10-31"}, 302),
        ({"anno": "2027", "dal": "2026-10-01"}, 422),
        ({"anno": "2027", "dal": "2026-10-31", "al": "2026-10-01"}, 422),
        ({"anno": "99"}, 422),
    ],
)
def test_il_primo_anno(admin, con_comuni, campi, stato):
    assert admin.post("/avvio/oglio-ovest/anno/", campi).status_code == stato
    assert Ricognizione.objects.for_system().exists() == (stato == 302)
    if stato == 302:
        assert set(Scheda.objects.for_system().values_list("ente", flat=True)) == {"rovato", "chiari", None}
        assert SchemaRiga.objects.for_system().exists()
        assert Finestra.objects.for_system().count() == ("dal" in campi)
        assert admin.post("/avvio/oglio-ovest/anno/", {"anno": "2028"}).status_code == 409


# the command


def test_l_amministratore_si_crea_dal_comando(client, db, monkeypatch):
    monkeypatch.setenv("PIANOCASA_PASSWORD", PAROLA)
    call_command("crea_amministratore", "Admin@Example.org", stdout=io.StringIO())
    assert client.post("/accedi/", {"login": "admin@example.org", "password": PAROLA})["Location"] == "/scrivania/"
    nome = client.get("/avvio/")["Location"]
    assert client.post(nome, {"nome": "Ada", "cognome": "Bianchi"})["Location"] == "/avvio/"
    assert client.get("/avvio/").status_code == 200
    with pytest.raises(CommandError, match="ha già un accesso"):
        call_command("crea_amministratore", "admin@example.org")
    monkeypatch.setenv("PIANOCASA_PASSWORD", "12345678")
    with pytest.raises(CommandError, match="troppo"):
        call_command("crea_amministratore", "altro@example.org")
    with pytest.raises(CommandError):
        call_command("crea_amministratore", "non è un indirizzo")
    assert Utente.objects.count() == 1


# in the browser


def test_da_vuoto_al_primo_anno(transactional_db, istat, amministratore, pagina: Page, live_server):
    pagina.goto(f"{live_server.url}/accedi/?next=/avvio/")
    pagina.get_by_label("Email").fill("admin@example.org")
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    check(pagina)
    pagina.get_by_label("Nome dell’ambito").fill("Oglio Ovest")
    pagina.get_by_role("button", name="Crea l’ambito e prosegui").click()
    pagina.get_by_label("Cerca un comune").fill("BS")
    pagina.get_by_role("button", name="Cerca").click()
    pagina.get_by_text("Chiari (BS)").click()
    check(pagina)
    pagina.stati_attesi.add(422)
    pagina.get_by_label("Comuni, uno per riga").fill("Rovatto")
    pagina.get_by_role("button", name="Aggiungi all’ambito").click()
    expect(pagina.locator(".sommario-errori")).to_contain_text("Forse: Rovato")
    check(pagina)
    pagina.get_by_label("Comuni, uno per riga").fill("Rovato")
    pagina.get_by_role("button", name="Aggiungi all’ambito").click()
    expect(pagina.get_by_text("2 comuni aggiunti.")).to_be_visible()
    pagina.get_by_role("link", name="Avanti: ALER").click()
    check(pagina)
    pagina.get_by_role("textbox", name="Nome", exact=True).fill("ALER Brescia-Cremona-Mantova")
    pagina.get_by_role("button", name="Aggiungi all’ambito").click()
    pagina.get_by_role("link", name="Avanti: il capofila").click()
    pagina.get_by_role("combobox", name="Capofila").select_option("chiari")
    pagina.get_by_label("Il giorno").fill("2019-03-19")
    check(pagina)
    pagina.get_by_role("button", name="Salva").click()
    expect(pagina.locator(".compito").nth(2)).to_contain_text("Fatto: Comune di Chiari")
    check(pagina)
    pagina.get_by_role("link", name=re.compile("Le persone")).click()
    pagina.get_by_label("Persone, una per riga").fill("carla@example.org;Carla;Bo;capofila;")
    pagina.get_by_role("button", name="Controlla l’elenco").click()
    check(pagina)
    pagina.get_by_role("button", name="Prepara gli inviti").click()
    expect(pagina.locator(".foglio-codice")).to_have_count(1)
    check(pagina)
    pagina.get_by_role("link", name="Fatto, prosegui").click()
    pagina.get_by_role("link", name=re.compile("Il primo anno")).click()
    check(pagina)
    pagina.get_by_label("Anno del piano").fill("2027")
    pagina.get_by_role("button", name="Crea l’anno").click()
    expect(pagina.get_by_text("L’anno 2027 è pronto.")).to_be_visible()
    assert Designazione.objects.get().ente_id == "chiari"
    assert not Incarico.objects.for_system().exists()
