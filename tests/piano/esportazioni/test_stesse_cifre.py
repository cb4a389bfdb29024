"""The same figures everywhere: by table, ente and measure, in page, PDF, workbook, open data, Word and snapshot."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest

from lessico.congelamento import thaw
from piano.esportazioni.formati import FORMATI
from piano.management.commands.esporta_piano import SCRITTORI
from piano.tabelle import collect
from piano.valori import PianoSnapshot
from tests.lettura_tabelle import (
    Letta,
    numbers_of,
    numbers_of_pdf,
    of_csv,
    of_docx,
    of_html,
    of_values,
    of_xlsx,
    read_value,
    restrict,
    tidy,
)

PIANI = [("oglio-ovest", 2026), ("valdemo", 2026), ("valdemo", 2025)]
RISPOSTE = {"valorizzata", "nessuna"}


@pytest.fixture(params=PIANI, ids=lambda piano: f"{piano[0]}-{piano[1]}")
def contenuto(congelato: Callable[[str, int], bytes], request: pytest.FixtureRequest) -> bytes:
    return congelato(*request.param)


@pytest.fixture
def pagina(contenuto: bytes) -> list[Letta]:
    return of_html(SCRITTORI["html"](contenuto).decode())


def test_le_tabelle_sono_quelle_del_documento(contenuto: bytes, pagina: list[Letta]) -> None:
    """None is missed, none is added: numbers, captions, headings, names, texts."""
    lette = of_values(collect(thaw(contenuto, PianoSnapshot)))
    assert SCRITTORI["html"](contenuto).count(b"<table") == len(lette) == len(pagina)
    assert [restrict(letta, attesa) for letta, attesa in zip(lette, pagina, strict=True)] == pagina


def test_ogni_numero_e_quello_del_suo_testo(contenuto: bytes) -> None:
    for tabella in collect(thaw(contenuto, PianoSnapshot)):
        for riga in tabella.prospetto.righe:
            for casella in riga.caselle:
                if casella.valore is not None:
                    assert casella.valore == read_value(casella.testo), (tabella.nome, riga.ente, casella)
                elif casella.numerica:
                    assert isinstance(read_value(casella.testo), str), (tabella.nome, riga.ente, casella)


def read_format(formato: str, contenuto: bytes, pagina: list[Letta]) -> list[Letta]:
    scritto = FORMATI[formato].export(contenuto)
    if formato == "xlsx":
        return of_xlsx(scritto, collect(thaw(contenuto, PianoSnapshot)))
    return of_csv(scritto) if formato == "csv" else of_docx(scritto, pagina)


@pytest.mark.parametrize("formato", ["xlsx", "csv", "docx"])
def test_le_stesse_cifre(contenuto: bytes, pagina: list[Letta], formato: str) -> None:
    """By table, ente, key and measure."""
    for letta, attesa in zip(read_format(formato, contenuto, pagina), pagina, strict=True):
        assert restrict(letta, attesa) == attesa


@pytest.mark.parametrize(("ambito", "anno"), PIANI[:2])
def test_le_stesse_cifre_nel_pdf(congelato: Callable[[str, int], bytes], ambito: str, anno: int) -> None:
    contenuto = congelato(ambito, anno)
    assert numbers_of_pdf(SCRITTORI["pdf"](contenuto)) == numbers_of(of_html(SCRITTORI["html"](contenuto).decode()))


def test_le_stesse_cifre_nel_json(contenuto: bytes, pagina: list[Letta]) -> None:
    """What the enti declared, added up from the bytes alone; the total is theirs."""
    schede = json.loads(FORMATI["json"].export(contenuto))["contenuti"]["schede"]
    for tabella, voce, misure in (
        ("Patrimonio abitativo per ente", "consistenza", ("sap", "sas", "altro")),
        ("Unità offerte e assegnate", "esiti", ("offerte", "assegnate")),
        ("Unità disponibili per l’assegnazione", "assegnabili", ("unita",)),
    ):
        for misura in misure:
            attesi = {s["ente"]: sum(map(partial(unit, misura=misura), s[voce])) for s in schede if answered(s, voce)}
            # the table of a notice leaves out who has nothing in it
            nulli = set() if voce != "esiti" else {ente for ente, somma in attesi.items() if not somma}
            scritti = {ente: somma for ente, somma in printed(pagina, tabella, misura).items() if ente not in nulli}
            attesi = {ente: somma for ente, somma in attesi.items() if ente not in nulli}
            assert scritti == {**attesi, "totale": sum(attesi.values())}, misura


def unit(riga: dict, misura: str) -> int:
    """What a row counts; of the units to be assigned, those that are SAP."""
    return 0 if misura == "unita" and riga["tipo"] != "sap" else riga[misura] or 0


def answered(scheda: dict, voce: str) -> bool:
    return any(v["voce"] == voce and v["stato"] in RISPOSTE for v in scheda["voci"])


def printed(pagina: list[Letta], tabella: str, misura: str) -> dict[str, int]:
    """By ente, the whole of a measure, over the tables with this caption."""
    somme: dict[str, int] = {}
    for letta in pagina:
        for cella in (cella for riga in letta.righe for cella in riga if tidy(tabella) in letta.didascalia):
            if cella.misura == misura and not cella.chiave and isinstance(cella.valore, Decimal):
                somme[cella.ente] = somme.get(cella.ente, 0) + int(cella.valore)
    return somme
