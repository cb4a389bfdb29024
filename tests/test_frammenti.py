"""Pieces of a page, fetched by htmx: under the strict policy, and with a session that has ended."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import include, path
from playwright.sync_api import Page, expect

PAGINA = """{% extends "base.html" %}
{% block htmx %}{% include "pianocasa/_htmx.html" %}{% endblock htmx %}
{% block contenuto %}<h1>Prova</h1><div id="qui">{% include pezzo %}</div>
<button hx-get="/prova/" hx-target="#qui">Aggiorna</button>
<button hx-get="/riservata/" hx-target="#qui">Riservata</button>{% endblock contenuto %}"""


@login_not_required
def prova(request):
    django = engines["django"]
    if request.htmx:
        return HttpResponse("<p>Pezzo</p><script>document.title = 'eseguito'</script>")
    pezzo = django.from_string("<p>Intera</p>").template
    return HttpResponse(django.from_string(PAGINA).render({"pezzo": pezzo}, request))


def riservata(_request):
    return HttpResponse("<p>Riservata</p>")


urlpatterns = [
    path("prova/", prova),
    path("riservata/", riservata),
    path("", include("pianocasa.urls")),
]
pytestmark = pytest.mark.urls(__name__)


def test_un_pezzo_entra_nella_pagina(pagina: Page, live_server):
    pagina.goto(f"{live_server.url}/prova/")
    expect(pagina.locator("#qui")).to_have_text("Intera")
    pagina.get_by_role("button", name="Aggiorna").click()
    expect(pagina.locator("#qui p")).to_have_text("Pezzo")
    expect(pagina).not_to_have_title("eseguito")


def test_a_sessione_finita_si_va_all_accesso_con_la_pagina_intera(pagina: Page, live_server):
    pagina.goto(f"{live_server.url}/prova/")
    pagina.get_by_role("button", name="Riservata").click()
    expect(pagina).to_have_url(f"{live_server.url}/accedi/?next=/riservata/")
    expect(pagina.locator("header")).to_have_count(1)


def test_i_messaggi_sopravvivono_allo_spostamento(db):
    cliente = Client()
    cliente.force_login(
        get_user_model().objects.create_user("anna@comune.example", "una-parola-lunga", first_name="Anna")
    )
    risposta = cliente.post("/esci/", headers={"HX-Request": "true"})
    assert (risposta.status_code, risposta["HX-Redirect"]) == (200, "/")
    assert "Sessione chiusa." in cliente.get("/").text


def test_le_altre_pagine_non_caricano_htmx(db):
    risposta = Client().get("/")
    assert "htmx" not in risposta.text
    assert "HX-Request" in risposta["Vary"]
