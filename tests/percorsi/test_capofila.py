"""The office of the capofila: the new year from the old one, the window, a reminder, until all are certified."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from patrimonio.models import Scheda
from raccolta.atti import confirm
from raccolta.certificazione import store_certification
from raccolta.models import Riporto, Sollecito
from tests.dati import SISTEMA, create_incarico
from tests.percorsi.persona import Persona
from tests.raccolta.persone import fill

ATTESTO = "Ho letto l’attestazione e la sottoscrivo"


@pytest.fixture
def anno_finito(transactional_db: None, mondo: SimpleNamespace) -> SimpleNamespace:
    """The survey of 2026 with all its schede certified; in each ente one compiles and another certifies."""
    for scheda, chi in ((mondo.rovato, mondo.anna), (mondo.chiari, mondo.bruno), (mondo.aler, mondo.elena)):
        fill(scheda, chi)
    fill(mondo.scheda_ambito, mondo.carla)
    for scheda in Scheda.objects.all():
        store_certification(scheda, nome="Chi c’era", ruolo="dirigente", quando=timezone.now(), by=SISTEMA)
    mondo.certificatori = {
        scheda.ente_id: create_incarico(f"Certifica{scheda.ente_id}", "certificatore", ente=scheda.ente)
        for scheda in (mondo.rovato, mondo.chiari, mondo.aler)
    }
    mondo.carlo = create_incarico("Carlo", "capofila", ambito=mondo.ambito)
    return mondo


def test_dal_nuovo_anno_a_tutte_certificate(persona: Callable[..., Persona], anno_finito: SimpleNamespace) -> None:
    carla = persona().enter(anno_finito.carla)
    make_year(carla)
    open_window(carla)
    remind(carla)
    schede = {s.ente_id: s for s in Scheda.objects.filter(ricognizione__anno=2027).select_related("ente")}
    assert set(schede) == {"rovato", "chiari", "aler", None}
    confirm_stock(persona().enter(anno_finito.anna))
    compile_the_rest(anno_finito, schede)
    for ente, incarico in {**anno_finito.certificatori, None: anno_finito.carlo}.items():
        certify(persona().enter(incarico), schede[ente], first=ente == "rovato")
    carla.go("/ambiti/oglio/2027/")
    carla.sees("Tutte le schede sono certificate: 4 su 4.")
    carla.looks_around()


def make_year(carla: Persona) -> None:
    carla.follow("Prepara il nuovo anno")
    carla.sees("Si riporta solo la consistenza del patrimonio")
    carla.looks_around()
    carla.push("Crea l’anno 2027")
    carla.sees("L’anno 2027 è pronto.")
    carla.reads("Raccolta dei dati 2027")
    carla.looks_around()


def open_window(carla: Persona) -> None:
    carla.follow("Finestre e proroghe")
    carla.sees("Nessuna finestra: la raccolta non è ancora aperta.")
    carla.looks_around()
    carla.follow("Apri la raccolta")
    oggi = timezone.localdate()
    for campo, testo in {
        "Giorno di apertura*": f"{oggi:%d/%m/%Y}",
        "Ora di apertura*": "00:00",
        "Ultimo giorno*": f"{oggi + timedelta(days=20):%d/%m/%Y}",
        "Ora di chiusura*": "23:59",
    }.items():
        carla.fill(campo, testo)
    carla.looks_around()
    carla.push("Apri la raccolta")
    carla.sees("La raccolta è aperta")
    carla.looks_around()


def remind(carla: Persona) -> None:
    """Only to who owes something, after reading the text; what was sent is kept."""
    carla.follow("Cruscotto")
    carla.follow("Sollecita chi manca")
    carla.looks_around()
    carla.push("Vedi il testo")
    carla.sees("Nulla è ancora partito.")
    carla.looks_around()
    mail.outbox.clear()
    carla.push(re.compile("^Manda"))
    carla.reads("Solleciti 2027")
    carla.sees("Già sollecitata oggi:")
    carla.looks_around()
    assert {"anna@example.org", "bruno@example.org", "elena@example.org"} <= {m.to[0] for m in mail.outbox}
    assert Sollecito.objects.filter(scheda__ente="rovato").get().destinatari


def confirm_stock(anna: Persona) -> None:
    """The stock comes from last year: to be confirmed, with the numbers in sight."""
    anna.follow("Compila la scheda")
    anna.follow("Patrimonio")
    anna.sees("I valori vengono dal 2026: sono da confermare, o da correggere.")
    anna.looks_around()
    anna.tick("I valori di «Consistenza del patrimonio» valgono ancora")
    anna.go_on()
    anna.sees("1 voce confermata.")


def compile_the_rest(mondo: SimpleNamespace, schede: dict[str | None, Scheda]) -> None:
    """As in the stories of Rovato and of Anna, here above."""
    for ente, chi in {"rovato": mondo.anna, "chiari": mondo.bruno, "aler": mondo.elena, None: mondo.carla}.items():
        fill(schede[ente], chi)
        riportate = list(Riporto.objects.filter(scheda=schede[ente], confermato_il=None).values_list("voce", flat=True))
        confirm(schede[ente], riportate, by=chi, quando=timezone.now())


def certify(chi: Persona, scheda: Scheda, *, first: bool) -> None:
    chi.follow("Leggi e certifica")
    chi.follow("Rileggi e certifica")
    chi.confirm()
    chi.fill("Qualifica di chi certifica*", "Responsabile")
    chi.tick(ATTESTO)
    chi.push("Certifica la scheda")
    chi.reads("Scheda 2027 certificata")
    if first:
        chi.looks_around()
