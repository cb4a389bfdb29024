"""The lint of the chapters on two corpora of our own: every defect a reader would mark, and a clean text like it.

The headings and figures of the plan around them are the same; what the defective one has is listed here, whole. A
blank in the place of a zero cannot occur in the tables that the program makes: it is looked for in those typed by hand.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from misure.valori import IndicatoreCongelato
from patrimonio.valori import ConsistenzaCongelata
from piano.caricamento import FIXTURES, load_ambito
from piano.controlli.capitoli import REGOLE
from piano.models import Piano
from piano.rilievi import find_plan_findings
from piano.snapshot import build_snapshot
from piano.valori import EnteCongelato, FinestraCongelata, ParereCongelato, PianoSnapshot, RigaCongelata
from raccolta.valori import SchedaCongelata
from tests.controlli.esempi import REGIME_2026
from tests.piano.snapshot_di_prova import measure, piano_con, stock

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
        SchedaCongelata(ente="cima", consistenza=(stock(42, 0, 0),)),
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


def findings(piano: PianoSnapshot) -> list[tuple[str, str, str]]:
    """Rule, what it is about, the sentence: of the rules on the prose alone."""
    codici = {regola.codice for regola in REGOLE}
    return [(s.regola, s.celle[0], s.perche) for s in find_plan_findings(piano) if s.regola in codici]


ATTESI = [
    ("PRS-01", "capitoli/contesto/testo", "«149» e «4.812»"),
    ("PRS-01", "capitoli/percorso/testo", "«12» e «37»"),
    ("PRS-02", "capitoli/premessa/testo", "«Aler Brenta» è un altro modo di scrivere «ALER Brenta-Piave-Sile»"),
    ("PRS-02", "capitoli/premessa/testo", "«Cima S.M.» è un altro modo di scrivere «Cima San Martino»"),
    ("PRS-02", "capitoli/premessa/testo", "«Borgo Fontana» è un altro modo di scrivere «Borgo-Fontana»"),
    ("PRS-03", "capitoli/contesto/testo", "«61%» e «22%»"),
    ("PRS-04", "schema/rilevanza-forze/titolo", "Forze di Polizia, Vigili del Fuoco, Forze Armate e Polizia Locale"),
    ("PRS-05", "capitoli/premessa/testo", "«SAP»"),
    ("PRS-05", "capitoli/percorso/testo", "«SAS»"),
    ("PRS-06", "capitoli/percorso/testo", "«parere positivo»"),
    ("PRS-07", "capitoli/contesto/testo", "«primo semestre»"),
    ("PRS-08", "capitoli/percorso/testo", "caselle vuote"),
    ("MIS-02", "capitoli/misure/testo", "«14 novembre 2025, chiuderà»"),
]


def test_il_testo_difettoso_da_i_suoi_rilievi_e_nessun_altro():
    piano = read_corpus(
        "difettoso",
        "Riserva per le Forze di Polizia e i Vigili del Fuoco",
        ParereCongelato("aler", "favorevole", None, "", "", ""),
    )
    trovati = findings(piano)
    assert [(codice, cella) for codice, cella, _ in trovati] == [(codice, cella) for codice, cella, _ in ATTESI]
    for (_, _, frase), (_, _, parole) in zip(trovati, ATTESI, strict=True):
        assert parole in frase


def test_ogni_regola_ha_il_suo_difetto_nel_testo():
    assert {codice for codice, _, _ in ATTESI} == {regola.codice for regola in REGOLE}


def test_il_testo_pulito_non_ne_da_nessuno():
    parere = ParereCongelato("aler", "favorevole", date(2026, 2, 25), "12/2026", "", "")
    assert findings(read_corpus("pulito", "Riserva per [[forze.elenco]]", parere)) == []


def test_una_misura_chiusa_di_cui_si_parla_al_futuro():
    misura = measure("misure_anno_piano", "bando", titolo="Bando", al=date(2025, 11, 14), nota="Chiuderà presto.")
    base = read_corpus("pulito", "Riserva", ParereCongelato("aler", "favorevole", date(2026, 2, 25), "1", "", ""))
    scheda = SchedaCongelata(ente="borgo", consistenza=(ConsistenzaCongelata(None, None, 1, 0, 0),), misure=(misura,))
    piano = replace(base, contenuti=replace(base.contenuti, schede=(*base.contenuti.schede, scheda)))
    [(codice, cella, frase)] = findings(piano)
    assert (codice, cella) == ("MIS-02", "borgo/misure_anno_piano/bando/al")
    assert "«Bando» si è chiusa il 14 novembre 2025" in frase
    aperta = replace(scheda, misure=(replace(misura, al=date(2026, 11, 14)),))
    assert findings(replace(base, contenuti=replace(base.contenuti, schede=(*base.contenuti.schede, aperta)))) == []


@pytest.mark.django_db
def test_sui_piani_che_vengono_con_il_programma_non_c_e_nulla(solo_oglio_ovest):
    load_ambito(FIXTURES / "valdemo")
    piani = Piano.objects.for_system().select_related("ricognizione__ambito")
    assert len(piani) == 3
    assert {str(piano): findings(build_snapshot(piano)) for piano in piani} == {str(piano): [] for piano in piani}
