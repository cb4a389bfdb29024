"""The same file with its errors marked: red cells with the reason in a note; of a CSV, a column more."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from raccolta.fogli.cartella import DA_CORREGGERE, Aperta, open_file
from raccolta.fogli.chiave import FOGLIO
from raccolta.fogli.in_csv import guard
from raccolta.fogli.lettura import Errore
from raccolta.fogli.scrittura import ELENCHI, put

DISTESO: Final = 12 * 1024 * 1024
"""The largest workbook, unpacked, that is marked as it is; of a larger one a copy of its values is."""
SEGNATE: Final = 2_000
"""The cells that are marked; who has more to correct downloads the file again."""
_COPIATE: Final = 60_000
_ROSSO: Final = PatternFill("solid", fgColor="FFF8C9C4")


class Segnato(Struct, frozen=True):
    """A file to be taken away."""

    nome: str
    tipo: str
    contenuto: bytes


def mark(nome: str, contenuto: bytes, errori: Iterable[Errore]) -> Segnato:
    """The file that was brought, with what is wrong in it; it can be corrected and brought back."""
    inizio, _, fine = nome.rpartition(".")
    segni = _by_cell(errori)
    if fine.lower() == "csv":
        return Segnato(f"{inizio}-da-correggere.csv", "text/csv; charset=utf-8", _mark_csv(nome, contenuto, segni))
    cartella = _load(contenuto) if _is_small(fine, contenuto) else None
    cartella = cartella or _copy(nome, contenuto)
    for (foglio, riga, colonna), frasi in segni.items():
        if foglio in cartella.sheetnames:
            _mark_cell(cartella[foglio], riga, colonna, " ".join(frasi))
    scritto = io.BytesIO()
    cartella.save(scritto)
    tipo = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Segnato(f"{inizio}-da-correggere.xlsx", tipo, scritto.getvalue())


def _by_cell(errori: Iterable[Errore]) -> Mapping[tuple[str, int, int], list[str]]:
    segni: defaultdict[tuple[str, int, int], list[str]] = defaultdict(list)
    for errore in errori:
        if errore.posto and len(segni) < SEGNATE:
            segni[errore.posto.foglio, errore.posto.riga, errore.posto.colonna].append(errore.frase)
    return segni


def _mark_cell(foglio: Worksheet, riga: int, colonna: int, frase: str) -> None:
    angolo = next((u for u in foglio.merged_cells.ranges if (riga, colonna) in set(u.cells)), None)
    cella: Any = foglio.cell(*((angolo.min_row, angolo.min_col) if angolo else (riga, colonna)))
    cella.fill = _ROSSO
    cella.comment = Comment(f"{DA_CORREGGERE}: {frase}", "Pianocasa", width=360, height=110)


def _is_small(fine: str, contenuto: bytes) -> bool:
    """Whether a workbook can be opened whole: it takes many times the memory of what is in it."""
    if fine.lower() != "xlsx":
        return False
    with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
        return sum(membro.file_size for membro in archivio.infolist()) <= DISTESO


def _load(contenuto: bytes) -> Workbook | None:
    """The workbook as it is; None where the library that writes does not understand it, as the one that reads does."""
    try:
        return load_workbook(io.BytesIO(contenuto))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _copy(nome: str, contenuto: bytes) -> Workbook:
    """The values of the file in a new one, in the same places: it can be brought back all the same."""
    cartella = Workbook()
    cartella.remove(cartella.worksheets[0])
    copiate = 0
    for aperto in open_file(nome, contenuto):
        foglio = cartella.create_sheet(aperto.nome)
        for (riga, colonna), valore in sorted(aperto.celle.items()):
            copiate += 1
            if copiate <= _COPIATE:
                put(foglio, riga, colonna, valore)
        foglio.column_dimensions["A"].hidden = aperto.nome not in (FOGLIO, ELENCHI)
        foglio.sheet_state = "hidden" if aperto.nome in (FOGLIO, ELENCHI) else "visible"
    return cartella


def _mark_csv(nome: str, contenuto: bytes, segni: Mapping[tuple[str, int, int], list[str]]) -> bytes:
    """A column after the last one, with what is wrong in each row."""
    [aperto] = open_file(nome, contenuto)
    ultima_riga, ultima = (max((angolo[n] for angolo in aperto.celle), default=0) for n in (0, 1))
    frasi: defaultdict[int, list[str]] = defaultdict(list)
    for (_, riga, _colonna), dette in segni.items():
        frasi[riga] += dette
    scritto = io.StringIO(newline="")
    scrittore = csv.writer(scritto, delimiter=";", lineterminator="\r\n")
    for riga in range(1, ultima_riga + 1):
        in_fondo = DA_CORREGGERE if riga == 1 else " ".join(frasi.get(riga, ()))
        scrittore.writerow([*_values(aperto, riga, ultima), in_fondo])
    return scritto.getvalue().encode("utf-8-sig")


def _values(aperto: Aperta, riga: int, ultima: int) -> list[str]:
    return [guard(str(aperto.celle.get((riga, colonna), ""))) for colonna in range(1, ultima + 1)]
