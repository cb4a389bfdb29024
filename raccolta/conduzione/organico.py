"""Who works on a scheda: the people who compile it and those who certify it, on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from django.db.models import Q
from msgspec import Struct

from enti.domande import Domanda
from enti.incarichi import in_force
from enti.models import Incarico
from enti.models.utente import Ruolo
from patrimonio.models import Scheda

RUOLI: Final = (Ruolo.COMPILATORE, Ruolo.CERTIFICATORE, Ruolo.CAPOFILA)

DELLA_PERSONA: Final = ("utente__first_name", "utente__last_name", "utente__email")


class Persona(Struct, frozen=True, order=True):
    """Somebody to write to."""

    nome: str
    email: str


class Organico(Struct, frozen=True):
    """Who compiles and who certifies."""

    compila: tuple[Persona, ...] = ()
    certifica: tuple[Persona, ...] = ()

    @property
    def tutti(self) -> tuple[Persona, ...]:
        """Each person once."""
        return tuple(sorted({*self.compila, *self.certifica}))

    @property
    def manca(self) -> str:
        """Whom the ente lacks, in words; nothing when it has both."""
        if not self.compila and not self.certifica:
            return "manca chi compila e chi certifica"
        if not self.certifica:
            return "manca chi certifica"
        return "" if self.compila else "manca chi compila"


_INCARICHI: Final = Domanda(
    lambda giorno, enti, ambiti: (
        Incarico.objects.for_system()
        .filter(in_force(giorno), Q(ente__in=enti) | Q(ambito__in=ambiti), utente__is_active=True, ruolo__in=RUOLI)
        .values_list("ente_id", "ambito_id", "ruolo", *DELLA_PERSONA)
    )
)


def load_organici(schede: Collection[Scheda], giorno: date) -> Mapping[int, Organico]:
    """By primary key of the scheda, in one query. The scheda d'ambito is compiled and certified by the capofila."""
    enti = {scheda.ente_id for scheda in schede if scheda.ente_id}
    ambiti = {scheda.ricognizione.ambito_id for scheda in schede if not scheda.ente_id}
    trovati = defaultdict[tuple[object, str], set[Persona]](set)
    for ente, ambito, ruolo, *nome, email in _INCARICHI.ask(giorno, enti, ambiti):
        trovati[ente or ambito, ruolo].add(Persona(" ".join(nome).strip() or email, email))
    return {scheda.pk: _of(scheda, trovati) for scheda in schede}


def _of(scheda: Scheda, trovati: Mapping[tuple[object, str], Collection[Persona]]) -> Organico:
    """Those found for whose scheda it is, in each role."""
    if not scheda.ente_id:
        capofila = tuple(sorted(trovati.get((scheda.ricognizione.ambito_id, Ruolo.CAPOFILA), ())))
        return Organico(capofila, capofila)
    compila, certifica = (
        trovati.get((scheda.ente_id, ruolo), ()) for ruolo in (Ruolo.COMPILATORE, Ruolo.CERTIFICATORE)
    )
    return Organico(tuple(sorted(compila)), tuple(sorted(certifica)))
