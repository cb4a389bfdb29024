"""The rules on the prose: what each marks, and above all what it leaves alone."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from misure.valori import IndicatoreCongelato
from piano.controlli.capitoli import REGOLE, last_known_day
from piano.controlli.cifre import as_number, known_figures
from piano.controlli.prosa import find_figures, sentences
from piano.controlli.sigle import is_explained
from piano.valori import (
    AnnoPrecedente,
    EnteCongelato,
    EntePrecedente,
    FinestraCongelata,
    IntegrazioneCongelata,
    ParereCongelato,
    PianoSnapshot,
    RigaCongelata,
)
from raccolta.valori import SchedaCongelata
from tests.controlli.esempi import REGIME_2018, REGIME_2024, REGIME_2026, Caso, Esempi
from tests.piano.snapshot_di_prova import declared, measure, piano_con, stock

CIMA = EnteCongelato("cima", "comune", "Cima San Martino", ("099001",), ("Cima SM",))
FONTANA = EnteCongelato("fontana", "comune", "Borgo-Fontana", ("099002",))
OMBRIA = EnteCongelato("ombria", "comune", "Castel dell'Ombrìa", ("099003",))
OMBRA = EnteCongelato("ombra", "comune", "Castel dell'Ombra", ("099004",))
CARDENA = EnteCongelato("cardena", "comune", "Càrdena", ("099005",))
CHIARE = EnteCongelato("chiare", "comune", "Chiare", ("099006",), ("CHIARE",))
ALER = EnteCongelato("aler", "aler", "ALER Brenta-Piave-Sile", (), ("ALER",))
ENTI = (CIMA, FONTANA, OMBRIA, OMBRA, CARDENA, CHIARE, ALER)
MOROSI = IndicatoreCongelato("morosi", "", 1, "Morosi", "2024", Decimal(61), "percento", "", "")
SCHEDE = (
    SchedaCongelata(ente="cima", voci=(declared("consistenza"),), consistenza=(stock(1400, 70, 5),)),
    SchedaCongelata(ente="", indicatori=(MOROSI,)),
)
FINESTRA = FinestraCongelata(date(2026, 2, 6), date(2026, 2, 21), "", "")
SENZA_ESTREMI = ParereCongelato("aler", "favorevole", None, "", "", "")
COMPLETO = ParereCongelato("aler", "favorevole", date(2026, 2, 25), "12/2026", "", "")
QUI = ("capitoli/testo/testo",)


def prose(*capitoli: str, titolo: str = "", schede=SCHEDE, **altro: Any) -> PianoSnapshot:
    """A plan of some chapters, the first of code «testo», and of a heading on the forces."""
    codici = ("testo", "secondo", "terzo")[: len(capitoli)]
    contorno = {"enti": ENTI, "finestre": (FINESTRA,), "pareri": (SENZA_ESTREMI,), "regime": REGIME_2026}
    piano = piano_con(*schede, capitoli=zip(codici, capitoli, strict=True), **(contorno | altro))
    righe = tuple(RigaCongelata(codice, "", codice, "capitolo", ()) for codice in codici)
    forze = RigaCongelata("forze", "h)", titolo, "rilevanza_forze", ("categoria_rilevanza", "forze_ordine"))
    return replace(piano, contenuti=replace(piano.contenuti, schema=(*righe, forze)))


def silent(*testi: str, **altro: Any) -> list[Caso]:
    return [Caso(prose(testo, **altro), REGIME_2026) for testo in testi]


def marked(*testi: str, **altro: Any) -> list[Caso]:
    """One finding, on the only chapter."""
    return [Caso(prose(testo, **altro), REGIME_2026, (QUI,)) for testo in testi]


def headed(titolo: str, regime=REGIME_2026, *, segnalato: bool = False) -> Caso:
    return Caso(prose(titolo=titolo, regime=regime), regime, (("schema/forze/titolo",),) if segnalato else ())


def with_measure(nota: str, al: date | None) -> PianoSnapshot:
    misura = measure("misure_anno_piano", "bando", titolo="Bando", al=al, nota=nota)
    return prose(schede=(SchedaCongelata(ente="cima", misure=(misura,)),))


ESEMPI = {
    "PRS-01": Esempi(
        regolari=[
            *silent(
                "",
                "I 6 comuni e gli enti (7) dell’ambito. Gli alloggi di proprietà sono 1.475, e 1400 sono pubblici.",
                "Il limite è il 20% delle unità; i morosi sono il 61% dei nuclei, cioè il 61,00 per cento.",
                "Sono [[consistenza.totale]], e [[ambito/indicatori/morosi/valore]] di ciò che non esiste.",
                "La legge regionale 8 luglio 2016, n. 16, l’art. 23, commi 13 e 14, e gli articoli da 21 a 23.",
                "La l.r. 16/2016, la legge 431 del 1998, la deliberazione n. 4.812 del 3.10.2021, la DGR XI/4833.",
                "Dal 6 ottobre 2025, ore 9.00, al 31/10/2025; nel triennio 2025-2027, nel 2024-26 e nel 1° semestre.",
                "Dal 6 al 21 febbraio; il 3, 4 e 5 marzo; dall’8 all’11 aprile.",
                "Chi ha 65 anni o più e i contratti di 3 anni.\n\n1. primo passo;\n2. secondo passo.\n\n12) Fine.",
            )
        ],
        irregolari=[
            *marked(
                "Gli alloggi sono 1.476.",
                "I nuclei sono cresciuti di 149: tanti.",
                "- gli sfratti sono **37**;\n- altro.",
                "Ci sono 2.015 famiglie, 17052 alloggi e 8 case.",
                "Il limite è il 21% delle unità.",
            ),
            Caso(prose("Sono 33.", "Sono 34."), REGIME_2026, (QUI, ("capitoli/secondo/testo",))),
        ],
    ),
    "PRS-02": Esempi(
        regolari=[
            *silent(
                "Cima San Martino, Borgo-Fontana, Castel dell’Ombra, Castel dell'Ombrìa, Càrdena, Chiare.",
                "L’ALER Brenta-Piave-Sile e le altre ALER. Gli alloggi dell’ALER\n\nI comuni ne hanno.",
                "Regole chiare, cardena e cima: un borgo, una fontana. In cima San Martino non c’è.",
                "L’ALER Trento non è dell’ambito. Borgo e fontana. **Cima** San Martino.",
                "Cima San\nMartino è un nome solo. Il [[ambito.nome]]-Fontana.",
            )
        ],
        irregolari=[
            *marked(
                "A Cima S.M. si va.",
                "A Cima S. Martino si va.",
                "A C. San Martino si va.",
                "A CIMA SAN MARTINO si va.",
                "A Cima SM si va.",
                "A Borgo Fontana si va.",
                "A Borgo – Fontana si va.",
                "A Castel Ombra si va.",
                "A Cardena si va.",
                "Gli alloggi di Aler Brenta.",
                "Gli alloggi di Aler BR – PI –SI.",
                "Gli alloggi dell’ALER di Brenta-Piave-Sile.",
                "Gli alloggi dell’Aler.",
            ),
            Caso(prose("Borgo Fontana e Cima S.M., poi Cima S.M."), REGIME_2026, (QUI, QUI)),
        ],
    ),
    "PRS-03": Esempi(
        regolari=[
            *silent(
                "Il 61% dei nuclei è moroso, il 22 per cento degli altri anche.",
                "Va riservato dal 10% al 20% delle unità, o il 5%, il 6% e il 7,5% dell’offerta.",
                "Dei nuclei seguiti il 61% è moroso. Sul totale delle richieste, il 22% viene da lì.",
                "Il 3% rispetto all’anno prima. Nessuna percentuale. Circa il 61% circa dell’insieme.",
                "Il [[ambito/indicatori/morosi/valore]] dei nuclei è moroso.",
                "Il 61%\ndei nuclei. Il resto non è il 61%.",
                "Un’invalidità pari o superiore al 66 per cento.",
            )
        ],
        irregolari=[
            *marked(
                "La morosità pesa per il 61%.",
                "La morosità (61 %) e lo sfratto (22 per cento).",
                "Erano il 61% del 2024.",
                "È il [[ambito/indicatori/morosi/valore]] per la morosità.",
                "Il 22% per lo sfratto dei nuclei.",
            )
        ],
    ),
    "PRS-04": Esempi(
        regolari=[
            headed("Riserva per [[forze.elenco]]"),
            headed("Riserva per [[forze.elenco]]", REGIME_2024),
            headed("Riserva per [[forze.elenco]]", REGIME_2018),
            headed("Riserva per i corpi di polizia e di soccorso"),
            headed("Riserva per forze di polizia, vigili del fuoco, forze armate e polizia locale"),
            headed("Riserva per le Forze dell’ordine e i Vigili del Fuoco", REGIME_2024),
        ],
        irregolari=[
            headed("Riserva per le Forze di Polizia e i Vigili del Fuoco", segnalato=True),
            headed("Riserva per le Forze dell’ordine", segnalato=True),
            headed(
                "Riserva per Forze di Polizia, Vigili del Fuoco, Forze Armate e Polizia Locale",
                REGIME_2024,
                segnalato=True,
            ),
            headed("Riserva per le Forze di Polizia", REGIME_2018, segnalato=True),
        ],
    ),
    "PRS-05": Esempi(
        regolari=[
            *silent(
                "I servizi abitativi pubblici (SAP) e i servizi abitativi sociali (SAS). I SAP sono di più.",
                "I SAP (servizi abitativi pubblici) sono di più.",
                "I SAP, cioè i servizi abitativi pubblici; l’indicatore della situazione economica, di seguito ISEE.",
                "Il titolo V e il capo II. Il Comune di Cima (ZZ). La DGR XI/4833 e la LR n. 16. MAI E POI MAI.",
                "L’azienda lombarda per l’edilizia residenziale (ALER Brenta-Piave-Sile), poi ALER.",
                "L’istituto di statistica (ISTAT) e l’agenzia di tutela della salute (qui «ATS»).",
            ),
            Caso(prose("I servizi abitativi pubblici (SAP).", "I SAP."), REGIME_2026),
        ],
        irregolari=[
            *marked(
                "I SAP sono di più. I servizi abitativi pubblici (SAP) sono tanti.",
                "I SAP (24 in tutto) sono di più.",
                "Ci sono gli alloggi (SAP e SAS).",
                "Gli alloggi di ALER Brenta-Piave-Sile.",
                "Gli alloggi di ALER BR-PI-SI.",
            ),
            Caso(prose("Ecco i SAP.", "I SAP e i SAS."), REGIME_2026, (QUI, ("capitoli/secondo/testo",))),
        ],
    ),
    "PRS-06": Esempi(
        regolari=[
            *silent(
                "L’ALER darà il suo parere. Senza il parere favorevole non si vota.",
                "Se il parere è favorevole si vota. Il parere sarà favorevole. Un clima favorevole.",
            ),
            *silent("L’ALER ha dato parere favorevole.", pareri=(COMPLETO,)),
        ],
        irregolari=[
            *marked(
                "L’ALER ha dato parere favorevole.",
                "Il parere dell’ALER è stato positivo.",
                "Con il positivo parere dell’azienda.",
                "L’ALER si è espressa favorevolmente.",
            ),
            *marked("C’è il parere favorevole.", pareri=()),
            *marked("C’è il parere favorevole.", pareri=(COMPLETO, SENZA_ESTREMI)),
            *marked("C’è il parere favorevole.", pareri=(replace(COMPLETO, data=None),)),
            *marked("C’è il parere favorevole.", pareri=(replace(COMPLETO, protocollo=""),)),
        ],
    ),
    "PRS-07": Esempi(
        regolari=[
            *silent(
                "Sono 200 nel 2023 e 149 nel 2024.",
                "Sono 70 nel primo semestre 2024 e 149 nel primo semestre del 2025.",
                "Sono 200 nel 2024 e 149 nel primo semestre 2025: non si confrontano.",
                "Nel primo semestre 2025, a differenza del 2024, le richieste calano.",
                "Sono 200 nel 2024 e 149 solo nel primo semestre 2025.",
            )
        ],
        irregolari=[
            *marked(
                "Sono 200 nel 2024 e 149 nel primo semestre 2025.",
                "Sono 149 nei primi sei mesi del 2025, contro i 200 del 2024.",
                "Sono 149 nel primo semestre 2025 e 300 in tutto l’anno.",
                "Sono [[consistenza.totale]] nel [[anno_precedente]] e 149 nel primo trimestre.",
            )
        ],
    ),
    "PRS-08": Esempi(
        regolari=[*silent("Ente | SAP\nCima | 0\nChiare | 12", "|Ente|SAP|\n|---|---|\n|Cima|0|", "Uno | due.")],
        irregolari=[*marked("Ente | SAP\nCima |\nChiare | 12", "| Ente | SAP |\n| Cima |  |")],
    ),
    "MIS-02": Esempi(
        regolari=[
            *silent(
                "Il bando si è chiuso il 14 novembre 2025 e sarà ripetuto.",
                "Il bando chiuso il 14 novembre 2025 darà i suoi frutti. Il bando chiuderà il 1° settembre 2026.",
                "L’anno servirà a rileggere i dati certificati il 14/11/2025. Vi saranno gli alloggi del 31.12.2024.",
                "I valori si riferiranno al 31 dicembre 2024. Il piano, aperto il 6 ottobre 2025, si chiuderà.",
                "Chiuderà il 6 febbraio 2026, o il 31 febbraio 2025. Il tiranno e gli anni.",
            ),
            *silent("Il bando chiuderà il 14 novembre 2025.", finestre=()),
            Caso(with_measure("Chiuderà presto.", None), REGIME_2026),
            Caso(with_measure("Chiuderà presto.", date(2026, 11, 14)), REGIME_2026),
            Caso(with_measure("Si è chiuso. La graduatoria varrà fino al 2027.", date(2025, 11, 14)), REGIME_2026),
        ],
        irregolari=[
            *marked(
                "Il bando per gli affitti chiuderà il 14 novembre 2025.",
                "Le domande saranno raccolte entro il 14/11/2025.",
                "Dal 1° ottobre al 14 novembre 2025 si potrà fare domanda.",
                "Il 14 novembre 2025 si chiuderanno le domande.",
                "Si potrà fare domanda fino al 14.11.2025.",
            ),
            Caso(
                with_measure("Chiuderà presto.", date(2025, 11, 14)),
                REGIME_2026,
                (("cima/misure_anno_piano/bando/al",),),
            ),
        ],
    ),
}


@pytest.mark.parametrize("regola", REGOLE, ids=lambda regola: regola.codice)
def test_le_parole_trovate_stanno_nel_rilievo_e_ne_fanno_parte(regola):
    """What the impronta is bound to is what the sentence shows."""
    for caso in ESEMPI[regola.codice].irregolari:
        for rilievo in regola.check(caso.valore, caso.regime):
            assert rilievo.altri
            assert any(parola in rilievo.perche for parola in rilievo.altri) or regola.codice == "PRS-08"


def words(codice: str, testo: str, **altro: Any) -> list[tuple[str, ...]]:
    [regola] = [regola for regola in REGOLE if regola.codice == codice]
    return [rilievo.altri for rilievo in regola.check(prose(testo, **altro), REGIME_2026)]


def test_un_capitolo_da_un_rilievo_solo_con_ogni_numero_una_volta():
    assert words("PRS-01", "Sono 149. Anzi 37, anzi 149.") == [("149", "37")]


def test_le_varianti_si_leggono_come_sono_scritte():
    testo = "A Borgo – Fontana, da Aler BR – PI –SI, a Cima S.M. Poi basta."
    assert words("PRS-02", testo) == [
        ("Borgo – Fontana", "Borgo-Fontana"),
        ("Aler BR – PI –SI", "ALER Brenta-Piave-Sile"),
        ("Cima S.M.", "Cima San Martino"),
    ]


def test_di_due_nomi_simili_si_riconosce_quello_giusto():
    assert words("PRS-02", "A Castel Ombra e a Castel Ombria.") == [
        ("Castel Ombra", "Castel dell’Ombra"),
        ("Castel Ombria", "Castel dell’Ombrìa"),
    ]


def test_con_due_aziende_aler_da_solo_non_si_attribuisce_a_una():
    altra = EnteCongelato("altra", "aler", "ALER Monti-Mare")
    assert words("PRS-02", "L’Aler.", enti=(*ENTI, altra)) == []
    assert words("PRS-02", "L’Aler Monti.", enti=(*ENTI, altra)) == [("Aler Monti", "ALER Monti-Mare")]


def test_le_cifre_del_piano_sono_valori_limiti_e_totali_ma_non_giorni_ne_codici():
    precedente = AnnoPrecedente(2025, (EntePrecedente("cima", "Cima", 800, 30, None, 3),))
    piano = prose()
    note = known_figures(replace(piano, contenuti=replace(piano.contenuti, precedente=precedente)))
    assert {"1400", "1475", "61", "20", "830"} <= note
    assert not {"99001", "21", "2026"} & note


@pytest.mark.parametrize(
    ("scritto", "numero"), [("1.475", "1475"), ("1475,00", "1475"), ("18,20", "18.2"), ("0", "0"), ("007", "7")]
)
def test_un_numero_ha_una_forma_sola(scritto, numero):
    assert as_number(scritto) == numero


def test_le_frasi_sono_quelle_di_chi_legge():
    testo = "Prima a S. Martino,\npoi **via**. Seconda.\n\n1. terza;\n2. _quarta_ di [[anno]].\n* quinta\n\nSesta?"
    trovate = [(frase.testo.replace("\ufffc", "…"), frase.letta) for frase in sentences(prose(testo))]
    assert [letta for _, letta in trovate] == [
        "Prima a S. Martino, poi via.",
        "Seconda.",
        "terza;",
        "quarta di 2026.",
        "quinta",
        "Sesta?",
    ]
    assert trovate[3][0] == "quarta di …."


def test_un_riferimento_che_non_esiste_non_ferma_le_regole_sulla_prosa():
    piano = prose("Sono [[non.esiste]] alloggi.")
    assert [rilievo for regola in REGOLE for rilievo in regola.check(piano, REGIME_2026)] == []


def test_cio_che_non_si_stampa_non_si_legge():
    piano = prose("Sono 149.")
    senza = replace(piano, contenuti=replace(piano.contenuti, schema=()))
    assert [rilievo for regola in REGOLE for rilievo in regola.check(senza, REGIME_2026)] == []


def test_i_numeri_che_contano_qualcosa():
    assert find_figures("Nel 2025 sono 149, il 22,5% di 1.475; art. 4, 12 marzo, n. 16") == ("149", "22,5", "1.475")


def test_una_sigla_si_spiega_con_le_parole_da_cui_viene():
    assert is_explained("ISEE", "l’indicatore della situazione economica equivalente (ISEE)")
    assert not is_explained("ISEE", "il reddito (ISEE)")


def test_l_ultimo_giorno_noto_e_quello_di_cio_che_e_gia_avvenuto():
    assert last_known_day(prose(finestre=(), pareri=())) is None
    assert last_known_day(prose()) == date(2026, 2, 6)
    assert last_known_day(prose(stato="proposta")) == date(2026, 2, 21)
    assert last_known_day(prose(pareri=(COMPLETO,))) == date(2026, 2, 25)
    integrazioni = (IntegrazioneCongelata("cima", "", date(2026, 3, 1), "", ""),)
    assert last_known_day(prose(integrazioni=integrazioni)) == date(2026, 3, 1)
