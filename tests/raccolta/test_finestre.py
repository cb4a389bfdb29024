"""Windows and extensions, with the clock as an argument: when one may write, when not, and in which words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from enti.calendario import MINUTO
from enti.models import Allegato, Evento
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Finestra, Integrazione, Proroga
from raccolta.atti import write
from raccolta.conduzione import finestre
from raccolta.conduzione.finestre import (
    DatoNonValido,
    cancel_window,
    extend_for,
    load_windows,
    look_at,
    open_window,
    write_state,
)
from raccolta.conduzione.integrazioni import Arrivo, File, record_integration
from raccolta.situazione import build_situazione
from tests.raccolta.raccolta_di_prova import DOPO, IN_MEZZO, OTTOBRE, certify, open_october, roma

SAP = "consistenza/017166/sap"


def type_in(scheda, incarico, quando, valore=81):
    scheda.refresh_from_db()
    return write(scheda, {SAP: valore}, by=incarico, quando=quando, letta=scheda.versione)


def open_(mondo, dal, al, quando=IN_MEZZO, motivo="", canale="Pianocasa"):
    return open_window(mondo.ricognizione, dal=dal, al=al, motivo=motivo, canale=canale, by=mondo.carla, quando=quando)


def extend(scheda, mondo, al, quando=DOPO, motivo="Alluvione"):
    return extend_for(scheda, al=al, motivo=motivo, atto="Det. 12/2025", by=mondo.carla, quando=quando)


def acts(mondo):
    return list(Evento.objects.filter(catena=mondo.ricognizione.catena).order_by("pk").values_list("atto", flat=True))


# time travel: A1


def test_all_ultimo_minuto_si_scrive_e_a_mezzanotte_no(mondo):
    open_october(mondo.ricognizione)
    assert type_in(mondo.rovato, mondo.anna, roma(2025, 10, 31, 23, 59, 59))
    with pytest.raises(AttoNonConsentito, match=r"si è chiusa il 31 ottobre 2025, ore 23:59"):
        type_in(mondo.rovato, mondo.anna, roma(2025, 11, 1), valore=82)


def test_prima_dell_apertura_la_frase_dice_quando_si_apre(mondo):
    open_october(mondo.ricognizione)
    with pytest.raises(AttoNonConsentito, match=r"si apre il 1° ottobre 2025, ore 00:00"):
        type_in(mondo.rovato, mondo.anna, roma(2025, 9, 30, 23, 59))
    assert type_in(mondo.rovato, mondo.anna, roma(2025, 10, 1))


def test_il_giorno_in_cui_cambia_l_ora(mondo):
    """A window that closes at three of the 26th of October lasts an hour more than the clock says."""
    open_(mondo, roma(2025, 10, 26), roma(2025, 10, 26, 3), quando=roma(2025, 10, 25))
    fine = datetime(2025, 10, 26, 2, tzinfo=UTC)
    assert type_in(mondo.rovato, mondo.anna, fine - MINUTO)
    with pytest.raises(AttoNonConsentito, match="26 ottobre 2025, ore 02:59"):
        type_in(mondo.rovato, mondo.anna, fine, valore=82)


def test_a_cavallo_dell_anno(mondo):
    open_(mondo, roma(2025, 12, 15), roma(2026, 1, 1), quando=roma(2025, 12, 1))
    assert type_in(mondo.rovato, mondo.anna, roma(2025, 12, 31, 23, 59))
    with pytest.raises(AttoNonConsentito, match="31 dicembre 2025, ore 23:59"):
        type_in(mondo.rovato, mondo.anna, roma(2026, 1, 1), valore=82)


def test_una_proroga_apre_solo_la_scheda_di_quell_ente(mondo):
    open_october(mondo.ricognizione)
    extend(mondo.rovato, mondo, roma(2025, 11, 16))
    assert type_in(mondo.rovato, mondo.anna, roma(2025, 11, 15, 23, 59))
    with pytest.raises(AttoNonConsentito, match="31 ottobre"):
        write(mondo.chiari, {"consistenza/017052/sap": 3}, by=mondo.bruno, quando=DOPO, letta=0)
    with pytest.raises(AttoNonConsentito, match="15 novembre 2025, ore 23:59"):
        type_in(mondo.rovato, mondo.anna, roma(2025, 11, 16), valore=82)


def test_tra_due_finestre_non_si_scrive(mondo):
    open_october(mondo.ricognizione)
    open_(mondo, roma(2025, 12, 1), roma(2025, 12, 16), motivo="Riapertura della piattaforma", quando=DOPO)
    assert type_in(mondo.rovato, mondo.anna, IN_MEZZO)
    with pytest.raises(AttoNonConsentito, match="si apre il 1° dicembre 2025, ore 00:00"):
        type_in(mondo.rovato, mondo.anna, DOPO, valore=82)
    assert type_in(mondo.rovato, mondo.anna, roma(2025, 12, 15, 23, 59), valore=83)


def test_due_finestre_di_seguito_si_leggono_come_una(mondo):
    open_october(mondo.ricognizione)
    open_(mondo, OTTOBRE[1], roma(2025, 11, 16), motivo="Richieste dei comuni")
    situazione = build_situazione(mondo.rovato, IN_MEZZO)
    assert situazione.open_until == roma(2025, 11, 16)
    assert acts(mondo) == ["prolungamento della raccolta"]


@pytest.mark.parametrize(
    ("adesso", "frase"),
    [
        (roma(2025, 9, 1), "La raccolta si apre il 1° ottobre 2025, ore 00:00."),
        (IN_MEZZO, "La raccolta è aperta fino al 31 ottobre 2025, ore 23:59: mancano 11 giorni."),
        (roma(2025, 10, 31, 8), "La raccolta è aperta fino al 31 ottobre 2025, ore 23:59: chiude oggi alle 23:59."),
        (DOPO, "La raccolta si è chiusa il 31 ottobre 2025, ore 23:59: è chiusa da 12 giorni."),
    ],
)
def test_lo_stato_della_raccolta_in_una_frase(mondo, adesso, frase):
    open_october(mondo.ricognizione)
    assert write_state(look_at(load_windows(mondo.ricognizione, adesso), adesso)) == frase


def test_senza_finestre(mondo):
    assert "non ha ancora una finestra" in write_state(look_at((), IN_MEZZO))
    with pytest.raises(AttoNonConsentito, match="non ha ancora aperto"):
        type_in(mondo.rovato, mondo.anna, IN_MEZZO)


# opening, lengthening, reopening, cancelling


def test_aprire_riaprire_e_annullare_restano_nel_registro(mondo):
    open_(mondo, *OTTOBRE)
    riaperta = open_(mondo, roma(2025, 12, 1), roma(2025, 12, 16), motivo="Riapertura", quando=DOPO)
    cancel_window(riaperta, by=mondo.carla, quando=roma(2025, 11, 30, 23, 59))
    assert acts(mondo) == ["apertura della raccolta", "riapertura della raccolta", "annullamento della finestra"]
    ultimo = Evento.objects.order_by("-pk")[0]
    assert ultimo.dettaglio == (
        "dal 1° dicembre 2025, ore 00:00 al 15 dicembre 2025, ore 23:59; canale: Pianocasa; motivo: Riapertura"
    )
    assert ultimo.chi == "Carla"
    assert [f.stato for f in load_windows(mondo.ricognizione, DOPO)] == ["chiusa"]


def test_una_finestra_cominciata_non_si_annulla(mondo):
    finestra = open_october(mondo.ricognizione)
    with pytest.raises(AttoNonConsentito, match="già cominciata"):
        cancel_window(finestra, by=mondo.carla, quando=OTTOBRE[0])
    assert Finestra.objects.for_system().exists()


def test_annullare_due_volte(mondo):
    finestra = open_october(mondo.ricognizione)
    cancel_window(finestra, by=mondo.carla, quando=roma(2025, 9, 1))
    with pytest.raises(AttoNonConsentito, match="già stata annullata"):
        cancel_window(finestra, by=mondo.carla, quando=roma(2025, 9, 1))
    assert len(acts(mondo)) == 1


@pytest.mark.parametrize(
    ("dal", "al", "campo", "frase"),
    [
        (roma(2025, 12, 2), roma(2025, 12, 1), "al", "si chiude prima di aprirsi"),
        (roma(2025, 12, 1), roma(2025, 12, 1), "al", "si chiude prima di aprirsi"),
        (roma(2025, 11, 2), roma(2025, 11, 12), "al", "già passata"),
        (roma(2025, 12, 1), roma(2026, 12, 3), "al", "più di un anno"),
        (
            roma(2025, 10, 31, 23, 59),
            roma(2025, 12, 1),
            "dal",
            "si sovrappongono a quelle della finestra dal 1° ottobre",
        ),
        (roma(2025, 9, 1), roma(2025, 11, 20), "al", "si sovrappongono"),
    ],
)
def test_date_che_non_vanno(mondo, dal, al, campo, frase):
    open_october(mondo.ricognizione)
    with pytest.raises(DatoNonValido, match=frase) as rifiuto:
        open_(mondo, dal, al, quando=DOPO, motivo="Riapertura")
    assert rifiuto.value.campo == campo
    assert acts(mondo) == []


def test_dalla_seconda_occorre_il_motivo(mondo):
    open_(mondo, *OTTOBRE)
    with pytest.raises(DatoNonValido, match="occorre il motivo"):
        open_(mondo, roma(2025, 12, 1), roma(2025, 12, 16), motivo="  ", quando=DOPO)


def test_quando_comincerebbe_la_prossima(mondo):
    open_october(mondo.ricognizione)
    letto = load_windows(mondo.ricognizione, IN_MEZZO)
    assert finestre.suggest_start(letto, IN_MEZZO) == OTTOBRE[1]
    assert finestre.suggest_start(letto, DOPO + timedelta(seconds=5)) == DOPO + MINUTO
    assert finestre.next_act(letto) == "Prolunga la raccolta"
    assert finestre.next_act(load_windows(mondo.ricognizione, DOPO)) == "Riapri la raccolta"
    assert finestre.next_act(()) == "Apri la raccolta"


# extensions


def test_una_proroga_ha_motivo_atto_e_registro(mondo):
    open_october(mondo.ricognizione)
    proroga = extend(mondo.rovato, mondo, roma(2025, 11, 16))
    evento = Evento.objects.get()
    assert (evento.atto, evento.oggetto) == ("proroga", "Scheda 2026, Comune di Rovato")
    assert evento.dettaglio == "fino al 15 novembre 2025, ore 23:59; motivo: Alluvione; atto: Det. 12/2025"
    assert Proroga.objects.for_system().get() == proroga


@pytest.mark.parametrize(
    ("al", "motivo", "campo", "frase"),
    [
        (OTTOBRE[1], "Alluvione", "al", "si chiude già il 31 ottobre 2025, ore 23:59"),
        (roma(2025, 11, 12), "Alluvione", "al", "già passato"),
        (roma(2026, 12, 1), "Alluvione", "al", "più di un anno"),
        (roma(2025, 11, 16), " ", "motivo", "sempre il suo motivo"),
    ],
)
def test_una_proroga_che_non_va(mondo, al, motivo, campo, frase):
    open_october(mondo.ricognizione)
    with pytest.raises(DatoNonValido, match=frase) as rifiuto:
        extend(mondo.rovato, mondo, al, motivo=motivo)
    assert rifiuto.value.campo == campo
    assert not Proroga.objects.for_system().exists()


def test_una_seconda_proroga_va_oltre_la_prima(mondo):
    open_october(mondo.ricognizione)
    extend(mondo.rovato, mondo, roma(2025, 11, 16))
    with pytest.raises(DatoNonValido, match="15 novembre"):
        extend(mondo.rovato, mondo, roma(2025, 11, 16))
    extend(mondo.rovato, mondo, roma(2025, 11, 20))
    assert build_situazione(mondo.rovato, DOPO).open_until == roma(2025, 11, 20)


def test_non_si_proroga_cio_che_non_e_cominciato_ne_cio_che_e_certificato(mondo):
    with pytest.raises(AttoNonConsentito, match="non è ancora cominciata"):
        extend(mondo.rovato, mondo, roma(2025, 11, 16))
    open_october(mondo.ricognizione)
    certify(mondo.rovato)
    with pytest.raises(AttoNonConsentito, match="già certificata"):
        extend(mondo.rovato, mondo, roma(2025, 11, 16))


# integrations


def record(mondo, **cosa):
    return record_integration(mondo.ricognizione, Arrivo(**cosa), by=mondo.carla, quando=DOPO)


def test_un_integrazione_con_il_suo_file(mondo):
    file = File("lettera.pdf", b"%PDF-1.4 prova")
    arrivata = record(
        mondo, ente=mondo.rovato.ente, ricevuta_il=date(2025, 11, 4), canale="PEC", protocollo="12345", file=file
    )
    assert (arrivata.ordine, arrivata.allegato) == (1, Allegato.objects.for_system().get())
    assert arrivata.allegato.ente == mondo.rovato.ente
    assert acts(mondo) == ["integrazione"]
    assert "il 4 novembre 2025; canale: PEC; protocollo: 12345" in Evento.objects.get().dettaglio
    assert record(mondo, mittenti="Comuni").ordine == 2


@pytest.mark.parametrize(
    ("cosa", "campo"),
    [
        ({}, "ente"),
        ({"mittenti": "Comuni", "ricevuta_il": date(2025, 11, 13)}, "ricevuta_il"),
        ({"mittenti": "Comuni", "file": File("virus.exe", b"MZ")}, "file"),
    ],
)
def test_un_integrazione_che_non_va(mondo, cosa, campo):
    with pytest.raises(DatoNonValido) as rifiuto:
        record(mondo, **cosa)
    assert rifiuto.value.campo == campo
    assert not Integrazione.objects.for_system().exists()
    assert acts(mondo) == []


def test_o_l_ente_o_i_mittenti(mondo):
    with pytest.raises(DatoNonValido, match="quando l’ente non si sa"):
        record(mondo, ente=mondo.rovato.ente, mittenti="Comuni")
