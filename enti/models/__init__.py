"""The models of who takes part, by theme; import them from here."""

from enti.models.allegato import Allegato
from enti.models.ambito import Adesione, Ambito, Designazione
from enti.models.ente import Alias, Comune, Ente, Popolazione
from enti.models.evento import Evento
from enti.models.invito import Invito
from enti.models.parametro import CategoriaRegistro, Parametro
from enti.models.utente import Attore, AttoreSistema, Incarico, Utente

__all__ = [
    "Adesione",
    "Alias",
    "Allegato",
    "Ambito",
    "Attore",
    "AttoreSistema",
    "CategoriaRegistro",
    "Comune",
    "Designazione",
    "Ente",
    "Evento",
    "Incarico",
    "Invito",
    "Parametro",
    "Popolazione",
    "Utente",
]
