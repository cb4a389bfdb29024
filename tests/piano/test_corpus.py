"""The lint of the chapters on two corpora of our own: every defect a reader would mark, and a clean text like it.

The figures of the plan around them are the same; what the whole registry says of the defective one is listed here, with
the words that it quotes. A blank in the place of a zero cannot occur in the tables that the program makes: it is looked
for in those typed by hand. A section that says nothing of a nil cannot occur at all.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from misure.valori import IndicatoreCongelato
from piano.caricamento import FIXTURES, load_ambito
from piano.controlli.capitoli import REGOLE
from piano.models import Piano
from piano.rilievi import find_plan_findings
from piano.snapshot import build_snapshot
from piano.valori import EnteCongelato, FinestraCongelata, ParereCongelato, PianoSnapshot, RigaCongelata
from raccolta.valori import SchedaCongelata
from tests.controlli.esempi import REGIME_2026
from tests.piano.snapshot_di_prova import declared, piano_con, stock

CORPUS = Path(__file__).parents[1] / "corpus"
CIMA = EnteCongelato("cima", "comune", "Cima San Martino", ("099001",))
BORGO = EnteCongelato("borgo", "comune", "Borgo-Fontana", ("099002",))
ALTRA = EnteCongelato("altra", "comune", "Altra", ("099003",))
ALER = EnteCongelato("aler", "aler", "ALER Brenta-Piave-Sile", (), ("Aler Brenta",))
LINEE = ("premessa", "contesto", "percorso", "misure")
INDICATORI = tuple(
    IndicatoreCongelato(nome, "", ordine, nome, "2024", Decimal(valore), unita, "", "")
    for ordine, (nome, valore, unita) in enumerate(
        (("nuclei", 200, "nuclei"), ("morosita", 61, "percento"), ("sfratto", 22, "percento")), start=1
    )
)


def read_corpus(nome: str, titolo: str, parere: ParereCongelato) -> PianoSnapshot:
    capitoli = [(p.stem, p.read_text(encoding="utf-8")) for p in sorted((CORPUS / nome).glob("*.md"))]
    assert {codice for codice, _ in capitoli} == {*LINEE}
    piano = piano_con(
        SchedaCongelata(ente="cima", voci=(declared("consistenza"),), consistenza=(stock(42, 0, 0),)),
        SchedaCongelata(ente="", indicatori=INDICATORI),
        enti=(CIMA, BORGO, ALTRA, ALER),
        capitoli=capitoli,
        regime=REGIME_2026,
        finestre=(FinestraCongelata(date(2026, 2, 6), date(2026, 2, 21), "", ""),),
        pareri=(parere,),
    )
    righe = [RigaCongelata(codice, "", codice.title(), "capitolo", ()) for codice in LINEE]
    forze = RigaCongelata("rilevanza-forze", "h)", titolo, "rilevanza_forze", ("categoria_rilevanza", "forze_ordine"))
    return replace(piano, contenuti=replace(piano.contenuti, schema=(*righe, forze)))


def findings(piano: PianoSnapshot) -> list[tuple[str, str, tuple[str, ...]]]:
    """Of the whole registry: rule, what it is about, the words that its sentence quotes."""
    return [(s.regola, s.celle[0], tuple(re.findall("«([^»]*)»", s.perche))) for s in find_plan_findings(piano)]


FORZE = "Riserva per le Forze di Polizia e i Vigili del Fuoco"
ATTESI = [
    ("GOV-01", "pareri/aler/data", ()),
    ("PRS-01", "capitoli/contesto/testo", ("149", "4.812")),
    ("PRS-01", "capitoli/percorso/testo", ("12", "37")),
    ("PRS-02", "capitoli/premessa/testo", ("Cima S.M.", "Cima San Martino")),
    ("PRS-02", "capitoli/premessa/testo", ("Borgo Fontana", "Borgo-Fontana")),
    ("PRS-02", "capitoli/premessa/testo", ("Aler BR – PI –SI", "ALER Brenta-Piave-Sile")),
    ("PRS-02", "capitoli/premessa/testo", ("Aler Brenta", "ALER Brenta-Piave-Sile")),
    ("PRS-03", "capitoli/contesto/testo", ("61%", "22%")),
    ("PRS-04", "schema/rilevanza-forze/titolo", (FORZE,)),
    ("PRS-05", "capitoli/premessa/testo", ("SAP",)),
    ("PRS-05", "capitoli/percorso/testo", ("SAS",)),
    ("PRS-05", "capitoli/misure/testo", ("ISEE",)),
    ("PRS-06", "capitoli/percorso/testo", ("parere positivo",)),
    ("PRS-07", "capitoli/contesto/testo", ("primo semestre 2025",)),
    ("PRS-08", "capitoli/percorso/testo", ()),
    ("MIS-02", "capitoli/misure/testo", ("14 novembre 2025, chiuderà",)),
]


def test_il_testo_difettoso_da_i_suoi_rilievi_e_nessun_altro():
    assert findings(read_corpus("difettoso", FORZE, ParereCongelato("aler", "favorevole", None, "", "", ""))) == ATTESI


def test_ogni_regola_ha_il_suo_difetto_nel_testo():
    assert {codice for codice, _, _ in ATTESI} - {"GOV-01"} == {regola.codice for regola in REGOLE}


def test_il_testo_pulito_non_ne_da_nessuno():
    parere = ParereCongelato("aler", "favorevole", date(2026, 2, 25), "12/2026", "", "")
    assert findings(read_corpus("pulito", "Riserva per [[forze.elenco]]", parere)) == []


@pytest.mark.django_db
def test_sui_piani_che_vengono_con_il_programma_non_c_e_nulla(solo_oglio_ovest):
    load_ambito(FIXTURES / "valdemo")
    codici = {regola.codice for regola in REGOLE}
    piani = Piano.objects.for_system().select_related("ricognizione__ambito")
    assert len(piani) == 3
    trovati = {str(piano): [f for f in findings(build_snapshot(piano)) if f[0] in codici] for piano in piani}
    assert trovati == {str(piano): [] for piano in piani}
