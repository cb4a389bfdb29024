"""The receipt of a certification: a PDF for the protocol office, made from the bytes that were certified.

It stands here, and not with the certification, because this is the house that prints: the typefaces and the checks of
PDF/A-3a and PDF/UA-1 are those of the plan. Of the database it reads only names: of the ente, of the ambito, of comuni
and categories.
"""

from datetime import datetime
from typing import Final

from msgspec import Struct

from lessico import italiano
from piano.carta.stampa import Allegato, render_pdf
from piano.html import keep_together, render_template
from raccolta.celle import values_of
from raccolta.certificazione import read_content
from raccolta.lettura.etichette import load_names
from raccolta.lettura.riassunto import QuadroDescritto, describe
from raccolta.models import Certificazione

INTORNO: Final = ("scheda__ente", "scheda__ricognizione__ambito")
"""What a receipt reads around its certification."""

_PIEDE: Final = 70
"""Characters of a name at the foot of a page."""


class Ricevuta(Struct, frozen=True, kw_only=True):
    """All that the receipt says, but for the content, which is ``quadri`` in words and ``contenuto`` in bytes."""

    di_chi: str
    ambito: str
    anno: int
    dimostrazione: bool
    numero: int
    modifiche: int
    nome: str
    ruolo: str
    unico_addetto: bool
    quando: datetime
    attestazione: str
    testo_versione: str
    impronta: str
    nome_file: str
    contenuto: bytes
    quadri: tuple[QuadroDescritto, ...]

    @property
    def corrente(self) -> str:
        """The foot of every page."""
        chi = self.di_chi if len(self.di_chi) <= _PIEDE else f"{self.di_chi[:_PIEDE]}…"
        return f"Ricevuta della certificazione {self.numero} · {chi}, {self.anno}"


def build_receipt(certificazione: Certificazione) -> Ricevuta:
    """Wants ``INTORNO`` loaded; three queries, for the names."""
    c, scheda = certificazione, certificazione.scheda
    contenuto = read_content(c)
    ambito, anno = scheda.ricognizione.ambito, scheda.ricognizione.anno
    chi = scheda.ente_id or f"ambito-{ambito.slug}"
    return Ricevuta(
        di_chi=italiano.tipografico(str(scheda.ente)) if scheda.ente else "Scheda d’ambito",
        ambito=italiano.tipografico(ambito.nome),
        anno=anno,
        dimostrazione=ambito.dimostrazione,
        numero=c.numero,
        modifiche=c.modifiche,
        nome=c.nome,
        ruolo=c.ruolo,
        unico_addetto=c.unico_addetto,
        quando=c.quando,
        attestazione=c.attestazione,
        testo_versione=c.testo_versione,
        impronta=c.impronta,
        nome_file=f"certificazione-{chi}-{anno}-{c.numero}",
        contenuto=bytes(c.contenuto),
        quadri=describe(contenuto, load_names(values_of(contenuto))),
    )


def render_receipt(ricevuta: Ricevuta) -> bytes:
    """The PDF, with the certified bytes inside: their SHA-256 is the impronta. Raises DocumentoNonValido."""
    dati = Allegato(
        f"{ricevuta.nome_file}.json",
        "application/json",
        "Il contenuto certificato: la sua SHA-256 è l’impronta",
        "Source",
        ricevuta.contenuto,
    )
    return render_pdf(write_receipt(ricevuta), [dati])


def write_receipt(ricevuta: Ricevuta) -> str:
    """The document, which ``piano/carta/ricevuta.typ`` sets."""
    giorno = ricevuta.quando.astimezone(italiano.ROMA).date().isoformat()
    scritto = render_template("piano/ricevuta.html", {"r": ricevuta, "giorno": giorno})
    testa, corpo, resto = scritto.partition("<body")
    return f"{testa}{corpo}{keep_together(resto)}"
