"""The chapters and the headings of two plans, with their tokens read each in its own plan."""

from collections.abc import Callable, Iterator, Mapping

from piano.capitoli import render_tokens
from piano.errori import PianoNonComponibile
from piano.valori import PianoSnapshot, RigaCongelata
from piano.versioni.parole import compare_texts
from piano.versioni.valori import Genere, TestoCambiato

Testi = Mapping[str, str]


def compare_chapters(prima: PianoSnapshot, dopo: PianoSnapshot) -> tuple[TestoCambiato, ...]:
    """The chapters that read otherwise, or are written otherwise, in the order of the document."""
    return _compare(
        prima, dopo, lambda piano: {c.codice: c.testo for c in piano.contenuti.capitoli}, _titles(prima, dopo)
    )


def compare_headings(prima: PianoSnapshot, dopo: PianoSnapshot) -> tuple[TestoCambiato, ...]:
    """The lines of the schema whose letter or heading is another, that are new or that are not printed any more."""
    titoli = {codice: codice.replace("-", " ") for codice in _titles(prima, dopo)}
    return _compare(prima, dopo, lambda piano: {r.codice: _heading(r) for r in piano.contenuti.schema}, titoli)


def _compare(
    prima: PianoSnapshot, dopo: PianoSnapshot, di: Callable[[PianoSnapshot], Testi], titoli: Testi
) -> tuple[TestoCambiato, ...]:
    vecchi, nuovi = di(prima), di(dopo)
    codici = [codice for codice in titoli if codice in vecchi or codice in nuovi]
    altri = [codice for codice in (*nuovi, *vecchi) if codice not in titoli]
    return tuple(
        testo
        for codice in dict.fromkeys((*codici, *altri))
        for testo in _one(codice, titoli.get(codice, codice.replace("-", " ")), vecchi, nuovi, (prima, dopo))
    )


def _one(
    codice: str, titolo: str, vecchi: Testi, nuovi: Testi, piani: tuple[PianoSnapshot, PianoSnapshot]
) -> Iterator[TestoCambiato]:
    """One or none."""
    scritti = vecchi.get(codice, ""), nuovi.get(codice, "")
    brani = compare_texts(_read(scritti[0], piani[0]), _read(scritti[1], piani[1]))
    uguali = all(brano.uguale for brano in brani)
    if not uguali or scritti[0] != scritti[1]:
        genere = Genere.CAMBIATO if all(scritti) else Genere.NUOVO if scritti[1] else Genere.TOLTO
        yield TestoCambiato(codice, titolo, genere, () if uguali else brani, riscritto=uguali)


def _read(testo: str, piano: PianoSnapshot) -> str:
    """With the values of its tokens; as it is written where one of them does not exist."""
    try:
        return render_tokens(testo, piano)
    except PianoNonComponibile:
        return testo


def _heading(riga: RigaCongelata) -> str:
    return f"{riga.lettera} {riga.titolo}".strip()


def _titles(prima: PianoSnapshot, dopo: PianoSnapshot) -> Testi:
    """Code → heading, in the order of the document as it is now; then the lines that were taken out."""
    titoli = {riga.codice: _read(_heading(riga), dopo) for riga in dopo.contenuti.schema}
    return titoli | {
        riga.codice: _read(_heading(riga), prima) for riga in prima.contenuti.schema if riga.codice not in titoli
    }
