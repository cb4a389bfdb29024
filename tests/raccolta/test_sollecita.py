"""``manage.py sollecita``: on which days, to whom, and never twice."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from enti.calendario import is_working_day
from patrimonio.models import Proroga
from raccolta.conduzione.finestre import load_windows, look_at
from raccolta.conduzione.solleciti import is_digest_day, is_reminder_day
from raccolta.models import Sollecito
from tests.dati import create_incarico
from tests.raccolta.raccolta_di_prova import certify, complete, open_october, roma


@pytest.fixture
def ottobre(mondo):
    """The scheda d'ambito is certified, Rovato complete."""
    open_october(mondo.ricognizione)
    certify(mondo.scheda_ambito)
    complete(mondo.rovato)
    create_incarico("Fabio", "certificatore", ente=mondo.rovato.ente)
    return mondo


def run(giorno: str, **opzioni) -> str:
    uscita = StringIO()
    call_command("sollecita", al=giorno, stdout=uscita, **opzioni)
    return uscita.getvalue()


def sent_to() -> list[str]:
    return sorted(messaggio.to[0] for messaggio in mail.outbox)


CHI_DEVE = ["bruno@example.org", "elena@example.org", "fabio@example.org"]


def test_i_giorni_della_tabella(ottobre):
    giorni = [date(2025, 9, 20) + timedelta(days=n) for n in range(60)]
    trovati = []
    for giorno in giorni:
        adesso = roma(giorno.year, giorno.month, giorno.day, 8)
        if is_reminder_day(look_at(load_windows(ottobre.ricognizione, adesso), adesso), giorno):
            trovati.append(giorno)
    assert trovati == [date(2025, 10, n) for n in (10, 17, 24, 29, 30)] + [date(2025, 11, 3)]
    assert all(map(is_working_day, trovati))


def test_il_riepilogo_e_del_primo_giorno_lavorativo_della_settimana(ottobre):
    giorni = [date(2025, 10, 1) + timedelta(days=n) for n in range(80)]
    trovati = [
        giorno
        for giorno in giorni
        for adesso in [roma(giorno.year, giorno.month, giorno.day, 8)]
        if is_digest_day(look_at(load_windows(ottobre.ricognizione, adesso), adesso), giorno)
    ]
    assert trovati == [date(2025, 10, n) for n in (6, 13, 20, 27)] + [date(2025, 11, n) for n in (3, 10, 17, 24)]


def test_si_scrive_solo_a_chi_deve_qualcosa(ottobre):
    uscita = run("2025-10-24")
    assert sent_to() == CHI_DEVE
    assert "Oglio 2026: Mandati 3 messaggi per ALER, Comune di Chiari e Comune di Rovato." in uscita
    assert Sollecito.objects.for_system().filter(da="Pianocasa, sollecito automatico").count() == 3
    assert "http://127.0.0.1:8000/schede/" in mail.outbox[0].body


def test_il_secondo_giro_non_manda_nulla(ottobre):
    run("2025-10-24")
    assert "nessun sollecito da mandare" in run("2025-10-24")
    assert len(mail.outbox) == 3


def test_negli_altri_giorni_nulla(ottobre):
    for giorno in ("2025-10-23", "2025-10-31", "2025-11-04", "2025-09-01"):
        run(giorno)
    assert mail.outbox == []


@pytest.mark.parametrize("giorno", ["2025-10-25", "2025-11-01", "2025-12-08"])
def test_nei_giorni_non_lavorativi_si_tace(ottobre, giorno):
    assert "non è un giorno lavorativo" in run(giorno)
    assert mail.outbox == []


def test_il_giorno_dopo_la_chiusura_e_il_primo_lavorativo(ottobre):
    run("2025-11-03")
    assert sent_to() == [CHI_DEVE[0], "carla@example.org", *CHI_DEVE[1:]]
    assert "occorre una proroga" in next(m.body for m in mail.outbox if m.to == ["bruno@example.org"])


def test_chi_ha_una_proroga_ha_i_suoi_giorni(ottobre):
    Proroga.objects.create(scheda=ottobre.chiari, al=roma(2025, 11, 15), motivo="Alluvione")  # a Friday, 14
    run("2025-10-30")
    assert sent_to() == ["elena@example.org", "fabio@example.org"]
    mail.outbox.clear()
    run("2025-11-13")
    assert sent_to() == ["bruno@example.org"]
    assert "manca 1 giorno" in mail.outbox[0].subject


def test_il_riepilogo_dice_chi_deve_che_cosa(ottobre):
    run("2025-10-27")
    [riepilogo] = mail.outbox
    assert riepilogo.to == ["carla@example.org"]
    assert riepilogo.subject == "Dati 2026: 3 schede aspettano la certificazione"
    assert "- Comune di Rovato: Completa, da certificare\n" in riepilogo.body
    assert "- Comune di Chiari: Non iniziata; manca chi certifica" in riepilogo.body
    assert "http://127.0.0.1:8000/ambiti/oglio/2026/" in riepilogo.body
    run("2025-10-27")
    assert len(mail.outbox) == 1


def test_quando_tutto_e_certificato_tace(ottobre):
    for scheda in (ottobre.rovato, ottobre.chiari, ottobre.aler):
        certify(scheda)
    run("2025-10-27")
    run("2025-10-24")
    assert mail.outbox == []


def test_la_scheda_d_ambito_si_ricorda_al_capofila(mondo):
    open_october(mondo.ricognizione)
    run("2025-10-24")
    assert "carla@example.org" in sent_to()


def test_la_prova_scrive_e_non_manda(ottobre):
    uscita = run("2025-10-24", prova=True)
    assert "A: bruno@example.org\nOggetto: Comune di Chiari, dati 2026: scheda da completare" in uscita
    assert mail.outbox == []
    assert not Sollecito.objects.for_system().exists()


def test_l_indirizzo_del_sito_e_un_impostazione(ottobre, settings):
    settings.INDIRIZZO = "https://casa.example/"
    assert "https://casa.example/schede/" in run("2025-10-24", prova=True)


def test_un_giorno_che_non_c_e(db):
    with pytest.raises(CommandError, match="non è un giorno"):
        run("2025-02-30")
