"""The register of the law as anybody reads it: what is in force on a day, what is not, what comes before or after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeVar

from msgspec import Struct

from enti.models import CategoriaRegistro, Parametro
from enti.models.parametro import Verifica, VoceNormativa
from enti.regime import RegistroNormativo, in_force_on, limit_of
from lessico.regime import Arrotondamento, write_limit

PERCENTO: Final = "percento"
NESSUN_NUMERO: Final = "nessun numero"

ARROTONDAMENTI: Final[Mapping[str, str]] = {
    Arrotondamento.PER_ECCESSO: "Per eccesso: anche una frazione di alloggio conta come uno intero.",
    Arrotondamento.MEZZO_PER_ECCESSO: "All’unità più vicina: da mezzo in su si conta un alloggio in più.",
    Arrotondamento.NON_INDICATO: "La norma non lo dice: dove il conto non dà un numero intero, resta da decidere.",
}
"""How a share becomes dwellings, in words."""

V = TypeVar("V", bound=VoceNormativa)


class Riga(Struct, frozen=True, kw_only=True):
    """A row of the register in words; ``testo`` is its value, or its definition."""

    nome: str
    testo: str
    periodo: str
    norma: str
    fonte: str
    verificata: bool
    note: str
    base: str = ""
    arrotondamento: str = ""
    lettera: str = ""


class Voce(Struct, frozen=True):
    """All that the register has under a code: the row in force on the day, if there is one, and the others."""

    codice: str
    nome: str
    attuale: Riga | None
    altre: tuple[Riga, ...]


class Gruppo(Struct, frozen=True):
    """The categories of one kind: those in force on the day, and those that are not."""

    nome: str
    in_vigore: tuple[Riga, ...]
    altre: tuple[Riga, ...]


class RegistroLetto(Struct, frozen=True):
    """The register on a day."""

    parametri: tuple[Voce, ...]
    categorie: tuple[Gruppo, ...]

    @property
    def assenti(self) -> int:
        """The parameters that have no value on the day."""
        return sum(voce.attuale is None for voce in self.parametri)


def read_register(registro: RegistroNormativo, al: date) -> RegistroLetto:
    """In words, with no query; the parameters by name, the categories in the order of the law."""
    parametri = (_read_parameter(codice, righe, al) for codice, righe in _by_code(registro.parametri))
    gruppi = groupby(registro.categorie, key=lambda c: c.get_gruppo_display())
    return RegistroLetto(
        parametri=tuple(sorted(parametri, key=attrgetter("nome"))),
        categorie=tuple(_read_group(nome, tuple(righe), al) for nome, righe in gruppi),
    )


def _by_code(voci: Iterable[V]) -> Iterator[tuple[str, tuple[V, ...]]]:
    for codice, righe in groupby(voci, key=attrgetter("codice")):
        yield codice, tuple(righe)


def _read_parameter(codice: str, righe: Sequence[Parametro], al: date) -> Voce:
    attuale = next(iter(in_force_on(al, righe)), None)
    return Voce(
        codice=codice,
        nome=(attuale or righe[-1]).nome,
        attuale=describe_parameter(attuale) if attuale else None,
        altre=tuple(describe_parameter(riga) for riga in righe if riga is not attuale),
    )


def describe_parameter(parametro: Parametro) -> Riga:
    """One of its rows in words."""
    arrotondamento = ARROTONDAMENTI[parametro.arrotondamento] if parametro.unita == PERCENTO else ""
    valore = write_limit(limit_of(parametro)) or NESSUN_NUMERO
    return _describe(parametro, valore, base=parametro.base, arrotondamento=arrotondamento)


def _read_group(nome: str, righe: Sequence[CategoriaRegistro], al: date) -> Gruppo:
    in_vigore = in_force_on(al, righe)
    return Gruppo(
        nome=nome,
        in_vigore=tuple(_describe_category(riga) for riga in in_vigore),
        altre=tuple(_describe_category(riga) for riga in righe if riga not in in_vigore),
    )


def _describe_category(categoria: CategoriaRegistro) -> Riga:
    return _describe(categoria, categoria.definizione, lettera=categoria.lettera)


def _describe(voce: VoceNormativa, testo: str, *, base: str = "", arrotondamento: str = "", lettera: str = "") -> Riga:
    return Riga(
        nome=voce.nome,
        testo=testo,
        periodo=voce.periodo,
        norma=voce.norma,
        fonte=voce.fonte,
        verificata=voce.stato == Verifica.VERIFICATO,
        note=voce.note,
        base=base,
        arrotondamento=arrotondamento,
        lettera=lettera,
    )
