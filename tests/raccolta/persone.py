"""The survey of ``mondo`` with its windows, its certifiers and a scheda that can be certified."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from enti.models import Incarico
from lessico.voce import StatoVoce
from patrimonio.models import Finestra, Scheda
from raccolta.atti import certify
from raccolta.models import Certificazione
from raccolta.quadri import VOCI, is_asked, whole_of
from raccolta.services import update
from tests.dati import DIGITATA, create_incarico

GIORNO = timedelta(days=1)
ORA = datetime(2026, 10, 15, 10, 0, tzinfo=UTC)
SAP, SAS = "consistenza/017166/sap", "consistenza/017166/sas"
LIBERE = "libere/017166/unita"


def fill(scheda: Scheda, by: Incarico, **valori: object) -> None:
    """Nothing is missing: the stock has values, all the rest is nil."""
    ambito = scheda.ente_id is None
    voci = [v for v in VOCI.values() if not v.facoltativa]
    chieste = [v.codice for v in voci if is_asked(v, ambito=ambito) and not whole_of(v.codice)]
    nulle = {f"{codice}/-/stato": StatoVoce.NESSUNA for codice in chieste if codice != "consistenza"}
    update(scheda, nulle | ({} if ambito else {SAP: 81, SAS: 3}) | valori, by=by, origine=DIGITATA)
    scheda.refresh_from_db()


def attest(scheda: Scheda, by: Incarico, *, quando: datetime = ORA, **altro: object) -> Certificazione:
    """Certify what is there now."""
    scheda.refresh_from_db()
    return certify(scheda, by=by, quando=quando, **{"qualifica": "dirigente", "letta": scheda.versione} | altro)


@pytest.fixture
def raccolta(mondo: SimpleNamespace) -> SimpleNamespace:
    """An open window; Anna has filled in the scheda of Rovato, Bice can certify it, Carlo helps Carla."""
    Finestra.objects.create(ricognizione=mondo.ricognizione, dal=ORA - 5 * GIORNO, al=ORA + 5 * GIORNO)
    mondo.bice = create_incarico("Bice", "certificatore", ente=mondo.rovato.ente)
    mondo.carlo = create_incarico("Carlo", "capofila", ambito=mondo.ambito)
    fill(mondo.rovato, mondo.anna)
    return mondo
