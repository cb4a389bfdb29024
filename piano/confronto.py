"""Comparison with the year before: dwellings and available units of the enti of which both years are known."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from lessico import italiano
from piano.elenchi import Proprietario, owners, write
from piano.prospetti import TOTALE, Casella, Colonna, Prospetto, RigaProspetto
from piano.valori import PianoSnapshot

_MENO: Final = "−"


class Variazione(Struct, frozen=True):
    """An ente in two years: all its dwellings, its SAP units available."""

    proprietario: Proprietario
    alloggi_prima: int
    alloggi: int
    unita_prima: int
    unita: int

    @property
    def cambiata(self) -> bool:
        """Whether either number is another."""
        return (self.alloggi_prima, self.unita_prima) != (self.alloggi, self.unita)


def compare(piano: PianoSnapshot) -> tuple[Variazione, ...]:
    """The enti of which four numbers are known, in their order; none where nothing was certified the year before."""
    if piano.contenuti.precedente is None:
        return ()
    prima = {ente.ente: ente for ente in piano.contenuti.precedente.enti}
    trovate = []
    for proprietario in owners(piano):
        ente, scheda = prima.get(proprietario.slug), proprietario.scheda
        if ente is None:
            continue
        numeri = (ente.totale, scheda.stock_total(), ente.assegnabili, scheda.units_assignable())
        noti = [numero for numero in numeri if numero is not None]
        if len(noti) == len(numeri):
            trovate.append(Variazione(proprietario, *noti))
    return tuple(trovate)


def signed(differenza: int) -> str:
    """A difference with its sign: «+20», «−3», «0»."""
    segno = "+" if differenza > 0 else _MENO if differenza < 0 else ""
    return f"{segno}{italiano.numero(abs(differenza))}"


def write_change(prima: int, ora: int) -> str:
    """«da 212 a 232 (+20)»; «212, come prima»."""
    if prima == ora:
        return f"{italiano.numero(ora)}, come prima"
    return f"da {italiano.numero(prima)} a {italiano.numero(ora)} ({signed(ora - prima)})"


def tabulate_changes(piano: PianoSnapshot, variazioni: Iterable[Variazione]) -> Prospetto:
    """Before, after and difference, for dwellings and for units; the total last. With no change there are no rows."""
    anno, cambiate = piano.contenuti.testata.anno, tuple(v for v in variazioni if v.cambiata)
    colonne = (
        *(Colonna(f"alloggi_{q}", f"Alloggi {t}") for q, t in (("prima", anno - 1), ("ora", anno))),
        Colonna("alloggi_differenza", "Differenza"),
        *(Colonna(f"unita_{q}", f"Unità disponibili {t}") for q, t in (("prima", anno - 1), ("ora", anno))),
        Colonna("unita_differenza", "Differenza"),
    )
    numeri = [(v.proprietario, (v.alloggi_prima, v.alloggi, v.unita_prima, v.unita)) for v in cambiate]
    righe = [_row(p.slug, p.nome, quattro, colonne) for p, quattro in numeri]
    if righe:
        somme = [sum(posto) for posto in zip(*(quattro for _, quattro in numeri), strict=True)]
        righe.append(_row(TOTALE, "Totale", (somme[0], somme[1], somme[2], somme[3]), colonne))
    didascalia = f"Che cosa è cambiato dal {anno - 1} al {anno}, negli enti che hanno variazioni"
    return Prospetto(didascalia, "Ente proprietario", colonne, tuple(righe), "cambiamenti")


def _row(slug: str, nome: str, numeri: tuple[int, int, int, int], colonne: tuple[Colonna, ...]) -> RigaProspetto:
    alloggi_prima, alloggi, unita_prima, unita = numeri
    sei = (alloggi_prima, alloggi, alloggi - alloggi_prima, unita_prima, unita, unita - unita_prima)
    caselle = tuple(
        Casella(c.misura, signed(valore) if c.misura.endswith("differenza") else write(valore), valore=valore)
        for c, valore in zip(colonne, sei, strict=True)
    )
    return RigaProspetto(slug, nome, caselle, genere=TOTALE if slug == TOTALE else "ente")
