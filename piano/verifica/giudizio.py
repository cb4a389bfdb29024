"""The judgement: bytes, or an impronta, and the versions that are kept → which one it is. No database, no clock."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from lessico.congelamento import ContenutoIllegibile, fingerprint, thaw
from piano.valori import PianoSnapshot
from piano.verifica.busta import BustaIllegibile, open_envelopes
from piano.verifica.carte import carried, is_signature, region_of, replaces, savings

CIFRE: Final = 64
MINIME: Final = 12
"""How many digits of an impronta are enough to look for it: with fewer, two versions might have the same."""
CONFRONTATE: Final = 12
"""With how many versions a file is compared byte by byte, the last ones first."""


INTORNO: Final = 1024
"""How far from its ends a file says what it is."""
_SEPARATORI: Final = str.maketrans(dict.fromkeys(":-….", " "))


class Giudizio(StrEnum):
    """What a file, or an impronta, turned out to be."""

    DOCUMENTO = "documento"
    FIRMATO = "firmato"
    DATI = "dati"
    IMPRONTA = "impronta"
    ALTERATO = "alterato"
    BOZZA = "bozza"
    SCONOSCIUTO = "sconosciuto"
    ILLEGGIBILE = "illeggibile"


class VersioneNota(Struct, frozen=True):
    """What is known of a stored version without opening it. ``chiave`` is how whoever knows it finds it again."""

    chiave: int
    ambito: str
    ambito_nome: str
    anno: int
    numero: int
    atto: str
    quando: datetime
    pubblicata: bool
    impronta: str
    impronta_contenuti: str
    impronta_html: str = ""
    impronta_pdf: str = ""
    byte_pdf: int = 0
    byte_dati: int = 0

    @property
    def piano(self) -> tuple[str, int]:
        """The plan it is a version of."""
        return self.ambito, self.anno

    @property
    def impronte(self) -> tuple[str, ...]:
        """All that can be asked for: of the data, of what was voted, of the page, of the PDF."""
        return tuple(filter(None, (self.impronta, self.impronta_contenuti, self.impronta_html, self.impronta_pdf)))


class Conservata(Struct, frozen=True):
    """What is kept of a version: its data and its PDF."""

    contenuto: bytes
    pdf: bytes


class Prova(Struct, frozen=True):
    """What the bytes say by themselves: what they are, which impronte to look for, of which plan they say they are."""

    byte: bytes
    genere: str
    buste: int = 0
    impronte: tuple[str, ...] = ()
    lunghezze: tuple[int, ...] = ()
    piano: tuple[str, int] | None = None
    bozza: bool = False
    perche: str = ""


class Esito(Struct, frozen=True):
    """The answer: which version; what comes after it; where the bytes begin to differ, and in which part."""

    giudizio: Giudizio
    versione: VersioneNota | None = None
    superata_da: VersioneNota | None = None
    uguali: tuple[VersioneNota, ...] = ()
    buste: int = 0
    aggiunti: int = 0
    firma: bool = False
    posto: int | None = None
    parte: str = ""
    dati_integri: bool = False
    piano: tuple[str, int] | None = None
    perche: str = ""


Load = Callable[[VersioneNota], Conservata]


def read_file(contenuto: bytes) -> Prova:
    """Open a file as far as it goes: the envelope, the PDF, the data that the PDF carries."""
    try:
        dentro, buste = open_envelopes(contenuto)
    except BustaIllegibile as errore:
        return Prova(contenuto, "p7m", perche=str(errore))
    if b"%PDF-" in dentro[:INTORNO] or b"%%EOF" in dentro[-INTORNO:]:  # one of the two may have been damaged
        return _read_pdf(dentro, buste)
    if dentro[:1] == b"{" or dentro[-1:] == b"}":
        piano, bozza = _say_whose(dentro)
        return Prova(dentro, "json", buste, (fingerprint(dentro),), (len(dentro),), piano, bozza)
    return Prova(dentro, "altro", buste, (fingerprint(dentro),))


def _read_pdf(pdf: bytes, buste: int) -> Prova:
    fini = savings(pdf)
    dati = next((dentro.contenuto for dentro in carried(pdf) if dentro.nome == "dati"), b"")
    piano, bozza = _say_whose(dati)
    impronte = [salvataggio.impronta for salvataggio in fini] + ([fingerprint(dati)] if dati else [])
    return Prova(pdf, "pdf", buste, tuple(impronte), tuple(fine.byte for fine in fini), piano, bozza)


def _say_whose(dati: bytes) -> tuple[tuple[str, int] | None, bool]:
    """Of which plan the data say they are, and whether of a draft; nothing when they cannot be read."""
    try:
        snapshot = thaw(dati, PianoSnapshot)
    except ContenutoIllegibile:
        return None, False
    return (snapshot.contenuti.testata.ambito, snapshot.contenuti.testata.anno), snapshot.bozza


def clean_digits(testo: str) -> str | None:
    """The digits of an impronta as it was typed, with spaces and capitals; None when it cannot be one."""
    cifre = "".join(testo.lower().translate(_SEPARATORI).split())
    buone = MINIME <= len(cifre) <= CIFRE and all(c in "0123456789abcdef" for c in cifre)
    return cifre if buone else None


def judge_digits(cifre: str, versioni: Sequence[VersioneNota]) -> Esito:
    """Which version has an impronta that begins so; of several of one plan with the same contents, the last."""
    trovate = [v for v in versioni if any(impronta.startswith(cifre) for impronta in v.impronte)]
    intere = {i for v in trovate for i in v.impronte if i.startswith(cifre)}
    if not trovate:
        return Esito(Giudizio.SCONOSCIUTO)
    if len(intere) > 1:
        return Esito(
            Giudizio.ILLEGGIBILE,
            perche="Più impronte cominciano con queste cifre: occorre scriverne qualcuna in più.",
        )
    return _found(Esito(Giudizio.IMPRONTA), trovate, versioni)


def judge(prova: Prova, versioni: Sequence[VersioneNota], load: Load) -> Esito:
    """Which version a file is. ``versioni``: all those that may be it, and all the others of their plans."""
    if prova.perche:
        return Esito(Giudizio.ILLEGGIBILE, perche=prova.perche)
    if intera := [v for v in versioni if prova.impronte and {v.impronta_pdf, v.impronta_html} & set(prova.impronte)]:
        return _whole(prova, intera, versioni, load)
    if prova.genere == "json" and (uguali := [v for v in versioni if v.impronta in prova.impronte]):
        return _found(Esito(Giudizio.DATI, buste=prova.buste), uguali, versioni)
    if vicina := _closest(prova, versioni, load):
        return _altered(prova, vicina, versioni, load)
    giudizio = Giudizio.BOZZA if prova.bozza else Giudizio.SCONOSCIUTO
    return Esito(giudizio, buste=prova.buste, piano=prova.piano)


def _whole(prova: Prova, trovate: Sequence[VersioneNota], versioni: Sequence[VersioneNota], load: Load) -> Esito:
    """The document is there byte by byte, at the beginning or as all that there is."""
    versione = max(trovate, key=lambda v: v.byte_pdf)
    aggiunta = prova.byte[versione.byte_pdf :] if prova.genere == "pdf" else b""
    if not aggiunta.strip():
        giudizio = Giudizio.FIRMATO if prova.buste else Giudizio.DOCUMENTO
        return _found(Esito(giudizio, buste=prova.buste), trovate, versioni)
    esito = Esito(Giudizio.FIRMATO, buste=prova.buste, aggiunti=len(aggiunta), firma=is_signature(aggiunta))
    if replaces(load(versione).pdf, aggiunta):
        esito = replace(esito, giudizio=Giudizio.ALTERATO, posto=versione.byte_pdf, parte="aggiunta")
    return _found(esito, [versione], versioni)


def _closest(prova: Prova, versioni: Iterable[VersioneNota], load: Load) -> tuple[VersioneNota, bytes] | None:
    """The version that most bytes are of, with those bytes; the one whose data the file carries comes first."""
    candidate = sorted((v for v in versioni if _might_be(prova, v)), key=lambda v: -v.numero)[:CONFRONTATE]
    tenute = [(v, load(v).pdf if prova.genere == "pdf" else load(v).contenuto) for v in candidate]
    pesate = [(v.impronta in prova.impronte, alike(prova.byte, tenuta), v.numero, v, tenuta) for v, tenuta in tenute]
    if not pesate:
        return None
    sue, quanti, _, versione, tenuta = max(pesate, key=lambda pesata: pesata[:3])
    return (versione, tenuta) if sue or quanti * 2 > len(tenuta) else None


def _might_be(prova: Prova, versione: VersioneNota) -> bool:
    lunghezze = {versione.byte_pdf, versione.byte_dati}
    return versione.impronta in prova.impronte or versione.piano == prova.piano or bool(lunghezze & {*prova.lunghezze})


def alike(uno: bytes, altro: bytes) -> int:
    """How many bytes two files share at their beginning and at their end."""
    prima = first_difference(uno, altro)
    if prima is None:
        return len(uno)
    breve = min(len(uno), len(altro)) - prima
    dopo = first_difference(uno[::-1][:breve], altro[::-1][:breve])
    return prima + (breve if dopo is None else dopo)


def first_difference(uno: bytes, altro: bytes) -> int | None:
    """The place of the first byte that differs, or where the shorter one ends; None for equal bytes."""
    if uno == altro:
        return None
    dal, al = 0, min(len(uno), len(altro))
    while dal < al:
        mezzo = (dal + al + 1) // 2
        if uno[dal:mezzo] == altro[dal:mezzo]:
            dal = mezzo
        elif mezzo - dal == 1:
            return dal
        else:
            al = mezzo
    return dal


def _altered(prova: Prova, vicina: tuple[VersioneNota, bytes], versioni: Sequence[VersioneNota], load: Load) -> Esito:
    """Where the file begins to differ from the version, and in which part."""
    versione, tenuta = vicina
    if prova.byte.startswith(tenuta):  # kept before the impronta of the PDF was
        return _whole(prova, [versione], versioni, load)
    posto = first_difference(prova.byte, tenuta) or 0
    esito = Esito(
        Giudizio.ALTERATO,
        buste=prova.buste,
        posto=posto,
        parte=region_of(tenuta, posto) if prova.genere == "pdf" else "dati",
        dati_integri=versione.impronta in prova.impronte,
    )
    return _found(esito, [versione], versioni)


def _found(esito: Esito, trovate: Sequence[VersioneNota], versioni: Iterable[VersioneNota]) -> Esito:
    """With the last of the versions found, those that are the same, and the one that came after it."""
    ultima = max(trovate, key=lambda v: (v.ambito, v.anno, v.numero))
    dopo = [v for v in versioni if v.piano == ultima.piano and v.numero > ultima.numero]
    uguali = tuple(v for v in trovate if v.piano == ultima.piano and v.numero != ultima.numero)
    superata_da = max(dopo, key=lambda v: v.numero, default=None)
    return replace(esito, versione=ultima, superata_da=superata_da, uguali=uguali)
