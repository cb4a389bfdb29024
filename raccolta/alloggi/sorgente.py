"""From a file of dwellings to its rows, some at a time; or one sentence that says why it cannot be read."""

import csv
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from typing import IO, Any, Final

import msgspec
from msgspec import Struct

from raccolta.alloggi.lettore import BLOCCO, COLONNE, PRIME, RIGHE
from raccolta.fogli.cartella import apart, check_archive, check_file, decode, unguard
from raccolta.fogli.chiave import FoglioRifiutato

MASSIMO: Final = 25 * 1024 * 1024
"""The largest file, in bytes."""
DISTESO: Final = 400 * 1024 * 1024
"""The largest it may become once it is unpacked: a workbook of 100,000 dwellings becomes 150 MB."""
_SEPARATORI: Final = ";,\t|"

Riga = list[Any]
"""The cells of a row: a text, a number, a list with a day in it; a list of two where the value is not known: what the
cell shows, and why (``raccolta.fogli.formule``)."""

_TROPPO: Final = (
    "Il file è troppo grande per essere letto: forse c’è qualcosa scritto molto lontano dalla tabella. Va copiata la "
    "sola tabella in un foglio nuovo, oppure divisa in più file."
)
_FORMATI: Final = "Il file non è in un formato che si legge: va salvato in XLSX, ODS oppure CSV."
_NON_SI_APRE: Final = "Il file non si apre: è rovinato, oppure non è un foglio di calcolo. Va salvato di nuovo in XLSX."


class Assaggio(Struct, frozen=True):
    """The beginning of a sheet, and how many rows it has; the sheet of a CSV has no name."""

    foglio: str
    righe: list[Riga]
    quante: int


def taste(nome: str, contenuto: bytes) -> list[Assaggio]:
    """The beginning of every sheet that has something in it; raises FoglioRifiutato."""
    check_file(nome, contenuto, MASSIMO, _FORMATI)
    if _is_csv(nome):
        righe = list(_csv_rows(contenuto))
        assaggi = [Assaggio("", righe[:PRIME], len(righe))]
    else:
        check_archive(contenuto, DISTESO)
        with _reader(contenuto) as uscita:
            assaggi = msgspec.convert(next(_pieces(uscita), []), list[Assaggio])
    if pieni := [assaggio for assaggio in assaggi if assaggio.righe]:
        return pieni
    raise FoglioRifiutato("Nel file non c’è scritto nulla: va scelto un altro file.")


def count_rows(nome: str, contenuto: bytes, foglio: str) -> int:
    """How many rows a sheet has; raises FoglioRifiutato."""
    return next((a.quante for a in taste(nome, contenuto) if a.foglio == foglio), 0)


def read_rows(nome: str, contenuto: bytes, foglio: str) -> Iterator[tuple[int, list[Riga]]]:
    """How many rows there are, and some of them, again and again to the last; raises FoglioRifiutato."""
    if _is_csv(nome):
        yield from _read_csv(contenuto)
        return
    with _reader(contenuto, foglio) as uscita:
        pezzi = _pieces(uscita)
        quante = next(pezzi, [0])[0]
        for blocco in pezzi:
            yield quante, blocco


@contextmanager
def _reader(contenuto: bytes, *foglio: str) -> Iterator[IO[bytes]]:
    """The process that reads; raises FoglioRifiutato where it has gone over a limit, or does not understand."""
    comando = apart("raccolta.alloggi.lettore", *foglio)
    with subprocess.Popen(
        comando, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as processo:
        if processo.stdin is None or processo.stdout is None:
            raise FoglioRifiutato(_NON_SI_APRE)
        try:
            _feed(processo.stdin, contenuto)
            yield processo.stdout
        finally:
            processo.kill() if processo.stdout.read(1) else processo.wait()
    if processo.returncode:
        raise FoglioRifiutato(_TROPPO if processo.returncode != 1 else _NON_SI_APRE)


def _feed(entrata: IO[bytes], contenuto: bytes) -> None:
    try:
        entrata.write(contenuto)
        entrata.close()
    except BrokenPipeError:
        return


def _pieces(uscita: IO[bytes]) -> Iterator[Any]:
    decode_piece = msgspec.msgpack.Decoder().decode
    while testa := uscita.read(4):
        lunghezza = int.from_bytes(testa, "big")
        if len(pezzo := uscita.read(lunghezza)) < lunghezza:  # who writes was stopped
            return
        yield decode_piece(pezzo)


def _is_csv(nome: str) -> bool:
    return nome.lower().endswith(".csv")


def _read_csv(contenuto: bytes) -> Iterator[tuple[int, list[Riga]]]:
    quante = contenuto.count(b"\n") + 1
    righe = _csv_rows(contenuto)
    while blocco := list(islice(righe, BLOCCO)):
        yield quante, blocco


def _csv_rows(contenuto: bytes) -> Iterator[Riga]:
    """In UTF-8 or as Windows writes it; with the separator that the first line has most."""
    testo = decode(contenuto)
    if "\0" in testo:
        raise FoglioRifiutato(_NON_SI_APRE)
    prima = testo[: testo.find("\n") if "\n" in testo else None]
    separatore = max(_SEPARATORI, key=prima.count)
    try:
        for numero, riga in enumerate(csv.reader(StringIO(testo, newline=""), delimiter=separatore)):
            if numero == RIGHE:
                raise FoglioRifiutato(_TROPPO)
            yield [unguard(cella) for cella in riga[:COLONNE]]
    except csv.Error as errore:
        raise FoglioRifiutato(_NON_SI_APRE) from errore
