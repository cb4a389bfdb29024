"""The real plan written again from its schede through the pages: byte for byte the one of the fixtures."""

import tomllib
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from enti.models import Ambito
from lessico.congelamento import freeze, thaw
from piano import schema
from piano.caricamento import FIXTURES
from piano.models import Capitolo
from piano.snapshot import build_snapshot
from piano.valori import PianoSnapshot
from tests.congelati import find_piano
from tests.dati import create_incarico

CAPITOLI = FIXTURES / "oglio-ovest/2026/capitoli"
RADICE = "/ambiti/oglio-ovest/2026/"


def compose_schema(client: Client) -> None:
    """From nothing: every line of the fixtures added, corrected, put in its place, switched off where it is."""
    righe = tomllib.loads(schema.PREDEFINITO.read_text(encoding="utf-8"))["riga"]
    for riga in righe:
        nuova = {"aggiungi": "1", "sezione": riga["sezione"], "titolo": riga["codice"].replace("-", " ")}
        assert client.post(f"{RADICE}schema/", nuova).status_code == 302
    prima = ""
    for riga in righe:
        pagina = f"{RADICE}schema/{riga['codice']}/"
        letta = client.get(pagina).context["letta"]
        campi = {"lettera": riga.get("lettera", ""), "titolo": riga["titolo"], "voci": riga.get("voci", [])}
        assert client.post(pagina, {**campi, "letta": letta, "conferma": "1"}).status_code == 302, riga
        if not riga.get("attiva", True):
            client.post(pagina, {"spegni": riga["codice"]})
        if prima:
            client.post(f"{RADICE}schema/", {"sposta": f"{riga['codice']} dopo {prima}"})
        prima = riga["codice"]


def test_la_bozza_composta_dalle_pagine(
    client: Client, solo_oglio_ovest: None, congelato: Callable[[str, int], bytes]
) -> None:
    piano, ambito = find_piano("oglio-ovest", 2026), Ambito.objects.for_system().get()
    Capitolo.objects.for_system().filter(piano=piano).delete()
    schema.update(ambito, 2018, [])
    client.force_login(create_incarico("Carla", "capofila", ambito=ambito, dal=timezone.localdate()).utente)
    compose_schema(client)
    for percorso in sorted(CAPITOLI.glob("*.md")):
        pagina = f"{RADICE}componi/{percorso.stem}/"
        scritto = percorso.read_text(encoding="utf-8").replace("\n", "\r\n")  # as a browser sends it
        campi = {"testo": scritto, "letta": client.get(pagina).context["letta"], "azione": "salva"}
        assert client.post(pagina, campi).status_code == 302
    atteso = thaw(congelato("oglio-ovest", 2026), PianoSnapshot)
    assert freeze(build_snapshot(piano).contenuti) == freeze(atteso.contenuti)
