"""What every export says of the plan it comes from: title, ambito, state, date, impronte; and how to read its cells."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from lessico import italiano
from piano.elenchi import NESSUN_DATO, NON_APPLICABILE, called
from piano.html import document_date, period, title
from piano.valori import Impronte, PianoSnapshot

BOZZA: Final = "BOZZA, non ancora approvata"
DIMOSTRAZIONE: Final = "DIMOSTRAZIONE: enti e dati sono inventati"
LETTURA: Final = (
    f"«{NESSUN_DATO}»: l’ente non ha ancora dichiarato; non vuol dire zero.",
    f"«{NON_APPLICABILE}»: l’ente ha dichiarato che la voce non lo riguarda.",
    "0: l’ente ha dichiarato che non ce ne sono.",
    "Il totale somma ciò che si conosce; le righe «di cui» sono già comprese in quella del loro ente.",
)
"""How to read a cell, for whoever has only the file."""


class Descrizione(Struct, frozen=True):
    """A plan in a few lines."""

    titolo: str
    ambito: str
    anno: int
    marchi: tuple[str, ...]
    approvazioni: tuple[str, ...]
    quando: date
    impronte: Impronte
    indirizzo: str

    @property
    def istante(self) -> datetime:
        """The date as files want it: a moment, with no zone."""
        return datetime(self.quando.year, self.quando.month, self.quando.day)  # noqa: DTZ001 no clock is read

    @property
    def stato(self) -> str:
        """The marks, or by whom and when it was approved, in one line."""
        return "; ".join((*self.marchi, *self.approvazioni)) or "Approvato"

    @property
    def oggetto(self) -> str:
        """The title with the ambito and the marks: for the properties of a file."""
        marchi = "".join(f" ({marchio.partition(',')[0].partition(':')[0]})" for marchio in self.marchi)
        return f"{self.titolo}, {self.ambito[0].lower()}{self.ambito[1:]}{marchi}"


def describe(snapshot: PianoSnapshot, impronte: Impronte) -> Descrizione:
    """The plan in a few lines."""
    testata = snapshot.contenuti.testata
    return Descrizione(
        titolo=f"{title(snapshot)} {period(snapshot)}",
        ambito=f"Ambito territoriale {italiano.tipografico(testata.ambito_nome)}",
        anno=testata.anno,
        marchi=(*((BOZZA,) if snapshot.bozza else ()), *((DIMOSTRAZIONE,) if testata.dimostrazione else ())),
        approvazioni=() if snapshot.bozza else tuple(_approvals(snapshot)),
        quando=document_date(snapshot),
        impronte=impronte,
        indirizzo=snapshot.busta.indirizzo_pubblico,
    )


def describe_plan(snapshot: PianoSnapshot) -> Mapping[str, object]:
    """Whose plan it is, of which years, of which comuni: for whoever catalogues it."""
    testata = snapshot.contenuti.testata
    durata = {"annuale": 0}.get(testata.tipo, 2)
    territorio = {istat for ente in testata.enti for istat in ente.comuni}
    return {
        "titolo": title(snapshot),
        "ambito": testata.ambito_nome,
        "anno": testata.anno,
        "dal": date(testata.anno, 1, 1).isoformat(),
        "al": date(testata.anno + durata, 12, 31).isoformat(),
        "capofila": _leader(snapshot),
        "approvazioni": list(_approvals(snapshot)),
        "comuni": [{"istat": c.istat, "nome": c.nome} for c in testata.comuni if c.istat in territorio],
        "dimostrazione": testata.dimostrazione,
    }


def _leader(snapshot: PianoSnapshot) -> Mapping[str, str]:
    """The capofila's name, and the ISTAT code of its comune; both empty where nobody is designated."""
    testata = snapshot.contenuti.testata
    designato = next((d.ente for d in testata.designazioni if d.ruolo == "capofila"), "")
    ente = next((e for e in testata.enti if e.slug == designato), None)
    return {
        "nome": called(ente) if ente else "",
        "istat": ente.comuni[0] if ente and len(ente.comuni) == 1 else "",
    }


def _approvals(snapshot: PianoSnapshot) -> tuple[str, ...]:
    return tuple(
        ", ".join(filter(None, (a.organo, italiano.data(a.data), a.atto))) for a in snapshot.busta.approvazioni
    )
