"""The help of each voce: one line on what to declare, and the limit of the plan's year with its norm."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lessico import italiano
from lessico.regime import Limite, Regime

GUIDA: Final[Mapping[str, str]] = MappingProxyType(
    {
        "consistenza": "Quanti alloggi sono di proprietà, in tutto: anche quelli occupati e quelli vuoti.",
        "stato_di_fatto": "Alloggi che si possono assegnare così come sono, con i lavori a carico di chi li riceve.",
        "edilizia": "Alloggi nuovi o ristrutturati che saranno pronti nell’anno.",
        "nuova_edificazione": "Alloggi nuovi che saranno pronti nell’anno.",
        "ristrutturazione": "Alloggi che torneranno disponibili dopo i lavori.",
        "liberazioni": "Alloggi già liberi, e quelli che si prevede si liberino nell’anno.",
        "libere": "Alloggi già liberi e pronti.",
        "avvicendamento": "Alloggi che si prevede si liberino nell’anno.",
        "conferite": "Alloggi di privati, messi a disposizione per i servizi abitativi pubblici.",
        "assegnabili": "Quanti alloggi si mettono negli avvisi dell’anno: lo dichiara l’ente, non è una somma.",
        "ponte": "Da ciò che si libera a ciò che si offre: si scrive solo dove i conti non tornano da soli.",
        "soglia_indigenza": "Se si assegna ai nuclei indigenti più della quota ordinaria: la percentuale, in tutto.",
        "riserva_categorie": "La quota riservata a una o più categorie dell’articolo 14.",
        "categoria_rilevanza": "Una categoria in più, scelta dall’ente: va descritta, con il motivo.",
        "forze_ordine": "La quota riservata alle Forze dell’ordine e ai corpi che la norma affianca a esse.",
        "transitori": "Alloggi messi da parte per i nuclei sotto sfratto o in grave emergenza.",
        "avvisi": "Gli avvisi pubblici dell’ambito usciti nell’anno precedente.",
        "esiti": "Quanti alloggi erano negli avvisi dell’anno precedente, e quanti sono stati assegnati.",
        "misure_anno_precedente": "Contributi e aiuti per l’affitto dati nell’anno precedente. Solo numeri, mai nomi.",
        "misure_ricorrenti": "Aiuti che l’ambito dà ogni anno.",
        "misure_anno_piano": "Aiuti già decisi per l’anno del piano.",
        "indicatori": "I numeri che descrivono il bisogno di casa nell’ambito.",
    }
)

_LIMITI: Final[Mapping[str, str]] = MappingProxyType(
    {
        "stato_di_fatto": "lavori_inquilino",
        "soglia_indigenza": "soglia_indigenza",
        "riserva_categorie": "riserva_categorie",
        "forze_ordine": "forze_ordine",
        "transitori": "transitori",
    }
)
"""The voci that have a limit, and its code in the regime."""


def limit_of(voce: str, regime: Regime) -> str:
    """«Nel 2026 il limite è il 20% su: unità disponibili… (norma)»; nothing where there is none."""
    limite = regime.limite(_LIMITI.get(voce, ""))
    if limite is None or limite.valore is None:
        return ""
    return f"Limite in vigore {italiano.giorno('il', regime.al)}: {_amount(limite)} ({limite.norma})."


def _amount(limite: Limite) -> str:
    """«20%, calcolato su: unità disponibili…», «8.000 euro per alloggio…»."""
    valore = italiano.decimale(limite.valore or Decimal(0))
    if limite.unita == "percento":
        return f"{valore}%, calcolato su: {limite.base}" if limite.base else f"{valore}%"
    return f"{valore} {limite.unita} per {limite.base}" if limite.base else f"{valore} {limite.unita}"
