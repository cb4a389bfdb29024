"""Tenancy: every address that names an object, asked by whoever has nothing to do with it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from enti.models import Utente
from piano.management.commands.carica_dimostrazione import create_account
from tests.congelati import find_piano

VALORI = {"ambito": "oglio-ovest", "anno": 2026, "uidb36": "1", "key": "abc"}
"""For each parameter of an address, the value that names an object of Oglio Ovest."""

APERTI = {"account_reset_password_from_key", "account_confirm_email"}
"""Addresses whose object is the secret in the address itself."""


def addresses(resolver: URLResolver, spazio: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    for voce in resolver.url_patterns:
        if isinstance(voce, URLResolver):
            if voce.app_name != "admin":
                yield from addresses(voce, f"{voce.namespace}:" if voce.namespace else spazio)
        elif isinstance(voce, URLPattern) and voce.name and voce.pattern.converters:
            yield f"{spazio}{voce.name}", tuple(voce.pattern.converters)


CON_OGGETTO = [voce for voce in addresses(get_resolver()) if voce[0] not in APERTI]


def test_c_e_almeno_un_indirizzo_con_un_oggetto() -> None:
    assert {"piano:piano_detail", "piano:piano_pdf"} <= {nome for nome, _ in CON_OGGETTO}


@pytest.fixture
def dario(valdemo_e_oglio_ovest: None) -> Utente:
    """Dario works for another ambito."""
    altro = find_piano("valdemo", 2026).ricognizione.ambito
    return create_account(altro, email="dario@example.org", nome="Dario", cognome="Altrove", ruolo="capofila")


@pytest.mark.parametrize("metodo", ["get", "post"])
@pytest.mark.parametrize(("nome", "parametri"), CON_OGGETTO)
def test_un_estraneo_riceve_404(
    client: Client, dario: Utente, nome: str, parametri: tuple[str, ...], metodo: str
) -> None:
    client.force_login(dario)
    indirizzo = reverse(nome, kwargs={parametro: VALORI[parametro] for parametro in parametri})
    assert getattr(client, metodo)(indirizzo).status_code in {404, 405}
    assert client.get(indirizzo).status_code == 404


@pytest.mark.parametrize(("nome", "parametri"), CON_OGGETTO)
def test_chi_non_e_entrato_e_invitato_a_farlo_che_il_piano_ci_sia_o_no(
    client: Client, valdemo_e_oglio_ovest: None, nome: str, parametri: tuple[str, ...]
) -> None:
    for valori in (VALORI, {**VALORI, "ambito": "non-esiste"}):
        indirizzo = reverse(nome, kwargs={parametro: valori[parametro] for parametro in parametri})
        risposta = client.get(indirizzo)
        assert risposta.status_code == 302
        assert risposta["Location"] == f"{reverse('account_login')}?next={indirizzo}"


def test_ogni_incarico_dell_ambito_legge_la_bozza(client: Client, valdemo_e_oglio_ovest: None) -> None:
    ambito = find_piano("oglio-ovest", 2026).ricognizione.ambito
    for ruolo, ente in (
        ("capofila", None),
        ("assemblea", None),
        ("compilatore", "rovato"),
        ("certificatore", "rovato"),
        ("parere", "aler-brescia-cremona-mantova"),
        ("lettura", "chiari"),
    ):
        persona = create_account(
            ambito, email=f"{ruolo}.prova@example.org", nome="P", cognome="R", ruolo=ruolo, ente=ente
        )
        client.force_login(persona)
        risposta = client.get(reverse("piano:piano_detail", args=["oglio-ovest", 2026]))
        assert risposta.status_code == 200, ruolo
        assert "BOZZA" in risposta.content.decode()


def test_un_incarico_finito_non_legge_piu(client: Client, valdemo_e_oglio_ovest: None) -> None:
    ambito = find_piano("oglio-ovest", 2026).ricognizione.ambito
    anna = create_account(ambito, email="anna@example.org", nome="Anna", cognome="R", ruolo="lettura", ente="rovato")
    anna.incarichi.update(dal="2020-01-01", al="2020-12-31")
    client.force_login(anna)
    assert client.get(reverse("piano:piano_detail", args=["oglio-ovest", 2026])).status_code == 404
