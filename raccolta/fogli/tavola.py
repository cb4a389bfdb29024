"""A quadro as a grid, before it is painted or written as CSV: what each cell holds, and what may be written there.

The first column is for the program: the seal, and for each row what it is. It is hidden in a workbook.
"""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Final

from django import forms
from msgspec import Struct
from openpyxl.utils import get_column_letter

from lessico.voce import Tabella, Voce
from raccolta.fogli import parti
from raccolta.fogli.chiave import seal_key
from raccolta.moduli.campi import NON_INDICATO
from raccolta.moduli.confronto import in_words
from raccolta.moduli.forma import Forma, forma_of
from raccolta.moduli.guida import GUIDA, limit_of
from raccolta.moduli.modulo import declaration_field, known_field
from raccolta.moduli.righe import Riga
from raccolta.moduli.stesura import declared, first_page
from raccolta.moduli.visita import Visita

TESTATA, VOCE, TITOLI, TOTALE, NUOVA, DICHIARA = "#", "voce", "titoli", "totale", "nuova", "dichiara"
"""What a row of the grid is, in its first column; a row of values has its own name there."""
DICHIARAZIONE: Final = "Dichiarazione"
PRIMA: Final = 2
"""The first column that is read; the one before is the program's."""
_LIBERE, _LIBERE_MASSIME, _MISURE, _RAMI = 3, 20, 3, 4
"""How many rows are left to be filled in: of a place, also for who has none of its own; of a measure, of a cap."""


class Tipo(Enum):
    """What a cell is for."""

    TITOLO = auto()
    VOCE = auto()
    TESTA = auto()
    NOME = auto()
    CAMPO = auto()
    PRIMA = auto()
    TOTALE = auto()
    SERVIZIO = auto()


class Casella(Struct, frozen=True, kw_only=True):
    """``scelte``: what may be written, or the cells (``=$B$4:$B$9``) where it is; ``campo`` reads and writes it."""

    tipo: Tipo
    valore: object = None
    campo: forms.Field | None = None
    aperta: bool = False
    scelte: Sequence[str] | str = ()
    libera: bool = False
    nota: str = ""


Riquadro = Mapping[int, Casella]


class Tavola(Struct, frozen=True):
    """``righe``: from the first one, by column; ``nascoste``: those for the program."""

    titolo: str
    righe: tuple[Riquadro, ...]
    nascoste: frozenset[int]


def draw(visita: Visita) -> Tavola:
    """The grid of a page, as it opens now."""
    return Disegno(visita).draw()


