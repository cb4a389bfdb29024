"""What the tests of the survey need: instants of Rome, a window, complete and certified schede, many enti."""

from datetime import datetime

from django.test import Client
from playwright.sync_api import Page

from enti.models import Incarico
from lessico.italiano import ROMA
from patrimonio.models import Finestra, Ricognizione, Scheda
from raccolta.certificazione import store_certification
from raccolta.quadri import VOCI, is_asked, whole_of
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, create_comune


def roma(*parti: int) -> datetime:
    return datetime(*parti, tzinfo=ROMA)


OTTOBRE = (roma(2025, 10, 1), roma(2025, 11, 1))
"""[00:00 of the 1st of October, 00:00 of the 1st of November 2025)."""

IN_MEZZO = roma(2025, 10, 20, 9, 30)
DOPO = roma(2025, 11, 12, 9, 30)


def open_october(ricognizione: Ricognizione) -> Finestra:
    return Finestra.objects.create(ricognizione=ricognizione, dal=OTTOBRE[0], al=OTTOBRE[1])


def complete(scheda: Scheda) -> None:
    """Every voce is declared nil."""
    chieste = [v.codice for v in VOCI.values() if is_asked(v, ambito=scheda.ente_id is None) and not whole_of(v.codice)]
    update(scheda, {f"{codice}/-/stato": "nessuna" for codice in chieste}, by=SISTEMA, origine=DIGITATA)
    scheda.refresh_from_db()


def certify(scheda: Scheda, quando: datetime = IN_MEZZO) -> None:
    complete(scheda)
    store_certification(scheda, nome="Bruno Rossi", ruolo="dirigente", quando=quando, by=SISTEMA)
    scheda.refresh_from_db()


def add_enti(ricognizione: Ricognizione, quanti: int, da: int = 0) -> list[Scheda]:
    """Comuni with their schede, numbered on; the first is certified, then every third."""
    enti = [create_comune(f"9{n:05}", f"Comune{n:02}", ricognizione.ambito) for n in range(da, da + quanti)]
    schede = [Scheda.objects.create(ricognizione=ricognizione, ente=ente) for ente in enti]
    for scheda in schede[::3]:
        certify(scheda)
    return schede


def enter_as(pagina: Page, indirizzo: str, chi: Incarico) -> None:
    """The browser is already in, as this person."""
    cliente = Client()
    cliente.force_login(chi.utente)
    pagina.context.add_cookies([{"name": "sessionid", "value": cliente.cookies["sessionid"].value, "url": indirizzo}])
