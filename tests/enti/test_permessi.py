"""The table of the permissions, and the page written from it."""

import pytest
from playwright.sync_api import Page

from enti.incarichi import load_incarichi
from enti.models.utente import Ruolo
from enti.permessi import PERMESSI, Azione, find_incarico
from tests.dati import DAL
from tests.enti.test_inviti import PAROLA, with_password
from tests.test_pagine import check


def test_ogni_azione_ha_una_riga():
    assert [permesso.azione for permesso in PERMESSI] == list(Azione)


def test_la_pagina_e_la_tabella(client, mondo):
    client.force_login(mondo.anna.utente)
    testo = client.get("/permessi/").text
    for permesso in PERMESSI:
        assert permesso.nome in testo
    assert testo.count('role="cell"') == len(PERMESSI) * len(Ruolo)
    assert testo.count(">no</td>") == sum(ruolo not in p.ruoli for p in PERMESSI for ruolo in Ruolo)


def test_la_legge_chi_e_entrato(client, mondo):
    assert client.get("/permessi/")["Location"] == "/accedi/?next=/permessi/"


@pytest.mark.parametrize("permesso", PERMESSI, ids=lambda p: p.azione)
def test_la_parola_dice_cio_che_si_puo(mondo, permesso):
    """«Per il proprio ente» means that ente and no other; «per tutto l’ambito» means all of its enti."""
    for nome in ("anna", "elena", "carla", "sindaca"):
        incarico = getattr(mondo, nome)
        parola = permesso.word_for(Ruolo(incarico.ruolo))
        chi = load_incarichi(incarico.utente, DAL)
        ambito = mondo.ambito.pk

        def may(ente, chi=chi, ambito=ambito):
            return find_incarico(chi, permesso.azione, ambito=ambito, ente=ente) is not None

        if parola == "no":
            assert not may("rovato")
            assert not may(None)
        elif parola == "sì, per tutto l’ambito":
            assert may("rovato")
            assert may("chiari")
            assert may(None)
        elif parola == "sì, per l’ambito dell’ente":
            assert may(None)
        else:
            assert may(incarico.ente_id)
            assert not may("chiari")


def test_nel_browser(transactional_db, mondo, pagina: Page, live_server):
    with_password(mondo.anna)
    pagina.goto(f"{live_server.url}/accedi/?next=/permessi/")
    pagina.get_by_label("Email").fill("anna@example.org")
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    pagina.get_by_role("heading", name="Chi può fare che cosa").wait_for()
    check(pagina)
