"""Section «ponte»: how each owner gets from the sources of its units to those it declares available, and why."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from lessico import italiano
from piano.elenchi import Proprietario, owners
from piano.grafici.figure import path
from piano.prospetti import TOTALE, Casella, Colonna, Prospetto, RigaProspetto
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.ponte import Ponte, build_bridge, merge_bridges

DA_SPIEGARE: Final = "da_spiegare"

_COLONNE: Final = (
    Colonna("riga", "Provenienza", numerica=False),
    Colonna("dichiarate", "Dichiarate"),
    Colonna("contano", "Contano"),
    Colonna("motivo", "Motivo", numerica=False),
)


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """A row for each line of each owner; what is unexplained has its own, so that the lines make the units declared."""
    ponti = [(proprietario, build_bridge(proprietario.scheda)) for proprietario in owners(piano)]
    righe = tuple(riga for proprietario, ponte in ponti for riga in _rows(proprietario, ponte))
    insieme = merge_bridges([ponte for _, ponte in ponti])
    totale = replace(_row(TOTALE, "Totale", "", insieme.fonti, insieme.disponibili or 0), genere=TOTALE)
    return {
        "prospetto": Prospetto("Il ponte", "Ente proprietario", _COLONNE, (*righe, totale) if righe else ()),
        "figura": path(piano),
        "da_spiegare": [(p.nome, _signed(ponte.da_spiegare)) for p, ponte in ponti if ponte.da_spiegare],
    }


def _rows(chi: Proprietario, ponte: Ponte) -> Iterator[RigaProspetto]:
    for riga in ponte.lines_with_something():
        dichiarate = riga.dichiarate if riga.fonte else None
        yield _row(chi.slug, chi.nome, riga.nome, dichiarate, riga.contano, riga.motivo, riga.codice)
    if ponte.da_spiegare:
        yield _row(chi.slug, chi.nome, "Da spiegare", None, ponte.da_spiegare, chiave=DA_SPIEGARE)


def _row(
    ente: str, nome: str, riga: str, dichiarate: int | None, contano: int, motivo: str = "", chiave: str = ""
) -> RigaProspetto:
    caselle = (
        Casella("riga", riga, numerica=False),
        Casella("dichiarate", "" if dichiarate is None else italiano.numero(dichiarate), valore=dichiarate),
        Casella("contano", _signed(contano), valore=contano),
        Casella("motivo", motivo, numerica=False),
    )
    return RigaProspetto(ente, nome, caselle, chiave)


def _signed(unita: int) -> str:
    return f"−{italiano.numero(-unita)}" if unita < 0 else italiano.numero(unita)
