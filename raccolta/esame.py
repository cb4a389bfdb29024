"""What who certifies looks at: what is attested, what changed, what stands in the way and where it is mended."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.urls import reverse
from msgspec import Struct

from enti.models import Incarico
from lessico import italiano
from lessico.congelamento import fingerprint, freeze
from lessico.flusso import Guardia
from patrimonio.models import Scheda
from raccolta import attestazione, flusso
from raccolta.certificazione import find_last, read_content
from raccolta.flusso import SCHEDA, Atto
from raccolta.lettura.cambiamenti import Cambiamento, describe_changes
from raccolta.lettura.etichette import label_of, load_names
from raccolta.lettura.testi import write_text
from raccolta.models import Certificazione, Modifica
from raccolta.quadri import QUADRI, Quadro
from raccolta.situazione import Situazione, build_situazione
from raccolta.valori import build_schede


class Legame(Struct, frozen=True):
    """A page to go to."""

    testo: str
    indirizzo: str


class Ostacolo(Struct, frozen=True):
    """A sentence that says why not, and the pages where it is mended."""

    frase: str
    dove: tuple[Legame, ...]


class Salvata(Struct, frozen=True):
    """A value that somebody changed while the page was open."""

    etichetta: str
    da: str
    a: str
    chi: str
    quando: datetime


class Esame(Struct, frozen=True):
    """``versione`` is the one shown: what is certified is that, or nothing."""

    situazione: Situazione
    versione: int
    testo: str
    testo_versione: str
    chi: str
    ostacoli: tuple[Ostacolo, ...]
    di_nuovo: bool
    uguale: bool
    cambiamenti: tuple[Cambiamento, ...]

    @property
    def scadenza(self) -> str:
        """Until when one certifies: «il 31 ottobre 2026, ore 23:59»; nothing outside the windows."""
        fine = self.situazione.open_until
        return italiano.scadenza("il", fine) if fine else ""

    @property
    def ultima(self) -> str:
        """The last certification in words: «n. 1 di Anna Rossi, 20 ottobre 2026, ore 11:30»."""
        c = self.situazione.certificazione
        return f"n. {c.numero} di {c.nome}, {italiano.istante(c.quando)}" if c else ""


def examine(scheda: Scheda, *, by: Incarico, quando: datetime) -> Esame:
    """The scheda as it is now for who certifies it. Wants ``ente`` and ``ricognizione`` loaded; AttoNonConsentito."""
    situazione = build_situazione(scheda, quando, by.utente_id)
    viva, ultima = build_schede([scheda])[scheda.pk], find_last(scheda)
    return Esame(
        situazione=situazione,
        versione=scheda.versione,  # read before the values: with a save in between, it is an old one and is refused
        testo=attestazione.write(scheda),
        testo_versione=attestazione.VERSIONE,
        chi=str(by.utente),
        ostacoli=find_obstacles(scheda, situazione, by),
        di_nuovo=ultima is not None,
        uguale=bool(ultima and ultima.impronta == fingerprint(freeze(viva))),
        cambiamenti=describe_changes(read_content(ultima), viva) if ultima else (),
    )


def find_obstacles(scheda: Scheda, situazione: Situazione, by: Incarico) -> tuple[Ostacolo, ...]:
    """What the guards say, each with the pages where it is mended. Raises AttoNonConsentito."""
    passo = SCHEDA.find(scheda.stato, Atto.CERTIFICAZIONE, by.ruolo)
    detti = ((guardia, guardia(situazione)) for guardia in passo.se)
    return tuple(Ostacolo(frase, _where(scheda, situazione, guardia)) for guardia, frase in detti if frase)


def _where(scheda: Scheda, situazione: Situazione, guardia: Guardia[Situazione]) -> tuple[Legame, ...]:
    if guardia in (flusso.nessun_blocco, flusso.tutto_motivato):
        return (Legame("Controlli", reverse("raccolta:controlli", args=[scheda.pk])),)
    scelta = _DOVE.get(guardia)
    quadri = [q for q in QUADRI if scelta(situazione, q)] if scelta else []
    return tuple(Legame(q.titolo, reverse("raccolta:quadro", args=[scheda.pk, q.codice])) for q in quadri)


_DOVE: Final[Mapping[Guardia[Situazione], Callable[[Situazione, Quadro], bool]]] = MappingProxyType(
    {
        flusso.voci_complete: lambda s, q: any(voce.codice in s.mancanti for voce in q.voci),
        flusso.nulla_in_bozza: lambda s, q: q.codice in s.in_bozza,
        flusso.nulla_da_confermare: lambda s, q: any(voce.codice in s.da_confermare for voce in q.voci),
    }
)
"""Guard → which quadri mend what it says; the others are not mended by filling in."""


def saved_since(scheda: Scheda, versione: int) -> tuple[Salvata, ...]:
    """What was saved after a version, the last value of each cella."""
    righe = Modifica.objects.for_system().filter(scheda=scheda, versione__gt=versione).order_by("pk")
    ultime = {riga.cella: riga for riga in righe}
    nomi = load_names(ultime, scheda)
    return tuple(
        Salvata(label_of(cella, nomi), write_text(cella, m.da), write_text(cella, m.a), m.attore, m.quando)
        for cella, m in ultime.items()
    )


def last_role(by: Incarico) -> str:
    """In which role this person certified the last time."""
    righe = Certificazione.objects.for_system().filter(incarico__utente=by.utente_id).order_by("-quando")
    return righe.values_list("ruolo", flat=True).first() or ""
