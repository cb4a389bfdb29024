"""The rules on how a plan is made."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from lessico.congelamento import fingerprint, freeze
from piano import valori
from piano.controlli.governo import parere_completo
from piano.valori import (
    ApprovazioneCongelata,
    Busta,
    CertificazioneCongelata,
    Contenuti,
    EnteCongelato,
    FonteScheda,
    ParereCongelato,
    PianoSnapshot,
)
from tests.controlli.esempi import REGIME_2026, Caso, Esempi

CONTENUTI = Contenuti(
    testata=valori.Testata(
        ambito="alfa", ambito_nome="Alfa", organo="Assemblea", dimostrazione=True, anno=2026, tipo="annuale",
        enti=(EnteCongelato("alfa", "comune", "Alfa"), EnteCongelato("aler", "aler", "ALER")), comuni=(),
    ),
    schede=(), scheda_ambito=None, capitoli=(), schema=(), regime=REGIME_2026,
)  # fmt: skip
ATTUALE = fingerprint(freeze(CONTENUTI))
CERTIFICATA = CertificazioneCongelata(1, "Anna", "certificatore", False, datetime(2025, 10, 20, tzinfo=UTC), "0" * 64)


def plan(stato: str = "raccolta", fonti=(), **altro: Any) -> PianoSnapshot:
    return PianoSnapshot(contenuti=CONTENUTI, busta=Busta(stato=stato, fonti=tuple(fonti), **altro))


def heard(impronta: str = ATTUALE, **altro: Any) -> PianoSnapshot:
    """An opinion of the agency, whole but for what is changed."""
    parere = ParereCongelato("aler", "positivo", date(2025, 11, 3), "prot. 12", "", impronta)
    return plan(pareri=(replace(parere, **altro),))


def approved(giorno: date, tipo: str = "approvazione") -> PianoSnapshot:
    return plan(approvazioni=(ApprovazioneCongelata(tipo, "Assemblea", giorno, "n. 1", ""),))


def certified(stato: str, *certificazioni: CertificazioneCongelata | None) -> PianoSnapshot:
    """The schede of the comune, of the agency, of the ambito: certified or not."""
    fonti = zip(("alfa", "aler", ""), certificazioni, strict=False)
    return plan(stato, (FonteScheda(ente, True, (), certificazione) for ente, certificazione in fonti))


def of_opinion(*campi: str) -> tuple[str, ...]:
    return tuple(f"pareri/aler/{campo}" for campo in campi)


ESEMPI = {
    "GOV-01": Esempi(
        regolari=[Caso(plan(), REGIME_2026), Caso(heard(), REGIME_2026)],
        irregolari=[
            Caso(heard(esito=""), REGIME_2026, (of_opinion("esito"),)),
            Caso(heard(data=None), REGIME_2026, (of_opinion("data"),)),
            Caso(heard(protocollo=""), REGIME_2026, (of_opinion("protocollo"),)),
            Caso(heard(data=None, protocollo=""), REGIME_2026, (of_opinion("data", "protocollo"),)),
        ],
    ),
    "GOV-02": Esempi(
        regolari=[
            Caso(plan(), REGIME_2026),
            Caso(approved(date(2025, 12, 31)), REGIME_2026),
            Caso(approved(date(2026, 2, 1), "presa_atto"), REGIME_2026),
        ],
        irregolari=[Caso(approved(date(2026, 1, 1)), REGIME_2026, (("approvazioni/2026-01-01/data",),))],
    ),
    "GOV-03": Esempi(
        regolari=[
            Caso(certified("raccolta", None), REGIME_2026),
            Caso(certified("verifica", CERTIFICATA, None), REGIME_2026),
            Caso(certified("proposta", CERTIFICATA, CERTIFICATA, CERTIFICATA), REGIME_2026),
        ],
        irregolari=[
            Caso(
                certified("proposta", CERTIFICATA, None, None),
                REGIME_2026,
                (("fonti/aler/certificazione", "fonti/ambito/certificazione"),),
            ),
            Caso(certified("approvato", None), REGIME_2026, (("fonti/alfa/certificazione",),)),
        ],
    ),
    "GOV-04": Esempi(
        regolari=[Caso(plan(), REGIME_2026), Caso(heard(), REGIME_2026), Caso(heard(""), REGIME_2026)],
        irregolari=[Caso(heard("0" * 64), REGIME_2026, (of_opinion("impronta_contenuti"),))],
    ),
}


@pytest.mark.parametrize(
    ("piano", "perche"),
    [
        (heard(data=None), "Del parere di ALER manca: data."),
        (heard(data=None, protocollo=""), "Del parere di ALER mancano: data e protocollo."),
    ],
)
def test_che_cosa_manca_al_parere_si_legge(piano, perche):
    assert [rilievo.perche for rilievo in parere_completo.check(piano, REGIME_2026)] == [perche]
