"""The voci of stock and availability: what the law asks, where it is kept."""

from typing import Final

from lessico import norme
from lessico.norme import Norma
from lessico.voce import UBICAZIONE, Parte, Tabella, Voce

DICHIARAZIONE: Final = Tabella("patrimonio.VoceDichiarata", (), ("stato", "causa", "totale_dichiarato", "nota"))
"""What every voce has: its state, the cause, the total the ente states, a note."""

CONSISTENZA: Final = Voce(
    "consistenza",
    "Consistenza del patrimonio",
    norme.CONSISTENZA,
    (Tabella("patrimonio.Consistenza", (UBICAZIONE, Parte("gestore_id")), ("sap", "sas", "altro")),),
)


def disponibilita(codice: str, nome: str, norma: Norma, parti: tuple[str, ...] = ()) -> Voce:
    """A source of available units: all of them are kept in the same way."""
    chiave = (UBICAZIONE, Parte("tipo", "sap"), Parte("quando"))
    misure = ("unita", "costo_massimo", "scomputo_mesi")
    return Voce(codice, nome, norma, (Tabella("patrimonio.Disponibilita", chiave, misure),), parti)


DISPONIBILITA: Final = (
    disponibilita("stato_di_fatto", "Assegnabili nello stato di fatto", norme.STATO_DI_FATTO),
    disponibilita(
        "edilizia",
        "Nuova edificazione e ristrutturazione",
        norme.PIANI_E_PROGRAMMI,
        ("nuova_edificazione", "ristrutturazione"),
    ),
    disponibilita("nuova_edificazione", "Nuova edificazione", norme.PIANI_E_PROGRAMMI),
    disponibilita("ristrutturazione", "Ristrutturazione, recupero, riqualificazione", norme.PIANI_E_PROGRAMMI),
    disponibilita("liberazioni", "Libere e in avvicendamento", norme.AVVICENDAMENTO, ("libere", "avvicendamento")),
    disponibilita("libere", "Libere", norme.AVVICENDAMENTO),
    disponibilita("avvicendamento", "Normale avvicendamento", norme.AVVICENDAMENTO),
    disponibilita("conferite", "Conferite da privati", norme.CONFERITE),
)
