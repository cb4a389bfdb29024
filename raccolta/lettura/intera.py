"""A scheda read whole: its values in words, beside those of the year before, each with its mark."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from enti.domande import Domanda
from lessico.origine import TipoOrigine
from patrimonio.models import Scheda
from raccolta.celle import values_of
from raccolta.lettura.etichette import load_names
from raccolta.lettura.riassunto import QuadroDescritto, describe
from raccolta.models import Modifica, Riporto
from raccolta.moduli.sfondo import load_year_before
from raccolta.valori import SchedaCongelata, build_schede

UFFICIO, RIPORTATA, DA_CONFERMARE = "d’ufficio", "riportata dall’anno prima", "da confermare"
_SEGNI: Final = {TipoOrigine.UFFICIO: UFFICIO, TipoOrigine.RIPORTO: RIPORTATA}


class Riassunto(Struct, frozen=True):
    """What a page shows: the quadri, the year before, whether something stands out; the values as they are kept."""

    quadri: tuple[QuadroDescritto, ...]
    anno_prima: int
    ufficio: bool
    valori: Mapping[str, object]
    valori_prima: Mapping[str, object]


def read_whole(scheda: Scheda, viva: SchedaCongelata | None = None) -> Riassunto:
    """The values as they are now (``viva``, where they are at hand), beside the year before; wants ``ricognizione``.

    Some twenty queries at most, however many the values.
    """
    viva, passato = viva or build_schede([scheda])[scheda.pk], load_year_before(scheda)
    segni = load_marks(scheda)
    valori = values_of(viva)
    nomi = load_names([*valori, *passato.valori], scheda)
    quadri = describe(viva, nomi, prima=passato.scheda, segni=segni)
    return Riassunto(quadri, passato.anno, UFFICIO in segni.values(), valori, passato.valori)


_RIPORTI: Final = Domanda(
    lambda scheda: Riporto.objects.for_system().filter(scheda=scheda, confermato_il=None).values_list("voce")
)
_MODIFICHE: Final = Domanda(
    lambda scheda: Modifica.objects.for_system().filter(scheda=scheda).order_by("pk").values_list("cella", "origine")
)


def load_marks(scheda: Scheda) -> Mapping[str, str]:
    """Cella → the mark of its last change: written d'ufficio, carried over, carried over and still to be confirmed."""
    da_confermare = {voce for (voce,) in _RIPORTI.ask(scheda.pk)}
    ultime = dict(_MODIFICHE.ask(scheda.pk))
    return {
        cella: DA_CONFERMARE
        if origine == TipoOrigine.RIPORTO and cella.split("/", maxsplit=1)[0] in da_confermare
        else _SEGNI[TipoOrigine(origine)]
        for cella, origine in ultime.items()
        if origine in _SEGNI
    }
