"""Every figure in the document is a field: change each by a prime of its own, and no old figure is left.

Norms, dates of acts in chapters, names of plans and definitions are exempt, by the list below and nothing else.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from piano.html import render_html
from piano.valori import ComuneCongelato, EnteCongelato, Impronte, PianoSnapshot
from tests.lettura_html import Pagina

ESENTI = [
    r"\b[ld]\.?\s?(r|lgs)?\.? \d+/\d+",  # l.r. 16/2016, l. 104/1992
    r"r\.r\. \d+/\d+",
    r"[Ll]egge regionale \d+°? \w+ \d{4}, n\. \d+",
    r"[Rr]egolamento regionale \d+ \w+ \d{4}, n\. \d+",
    r"(legge regionale|regolamento regionale|legge) \d+/\d+",
    r"(comunicato regionale) \d+/\d+",
    r"\bartt?\. ?\d+( (bis|ter))?(, \d+)*( e \d+)?",
    r"\barticol[oi] \d+( (bis|ter))?(, \d+)*( e \d+)?",
    r"\bcomm[ai] \d+( (bis|ter))?( e \d+)?",
    r"\bn\. \d+(?=\)| della lett)",
    r"Piano di Zona \d{4}[-–]\d{4}",
    r"([Mm]eno di|[Tt]ra|[Pp]iù di) [\d.]+( e [\d.]+)? abitanti",  # the bands are a definition
    r"di almeno il 66%",  # the definition of art. 14, lett. e)
    r"(Tabella|Figura) \d+",
    r"SHA-256",
    r"\b[0-9a-f]{64}\b",
]

CHIAVI = {
    *("slug", "istat", "comuni", "ubicazione", "ente", "gestore", "avviso", "codice", "ambito", "ordine", "versione"),
    *("capitoli", "schema", "categoria", "voce", "norma", "definizione", "impronta", "fascia", "regola", "celle"),
}
"""Fields that link rows or cite the law: their digits are not figures of the plan."""


def primes() -> Iterator[int]:
    trovati: list[int] = []
    for numero in count(2):
        if all(numero % primo for primo in trovati if primo * primo <= numero):
            trovati.append(numero)
            if numero > 10_000:
                yield numero


def figures(html: str) -> set[str]:
    testo = Pagina(html).testo
    for esente in ESENTI:
        testo = re.sub(esente, " ", testo)
    return set(re.findall(r"\d+(?:[.,]\d+)*", testo)) - {"0"}  # a declared nil stays nil


class Cambia:
    """Gives every number of a value a prime of its own, every date another year and one of a few days."""

    def __init__(self, giorni: list[int]) -> None:
        self.primi = primes()
        self.giorni = giorni

    def change(self, valore: object) -> object:
        if isinstance(valore, Struct):
            campi = {nome: getattr(valore, nome) for nome in valore.__struct_fields__ if nome not in CHIAVI}
            return replace(valore, **{nome: self.change(contenuto) for nome, contenuto in campi.items()})
        if isinstance(valore, tuple):
            return tuple(self.change(voce) for voce in valore)
        return self.change_one(valore)

    def change_one(self, valore: object) -> object:
        if isinstance(valore, date):
            giorno = self.giorni[-1] if valore.day > 15 else self.giorni[0]
            return valore.replace(year=valore.year + 38, day=giorno)
        if isinstance(valore, Decimal):
            return Decimal(next(self.primi)).quantize(Decimal("0.01"))
        if type(valore) is int:
            return next(self.primi)
        return re.sub(r"\d+", lambda _: str(next(self.primi)), valore) if type(valore) is str else valore


def more_enti(snapshot: PianoSnapshot) -> PianoSnapshot:
    """Comuni that declare nothing, many in each band: the counts of enti and comuni change too."""
    testata = snapshot.contenuti.testata
    fasce = ["fino_5000"] * 137 + ["5000_10000"] * 139 + ["oltre_10000"] * 149
    lettere = "abcdefghijklmnopqrstuvwxyz"
    nomi = [f"Comune {lettere[i // 26]}{lettere[i % 26]}" for i in range(len(fasce))]
    comuni = tuple(ComuneCongelato(f"9{i:05}", nomi[i], "XX", fascia) for i, fascia in enumerate(fasce))
    enti = tuple(EnteCongelato(f"nuovo-{i}", "comune", nomi[i], (f"9{i:05}",)) for i in range(len(fasce)))
    allargata = replace(testata, comuni=testata.comuni + comuni, enti=testata.enti + enti)
    return replace(snapshot, contenuti=replace(snapshot.contenuti, testata=allargata))


def test_nessuna_cifra_vecchia_resta(oglio_ovest: PianoSnapshot, html_oglio_ovest: str) -> None:
    vecchie = figures(html_oglio_ovest)
    giorni = [giorno for giorno in range(1, 29) if str(giorno) not in vecchie]
    nuovo = Cambia(giorni).change(more_enti(oglio_ovest))
    anno = replace(nuovo.contenuti.testata, anno=2063)
    nuovo = replace(nuovo, contenuti=replace(nuovo.contenuti, testata=anno))
    nuove = figures(render_html(nuovo, Impronte("a" * 64, "b" * 64)))
    assert len(vecchie) > 50
    assert nuove & vecchie == set()


def test_la_prova_si_accorge_di_una_cifra_scritta_a_mano(
    oglio_ovest: PianoSnapshot, congelato: Callable[[str, int], bytes]
) -> None:
    """The check can fail: a chapter with a typed figure is found."""
    [primo, *altri] = oglio_ovest.contenuti.capitoli
    scritto = replace(primo, testo=f"{primo.testo}\n\nGli alloggi sono 957.")
    capitoli = replace(oglio_ovest.contenuti, capitoli=(scritto, *altri))
    html = render_html(replace(oglio_ovest, contenuti=capitoli), Impronte("a" * 64, "b" * 64))
    nuovo = Cambia([23, 27]).change(replace(oglio_ovest, contenuti=capitoli))
    assert "957" in figures(html) & figures(render_html(nuovo, Impronte("a" * 64, "b" * 64)))


def test_l_elenco_delle_esenzioni_resta_breve() -> None:
    assert len(ESENTI) < 30
