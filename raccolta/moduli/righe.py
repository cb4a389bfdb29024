"""The rows of a quadro: their names in the form, which ones a page begins with, what each is called."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.cella import NON_RIPARTITA, Cella, CellaNonValida
from lessico.voce import UBICAZIONE, Tabella, Voce
from patrimonio.models import Quando, TipoUnita
from raccolta.celle import key_of, rows_of
from raccolta.quadri import VOCI
from raccolta.valori import SchedaCongelata

SENZA_COMUNE: Final = "Senza comune"
CHIAVE_MASSIMA: Final = 200
"""How long a key may be: an address is kept whole beside each change."""
_SCELTE: Final = {"tipo": dict(TipoUnita.choices), "quando": dict(Quando.choices)}
_PREMESSE: Final = {"gestore_id": "gestione: ", "avviso": "avviso "}

Nomi = Mapping[str, dict[str, str]]
"""For each column of a key, what its values are called: ``{"ubicazione_id": {"017166": "Rovato"}}``."""


class RigaNonValida(ValueError):
    """A name that is not that of a row."""


class Riga(Struct, frozen=True):
    """A row of a voce, whether it has values or not."""

    voce: str
    tabella: Tabella
    parti: tuple[str, ...]

    @property
    def chiave(self) -> str:
        """Its key: ``017166``."""
        return self.tabella.write_key(self.parti)

    @property
    def nome(self) -> str:
        """Its name in the form: ``consistenza/017166``."""
        return f"{self.voce}/{self.chiave}"

    def cella(self, misura: str) -> str:
        """The address of a value of the row, which is also the name of its field."""
        return str(Cella(self.voce, self.chiave, misura))

    def celle(self) -> tuple[str, ...]:
        """All its addresses."""
        return tuple(self.cella(misura) for misura in self.tabella.misure)

    def part(self, campo: str) -> str:
        """A part of the key, by its column; ``-`` when the key has no such part, or does not name it."""
        parti = (p for parte, p in zip(self.tabella.chiave, self.parti, strict=True) if parte.campo == campo)
        return next(parti, NON_RIPARTITA)


def read_riga(nome: str) -> Riga:
    """The row of ``consistenza/017166``; raises RigaNonValida. That its comune exists is not known here."""
    codice, _, chiave = nome.partition("/")
    if not _is_key(chiave):
        raise RigaNonValida(f"«{nome[:100]}» non è una riga della scheda.")
    for tabella in VOCI[codice].tabelle if codice in VOCI else ():
        parti = tabella.read_key(chiave)
        if parti is not None and all(parti) and tabella.write_key(parti) == chiave:
            return Riga(codice, tabella, parti)
    raise RigaNonValida(f"«{nome[:100]}» non è una riga della scheda.")


def _is_key(chiave: str) -> bool:
    """Whether it may be the key of a row: short, and of the characters of an address."""
    try:
        return len(chiave) <= CHIAVE_MASSIMA and bool(Cella.parse(f"voce/{chiave}/misura"))
    except CellaNonValida:
        return False


def rows_in(scheda: SchedaCongelata, voci: Iterable[Voce]) -> Iterator[Riga]:
    """The rows that have values in a frozen scheda."""
    for voce in voci:
        for tabella in voce.tabelle:
            for riga in rows_of(scheda, voce.codice, tabella):
                chiave = tabella.write_key(key_of(riga, tabella))
                yield Riga(voce.codice, tabella, tabella.read_key(chiave) or ())


def propose(voce: Voce, presenti: Iterable[Riga], passate: Iterable[Riga], territorio: str) -> Iterator[Riga]:
    """The rows that a page shows empty: those of last year, the ente's own territory, the first of each branch."""
    presenti = [riga for riga in presenti if riga.voce == voce.codice]
    for tabella in voce.tabelle:
        if tabella.ramo:
            yield from _first_of_branch(voce, tabella, presenti)
        elif tabella.chiave[0] == UBICAZIONE:
            dell_anno_prima = [r for r in passate if (r.voce, r.tabella) == (voce.codice, tabella)]
            yield from _by_location(voce, tabella, presenti, dell_anno_prima, territorio)


def _first_of_branch(voce: Voce, tabella: Tabella, presenti: list[Riga]) -> Iterator[Riga]:
    capi = dict.fromkeys(r.parti[0] for r in presenti if not r.tabella.ramo)
    con_rami = {r.parti[0] for r in presenti if r.tabella == tabella}
    for slug in capi:
        if slug not in con_rami:
            yield Riga(voce.codice, tabella, (slug, "1"))


def _by_location(
    voce: Voce, tabella: Tabella, presenti: list[Riga], passate: list[Riga], territorio: str
) -> Iterator[Riga]:
    """A voce is split by comune or it is not: what is proposed follows what is there."""
    ripartite = {riga.parti[0] != NON_RIPARTITA for riga in presenti}
    proposte = [riga for riga in passate if riga.part("avviso") == NON_RIPARTITA]
    if not proposte and not presenti:
        proposte = [Riga(voce.codice, tabella, (territorio, *(p.predefinita for p in tabella.chiave[1:])))]
    yield from (riga for riga in proposte if not ripartite or (riga.parti[0] != NON_RIPARTITA) in ripartite)


def title_of(riga: Riga, nomi: Nomi) -> str:
    """What a row is called: «Rovato», «Chiari, gestita da ALER», «Rovato, SAP, subito», «2»."""
    parti = zip(riga.tabella.chiave, riga.parti, strict=True)
    parole = [_part_in_words(parte.campo, testo, nomi) for parte, testo in parti]
    if riga.tabella.ramo:
        return parole[-1]
    return ", ".join(parola for parola in parole if parola)


def _part_in_words(campo: str, testo: str, nomi: Nomi) -> str:
    if campo == UBICAZIONE.campo:
        return SENZA_COMUNE if testo == NON_RIPARTITA else _name(campo, testo, nomi)
    if testo == NON_RIPARTITA:
        return ""
    if campo in _SCELTE:
        return _SCELTE[campo].get(testo, testo)
    return f"{_PREMESSE.get(campo, '')}{_name(campo, testo, nomi)}"


def _name(campo: str, testo: str, nomi: Nomi) -> str:
    return italiano.tipografico(nomi.get(campo, {}).get(testo) or testo)


def order_of(riga: Riga, nomi: Nomi) -> tuple[int, str, str]:
    """In the order of the tables; what is not split first, then by name; branches by number."""
    ripartita = riga.parti[0] != NON_RIPARTITA
    numero = riga.parti[-1].zfill(6) if riga.tabella.ramo else ""
    return (int(ripartita), title_of(riga, nomi).casefold() if not riga.tabella.ramo else "", numero)
