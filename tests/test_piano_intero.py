"""The golden plan: every figure of Oglio Ovest 2026, in the snapshot, in the page and in the PDF.

Read this test first: it is the product in one page.
"""

from typing import NamedTuple

import pytest

from piano.valori import PianoSnapshot
from tests.lettura_html import Pagina
from tests.lettura_pdf import DocumentoLetto


class Riga(NamedTuple):
    """An owner of the plan of 2026: dwellings by type; b), c), d) and e); offered and assigned in 2025."""

    ente: str
    nome: str
    totale: int
    sap: int
    sas: int
    altro: int
    b: int
    c: int
    d: int
    e: int
    offerte: int
    assegnate: int


ENTI = [
    Riga("castelcovati", "Castelcovati", 44, 44, 0, 0, 0, 0, 0, 0, 0, 0),
    Riga("castrezzato", "Castrezzato", 25, 24, 1, 0, 0, 0, 0, 0, 1, 1),
    Riga("cazzago-san-martino", "Cazzago San Martino", 31, 31, 0, 0, 0, 0, 2, 2, 1, 0),
    Riga("chiari", "Chiari", 174, 134, 0, 40, 9, 2, 0, 5, 5, 5),
    Riga("coccaglio", "Coccaglio", 119, 119, 0, 0, 20, 0, 0, 1, 3, 3),
    Riga("comezzano-cizzago", "Comezzano-Cizzago", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    Riga("roccafranca", "Roccafranca", 50, 30, 0, 20, 0, 0, 1, 1, 1, 1),
    Riga("rovato", "Rovato", 81, 81, 0, 0, 0, 0, 0, 2, 2, 0),
    Riga("rudiano", "Rudiano", 50, 50, 0, 0, 0, 0, 1, 1, 1, 1),
    Riga("trenzano", "Trenzano", 35, 0, 0, 35, 0, 0, 0, 0, 0, 0),
    Riga("urago-doglio", "Urago d’Oglio", 8, 0, 0, 8, 0, 0, 0, 0, 0, 0),
    Riga("aler-brescia-cremona-mantova", "ALER Brescia-Cremona-Mantova", 340, 328, 12, 0, 0, 4, 12, 16, 1, 2),
]
TOTALE = Riga("totale", "Totale", 957, 841, 13, 103, 29, 6, 16, 28, 15, 13)
FONTI = {"b": ("stato_di_fatto", "stato-di-fatto"), "c": ("edilizia", "edilizia"), "d": ("liberazioni", "liberazioni")}


@pytest.fixture(scope="module")
def pagina(html_oglio_ovest: str) -> Pagina:
    return Pagina(html_oglio_ovest)


@pytest.fixture(scope="module")
def documento(pdf_oglio_ovest: bytes) -> DocumentoLetto:
    return DocumentoLetto(pdf_oglio_ovest)


@pytest.mark.parametrize("riga", ENTI, ids=lambda riga: riga.ente)
def test_nello_snapshot(oglio_ovest: PianoSnapshot, riga: Riga) -> None:
    [scheda] = [s for s in oglio_ovest.contenuti.schede if s.ente == riga.ente]
    assert [scheda.stock_total(), *map(scheda.stock, ("sap", "sas", "altro"))] == list(riga[2:6])
    assert [scheda.units_from(voce) for voce, _ in FONTI.values()] == [riga.b, riga.c, riga.d]
    assert scheda.units_from("conferite") == 0
    assert scheda.units_assignable() == riga.e
    assert [scheda.outcome("offerte"), scheda.outcome("assegnate")] == [riga.offerte, riga.assegnate]


def test_i_totali_tornano() -> None:
    assert [sum(riga[i] for riga in ENTI) for i in range(2, 12)] == list(TOTALE[2:])
    assert TOTALE.sap + TOTALE.sas + TOTALE.altro == TOTALE.totale == 617 + 340


@pytest.mark.parametrize("riga", [*ENTI, TOTALE], ids=lambda riga: riga.ente)
def test_nella_pagina(pagina: Pagina, riga: Riga) -> None:
    for misura in ("totale", "sap", "sas", "altro"):
        assert pagina.value("consistenza", riga.ente, misura) == str(getattr(riga, misura))
    for lettera, (_, sezione) in FONTI.items():
        if unita := getattr(riga, lettera):
            assert pagina.value(sezione, riga.ente, "unita") == str(unita)
    assert pagina.value("disponibili", riga.ente, "unita") == str(riga.e)
    if riga.offerte:
        assert pagina.value("assegnazioni", riga.ente, "offerte") == str(riga.offerte)
        assert pagina.value("assegnazioni", riga.ente, "assegnate") == str(riga.assegnate)


def table_with(documento: DocumentoLetto, *intestazioni: str) -> dict[str, list[str]]:
    """The rows of the table that has these headings, by the name in their first cell."""
    for tabella in documento.tables():
        if all(any(titolo in cella for cella in tabella[0]) for titolo in intestazioni):
            return {riga[0]: riga[1:] for riga in tabella[1:]}
    raise AssertionError(f"nessuna tabella con {intestazioni}: {[t[0] for t in documento.tables()]}")


@pytest.mark.parametrize("riga", [*ENTI, TOTALE], ids=lambda riga: riga.ente)
def test_nel_pdf(documento: DocumentoLetto, riga: Riga) -> None:
    consistenza = table_with(documento, "Alloggi", "SAP", "SAS", "Altro")
    assert named(consistenza, riga.nome) == [str(n) for n in riga[2:6]]
    disponibili = table_with(documento, "Alloggi di proprietà", "disponibili")
    assert named(disponibili, riga.nome)[:2] == [str(riga.totale), str(riga.e)]


def named(righe: dict[str, list[str]], nome: str) -> list[str]:
    [valori] = [valori for titolo, valori in righe.items() if titolo.endswith(nome)]
    return valori


def test_gli_enti_in_elenco_nelle_lettere_b_c_d(pagina: Pagina) -> None:
    for lettera, (_, sezione) in FONTI.items():
        elencati = {v.ente for v in pagina.valori if v.sezione == sezione} - {"totale"}
        assert elencati == {riga.ente for riga in ENTI if getattr(riga, lettera)}


def test_i_nulla_sono_scritti(pagina: Pagina) -> None:
    for sezione in ("soglia-indigenza", "rilevanza-forze", "transitori", "conferite"):
        assert "essun" in pagina.sezioni[sezione], sezione
    for forza in ("Forze di Polizia", "Vigili del Fuoco", "Forze Armate", "Polizia Locale"):
        assert forza in pagina.sezioni["rilevanza-forze"]
    assert "non applicabile" in pagina.sezioni["soglia-indigenza"]


def test_la_riserva_di_chiari(pagina: Pagina) -> None:
    assert pagina.value("riserva-categorie", "chiari", "percentuale", "017052") == "20%"
    assert "66" in pagina.sezioni["riserva-categorie"]
    assert "104/1992" in pagina.sezioni["riserva-categorie"]


@pytest.mark.parametrize(
    ("sezione", "frasi"),
    [
        ("contesto", ["undici", "200", "149", "61%", "22%", "base non indicata", "primo semestre 2025"]),
        (
            "percorso",
            [
                *("19 marzo 2019", "Assemblea dei Sindaci", "dall’8 al 31 ottobre 2025", "dal 6 al 21 febbraio 2026"),
                *("secondo adeguamento della piattaforma", "integrazioni", "positivo", "nessun dato"),
            ],
        ),
        ("assegnazioni", ["un avviso", "15", "13"]),
        ("consistenza", ["957", "617", "340", "513", "328", "Castrezzato"]),
        (
            "misure",
            [
                *("9.836,17 euro", "1.200,00 euro", "fino a 4 mensilità", "12 cittadini", "10.000,00 euro"),
                *(
                    "500,00 euro",
                    "1.000,00 euro",
                    "14 novembre 2025",
                    "d.g.r. XII/5292 del 10/11/2025",
                    "25.397,00 euro",
                ),
                *("monogenitoriali", "Contributo regionale di solidarietà", "affidano la gestione all’ALER"),
            ],
        ),
        ("fonti", ["non certificat", "piano 2026, dati dalla piattaforma regionale", "Cazzago S.M."]),
    ],
)
def test_i_fatti_del_piano(pagina: Pagina, sezione: str, frasi: list[str]) -> None:
    for frase in frasi:
        assert frase.lower() in pagina.sezioni[sezione].lower(), frase


def test_le_fasce_di_popolazione(pagina: Pagina) -> None:
    testo = pagina.sezioni["contesto"]
    assert [testo.count(fascia) > 0 for fascia in ("5.000 abitanti", "10.000 abitanti")] == [True, True]
    for fascia, quanti in (("fino_5000", "3"), ("5000_10000", "5"), ("oltre_10000", "3")):
        assert pagina.value("contesto", "ambito", "comuni", fascia) == quanti


def test_la_bozza_si_dichiara(pagina: Pagina, documento: DocumentoLetto) -> None:
    assert "Bozza" in pagina.testo
    assert "BOZZA" in documento.whole_text().upper()


def test_pdf_e_pagina_dicono_lo_stesso(pagina: Pagina, documento: DocumentoLetto) -> None:
    parole = "".join(documento.whole_text().split())
    for sezione, testo in pagina.sezioni.items():
        if sezione in ("premessa", "percorso", "misure", "fonti"):
            ultima = "".join(testo.split())[-40:]
            assert ultima in parole, sezione


def test_le_impronte_sono_in_fondo(pagina: Pagina, documento: DocumentoLetto) -> None:
    assert documento.headings()[-1] == "Verifica di questo documento"
    impronte = [parola for parola in pagina.sezioni["impronte"].split() if len(parola) == 64]
    assert len(set(impronte)) == 2
