"""Tries a workbook out: what would change, what cannot be read and where; then, if it is confirmed, keeps it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db import transaction
from django.http import QueryDict
from msgspec import Struct

from enti.models import Incarico
from lessico.cella import NON_RIPARTITA
from lessico.origine import Origine, TipoOrigine
from raccolta.fogli.chiave import FoglioRifiutato, check_key
from raccolta.fogli.lettura import FoglioLetto, Posto
from raccolta.fogli.pagine import Fascicolo
from raccolta.fogli.scrittura import as_cell
from raccolta.lettura.etichette import Nomi, label_of, load_names
from raccolta.models import Modifica
from raccolta.moduli.confronto import in_words
from raccolta.moduli.modulo import field_of
from raccolta.moduli.salvataggio import Pagina, find_contradictions, propose, save
from raccolta.moduli.sfondo import Sfondo
from raccolta.moduli.stesura import ModuloAlterato, read_page
from raccolta.moduli.visita import Visita, open_form

MOSTRATI: Final = 20
"""The places of one error that the page lists."""


class Cambio(Struct, frozen=True):
    """A value that would change: its name, the sheet and cell, what it is and what it would be."""

    nome: str
    posto: str
    da: str
    a: str


class Errore(Struct, frozen=True):
    """A sentence, and all the places of which it is true."""

    frase: str
    posti: tuple[str, ...]

    @property
    def mostrati(self) -> tuple[str, ...]:
        """The first of them."""
        return self.posti[:MOSTRATI]

    @property
    def altri(self) -> int:
        """How many more there are."""
        return max(0, len(self.posti) - MOSTRATI)


class Prova(Struct, frozen=True):
    """What a workbook would do; nothing is kept yet."""

    cambi: tuple[Cambio, ...]
    errori: tuple[Errore, ...]
    pagine: tuple[Pagina, ...]


def try_workbook(fascicolo: Fascicolo, letto: FoglioLetto) -> Prova:
    """Raises FoglioRifiutato. Wants the fascicolo opened with the rows of the workbook."""
    check_key(letto.chiave, fascicolo.scheda)
    pagine = tuple(_read(visita, letto) for visita in fascicolo.pagine)
    nomi = load_names(letto.valori, fascicolo.scheda)
    cambi = tuple(cambio for pagina in pagine for cambio in _changes(pagina, letto, nomi))
    return Prova(cambi, _group(error for pagina in pagine for error in _errors(pagina, letto)), pagine)


def _read(visita: Visita, letto: FoglioLetto) -> Pagina:
    """The page as if it had been sent by a browser with what the workbook says."""
    sfondo = visita.sfondo
    suoi = {nome: posto for nome, posto in letto.valori.items() if _is_here(sfondo, nome)}
    inviati = QueryDict(mutable=True)
    inviati.setlist("righe", [riga for riga in letto.righe if not sfondo.solo_note and _is_here(sfondo, f"{riga}/x")])
    for nome, posto in suoi.items():
        inviati[nome] = as_typed(field_of(nome), posto.testo)
    try:
        stesura = read_page(sfondo, inviati)
    except ModuloAlterato as errore:
        raise FoglioRifiutato(str(errore)) from errore
    return Pagina(sfondo, stesura, open_form(visita, stesura), letto.chiave.versione)


def _is_here(sfondo: Sfondo, nome: str) -> bool:
    """Whether a value is of this page: the notes of every voce are on a page of their own."""
    codice, _, resto = nome.partition("/")
    return any(voce.codice == codice for voce in sfondo.voci) and (resto == f"{NON_RIPARTITA}/nota") == sfondo.solo_note


def as_typed(campo: forms.Field, testo: str) -> str:
    """A choice is written in the workbook by its name, and sent by its code."""
    for codice, nome in getattr(campo, "choices", ()):
        if testo.casefold() == str(nome).casefold():
            return str(codice)
    return testo


def _changes(pagina: Pagina, letto: FoglioLetto, nomi: Nomi) -> Iterator[Cambio]:
    for nome, valore in propose(pagina).celle.items():
        campo, prima = field_of(nome), pagina.sfondo.valori.get(nome)
        dopo = pagina.modulo.read(nome) if nome in pagina.modulo.fields else valore
        posto = letto.valori.get(nome)
        dove = f"{posto.foglio}, {posto.cella}" if posto else ""
        yield Cambio(label_of(nome, nomi), dove, in_words(campo, prima) or "vuoto", _say(campo, dopo))


def _say(campo: forms.Field, valore: Any) -> str:
    return in_words(campo, as_cell(campo, valore)) or "vuoto"


def _errors(pagina: Pagina, letto: FoglioLetto) -> Iterator[tuple[str, Posto | None]]:
    """Texts that cannot be read, voci that contradict themselves: each with its place."""
    for nome in propose(pagina).illeggibili:
        for frase in pagina.modulo.errors.get(nome, ()):
            yield str(frase), letto.valori.get(nome)
    for nome, frase in find_contradictions(pagina).items():
        yield frase, letto.valori.get(nome)


def _group(errori: Iterable[tuple[str, Posto | None]]) -> tuple[Errore, ...]:
    """One line for each sentence, however many the cells."""
    gruppi: defaultdict[str, list[str]] = defaultdict(list)
    for frase, posto in errori:
        gruppi[frase].append(f"{posto.foglio}, {posto.cella}" if posto else "")
    return tuple(Errore(frase, tuple(filter(None, posti))) for frase, posti in gruppi.items())


@transaction.atomic
def keep_workbook(prova: Prova, nome: str, *, by: Incarico, quando: datetime, motivo: str = "") -> tuple[Modifica, ...]:
    """Keep what can be kept, page by page, with the file it comes from; raises AttoNonConsentito, SchedaCambiata.

    What cannot be read waits on its page, as it is written in the workbook.
    """
    origine = Origine(TipoOrigine.FOGLIO, nome[:200])
    esiti = [save(pagina, conferme=(), by=by, quando=quando, motivo=motivo, origine=origine) for pagina in prova.pagine]
    return tuple(modifica for esito in esiti for modifica in esito.modifiche)
