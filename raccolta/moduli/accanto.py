"""What the rules found and how the quotas come out, put beside the voci of a page of the scheda."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from django.urls import reverse
from msgspec import Struct

from assegnazioni.voci import ASSEGNABILI, PONTE
from raccolta.controlli.dichiarazioni import tutto_dichiarato
from raccolta.lettura.rilievi import GRAVITA, is_of_bridge
from raccolta.quote import INDIGENZA, SOGLIA, Quota
from raccolta.rilievi import Controllo, RilievoVivo

_ALTROVE: Final = {PONTE.codice: ASSEGNABILI.codice, INDIGENZA: SOGLIA}
"""What has no place of its own on the page → the voce beside which it is shown."""

_GIA_DETTE: Final = frozenset(regola.codice for regola in (tutto_dichiarato,))
"""What each voce of the page says of itself already: that it is to be filled in."""


class RilievoAccanto(Struct, frozen=True, kw_only=True):
    """A finding beside its celle: ``nome`` is its identifier on the page, ``indirizzo`` where it is explained."""

    nome: str
    peso: str
    gravita: str
    perche: str
    cosa_fare: str
    norma: str
    indirizzo: str
    verbo: str
    celle: frozenset[str]


class Accanto(Struct, frozen=True):
    """By voce; what is of no voce is under the empty name."""

    rilievi: Mapping[str, tuple[RilievoAccanto, ...]] = {}
    conti: Mapping[str, tuple[Quota, ...]] = {}

    def near(self, cella: str) -> tuple[RilievoAccanto, ...]:
        """The findings that look at a value."""
        return tuple(r for rilievi in self.rilievi.values() for r in rilievi if cella in r.celle)


def put_beside(scheda: int, controllo: Controllo, voci: Collection[str]) -> Accanto:
    """What concerns the voci of a page; each finding beside the first value that it looked at. No query."""
    rilievi: defaultdict[str, list[RilievoAccanto]] = defaultdict(list)
    da_dire = (vivo for vivo in controllo.rilievi if vivo.segnalazione.regola not in _GIA_DETTE)
    for numero, vivo in enumerate(da_dire, start=1):
        voce = vivo.segnalazione.celle[0].split("/")[0] if vivo.segnalazione.celle else ""
        voce = _ALTROVE.get(voce, voce)
        if voce in voci or not voce:
            rilievi[voce].append(_beside(scheda, vivo, numero))
    conti: defaultdict[str, list[Quota]] = defaultdict(list)
    for quota in controllo.quote:
        conti[_ALTROVE.get(quota.voce, quota.voce)].append(quota)
    return Accanto(
        {voce: tuple(trovati) for voce, trovati in rilievi.items()},
        {voce: tuple(fatti) for voce, fatti in conti.items() if voce in voci},
    )


def _beside(scheda: int, vivo: RilievoVivo, numero: int) -> RilievoAccanto:
    trovata = vivo.segnalazione
    del_ponte = is_of_bridge(trovata)
    pagina = "piano:ponte" if del_ponte else "raccolta:controlli"
    verbo = "Apri il ponte" if del_ponte else "Spiega" if trovata.si_motiva and vivo.aperto else "Nei controlli"
    return RilievoAccanto(
        nome=f"rilievo-{numero}",
        peso="spiegato" if vivo.motivazione else trovata.gravita.value,
        gravita="Spiegato" if vivo.motivazione else GRAVITA[trovata.gravita],
        perche=trovata.perche,
        cosa_fare=trovata.cosa_fare,
        norma=trovata.norma,
        indirizzo=reverse(pagina, args=[scheda]) + ("" if del_ponte else f"#{trovata.regola}-{trovata.impronta[:12]}"),
        verbo=verbo,
        celle=frozenset(trovata.celle),
    )
