"""Reads a workbook that came back: every value as a text with its place, or one sentence that says why not."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final, cast

import msgspec
from msgspec import Struct
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from raccolta.fogli.chiave import FOGLIO, Chiave, FoglioRifiutato, open_key
from raccolta.fogli.scrittura import TESTATA

MASSIMO: Final = 5 * 1024 * 1024
"""The largest file, in bytes."""
DISTESO: Final = 60 * 1024 * 1024
"""The largest it may become once it is unpacked."""
RIGHE: Final = 20_000
"""The rows of a sheet that are read; a scheda has some hundreds."""
COLONNE: Final = 200
ESTENSIONI: Final = (".xlsx", ".ods")


class Posto(Struct, frozen=True):
    """A value of the workbook: its sheet, its cell, what is written there."""

    foglio: str
    cella: str
    testo: str


class FoglioLetto(Struct, frozen=True):
    """``valori``: address → what the workbook says of it; ``righe``: the names of the rows it has."""

    chiave: Chiave
    valori: dict[str, Posto]
    righe: tuple[str, ...]


def pack(letto: FoglioLetto) -> Mapping[str, Any]:
    """A workbook as it waits in the session until it is confirmed."""
    return cast("Mapping[str, Any]", msgspec.to_builtins(letto))


def unpack(atteso: object) -> FoglioLetto:
    """What ``pack`` gave; raises FoglioRifiutato where there is nothing, or it is of another time."""
    try:
        return msgspec.convert(atteso, FoglioLetto)
    except msgspec.ValidationError as errore:
        raise FoglioRifiutato("Il file caricato non c’è più: va caricato di nuovo.") from errore


def read_workbook(nome: str, contenuto: bytes) -> FoglioLetto:
    """Raises FoglioRifiutato; the values are not looked at yet."""
    if not nome.lower().endswith(ESTENSIONI):
        raise FoglioRifiutato("Si carica il foglio scaricato da qui, salvato in formato XLSX oppure ODS.")
    cartella = _open(contenuto)
    if FOGLIO not in cartella.sheet_names:
        raise FoglioRifiutato(
            "Il file non è il foglio di una scheda: si scarica da questa pagina, si compila, si riporta."
        )
    chiave = open_key(_first_text(_rows(cartella, FOGLIO)))
    valori: dict[str, Posto] = {}
    for foglio in cartella.sheet_names:
        if foglio != FOGLIO:
            valori |= dict(_values(foglio, _rows(cartella, foglio)))
    righe = dict.fromkeys(nome.rsplit("/", 1)[0] for nome in valori)
    return FoglioLetto(chiave, valori, tuple(riga for riga in righe if not riga.endswith("/-")) + _not_split(valori))


def _not_split(valori: dict[str, Posto]) -> tuple[str, ...]:
    """Rows of what is not split by comune: their key is the same as that of what is declared of the whole voce."""
    dichiarate = ("stato", "causa", "totale_dichiarato", "nota")
    nomi = (nome.rsplit("/", 1) for nome in valori if nome.rsplit("/", 1)[1] not in dichiarate)
    return tuple(dict.fromkeys(riga for riga, _ in nomi if riga.endswith("/-")))


def _open(contenuto: bytes) -> CalamineWorkbook:
    if len(contenuto) > MASSIMO:
        raise FoglioRifiutato(f"Il file è troppo grande: il massimo è {MASSIMO // 1024 // 1024} MB.")
    try:
        with zipfile.ZipFile(BytesIO(contenuto)) as archivio:
            if sum(membro.file_size for membro in archivio.infolist()) > DISTESO:
                raise FoglioRifiutato("Il file, una volta aperto, è troppo grande: va scaricato un foglio nuovo.")
        return CalamineWorkbook.from_filelike(BytesIO(contenuto))
    except (zipfile.BadZipFile, CalamineError, ValueError, OSError) as errore:
        if isinstance(errore, FoglioRifiutato):
            raise
        raise FoglioRifiutato("Il file non si apre: è rovinato, oppure non è un foglio di calcolo.") from errore


def _rows(cartella: CalamineWorkbook, foglio: str) -> Sequence[Sequence[Any]]:
    return cartella.get_sheet_by_name(foglio).to_python(skip_empty_area=False, nrows=RIGHE)


def _first_text(righe: Sequence[Sequence[Any]]) -> str:
    return str(righe[0][0]) if righe and righe[0] else ""


def _values(foglio: str, righe: Sequence[Sequence[Any]]) -> Iterator[tuple[str, Posto]]:
    """The rows under each hidden head, measure by measure."""
    misure: list[str] = []
    for numero, riga in enumerate(righe, start=1):
        nome = str(riga[0]).strip() if riga else ""
        if nome == TESTATA:
            misure = [str(testo).strip() for testo in riga[2:COLONNE]]
        elif "/" in nome:
            for posto, misura in enumerate(misure):
                if misura:
                    valore = riga[posto + 2] if posto + 2 < len(riga) else ""
                    dove = f"{get_column_letter(posto + 3)}{numero}"
                    yield f"{nome}/{misura}", Posto(foglio, dove, as_text(valore))


def as_text(valore: object) -> str:
    """What a cell holds, as a person would type it: numbers come as floats, also the whole ones."""
    if isinstance(valore, bool):
        return "vero" if valore else "falso"
    if isinstance(valore, float):
        return str(int(valore)) if valore.is_integer() else _decimal(valore)
    if isinstance(valore, datetime | date):
        return f"{valore:%d/%m/%Y}"
    return str(valore).replace("\N{NO-BREAK SPACE}", " ").strip()


def _decimal(valore: float) -> str:
    """The digits that the sheet shows, with a comma."""
    cifre = repr(valore)
    return (f"{valore:.10f}".rstrip("0") if "e" in cifre else cifre).replace(".", ",")
