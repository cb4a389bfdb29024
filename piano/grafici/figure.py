"""The figures of the plan: which question each answers, from the snapshot to its drawings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.grafici import barre
from lessico.grafici.righe import Riga
from piano.confronto import Variazione
from piano.elenchi import Proprietario, owners
from piano.grafici import cascata
from piano.grafici.variazioni import changes as draw_changes
from piano.valori import PianoSnapshot
from raccolta.ponte import build_bridge, merge_bridges

ALLOGGI: Final = ("alloggio", "alloggi")

_TIPI: Final = {"sap": "SAP", "sas": "SAS", "altro": "Altro"}
_FONTI: Final = {
    "stato_di_fatto": "Nello stato di fatto",
    "edilizia": "Nuove o da recupero",
    "nuova_edificazione": "Nuove",
    "ristrutturazione": "Da recupero",
    "liberazioni": "Libere o che si liberano",
    "libere": "Libere",
    "avvicendamento": "Che si liberano",
    "conferite": "Conferite da privati",
}
"""The sources in as few words as a narrow column holds."""
_PER_ESTESO: Final = ("SAP, servizi abitativi pubblici", "SAS, servizi abitativi sociali", "Altro uso abitativo")


class Figura(Struct, frozen=True):
    """A figure: its question, its drawings (none when there is nothing to draw), a line on what it leaves out."""

    titolo: str
    disegni: tuple[str, ...]
    nota: str = ""


def stock(piano: PianoSnapshot) -> Figura:
    """Who owns the dwellings, and of which type, from the owner that has most."""
    tutti = owners(piano)
    domanda = "Chi possiede gli alloggi, e di che tipo?"
    numeri = {p.slug: _known(p.scheda.stock(tipo) for tipo in _TIPI) for p in tutti}
    righe = [Riga(p.nome, valori, _say_stock(valori)) for p in tutti if any(valori := numeri[p.slug] or ())]
    disegni = barre.stacked(domanda, _largest_first(righe), _PER_ESTESO, tuple(_TIPI.values())) if righe else ()
    return Figura(domanda, disegni, _left_out(tutti, numeri, "senza alloggi") if righe else "")


def _say_stock(valori: Sequence[int]) -> str:
    tipi = [f"{italiano.numero(v)} {nome}" for v, nome in zip(valori, _TIPI.values(), strict=True) if v]
    return f"{italiano.conta(sum(valori), *ALLOGGI)}, di cui {italiano.elenco(tipi)}"


def sources(piano: PianoSnapshot, voci: Iterable[str]) -> Figura:
    """Where the SAP units of each owner come from, source by source; those it declares available come last."""
    tutti = owners(piano)
    domanda = "Da dove vengono le unità disponibili, ente per ente?"
    fonti = [voce for voce in voci if voce in _FONTI]
    numeri = {
        p.slug: _known((*(p.scheda.units_from(voce) for voce in fonti), p.scheda.units_assignable())) for p in tutti
    }
    titoli = (*(_FONTI[voce] for voce in fonti), f"Disponibili nel {piano.contenuti.testata.anno}")
    righe = [Riga(p.nome, v, _say_sources(v, titoli)) for p in tutti if any(v := numeri[p.slug] or ())]
    nota = _left_out(tutti, numeri, "senza unità")
    if any(sum(riga.valori[:-1]) != riga.valori[-1] for riga in righe):
        perche = "Ogni ente dichiara a parte le fonti e le unità disponibili: i due numeri possono essere diversi."
        nota = f"{perche} {nota}".strip()
    return Figura(domanda, barre.side_by_side(domanda, righe, titoli) if righe else (), nota if righe else "")


def _say_sources(valori: Sequence[int], titoli: Sequence[str]) -> str:
    parti = [f"{italiano.numero(v)} {titolo.lower()}" for v, titolo in zip(valori, titoli, strict=True) if v]
    return italiano.elenco(parti)


def outcomes(piano: PianoSnapshot) -> Figura:
    """Of the units offered the year before, how many were assigned."""
    tutti, anno = owners(piano), piano.contenuti.testata.anno - 1
    domanda = f"Delle unità messe a bando nel {anno}, quante sono state assegnate?"
    numeri = {p.slug: _known((p.scheda.outcome("offerte"), p.scheda.outcome("assegnate"))) for p in tutti}
    righe = [Riga(p.nome, valori, _say_outcome(valori)) for p in tutti if any(valori := numeri[p.slug] or ())]
    disegni = barre.part_of(domanda, _largest_first(righe), ("Messe a bando", "Assegnate")) if righe else ()
    return Figura(domanda, disegni, _left_out(tutti, numeri, "senza unità a bando") if righe else "")


def _say_outcome(valori: Sequence[int]) -> str:
    offerte, assegnate = valori
    return f"{italiano.numero(offerte)} messe a bando, {italiano.numero(assegnate)} assegnate"


def changes(piano: PianoSnapshot, variazioni: Sequence[Variazione]) -> Figura:
    """What changed since the year before, in the enti of which both years are known."""
    domanda = "Che cosa è cambiato dall’anno prima?"
    righe = [
        Riga(v.proprietario.nome, (v.alloggi_prima, v.alloggi, v.unita_prima, v.unita), _say_change(v))
        for v in variazioni
        if v.cambiata
    ]
    if not righe:
        return Figura(domanda, ())
    parti = {
        "senza variazioni": len(variazioni) - len(righe),
        "senza i dati dei due anni": len(owners(piano)) - len(variazioni),
    }
    return Figura(domanda, draw_changes(domanda, righe, ("Alloggi", "Unità disponibili")), _missing(parti))


def _say_change(v: Variazione) -> str:
    return (
        f"alloggi da {italiano.numero(v.alloggi_prima)} a {italiano.numero(v.alloggi)}, "
        f"unità disponibili da {italiano.numero(v.unita_prima)} a {italiano.numero(v.unita)}"
    )


def path(piano: PianoSnapshot) -> Figura:
    """From the sources of all the owners to the units they declare available, with what nobody has explained."""
    domanda = "Come si arriva dalle provenienze alle unità disponibili dell’ambito?"
    ponte = merge_bridges([build_bridge(p.scheda) for p in owners(piano)])
    return Figura(domanda, cascata.bridge(domanda, ponte))


def _known(valori: Iterable[int | None]) -> tuple[int, ...] | None:
    """The numbers, a missing one as nil; None when all are missing."""
    insieme = tuple(valori)
    return None if all(v is None for v in insieme) else tuple(v or 0 for v in insieme)


def _largest_first(righe: Iterable[Riga]) -> list[Riga]:
    return sorted(righe, key=lambda riga: -sum(riga.valori))


def _left_out(tutti: Iterable[Proprietario], numeri: Mapping[str, tuple[int, ...] | None], nulla: str) -> str:
    """How many owners a drawing leaves out, and why."""
    valori = [numeri[p.slug] for p in tutti]
    nulli = sum(1 for v in valori if v is not None and not any(v))
    return _missing({nulla: nulli, "senza dati": sum(1 for v in valori if v is None)})


def _missing(parti: Mapping[str, int]) -> str:
    """A line such as: «Non compaiono: un ente senza alloggi; due enti senza dati»."""
    detti = [f"{count_enti(quanti)} {perche}" for perche, quanti in parti.items() if quanti]
    return f"Non compaiono: {'; '.join(detti)}." if detti else ""


def count_enti(quanti: int) -> str:
    """How many enti, in words: «un ente», «due enti»."""
    return "un ente" if quanti == 1 else f"{italiano.lettere(quanti)} enti"
