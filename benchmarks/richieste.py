"""``python -m benchmarks.richieste PORTA COOKIE PERCORSO``: asks a page over and over, and writes what it saw as JSON.

One after the other, each timed from the first byte sent to the last received; then several at once, counted. It is a
process of its own and loads nothing of the site: what it spends is little, and the same for every page.
"""

import http.client
import json
import statistics
import sys
import threading
import time
from typing import Final

RISCALDAMENTO: Final = 20
RICHIESTE: Final = 200
CLIENTI: Final = 4
SECONDI: Final = 4.0


class Cliente:
    """One connection, kept open."""

    def __init__(self, porta: int, cookie: str, percorso: str) -> None:
        """It connects with the first request."""
        self.connessione = http.client.HTTPConnection("127.0.0.1", porta, timeout=60)
        self.percorso, self.intestazioni = percorso, {"Cookie": cookie, "Accept-Encoding": "identity"}

    def ask(self) -> int:
        """The bytes of one answer, which must be a page."""
        self.connessione.request("GET", self.percorso, headers=self.intestazioni)
        risposta = self.connessione.getresponse()
        corpo = risposta.read()
        if risposta.status != http.client.OK:
            raise SystemExit(f"{self.percorso}: {risposta.status} {risposta.getheader('Location') or corpo[:200]!r}")
        return len(corpo)


def time_sequence(cliente: Cliente) -> dict[str, float]:
    """Median, 95th percentile and maximum, in milliseconds, and the size of the page in kB."""
    peso = max(cliente.ask() for _ in range(RISCALDAMENTO))
    tempi = []
    for _ in range(RICHIESTE):
        inizio = time.perf_counter()
        cliente.ask()
        tempi.append((time.perf_counter() - inizio) * 1000)
    p95 = statistics.quantiles(tempi, n=20)[-1]
    return {"p50": statistics.median(tempi), "p95": p95, "massimo": max(tempi), "peso": peso / 1024}


def count_together(porta: int, cookie: str, percorso: str) -> float:
    """Requests per second of several clients, each with its connection."""
    fatte: list[int] = []
    fine = time.perf_counter() + SECONDI

    def insist() -> None:
        cliente, quante = Cliente(porta, cookie, percorso), 0
        while time.perf_counter() < fine:
            cliente.ask()
            quante += 1
        fatte.append(quante)

    fili = [threading.Thread(target=insist) for _ in range(CLIENTI)]
    for filo in fili:
        filo.start()
    for filo in fili:
        filo.join()
    if len(fatte) < CLIENTI:
        raise SystemExit(f"{percorso}: sotto carico qualche risposta non è una pagina")
    return sum(fatte) / SECONDI


def main() -> None:
    """One page."""
    porta, cookie, percorso = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    misura = time_sequence(Cliente(porta, cookie, percorso))
    print(json.dumps({**misura, "al_secondo": count_together(porta, cookie, percorso)}))


if __name__ == "__main__":
    main()
