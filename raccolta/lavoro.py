"""What was done in a scheda since it was last certified: which values changed, by whom, whether d'ufficio."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from msgspec import Struct

from enti.domande import Domanda
from lessico.origine import TipoOrigine
from patrimonio.models import Scheda
from raccolta.models import Modifica


class Attestata(Struct, frozen=True):
    """The last certification of a scheda."""

    numero: int
    nome: str
    ruolo: str
    quando: datetime
    impronta: str
    modifiche: int = 0
    versione: int = 0


class Lavoro(Struct):
    """What was done since the last certification. ``scritta``: by somebody, not only carried over from last year."""

    valori: dict[str, tuple[str, str]] = {}
    compilatori: frozenset[int] = frozenset()
    ufficio: bool = False
    scritta: bool = False

    @property
    def modifiche(self) -> int:
        """How many values are now other than they were; their derived states do not count."""
        return sum(da != a for cella, (da, a) in self.valori.items() if not cella.endswith("/-/stato"))


_MODIFICHE: Final = Domanda(
    lambda schede: (
        Modifica.objects.for_system()
        .filter(scheda__in=schede)
        .order_by("pk")
        .values_list("scheda_id", "versione", "cella", "da", "a", "origine", "incarico__utente_id")
    )
)


def find_work(schede: Collection[Scheda], certificate: Mapping[int, Attestata]) -> Mapping[int, Lavoro]:
    """One query: the changes that no certification has covered yet, of the schede that have any."""
    coperte = {scheda: certificata.versione for scheda, certificata in certificate.items()}
    cambiate = [scheda.pk for scheda in schede if scheda.versione > coperte.get(scheda.pk, 0)]
    lavoro = defaultdict[int, Lavoro](Lavoro)
    for scheda, versione, cella, da, a, origine, utente in _MODIFICHE.ask(cambiate):
        if versione <= coperte.get(scheda, 0):
            continue
        fatto = lavoro[scheda]
        fatto.valori[cella] = (fatto.valori.get(cella, (da, a))[0], a)
        fatto.compilatori |= {utente} if utente and origine != TipoOrigine.RIPORTO else set()  # who confirms compiles
        fatto.ufficio |= origine == TipoOrigine.UFFICIO
        fatto.scritta |= origine != TipoOrigine.RIPORTO
    return lavoro
