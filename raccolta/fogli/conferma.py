"""Keeps what a file says, once it is confirmed: all its schede in one transaction, each value with its cell."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from msgspec.structs import replace

from enti.models import Incarico
from lessico.origine import Origine, TipoOrigine
from raccolta.fogli.prova import Prova
from raccolta.models import Modifica
from raccolta.moduli.salvataggio import save

QUI, ALTRI = "qui", "altri"
"""Which of two values stays: that of the file, or the one that somebody else has written meanwhile."""

CAMBIATA: Final = (
    "Mentre si guardava questa pagina qualcuno ha cambiato la scheda: qui sotto c’è come stanno le cose adesso. "
    "Se vanno bene, si conferma di nuovo."
)
SCELTA: Final = "Per ogni valore scritto da due persone va scelto quale tenere: non è stato salvato nulla."
NEL_FILE: Final = "Alcuni errori si correggono soltanto nel file: va corretto e riportato."


def why_not(prove: Iterable[Prova], mostrate: Mapping[int, str], scelte: Mapping[str, str]) -> str:
    """Why it cannot be kept; empty when it can. ``mostrate``: scheda → the version that the page showed."""
    prove = list(prove)
    if any(prova.ferma for prova in prove):
        return NEL_FILE
    if any(mostrate.get(prova.scheda.pk) != str(prova.scheda.versione) for prova in prove):
        return CAMBIATA
    contese = [contesa for prova in prove for contesa in prova.contese]
    return "" if all(scelte.get(contesa.campo) in (QUI, ALTRI) for contesa in contese) else SCELTA


@transaction.atomic
def keep_file(
    prove: Collection[tuple[Prova, Incarico]],
    nome: str,
    scelte: Mapping[str, str],
    *,
    quando: datetime,
    motivo: str = "",
) -> tuple[Modifica, ...]:
    """Keep what can be kept, page by page; raises AttoNonConsentito, SchedaCambiata, and keeps nothing then.

    What cannot be read waits on its page, as it is written in the file.
    """
    modifiche: list[Modifica] = []
    for prova, chi in prove:
        origine = Origine(TipoOrigine.FOGLIO, nome, prova.posti)
        cedute = {c.cella for c in prova.contese if scelte.get(c.campo) == ALTRI}
        for pagina in prova.pagine:
            scelta = replace(pagina, cedute=pagina.cedute | cedute)
            esito = save(scelta, conferme=(), by=chi, quando=quando, motivo=motivo, origine=origine)
            modifiche += esito.modifiche
    return tuple(modifiche)
