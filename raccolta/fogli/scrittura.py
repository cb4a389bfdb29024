"""Writes a workbook: a sheet for each quadro, locked but where values are written, and the hidden sheets."""

import io
from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lessico.voce import StatoVoce
from raccolta.fogli.chiave import FOGLIO, describe_key, seal_key
from raccolta.fogli.pagine import Fascicolo
from raccolta.fogli.tavola import PRIMA, Casella, Riquadro, Tavola, Tipo, draw
from raccolta.moduli.campi import CampoConteggio, CampoData, CampoEuro, CampoIntero, CampoPercentuale, CampoTesto
from raccolta.moduli.confronto import STATI, in_words

ELENCHI: Final = "_elenchi"
LEGGIMI: Final = "Leggimi"
FORMULE: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula."""
_NOME_MASSIMO: Final = 31

_INCHIOSTRO, _GRIGIO = "FF17324D", "FF40566C"
_NORMALE: Final = Font(name="Calibri", size=11, color=_INCHIOSTRO)
_GRASSETTO: Final = Font(name="Calibri", size=11, bold=True, color=_INCHIOSTRO)
_VOCE: Final = Font(name="Calibri", size=12, bold=True, color="FF0B3A66")
_TITOLO: Final = Font(name="Calibri", size=14, bold=True, color="FF0B3A66")
_TENUE: Final = Font(name="Calibri", size=10, color=_GRIGIO)
_CARATTERI: Final = {
    Tipo.TITOLO: _TITOLO,
    Tipo.VOCE: _VOCE,
    Tipo.TESTA: _GRASSETTO,
    Tipo.TOTALE: _GRASSETTO,
    Tipo.PRIMA: _TENUE,
    Tipo.SERVIZIO: _TENUE,
}
_FONDO: Final = PatternFill("solid", fgColor="FFE6EDF4")
_CASELLA: Final = PatternFill("solid", fgColor="FFFFFBE6")
_RIGA: Final = Side("thin", color="FF768593")
_BORDO: Final = Border(top=_RIGA, bottom=_RIGA, left=_RIGA, right=_RIGA)
_BORDI: Final = {Tipo.TESTA: Border(bottom=_RIGA), Tipo.TOTALE: Border(top=_RIGA), Tipo.CAMPO: _BORDO}
_A_FIANCO: Final = Alignment(vertical="top")
_A_CAPO: Final = Alignment(vertical="top", wrap_text=True)
_FORMATI: Final[Sequence[tuple[type[forms.Field], str]]] = (
    (CampoConteggio, "#,##0"),
    (CampoIntero, "#,##0"),
    (CampoEuro, "#,##0.00"),
    (CampoPercentuale, "@"),  # or a sheet would make 0,2 of «20%»
    (CampoData, "dd/mm/yyyy"),
    (forms.CharField, "@"),
)
_LARGA, _STRETTA = 34, 19
_RIGA_ALTA: Final = 15

_LEGGIMI: Final = (
    "Si scrive soltanto nelle caselle chiare: il resto è bloccato, ma senza parola d’ordine.",
    "Vuoto vuol dire «manca ancora»; zero è un valore. Dove non c’è nulla da dichiarare si sceglie «Nessuna».",
    "I numeri si scrivono come in Italia: 1475 oppure 1.475; 9836,17. Le date: 31/10/2025.",
    "Un comune o una misura che mancano si scrivono in una delle righe libere, in fondo a ogni tabella.",
    "Per togliere una riga si svuotano le sue caselle. A destra, in grigio, i valori dell’anno prima.",
    "Il file si riporta dalla pagina da cui è stato scaricato: prima si vede che cosa cambia, poi si conferma.",
)


def write_workbook(fascicoli: Sequence[Fascicolo]) -> bytes:
    """The workbook of a scheda, or of all those of an ente, as their pages open now."""
    cartella = Workbook()
    cartella.properties.creator = "Pianocasa"
    primo = cartella.worksheets[0]
    primo.title = LEGGIMI
    _explain(primo, fascicoli)
    elenchi = Elenchi(cartella.create_sheet(ELENCHI))
    for fascicolo in fascicoli:
        for visita in fascicolo.pagine:
            tavola = draw(visita)
            nome = _free_name(cartella, tavola.titolo, fascicolo if len(fascicoli) > 1 else None)
            Pittore(cartella.create_sheet(nome), elenchi).paint(tavola)
    _hide_key(cartella.create_sheet(FOGLIO), fascicoli)
    scritto = io.BytesIO()
    cartella.save(scritto)
    return scritto.getvalue()


def _free_name(cartella: Workbook, titolo: str, fascicolo: Fascicolo | None) -> str:
    """The name of a sheet: the quadro and, where there are more schede, the ambito."""
    nome = titolo
    if fascicolo:
        ambito = "".join(segno for segno in fascicolo.scheda.ricognizione.ambito.nome if segno not in "[]:*?/\\'")
        nome = f"{titolo.split(maxsplit=1)[0]} {ambito}"
    nome, quanti = nome[:_NOME_MASSIMO], 1
    while nome in cartella.sheetnames:
        quanti += 1
        nome = f"{nome[: _NOME_MASSIMO - 3]} {quanti}"
    return nome


def _explain(foglio: Worksheet, fascicoli: Sequence[Fascicolo]) -> None:
    titoli = [f"Scheda {f.scheda.ricognizione.anno}, {f.scheda.ente or 'scheda d’ambito'}" for f in fascicoli]
    ambiti = [str(f.scheda.ricognizione.ambito) for f in fascicoli]
    put(foglio, 1, 1, titoli[0], _TITOLO)
    put(foglio, 2, 1, f"Ambito {ambiti[0]}" if len(ambiti) == 1 else f"Ambiti: {', '.join(ambiti)}", _TENUE)
    for posto, frase in enumerate(_LEGGIMI, start=4):
        put(foglio, posto, 1, frase, _NORMALE)
    foglio.column_dimensions["A"].width = 110
    foglio.protection.sheet = True


def _hide_key(foglio: Worksheet, fascicoli: Sequence[Fascicolo]) -> None:
    """A row for each scheda: the seal, then ente, ambito, year and version in clear."""
    for riga, fascicolo in enumerate(fascicoli, start=1):
        for colonna, testo in enumerate((seal_key(fascicolo.scheda), *describe_key(fascicolo.scheda)), start=1):
            put(foglio, riga, colonna, testo)
    foglio.sheet_state = "veryHidden"


def put(foglio: Worksheet, riga: int, colonna: int, valore: Any, font: Font | None = None) -> Any:
    """A cell that is never a formula: a text that begins with «=» stays a text, also after it is touched."""
    cella: Any = foglio.cell(riga, colonna)
    if isinstance(valore, str):
        cella.value = ILLEGAL_CHARACTERS_RE.sub("?", valore)
        cella.data_type = "s"
    else:
        cella.value = valore
    if font:
        cella.font, cella.alignment = font, _A_CAPO
    return cella


class Elenchi:
    """What the sheets of a workbook have in common: the hidden one of what can be chosen, and the styles."""

    def __init__(self, foglio: Worksheet) -> None:
        """Empty; hidden."""
        self.foglio, self.colonne = foglio, dict[tuple[str, ...], str]()
        self.stili: dict[object, Any] = {}
        foglio.sheet_state = "veryHidden"

    def place(self, scelte: Sequence[str] | str) -> str:
        """Where a list is: ``=_elenchi!$A$1:$A$4``."""
        if isinstance(scelte, str):
            return scelte
        chiave = tuple(scelte)
        if chiave not in self.colonne:
            colonna = len(self.colonne) + 1
            for riga, scelta in enumerate(chiave, start=1):
                put(self.foglio, riga, colonna, scelta)
            self.colonne[chiave] = (
                f"={ELENCHI}!${get_column_letter(colonna)}$1:${get_column_letter(colonna)}${len(chiave)}"
            )
        return self.colonne[chiave]


class Pittore:
    """Paints the grid of a quadro on a sheet."""

    def __init__(self, foglio: Worksheet, elenchi: Elenchi) -> None:
        """The sheet is empty."""
        self.foglio, self.elenchi = foglio, elenchi
        self.regole: dict[tuple[str, bool], DataValidation] = {}
        self.larghezze: dict[int, int] = {}
        self.stili: dict[object, Any] = elenchi.stili

    def paint(self, tavola: Tavola) -> None:
        """Cells, drop-downs, widths and protection."""
        for numero, riquadro in enumerate(tavola.righe, start=1):
            for colonna, casella in riquadro.items():
                self._paint(numero, colonna, casella)
        for numero in tavola.nascoste:
            self.foglio.row_dimensions[numero].hidden = True
        self._size(tavola)
        self.foglio.column_dimensions["A"].hidden = True
        self.foglio.freeze_panes = "C2"
        _fit_on_paper(self.foglio)
        self.foglio.protection.sheet = True
        self.foglio.protection.formatColumns = self.foglio.protection.formatRows = False

    def _size(self, tavola: Tavola) -> None:
        """Columns by what is written in them; the heads as high as they need."""
        self.larghezze[PRIMA] = _LARGA
        for colonna in range(PRIMA, self.foglio.max_column + 1):
            self.foglio.column_dimensions[get_column_letter(colonna)].width = self.larghezze.get(colonna, _STRETTA)
        for numero, riquadro in enumerate(tavola.righe, start=1):
            if any(casella.tipo is Tipo.TESTA for casella in riquadro.values()):
                self.foglio.row_dimensions[numero].height = _RIGA_ALTA * self._lines(riquadro)

    def _lines(self, riquadro: Riquadro) -> int:
        """In how many lines the heads of a table stand."""
        lunghi = ((len(str(c.valore or "")), self.larghezze.get(n, _STRETTA)) for n, c in riquadro.items() if n > 1)
        return max(1 + lettere // larghezza for lettere, larghezza in lunghi)

    def _paint(self, riga: int, colonna: int, casella: Casella) -> None:
        if casella.tipo is Tipo.TOTALE and casella.campo:
            cella: Any = self.foglio.cell(riga, colonna)
            cella.value = casella.valore
        else:
            valore = as_cell(casella.campo, casella.valore) if casella.campo else casella.valore
            cella = put(self.foglio, riga, colonna, valore)
        self._dress(cella, casella)
        if casella.aperta and casella.scelte:
            self._list(self.elenchi.place(casella.scelte), libera=casella.libera).add(cella.coordinate)
        if casella.nota:
            cella.comment = Comment(casella.nota, "Pianocasa", width=420, height=120)

    def _dress(self, cella: Any, casella: Casella) -> None:
        """A style is made once, and then copied: openpyxl takes long to make the same one again."""
        testo = isinstance(cella.value, str) and cella.data_type == "s" and cella.value.startswith(FORMULE)
        chiave = (casella.tipo, type(casella.campo), casella.aperta, testo)
        if self._is_wide(casella):
            self.larghezze[cella.column] = _LARGA
        if chiave not in self.stili:
            _style(cella, casella)
            cella.quotePrefix = testo
            self.stili[chiave] = cella._style
        cella._style = copy(self.stili[chiave])

    @staticmethod
    def _is_wide(casella: Casella) -> bool:
        return isinstance(casella.campo, CampoTesto) and isinstance(casella.campo.widget, forms.Textarea)

    def _list(self, dove: str, *, libera: bool) -> DataValidation:
        """One rule for all the cells where the same can be chosen; where it is ``libera`` another may be typed."""
        if (dove, libera) not in self.regole:
            regola = DataValidation(type="list", formula1=dove, allow_blank=True)
            regola.errorStyle = "warning" if libera else "stop"
            regola.error = "Non è nell’elenco: si può lasciare." if libera else "La scelta va presa dall’elenco."
            regola.errorTitle = "Pianocasa"
            self.foglio.add_data_validation(regola)
            self.regole[dove, libera] = regola
        return self.regole[dove, libera]


def _fit_on_paper(foglio: Worksheet) -> None:
    """As wide as a page, for who prints it."""
    foglio.page_setup.orientation, foglio.page_setup.paperSize = "landscape", foglio.PAPERSIZE_A4
    foglio.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    foglio.page_setup.fitToHeight = 0


def _style(cella: Any, casella: Casella) -> None:
    """How a cell looks: by what it is for and, where something is written, by its field."""
    cella.font = _CARATTERI.get(casella.tipo, _NORMALE)
    cella.alignment = _A_FIANCO if casella.tipo in (Tipo.TITOLO, Tipo.VOCE) else _A_CAPO
    if bordo := _BORDI.get(casella.tipo):
        cella.border = bordo
    if casella.tipo is Tipo.TESTA:
        cella.fill = _FONDO
    if casella.tipo is Tipo.TOTALE:
        cella.number_format = "#,##0"
    if casella.tipo is Tipo.CAMPO:
        cella.number_format = next((f for tipo, f in _FORMATI if isinstance(casella.campo, tipo)), "General")
        if casella.aperta:
            cella.fill, cella.protection = _CASELLA, Protection(locked=False)


def as_cell(campo: forms.Field, valore: object) -> str | int | float | Decimal | date | None:
    """A value as a workbook keeps it: numbers and days as such, a choice by its name, what cannot be read as typed."""
    if valore in (None, "", StatoVoce.DA_COMPILARE):
        return None
    if isinstance(campo, forms.ChoiceField):
        return STATI[StatoVoce(valore)] if isinstance(valore, StatoVoce) else in_words(campo, valore)
    if isinstance(valore, int | Decimal | date):
        return valore
    return str(valore)
