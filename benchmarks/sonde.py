"""``python -m benchmarks.sonde``: the pages to measure in the ambito of 61 enti, and their queries there and in others.

Prints JSON. The session of each person is made here, as nobody has a password. ``piani`` as an argument prints instead
the queries whose plan reads a large table whole.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import django

django.setup()

from django.conf import settings  # noqa: E402 - models need django.setup() first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from msgspec import Struct  # noqa: E402

from benchmarks.indirizzi import NUDA  # noqa: E402
from benchmarks.lombardia import ANNI  # noqa: E402
from enti.models import Utente  # noqa: E402
from patrimonio.models import Finestra, Scheda  # noqa: E402

AMBITI: Final = ((1, 61), (2, 30), (3, 5))
"""Which ambito has how many enti."""

POSTO: Final = 2
"""The scheda that is looked at: half filled in, with a voce carried over and something to correct."""

TUTTA_LA_TABELLA: Final = re.compile(r"SCAN (?!CONSTANT|\S+ USING|\(subquery|LIST)(\S+)|Seq Scan on (\S+)")
"""A table that is read whole, by its name or by its alias; the small ones may be."""

PICCOLE: Final = re.compile(
    r"enti_(?!evento)\w+|django_session|piano_piano|patrimonio_(ricognizione|finestra|proroga)|raccolta_(bozza|rinvio)"
)


class Pagina(Struct, frozen=True):
    """A page as it is reached in an ambito."""

    nome: str
    percorso: str
    chi: str


def find_pages(numero: int) -> Iterator[Pagina]:
    """The pages of an ambito: those of who compiles, those of the capofila."""
    anno, capofila = ANNI[-1], f"capofila-{numero}@example.org"
    schede = Scheda.objects.for_system().filter(ricognizione__ambito=numero, ricognizione__anno=anno)
    scheda = schede.order_by("pk")[POSTO]
    chi = f"compila.{scheda.ente_id}@example.org"
    yield Pagina("nuda", NUDA, capofila)
    yield Pagina("cruscotto", f"/ambiti/ambito-{numero}/{anno}/", capofila)
    yield Pagina("scrivania, capofila", "/scrivania/", capofila)
    yield Pagina("scrivania, ente", "/scrivania/", chi)
    yield Pagina("scheda", f"/schede/{scheda.pk}/", chi)
    yield Pagina("disponibilità", f"/schede/{scheda.pk}/disponibilita/", chi)
    yield Pagina("patrimonio", f"/schede/{scheda.pk}/patrimonio/", chi)
    yield Pagina("riepilogo", f"/schede/{scheda.pk}/riepilogo/", chi)
    yield Pagina("storia", f"/schede/{scheda.pk}/storia/", chi)


def look(pagina: Pagina) -> tuple[int, list[str], str]:
    """Status, queries of the second visit, and the cookie of the session."""
    cliente = Client(SERVER_NAME="127.0.0.1")
    cliente.force_login(Utente.objects.get(email=pagina.chi))
    cliente.get(pagina.percorso)
    with CaptureQueriesContext(connection) as interrogazioni:
        risposta = cliente.get(pagina.percorso)
    nome = settings.SESSION_COOKIE_NAME
    testi = [interrogazione["sql"] for interrogazione in interrogazioni.captured_queries]
    return risposta.status_code, testi, f"{nome}={cliente.cookies[nome].value}"


def keep_open() -> None:
    """The collection of the last year is open today and closes in nine days."""
    adesso = timezone.now()
    prima, seconda = (
        Finestra.objects.for_system().filter(ricognizione__anno=ANNI[-1], dal__month=mese) for mese in (10, 1)
    )
    seconda.delete()
    prima.update(al=adesso + timedelta(days=9))


def measure() -> list[dict[str, object]]:
    """Every page with its queries by size of the ambito, and how it is reached in the largest."""
    pagine: dict[str, dict[str, object]] = {}
    for numero, enti in AMBITI:
        for pagina in find_pages(numero):
            stato, testi, cookie = look(pagina)
            riga = pagine.setdefault(
                pagina.nome, {"nome": pagina.nome, "percorso": pagina.percorso, "cookie": cookie, "interrogazioni": {}}
            )
            riga["interrogazioni"][str(enti)] = len(testi) if stato == HTTPStatus.OK else f"stato {stato}"  # type: ignore[index]
    return list(pagine.values())


def show_plans() -> None:
    """The queries of the pages of the largest ambito that read a large table whole."""
    spiega = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    visti: set[str] = set()
    for pagina in find_pages(1):
        for testo in look(pagina)[1]:
            if not testo.startswith("SELECT") or testo in visti:
                continue
            visti.add(testo)
            with connection.cursor() as cursore:
                cursore.execute(spiega + testo)
                piano = "\n".join(str(riga[-1]) for riga in cursore.fetchall())
            intere = [a or b for a, b in TUTTA_LA_TABELLA.findall(piano)]
            if any(not PICCOLE.fullmatch(nome) for nome in intere):
                print(f"— {pagina.nome}\n{testo[:1500]}\n{piano}\n")


if __name__ == "__main__":
    keep_open()
    if sys.argv[1:] == ["piani"]:
        show_plans()
    else:
        print(json.dumps(measure()))
