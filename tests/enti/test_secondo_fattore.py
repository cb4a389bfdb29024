"""Who must have a second factor, and where one is sent until it is there."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

from enti.models import Ambito, Incarico
from enti.models.utente import Ruolo
from enti.secondo_fattore import APERTE, MANCA, SecondoFattoreMiddleware

EMAIL, PAROLA = "carla@ambito.example", "una-parola-lunga-di-prova"
ATTIVAZIONE = "/conto/secondo-fattore/attivazione/"


@pytest.fixture
def carla(db):
    utente = get_user_model().objects.create_user(EMAIL, PAROLA, first_name="Ada")
    EmailAddress.objects.create(user=utente, email=EMAIL, verified=True, primary=True)
    ambito = Ambito.objects.for_system().create(nome="Valdemo", slug="valdemo")
    Incarico.objects.create(utente=utente, ambito=ambito, ruolo=Ruolo.CAPOFILA, dal=date(2020, 1, 1))
    return utente


@pytest.fixture
def cliente(carla) -> Client:
    cliente = Client()
    cliente.post("/accedi/", {"login": EMAIL, "password": PAROLA})
    return cliente


def test_senza_impostazione_e_facoltativo(cliente):
    assert cliente.get("/scrivania/").status_code == 200


@pytest.mark.parametrize("percorso", ["/scrivania/", "/", "/conto/", "/amministrazione/", "/conto/password/"])
def test_chi_deve_averlo_va_all_attivazione(cliente, settings, percorso):
    settings.MFA_RUOLI = ["capofila"]
    risposta = cliente.get(percorso, follow=True)
    assert risposta.redirect_chain == [(ATTIVAZIONE, 302)]
    assert MANCA in risposta.text


def test_un_frammento_non_riceve_l_attivazione(cliente, settings):
    settings.MFA_RUOLI = ["capofila"]
    risposta = cliente.get("/scrivania/", headers={"HX-Request": "true"})
    assert (risposta.status_code, risposta["HX-Redirect"], risposta.text) == (200, ATTIVAZIONE, "")
    assert MANCA in cliente.get(ATTIVAZIONE).text


def test_le_pagine_che_servono_restano_aperte(cliente, settings):
    settings.MFA_RUOLI = ["capofila"]
    for percorso in ("/conto/secondo-fattore/", ATTIVAZIONE, "/conto/conferma/", "/conto/email/", "/accessibilita/"):
        assert cliente.get(percorso).status_code == 200, percorso
    assert cliente.post("/esci/")["Location"] == "/"


@pytest.mark.parametrize("ruoli", [["certificatore"], ["certificatore", "parere"]])
def test_gli_altri_ruoli_non_c_entrano(cliente, settings, ruoli):
    settings.MFA_RUOLI = ruoli
    assert cliente.get("/scrivania/").status_code == 200


def test_un_incarico_finito_non_obbliga(cliente, carla, settings):
    settings.MFA_RUOLI = ["capofila"]
    carla.incarichi.update(al=date(2020, 12, 31))
    assert cliente.get("/scrivania/").status_code == 200


def test_chi_ce_l_ha_passa(cliente, carla, settings):
    settings.MFA_RUOLI = ["capofila"]
    TOTP.activate(carla, generate_totp_secret())
    assert cliente.get("/scrivania/").status_code == 200


def test_un_ruolo_che_non_esiste_ferma_l_avvio(settings):
    settings.MFA_RUOLI = ["capufficio"]
    with pytest.raises(ValueError, match="capufficio"):
        SecondoFattoreMiddleware(lambda _: None)


def test_le_pagine_aperte_esistono():

    semplici = {nome for nome in APERTE if ":" not in nome}
    assert semplici <= {nome for nome in get_resolver().reverse_dict if isinstance(nome, str)}


def test_i_tentativi_si_contano_nella_base_di_dati(carla, settings):
    """As the server does with several processes: the limit is one for all."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "pianocasa_cache"}
    }
    call_command("createcachetable", verbosity=0)
    assert "DatabaseCache" in type(cache._connections["default"]).__name__
    for _ in range(6):
        Client().post("/accedi/", {"login": EMAIL, "password": "sbagliata"})
    assert Client().post("/accedi/", {"login": EMAIL, "password": PAROLA}).status_code == 200  # it would be 302
