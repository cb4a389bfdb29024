"""From an empty database the whole real survey is entered through the pages alone, by who may: byte for byte."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from enti.models import Ambito, Ente, Incarico, Utente
from enti.registri import load_registri
from lessico.congelamento import freeze
from patrimonio.models import Finestra, Scheda
from piano.caricamento import FIXTURES, load_ambito
from raccolta.celle import values_of
from raccolta.valori import SchedaCongelata, build_schede
from tests.percorsi.persona import PAROLA
from tests.percorsi.visitatore import Visitatore
from tests.raccolta.scrivente import Scrivente, fill_in

ADMIN = "amministrazione@example.org"
CAPOFILA = "ufficio@example.org"
COMUNI = """Castelcovati
Castrezzato
Cazzago San Martino
Chiari
Coccaglio
Comezzano-Cizzago
Roccafranca
Rovato
Rudiano
Trenzano
Urago d'Oglio"""
ALER = "ALER Brescia-Cremona-Mantova"
FOGLIO = re.compile(r'<dd>[^<]*, (\S+@\S+)\s*</dd>.*?<dd class="foglio-segni">\s*(\S+)\s*</dd>', re.DOTALL)


@pytest.fixture
def attese(db: None) -> Mapping[str, SchedaCongelata]:
    """The schede of the fixture, by ente; of all that nothing stays but the registries."""
    load_registri()
    with transaction.atomic():
        ambito = load_ambito(FIXTURES / "oglio-ovest")
        vere = list(Scheda.objects.filter(ricognizione__ambito=ambito))
        congelate = {scheda.ente_id or "": congelata for scheda, congelata in zip(vere, freeze_all(vere), strict=True)}
        transaction.set_rollback(True)
    return congelate


def freeze_all(schede: list[Scheda]) -> list[SchedaCongelata]:
    congelate = build_schede(schede)
    return [congelate[scheda.pk] for scheda in schede]


def test_oglio_ovest_dalle_pagine(attese: Mapping[str, SchedaCongelata], monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(modello.objects.exists() for modello in (Ambito, Ente, Utente, Incarico, Scheda, Finestra))
    codici = begin(monkeypatch)
    capofila = sign_up(codici.pop(CAPOFILA))
    open_window(capofila)
    schede = find_schede(capofila)
    assert set(schede) == set(attese)
    fill_in(Scrivente(capofila.client, schede[""]), values_of(attese[""]))  # first: the outcomes name its notices
    for email, codice in codici.items():
        chi = sign_up(codice)
        scheda = schede[email.partition("@")[0]]
        assert chi.open("/scrivania/").link(r"/schede/\d+/") == f"/schede/{scheda.pk}/"
        fill_in(Scrivente(chi.client, scheda), values_of(attese[scheda.ente_id]))
    scritte = {s.ente_id or "": freeze(c) for s, c in zip(schede.values(), freeze_all([*schede.values()]), strict=True)}
    assert len(scritte) == 13
    for ente, congelata in attese.items():
        assert scritte[ente] == freeze(congelata), ente


def begin(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The administrator, from the first login to the first year; the codes of the people, as on their sheets."""
    monkeypatch.setenv("PIANOCASA_PASSWORD", PAROLA)
    call_command("crea_amministratore", ADMIN)
    chi = Visitatore().open("/accedi/").send("Accedi", login=ADMIN, password=PAROLA)
    chi.send("Salva e prosegui", nome="Ada", cognome="Bianchi")
    chi.open(chi.link("/avvio/"))
    chi.send("Crea", nome="Oglio Ovest", organo="Assemblea dei Sindaci", ufficio="Ufficio di piano")
    chi.send("Aggiungi all’ambito", nomi=COMUNI, dal="2018-01-01")
    chi.open("/avvio/oglio-ovest/enti/").send("Aggiungi all’ambito", tipo="aler", nome=ALER, dal="2018-01-01")
    chi.open("/avvio/oglio-ovest/capofila/")
    chi.send("Salva", ente="chiari", organo="Assemblea dei Sindaci", giorno="2019-03-19")
    enti = re.findall(r"[^\n]+", COMUNI)
    righe = [f"{CAPOFILA};Carla;Bonetti;capofila;"]
    righe += [f"{ente.pk}@example.org;Chi;Compila;compilatore;{ente}" for ente in Ente.objects.all()]
    assert len(righe) == 1 + len(enti) + 1
    chi.open("/avvio/oglio-ovest/persone/").send("Controlla l’elenco", testo="\n".join(righe))
    codici = dict(FOGLIO.findall(chi.send("Prepara gli inviti").html))
    assert len(codici) == len(righe)
    chi.open("/avvio/oglio-ovest/anno/").send("Crea", anno="2026")
    return codici


def sign_up(codice: str) -> Visitatore:
    """Who has a sheet types its code and chooses a password."""
    chi = Visitatore().open("/inviti/").send("Prosegui", codice=codice)
    chi.send("Registrati", password1=PAROLA, password2=PAROLA)
    assert chi.indirizzo == "/scrivania/"
    return chi


def open_window(capofila: Visitatore) -> None:
    oggi = timezone.localdate()
    capofila.open("/ambiti/oglio-ovest/2026/ricognizione/finestra/")
    capofila.send(
        "Apri",
        dal_giorno=write_day(oggi),
        dal_ora="00:00",
        al_giorno=write_day(oggi + timedelta(days=15)),
        al_ora="23:59",
    )


def write_day(giorno: date) -> str:
    return f"{giorno:%d/%m/%Y}"


def find_schede(capofila: Visitatore) -> dict[str, Scheda]:
    """Those that the board leads to."""
    capofila.open("/ambiti/oglio-ovest/2026/")
    numeri = {int(n) for n in re.findall(r'href="/schede/(\d+)/"', capofila.html)}
    return {scheda.ente_id or "": scheda for scheda in Scheda.objects.filter(pk__in=numeri)}
