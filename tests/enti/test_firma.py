"""Before an act the person shows again who is acting: when it is asked, what is replayed, who cannot."""

import time
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import include, path

from enti.firma import SENZA_CONFERMA, firma

EMAIL, PAROLA = "anna@comune.example", "una-parola-lunga-di-prova"
CONFERMA = "/conto/conferma/?next=%2Fatto%2F"
compiuti: list[tuple[str, bool]] = []


@firma("certificazione della scheda")
def atto(request):
    if request.method == "POST":
        compiuti.append((request.POST["motivo"], bool(request.htmx)))
        return HttpResponseRedirect("/scrivania/")
    return HttpResponse("Pagina di conferma")


urlpatterns = [path("atto/", atto), path("", include("pianocasa.urls"))]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def anna():
    utente = get_user_model().objects.create_user(EMAIL, PAROLA, first_name="Ada")
    EmailAddress.objects.create(user=utente, email=EMAIL, verified=True, primary=True)
    return utente


@pytest.fixture
def cliente(anna) -> Client:
    """Anna has just logged in."""
    compiuti.clear()
    cliente = Client()
    assert cliente.post("/accedi/", {"login": EMAIL, "password": PAROLA})["Location"] == "/scrivania/"
    return cliente


def confirm(cliente: Client, **altro):
    return cliente.post("/conto/conferma/", {"password": PAROLA, "next": "/atto/"}, **altro)


def wait(cliente: Client, secondi: int) -> None:
    """As if the last confirmation had been given so many seconds ago."""
    sessione = cliente.session
    for registrazione in sessione[AUTHENTICATION_METHODS_SESSION_KEY]:
        registrazione["at"] = time.time() - secondi
    sessione.save()


def test_l_accesso_appena_fatto_non_basta(cliente):
    assert cliente.get("/atto/")["Location"] == CONFERMA


def test_la_pagina_dice_per_quale_atto(cliente):
    testo = cliente.get(CONFERMA).text
    assert "Prima di un atto si conferma chi si è" in testo
    assert "certificazione della scheda" in testo
    assert "certificazione della scheda" not in cliente.get("/conto/conferma/?next=/scrivania/").text
    assert "certificazione della scheda" not in cliente.get("/conto/conferma/?next=//altrove/atto").text


def test_confermata_la_pagina_l_atto_passa_per_cinque_minuti(cliente):
    cliente.get("/atto/")
    assert confirm(cliente)["Location"] == "/atto/"
    assert cliente.get("/atto/").text == "Pagina di conferma"
    wait(cliente, 290)
    assert cliente.post("/atto/", {"motivo": "perché sì"})["Location"] == "/scrivania/"
    assert compiuti == [("perché sì", False)]


def test_dopo_cinque_minuti_l_atto_aspetta_la_password_e_va_avanti_da_se(cliente):
    confirm(cliente)
    wait(cliente, 301)
    assert cliente.post("/atto/", {"motivo": "scritto prima"})["Location"] == CONFERMA
    assert compiuti == []
    sbagliata = cliente.post("/conto/conferma/", {"password": "sbagliata", "next": "/atto/"})
    assert sbagliata.status_code == 200
    assert "certificazione della scheda" in sbagliata.text
    assert compiuti == []
    risposta = confirm(cliente)
    assert (risposta.status_code, risposta["Location"]) == (302, "/scrivania/")
    assert compiuti == [("scritto prima", False)]


def test_un_atto_lasciato_a_meta_non_si_compie_riaprendo_la_pagina(cliente):
    cliente.post("/atto/", {"motivo": "ci ripenso"})
    cliente.get("/atto/")
    assert confirm(cliente)["Location"] == "/atto/"
    assert compiuti == []


def test_un_atto_chiesto_da_htmx_finisce_in_una_pagina(cliente):
    risposta = cliente.post("/atto/", {"motivo": "dal modulo"}, headers={"HX-Request": "true"})
    assert (risposta.status_code, risposta["HX-Redirect"]) == (200, CONFERMA)
    risposta = confirm(cliente)
    assert (risposta.status_code, risposta["Location"]) == (302, "/scrivania/")
    assert compiuti == [("dal modulo", False)]


def test_chi_non_ha_con_che_confermare_va_al_secondo_fattore(anna, cliente):
    anna.set_unusable_password()
    anna.save()
    cliente.force_login(anna)
    for chiedi in (cliente.get, cliente.post):
        risposta = chiedi("/atto/", follow=True)
        assert risposta.redirect_chain == [("/conto/secondo-fattore/attivazione/", 302)]
        assert SENZA_CONFERMA in risposta.text
    assert compiuti == []


def test_chi_non_e_entrato_va_all_accesso(db):
    assert Client().get("/atto/")["Location"] == "/accedi/?next=/atto/"


def test_nessun_altro_modulo_conosce_la_conferma_di_allauth():
    """The one place where allauth's decorator may stand is ``enti.firma``, which closes its holes."""
    radice = Path(__file__).resolve().parents[2]
    case = ("lessico", "enti", "patrimonio", "assegnazioni", "misure", "raccolta", "piano", "pianocasa")
    usi = {
        str(file.relative_to(radice))
        for casa in case
        for file in (radice / casa).rglob("*.py")
        if "import reauthentication_required" in file.read_text()
    }
    assert usi == {"enti/firma.py"}
