"""Opens a file that came back: what is written in the cells of its sheets, or one sentence that says why not."""

import csv
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct
from openpyxl.utils import get_column_letter

from raccolta.fogli.chiave import FoglioRifiutato
from raccolta.fogli.guscio import TROPPO

MASSIMO: Final = 10 * 1024 * 1024
"""The largest file, in bytes."""
DISTESO: Final = 80 * 1024 * 1024
"""The largest it may become once it is unpacked."""
PARTI: Final = 2_000
"""The files that a workbook is made of: some tens."""
ESTENSIONI: Final = (".xlsx", ".ods", ".csv")
DA_CORREGGERE: Final = "Da correggere"
"""The head of the column of the errors, in a CSV that has some."""
_SECONDI: Final = 20
_CASA: Final = str(Path(__file__).resolve().parents[2])
_SEPARATORE: Final = re.compile(r'"?[\w-]+:[\w-]+"?([;,\t])')
_PERICOLO: Final = re.compile(r"'+[ \n\xa0]*[=+\-@\t\r]")

_TROPPO: Final = (
    "Il file è troppo grande per essere quello di una scheda: forse c’è qualcosa scritto molto lontano dalle tabelle. "
    "Va scaricato un foglio nuovo, e vi si riportano i valori."
)
_NON_SI_APRE: Final = (
    "Il file non si apre: è rovinato, oppure non è un foglio di calcolo. Va salvato di nuovo in XLSX, oppure ripreso "
    "il foglio scaricato da qui."
)
_MACRO: Final = (
    "Il file contiene macro, e non si apre: in Excel si salva come «Cartella di lavoro di Excel (.xlsx)», poi si "
    "riporta qui."
)
_FORMATI: Final = "Si carica il foglio scaricato da qui, salvato in formato XLSX, ODS oppure CSV."
_FIRME: Final[Mapping[bytes, str]] = {
    b"%PDF": "Il file è un PDF con un altro nome, non un foglio di calcolo: va scelto il foglio compilato.",
    b"\xd0\xcf\x11\xe0": (
        "Il file è protetto da una parola d’ordine, oppure è nel vecchio formato XLS: va salvato in XLSX, senza parola "
        "d’ordine."
    ),
}


class Unita(Struct, frozen=True):
    """Some cells merged into one."""

    prima_riga: int
    prima_colonna: int
    ultima_riga: int
    ultima_colonna: int


class Aperta(Struct, frozen=True):
    """A sheet: (row, column) → what is written there, from one; the merged cells; the formulas with no value."""

    nome: str
    celle: Mapping[tuple[int, int], object]
    unite: tuple[Unita, ...] = ()
    formule: Mapping[tuple[int, int], str] = {}


def open_file(nome: str, contenuto: bytes) -> tuple[Aperta, ...]:
    """The sheets of a file; raises FoglioRifiutato."""
    check_file(nome, contenuto, MASSIMO)
    return (read_csv(contenuto),) if nome.lower().endswith(".csv") else _open_workbook(contenuto)


def check_file(nome: str, contenuto: bytes, massimo: int, formati: str = _FORMATI) -> None:
    """By its name, its size and its first bytes; raises FoglioRifiutato. ``massimo``: the largest, in bytes."""
    minuscolo = nome.lower()
    if minuscolo.endswith(".xlsm"):
        raise FoglioRifiutato(_MACRO)
    if not minuscolo.endswith(ESTENSIONI):
        raise FoglioRifiutato(formati)
    if len(contenuto) > massimo:
        raise FoglioRifiutato(f"Il file è troppo grande: il massimo è {massimo // 1024 // 1024} MB.")
    for firma, frase in _FIRME.items():
        if contenuto.startswith(firma):
            raise FoglioRifiutato(frase)


def _open_workbook(contenuto: bytes) -> tuple[Aperta, ...]:
    check_archive(contenuto, DISTESO)
    comando = apart("raccolta.fogli.guscio")
    try:
        esito = subprocess.run(comando, input=contenuto, capture_output=True, timeout=_SECONDI, check=False)
    except subprocess.TimeoutExpired as errore:
        raise FoglioRifiutato(_TROPPO) from errore
    if esito.returncode:  # a negative code is that of a signal: it went over a limit
        raise FoglioRifiutato(_TROPPO if esito.returncode < 0 or esito.returncode == TROPPO else _NON_SI_APRE)
    fogli: Any = msgspec.json.decode(esito.stdout)
    return tuple(_read_sheet(foglio) for foglio in fogli)


