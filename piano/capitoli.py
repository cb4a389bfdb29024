"""Chapters: a small Markdown (paragraphs, emphasis, lists) in which a figure that is a field stands as a token."""

from typing import Final

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from lessico.cella import TOKEN
from piano.grandezze import resolve
from piano.valori import PianoSnapshot

PERMESSI: Final = {"p", "em", "strong", "ul", "ol", "li", "br"}


def _token(stato: StateInline, silent: bool) -> bool:  # noqa: FBT001 the signature of a rule of markdown-it
    """A rule of Markdown: a token becomes plain text with its value, which no other rule reads."""
    trovato = TOKEN.match(stato.src, stato.pos)
    if trovato is None:
        return False
    if not silent:
        stato.push("text", "", 0).content = stato.env["resolve"](trovato[1])
    stato.pos = trovato.end()
    return True


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero").enable(["emphasis", "list", "escape", "newline"])
    markdown.inline.ruler.before("escape", "token", _token)
    return markdown


_MARKDOWN: Final = _markdown()


def render_tokens(testo: str, snapshot: PianoSnapshot, *, codice: str = "") -> str:
    """A line of text with its tokens resolved; raises TokenSconosciuto."""
    return TOKEN.sub(lambda trovato: resolve(trovato[1], snapshot, codice=codice), testo)


def render_chapter(testo: str, snapshot: PianoSnapshot, *, codice: str = "") -> SafeString:
    """The chapter as HTML; a value is text, whatever it holds. Raises TokenSconosciuto, with the chapter's code."""
    env = {"resolve": lambda token: resolve(token, snapshot, codice=codice)}
    return SafeString(nh3.clean(_MARKDOWN.render(testo, env), tags=PERMESSI, attributes={"ol": {"start"}}))
