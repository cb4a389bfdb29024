"""The dwellings of an ente, or of an ambito, as a list: filtered, searched, sorted, a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.db.models import Count, Q, QuerySet
from msgspec import Struct

from patrimonio.alloggi.conti import Gruppo, RegistroContato
from patrimonio.alloggi.servizi import simplify
from patrimonio.models import UnitaAbitativa

PAGINA: Final = 50
MASSIME_PAGINE: Final = 200
"""Pages that one can leaf through: whoever looks further filters."""

ORDINI: Final[Mapping[str, tuple[str, ...]]] = {
    "codice": ("codice", "pk"),
    "indirizzo": ("indirizzo", "pk"),
    "comune": ("comune_id", "codice", "pk"),
    "superficie": ("superficie_utile", "pk"),
}
"""Word in the address → columns; with a hyphen before it, the other way round."""


class Campo(Struct, frozen=True):
    """Whose dwellings: all those of ``interi``; of ``altri`` (an ALER) those in some comuni."""

    interi: tuple[str, ...] = ()
    altri: tuple[str, ...] = ()
    comuni: frozenset[str] = frozenset()

    @property
    def enti(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.interi, *self.altri)

    def to_q(self) -> Q:
        """As a condition: the simplest, for an index to serve it."""
        interi = Q(ente=self.interi[0]) if len(self.interi) == 1 else Q(ente__in=self.interi)
        return interi | Q(ente__in=self.altri, comune__in=self.comuni) if self.altri else interi

    def narrow(self, contati: Mapping[str, RegistroContato]) -> "Campo":
        """Only the enti that have dwellings; those that have them all in these comuni are whole: an index serves it."""
        interi = [ente for ente in self.interi if ente in contati]
        altri = {ente: {g.comune for g in contati[ente].gruppi} for ente in self.altri if ente in contati}
        interi += [ente for ente, dove in altri.items() if dove <= self.comuni]
        return Campo(tuple(interi), tuple(ente for ente in altri if ente not in interi), self.comuni)

    def restrict(self, contati: Mapping[str, RegistroContato]) -> tuple[Gruppo, ...]:
        """The same of what was counted."""
        tutti = (g for ente, registro in contati.items() for g in registro.gruppi if ente in self.enti)
        return tuple(g for g in tutti if g.ente in self.interi or g.comune in self.comuni)


class Filtri(Struct, frozen=True):
    """What is wanted; an empty text is anything. ``gestore``: «-» is the owner itself."""

    ente: str = ""
    comune: str = ""
    tipo: str = ""
    stato: str = ""
    gestore: str = ""
    accessibilita: str = ""
    cerca: str = ""
    ordine: str = "codice"

    def accepts(self, gruppo: Gruppo) -> bool:
        """Whether dwellings alike are wanted; the words that are searched apart."""
        chiesti = (self.ente, self.comune, self.tipo, self.stato, self.gestore, self.accessibilita)
        sono = (gruppo.ente, gruppo.comune, gruppo.tipo, gruppo.stato, gruppo.gestore or "-", gruppo.accessibilita)
        return all(chiesto in ("", e) for chiesto, e in zip(chiesti, sono, strict=True))

    def to_q(self) -> Q:
        """As a condition."""
        nomi = ("ente", "comune", "tipo", "stato", "accessibilita")
        scelte = Q(**{nome: valore for nome in nomi if (valore := getattr(self, nome))})
        if self.gestore:
            scelte &= Q(gestore=None) if self.gestore == "-" else Q(gestore=self.gestore)
        for parola in simplify(self.cerca).split():
            scelte &= Q(cerca__contains=parola)
        return scelte


class Pagina(Struct, frozen=True):
    """Some dwellings, and where they stand among all; ``quante``: how many dwellings are wanted."""

    righe: tuple[UnitaAbitativa, ...]
    numero: int
    quante: int

    @property
    def pagine(self) -> int:
        """How many pages one can leaf through."""
        return min(MASSIME_PAGINE, max(1, -(-self.quante // PAGINA)))

    @property
    def prima(self) -> int:
        """The page before."""
        return self.numero - 1

    @property
    def dopo(self) -> int:
        """The page after."""
        return self.numero + 1

    @property
    def troppe(self) -> bool:
        """There are more than one can leaf through."""
        return self.quante > MASSIME_PAGINE * PAGINA


def find_units(campo: Campo, filtri: Filtri) -> QuerySet[UnitaAbitativa]:
    """The dwellings wanted, in their order."""
    righe = UnitaAbitativa.objects.for_system().filter(campo.to_q(), filtri.to_q())
    return righe.order_by(*_columns(filtri.ordine))


def _columns(ordine: str) -> Sequence[str]:
    verso, nome = ("-", ordine[1:]) if ordine.startswith("-") else ("", ordine)
    return [f"{verso}{colonna}" for colonna in ORDINI.get(nome, ORDINI["codice"])]


def count_units(campo: Campo, filtri: Filtri, gruppi: Collection[Gruppo]) -> RegistroContato:
    """The dwellings wanted, counted: with no query, but where words are searched."""
    if not filtri.cerca.strip():
        return RegistroContato(tuple(gruppo for gruppo in gruppi if filtri.accepts(gruppo)))
    righe = find_units(campo, filtri).order_by().values_list("tipo", "stato").annotate(unita=Count("*"))
    return RegistroContato(tuple(Gruppo("", "", tipo, stato, None, "", unita) for tipo, stato, unita in righe))


def read_page(campo: Campo, filtri: Filtri, numero: int, quante: int) -> Pagina:
    """A page in one query; a page that is not there is the nearest that is."""
    pagina = Pagina((), 1, quante)
    scelta = max(1, min(numero, pagina.pagine))
    inizio = (scelta - 1) * PAGINA
    righe = find_units(campo, filtri).select_related("comune", "gestore", "ente")[inizio : inizio + PAGINA]
    return Pagina(tuple(righe) if quante else (), scelta, quante)