def apart(modulo: str, *argomenti: str) -> list[str]:
    """The command that runs a module in a process of its own, which sees nothing of this one's settings."""
    avvio = f"import runpy, sys; sys.path.insert(0, {_CASA!r}); runpy.run_module({modulo!r}, run_name='__main__')"
    return [sys.executable, "-I", "-c", avvio, *argomenti]


def check_archive(contenuto: bytes, disteso: int) -> None:
    """A workbook is an archive: what it would become is known before it is unpacked. Raises FoglioRifiutato."""
    try:
        with zipfile.ZipFile(BytesIO(contenuto)) as archivio:
            membri = archivio.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as errore:
        raise FoglioRifiutato(_NON_SI_APRE) from errore
    if any(membro.filename.lower().endswith("vbaproject.bin") for membro in membri):
        raise FoglioRifiutato(_MACRO)
    if len(membri) > PARTI or sum(membro.file_size for membro in membri) > disteso:
        raise FoglioRifiutato(_TROPPO)


def _read_sheet(foglio: Mapping[str, Any]) -> Aperta:
    celle = {(riga + 1, colonna + 1): _value(valore) for riga, colonna, valore in foglio["celle"]}
    unite = tuple(Unita(*(numero + 1 for numero in angoli)) for angoli in foglio["unite"])
    return Aperta(foglio["nome"], celle, unite, {(r + 1, c + 1): come for r, c, come in foglio["formule"]})


def _value(valore: object) -> object:
    return date.fromisoformat(valore["giorno"]) if isinstance(valore, dict) else valore


def read_csv(contenuto: bytes) -> Aperta:
    """A sheet saved as CSV: in UTF-8 or as Windows writes it; with semicolons, commas or tabs."""
    testo = decode(contenuto)
    if not (separatore := _SEPARATORE.match(testo)):
        raise FoglioRifiutato(
            "Il file CSV non è quello di un quadro di questa scheda, oppure manca la sua prima colonna: va scaricato "
            "da qui, compilato e riportato."
        )
    try:
        righe = list(csv.reader(StringIO(testo, newline=""), delimiter=separatore[1]))
    except csv.Error as errore:
        raise FoglioRifiutato(_NON_SI_APRE) from errore
    fine = righe[0].index(DA_CORREGGERE) if righe and DA_CORREGGERE in righe[0] else None
    return Aperta("", dict(_cells(righe, fine)))


def _cells(righe: list[list[str]], fine: int | None) -> Iterator[tuple[tuple[int, int], object]]:
    """What is written, up to the column where we have written what is wrong."""
    for riga, valori in enumerate(righe, start=1):
        for colonna, valore in enumerate(valori[:fine], start=1):
            if valore:
                yield (riga, colonna), unguard(valore)


def unguard(valore: str) -> str:
    """Without the apostrophe that we put before a text that begins as a formula."""
    return valore[1:] if valore[:1] == "'" and _PERICOLO.match(valore) else valore


def decode(contenuto: bytes) -> str:
    """A text in UTF-8 or, where it is not, in the code of Windows: there every byte is a letter."""
    if contenuto.startswith((b"\xff\xfe", b"\xfe\xff")):
        return contenuto.decode("utf-16", errors="replace")
    try:
        return contenuto.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contenuto.decode("cp1252", errors="replace")


def as_text(valore: object) -> str:
    """What a cell holds, as a person would type it: numbers come as floats, also the whole ones."""
    if isinstance(valore, bool):
        return "vero" if valore else "falso"
    if isinstance(valore, float):
        return str(int(valore)) if valore.is_integer() else _decimal(valore)
    if isinstance(valore, date):
        return f"{valore:%d/%m/%Y}"
    return str(valore).replace("\N{NO-BREAK SPACE}", " ").strip()


def _decimal(valore: float) -> str:
    """The digits that the sheet shows, with a comma."""
    cifre = repr(valore)
    return (f"{valore:.10f}".rstrip("0") if "e" in cifre else cifre).replace(".", ",")


def name_cell(riga: int, colonna: int) -> str:
    """«C9»."""
    return f"{get_column_letter(colonna)}{riga}"
