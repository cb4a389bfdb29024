"""Charts: sound SVG that says in words what it draws, whatever the numbers and the names; the same twice."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from lessico.grafici.righe import MASSIMO
from lessico.grafici.segni import LARGHEZZA, measure, shorten, wrap
from piano.confronto import compare, tabulate_changes
from piano.grafici.codice import draw_code
from piano.grafici.figure import Figura, changes, outcomes, sources, stock
from piano.grafici.orizzonte import skyline
from piano.grafici.quadro import overview, who_offers
from piano.numeratore import Numeratore
from piano.sezioni.riepilogo import PREDEFINITE
from piano.valori import AnnoPrecedente, EnteCongelato, EntePrecedente, PianoSnapshot
from raccolta.quadri import VOCI
from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    BORGO,
    assignable,
    available,
    declared,
    molti,
    outcome,
    pagina,
    piano_con,
    scheda,
    tutte_nulle,
)
from tests.piano.snapshot_di_prova import stock as consistenza

SVG = "{http://www.w3.org/2000/svg}"
LUNGO = EnteCongelato("lungo", "operatore", "Fondazione " + "per l’abitare solidale " * 18 + "& <C>", ())
DICHIARATE = tuple(
    map(declared, ("consistenza", "stato_di_fatto", "edilizia", "liberazioni", "conferite", "assegnabili", "esiti"))
)

FIGURE: dict[str, Callable[[PianoSnapshot], Figura]] = {
    "patrimonio": stock,
    "fonti": lambda piano: sources(piano, PREDEFINITE),
    "esiti": outcomes,
    "cambiamenti": lambda piano: changes(piano, compare(piano)),
    "quadro": overview,
    "chi offre": who_offers,
}


def con(ente: EnteCongelato, *tipi: int, fatto=0, libere=0, unita=0, offerte=0, assegnate=0):
    return scheda(
        ente,
        *DICHIARATE,
        consistenza=(consistenza(*(tipi or (10,))),),
        disponibilita=(available("stato_di_fatto", fatto), available("liberazioni", libere)),
        assegnabili=(assignable(unita),),
        esiti=(outcome(offerte, assegnate),),
    )


def before(*prima: tuple[EnteCongelato, int | None, int | None]) -> AnnoPrecedente:
    return AnnoPrecedente(
        2025, tuple(EntePrecedente(e.slug, e.nome, sap, None, None, unita) for e, sap, unita in prima)
    )


def with_before(piano: PianoSnapshot, *prima: tuple[EnteCongelato, int | None, int | None]) -> PianoSnapshot:
    return replace(piano, contenuti=replace(piano.contenuti, precedente=before(*prima)))


PIENO = with_before(
    piano_con(
        con(ALTRA, 134, 0, 40, fatto=9, unita=5, offerte=5, assegnate=5),
        con(BORGO, 0),
        con(ALER, 1328, 12, 0, libere=12, unita=16, offerte=1, assegnate=2),
    ),
    (ALTRA, 170, 5),
    (BORGO, 0, 0),
    (ALER, 1340, 19),
)
SESSANTUNO = with_before(
    piano_con(*(con(e, n + 1, fatto=1, unita=n + 1, offerte=n + 1) for n, e in enumerate(molti())), enti=molti()),
    *((e, 3, 2) for e in molti()),
)
NULLO = piano_con(*tutte_nulle((ALTRA, BORGO, ALER)))
VUOTO = piano_con(enti=())
MUTO = piano_con()
UNO = with_before(piano_con(con(ALTRA, 1, unita=1, fatto=1, offerte=1), enti=(ALTRA,)), (ALTRA, 2, 1))
PROLISSO = with_before(piano_con(con(LUNGO, 8, unita=2, fatto=3, offerte=2), enti=(LUNGO,)), (LUNGO, 9, 9))
PIANI = {
    "pieno": PIENO,
    "61": SESSANTUNO,
    "nullo": NULLO,
    "vuoto": VUOTO,
    "muto": MUTO,
    "uno": UNO,
    "prolisso": PROLISSO,
}


def drawings() -> Iterator[pytest.ParameterSet]:
    for nome, piano in PIANI.items():
        for figura, disegna in FIGURE.items():
            for posto, disegno in enumerate(disegna(piano).disegni, 1):
                yield pytest.param(disegno, id=f"{nome}-{figura}-{posto}")
        if disegno := skyline(piano).disegno:
            yield pytest.param(disegno, id=f"{nome}-orizzonte")
    yield pytest.param(draw_code("https://piani.example/?a=1&b=2"), id="codice")


@pytest.mark.parametrize("disegno", [*drawings()])
def test_ogni_disegno_e_sano(disegno: str) -> None:
    """Well-formed; an image with its words; no style, no identifier, no reference; nothing outside its frame."""
    radice = ET.fromstring(disegno)
    _, _, larga, alta = map(float, radice.attrib["viewBox"].split())
    assert (radice.attrib["role"], radice[0].tag) == ("img", f"{SVG}title")
    assert radice[0].text
    assert len(list(radice.iter())) < 30 * MASSIMO
    for segno in radice.iter():
        assert not {"style", "id", "class", "href"} & set(segno.attrib)
        if segno.tag == f"{SVG}rect":
            x, y, w, h = (float(segno.attrib[nome]) for nome in ("x", "y", "width", "height"))
            assert w >= 0
            assert -0.1 <= x <= x + w <= larga + 0.1
            assert 0 <= y <= y + h <= alta
        if segno.tag == f"{SVG}text":
            x, quanto = float(segno.attrib["x"]), measure(segno.text or "")
            inizio = x - quanto if segno.attrib.get("text-anchor") == "end" else x
            assert -4 <= inizio <= inizio + quanto <= larga + 6, segno.text
            assert 0 < float(segno.attrib["y"]) <= alta


def texts(disegno: str) -> list[str]:
    return [segno.text or "" for segno in ET.fromstring(disegno).iter(f"{SVG}text")]


def alternative(figura: Figura) -> str:
    return " ".join(ET.fromstring(disegno)[0].text or "" for disegno in figura.disegni)


def test_le_parole_dicono_le_cifre_del_disegno() -> None:
    assert alternative(stock(PIENO)) == (
        "Chi possiede gli alloggi, e di che tipo? ALER Monti: 1.340 alloggi, di cui 1.328 SAP e 12 SAS; "
        "Altra: 174 alloggi, di cui 134 SAP e 40 Altro."
    )
    assert "Altra: 9 nello stato di fatto e 5 disponibili nel 2026" in alternative(sources(PIENO, PREDEFINITE))
    assert "ALER Monti: 1 messe a bando, 2 assegnate" in alternative(outcomes(PIENO))
    assert "ALER Monti: alloggi da 1.340 a 1.340, unità disponibili da 19 a 16" in alternative(
        changes(PIENO, compare(PIENO))
    )
    assert "Patrimonio: 1.514; Altro uso abitativo: 40" in alternative(overview(PIENO))
    assert "ALER Monti: 16; Altra: 5" in alternative(who_offers(PIENO))


@pytest.mark.parametrize("figura", FIGURE)
def test_ogni_cifra_scritta_e_anche_detta(figura: str) -> None:
    trovata = FIGURE[figura](PIENO)
    detto = alternative(trovata).replace("−", "-")
    for testo in texts(trovata.disegni[0]):
        for cifra in re.findall(r"(?<![(+−])\b\d[\d.]*", testo):
            assert cifra in detto, (figura, testo)


def test_dal_piu_grande_e_chi_manca_e_detto() -> None:
    figura = stock(PIENO)
    assert [t for t in texts(figura.disegni[0]) if t in ("Altra", "Borgo", "ALER Monti")] == ["ALER Monti", "Altra"]
    assert figura.nota == "Non compaiono: un ente senza alloggi."
    assert stock(piano_con(con(ALTRA))).nota == "Non compaiono: due enti senza dati."


def test_le_fonti_non_sono_la_somma_delle_disponibili() -> None:
    assert "possono essere diversi" in sources(PIENO, PREDEFINITE).nota
    uguali = piano_con(con(ALTRA, fatto=2, libere=3, unita=5), enti=(ALTRA,))
    assert sources(uguali, PREDEFINITE).nota == ""


def test_trenta_righe_per_disegno_e_la_stessa_scala() -> None:
    figura = stock(SESSANTUNO)
    assert [len([t for t in texts(d) if t.startswith("Ente ")]) for d in figura.disegni] == [30, 30, 1]
    barre = [list(ET.fromstring(d).iter(f"{SVG}rect"))[3:] for d in figura.disegni]
    larghe = [float(rettangolo.attrib["width"]) for gruppo in barre for rettangolo in gruppo]
    assert all(prima >= dopo for prima, dopo in pairwise(larghe))
    assert larghe[0] == pytest.approx(61 * larghe[-1], rel=0.05)
    assert "Parte 2 di 3." in alternative(figura)


@pytest.mark.parametrize("figura", FIGURE)
@pytest.mark.parametrize("piano", ["nullo", "vuoto", "muto"])
def test_di_nulla_non_si_disegna_nulla(figura: str, piano: str) -> None:
    trovata = FIGURE[figura](PIANI[piano])
    assert (trovata.disegni, trovata.nota) == ((), "")
    assert trovata.titolo.endswith("?")


@pytest.mark.parametrize("figura", FIGURE)
def test_due_volte_lo_stesso(figura: str) -> None:
    assert FIGURE[figura](SESSANTUNO) == FIGURE[figura](SESSANTUNO)
    assert skyline(SESSANTUNO) == skyline(SESSANTUNO)


def test_i_tipi_si_distinguono_per_chiarezza() -> None:
    """In grey too: each fill is lighter than the one before, and the last has an edge."""
    [disegno] = stock(PIENO).disegni
    tinte = list(dict.fromkeys(r.attrib["fill"] for r in ET.fromstring(disegno).iter(f"{SVG}rect")))
    grigi = [sum(int(t[i : i + 2], 16) * peso for i, peso in ((1, 0.3), (3, 0.59), (5, 0.11))) for t in tinte]
    assert grigi == sorted(grigi)
    assert all(dopo - prima > 60 for prima, dopo in pairwise(grigi))
    assert all("stroke" in r.attrib for r in ET.fromstring(disegno).iter(f"{SVG}rect"))


def test_un_nome_lungo_va_a_capo_e_poi_si_accorcia() -> None:
    righe = wrap(LUNGO.nome, 150)
    assert len(righe) == 2
    assert righe[1].endswith("…")
    assert all(measure(riga) <= 150 for riga in righe)
    assert wrap("Altra", 150) == ("Altra",)
    assert shorten("x" * 400, 50).endswith("…")
    assert LUNGO.nome.strip()[-20:] in alternative(stock(PROLISSO))
    assert LARGHEZZA == 470


def test_il_cambiamento_ha_la_sua_tabella() -> None:
    variazioni = compare(PIENO)
    assert [v.cambiata for v in variazioni] == [True, False, True]
    figura, tabella = changes(PIENO, variazioni), tabulate_changes(PIENO, variazioni)
    assert figura.nota == "Non compaiono: un ente senza variazioni."
    assert [[c.testo for c in riga.caselle] for riga in tabella.righe] == [
        ["170", "174", "+4", "5", "5", "0"],
        ["1.340", "1.340", "0", "19", "16", "−3"],
        ["1.510", "1.514", "+4", "24", "21", "−3"],
    ]
    assert [c.valore for c in tabella.righe[1].caselle][-1] == -3


def test_si_confrontano_solo_gli_enti_di_cui_si_sanno_i_due_anni() -> None:
    piano = with_before(piano_con(con(ALTRA), con(BORGO)), (ALTRA, 9, 1), (BORGO, None, 4), (LUNGO, 8, 8))
    assert [v.proprietario.slug for v in compare(piano)] == ["altra"]
    assert changes(piano, compare(piano)).nota == "Non compaiono: due enti senza i dati dei due anni."
    assert compare(piano_con(con(ALTRA))) == ()


def test_nella_sezione_il_confronto_o_che_non_c_e() -> None:
    assert "Rispetto all’anno prima: nessun dato." in pagina(piano_con(con(ALTRA)), "disponibili").testo
    trovata = pagina(PIENO, "disponibili")
    assert "Figura 2. Che cosa è cambiato dall’anno prima?" in trovata.testo
    assert trovata.find("aler-monti", "unita_differenza") == "−3"
    ferma = with_before(piano_con(con(ALTRA, unita=2)), (ALTRA, 10, 2))
    assert "nulla è cambiato rispetto all’anno prima" in pagina(ferma, "disponibili").testo


def test_una_finestra_per_alloggio_e_le_accese() -> None:
    [_, mura, spente, accese, _] = list(ET.fromstring(skyline(PIENO).disegno))
    assert mura.attrib["d"].count("M") == 2
    assert (spente.attrib["d"].count("M"), accese.attrib["d"].count("M")) == (1514 // 2 - 11, 11)


def test_la_didascalia_dell_orizzonte() -> None:
    pochi = piano_con(con(ALTRA, 100, unita=3), enti=(ALTRA,))
    assert skyline(pochi).didascalia == (
        "Ogni finestra vale un alloggio: 100 in tutto. Le finestre accese sono le unità disponibili nel 2026: 3."
    )
    assert skyline(PIENO).didascalia.startswith("Ogni finestra vale fino a 2 alloggi: 1.514 in tutto.")
    assert skyline(piano_con(con(ALTRA, 5), enti=(ALTRA,))).didascalia == "Ogni finestra vale un alloggio: 5 in tutto."
    assert (skyline(NULLO).disegno, skyline(VUOTO).didascalia) == ("", "")


def test_tutte_le_voci_di_provenienza_hanno_un_nome_breve() -> None:
    voci = tuple(
        voce for voce in VOCI if VOCI[voce].tabelle and VOCI[voce].tabelle[0].modello == "patrimonio.Disponibilita"
    )
    assert len(texts(sources(PIENO, (*voci, "assegnabili")).disegni[0])) > len(voci)


def test_il_codice_e_quello_dell_indirizzo() -> None:
    disegno = draw_code("https://piani.example/piani/valle/2026/")
    [titolo, fondo, moduli] = list(ET.fromstring(disegno))
    assert titolo.text == "Codice QR dell’indirizzo https://piani.example/piani/valle/2026/"
    assert (fondo.attrib["fill"], moduli.attrib["fill"]) == ("#ffffff", "#000000")
    assert draw_code("https://altro.example/") != disegno


def test_il_numeratore_conta_e_ricorda() -> None:
    numera = Numeratore()
    assert [numera.tabella("Prima"), numera.figura("Chi?"), numera.tabella("Seconda")] == [1, 1, 2]
    assert [(d.ancora, d.testo) for d in numera.tabelle] == [
        ("tabella-1", "Tabella 1. Prima"),
        ("tabella-2", "Tabella 2. Seconda"),
    ]
    assert numera.figure[0].testo == "Figura 1. Chi?"
