"""The desk: what each role owes, awaits and reads; the order; queries that do not grow."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti.models import Adesione, Designazione
from enti.models.utente import Ruolo
from lessico.voce import StatoVoce
from patrimonio.models import Finestra, Proroga, Ricognizione, Scheda
from piano.scrivania import NULLA
from raccolta.atti import send_back
from raccolta.certificazione import store_certification
from raccolta.models import Conversazione
from raccolta.quadri import VOCI, is_asked, whole_of
from tests.dati import SISTEMA, create_aler, create_incarico, create_piano, write
from tests.enti.test_inviti import PAROLA, with_password
from tests.test_pagine import check

GIORNO = timedelta(days=1)


@pytest.fixture
def aperta(mondo):
    """The survey is open for ten days more."""
    ora = timezone.now()
    Finestra.objects.create(ricognizione=mondo.ricognizione, dal=ora - GIORNO, al=ora + 10 * GIORNO)
    return mondo


def read_desk(client, incarico) -> str:
    client.force_login(incarico.utente)
    risposta = client.get("/scrivania/")
    assert risposta.status_code == 200
    return " ".join(risposta.text.split())


def section(testo: str, nome: str) -> str:
    """A section of the page, by its heading."""
    return testo.partition(f'aria-labelledby="{nome}"')[2].partition("</section>")[0]


def complete(scheda: Scheda) -> None:
    """Nothing to declare, voce by voce."""
    chieste = [v for v in VOCI.values() if is_asked(v, ambito=scheda.ente_id is None) and not whole_of(v.codice)]
    write(scheda, {f"{voce.codice}/-/stato": StatoVoce.NESSUNA for voce in chieste})


def certify(scheda: Scheda) -> None:
    complete(scheda)
    store_certification(scheda, nome="Anna", ruolo="Responsabile", quando=timezone.now(), by=SISTEMA)


def test_chi_compila_legge_che_cosa_deve_e_entro_quando(client, aperta):
    testo = read_desk(client, aperta.anna)
    da_fare = section(testo, "da-fare")
    assert re.search(r"1 cosa da fare, entro (il |l’)\d", testo)
    assert "mancano 10 giorni" in testo
    assert "Comune di Rovato, 2026" in da_fare
    assert re.search(r"Da compilare entro (il |l’)\d", da_fare)
    assert "Compila la scheda" in da_fare
    assert f"/schede/{aperta.rovato.pk}/" in da_fare
    assert "Chiari" not in da_fare


def test_completa_tocca_a_chi_certifica(client, aperta):
    complete(aperta.rovato)
    assert "Tocca a chi certifica." in section(read_desk(client, aperta.anna), "in-attesa")
    assert "Nulla da compilare ora." in section(read_desk(client, aperta.anna), "da-fare")
    gino = create_incarico("Gino", "certificatore", ente=aperta.rovato.ente)
    assert "Leggi e certifica" in section(read_desk(client, gino), "da-fare")


def test_chi_certifica_aspetta_chi_compila(client, aperta):
    gino = create_incarico("Gino", "certificatore", ente=aperta.rovato.ente)
    testo = read_desk(client, gino)
    assert "Nulla da certificare ora." in section(testo, "da-fare")
    assert "Tocca a chi compila." in section(testo, "in-attesa")
    assert "/enti/rovato/persone/" in testo


def test_rinviata_e_da_rivedere_anche_a_finestra_chiusa(client, mondo):
    certify(mondo.rovato)
    mondo.rovato.refresh_from_db()
    send_back(mondo.rovato, celle=["consistenza"], motivo="Mancano i SAS.", by=mondo.carla, quando=timezone.now())
    da_fare = section(read_desk(client, mondo.anna), "da-fare")
    assert "Il capofila chiede di rivedere" in da_fare
    assert "«Mancano i SAS.»" in da_fare
    assert "Rivedi la scheda" in da_fare


@pytest.mark.parametrize(
    ("dal", "al", "dove", "frase"),
    [
        (-10, -2, "da-fare", "Per riaprirla occorre una proroga"),
        (2, 10, "in-attesa", "La raccolta si apre"),
        (None, None, "in-attesa", "Il capofila non ha ancora aperto la raccolta"),
    ],
    ids=["chiusa", "futura", "mai"],
)
def test_fuori_dalla_finestra(client, mondo, dal, al, dove, frase):
    ora = timezone.now()
    if dal is not None:
        Finestra.objects.create(ricognizione=mondo.ricognizione, dal=ora + dal * GIORNO, al=ora + al * GIORNO)
    assert frase in section(read_desk(client, mondo.anna), dove)


def test_dell_anno_prima_solo_cio_che_e_dovuto(client, aperta):
    prima = create_piano(aperta.ambito, 2025).ricognizione
    vecchia = Scheda.objects.create(ricognizione=prima, ente=aperta.rovato.ente)
    assert "2025" not in section(read_desk(client, aperta.anna), "da-fare")
    ora = timezone.now()
    Finestra.objects.create(ricognizione=prima, dal=ora - 400 * GIORNO, al=ora - 380 * GIORNO)
    Proroga.objects.create(scheda=vecchia, al=ora + GIORNO, motivo="Guasto")
    testo = section(read_desk(client, aperta.anna), "da-fare")
    assert testo.index("Comune di Rovato, 2025") < testo.index("Comune di Rovato, 2026")


def test_approvato_il_piano_non_si_deve_piu_nulla(client, aperta):
    aperta.piano.stato = "approvato"
    aperta.piano.save()
    assert "Comune di Rovato, 2026" not in read_desk(client, aperta.anna)


def test_le_domande_aperte_si_contano(client, aperta):
    Conversazione.objects.create(scheda=aperta.rovato, oggetto="consistenza")
    assert "1 domanda aperta" in section(read_desk(client, aperta.anna), "da-fare")


def test_il_capofila_legge_la_sua_scheda_e_il_tavolo(client, aperta):
    certify(aperta.rovato)
    testo = read_desk(client, aperta.carla)
    assert "Scheda d’ambito, 2026" in section(testo, "da-fare")
    tavolo = section(testo, "ricognizioni")
    assert "Ricognizione 2026: 1 su 4 certificata." in tavolo
    assert "La raccolta è aperta fino al" in tavolo
    assert "Mancano ALER, Comune di Chiari e la scheda d’ambito." in tavolo
    for indirizzo in (
        "/ambiti/oglio/2026/",
        "/ambiti/oglio/nuovo-anno/",
        "/ambiti/oglio/persone/",
        "/ambiti/oglio/enti/",
    ):
        assert f'href="{indirizzo}"' in tavolo
    assert "Comune di Chiari, 2026" not in testo


def test_molti_che_mancano_si_contano(client, aperta):
    write(aperta.rovato, {"consistenza/-/stato": "nessuna"})
    tavolo = section(read_desk(client, aperta.carla), "ricognizioni")
    assert "Mancano 4 schede: 3 non iniziate e 1 in compilazione." in tavolo


def test_l_aler_ha_piu_ambiti_in_una_pagina(client, aperta):
    altro = create_piano(aperta.altrove).ricognizione
    Adesione.objects.create(ambito=aperta.altrove, ente=aperta.aler.ente, dal="2020-01-01")
    Scheda.objects.create(ricognizione=altro, ente=aperta.aler.ente)
    Designazione.objects.create(
        ambito=aperta.altrove, ente_id="lontano", ruolo="capofila", organo="Assemblea", data="2020-01-01"
    )
    ora = timezone.now()
    Finestra.objects.create(ricognizione=altro, dal=ora - GIORNO, al=ora + 3 * GIORNO)
    testo = read_desk(client, aperta.elena)
    assert re.search(r"2 cose da fare. La prima entro (il |l’)\d", testo)
    da_fare = section(testo, "da-fare")
    assert da_fare.index("Ambito Altrove") < da_fare.index("Ambito Oglio")
    assert "Per il capofila, Comune di Lontano" in da_fare


@pytest.mark.parametrize(
    ("ruolo", "presso", "frase"),
    [
        ("assemblea", "ambito", "Il piano 2026 è in preparazione: comparirà qui quando sarà proposto."),
        ("parere", "aler", "Il parere si chiede quando il piano è proposto: comparirà qui."),
        ("lettura", "rovato", "Con la sola lettura non c’è nulla da fare"),
        ("certificatore", "rovato", "Nulla da certificare ora."),
    ],
)
def test_una_scrivania_vuota_lo_dice(client, mondo, ruolo, presso, frase):
    dove = {"ambito": mondo.ambito} if presso == "ambito" else {"ente": getattr(mondo, presso).ente}
    assert frase in read_desk(client, create_incarico("Chi", ruolo, **dove))


def test_senza_incarichi(client, mondo):
    nessuno = create_incarico("Zeno", "lettura", ente=mondo.rovato.ente)
    nessuno.delete()
    assert "Nessun incarico in corso" in read_desk(client, nessuno)


def test_la_sindaca_non_vede_le_schede_ne_la_bozza(client, aperta):
    testo = read_desk(client, aperta.sindaca)
    assert "/schede/" not in testo
    assert "/piani/oglio/2026/" not in testo


@pytest.mark.parametrize("chi", ["carla", "elena"])
def test_le_domande_non_crescono(client, aperta, chi):
    client.force_login(getattr(aperta, chi).utente)
    client.get("/scrivania/")

    def count() -> int:
        with CaptureQueriesContext(connection) as fatte:
            client.get("/scrivania/")
        return len(fatte)

    prima = count()
    for n in range(25):
        ente = create_aler(aperta.ambito, f"aler-{n}")
        Scheda.objects.create(ricognizione=aperta.ricognizione, ente=ente)
    for anno in (2027, 2025, 2024):
        altra = create_piano(aperta.altrove, anno).ricognizione
        Scheda.objects.create(ricognizione=altra, ente=aperta.aler.ente)
    Adesione.objects.create(ambito=aperta.altrove, ente=aperta.aler.ente, dal="2020-01-01")
    assert count() <= prima
    assert Ricognizione.objects.for_system().count() == 4


def test_ogni_ruolo_ha_la_sua_frase_quando_non_c_e_nulla():
    assert set(NULLA) == set(Ruolo)


def test_nel_browser(transactional_db, mondo, pagina: Page, live_server):
    ora = datetime.now(UTC)
    Finestra.objects.create(ricognizione=mondo.ricognizione, dal=ora - GIORNO, al=ora + 10 * GIORNO)
    certify(mondo.rovato)
    for incarico in (mondo.carla, mondo.anna, mondo.sindaca):
        with_password(incarico)
        pagina.goto(f"{live_server.url}/accedi/")
        pagina.get_by_label("Email").fill(incarico.utente.email)
        pagina.get_by_label("Password").fill(PAROLA)
        pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
        expect(pagina.get_by_role("heading", level=1)).to_have_text("Scrivania")
        check(pagina)
        pagina.get_by_role("banner").get_by_role("button", name="Esci").click()
