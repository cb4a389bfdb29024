"""The rules on the measures."""

from decimal import Decimal
from typing import Any

from misure.valori import MassimaleCongelato, MisuraCongelata, RisultatoCongelato
from tests.controlli.casi import REGOLARE, con, con_voce
from tests.controlli.esempi import REGIME_2026, Caso, Esempi

SPESE = "misure_anno_precedente"
CELLE = (f"{SPESE}/m/fondi_nuovi", f"{SPESE}/m.massimale.1/importo", f"{SPESE}/m.risultato.1/quanti")
ATTO = tuple(f"{SPESE}/m/{misura}" for misura in ("atto", "livello", "fondi_nuovi", "residui"))


def measure(voce: str = SPESE, fondi: Decimal | None = Decimal(9_836), **altro: Any) -> MisuraCongelata:
    """A measure of the ente."""
    valori: dict[str, Any] = {"livello": "comune", "anno": 2025, "atto": "", "residui": None} | altro
    return MisuraCongelata(
        voce=voce, slug="m", titolo="Contributi per il canone", fondi_nuovi=fondi, gestione=None, destinatari="",
        copertura="", motivo="", dal=None, al=None, gestore="", delega="", nota="", **valori,
    )  # fmt: skip


def spent(fondi: str | None, caps=(("1200", ""),), reached=(12,), voce: str = SPESE):
    """So much spent, with these caps and their conditions, on so many."""
    return con(
        con_voce(voce),
        misure=(measure(voce, None if fondi is None else Decimal(fondi)),),
        massimali=tuple(
            MassimaleCongelato(voce, "m", n, Decimal(importo), "nucleo", None, condizione)
            for n, (importo, condizione) in enumerate(caps, 1)
        ),
        risultati=tuple(RisultatoCongelato(voce, "m", n, quanti, "nuclei") for n, quanti in enumerate(reached, 1)),
    )


def funded(fondi: str | None = None, residui: str | None = None, **altro: Any):
    """With funds of the Region."""
    numeri = [None if numero is None else Decimal(numero) for numero in (fondi, residui)]
    misura = measure(SPESE, numeri[0], residui=numeri[1], **{"livello": "regione", **altro})
    return con(con_voce(SPESE), misure=(misura,))


ESEMPI = {
    "MIS-01": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            *(Caso(spent(fondi), REGIME_2026) for fondi in ("9836.17", "14400", None)),
            Caso(spent("14400.01", reached=()), REGIME_2026),
            Caso(spent("14400.01", reached=(None,)), REGIME_2026),
            Caso(spent("14400.01", reached=(12, 1)), REGIME_2026),
            Caso(spent("14400.01", caps=()), REGIME_2026),
            Caso(spent("14400.01", caps=(("1200", ""), ("1300", ""))), REGIME_2026),
            Caso(spent("14400.01", caps=(("1200", "con figli"),)), REGIME_2026),
            Caso(spent("14400.01", voce="misure_anno_piano"), REGIME_2026),
        ],
        irregolari=[
            Caso(spent("14400.01"), REGIME_2026, (CELLE,)),
            Caso(spent("0.01", reached=(0,)), REGIME_2026, (CELLE,)),
            Caso(
                spent("14400.01", caps=(("1200", ""), ("9999", "con figli"))),
                REGIME_2026,
                ((CELLE[0], CELLE[1], f"{SPESE}/m.massimale.2/importo", CELLE[2]),),
            ),
        ],
    ),
    "MIS-03": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(funded("100", atto="d.g.r. 1/2025"), REGIME_2026),
            Caso(funded(), REGIME_2026),
            Caso(funded("0", "0"), REGIME_2026),
            Caso(funded("100", livello="comune"), REGIME_2026),
        ],
        irregolari=[
            Caso(funded("100"), REGIME_2026, (ATTO,)),
            Caso(funded(None, "0.01"), REGIME_2026, (ATTO,)),
        ],
    ),
}
