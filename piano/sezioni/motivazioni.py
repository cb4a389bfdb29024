"""Section «motivazioni»: the reasons that enti gave in writing for what the rules found."""

from collections.abc import Mapping
from typing import Final

from lessico import italiano
from piano.elenchi import called, find_ente
from piano.prospetti import Colonna, Prospetto, RigaProspetto, texts
from piano.valori import MotivazioneCongelata, PianoSnapshot, RigaCongelata

_COLONNE: Final = (
    Colonna("rilievo", "Che cosa è insolito", numerica=False),
    Colonna("testo", "Motivazione", numerica=False),
    Colonna("autore", "Autore", numerica=False),
    Colonna("data", "Data", numerica=False),
)


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """A row for each reason: those on the schede first, then those on how the plan is made."""
    righe = (
        *(_row(piano, motivazione, "Ambito") for motivazione in piano.contenuti.motivazioni),
        *(_row(piano, motivazione, "Piano") for motivazione in piano.busta.motivazioni),
    )
    return {"prospetto": Prospetto("Motivazioni", "Ente", _COLONNE, righe)}


def _row(piano: PianoSnapshot, motivazione: MotivazioneCongelata, senza_ente: str) -> RigaProspetto:
    nome = called(find_ente(piano, motivazione.ente)) if motivazione.ente else senza_ente
    scritte = (motivazione.rilievo, motivazione.testo, motivazione.autore, italiano.data(motivazione.data))
    return texts(motivazione.ente or senza_ente.lower(), nome, _COLONNE, scritte, motivazione.regola)
