"""What a file would do, or has done, in words; and its errors as a table to take away."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lessico.tavole.tavola import Tavola, of_numbers, of_texts
from patrimonio.models import StatoUnita, TipoUnita
from raccolta.alloggi.campi import PER_CODICE
from raccolta.alloggi.esame import TENUTI, Errore, Gruppo
from raccolta.alloggi.modelli import Importazione

_PAROLE: Mapping[str, Mapping[str, str]] = {
    "stato": {str(codice): str(parola) for codice, parola in StatoUnita.choices},
    "tipo": {str(codice): str(parola) for codice, parola in TipoUnita.choices},
}


def tell_outcome(importazione: Importazione) -> dict[str, Any]:
    """The numbers, the errors in groups, some of the dwellings that change: what the page shows."""
    esito: dict[str, Any] = importazione.esito or {}
    gruppi = msgspec.convert(esito.get("gruppi", []), list[Gruppo])
    return {
        "esito": esito,
        "gruppi": [(name_of(gruppo.campo), gruppo, gruppo.quanti - len(gruppo.posti)) for gruppo in gruppi],
        "esempi": [
            (
                esempio["codice"],
                esempio["riga"],
                [(name_of(campo), *_words(campo, cambio)) for campo, cambio in esempio["cambi"].items()],
            )
            for esempio in esito.get("esempi", ())
        ],
        "buone": esito.get("nuove", 0) + esito.get("cambiate", 0),
        "da_scaricare": len(importazione.errori),
    }


def name_of(campo: str) -> str:
    """«Superficie utile, m²»."""
    return PER_CODICE[campo].nome if campo in PER_CODICE else campo


def _words(campo: str, valori: list[str]) -> list[str]:
    return [_PAROLE.get(campo, {}).get(valore, valore) or "vuoto" for valore in valori]


def errors_table(importazione: Importazione) -> Tavola:
    """The errors one by one, each with its place in the file, up to as many as are kept."""
    errori = msgspec.convert(importazione.errori, list[Errore])
    return Tavola(
        titolo=f"Errori di {importazione.nome}",
        nome=f"errori-{importazione.nome}"[:80],
        colonne=(*of_texts("Foglio"), *of_numbers("Riga"), *of_texts("Cella", "Dato", "C’è scritto", "Perché non va")),
        righe=[(importazione.foglio, e.riga, e.cella, name_of(e.campo), e.valore, e.frase) for e in errori],
        note=(f"Gli errori sono elencati fino a {TENUTI}.",) if len(errori) == TENUTI else (),
    )
