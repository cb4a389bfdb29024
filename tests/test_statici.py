"""The static files as production serves them: collected, hashed, and every page names only files that exist."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, override_settings


@pytest.fixture(scope="module")
def raccolti(tmp_path_factory):
    cartella = tmp_path_factory.mktemp("statici")
    deposito = {**settings.STORAGES, "staticfiles": {"BACKEND": "pianocasa.statici.Deposito"}}
    with override_settings(STATIC_ROOT=cartella, STORAGES=deposito):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield cartella


def test_una_pagina_inesistente_resta_un_404(raccolti, db):
    risposta = Client(raise_request_exception=False).get("/non-esiste/")
    assert risposta.status_code == 404
    assert "Pagina non trovata" in risposta.text


@pytest.mark.parametrize("modello", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_le_pagine_di_errore_reggono_senza_contesto(raccolti, modello):
    assert "<h1>" in render_to_string(modello)
    assert "<h1>" in render_to_string(modello, request=HttpRequest())


def test_restano_solo_i_file_con_impronta(raccolti):
    assert list(raccolti.glob("css/pianocasa.*.css"))
    assert not (raccolti / "css/pianocasa.css").exists()


def test_i_fogli_di_stile_non_chiamano_altri_siti(raccolti):
    for foglio in raccolti.glob("css/*.css"):
        assert "url(http" not in foglio.read_text().replace('"', "").replace("'", "")
