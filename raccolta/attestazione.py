"""What who certifies attests. The text has a version: with each certification the whole text is kept."""

from typing import Final

from lessico import norme
from patrimonio.models import Scheda

VERSIONE: Final = "2026.1"

_DI_CHI: Final = "del patrimonio e dei dati del proprio ente"
_DELL_AMBITO: Final = "dei dati che riguardano l’intero ambito"


def write(scheda: Scheda) -> str:
    """The attestation for this scheda. Wants ``ricognizione`` and ``ente`` loaded."""
    oggetto = _DI_CHI if scheda.ente_id else _DELL_AMBITO
    return (
        f"I valori di questa scheda sono la dichiarazione completa {oggetto} per il piano {scheda.ricognizione.anno} "
        f"({norme.RICOGNIZIONE}). Sono stati controllati; dove non c’è nulla da dichiarare, la scheda lo dice. "
        "Da ora il piano li riporta come certificati, con il nome di chi certifica e la data."
    )
