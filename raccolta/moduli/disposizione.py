"""The layout of a quadro for crispy: sections of voci, grids of numbers, blocks of fields, notes."""

from collections.abc import Iterable
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


class Griglia:
    """The rows of a table: numbers side by side, or a block of labelled fields for each row."""

    def __init__(self, vista: GrigliaVista) -> None:
        """What it shows."""
        self.vista = vista

    def render(self, form: ModuloQuadro, context: Any, template_pack: str = "", **_altro: Any) -> str:
        """The branches of each row are grids in their turn."""
        rami = [
            (riga, [Griglia(ramo).render(form, context, template_pack) for ramo in riga.rami])
            for riga in self.vista.righe
        ]
        return render_to_string(BLOCCHI if self.vista.forma.blocco else GRIGLIA, {"griglia": self.vista, "righe": rami})


class Sezione:
    """A voce: its help, its state, its grids, the rows to add, and its parts."""

    def __init__(self, vista: SezioneVista) -> None:
        """What it shows."""
        self.vista = vista

    def render(self, form: ModuloQuadro, context: Any, template_pack: str = "", **_altro: Any) -> str:
        """As a fieldset."""
        contenuto = {
            "voce": self.vista,
            "griglie": [Griglia(griglia).render(form, context, template_pack) for griglia in self.vista.griglie],
            "parti": [Sezione(parte).render(form, context, template_pack) for parte in self.vista.parti],
        }
        return render_to_string(VOCE, contenuto)


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
