"""The page of the bridge: what it proposes, what it refuses, what it keeps."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from patrimonio.models import Finestra, Scheda
from raccolta.atti import send_back
from raccolta.certificazione import store_certification
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, mondo, read
from tests.raccolta.persone import fill

__all__ = ["mondo"]

LIBERE, DISPONIBILI = "liberazioni/017166/unita", "assegnabili/017166/unita"


@pytest.fixture
def aperta(mondo):
    adesso = timezone.now()
    Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=adesso - timedelta(days=2), al=adesso + timedelta(days=9)
    )
    fill(mondo.rovato, mondo.anna)
    declare(mondo, {LIBERE: 4, DISPONIBILI: 1, "esiti/017166/offerte": 2, "esiti/017166/assegnate": 0})
    return mondo


def declare(mondo, celle):
    update(mondo.rovato, celle, by=mondo.anna, origine=DIGITATA)
    mondo.rovato.refresh_from_db()


@pytest.fixture
def anna(aperta, client):
    client.force_login(aperta.anna.utente)
    return client


def url(aperta):
    return reverse("piano:ponte", args=[aperta.rovato.pk])


def send(client, aperta, **celle):
    return client.post(url(aperta), {"letta": aperta.rovato.versione} | {f"ponte/{n}": v for n, v in celle.items()})


def lines(aperta):
    return [(riga.riga, riga.unita, riga.motivo) for riga in read(aperta.rovato).ponte]


def test_dice_quanto_manca_e_disegna(anna, aperta):
    pagina = anna.get(url(aperta)).content.decode()
    assert "Le provenienze danno 4 unità, ne è dichiarata disponibile 1: 3 in meno, da spiegare." in pagina
    assert "Come si arriva dalle provenienze alle unità disponibili?" in pagina
    assert "Libere e in avvicendamento: +4; Da spiegare: −3; Unità disponibili: 1." in pagina


def test_si_abbassa_una_provenienza_con_il_suo_motivo(anna, aperta):
    altro = {"liberazioni/unita": "1", "liberazioni/motivo": "Tre aspettano i lavori."}
    assert send(anna, aperta, **altro).status_code == 302
    assert lines(aperta) == [("liberazioni", 1, "Tre aspettano i lavori.")]
    assert "i conti tornano" in anna.get(url(aperta)).content.decode()


@pytest.mark.parametrize(
    ("celle", "frase"),
    [
        ({"liberazioni/unita": "1"}, "Va scritto il motivo"),
        ({"liberazioni/unita": "5", "liberazioni/motivo": "x"}, "al massimo 4"),
        ({"liberazioni/unita": "-1", "liberazioni/motivo": "x"}, "negativ"),
        ({"liberazioni/unita": "due", "liberazioni/motivo": "x"}, "«due» non è un numero"),
        ({"riporto/unita": "3"}, "al massimo 2"),
        ({"altri_usi/unita": "1"}, "Va scritto il motivo"),
        ({"rettifica/unita": "-3"}, "Va scritto il motivo"),
    ],
)
def test_cio_che_non_va_resta_scritto_e_dice_perche(anna, aperta, celle, frase):
    risposta = send(anna, aperta, **celle)
    pagina = risposta.content.decode()
    assert risposta.status_code == 422
    assert frase in pagina
    assert f'value="{next(iter(celle.values()))}"' in pagina
    assert lines(aperta) == []


def test_una_provenienza_intera_e_uno_zero_non_sono_righe(anna, aperta):
    declare(aperta, {DISPONIBILI: 4})
    altro = {"liberazioni/unita": "4", "liberazioni/motivo": "Tutte.", "rettifica/unita": "0", "riporto/unita": ""}
    assert send(anna, aperta, **altro).status_code == 302
    assert lines(aperta) == []


def test_il_riporto_si_propone_e_si_conferma(anna, aperta):
    declare(aperta, {LIBERE: None, "liberazioni/-/stato": "nessuna", DISPONIBILI: 2})
    pagina = anna.get(url(aperta)).content.decode()
    assert "Proposta, da confermare" in pagina
    assert "Conferma e salva" in pagina
    assert lines(aperta) == [], "una proposta non è ancora una riga"
    send(anna, aperta, **{"riporto/unita": "2"})
    assert lines(aperta) == [("riporto", 2, "")]


def test_una_rettifica_ha_il_suo_segno(anna, aperta):
    send(anna, aperta, **{"rettifica/unita": "-3", "rettifica/motivo": "Tre sono sotto sequestro."})
    assert lines(aperta) == [("rettifica", -3, "Tre sono sotto sequestro.")]
    assert "i conti tornano" in anna.get(url(aperta)).content.decode()


def test_chi_ha_scritto_intanto_si_vede(anna, aperta):
    versione = aperta.rovato.versione
    declare(aperta, {"ponte/liberazioni/unita": 2, "ponte/liberazioni/motivo": "Due no."})
    dati = {"letta": versione, "ponte/liberazioni/unita": "1", "ponte/liberazioni/motivo": "Tre no."}
    risposta = anna.post(url(aperta), dati)
    assert risposta.status_code == 409
    assert "Nel frattempo Anna ha scritto" in risposta.content.decode()
    assert "Tre no." in risposta.content.decode()
    assert lines(aperta) == [("liberazioni", 2, "Due no.")]


def test_a_scheda_chiusa_si_legge_soltanto(anna, aperta):
    store_certification(aperta.rovato, nome="Bea", ruolo="x", quando=timezone.now(), by=SISTEMA)
    pagina = anna.get(url(aperta)).content.decode()
    assert "Si può leggere, non scrivere." in pagina
    assert "Salva il ponte" not in pagina
    assert send(anna, aperta, **{"rettifica/unita": "-3", "rettifica/motivo": "x"}).status_code == 409


@pytest.mark.parametrize(("celle", "aperto"), [(["consistenza"], False), (["assegnabili"], True), ([LIBERE], True)])
def test_rinviata_segue_i_numeri_di_cui_e_fatto(anna, aperta, celle, aperto):
    store_certification(aperta.rovato, nome="Bea", ruolo="x", quando=timezone.now(), by=SISTEMA)
    send_back(aperta.rovato, celle=celle, motivo="Rivedere", by=aperta.carla, quando=timezone.now())
    assert ("Salva il ponte" in anna.get(url(aperta)).content.decode()) is aperto
    aperta.rovato.refresh_from_db()
    fatto = send(anna, aperta, **{"rettifica/unita": "-3", "rettifica/motivo": "Tre sono fuori."})
    assert fatto.status_code == (302 if aperto else 409)


def test_d_ufficio_vuole_il_motivo(client, aperta):
    client.force_login(aperta.carla.utente)
    celle = {"rettifica/unita": "-3", "rettifica/motivo": "Tre sono fuori."}
    risposta = send(client, aperta, **celle)
    assert risposta.status_code == 409
    assert "Tre sono fuori." in risposta.content.decode()
    dati = {f"ponte/{nome}": valore for nome, valore in celle.items()}
    fatto = client.post(url(aperta), dati | {"letta": aperta.rovato.versione, "motivo": "Telefonata del 3"})
    assert fatto.status_code == 302


def test_la_scheda_d_ambito_non_ha_ponte(client, aperta):
    client.force_login(aperta.carla.utente)
    ambito = Scheda.objects.get(ricognizione=aperta.ricognizione, ente=None)
    assert client.get(reverse("piano:ponte", args=[ambito.pk])).status_code == 404
