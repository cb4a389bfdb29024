"""Invitations: who may make them, the code that is kept nowhere, every way in, once; the whole path in the browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti import inviti
from enti.inviti import ALFABETO, Invitato
from enti.models import AttoreSistema, Evento, Incarico, Invito, Utente
from lessico.flusso import AttoNonConsentito
from tests.dati import create_aler, create_incarico
from tests.test_pagine import check

SISTEMA = AttoreSistema("prova")
PAROLA = "zampogna-turchese-47"
ORA = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def invite(mondo, email="nuova@example.org", ruolo="compilatore", quando=None, **presso):
    presso = presso or {"ente": mondo.rovato.ente}
    chi = Invitato(email=email, nome="Nuova", cognome="Persona", ruolo=ruolo, **presso)
    return inviti.create_invito(chi, by=mondo.carla, quando=quando or timezone.now())


@pytest.fixture
def carla(client: Client, mondo) -> Client:
    client.force_login(mondo.carla.utente)
    return client


# the service


def test_il_codice_non_si_conserva_e_si_legge_bene(mondo):
    invito, codice = invite(mondo)
    assert re.fullmatch(f"[{ALFABETO}]{{16}}", codice)
    assert not set(ALFABETO) & set("01258BILOSZ")
    assert codice not in str(Invito.objects.for_system().values().get(pk=invito.pk))
    assert inviti.write_code("ABCDEFGHJKMNPQRT") == "ABCD-EFGH-JKMN-PQRT"
    assert inviti.find_open(inviti.write_code(codice).lower().replace("-", " "), timezone.now()) == invito


def test_chi_ha_gia_l_incarico_o_l_invito_non_si_invita_di_nuovo(mondo):
    with pytest.raises(AttoNonConsentito, match="ha già questo incarico: «Compila la scheda», Comune di Rovato"):
        invite(mondo, email="ANNA@example.org")
    invite(mondo)
    with pytest.raises(AttoNonConsentito, match="ha già un invito per questo incarico"):
        invite(mondo)
    invite(mondo, ruolo="certificatore")


def test_un_invito_scaduto_lascia_il_posto(mondo):
    vecchio, _ = invite(mondo, quando=ORA)
    nuovo, _ = invite(mondo, quando=ORA + timedelta(days=14))
    vecchio.refresh_from_db()
    assert vecchio.annullato_il == ORA + timedelta(days=14)
    assert nuovo.scade_il == ORA + timedelta(days=28)


def test_il_parere_e_di_un_aler(mondo):
    with pytest.raises(AttoNonConsentito, match="lo esprime l’ALER"):
        invite(mondo, ruolo="parere")
    invite(mondo, ruolo="parere", ente=mondo.aler.ente)


@pytest.mark.parametrize(
    ("fatto", "detto"),
    [
        (
            lambda invito: inviti.cancel(invito, by=SISTEMA, quando=ORA),
            "è stato annullato il 2 novembre 2026, ore 10:00",
        ),
        (lambda invito: inviti.renew(invito, by=SISTEMA, quando=ORA), "non corrisponde a nessun invito"),
        (lambda _: Invito.objects.for_system().update(usato_il=ORA), "è già stato usato il 2 novembre 2026"),
        (lambda _: Invito.objects.for_system().update(scade_il=ORA), "è scaduto il 2 novembre 2026"),
    ],
    ids=["annullato", "rifatto", "usato", "scaduto"],
)
def test_un_codice_che_non_vale_dice_perche(mondo, fatto, detto):
    invito, codice = invite(mondo, quando=ORA)
    fatto(invito)
    with pytest.raises(AttoNonConsentito, match=detto):
        inviti.find_open(codice, ORA)


def test_si_accetta_una_volta_sola_e_resta_nel_registro(mondo):
    invito, _ = invite(mondo, email="dario@example.org", quando=ORA)
    incarico = inviti.accept(invito, utente=mondo.dario.utente, quando=ORA)
    assert (incarico.ente, incarico.ruolo, incarico.dal) == (mondo.rovato.ente, "compilatore", ORA.date())
    with pytest.raises(AttoNonConsentito, match="già stato usato"):
        inviti.accept(invito, utente=mondo.dario.utente, quando=ORA)
    atti = Evento.objects.filter(catena="ambito/oglio").order_by("pk").values_list("atto", flat=True)
    assert list(atti) == ["invito", "incarico accettato"]


def test_si_accetta_solo_se_e_per_chi_accetta(mondo):
    invito, _ = invite(mondo, quando=ORA)
    with pytest.raises(AttoNonConsentito, match=r"L’invito è per nuova@example\.org"):
        inviti.accept(invito, utente=mondo.dario.utente, quando=ORA)
    EmailAddress.objects.create(user=mondo.dario.utente, email="nuova@example.org", verified=True)
    assert inviti.accept(invito, utente=mondo.dario.utente, quando=ORA)


def test_l_invito_per_un_aler_di_due_ambiti_si_legge_in_tutti_e_due(mondo):
    mondo.altrove.adesioni.create(ente=mondo.aler.ente, dal="2020-01-01")
    invite(mondo, ruolo="certificatore", ente=mondo.aler.ente)
    assert set(Evento.objects.values_list("catena", flat=True)) == {"ambito/oglio", "ambito/altrove"}


# who invites


def test_il_capofila_invita_chi_certifica(carla, mondo):
    campi = {"email": "Nuovo@Example.org", "nome": "N", "cognome": "C", "ruolo": "certificatore", "ente": "rovato"}
    risposta = carla.post("/ambiti/oglio/persone/invito/", campi)
    invito = Invito.objects.for_system().get()
    assert (invito.email, invito.da, invito.ente_id) == ("nuovo@example.org", "Carla", "rovato")
    assert risposta["Location"] == reverse("enti:invito", args=[invito.pk])
    [lettera] = mail.outbox
    [indirizzo] = re.findall(r"http://\S+", lettera.body)
    pagina = carla.get(risposta["Location"])
    [codice] = re.findall(r"(?:\w{4}-){3}\w{4}", pagina.text)
    assert codice.replace("-", "") in indirizzo
    assert codice in lettera.body
    assert "no-store" in pagina["Cache-Control"]
    assert codice not in carla.get(risposta["Location"]).text


@pytest.mark.parametrize(
    ("campi", "stato", "detto"),
    [
        ({"ruolo": "capofila", "ente": "rovato"}, 422, "Questo incarico è dell’ambito"),
        ({"ruolo": "compilatore", "ente": ""}, 422, "si sceglie l’ente"),
        ({"ruolo": "compilatore", "ente": "lontano"}, 422, "Scegli un"),
        ({"ruolo": "parere", "ente": "rovato"}, 409, "lo esprime l’ALER"),
        ({"ruolo": "compilatore", "ente": "rovato", "email": "anna@example.org"}, 409, "ha già questo incarico"),
        ({"ruolo": "sindaco", "ente": "rovato"}, 422, "Scegli un"),
        ({"ruolo": "compilatore", "ente": "rovato", "email": "non è"}, 422, "indirizzo"),
    ],
)
def test_cio_che_non_va_si_dice_e_cio_che_era_scritto_resta(carla, mondo, campi, stato, detto):
    risposta = carla.post(
        "/ambiti/oglio/persone/invito/", {"email": "x@example.org", "nome": "Ugo", "cognome": "Foscolo", **campi}
    )
    assert risposta.status_code == stato
    assert detto in risposta.text
    assert 'value="Foscolo"' in risposta.text
    assert "Errore: " in risposta.text
    assert not Invito.objects.for_system().exists()


def test_chi_certifica_invita_solo_chi_compila_per_il_suo_ente(client, mondo):
    gia = create_incarico("Gino", "certificatore", ente=mondo.rovato.ente)
    client.force_login(gia.utente)
    campi = {"email": "x@example.org", "nome": "X", "cognome": "Y", "ruolo": "certificatore", "ente": "chiari"}
    assert client.post("/enti/rovato/persone/invito/", campi).status_code == 302
    invito = Invito.objects.for_system().get()
    assert (invito.ruolo, invito.ente_id) == ("compilatore", "rovato")
    assert client.get("/enti/chiari/persone/invito/").status_code == 404
    assert client.get("/ambiti/oglio/persone/invito/").status_code == 409
    altro, _ = invite(mondo, email="z@example.org", ruolo="certificatore")
    for nome in ("invito", "invito_rinnovo", "invito_annullamento"):
        indirizzo = reverse(f"enti:{nome}", args=[altro.pk])
        assert (client.get if nome == "invito" else client.post)(indirizzo).status_code == 409, nome


def test_chi_compila_e_chi_legge_non_invitano(client, mondo):
    for incarico in (mondo.anna, create_incarico("Lia", "lettura", ente=mondo.rovato.ente)):
        client.force_login(incarico.utente)
        assert client.get("/enti/rovato/persone/").status_code == 409
        assert client.post("/enti/rovato/persone/invito/", {"email": "x@example.org"}).status_code == 409


def test_un_estraneo_non_trova_nulla(client, mondo):
    invito, _ = invite(mondo)
    client.force_login(mondo.dario.utente)
    for indirizzo in (
        "/ambiti/oglio/persone/",
        "/ambiti/oglio/persone/invito/",
        "/ambiti/oglio/enti/",
        "/enti/rovato/persone/",
        f"/persone/inviti/{invito.pk}/",
        f"/persone/incarichi/{mondo.anna.pk}/fine/",
    ):
        assert client.get(indirizzo).status_code == 404, indirizzo
        assert client.post(indirizzo).status_code in {404, 405}, indirizzo
    assert client.post(f"/persone/inviti/{invito.pk}/annullamento/").status_code == 404


def test_rifare_e_annullare(carla, mondo):
    invito, codice = invite(mondo)
    risposta = carla.post(f"/persone/inviti/{invito.pk}/rinnovo/")
    assert re.search(r"(?:\w{4}-){3}\w{4}", carla.get(risposta["Location"]).text)
    assert carla.get(f"/inviti/{codice}/").status_code == 404
    assert carla.post(f"/persone/inviti/{invito.pk}/annullamento/").status_code == 302
    assert carla.post(f"/persone/inviti/{invito.pk}/rinnovo/").status_code == 409


def test_senza_posta_non_parte_nulla(carla, mondo, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    campi = {"email": "x@example.org", "nome": "X", "cognome": "Y", "ruolo": "assemblea", "ente": ""}
    testo = carla.post("/ambiti/oglio/persone/invito/", campi, follow=True).text
    assert "il codice si consegna a mano" in testo
    assert Invito.objects.for_system().get().ambito == mondo.ambito


# who is invited


def sign_up(client: Client, **altro):
    campi = {"first_name": "Nuova", "last_name": "Persona", "password1": PAROLA, "password2": PAROLA}
    return client.post("/conto/registrazione/", {"email": "altra@example.org", **campi, **altro})


@pytest.mark.parametrize("come", ["collegamento", "codice"])
def test_chi_e_invitato_sceglie_la_password_ed_entra(client, mondo, come):
    invito, codice = invite(mondo)
    if come == "collegamento":
        risposta = client.get(f"/inviti/{codice}/")
    else:
        risposta = client.post("/inviti/", {"codice": inviti.write_code(codice)})
    assert risposta["Location"] == "/conto/registrazione/"
    assert 'value="nuova@example.org"' in client.get("/conto/registrazione/").text
    assert sign_up(client)["Location"] == "/scrivania/"
    utente = Utente.objects.get(email="nuova@example.org")
    assert EmailAddress.objects.get(user=utente).verified
    assert utente.incarichi.for_system().get().ente == mondo.rovato.ente
    assert not Utente.objects.filter(email="altra@example.org").exists()
    assert "Incarico ricevuto: Compila la scheda, Comune di Rovato." in client.get("/scrivania/").text
    invito.refresh_from_db()
    assert invito.usato_il
    estraneo = Client()
    assert "è già stato usato" in estraneo.get(f"/inviti/{codice}/").text
    assert "Non ci si iscrive da soli" in estraneo.get("/conto/registrazione/").text


def test_senza_codice_non_ci_si_registra(client, mondo):
    assert "Non ci si iscrive da soli" in client.get("/conto/registrazione/").text
    sign_up(client)
    assert not Utente.objects.filter(email__in=("nuova@example.org", "altra@example.org")).exists()


def test_annullato_mentre_ci_si_registra(client, mondo):
    invito, codice = invite(mondo)
    client.get(f"/inviti/{codice}/")
    inviti.cancel(invito, by=SISTEMA, quando=timezone.now())
    assert "Non ci si iscrive da soli" in sign_up(client).text
    assert not Utente.objects.filter(email="nuova@example.org").exists()


def with_password(incarico: Incarico) -> Utente:
    utente = incarico.utente
    utente.set_password(PAROLA)
    utente.save()
    EmailAddress.objects.create(user=utente, email=utente.email, verified=True, primary=True)
    return utente


def test_chi_ha_gia_un_accesso_entra_e_basta(client, mondo):
    utente = with_password(mondo.dario)
    _, codice = invite(mondo, email="dario@example.org")
    risposta = client.get(f"/inviti/{codice}/")
    assert risposta["Location"] == "/accedi/"
    client.post("/accedi/", {"login": utente.email, "password": PAROLA})
    assert {i.ente_id for i in utente.incarichi.for_system()} == {"lontano", "rovato"}


def test_chi_entra_con_un_altro_accesso_non_riceve_nulla(client, mondo):
    utente = with_password(mondo.dario)
    _, codice = invite(mondo)
    client.get(f"/inviti/{codice}/")
    client.post("/accedi/", {"login": utente.email, "password": PAROLA})
    assert utente.incarichi.for_system().count() == 1
    assert "l’invito è per un altro indirizzo" in client.get("/inviti/accettazione/").text
    assert client.post("/inviti/accettazione/").status_code == 409


def test_chi_e_gia_entrato_dice_di_si(client, mondo):
    client.force_login(mondo.dario.utente)
    _, codice = invite(mondo, email="dario@example.org", ruolo="assemblea", ambito=mondo.ambito)
    assert client.get(f"/inviti/{codice}/")["Location"] == "/inviti/accettazione/"
    assert "Accetta l’incarico" in client.get("/inviti/accettazione/").text
    assert client.post("/inviti/accettazione/")["Location"] == "/scrivania/"
    assert mondo.dario.utente.incarichi.for_system().filter(ambito=mondo.ambito, ruolo="assemblea").exists()
    assert client.get("/inviti/accettazione/")["Location"] == "/inviti/"


def test_un_codice_sbagliato_e_troppi_codici(client, mondo):
    risposta = client.post("/inviti/", {"codice": "AAAA-AAAA-AAAA-AAAA"})
    assert risposta.status_code == 422
    assert "non corrisponde a nessun invito" in risposta.text
    assert client.get("/inviti/AAAAAAAAAAAAAAAA/").status_code == 404
    stati = [client.post("/inviti/", {"codice": f"AAAA-AAAA-AAAA-AA{n}"}).status_code for n in range(10, 20)]
    assert stati == [422] * 8 + [429] * 2


# in the browser


@pytest.mark.parametrize("js", [True, False], ids=["con JavaScript", "senza JavaScript"])
def test_dall_invito_alla_scrivania(transactional_db, mondo, pagina: Page, live_server, browser, js):
    """The capofila prepares the sheet; who receives it types the code, chooses the password, and finds what to do."""
    with_password(mondo.carla)
    pagina.goto(f"{live_server.url}/accedi/?next=/ambiti/oglio/persone/")
    pagina.get_by_label("Email").fill("carla@example.org")
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Persone dell’ambito Oglio")
    check(pagina)
    pagina.get_by_role("link", name="Invita una persona").click()
    check(pagina)
    pagina.stati_attesi.add(422)
    pagina.get_by_role("button", name="Prepara l’invito").click()
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    check(pagina)
    pagina.get_by_label("Indirizzo e-mail di lavoro").fill("nuova@example.org")
    pagina.get_by_role("textbox", name="Nome", exact=True).fill("Nuova")
    pagina.get_by_label("Cognome").fill("Persona")
    pagina.get_by_label("Incarico").select_option("compilatore")
    pagina.get_by_role("combobox", name="Ente", exact=True).select_option("rovato")
    pagina.get_by_role("button", name="Prepara l’invito").click()
    codice = pagina.locator(".foglio-segni").inner_text()
    check(pagina)
    pagina.reload()
    expect(pagina.get_by_text("Il codice è già stato mostrato una volta")).to_be_visible()
    check(pagina)

    contesto = browser.new_context(locale="it-IT", java_script_enabled=js)
    nuova = contesto.new_page()
    nuova.goto(f"{live_server.url}/accedi/")
    nuova.get_by_role("link", name="Ho un codice di invito").click()
    nuova.get_by_label("Codice dell’invito").fill("AAAA-AAAA-AAAA-AAAA")
    nuova.get_by_role("button", name="Prosegui").click()
    expect(nuova.locator(".sommario-errori")).to_contain_text("non corrisponde a nessun invito")
    if js:
        check(nuova)
    nuova.get_by_label("Codice dell’invito").fill(codice.lower())
    nuova.get_by_role("button", name="Prosegui").click()
    expect(nuova.get_by_label("Email")).to_have_value("nuova@example.org")
    if js:
        check(nuova)
    nuova.get_by_role("textbox", name="Password", exact=True).fill(PAROLA)
    nuova.get_by_label("Password, di nuovo").fill(PAROLA)
    nuova.get_by_role("button", name="Registrati").click()
    expect(nuova.get_by_role("heading", level=1)).to_have_text("Scrivania")
    expect(nuova.get_by_text("Incarico ricevuto: Compila la scheda, Comune di Rovato.")).to_be_visible()
    expect(nuova.locator(".compito").first).to_contain_text("Comune di Rovato, 2026")
    if js:
        check(nuova)
    contesto.close()


def test_l_ente_sta_in_piu_ambiti(client, mondo):
    """A capofila invites for an ALER of its ambito, not for one that has never been there."""
    create_aler(mondo.altrove, "aler-lontana")
    client.force_login(mondo.carla.utente)
    assert client.get("/enti/aler/persone/").status_code == 200
    assert client.get("/enti/aler-lontana/persone/").status_code == 404
