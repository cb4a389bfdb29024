"""A text while it is being written: its one form, the tokens it quotes, what the rules on chapters find in it."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from lessico.cella import TOKEN
from lessico.congelamento import fingerprint
from lessico.regola import Segnalazione, run_rules
from piano.capitoli import render_tokens
from piano.controlli import capitoli
from piano.elenchi import NESSUN_DATO
from piano.errori import PianoNonComponibile
from piano.grandezze import TokenSconosciuto, resolve
from piano.valori import CapitoloCongelato, PianoSnapshot, RigaCongelata

MASSIMO: Final = 60_000
"""Characters of a text: some twenty pages."""

_INVISIBILI: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class Citata(Struct, frozen=True):
    """A token that a text quotes: its present value, or (``ignota``) what it may have meant."""

    token: str
    valore: str = ""
    ignota: bool = False
    suggerimenti: tuple[str, ...] = ()

    @property
    def senza_dato(self) -> bool:
        """It exists, but nobody has given its figure, or not any more."""
        return self.valore == NESSUN_DATO


def tidy(testo: str) -> str:
    """The one form in which a text is kept, whatever browser it comes from: the same text is the same bytes."""
    pulito = _INVISIBILI.sub("", testo.replace("\r\n", "\n").replace("\r", "\n")).rstrip()
    return f"{pulito}\n" if pulito else ""


def mark_of(testo: str) -> str:
    """What a page says of the text it was opened on."""
    return fingerprint(testo.encode())


def text_of(snapshot: PianoSnapshot, codice: str) -> str:
    """The text of a line; empty where nobody has written one."""
    return next((capitolo.testo for capitolo in snapshot.contenuti.capitoli if capitolo.codice == codice), "")


def with_text(snapshot: PianoSnapshot, codice: str, testo: str) -> PianoSnapshot:
    """The plan as it would be with this text."""
    altri = [capitolo for capitolo in snapshot.contenuti.capitoli if capitolo.codice != codice]
    nuovi = [*altri, CapitoloCongelato(codice, testo)] if testo else altri
    ordinati = tuple(sorted(nuovi, key=lambda capitolo: capitolo.codice))
    return replace(snapshot, contenuti=replace(snapshot.contenuti, capitoli=ordinati))


def find_quoted(testo: str, snapshot: PianoSnapshot) -> tuple[Citata, ...]:
    """The tokens of a text, each once, in reading order."""
    return tuple(_look_up(token, snapshot) for token in dict.fromkeys(TOKEN.findall(testo)))


def _look_up(token: str, snapshot: PianoSnapshot) -> Citata:
    try:
        return Citata(token, resolve(token, snapshot))
    except TokenSconosciuto as errore:
        return Citata(token, ignota=True, suggerimenti=errore.suggerimenti)


def write_heading(riga: RigaCongelata, snapshot: PianoSnapshot) -> str:
    """A heading with its letter; a token that does not exist stays as it is written."""
    try:
        titolo = render_tokens(riga.titolo, snapshot)
    except PianoNonComponibile:
        titolo = riga.titolo
    return f"{riga.lettera} {titolo[:1].upper()}{titolo[1:]}".strip()


def find_in_texts(snapshot: PianoSnapshot) -> Mapping[str, Sequence[Segnalazione]]:
    """What the rules on chapters and headings find, by code of the line. No query."""
    per_riga: defaultdict[str, list[Segnalazione]] = defaultdict(list)
    anno = snapshot.contenuti.testata.anno
    for segnalazione in run_rules(capitoli.REGOLE, snapshot, snapshot.contenuti.regime, anno=anno, valori={}):
        for codice in dict.fromkeys(_line_of(cella) for cella in segnalazione.celle):
            per_riga[codice].append(segnalazione)
    return per_riga


def _line_of(cella: str) -> str:
    """``capitoli/contesto/testo`` → contesto; nothing for what is in a scheda."""
    che, codice, *_ = f"{cella}//".split("/")
    return codice if che in ("capitoli", "schema") else ""
