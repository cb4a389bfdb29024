"""One regular scheda for the tests of the rules, and how to change a thing of it."""

from typing import Any

from msgspec.structs import replace

from assegnazioni.valori import AssegnabileCongelata, EsitoCongelato
from lessico.voce import StatoVoce
from patrimonio.valori import ConsistenzaCongelata, DisponibilitaCongelata, VoceCongelata
from raccolta.controlli.scheda import EnteInEsame, SchedaInEsame
from raccolta.quadri import VOCI, is_asked, whole_of
from raccolta.valori import SchedaCongelata

COMUNE = "017046"
ALTRO_COMUNE = "017052"

CON_VALORI = {"consistenza", "liberazioni", "assegnabili", "esiti"}


def declared(voce: str, stato: StatoVoce = StatoVoce.VALORIZZATA, **altro: Any) -> VoceCongelata:
    valori = {"causa": "", "totale_dichiarato": None, "nota": ""} | altro
    return VoceCongelata(voce=voce, stato=stato, **valori)


def declarations() -> tuple[VoceCongelata, ...]:
    """Everything is answered: what has no value is nil."""
    chieste = [v.codice for v in VOCI.values() if is_asked(v, ambito=False) and not v.facoltativa]
    intere = sorted(codice for codice in chieste if not whole_of(codice))
    return tuple(declared(c, StatoVoce.VALORIZZATA if c in CON_VALORI else StatoVoce.NESSUNA) for c in intere)


SCHEDA = SchedaCongelata(
    ente="alfa",
    voci=declarations(),
    consistenza=(ConsistenzaCongelata(COMUNE, None, 100, 4, 6),),
    disponibilita=(DisponibilitaCongelata("liberazioni", COMUNE, "sap", "", 5, None, None),),
    assegnabili=(AssegnabileCongelata(COMUNE, "sap", 5),),
    esiti=(EsitoCongelato("", COMUNE, 3, 12, 0, 3),),
)

REGOLARE = SchedaInEsame(
    anno=2026,
    scheda=SCHEDA,
    ente=EnteInEsame("alfa", "comune", "Comune di Alfa", (COMUNE,)),
    luoghi={COMUNE: "Alfa", ALTRO_COMUNE: "Beta"},
)
"""A comune whose figures square: no rule finds anything."""


def con(esame: SchedaInEsame = REGOLARE, **cambiate: Any) -> SchedaInEsame:
    """The same, with other rows: ``con(assegnabili=(…,))``."""
    return replace(esame, scheda=replace(esame.scheda, **cambiate))


def con_voce(
    codice: str, stato: StatoVoce = StatoVoce.VALORIZZATA, esame: SchedaInEsame = REGOLARE, **altro: Any
) -> SchedaInEsame:
    """The same, with a voce declared otherwise."""
    altre = [voce for voce in esame.scheda.voci if voce.voce != codice]
    voci = sorted([*altre, declared(codice, stato, **altro)], key=lambda voce: voce.voce)
    return con(esame, voci=tuple(voci))
