"""Section «motivazioni»: the reasons that enti gave in writing for what the rules found."""

from collections.abc import Mapping
from typing import Final

from lessico import italiano
from piano.elenchi import called, find_ente
from piano.prospetti import Colonna, Prospetto, RigaProspetto, texts
from piano.valori import MotivazioneCongelata, PianoSnapshot, RigaCongelata

_PIANO: Final = "piano"
_COLONNE: Final = (
    Colonna("regola", "Regola", numerica=False),
    Colonna("testo", "Motivazione", numerica=False),
    Colonna("autore", "Autore", numerica=False),
    Colonna("data", "Data", numerica=False),
)


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """A row for each reason."""
    righe = tuple(_row(piano, motivazione) for motivazione in (*piano.contenuti.motivazioni, *piano.busta.motivazioni))
    return {"prospetto": Prospetto("Motivazioni", "Ente", _COLONNE, righe)}


def _row(piano: PianoSnapshot, motivazione: MotivazioneCongelata) -> RigaProspetto:
    nome = called(find_ente(piano, motivazione.ente)) if motivazione.ente else "Piano"
    scritte = (motivazione.regola, motivazione.testo, motivazione.autore, italiano.data(motivazione.data))
    return texts(motivazione.ente or _PIANO, nome, _COLONNE, scritte, motivazione.regola)
