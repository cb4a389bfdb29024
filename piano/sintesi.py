"""The page for the mayors: one sentence, four figures, what changed, two charts, what is asked of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from lessico import italiano
from lessico.voce import StatoVoce
from piano.assemblea import ask, ask_title
from piano.confronto import compare, write_change
from piano.elenchi import NESSUN_DATO, Proprietario, add, by_kind, of_owners, owners, write
from piano.grafici.figure import Figura, count_enti
from piano.grafici.quadro import overview, who_offers
from piano.valori import PianoSnapshot
from raccolta.valori import SchedaCongelata

_MOLTI = 100


class Cifra(Struct, frozen=True):
    """A key figure, already written; ``dettagli`` says whose it is."""

    valore: str
    nome: str
    dettagli: tuple[str, ...]

    @property
    def ignota(self) -> bool:
        """Nobody has declared it: words stand for the number."""
        return self.valore == NESSUN_DATO


class Sintesi(Struct, frozen=True):
    """The page, in the order in which it is read."""

    frasi: tuple[str, ...]
    cifre: tuple[Cifra, ...]
    confronto: str
    figure: tuple[Figura, ...]
    richiesta: str
    richieste: tuple[str, ...]


def summarise(piano: PianoSnapshot) -> Sintesi:
    """The plan on one page: every figure comes from the data."""
    tutti = owners(piano)
    return Sintesi(
        frasi=tuple(frase for frase in (_sentence(piano, tutti), _missing(tutti)) if frase),
        cifre=_figures(piano, tutti),
        confronto=_comparison(piano),
        figure=tuple(figura for figura in (overview(piano), who_offers(piano)) if figura.disegni),
        richiesta=ask_title(piano),
        richieste=ask(piano),
    )


def _sentence(piano: PianoSnapshot, tutti: Sequence[Proprietario]) -> str:
    anno = piano.contenuti.testata.anno
    alloggi, unita = add(p.scheda.stock_total() for p in tutti), add(p.scheda.units_assignable() for p in tutti)
    censiti = f"gli alloggi censiti sono {write(alloggi)}" if alloggi != 1 else "è censito un solo alloggio"
    if alloggi is None and unita is None:
        return "Gli enti non hanno ancora dichiarato né gli alloggi né le unità disponibili: nessun dato."
    if unita is None:
        return f"Nell’ambito {censiti}; unità disponibili nel {anno}: {NESSUN_DATO}."
    if unita == 0:
        return f"Nel {anno} nessuna unità è disponibile per l’assegnazione; {censiti}."
    assegnabili = "una unità" if unita == 1 else f"{italiano.numero(unita)} unità"
    if alloggi is None:
        return f"Nel {anno} si {_can(unita)} assegnare {assegnabili}; alloggi: {NESSUN_DATO}."
    quanti = f"{censiti}{_ratio(alloggi, unita)}"
    return f"Nel {anno} si {_can(unita)} assegnare {assegnabili}; {quanti}.{_owner(tutti, unita)}"


def _can(unita: int) -> str:
    return "può" if unita == 1 else "possono"


def _ratio(alloggi: int, unita: int) -> str:
    """«, circa trentaquattro per ogni unità»; nothing where it would not help."""
    quanti = round(alloggi / unita)
    return f", circa {italiano.lettere(quanti)} per ogni unità disponibile" if 1 < quanti < _MOLTI and unita > 1 else ""


def _owner(tutti: Sequence[Proprietario], unita: int) -> str:
    """Whose most of the units are, where one owner has more than half."""
    primo = max(tutti, key=lambda p: p.scheda.units_assignable() or 0)
    sue = primo.scheda.units_assignable() or 0
    if sue * 2 <= unita or unita == 1:
        return ""
    return f" Sono tutte {primo.di_chi}." if sue == unita else f" Più della metà è {primo.di_chi}."


def _missing(tutti: Sequence[Proprietario]) -> str:
    """How many enti have still to answer on what the page counts."""
    stati = ((p.scheda.stato("consistenza"), p.scheda.stato("assegnabili")) for p in tutti)
    ignoti = sum(1 for coppia in stati if StatoVoce.DA_COMPILARE in coppia)
    return f"Mancano dati di {count_enti(ignoti)} su {italiano.lettere(len(tutti))}." if ignoti else ""


def _figures(piano: PianoSnapshot, tutti: Sequence[Proprietario]) -> tuple[Cifra, ...]:
    anno = piano.contenuti.testata.anno
    offerte = add(p.scheda.outcome("offerte") for p in tutti)
    assegnate = add(p.scheda.outcome("assegnate") for p in tutti)
    esito = NESSUN_DATO if offerte is None and assegnate is None else f"{write(assegnate)} su {write(offerte)}"
    return (
        _figure(tutti, "alloggi nel patrimonio", lambda scheda: scheda.stock_total()),
        _figure(tutti, "alloggi SAP, servizi abitativi pubblici", lambda scheda: scheda.stock("sap")),
        _figure(tutti, f"unità disponibili nel {anno}", lambda scheda: scheda.units_assignable()),
        Cifra(esito, f"unità assegnate, su quelle messe a bando nel {anno - 1}", ()),
    )


def _figure(tutti: Iterable[Proprietario], nome: str, valore: Callable[[SchedaCongelata], int | None]) -> Cifra:
    unita: Mapping[str, int | None] = {p.slug: valore(p.scheda) for p in tutti}
    gruppi = by_kind(p for p in tutti if unita[p.slug])
    dettagli = tuple(f"{write(add(unita[p.slug] for p in gruppo))} {of_owners(gruppo)}" for gruppo in gruppi)
    return Cifra(write(add(unita.values())), nome, dettagli)


def _comparison(piano: PianoSnapshot) -> str:
    """Last year and this one, over the enti of which both are known."""
    variazioni = compare(piano)
    if not variazioni:
        return f"Rispetto all’anno prima: {NESSUN_DATO}."
    alloggi = write_change(sum(v.alloggi_prima for v in variazioni), sum(v.alloggi for v in variazioni))
    unita = write_change(sum(v.unita_prima for v in variazioni), sum(v.unita for v in variazioni))
    tutti = len(owners(piano))
    dove = "" if len(variazioni) == tutti else f", per {count_enti(len(variazioni))} su {italiano.lettere(tutti)}"
    return f"Rispetto al {piano.contenuti.testata.anno - 1}{dove}: alloggi {alloggi}; unità disponibili {unita}."
