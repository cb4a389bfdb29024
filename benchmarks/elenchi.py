"""``python -m benchmarks.elenchi``: the lists of a register of 100,000 dwellings, and its file, on this database.

The whole way through the middleware, without the network: the best of nine, and the queries. The file is written in a
process of its own (``file``), so that its peak memory is its own; beside it that of a tenth of the dwellings. Without
``DATABASE_URL`` the database is SQLite in ``PIANOCASA_VAR``; it wants the tables, and fills them once.
"""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import Any, Final

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - models need django.setup() first
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.rubinetto import Rubinetto  # noqa: E402
from enti.models import Adesione, Ambito, Comune, Ente, Incarico, Utente  # noqa: E402
from lessico.tavole.csv import write_csv  # noqa: E402
from lessico.tavole.xlsx import write_xlsx  # noqa: E402
from patrimonio.alloggi.elenco import Campo, Filtri, find_units  # noqa: E402
from patrimonio.alloggi.servizi import simplify  # noqa: E402
from patrimonio.models import Accessibilita, ModificaUnita, StatoUnita, TipoUnita, UnitaAbitativa  # noqa: E402
from raccolta.tavole.alloggi import units_table  # noqa: E402

ALLOGGI: Final = 100_000
VOLTE: Final = 9
SOGLIA_MS: Final = 100
QUANDO: Final = datetime(2026, 10, 1, tzinfo=UTC)
ENTE: Final = "aler-grande"
PAGINE: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("la prima pagina", {}),
    ("la pagina 200", {"pagina": "200"}),
    ("per indirizzo", {"ordine": "indirizzo"}),
    ("per superficie, dalla più grande", {"ordine": "-superficie"}),
    ("un comune, uno stato", {"comune": "991003", "stato": "carente"}),
    ("accessibili", {"accessibilita": "accessibile"}),
    ("cerca «via garibaldi 77»", {"cerca": "via garibaldi 77"}),
    ("cerca ciò che non c’è", {"cerca": "zzzz"}),
    ("tutto l’ambito, il capofila", {"di": "ambito"}),
)


def fill() -> None:
    """An ambito of sixty comuni, whose ALER has a register; always the same."""
    if Ente.objects.filter(pk=ENTE).exists():
        return
    with transaction.atomic():  # all of it, or nothing that the next run would trip over
        _write_rows(Random(7))
    with connection.cursor() as cursore:
        cursore.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _write_rows(caso: Random) -> None:
    ambito = Ambito.objects.create(slug="bench", nome="Bench")
    comuni = [Comune.objects.create(istat=f"9910{n:02}", nome=f"Comune {n:02}", provincia="XX") for n in range(60)]
    for comune in comuni:
        ente = Ente.objects.create(slug=f"c-{comune.istat}", tipo="comune", nome=comune.nome, comune=comune)
        Adesione.objects.create(ambito=ambito, ente=ente, dal="2020-01-01")
    aler = Ente.objects.create(slug=ENTE, tipo="aler", nome="Grande")
    Adesione.objects.create(ambito=ambito, ente=aler, dal="2020-01-01")
    for nome, presso in (
        ("ente", {"ente": aler, "ruolo": "compilatore"}),
        ("capo", {"ambito": ambito, "ruolo": "capofila"}),
    ):
        utente = Utente.objects.create_user(f"{nome}@bench.example", first_name=nome)
        Incarico.objects.create(utente=utente, dal="2020-01-01", **presso)
    with Rubinetto() as rubinetto:
        for n in range(ALLOGGI):
            rubinetto.add(_dwelling(n, aler, comuni[n * 7 % 60], caso))
        rubinetto.add(ModificaUnita(ente=aler, codice="AL000000", atto="aggiunta", attore="bench", quando=QUANDO))


