"""The page of a text as the document prints it: same template, same style, same numbers of tables and figures."""

from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct
from msgspec.structs import replace

from lessico.cella import TOKEN
from piano.componi.testi import find_quoted, with_text
from piano.errori import PianoNonComponibile
from piano.html import keep_together, render_section, render_template
from piano.numeratore import Numeratore
from piano.sintesi import summarise
from piano.valori import PianoSnapshot, RigaCongelata


class Anteprima(Struct, frozen=True):
    """HTML of the section, made by our templates; or the sentence that says why there is none."""

    html: SafeString = SafeString()
    perche: str = ""


def preview(snapshot: PianoSnapshot, riga: RigaCongelata, testo: str) -> Anteprima:
    """A line of the schema with a text that may not be saved yet. What does not exist is shown as it is written."""
    ignoti = {citata.token for citata in find_quoted(testo, snapshot) if citata.ignota}
    leggibile = TOKEN.sub(lambda t: _as_text(t[1]) if t[1] in ignoti else t[0], testo)
    piano = with_text(snapshot, riga.codice, leggibile)
    try:
        return Anteprima(SafeString(keep_together(render_section(piano, riga, _count_before(piano, riga)).html)))
    except PianoNonComponibile as errore:
        return Anteprima(perche=str(errore))


_SEGNI: Final = str.maketrans({segno: f"\\{segno}" for segno in r"\`*_[]<>"})


def _as_text(token: str) -> str:
    """A token as plain words of Markdown."""
    return f"[[{token}]]".translate(_SEGNI)


def _count_before(piano: PianoSnapshot, riga: RigaCongelata) -> Numeratore:
    """The tables and figures that come before a line; a line that cannot be written yet counts none."""
    numera = Numeratore()
    render_template("piano/sintesi.html", {"sintesi": summarise(piano), "numera": numera})
    senza_testi = replace(piano, contenuti=replace(piano.contenuti, capitoli=()))
    for prima in piano.contenuti.schema:
        if prima.codice == riga.codice:
            break
        try:
            render_section(senza_testi, replace(prima, titolo=""), numera)
        except PianoNonComponibile:
            continue
    return numera
