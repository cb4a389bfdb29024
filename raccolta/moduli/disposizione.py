"""The layout of a quadro for crispy: sections of voci, grids of numbers, blocks of fields, notes."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.template.loader import render_to_string

from raccolta.moduli.modulo import ModuloQuadro
from raccolta.moduli.veduta import Veduta
from raccolta.moduli.viste import CellaVista, GrigliaVista, SezioneVista

BLOCCHI: Final = "raccolta/moduli/blocchi.html"
GRIGLIA: Final = "raccolta/moduli/griglia.html"
VOCE: Final = "raccolta/moduli/voce.html"
NOTE: Final = "raccolta/moduli/note.html"


def draw_grid(griglia: GrigliaVista) -> str:
    """The rows of a table: numbers side by side, or a block of labelled fields for each row, with its branches."""
    righe = [(riga, [draw_grid(ramo) for ramo in riga.rami]) for riga in griglia.righe]
    return render_to_string(BLOCCHI if griglia.forma.blocco else GRIGLIA, {"griglia": griglia, "righe": righe})


@lru_cache(maxsize=256)
def draw_section(voce: SezioneVista) -> str:
    """A voce as a fieldset: its help, its state, its grids, the rows to add, and its parts.

    It looks at the view and at nothing else: what was already drawn, equal in everything, is not drawn again.
    """
    griglie, parti = [draw_grid(griglia) for griglia in voce.griglie], [draw_section(parte) for parte in voce.parti]
    return render_to_string(VOCE, {"voce": voce, "griglie": griglie, "parti": parti})


class Sezione:
    """A voce, for crispy."""

    def __init__(self, vista: SezioneVista) -> None:
        """What it shows."""
        self.vista = vista

    def render(self, _form: ModuloQuadro, _context: Any, **_altro: Any) -> str:
        """As a fieldset."""
        return draw_section(self.vista)


class Note:
    """A note for each voce."""

    def __init__(self, celle: Iterable[CellaVista]) -> None:
        """What it shows."""
        self.celle = celle

    def render(self, _form: ModuloQuadro, _context: Any, **_altro: Any) -> str:
        """One field below the other."""
        return render_to_string(NOTE, {"celle": self.celle})


def build_helper(veduta: Veduta) -> FormHelper:
    """The form tag and the token are the page's."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    if veduta.sfondo.solo_note:
        helper.layout = Layout(Note(veduta.note()))
    else:
        helper.layout = Layout(*(Sezione(sezione) for sezione in veduta.sezioni()))
    return helper
