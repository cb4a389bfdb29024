"""Lists of dwellings as files: as the enti have them, and as nobody should."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

TITOLI = ("Codice alloggio", "Via", "Comune", "Mq", "Stato", "Tipologia", "Intestatario")


def xlsx(righe: Iterable[Sequence[object]], titoli: Sequence[str] = TITOLI, foglio: str = "Alloggi") -> bytes:
    cartella = Workbook(write_only=True)
    pagina = cartella.create_sheet(foglio)
    pagina.append(list(titoli))
    for riga in righe:
        pagina.append(list(riga))
    scritto = io.BytesIO()
    cartella.save(scritto)
    return scritto.getvalue()


def alloggi(quanti: int, **altro: object) -> list[list[object]]:
    """Dwellings of Rovato: code, street, comune, surface, state, type, and a name that nobody should read."""
    return [
        [f"A{n:05}", f"Via Roma {n}", "Rovato", 60.5, altro.get("stato", "Locato"), "ERP", "Rossi Mario"]
        for n in range(1, quanti + 1)
    ]


def cell(valore: str, altro: str = "") -> str:
    """A cell of an OpenDocument spreadsheet."""
    return f'<table:table-cell office:value-type="string"{altro}><text:p>{valore}</text:p></table:table-cell>'


def row(celle: Iterable[str], altro: str = "") -> str:
    """A row of it."""
    return f"<table:table-row{altro}>{''.join(celle)}</table:table-row>"


def ods(righe: Iterable[Sequence[str]], coda: str = "") -> bytes:
    """The smallest OpenDocument spreadsheet there is; ``coda``: rows as they are written in it."""
    celle = "".join(row(map(cell, riga)) for riga in righe) + coda
    nomi = "urn:oasis:names:tc:opendocument:xmlns"
    testo = (
        f'<office:document-content xmlns:office="{nomi}:office:1.0" xmlns:table="{nomi}:table:1.0" '
        f'xmlns:text="{nomi}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="Foglio1">{celle}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    scritto = io.BytesIO()
    with zipfile.ZipFile(scritto, "w") as archivio:
        archivio.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archivio.writestr("content.xml", testo)
        archivio.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{nomi}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return scritto.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet is what is given."""
    buono, scritto = io.BytesIO(xlsx([])), io.BytesIO()
    with zipfile.ZipFile(buono) as archivio, zipfile.ZipFile(scritto, "w", zipfile.ZIP_DEFLATED) as nuovo:
        for nome in archivio.namelist():
            nuovo.writestr(nome, xml if nome == "xl/worksheets/sheet1.xml" else archivio.read(nome))
    return scritto.getvalue()


ULTIMA = 1_048_576
BOMBE = {
    "righe ripetute": lambda: ods([TITOLI], row([cell("A1")] * 6, f' table:number-rows-repeated="{ULTIMA}"')),
    "caselle ripetute": lambda: ods(
        [TITOLI], row([cell("A1", ' table:number-columns-repeated="16384"')], ' table:number-rows-repeated="9999"')
    ),
    "tutte e due": lambda: ods(
        [TITOLI], row([cell("x", ' table:number-columns-repeated="16384"')], f' table:number-rows-repeated="{ULTIMA}"')
    ),
}
"""A few hundred bytes that say of themselves to be millions of cells."""


def empty_rows() -> bytes:
    """What every program writes under a table: a million rows with nothing in them."""
    vuote = f' table:number-rows-repeated="{ULTIMA - 3}"'
    nulla = '<table:table-cell table:number-columns-repeated="16384"/>'
    return ods([TITOLI[:6], ("A1", "Via Roma 1", "Rovato", "60", "Locato", "SAP")], row([nulla], vuote) + row([nulla]))