class Disegno:
    """Draws a grid from its top down."""

    def __init__(self, visita: Visita) -> None:
        """Nothing is drawn yet."""
        self.visita, self.sfondo, self.stesura = visita, visita.sfondo, first_page(visita.sfondo)
        self.righe: list[dict[int, Casella]] = []
        self.nascoste: set[int] = set()

    def draw(self) -> Tavola:
        """Every voce of the quadro."""
        titolo = f"{self.sfondo.quadro.titolo}, {self.sfondo.scheda.ricognizione.anno}"
        self._add(seal_key(self.sfondo.scheda), {PRIMA: Casella(tipo=Tipo.TITOLO, valore=titolo)})
        for voce in self.sfondo.voci:
            self._draw_voce(voce)
        return Tavola(self.sfondo.quadro.titolo, tuple(self.righe), frozenset(self.nascoste))

    def _add(self, nome: str, caselle: Mapping[int, Casella], *, nascosta: bool = False) -> None:
        self.righe.append({1: Casella(tipo=Tipo.SERVIZIO, valore=nome), **caselle})
        if nascosta:
            self.nascoste.add(len(self.righe))

    def _draw_voce(self, voce: Voce) -> None:
        self.righe.append({})
        nota = " ".join(
            filter(None, (GUIDA.get(voce.codice), str(voce.norma), limit_of(voce.codice, self.sfondo.regime)))
        )
        self._add(VOCE, {PRIMA: Casella(tipo=Tipo.VOCE, valore=voce.nome, nota=nota)})
        nomi = declared(self.sfondo, voce.codice)
        misure = [nome.rsplit("/", 1)[1] for nome in nomi]
        self._head({"": ""}, {misura: _declared_label(misura) for misura in misure})
        campi = [self._field(nome, declaration_field(nome)) for nome in nomi]
        self._add(f"{DICHIARA}:{voce.codice}", dict(enumerate([_name(DICHIARAZIONE), *campi], start=PRIMA)))
        for tabella in voce.tabelle if not self.sfondo.solo_note else ():
            self._draw_table(voce, tabella)

    def _head(self, chiave: Mapping[str, str], misure: Mapping[str, str], anno: int | None = None) -> None:
        """The row for the program, then the one for people; the year before beside."""
        nomi = [f":{campo}" if campo else "" for campo in chiave] + list(misure)
        self._add(TESTATA, dict(enumerate(map(_service, nomi), start=PRIMA)), nascosta=True)
        titoli = [*chiave.values(), *misure.values()]
        titoli += [f"{anno}: {titolo}" for titolo in misure.values()] if anno else []
        self._add(TITOLI, {n: Casella(tipo=Tipo.TESTA, valore=t) for n, t in enumerate(titoli, start=PRIMA)})

    def _draw_table(self, voce: Voce, tabella: Tabella) -> None:
        forma, righe = forma_of(voce.codice, tabella), self.stesura.rows(voce.codice, tabella.ramo)
        libere = self._spare(voce, tabella) if self.visita.apertura.opens_voce(voce.codice) else 0
        if not righe and not libere:
            return
        misure = {m: str(known_field(tabella, m).label) for m in (*forma.principali, *forma.dettagli)}
        titoli = parti.TITOLI | ({parti.NOME: "Di quale misura"} if tabella.ramo else {})
        chiave = {campo: titoli[campo] for campo in parti.columns_of(tabella)}
        self._head(chiave, misure, self.sfondo.passato.anno)
        prima = len(self.righe) + 1
        for riga in righe:
            self._draw_row(riga, list(misure))
        scelte = self._choices(voce, tabella)
        for _ in range(libere):
            self._draw_spare(voce, tabella, misure, scelte)
        if forma.somma and len(self.righe) > prima:
            self._draw_total(forma, len(parti.columns_of(tabella)), list(misure), prima)

    def _draw_row(self, riga: Riga, misure: Sequence[str]) -> None:
        chiave = zip(riga.tabella.chiave, riga.parti, strict=True)
        nomi = [_name(parti.say(parte.campo, testo, self.sfondo)) for parte, testo in chiave]
        campi = [self._field(riga.cella(misura), known_field(riga.tabella, misura)) for misura in misure]
        prima = [self._before(riga, misura) for misura in misure]
        self._add(riga.nome, dict(enumerate([*nomi, *campi, *prima], start=PRIMA)))

    def _field(self, cella: str, campo: forms.Field) -> Casella:
        aperta, valore = self.visita.apertura.opens(cella), self.stesura.dati.get(cella)
        return Casella(tipo=Tipo.CAMPO, valore=valore, campo=campo, aperta=aperta, scelte=labels_of(campo))

    def _before(self, riga: Riga, misura: str) -> Casella:
        detto = in_words(known_field(riga.tabella, misura), self.sfondo.passato.valori.get(riga.cella(misura)))
        return Casella(tipo=Tipo.PRIMA, valore=detto or None)

    # rows that are not there yet

    def _spare(self, voce: Voce, tabella: Tabella) -> int:
        """How many rows may be added: of places and of measures, and to a measure."""
        if tabella.ramo:
            return _RAMI
        if tabella.chiave[0].campo != parti.UBICAZIONE:
            return _MISURE
        ente = self.sfondo.scheda.ente
        if ente is None or ente.comune_id:
            return _LIBERE
        gia = len({riga.parti[0] for riga in self.stesura.rows(voce.codice)} - {"-"})
        return min(_LIBERE_MASSIME, max(_LIBERE, len(self.sfondo.comuni) - gia + _LIBERE))

    def _choices(self, voce: Voce, tabella: Tabella) -> Mapping[str, Sequence[str] | str]:
        """For each column of the key what may be chosen; of a branch, the measures that are above."""
        if tabella.ramo:
            capi = self._rows_of(voce.codice)
            return {parti.NOME: f"=$B${capi[0]}:$B${capi[-1]}", parti.NUMERO: ()} if capi else {}
        return {
            campo: tuple(parti.choices_of(campo, self.sfondo).values())
            for campo in parti.columns_of(tabella)
            if campo != parti.NOME
        }

    def _rows_of(self, codice: str) -> list[int]:
        """Where the rows of a voce are, those to be filled in too; branches excluded."""
        nomi = [(n, str(riga[1].valore)) for n, riga in enumerate(self.righe, start=1) if riga]
        return [n for n, nome in nomi if nome == f"{NUOVA}:{codice}:" or _is_head(nome, codice)]

    def _draw_spare(
        self, voce: Voce, tabella: Tabella, misure: Mapping[str, str], scelte: Mapping[str, Sequence[str] | str]
    ) -> None:
        nomi = [
            _name("")
            if campo == parti.NUMERO
            else Casella(
                tipo=Tipo.CAMPO,
                aperta=True,
                scelte=scelte.get(campo, ()),
                libera=campo in (parti.UBICAZIONE, parti.NOME),
            )
            for campo in parti.columns_of(tabella)
        ]
        noti = [known_field(tabella, misura) for misura in misure]
        campi = [Casella(tipo=Tipo.CAMPO, campo=campo, aperta=True, scelte=labels_of(campo)) for campo in noti]
        self._add(f"{NUOVA}:{voce.codice}:{tabella.ramo}", dict(enumerate([*nomi, *campi], start=PRIMA)))

    def _draw_total(self, forma: Forma, chiavi: int, misure: Sequence[str], prima: int) -> None:
        ultima = len(self.righe)
        totali = {PRIMA: Casella(tipo=Tipo.TOTALE, valore="Totale")}
        for posto, misura in enumerate(misure, start=PRIMA + chiavi):
            if misura in forma.somma:
                lettera = get_column_letter(posto)
                somma = f"=SUM({lettera}{prima}:{lettera}{ultima})"
                totali[posto] = Casella(tipo=Tipo.TOTALE, valore=somma, campo=forms.Field())
        self._add(TOTALE, totali)


def _is_head(nome: str, codice: str) -> bool:
    voce, _, chiave = nome.partition("/")
    return voce == codice and chiave != "-" and "." not in chiave


def _name(valore: str) -> Casella:
    return Casella(tipo=Tipo.NOME, valore=valore or None)


def _service(valore: str) -> Casella:
    return Casella(tipo=Tipo.SERVIZIO, valore=valore or None)


def _declared_label(misura: str) -> str:
    return {"stato": "Che cosa c’è", "totale_dichiarato": "Totale dichiarato"}.get(misura, misura.capitalize())


def labels_of(campo: forms.Field) -> tuple[str, ...]:
    """The choices of a field as they are read; nothing where it has none."""
    return tuple(str(nome) for _, nome in getattr(campo, "choices", ()) if nome != NON_INDICATO)
