"""What can be done to the lines of a schema: pure functions, from lines to lines."""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import count
from typing import Any, Final

from django.utils.text import slugify

from lessico.flusso import AttoNonConsentito
from piano.schema import load_default

Riga = Mapping[str, Any]
Righe = Sequence[Riga]
Cambio = Callable[[Righe], Righe]

CODICE: Final = 40
"""How long the code of a line may be."""

PROSA: Final = "capitolo"
_OCCUPATI: Final = frozenset(
    {"frontespizio", "sintesi", "indice", "indice-titolo", "impronte", "contenuto", "piede", "menu"}
)
"""Names of places that a document, or its page, has already."""


def find_line(righe: Righe, codice: str) -> Riga:
    """The line with a code; raises AttoNonConsentito where somebody has just taken it away."""
    for riga in righe:
        if riga["codice"] == codice:
            return riga
    raise AttoNonConsentito("Nel frattempo la riga è stata tolta dallo schema: la pagina va riaperta.")


def move(righe: Righe, codice: str, accanto: str, *, dopo: bool) -> Righe:
    """A line goes just before, or just after, another; done twice it is done once."""
    sua, altra = find_line(righe, codice), find_line(righe, accanto)
    altre = [riga for riga in righe if riga is not sua]
    posto = altre.index(altra) + (1 if dopo else 0) if altra is not sua else righe.index(sua)
    return [*altre[:posto], sua, *altre[posto:]]


def edit(righe: Righe, codice: str, **campi: object) -> Righe:
    """A line with other letter, heading, voci, or switched on or off."""
    find_line(righe, codice)
    return [{**riga, **campi} if riga["codice"] == codice else riga for riga in righe]


def add(righe: Righe, sezione: str, titolo: str, voci: Sequence[str] = ()) -> Righe:
    """A new line before the annexes. A section that the default schema has comes with its letter, voci and code."""
    codici = {riga["codice"] for riga in righe}
    nuova: Riga = {"codice": _code_for(titolo, codici), "lettera": "", "titolo": titolo, "sezione": sezione}
    nuova = {**nuova, "voci": list(voci), "attiva": True}
    pronte = [r for r in load_default() if r["sezione"] == sezione and r["codice"] not in codici]
    if sezione != PROSA and pronte and not any(riga["sezione"] == sezione for riga in righe):
        nuova = {"lettera": "", "voci": [], **pronte[0], "titolo": titolo or pronte[0]["titolo"], "attiva": True}
    allegati = (i for i, riga in enumerate(righe) if riga["sezione"] in ("fonti", "motivazioni", "ponte"))
    posto = next(allegati, len(righe))
    return [*righe[:posto], nuova, *righe[posto:]]


def _code_for(titolo: str, codici: Collection[str]) -> str:
    """Of the words of the heading; a number where the name is taken."""
    base = slugify(titolo)[: CODICE - 3].strip("-") or "capitolo"
    if base.startswith(("tabella-", "figura-")):  # so are called the places of tables and figures
        base = f"parte-{base}"[: CODICE - 3]
    occupati = _OCCUPATI.union(codici)
    return next(c for n in count(1) if (c := base if n == 1 else f"{base}-{n}") not in occupati)


def remove(righe: Righe, codice: str) -> Righe:
    """Without a line; raises AttoNonConsentito for one that can only be switched off."""
    if not is_extra(find_line(righe, codice)):
        raise AttoNonConsentito("Una sezione del piano non si elimina: si toglie dalla stampa, e si può rimettere.")
    return [riga for riga in righe if riga["codice"] != codice]


def is_extra(riga: Riga) -> bool:
    """Whether a line is of this ambito only: a chapter, or a section that the schema of all has not."""
    return riga["sezione"] == PROSA or riga["codice"] not in {pronta["codice"] for pronta in load_default()}
