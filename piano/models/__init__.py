"""The models of the plan, in one place to import from."""

from piano.models.iter import Deroga, Emendamento, OggettoDeroga, Rettifica, Trasmissione
from piano.models.piano import (
    APPROVANO,
    IN_BOZZA,
    NON_PROPOSTI,
    PROPOSTI,
    Approvazione,
    Capitolo,
    EsitoParere,
    Parere,
    Piano,
    SchemaRiga,
    StatoPiano,
    TipoApprovazione,
    TipoPiano,
)
from piano.models.pubblicazione import FilePubblicato
from piano.models.versione import AttoDiVersione, Composizione, Fascicolo, Pubblicazione, Versione

__all__ = [
    "APPROVANO",
    "IN_BOZZA",
    "NON_PROPOSTI",
    "PROPOSTI",
    "Approvazione",
    "AttoDiVersione",
    "Capitolo",
    "Composizione",
    "Deroga",
    "Emendamento",
    "EsitoParere",
    "Fascicolo",
    "FilePubblicato",
    "OggettoDeroga",
    "Parere",
    "Piano",
    "Pubblicazione",
    "Rettifica",
    "SchemaRiga",
    "StatoPiano",
    "TipoApprovazione",
    "TipoPiano",
    "Trasmissione",
    "Versione",
]
