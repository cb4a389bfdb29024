"""What keeps each table from being changed in silence: a seal, an impronta, a version that prints it, or nothing."""

from collections.abc import Iterator, Mapping
from typing import Final

from lessico import italiano

SIGILLATE: Final = "Sigillate nel registro"
FILE: Final = "Con la SHA-256 del loro file"
CERTIFICATE: Final = "Certificate, e ricostruite modifica per modifica"
CONFRONTATE: Final = "Confrontate con l’ultima versione conservata, da quando il piano è proposto"
RIPORTATE: Final = "Riportate nelle versioni conservate, ma non confrontate"
NESSUNA: Final = "Non coperte da alcuna impronta"
"""Only an archive, whose every byte has its SHA-256, tells when one of the last two was changed."""

COPERTURA: Final[Mapping[str, str]] = {
    "enti.Evento": SIGILLATE,
    "piano.Versione": SIGILLATE,
    "piano.Pubblicazione": SIGILLATE,
    "raccolta.Certificazione": SIGILLATE,
    "enti.Allegato": FILE,
    "piano.FilePubblicato": FILE,
    "patrimonio.Scheda": CERTIFICATE,
    "raccolta.Modifica": CERTIFICATE,
    "piano.Capitolo": CONFRONTATE,
    "piano.Parere": CONFRONTATE,
    "piano.Approvazione": CONFRONTATE,
    "piano.Deroga": CONFRONTATE,
    "patrimonio.Ricognizione": RIPORTATE,
    "patrimonio.Finestra": RIPORTATE,
    "patrimonio.Proroga": RIPORTATE,
    "patrimonio.Integrazione": RIPORTATE,
    "piano.Piano": RIPORTATE,
    "raccolta.Motivazione": RIPORTATE,
    "raccolta.Bozza": NESSUNA,
    "raccolta.Conversazione": NESSUNA,
    "raccolta.Messaggio": NESSUNA,
    "raccolta.Documento": NESSUNA,
    "raccolta.Rinvio": NESSUNA,
    "raccolta.Riporto": NESSUNA,
    "raccolta.Sollecito": NESSUNA,
    "piano.Trasmissione": NESSUNA,
    "piano.Rettifica": NESSUNA,
    "piano.Emendamento": NESSUNA,
}
"""Table of a plan → what covers its rows; the acts that the last ones tell stand in the registro all the same."""


def tell_covered(quante: Mapping[str, int], nomi: Mapping[str, str]) -> Iterator[str]:
    """A line for each way of being covered, the last for what nothing covers. ``quante``: rows of each table."""
    for modo in dict.fromkeys(COPERTURA.values()):
        tabelle = [etichetta for etichetta, suo in COPERTURA.items() if suo == modo and quante.get(etichetta)]
        contate = ", ".join(f"{nomi[etichetta]} {italiano.numero(quante[etichetta])}" for etichetta in tabelle)
        if contate:
            yield f"{modo}: {contate}."
