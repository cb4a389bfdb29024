"""The dwellings of an ente, or of an ambito, as a list: filtered, searched, sorted, a page at a time."""

from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import Count, F, OrderBy, Q, QuerySet
from msgspec import Struct

from patrimonio.alloggi.conti import CONTATI, Gruppo, RegistroContato
from patrimonio.alloggi.servizi import simplify
from patrimonio.models import UnitaAbitativa

PAGINA: Final = 50
MASSIME_PAGINE: Final = 200
"""Pages that one can leaf through: whoever looks further filters."""

ORDINI: Final[Mapping[str, tuple[str, ...]]] = {
    "codice": ("ente", "codice"),
    "indirizzo": ("indirizzo", "pk"),
    "comune": ("comune_id", "codice", "pk"),
    "superficie": ("superficie_utile", "pk"),
}
"""Word in the address → columns; with a hyphen before it, the other way round. A code is of an ente: owner by owner."""


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
        interi = [g for ente in self.interi if ente in contati for g in contati[ente].gruppi]
        altri = [g for ente in self.altri if ente in contati for g in contati[ente].gruppi if g.comune in self.comuni]
        return (*interi, *altri)


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

    def select(self, gruppi: Collection[Gruppo]) -> tuple[Gruppo, ...]:
        """The dwellings that are wanted, alike by alike; the words that are searched apart."""
        scelti = tuple(gruppi)
        for nome in CONTATI:
            if chiesto := getattr(self, nome):
                scelti = tuple(gruppo for gruppo in scelti if (getattr(gruppo, nome) or "-") == chiesto)
        return scelti

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


def _columns(ordine: str) -> list[OrderBy]:
    """What is not known is before the smallest, whatever the engine: the largest come first, and it last."""
    verso, nome = ordine.startswith("-"), ordine.removeprefix("-")
    colonne = map(F, ORDINI.get(nome, ORDINI["codice"]))
    if nome == "superficie":
        superficie = next(colonne)
        prima = superficie.desc(nulls_last=True) if verso else superficie.asc(nulls_first=True)
        return [prima, *(c.desc() if verso else c.asc() for c in colonne)]
    return [c.desc() if verso else c.asc() for c in colonne]


def count_units(campo: Campo, filtri: Filtri, gruppi: Collection[Gruppo]) -> RegistroContato:
    """The dwellings wanted, counted: with no query, but where words are searched."""
    if not filtri.cerca.strip():
        return RegistroContato(filtri.select(gruppi))
    righe = find_units(campo, filtri).order_by().values_list("tipo", "stato").annotate(unita=Count("*"))
    return RegistroContato(tuple(Gruppo("", "", tipo, stato, None, "", unita) for tipo, stato, unita in righe))


def read_page(campo: Campo, filtri: Filtri, numero: int, quante: int) -> Pagina:
    """A page in two queries; a page that is not there is the nearest that is."""
    pagina = Pagina((), 1, quante)
    scelta = max(1, min(numero, pagina.pagine))
    inizio = (scelta - 1) * PAGINA
    if not quante:
        return Pagina((), scelta, quante)
    trovate = find_units(campo, filtri)
    quali = list(trovate.values_list("pk", flat=True)[inizio : inizio + PAGINA])  # names are read of these only
    righe = UnitaAbitativa.objects.for_system().filter(pk__in=quali).select_related("comune", "gestore", "ente")
    per_chiave = {riga.pk: riga for riga in righe}
    return Pagina(tuple(per_chiave[pk] for pk in quali if pk in per_chiave), scelta, quante)
