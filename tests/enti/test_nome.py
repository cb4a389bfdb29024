"""Who has no name is asked for it before anything else: no address is ever sealed in an act."""

import pytest
from django.test import Client
from django.utils import timezone

from enti import registro
from enti.inviti import Invitato, create_invito
from enti.models import AttoreSistema, Evento, Incarico
from tests.dati import create_incarico, mondo

__all__ = ["mondo"]

POI = "/conto/nome/?next=%2Fambiti%2Foglio%2F2026%2F"


@pytest.fixture
def senza_nome(mondo) -> Incarico:
    incarico = create_incarico("Nuova", "capofila", ambito=mondo.ambito)
    incarico.utente.first_name = ""
    incarico.utente.save()
    return incarico


def test_senza_nome_non_si_fa_nulla(client: Client, mondo, senza_nome) -> None:
    client.force_login(senza_nome.utente)
    assert client.get("/ambiti/oglio/2026/")["Location"] == POI
    assert client.post("/ambiti/oglio/2026/iter/chiusura/")["Location"] == "/conto/nome/?next=%2Fscrivania%2F"
    assert client.get("/").status_code == 200, "ciò che è di tutti resta aperto"
    pagina = client.get(POI).content.decode()
    assert "Per nuova@example.org il nome manca." in pagina


def test_si_scrive_una_volta_e_si_prosegue(client: Client, senza_nome) -> None:
    client.force_login(senza_nome.utente)
    risposta = client.post(POI, {"nome": "nuova@example.org", "cognome": ""})
    assert risposta.status_code == 422
    assert "Va scritto un nome, non un indirizzo" in risposta.content.decode()
    assert "nuova@example.org" in risposta.content.decode(), "ciò che si è scritto resta"
    assert client.post(POI, {"nome": " Nuova ", "cognome": "Venuta"})["Location"] == "/ambiti/oglio/2026/"
    senza_nome.utente.refresh_from_db()
    assert str(senza_nome.utente) == "Nuova Venuta"
    assert client.post(POI, {"nome": "Altra", "cognome": "Persona"}).status_code == 302
    senza_nome.utente.refresh_from_db()
    assert str(senza_nome.utente) == "Nuova Venuta"


def test_non_si_va_altrove(client: Client, senza_nome) -> None:
    client.force_login(senza_nome.utente)
    risposta = client.post("/conto/nome/?next=//evil.example/", {"nome": "Nuova", "cognome": "Venuta"})
    assert risposta["Location"] == "/scrivania/"


def test_nel_registro_non_c_e_mai_un_indirizzo(mondo, senza_nome) -> None:
    ora = timezone.now()
    chi = Invitato(email="invitata@example.org", ruolo="compilatore", ente=mondo.rovato.ente)
    create_invito(chi, by=senza_nome, quando=ora)
    registro.append("prova", catena="x", oggetto="y", by=senza_nome, quando=ora)
    registro.append("prova", catena="x", oggetto="y", by=AttoreSistema("prova"), quando=ora)
    for evento in Evento.objects.all():
        assert "@" not in f"{evento.chi} {evento.oggetto} {evento.dettaglio}"
