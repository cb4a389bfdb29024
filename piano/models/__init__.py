"""The models of the plan, in one place to import from."""

from piano.models.iter import Deroga, OggettoDeroga, Rettifica, Trasmissione
from piano.models.piano import (
    IN_BOZZA,
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
from piano.models.versione import AttoDiVersione, Composizione, Pubblicazione, Versione

__all__ = [
    "IN_BOZZA",
    "PROPOSTI",
    "Approvazione",
    "AttoDiVersione",
    "Capitolo",
    "Composizione",
    "Deroga",
    "EsitoParere",
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
