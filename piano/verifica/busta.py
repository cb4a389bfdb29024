"""The envelope of a signed file (.p7m, CMS of RFC 5652): what it holds, and nothing of who signed it.

A reader of its own, for one path of the structure: it reads BER, as signing programs write it, where lengths may be
left open and the content be cut in pieces. Certificates and signatures are walked over, never judged.
"""

import base64
import binascii
from collections.abc import Iterator
from typing import Final, NamedTuple

_DATI_FIRMATI: Final = bytes.fromhex("06092a864886f70d010702")
"""The identifier of signed data, in its encoding."""
SEQUENZA, BYTE, PEZZI, DENTRO = 0x30, 0x04, 0x24, 0xA0
APERTA: Final = 0x80
"""A length that is left open; a greater one says in how many bytes the length is written."""
PROFONDITA: Final = 16
NODI: Final = 100_000
BUSTE: Final = 8
"""How many envelopes one in the other are opened."""


class BustaIllegibile(ValueError):
    """Bytes that begin as an envelope and do not go on as one."""


class _Nodo(NamedTuple):
    segno: int
    inizio: int
    fine: int
    dopo: int


def open_envelopes(contenuto: bytes) -> tuple[bytes, int]:
    """What is inside, and how many envelopes were around it: none for other files. Raises BustaIllegibile."""
    quante = 0
    while quante < BUSTE and (dentro := open_envelope(contenuto)) is not None:
        contenuto, quante = dentro, quante + 1
    return contenuto, quante


def open_envelope(contenuto: bytes) -> bytes | None:
    """What an envelope holds; None for what is not an envelope. Raises BustaIllegibile, also when it holds nothing."""
    der = _decode(contenuto)
    if der is None:
        return None
    try:
        return _Lettore(der).content()
    except IndexError as errore:
        raise BustaIllegibile("La busta di firma finisce prima del dovuto: il file è incompleto.") from errore


def _decode(contenuto: bytes) -> bytes | None:
    """The envelope in binary: some programs write it in base64, with a heading or without. None if it is not one."""
    if contenuto[:1] == b"\x30":
        return contenuto if _DATI_FIRMATI in contenuto[:32] else None
    testo = contenuto.strip()
    if testo.startswith(b"-----BEGIN"):
        testo = testo.partition(b"\n")[2].rpartition(b"-----END")[0]
    try:
        der = base64.b64decode(b"".join(testo[:200].split())[:64], validate=True)
        return base64.b64decode(b"".join(testo.split()), validate=True) if _DATI_FIRMATI in der else None
    except binascii.Error:
        return None


class _Lettore:
    """Reads the nodes of one envelope; counts them, for a file may be made to have too many."""

    def __init__(self, contenuto: bytes) -> None:
        """The whole envelope."""
        self.contenuto = contenuto
        self.letti = 0

    def content(self) -> bytes:
        """ContentInfo → SignedData → EncapsulatedContentInfo → the bytes. Raises BustaIllegibile."""
        firmati = self.child(self.child(self.node(0, len(self.contenuto)), DENTRO), SEQUENZA)
        incapsulato = self.child(firmati, SEQUENZA)
        dentro = next((n for n in self.children(incapsulato) if n.segno == DENTRO), None)
        if dentro is None:
            raise BustaIllegibile("La busta contiene solo la firma: il documento sta in un altro file.")
        return b"".join(self.pieces(next(self.children(dentro)), 0))

    def child(self, nodo: _Nodo, segno: int) -> _Nodo:
        """The first child with a tag."""
        for figlio in self.children(nodo):
            if figlio.segno == segno:
                return figlio
        raise BustaIllegibile("La busta di firma non ha la forma attesa.")

    def children(self, nodo: _Nodo) -> Iterator[_Nodo]:
        """The nodes inside a node, one after the other."""
        posto = nodo.inizio
        while posto < nodo.fine:
            figlio = self.node(posto, nodo.fine)
            yield figlio
            posto = figlio.dopo

    def pieces(self, nodo: _Nodo, livello: int) -> Iterator[bytes]:
        """A string of bytes, whole or cut in pieces."""
        if nodo.segno == BYTE:
            yield self.contenuto[nodo.inizio : nodo.fine]
        elif nodo.segno == PEZZI and livello < PROFONDITA:
            for figlio in self.children(nodo):
                yield from self.pieces(figlio, livello + 1)
        else:
            raise BustaIllegibile("Nella busta non c’è un documento.")

    def node(self, posto: int, limite: int, livello: int = 0) -> _Nodo:
        """The node that begins at a place; raises BustaIllegibile when it goes beyond its parent."""
        self.letti += 1
        if self.letti > NODI or livello > PROFONDITA:
            raise BustaIllegibile("La busta di firma è troppo complicata.")
        segno, lunghezza = self.contenuto[posto], self.contenuto[posto + 1]
        inizio = posto + 2
        if lunghezza == APERTA:
            fine = self.end_of(inizio, limite, livello)
            return _Nodo(segno, inizio, fine, fine + 2)
        if lunghezza > APERTA:
            quanti = lunghezza - APERTA
            lunghezza = int.from_bytes(self.contenuto[inizio : inizio + quanti], "big")
            inizio += quanti
        if inizio + lunghezza > limite:
            raise BustaIllegibile("La busta di firma finisce prima del dovuto: il file è incompleto.")
        return _Nodo(segno, inizio, inizio + lunghezza, inizio + lunghezza)

    def end_of(self, posto: int, limite: int, livello: int) -> int:
        """Where a node with an open length ends: at two zeros, after its last child."""
        while self.contenuto[posto : posto + 2] != b"\x00\x00":
            if posto >= limite:
                raise BustaIllegibile("La busta di firma finisce prima del dovuto: il file è incompleto.")
            posto = self.node(posto, limite, livello + 1).dopo
        return posto