def _dwelling(n: int, ente: Ente, comune: Comune, caso: Random) -> UnitaAbitativa:
    codice, indirizzo = (
        f"AL{n:06}",
        f"Via {caso.choice(('Garibaldi', 'Roma', 'Dante', 'dell’Orto'))} {n % 400}, int. {n % 9}",
    )
    return UnitaAbitativa(
        ente=ente,
        codice=codice,
        indirizzo=indirizzo,
        comune=comune,
        foglio=str(n % 40),
        particella=str(n % 900),
        superficie_utile=Decimal(caso.randrange(2800, 12000)) / 100,
        vani=caso.randrange(1, 6),
        piano=str(n % 8),
        ascensore=bool(n % 3),
        accessibilita=caso.choice((*Accessibilita.values, "")),
        tipo=caso.choices(TipoUnita.values, (90, 8, 2))[0],
        stato=caso.choices(StatoUnita.values, (85, 5, 4, 3, 2, 1))[0],
        cerca=simplify(codice, indirizzo),
        origine="foglio",
        dettaglio=f"alloggi.xlsx, riga {n + 2}",
        modificata_il=QUANDO,
        modificata_da="bench",
    )


def measure_pages() -> None:
    """One line a page."""
    ambito = Ambito.objects.for_system().get(slug="bench")
    clienti = {}
    for nome in ("ente", "capo"):
        clienti[nome] = Client(SERVER_NAME="127.0.0.1")
        clienti[nome].force_login(Utente.objects.get(email=f"{nome}@bench.example"))
    for nome, scelte in PAGINE:
        tutto = {"di": f"ambito-{ambito.pk}"} if scelte.get("di") else scelte
        cliente = clienti["capo" if scelte.get("di") else "ente"]
        tempi = [_time(cliente, tutto) for _ in range(VOLTE + 1)][1:]
        orologio, processore = (min(misure) for misure in zip(*tempi, strict=True))
        interrogazioni = [_ask(cliente, tutto) for _ in range(VOLTE)]
        lenta = min(max(tempi) for tempi in interrogazioni)
        print(
            f"  {nome:<34} {orologio:>6.0f} ms{'!' if orologio > SOGLIA_MS else ' '} processore {processore:>4.0f} ms,"
            f" {len(interrogazioni[0]):>3} interrogazioni, la più lenta {lenta:.0f} ms"
        )


def _time(cliente: Client, scelte: dict[str, str]) -> tuple[float, float]:
    """Milliseconds, of the clock and of the processor."""
    inizio, lavoro = time.perf_counter(), time.process_time()
    if (stato := cliente.get("/unita/", scelte).status_code) != HTTPStatus.OK:
        raise RuntimeError(f"/unita/ {scelte}: {stato}")
    return (time.perf_counter() - inizio) * 1000, (time.process_time() - lavoro) * 1000


def _ask(cliente: Client, scelte: dict[str, str]) -> list[float]:
    """Milliseconds of each query."""
    with CaptureQueriesContext(connection) as viste:
        _time(cliente, scelte)
    return [float(vista["time"]) * 1000 for vista in viste.captured_queries]


def write_file(formato: str, quanti: int) -> None:
    """The file of so many dwellings: seconds, megabytes of the file and of memory."""
    righe: Any = find_units(Campo(interi=(ENTE,)), Filtri())[:quanti]
    tavola = units_table("bench", "bench", righe, {})
    inizio = time.perf_counter()
    with open(os.devnull, "wb") as nulla:
        if formato == "csv":
            for pezzo in write_csv(tavola):
                nulla.write(pezzo)
        else:
            write_xlsx(tavola, nulla)
    picco = next(riga for riga in Path("/proc/self/status").read_text().splitlines() if riga.startswith("VmHWM"))
    memoria = int(picco.split()[1]) / 1024  # getrusage would tell the peak of who started this process
    print(f"  {formato}, {quanti} alloggi: {time.perf_counter() - inizio:.1f} s, memoria {memoria:.0f} MB")


def main() -> None:
    """Pages, then files."""
    fill()
    print(f"Registro di {ALLOGGI} alloggi, {connection.vendor}")
    measure_pages()
    for formato in ("csv", "xlsx"):
        for quanti in (ALLOGGI // 10, ALLOGGI):
            subprocess.run([sys.executable, "-m", "benchmarks.elenchi", formato, str(quanti)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_file(sys.argv[1], int(sys.argv[2]))
    else:
        main()
