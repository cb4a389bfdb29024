"""The register of dwellings: list, filters, pages, one dwelling by hand, who sees what, its file."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enti.models import Comune, Evento
from patrimonio.alloggi.conti import load_counts
from patrimonio.alloggi.elenco import PAGINA
from patrimonio.alloggi.servizi import UnitaCambiata, add_unit, change_unit, remove_unit, simplify
from patrimonio.models import ModificaUnita, UnitaAbitativa
from tests.dati import DIGITATA, SISTEMA

ORA = datetime(2026, 10, 1, 9, tzinfo=UTC)
DOPO = datetime(2026, 10, 2, 9, tzinfo=UTC)
ELENCO = "/unita/"


def add(scheda, codice="A1", by=SISTEMA, **valori) -> UnitaAbitativa:
    ente = scheda.ente
    tutti = {"indirizzo": f"via Roma {codice}", "comune": ente.comune, "stato": "locata", "tipo": "sap"} | valori
    return add_unit(ente, {"codice": codice} | tutti, by=by, quando=ORA, origine=DIGITATA)


def enter(persona) -> Client:
    client = Client()
    client.force_login(persona.utente)
    return client


def codes(risposta) -> list[str]:
    return [riga.codice for riga in risposta.context["pagina"].righe]


@pytest.fixture
def tenuto(mondo):
    """Rovato keeps a register; the ALER one with dwellings in Rovato and far away."""
    m = mondo
    m.prima = add(m.rovato, "A1", by=m.anna, indirizzo="Via Dante Alighieri, 3", superficie_utile=Decimal("54.5"))
    add(m.rovato, "A2", stato="libera", tipo="sas", accessibilita="adattabile")
    add(m.rovato, "B10", stato="carente", gestore=m.aler.ente, costo_lavori=Decimal(12000), indirizzo="Vicolo Èrto 2")
    lontano = Comune.objects.get(pk="098001")
    m.vicino = add(m.aler, "ALER-1", comune=m.rovato.ente.comune)
    m.altrove_aler = add(m.aler, "ALER-2", comune=lontano)
    return m


# the list


def test_un_registro_vuoto_dice_a_che_serve_e_come_si_comincia(mondo):
    testo = enter(mondo.anna).get(ELENCO).text
    assert "Il registro è vuoto" in testo
    assert reverse("raccolta:unita_create") in testo
    assert testo.count("btn-primary") == 1


@pytest.mark.parametrize(
    ("chiesto", "trovati"),
    [
        ({}, ["A1", "A2", "B10"]),
        ({"stato": "carente"}, ["B10"]),
        ({"tipo": "sas"}, ["A2"]),
        ({"gestore": "aler"}, ["B10"]),
        ({"gestore": "-"}, ["A1", "A2"]),
        ({"accessibilita": "adattabile"}, ["A2"]),
        ({"comune": "017166"}, ["A1", "A2", "B10"]),
        ({"cerca": "dante"}, ["A1"]),
        ({"cerca": "erto VICOLO"}, ["B10"]),
        ({"cerca": "100%"}, []),
        ({"cerca": "a", "stato": "libera"}, ["A2"]),
        ({"stato": "inventato"}, ["A1", "A2", "B10"]),
        ({"ordine": "indirizzo"}, ["A1", "A2", "B10"]),
        ({"ordine": "; drop"}, ["A1", "A2", "B10"]),
        ({"pagina": "99999999999"}, ["A1", "A2", "B10"]),
    ],
)
def test_si_cerca_si_filtra_si_ordina(tenuto, chiesto, trovati):
    risposta = enter(tenuto.anna).get(ELENCO, chiesto)
    assert sorted(codes(risposta)) == trovati
    assert risposta.context["pagina"].quante == len(trovati)


def test_i_numeri_per_stato_sono_quelli_cercati(tenuto):
    """Point 21: let, free, lacking maintenance, under works, squatted, set aside; in a drawing and in a table."""
    client = enter(tenuto.anna)
    prospetto = client.get(ELENCO).context["prospetto"]
    assert dict(prospetto.tabella) == {
        "Assegnata": (1, 0, 0, 1),
        "Libera": (0, 1, 0, 1),
        "Da riparare": (1, 0, 0, 1),
        "In lavori": (0, 0, 0, 0),
        "Occupata senza titolo": (0, 0, 0, 0),
        "Per servizi transitori": (0, 0, 0, 0),
    }
    assert prospetto.totale == (2, 1, 0, 3)
    assert len(prospetto.disegni) == 1
    assert client.get(ELENCO, {"cerca": "dante"}).context["prospetto"].totale == (1, 0, 0, 1)
    assert client.get(ELENCO, {"tipo": "sas"}).context["prospetto"].totale == (0, 1, 0, 1)


def test_le_pagine_si_sfogliano_con_le_stesse_domande(tenuto):
    def count(**scelte):
        with CaptureQueriesContext(connection) as viste:
            assert client.get(ELENCO, scelte).status_code == 200
        return len(viste)

    client = enter(tenuto.anna)
    count()
    poche = count()
    righe = [
        UnitaAbitativa(
            ente_id="rovato", codice=f"Z{n:03}", indirizzo="x", comune_id="017166", stato="locata", modificata_il=ORA
        )
        for n in range(2 * PAGINA)
    ]
    UnitaAbitativa.objects.bulk_create(righe)
    assert count() == poche
    assert count(pagina=2) == poche
    assert len(codes(client.get(ELENCO))) == PAGINA
    assert codes(client.get(ELENCO, {"pagina": 3})) == ["Z097", "Z098", "Z099"]
    assert codes(client.get(ELENCO, {"pagina": 9})) == ["Z097", "Z098", "Z099"]


def test_le_superfici_che_non_si_sanno_sono_le_ultime_tra_le_piu_grandi(tenuto):
    """The same on both engines."""
    client = enter(tenuto.anna)
    assert codes(client.get(ELENCO, {"ordine": "-superficie"}))[0] == "A1"
    assert codes(client.get(ELENCO, {"ordine": "superficie"}))[-1] == "A1"


# who sees what


def test_il_capofila_vede_l_ambito_e_dell_aler_cio_che_sta_nei_suoi_comuni(tenuto):
    client = enter(tenuto.carla)
    tutto = f"ambito-{tenuto.ambito.pk}"
    assert codes(client.get(ELENCO)) == ["ALER-1", "A1", "A2", "B10"]
    assert sorted(codes(client.get(ELENCO, {"di": tutto}))) == ["A1", "A2", "ALER-1", "B10"]
    assert codes(client.get(ELENCO, {"di": "aler"})) == ["ALER-1"]
    assert client.get(f"/unita/{tenuto.vicino.pk}/").status_code == 200
    assert client.get(f"/unita/{tenuto.altrove_aler.pk}/").status_code == 404
    assert "Aggiungi un alloggio" not in client.get(ELENCO, {"di": "rovato"}).text
    assert client.get("/unita/nuova/?di=rovato").status_code == 409


def test_ciascuno_vede_i_propri(tenuto):
    assert codes(enter(tenuto.elena).get(ELENCO)) == ["ALER-1", "ALER-2"]
    assert codes(enter(tenuto.bruno).get(ELENCO)) == []
    assert enter(tenuto.bruno).get(ELENCO, {"di": "rovato"}).status_code == 404
    assert enter(tenuto.dario).get(f"/unita/{tenuto.prima.pk}/").status_code == 404
    assert enter(tenuto.sindaca).get(ELENCO).status_code == 404


# one dwelling, by hand

MODULO = {"codice": "N1", "indirizzo": "Via Nuova 1", "comune": "017166", "tipo": "sap", "stato": "lavori"}


def test_si_aggiunge_si_cambia_si_toglie_e_resta_scritto(tenuto):
    """Point 20: square metres, floor, lift, street, state, works needed with their cost."""
    client = enter(tenuto.anna)
    altro = {"superficie_utile": "61,5", "piano": "2", "ascensore": "no", "costo_lavori": "9.836,17"}
    altro |= {"lavori": "Impianto elettrico", "fine_lavori": "31/10/2026", "nota": "superficie circa"}
    risposta = client.post("/unita/nuova/?di=rovato", MODULO | altro)
    nuova = UnitaAbitativa.objects.get(codice="N1")
    assert risposta["Location"] == f"/unita/{nuova.pk}/"
    assert (nuova.superficie_utile, nuova.costo_lavori) == (Decimal("61.50"), Decimal("9836.17"))
    assert (nuova.ascensore, nuova.vani, nuova.fine_lavori) == (False, None, date(2026, 10, 31))
    letta = nuova.modificata_il.isoformat()
    finita = MODULO | altro | {"stato": "libera", "letta": letta}
    risposta = client.post(f"/unita/{nuova.pk}/modifica/", finita)
    assert risposta.status_code == 422
    assert "va solo a un alloggio «In lavori»" in risposta.text
    finita |= {"lavori": "", "costo_lavori": "", "fine_lavori": ""}
    assert client.post(f"/unita/{nuova.pk}/modifica/", finita).status_code == 302
    testo = client.get(f"/unita/{nuova.pk}/").text
    assert "da «In lavori» a «Libera»" in testo
    assert "scritto a mano, da Anna" in testo
    nuova.refresh_from_db()
    assert client.post(f"/unita/{nuova.pk}/elimina/", {"letta": nuova.modificata_il.isoformat()}).status_code == 302
    assert not UnitaAbitativa.objects.filter(pk=nuova.pk).exists()
    storia = ModificaUnita.objects.filter(codice="N1").order_by("pk")
    assert [(m.atto, m.attore) for m in storia] == [(a, "Anna") for a in ("aggiunta", "modifica", "rimozione")]
    assert storia[1].cambi["costo_lavori"] == ["9836.17", ""]


@pytest.mark.parametrize(
    ("sbagliato", "frase"),
    [
        ({"codice": "A1"}, "ha già questo codice"),
        ({"codice": ""}, "obbligatorio"),
        ({"stato": ""}, "obbligatorio"),
        ({"comune": "098001"}, "scelta"),
        ({"costo_lavori": "tanto"}, "tanto"),
        ({"superficie_utile": "-3"}, "Il numero è negativo"),
        ({"fine_lavori": "31/02/2026"}, "31/02/2026"),
        ({"stato": "libera", "lavori": "bagno"}, "vanno solo a un alloggio «Da riparare» o «In lavori»"),
        ({"superficie_utile": "8550"}, "al massimo 2.000"),
        ({"indirizzo": "presso RSSMRA80A01H501U"}, "nel registro non entrano dati di persone"),
    ],
)
def test_cio_che_non_va_si_corregge_e_resta_come_scritto(tenuto, sbagliato, frase):
    risposta = enter(tenuto.anna).post("/unita/nuova/?di=rovato", MODULO | {"nota": "è rimasto"} | sbagliato)
    assert risposta.status_code == 422
    assert frase in risposta.text
    assert "è rimasto" in risposta.text
    assert not UnitaAbitativa.objects.filter(codice="N1").exists()


def test_di_due_che_cambiano_insieme_il_secondo_lo_sa(tenuto):
    client, prima = enter(tenuto.anna), tenuto.prima
    letta = prima.modificata_il
    change_unit(prima, {"stato": "libera"}, letta=letta, by=SISTEMA, quando=DOPO, origine=DIGITATA)
    dati = MODULO | {"codice": "A1", "letta": letta.isoformat()}
    risposta = client.post(f"/unita/{prima.pk}/modifica/", dati)
    assert risposta.status_code == 409
    assert "Via Nuova 1" in risposta.text
    assert client.post(f"/unita/{prima.pk}/elimina/", {"letta": "boh"}).status_code == 409
    with pytest.raises(UnitaCambiata):
        remove_unit(prima, letta=letta, by=SISTEMA, quando=DOPO, origine=DIGITATA)
    with pytest.raises(ValidationError):
        add(tenuto.rovato, "A1")


def test_chi_compila_soltanto_scrive(tenuto):
    """The certifier of the same ente reads, and does not keep the register."""
    assert simplify("Vicolo Èrto, L’Aquila") == "vicolo erto, l'aquila"
    assert enter(tenuto.elena).get(f"/unita/{tenuto.prima.pk}/modifica/").status_code == 404


# counted, and taken away


def test_un_alloggio_diviso_in_due_e_un_alloggio_in_piu(tenuto):
    """Point 26: works change the number of units; what is only about right says so in a note."""
    prima = load_counts(["rovato"])["rovato"].stock("sap")
    vecchio = UnitaAbitativa.objects.get(codice="B10")
    remove_unit(vecchio, letta=vecchio.modificata_il, by=tenuto.anna, quando=DOPO, origine=DIGITATA)
    for parte in ("B10/1", "B10/2"):
        add(tenuto.rovato, parte, nota="dalla divisione di B10; superficie circa")
    assert load_counts(["rovato"])["rovato"].stock("sap") == prima + 1
    assert ModificaUnita.objects.filter(codice="B10", atto="rimozione").exists()


def test_il_file_ha_cio_che_si_cerca_e_nessuna_formula(tenuto):
    add(tenuto.rovato, "=1+1", indirizzo="@via", nota="-")
    client = enter(tenuto.anna)
    risposta = client.get(ELENCO, {"scarica": "csv", "cerca": "@via"})
    [riga] = csv.DictReader(io.StringIO(b"".join(risposta.streaming_content).decode("utf-8-sig")), delimiter=";")
    assert (riga["Codice"], riga["Indirizzo"], riga["Nota"], riga["Vani"]) == ("'=1+1", "'@via", "'-", "")
    assert (riga["Proprietario"], riga["Comune"], riga["Stato"]) == ("Comune di Rovato", "Rovato", "Assegnata")
    assert Evento.objects.get(atto="scarico").catena == "ente/rovato"
