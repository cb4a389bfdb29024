"""One regular scheda for the tests of the rules, and how to change a thing of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from assegnazioni.valori import (
    AssegnabileCongelata,
    AvvisoCongelato,
    EsitoCongelato,
    RigaPonteCongelata,
    RiservaCongelata,
)
from lessico.voce import StatoVoce
from patrimonio.valori import ConsistenzaCongelata, DisponibilitaCongelata, VoceCongelata
from patrimonio.voci import DISPONIBILITA
from raccolta.controlli.scheda import EnteInEsame, SchedaInEsame
from raccolta.quadri import VOCI, is_asked, whole_of
from raccolta.valori import SchedaCongelata

COMUNE = "017046"
ALTRO_COMUNE = "017052"

CON_VALORI = {"consistenza", "liberazioni", "assegnabili", "esiti", "avvisi"}


def declared(voce: str, stato: StatoVoce = StatoVoce.VALORIZZATA, **altro: Any) -> VoceCongelata:
    valori = {"causa": "", "totale_dichiarato": None, "nota": ""} | altro
    return VoceCongelata(voce=voce, stato=stato, **valori)


def declarations(*, ambito: bool = False) -> tuple[VoceCongelata, ...]:
    """Everything is answered: what has no value is nil."""
    chieste = [v.codice for v in VOCI.values() if is_asked(v, ambito=ambito) and not v.facoltativa]
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
    luoghi=((COMUNE, "Alfa"), (ALTRO_COMUNE, "Beta")),
)
"""A comune whose figures square: no rule finds anything."""

ALER = replace(REGOLARE, scheda=replace(SCHEDA, ente="aler"), ente=EnteInEsame("aler", "aler", "ALER"))
"""The same figures, of an agency that has no territory of its own."""

UNIONE = replace(REGOLARE, ente=EnteInEsame("unione", "unione", "Unione", (COMUNE, ALTRO_COMUNE)))
"""The same figures, of a union of two comuni."""


def avviso(slug: str = "a", anno: int | None = 2025, **altro: Any) -> AvvisoCongelato:
    """A notice: applications for thirty days."""
    valori = {"dal": date(2025, 3, 1), "al": date(2025, 3, 31), "prorogato_al": None} | altro
    return AvvisoCongelato(slug=slug, anno=anno, tipo="ordinario", numero="1", atto="", graduatoria="ente", **valori)


AMBITO = SchedaInEsame(
    anno=2026,
    scheda=SchedaCongelata(ente="", voci=declarations(ambito=True), avvisi=(avviso("a"), avviso("b"))),
)
"""The scheda d’ambito, with the two notices that the law asks for."""


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


def con_prima(esame: SchedaInEsame = REGOLARE, **cambiate: Any) -> SchedaInEsame:
    """The same, where the year before was certified with these rows, and for the rest with the regular ones."""
    return replace(esame, precedente=replace(SCHEDA, **cambiate))


def stock(sap: int | None = 100, sas: int | None = 4, altro: int | None = 6, dove: str | None = COMUNE) -> Any:
    return ConsistenzaCongelata(dove, None, sap, sas, altro)


def disponibili(*unita: int | None, tipo: str = "sap", esame: SchedaInEsame = REGOLARE) -> SchedaInEsame:
    """Units available, in the first comune, in the second, and so on."""
    righe = zip((COMUNE, ALTRO_COMUNE), unita, strict=False)
    return con(esame, assegnabili=tuple(AssegnabileCongelata(dove, tipo, quante) for dove, quante in righe))


def con_fonti(esame: SchedaInEsame = REGOLARE, tipo: str = "sap", **fonti: int) -> SchedaInEsame:
    """The same, with these sources only, each whole or by parts: ``con_fonti(libere=1)``."""
    righe = tuple(DisponibilitaCongelata(voce, COMUNE, tipo, "", unita, None, None) for voce, unita in fonti.items())
    a_parti = {intera.codice for codice in fonti if (intera := whole_of(codice))}
    voci = [voce for voce in esame.scheda.voci if voce.voce not in {fonte.codice for fonte in DISPONIBILITA}]
    for fonte in DISPONIBILITA:
        intera = whole_of(fonte.codice)
        if fonte.codice not in a_parti and (intera is None or intera.codice in a_parti):
            voci.append(declared(fonte.codice, StatoVoce.VALORIZZATA if fonte.codice in fonti else StatoVoce.NESSUNA))
    return con(esame, disponibilita=righe, voci=tuple(sorted(voci, key=lambda voce: voce.voce)))


def con_ponte(esame: SchedaInEsame = REGOLARE, **righe: int | tuple[int, str]) -> SchedaInEsame:
    """The same, with these lines of the bridge: ``con_ponte(riporto=2, rettifica=(-1, "perché sì"))``."""
    scritte = {codice: riga if isinstance(riga, tuple) else (riga, "") for codice, riga in righe.items()}
    return con(esame, ponte=tuple(RigaPonteCongelata(codice, *riga) for codice, riga in scritte.items()))


def esiti(offerte: int | None, assegnate: int | None, avviso: str = "") -> EsitoCongelato:
    return EsitoCongelato(avviso, COMUNE, offerte, 12, 0, assegnate)


def riserva(voce: str, percentuale: str | None = None, unita: int | None = None, **altro: Any) -> RiservaCongelata:
    """A reserve in the first comune, on the units available."""
    valori: dict[str, Any] = {"ubicazione": COMUNE, "categoria": "", "base": "", "ripartizione": None}
    valori |= {"descrizione": "", "motivo": ""} | altro
    quota = None if percentuale is None else Decimal(percentuale)
    return RiservaCongelata(voce=voce, percentuale=quota, unita=unita, **valori)


def con_riserve(*riserve: RiservaCongelata, esame: SchedaInEsame = REGOLARE) -> SchedaInEsame:
    """The same, with these reserves, whose voci have a value."""
    for codice in dict.fromkeys(riga.voce for riga in riserve):
        esame = con_voce(codice, esame=esame)
    return con(esame, riserve=riserve)
