"""``python -m benchmarks.pubblicazione``: the public page of the real plan and of 61 enti, as the server answers it.

The whole way through the middleware, in this process, without the network. «freddo» is the first time after the files
are made, when the page is put together and compressed; «caldo» the median of two hundred more. Whatever has more than
``SOGLIA_MS`` has an exclamation mark after it. It wants the database that ``benchmarks.passi carica`` fills.
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import django

django.setup()

from django.core.cache import caches  # noqa: E402 - models need django.setup() first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from enti.models import AttoreSistema  # noqa: E402
from piano.management.commands.carica_dimostrazione import create_account  # noqa: E402
from piano.models import Piano, Pubblicazione, Versione  # noqa: E402
from piano.pubblicazione.file import prepare  # noqa: E402
from piano.services import store_version  # noqa: E402

PIANI: Final = (("oglio-ovest", 2026), ("valdemo", 2026))
VOLTE: Final = 200
SOGLIA_MS: Final = 30
QUANDO: Final = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
ESPANSA: Final = {"Accept-Encoding": "identity"}
COMPRESSA: Final = {"Accept-Encoding": "gzip"}


def publish(piano: Piano) -> Versione:
    """A published version of the plan."""
    Piano.objects.for_system().filter(pk=piano.pk).update(stato="pubblicato")
    piano.refresh_from_db()
    versione = store_version(piano, by=AttoreSistema("misure"), quando=QUANDO)
    Pubblicazione.objects.for_system().create(versione=versione, quando=QUANDO, chi="misure")
    return versione


def measure(nome: str, ask: Callable[[], Any], *, fredda: bool = False) -> None:
    """One line: times, queries, weight of the answer."""
    tempi = [_time(ask) for _ in range(VOLTE + 1)]
    with CaptureQueriesContext(connection) as interrogazioni:
        risposta = ask()
    freddo = f"{tempi[0]:>6.1f} ms" if fredda else f"{'':>9}"
    caldo = statistics.median(tempi[1:])
    peso = f"{len(risposta.content) / 1000:.0f} kB"
    print(
        f"  {nome:<34} {freddo} {caldo:>6.1f} ms {len(interrogazioni):>3} interrogazioni, "
        f"{risposta.status_code}, {peso}"
        f"{'  !' if caldo > SOGLIA_MS else ''}",
        flush=True,
    )


def _time(ask: Callable[[], object]) -> float:
    inizio = time.perf_counter()
    ask()
    return (time.perf_counter() - inizio) * 1000


def measure_plan(ambito: str, anno: int) -> None:
    """The page and what hangs on it, of one plan."""
    piani = Piano.objects.for_system().select_related("ricognizione__ambito")
    piano = piani.get(ricognizione__ambito__slug=ambito, ricognizione__anno=anno)
    versione = publish(piano)
    fatti = _time(lambda: prepare(versione))
    print(f"{ambito} {anno}, i file di una versione: {fatti:.0f} ms, una volta sola")
    pagina, stabile = f"/piani/{ambito}/{anno}/", f"/piani/{ambito}/{anno}/versioni/{versione.numero}/"
    estraneo, entrato = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    chi = create_account(
        piano.ricognizione.ambito, email=f"{ambito}@example.org", nome="P", cognome="R", ruolo="capofila"
    )
    entrato.force_login(chi)
    caches["pagine"].clear()
    etichetta = {"If-None-Match": estraneo.get(pagina)["ETag"]}
    caches["pagine"].clear()
    measure("pagina, compressa", lambda: estraneo.get(pagina, headers=COMPRESSA), fredda=True)
    measure("pagina, non compressa", lambda: estraneo.get(pagina, headers=ESPANSA))
    measure("pagina, già avuta", lambda: estraneo.get(pagina, headers=etichetta))
    measure("pagina, per chi è entrato", lambda: entrato.get(pagina))
    measure("dizionario dei dati", lambda: estraneo.get(f"{pagina}dati/", headers=COMPRESSA), fredda=True)
    measure("PDF", lambda: estraneo.get(f"{stabile}pdf/"))
    measure("catalogo del piano", lambda: estraneo.get(f"{pagina}catalogo.rdf"))
    measure("home", lambda: estraneo.get("/"))


if __name__ == "__main__":
    for quale in PIANI:
        measure_plan(*quale)
