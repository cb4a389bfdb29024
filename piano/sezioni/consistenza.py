"""Section «consistenza»: the stock by owner and type, where it is and who manages it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from lessico import italiano
from patrimonio.valori import ConsistenzaCongelata
from piano.elenchi import Proprietario, add, answers, by_kind, find_ente, is_elsewhere, of_owners, owners, place, write
from piano.grafici.figure import stock
from piano.prospetti import Colonna, Conteggio, absences, tabulate
from piano.valori import PianoSnapshot, RigaCongelata

TIPI: Final = {"sap": "SAP", "sas": "SAS", "altro": "Altro"}

_COLONNE: Final = (Colonna("totale", "Alloggi"), *(Colonna(tipo, nome) for tipo, nome in TIPI.items()))


class Ripartizione(Struct, frozen=True):
    """A type with its total and, in words, how the owners share it; ``unita`` is None when nobody declared."""

    tipo: str
    nome: str
    unita: int | None
    quote: str


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """The total and its shares, one line a type, one row an owner; ``totale`` is None when nobody declared."""
    tutti = owners(piano)
    totali = {p.slug: p.scheda.stock_total() for p in tutti}
    return {
        "totale": add(totali.values()),
        "quote": _shares(tutti, totali),
        "tipi": tuple(_type(tutti, tipo, nome) for tipo, nome in TIPI.items()),
        "figura": stock(piano),
        "prospetto": tabulate(
            "Patrimonio abitativo per ente proprietario", "Ente proprietario", _COLONNE, _rows(piano, tutti)
        ),
        "risposte": answers(piano, "consistenza", lambda s: bool(s.consistenza), lambda s, _: s.stock_total()),
    }


def _type(tutti: Iterable[Proprietario], tipo: str, nome: str) -> Ripartizione:
    insieme = tuple(tutti)
    unita = {p.slug: p.scheda.stock(tipo) for p in insieme}
    return Ripartizione(tipo, nome, add(unita.values()), _shares(insieme, unita))


def _shares(tutti: Iterable[Proprietario], unita: Mapping[str, int | None]) -> str:
    """What each kind of owner has; an owner that is alone in having any is called by name."""
    titolari = [p for p in tutti if unita[p.slug]]
    return italiano.elenco(
        f"n. {write(add(unita[p.slug] for p in gruppo))} di proprietà {of_owners(gruppo)}"
        for gruppo in by_kind(titolari)
    )


def _rows(piano: PianoSnapshot, tutti: Iterable[Proprietario]) -> Iterator[Conteggio]:
    for proprietario in tutti:
        scheda = proprietario.scheda
        valori = {"totale": scheda.stock_total(), **{tipo: scheda.stock(tipo) for tipo in TIPI}}
        assenti = absences(scheda, dict.fromkeys(valori, "consistenza"))
        yield Conteggio(proprietario.slug, proprietario.nome, valori, assenti)
        yield from _parts(piano, proprietario)


def _parts(piano: PianoSnapshot, proprietario: Proprietario) -> Iterator[Conteggio]:
    """The rows of an owner, where they say something that its name does not."""
    righe = proprietario.scheda.consistenza
    if not any(riga.gestore or is_elsewhere(proprietario, riga.ubicazione) for riga in righe):
        return
    for riga in righe:
        per_tipo = {"sap": riga.sap, "sas": riga.sas, "altro": riga.altro}
        chiave = ".".join(filter(None, (riga.ubicazione or "-", riga.gestore)))
        valori = {"totale": add(per_tipo.values()), **per_tipo}
        yield Conteggio(proprietario.slug, _describe(piano, riga), valori, chiave=chiave)


def _describe(piano: PianoSnapshot, riga: ConsistenzaCongelata) -> str:
    gestore = find_ente(piano, riga.gestore) if riga.gestore else None
    gestiti = f"gestiti {italiano.da_ente(gestore.tipo, gestore.nome)}" if gestore else ""
    dove = place(piano, riga.ubicazione)
    return f"di cui {', '.join(filter(None, (dove, gestiti))) or 'senza altra indicazione'}"
