"""The rows of the board as the page shows them: values in words, and the piece of page that each makes."""

from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from msgspec import Struct

from patrimonio.models import Ricognizione
from raccolta.conduzione.riga import Riga


class RigaMostrata(Struct, frozen=True, kw_only=True):
    """All that is read of a scheda on the board, and where its links lead."""

    ambito: str
    anno: int
    scheda: int
    nome: str
    manca: str
    letto: str
    stato: str
    controlli: str
    quadri_completi: int
    quadri: int
    in_ritardo: bool
    tempi: str
    proroga: str
    domande: int
    modificata: str
    sollecitabile: bool
    sollecitata_oggi: bool
    sollecitata_il: date | None


def show(riga: Riga, ricognizione: Ricognizione) -> SafeString:
    """A row of the page. Wants ``ambito`` loaded."""
    return draw_row(
        RigaMostrata(
            ambito=ricognizione.ambito.slug,
            anno=ricognizione.anno,
            scheda=riga.scheda,
            nome=riga.nome,
            manca=riga.organico.manca,
            letto=riga.letto,
            stato=riga.stato,
            controlli=riga.controlli,
            quadri_completi=riga.quadri_completi,
            quadri=riga.quadri,
            in_ritardo=riga.in_ritardo,
            tempi=riga.tempi,
            proroga=riga.proroga,
            domande=riga.situazione.domande,
            modificata=riga.modificata,
            sollecitabile=riga.sollecitabile,
            sollecitata_oggi=riga.sollecitata_oggi,
            sollecitata_il=riga.sollecitata_il,
        )
    )


@lru_cache(maxsize=1024)
def draw_row(riga: RigaMostrata) -> SafeString:
    """It looks at the row and at nothing else: one already drawn, equal in everything, is not drawn again."""
    return SafeString(render_to_string("raccolta/_cruscotto_riga.html", {"riga": riga}).strip())
