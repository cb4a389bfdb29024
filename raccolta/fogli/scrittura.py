"""Writes the workbook of a scheda: a sheet for each quadro, its rows as on the page, last year's values beside them."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lessico.voce import StatoVoce, Tabella, Voce
from raccolta.fogli.chiave import FOGLIO, seal_key
from raccolta.fogli.pagine import Fascicolo
from raccolta.moduli.campi import NON_INDICATO
from raccolta.moduli.confronto import STATI, in_words
from raccolta.moduli.forma import forma_of
from raccolta.moduli.guida import GUIDA, limit_of
from raccolta.moduli.modulo import declaration_field, known_field, name_of_row
from raccolta.moduli.righe import Riga
from raccolta.moduli.stesura import Stesura, declared, first_page
from raccolta.moduli.visita import Visita

TESTATA: Final = "@"
"""In the first, hidden, column: the row that names the measures of the rows below it."""

_INCHIOSTRO, _GRIGIO = "FF17324D", "FF40566C"
_NORMALE: Final = Font(name="Calibri", size=11, color=_INCHIOSTRO)
_GRASSETTO: Final = Font(name="Calibri", size=11, bold=True, color=_INCHIOSTRO)
_TITOLO: Final = Font(name="Calibri", size=14, bold=True, color="FF0B3A66")
_TENUE: Final = Font(name="Calibri", size=10, color=_GRIGIO)
_FONDO: Final = PatternFill("solid", fgColor="FFE6EDF4")
_CASELLA: Final = PatternFill("solid", fgColor="FFFFFBE6")
_RIGA: Final = Side("thin", color="FF768593")
_BORDO: Final = Border(top=_RIGA, bottom=_RIGA, left=_RIGA, right=_RIGA)
_SOTTO: Final = Border(bottom=_RIGA)
_SOPRA: Final = Border(top=_RIGA)
_A_CAPO: Final = Alignment(vertical="top", wrap_text=True)
_ELENCO_MASSIMO: Final = 255
"""How long the choices of a drop-down may be, together."""
_PRIMA: Final = 3
"""The column of the first value: before it the names of the rows, hidden and to be read."""

_LEGGIMI: Final = (
    "Si scrive soltanto nelle caselle chiare: il resto è bloccato, ma senza parola d’ordine.",
    "Vuoto vuol dire «manca ancora»; zero è un valore. Dove non c’è nulla da dichiarare si sceglie «Nessuna».",
    "I numeri si scrivono come in Italia: 1475 oppure 1.475; 9836,17. Le date: 31/10/2025.",
    "Una riga che manca (un comune, una misura) si aggiunge sulla pagina del suo quadro; poi si scarica di nuovo.",
    "Il file si riporta dalla stessa pagina da cui è stato scaricato: prima si vede che cosa cambia, poi si conferma.",
)


def write_workbook(fascicolo: Fascicolo) -> bytes:
    """The workbook of a scheda, as its pages open now."""
    cartella = Workbook()
    primo = cartella.worksheets[0]
    primo.title = "Leggimi"
    _explain(primo, fascicolo)
    for visita in fascicolo.pagine:
        foglio = cartella.create_sheet(visita.sfondo.quadro.titolo[:31])
        Scrittore(foglio, visita, first_page(visita.sfondo)).write()
    chiave = cartella.create_sheet(FOGLIO)
    chiave["A1"], chiave.sheet_state = seal_key(fascicolo.scheda), "veryHidden"
    scritto = io.BytesIO()
    cartella.save(scritto)
    return scritto.getvalue()


def _explain(foglio: Worksheet, fascicolo: Fascicolo) -> None:
    scheda = fascicolo.scheda
    _put(foglio, 1, 1, f"Scheda {scheda.ricognizione.anno}, {scheda.ente or 'scheda d’ambito'}", _TITOLO)
    _put(foglio, 2, 1, f"Ambito {scheda.ricognizione.ambito}", _TENUE)
    for posto, frase in enumerate(_LEGGIMI, start=4):
        _put(foglio, posto, 1, frase)
    foglio.column_dimensions["A"].width = 110
    foglio.protection.sheet = True


def _put(foglio: Worksheet, riga: int, colonna: int, valore: Any, font: Font = _NORMALE) -> Any:
    """A cell that is never a formula: a text that begins with «=» stays a text."""
    cella: Any = foglio.cell(riga, colonna)
    cella.value = valore
    if isinstance(valore, str):
        cella.data_type = "s"
    cella.font, cella.alignment = font, _A_CAPO
    return cella


class Scrittore:
    """Writes a sheet from its top down."""

    def __init__(self, foglio: Worksheet, visita: Visita, stesura: Stesura) -> None:
        """``stesura`` is the page as it opens."""
        self.foglio, self.visita, self.stesura, self.qui = foglio, visita, stesura, 1
        self.elenchi: dict[str, DataValidation] = {}

    def write(self) -> None:
        """Every voce of the quadro; then widths and protection."""
        sfondo, foglio = self.visita.sfondo, self.foglio
        _put(foglio, 1, 2, f"{sfondo.quadro.titolo}, {sfondo.scheda.ricognizione.anno}", _TITOLO)
        self.qui = 3
        for voce in sfondo.voci:
            self._write_voce(voce)
        foglio.column_dimensions["B"].width = 42
        for colonna in range(_PRIMA, foglio.max_column + 1):
            foglio.column_dimensions[get_column_letter(colonna)].width = 24
        foglio.column_dimensions["A"].hidden = True
        foglio.freeze_panes = "C2"
        foglio.protection.sheet = True

    def _write_voce(self, voce: Voce) -> None:
        sfondo = self.visita.sfondo
        titolo = _put(self.foglio, self.qui, 2, voce.nome, _GRASSETTO)
        nota = " ".join(filter(None, (GUIDA.get(voce.codice), str(voce.norma), limit_of(voce.codice, sfondo.regime))))
        titolo.comment = Comment(nota, "Pianocasa", width=420, height=120)
        self.qui += 1
        nomi = declared(sfondo, voce.codice)
        self._write_block([n.rsplit("/", 1)[1] for n in nomi], [(f"{voce.codice}/-", "Dichiarazione", nomi)])
        for tabella in voce.tabelle:
            self._write_table(voce, tabella)
        self.qui += 1

    def _write_table(self, voce: Voce, tabella: Tabella) -> None:
        forma = forma_of(voce.codice, tabella)
        misure = [*forma.principali, *forma.dettagli]
        righe = self.stesura.rows(voce.codice, tabella.ramo)
        if not righe:
            return
        scritte = [(r.nome, name_of_row(self.visita.sfondo, r), [r.cella(m) for m in misure]) for r in righe]
        prima = self.qui + 2
        self._write_block(misure, scritte, tabella)
        if forma.somma and len(righe) > 1:
            self._write_total(misure, forma.somma, prima)

    def _write_block(
        self, misure: Sequence[str], righe: Sequence[tuple[str, str, Sequence[str]]], tabella: Tabella | None = None
    ) -> None:
        """The hidden row that names the measures, the heads, the rows; beside them the year before."""
        _put(self.foglio, self.qui, 1, TESTATA)
        anno, con_prima = self.visita.sfondo.passato.anno, tabella is not None
        for posto, misura in enumerate(misure):
            _put(self.foglio, self.qui, _PRIMA + posto, misura)
            titoli = [(_PRIMA + posto, _label(tabella, misura))]
            titoli += [(_PRIMA + len(misure) + posto, f"{anno}: {_label(tabella, misura)}")] * con_prima
            for colonna, titolo in titoli:
                testa = _put(self.foglio, self.qui + 1, colonna, titolo, _GRASSETTO)
                testa.fill, testa.border = _FONDO, _SOTTO
        self.foglio.row_dimensions[self.qui].hidden = True
        self.qui += 2
        for nome, titolo, celle in righe:
            self._write_row(nome, titolo, celle, tabella)

    def _write_row(self, nome: str, titolo: str, celle: Sequence[str], tabella: Tabella | None) -> None:
        _put(self.foglio, self.qui, 1, nome)
        _put(self.foglio, self.qui, 2, titolo)
        for posto, cella in enumerate(celle):
            campo = known_field(tabella, cella.rsplit("/", 1)[1]) if tabella else declaration_field(cella)
            casella = _put(self.foglio, self.qui, _PRIMA + posto, as_cell(campo, self.stesura.dati.get(cella)))
            casella.border = _BORDO
            if self.visita.apertura.opens(cella):
                casella.fill, casella.protection = _CASELLA, Protection(locked=False)
            self._restrict(casella.coordinate, campo)
            if tabella:
                prima = in_words(campo, self.visita.sfondo.passato.valori.get(cella))
                _put(self.foglio, self.qui, _PRIMA + len(celle) + posto, prima, _TENUE)
        self.qui += 1

    def _restrict(self, dove: str, campo: forms.Field) -> None:
        """A drop-down where the choices fit in one; a hint for what is counted."""
        scelte = ",".join(labels_of(campo))
        if scelte and len(scelte) < _ELENCO_MASSIMO and "," not in "".join(labels_of(campo)):
            self._list(scelte).add(dove)

    def _list(self, scelte: str) -> DataValidation:
        if scelte not in self.elenchi:
            regola = DataValidation(type="list", formula1=f'"{scelte}"', allow_blank=True)
            regola.error, regola.errorTitle = "La scelta va presa dall’elenco.", "Pianocasa"
            self.foglio.add_data_validation(regola)
            self.elenchi[scelte] = regola
        return self.elenchi[scelte]

    def _write_total(self, misure: Sequence[str], somma: Iterable[str], prima: int) -> None:
        _put(self.foglio, self.qui, 2, "Totale", _GRASSETTO)
        for posto, misura in enumerate(misure):
            if misura in somma:
                lettera = get_column_letter(_PRIMA + posto)
                totale = _put(self.foglio, self.qui, _PRIMA + posto, None, _GRASSETTO)
                totale.value, totale.border = f"=SUM({lettera}{prima}:{lettera}{self.qui - 1})", _SOPRA
        self.qui += 1


def _label(tabella: Tabella | None, misura: str) -> str:
    if tabella is not None:
        return str(known_field(tabella, misura).label)
    return {"stato": "Che cosa c’è", "totale_dichiarato": "Totale dichiarato"}.get(misura, misura.capitalize())


def labels_of(campo: forms.Field) -> Iterator[str]:
    """The choices of a field as they are read; nothing where it has none."""
    for _, nome in getattr(campo, "choices", ()):
        if nome != NON_INDICATO:
            yield str(nome)


def as_cell(campo: forms.Field, valore: object) -> str | int | float | Decimal | date | None:
    """A value as a workbook keeps it: numbers and days as such, a choice by its name, what cannot be read as typed."""
    if valore in (None, "", StatoVoce.DA_COMPILARE):
        return None
    if isinstance(campo, forms.ChoiceField):
        return STATI[StatoVoce(valore)] if isinstance(valore, StatoVoce) else in_words(campo, valore)
    if isinstance(valore, int | Decimal | date):
        return valore
    return str(valore)


def rows_of(fascicolo: Fascicolo) -> Iterator[Riga]:
    """Every row that the workbook has."""
    for visita in fascicolo.pagine:
        yield from first_page(visita.sfondo).righe
