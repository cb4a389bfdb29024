"""The form of a page as it opens: drawn from what was read, and once for each thing that was read."""

from functools import lru_cache
from typing import Any

from crispy_forms.utils import render_crispy_form
from django.utils.safestring import SafeString
from msgspec import Struct

from raccolta.moduli.accanto import put_beside
from raccolta.moduli.apertura import Apertura
from raccolta.moduli.disposizione import build_helper
from raccolta.moduli.modulo import build_modulo
from raccolta.moduli.salvataggio import propose_on
from raccolta.moduli.sfondo import Letto, build_fondale
from raccolta.moduli.stesura import first_page
from raccolta.moduli.veduta import Veduta
from raccolta.quote import Quota
from raccolta.rilievi import Controllo, RilievoVivo


class Disegno(Struct, frozen=True):
    """The text of a form; whether it has anything to write in, and anything wrong.

    ``proposte``: the values, among those that wait to be corrected, that read well: they may contradict the others.
    """

    corpo: SafeString
    aperto: bool
    errori: bool
    proposte: tuple[tuple[str, Any], ...]


@lru_cache(maxsize=64)
def draw(letto: Letto, apertura: Apertura, rilievi: tuple[RilievoVivo, ...], quote: tuple[Quota, ...]) -> Disegno:
    """It looks at its arguments, which are values, and at nothing else: of the same ones it makes the same text."""
    fondale = build_fondale(letto)
    stesura = first_page(fondale)
    modulo = build_modulo(fondale, stesura, apertura.opens)
    modulo.keep_errors(stesura.scritti)
    accanto = put_beside(letto.scheda, Controllo(rilievi, quote=quote), [voce.codice for voce in fondale.voci])
    veduta = Veduta(sfondo=fondale, stesura=stesura, modulo=modulo, apertura=apertura, accanto=accanto)
    corpo = SafeString(render_crispy_form(modulo, build_helper(veduta)))
    proposte = propose_on(fondale, stesura, modulo).celle
    return Disegno(corpo, bool(modulo.fields), bool(modulo.errors), tuple(proposte.items()))
