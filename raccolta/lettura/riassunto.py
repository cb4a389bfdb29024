"""A scheda in words: each voce with its state, its rows and its values, beside those of the year before."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.cella import NON_RIPARTITA, Cella
from lessico.voce import StatoVoce, Tabella, Voce
from patrimonio.valori import VoceCongelata
from raccolta.celle import key_of, rows_of
from raccolta.lettura.etichette import Nomi, goes_without_saying, label_of_measure, label_of_row, with_titles
from raccolta.lettura.testi import NESSUN_DATO, STATI, column_of, write_kept
from raccolta.quadri import QUADRI, is_asked, whole_of
from raccolta.valori import SchedaCongelata

NON_C_E: Final = "—"
"""What a row that is not there has in the place of a text."""


class Dato(Struct, frozen=True):
    """A value in words, that of the year before, the address of its cella; ``segno`` is a mark: «d’ufficio»."""

    etichetta: str
    testo: str
    prima: str
    cella: str = ""
    numerico: bool = False
    segno: str = ""

    @property
    def cambiato(self) -> bool:
        """Whether it differs from the year before."""
        return self.testo != self.prima


class RigaDescritta(Struct, frozen=True):
    """A row of a voce: the label of its key, and its values."""

    etichetta: str
    dati: tuple[Dato, ...]


class VoceDescritta(Struct, frozen=True, kw_only=True):
    """A voce: the state in words, why it is not applicable, a note, its rows; ``prima`` is the state a year before."""

    codice: str
    nome: str
    norma: str
    stato: StatoVoce
    testo: str
    causa: str = ""
    nota: str = ""
    prima: str = ""
    segno: str = ""
    righe: tuple[RigaDescritta, ...] = ()
    totale: tuple[Dato, ...] = ()

    @property
    def breve(self) -> str:
        """The state in as few words as there are."""
        return italiano.maiuscola(STATI[self.stato])

    @property
    def mancante(self) -> bool:
        """Nothing was declared yet."""
        return self.stato is StatoVoce.DA_COMPILARE


class QuadroDescritto(Struct, frozen=True):
    """A page of the scheda, with the voci that this scheda has."""

    codice: str
    titolo: str
    voci: tuple[VoceDescritta, ...]


class _Confronto(Struct, frozen=True):
    """What is described, beside what, with which names."""

    scheda: SchedaCongelata
    prima: SchedaCongelata | None
    nomi: Nomi
    segni: Mapping[str, str]


def describe(
    scheda: SchedaCongelata,
    nomi: Nomi | None = None,
    *,
    prima: SchedaCongelata | None = None,
    segni: Mapping[str, str] | None = None,
) -> tuple[QuadroDescritto, ...]:
    """The whole scheda, quadro by quadro; ``prima``: what was certified the year before; ``segni``: cella → mark."""
    anni = _Confronto(scheda, prima, with_titles(nomi or Nomi(), prima, scheda), segni or {})
    descritti = (
        QuadroDescritto(q.codice, q.titolo, tuple(_voce(anni, voce) for voce in q.voci if _is_read(voce, scheda)))
        for q in QUADRI
    )
    return tuple(quadro for quadro in descritti if quadro.voci)


def _is_read(voce: Voce, scheda: SchedaCongelata) -> bool:
    """A composite is read whole or by parts, as it was declared; one of which nothing was, whole."""
    if not is_asked(voce, ambito=not scheda.ente) or (voce.facoltativa and not _is_declared(voce.codice, scheda)):
        return False
    if voce.parti:
        return not _by_parts(voce, scheda)
    intera = whole_of(voce.codice)
    return intera is None or _by_parts(intera, scheda)


def _by_parts(intera: Voce, scheda: SchedaCongelata) -> bool:
    return not _is_declared(intera.codice, scheda) and any(_is_declared(parte, scheda) for parte in intera.parti)


def _is_declared(codice: str, scheda: SchedaCongelata) -> bool:
    dichiarata = scheda.voce(codice)
    return dichiarata is not None and dichiarata.stato is not StatoVoce.DA_COMPILARE


def _voce(anni: _Confronto, voce: Voce) -> VoceDescritta:
    dichiarata = anni.scheda.voce(voce.codice) or VoceCongelata(voce.codice, StatoVoce.DA_COMPILARE, "", None, "")
    stato = anni.scheda.stato(voce.codice)
    return VoceDescritta(
        codice=voce.codice,
        nome=voce.nome,
        norma=str(voce.norma),
        stato=stato,
        testo=STATI_DELLA_VOCE[stato],
        causa=dichiarata.causa,
        nota=dichiarata.nota,
        prima=STATI[anni.prima.stato(voce.codice)] if anni.prima else NESSUN_DATO,
        segno=anni.segni.get(str(Cella(voce.codice, NON_RIPARTITA, "stato")), ""),
        righe=tuple(riga for tabella in voce.tabelle for riga in _rows(anni, voce, tabella)),
        totale=(*_declared_total(anni, voce.codice), *_sum(anni, voce)),
    )


STATI_DELLA_VOCE: Final[Mapping[StatoVoce, str]] = {
    StatoVoce.DA_COMPILARE: "Da compilare: manca ancora",
    StatoVoce.VALORIZZATA: "Compilata",
    StatoVoce.NESSUNA: "Nessuna: non c’è nulla da dichiarare",
    StatoVoce.NON_APPLICABILE: "Non applicabile",
}
"""Missing, nil and not applicable are three different things, and read so."""


def _declared_total(anni: _Confronto, codice: str) -> Iterator[Dato]:
    """The total that the ente states beside its rows."""
    ora, allora = (s.voce(codice) if s else None for s in (anni.scheda, anni.prima))
    if ora and ora.totale_dichiarato is not None:
        prima = allora.totale_dichiarato if allora else None
        scritti = (_count(ora.totale_dichiarato), _count(prima))
        yield Dato("Totale dichiarato", *scritti, str(Cella(codice, NON_RIPARTITA, "totale_dichiarato")), numerico=True)


def _count(valore: int | None) -> str:
    return NESSUN_DATO if valore is None else italiano.numero(valore)


def _sum(anni: _Confronto, voce: Voce) -> Iterator[Dato]:
    """Units add up, where there is more than one figure to add."""
    ora, allora = _figures(anni.scheda, voce), _figures(anni.prima, voce)
    if max(len(ora), len(allora)) > 1:
        prima = _count(sum(allora)) if allora else _absent(anni.prima, voce, numerico=True)
        yield Dato("Totale", _count(sum(ora)), prima, numerico=True)


def _figures(scheda: SchedaCongelata | None, voce: Voce) -> list[int]:
    righe = [(riga, t) for t in voce.tabelle for riga in (rows_of(scheda, voce.codice, t) if scheda else ())]
    valori = (getattr(riga, misura) for riga, tabella in righe for misura in _SOMMABILI.get(tabella.modello, ()))
    return [valore for valore in valori if valore is not None]


_SOMMABILI: Final[Mapping[str, tuple[str, ...]]] = {
    "patrimonio.Consistenza": ("sap", "sas", "altro"),
    "patrimonio.Disponibilita": ("unita",),
    "assegnazioni.Assegnabile": ("unita",),
}


def _rows(anni: _Confronto, voce: Voce, tabella: Tabella) -> Iterator[RigaDescritta]:
    """The rows of this year, then those that only the year before had."""
    ora, allora = (_by_key(scheda, voce, tabella) for scheda in (anni.scheda, anni.prima))
    for chiave in dict.fromkeys((*ora, *allora)):
        righe = (ora.get(chiave), allora.get(chiave))
        etichetta = label_of_row(tabella, chiave, anni.nomi)
        dati = tuple(
            _datum(anni, voce, tabella, Cella(voce.codice, chiave, misura), righe)
            for misura in tabella.misure
            if {getattr(riga, misura, None) for riga in righe} - {None, "", etichetta}
        )
        if dati:
            yield RigaDescritta(italiano.maiuscola(etichetta), dati)


def _by_key(scheda: SchedaCongelata | None, voce: Voce, tabella: Tabella) -> Mapping[str, Struct]:
    righe = rows_of(scheda, voce.codice, tabella) if scheda else ()
    return {tabella.write_key(key_of(riga, tabella)): riga for riga in righe}


def _datum(
    anni: _Confronto, voce: Voce, tabella: Tabella, cella: Cella, righe: tuple[Struct | None, Struct | None]
) -> Dato:
    tipo = column_of(tabella, cella.misura).get_internal_type()
    conteggio = tipo == "PositiveIntegerField"
    etichetta = "" if goes_without_saying(tabella, cella.misura) else label_of_measure(tabella, cella.misura)
    testo, prima = (
        _write(tabella, cella.misura, riga) if riga else _absent(scheda, voce, numerico=conteggio)
        for riga, scheda in zip(righe, (anni.scheda, anni.prima), strict=True)
    )
    segno = anni.segni.get(str(cella), "")
    return Dato(italiano.maiuscola(etichetta), testo, prima, str(cella), conteggio or tipo in _NUMERI, segno)


_NUMERI: Final = frozenset({"PositiveSmallIntegerField", "DecimalField"})


def _write(tabella: Tabella, misura: str, riga: Struct) -> str:
    unita = str(getattr(riga, "unita", None) or "") if misura == "valore" else ""
    return write_kept(tabella, misura, getattr(riga, misura), unita)


def _absent(scheda: SchedaCongelata | None, voce: Voce, *, numerico: bool) -> str:
    """A row that a year does not have: nil where the voce was declared, unknown where it was not."""
    stato = scheda.stato(voce.codice) if scheda else StatoVoce.DA_COMPILARE
    if stato is StatoVoce.DA_COMPILARE:
        return NESSUN_DATO
    if stato is StatoVoce.NON_APPLICABILE:
        return STATI[stato]
    return italiano.numero(0) if numerico else NON_C_E
