"""The rules on the prose of the chapters, one sentence at a time; the whole texts are in tests/piano/test_corpus.py."""

from datetime import date

import pytest
from msgspec.structs import replace

from lessico.regime import Regime
from piano.controlli.capitoli import (
    futuro_di_cio_che_e_passato,
    numeri_dai_dati,
    percentuali_con_la_base,
    sigle_spiegate,
)
from piano.controlli.nomi import find_variants
from piano.controlli.prosa import Frase, as_number
from piano.valori import EnteCongelato, FinestraCongelata, ParereCongelato, PianoSnapshot, RigaCongelata
from tests.controlli.esempi import REGIME_2018, REGIME_2024, REGIME_2026, Caso, Esempi
from tests.piano.snapshot_di_prova import measure, piano_con, scheda, stock

CIMA = EnteCongelato("cima", "comune", "Cima San Martino", ("099001",))
ALER = EnteCongelato("aler", "aler", "ALER Brenta-Piave", (), ("Aler Brenta",))
QUI = ("capitoli/premessa/testo",)
DATI = (FinestraCongelata(date(2026, 2, 6), date(2026, 2, 21), "", ""),)
SENZA_DATA = ParereCongelato("aler", "favorevole", None, "", "", "")
COMPLETO = replace(SENZA_DATA, data=date(2026, 2, 25), protocollo="12/2026")


def text(testo: str, *, parere: ParereCongelato = COMPLETO, regime: Regime = REGIME_2026, **altro) -> PianoSnapshot:
    """A plan with one chapter and 42 dwellings."""
    piano = piano_con(
        scheda(CIMA, consistenza=(stock(42),), **altro),
        enti=(CIMA, ALER),
        capitoli=(("premessa", testo),),
        regime=regime,
        finestre=DATI,
        pareri=(parere,),
    )
    return replace(
        piano, contenuti=replace(piano.contenuti, schema=(RigaCongelata("premessa", "", "Premessa", "capitolo", ()),))
    )


def heading(titolo: str, regime: Regime = REGIME_2026) -> Caso:
    piano = text("", regime=regime)
    riga = RigaCongelata("h", "h)", titolo, "rilevanza_forze", ("forze_ordine",))
    return Caso(replace(piano, contenuti=replace(piano.contenuti, schema=(riga,))), regime)


def fine(testo: str, **altro) -> Caso:
    return Caso(text(testo, **altro), REGIME_2026)


def wrong(testo: str, **altro) -> Caso:
    return Caso(text(testo, **altro), REGIME_2026, (QUI,))


BANDO = measure("misure_anno_piano", "bando", titolo="Bando", al=date(2026, 2, 20), nota="Chiuderà presto.")
TITOLO = (("schema/h/titolo",),)
DUE, QUATTRO = "Riserva per Forze di Polizia e Vigili del Fuoco", "Riserva per [[forze.elenco]]"

ESEMPI = {
    "PRS-01": Esempi(
        regolari=[
            fine("Gli alloggi sono 42."),
            fine("L’art. 13, comma 3, della legge 8 luglio 2016, n. 16, e gli articoli 8 e 10 valgono dal 31/10/2025."),
            fine("1. Il primo punto.\n2. Il secondo, alle ore 9.30 del 2025-2027."),
            fine("Gli alloggi sono [[consistenza.totale]]."),
        ],
        irregolari=[wrong("Gli alloggi sono 43."), wrong("Le domande sono 1.475, gli alloggi 42.")],
    ),
    "PRS-02": Esempi(
        regolari=[fine("Cima San Martino e l’ALER Brenta-Piave."), fine("Una cima, San Martino, l’ALER.")],
        irregolari=[wrong("Cima S. Martino."), wrong("Cima-San Martino."), wrong("L’Aler Brenta."), wrong("L’Aler.")],
    ),
    "PRS-03": Esempi(
        regolari=[fine("Il 20% delle unità, il 30 per cento dei nuclei, il 10% circa del totale.")],
        irregolari=[wrong("La morosità pesa per il 61%."), wrong("Il 20% delle unità; lo sfratto è al 22 per cento.")],
    ),
    "PRS-04": Esempi(
        regolari=[
            heading(QUATTRO),
            heading(DUE, REGIME_2024),
            heading("Un’altra riserva"),
            heading(QUATTRO, REGIME_2018),
        ],
        irregolari=[
            heading(DUE)._replace(celle=TITOLO),
            heading(f"{DUE}, Forze Armate e Polizia Locale", REGIME_2024)._replace(celle=TITOLO),
            heading(DUE, REGIME_2018)._replace(celle=TITOLO),
        ],
    ),
    "PRS-05": Esempi(
        regolari=[
            fine("I servizi pubblici (SAP) e i SAS (servizi sociali). I SAP e i SAS."),
            fine("Il titolo II, e il XXI secolo."),
        ],
        irregolari=[wrong("I SAP sono molti."), wrong("I SAP. I servizi abitativi pubblici (SAP).")],
    ),
    "PRS-06": Esempi(
        regolari=[
            fine("Il parere è stato favorevole."),
            fine("Si aspetta il parere.", parere=SENZA_DATA),
        ],
        irregolari=[
            wrong("Ha dato parere favorevole.", parere=SENZA_DATA),
            wrong("Il parere dell’ALER è stato positivo.", parere=replace(COMPLETO, protocollo="")),
        ],
    ),
    "PRS-07": Esempi(
        regolari=[
            fine("Furono 200 nel 2024."),
            fine("Furono 200 nel 2024 e 149 nel primo semestre 2025: le due cifre non si confrontano."),
        ],
        irregolari=[wrong("Furono 200 nel 2024 e 149 nel primo semestre 2025.")],
    ),
    "PRS-08": Esempi(
        regolari=[fine("| Altra | 12 | 0 |\n| Borgo | 3 | 4 |"), fine("O l’uno o l’altro.")],
        irregolari=[wrong("| Altra | 12 | 0 |\n| Borgo | 3 |  |"), wrong("Altra | 12 | 0\nBorgo | 3 |")],
    ),
    "MIS-02": Esempi(
        regolari=[
            fine("Il bando si è chiuso il 14 novembre 2025."),
            fine("Il bando chiuderà il 14 novembre 2026."),
            fine("Il 14 novembre 2025 gli enti hanno, danno, fanno e stanno."),
            fine("", misure=(replace(BANDO, al=date(2026, 2, 21)),)),
        ],
        irregolari=[
            wrong("Il bando chiuderà il 14 novembre 2025."),
            wrong("Il 20/02/2026 le domande saranno lette."),
            Caso(text("", misure=(BANDO,)), REGIME_2026, (("cima/misure_anno_piano/bando/al",),)),
        ],
    ),
}


@pytest.mark.parametrize(("scritto", "numero"), [("1.475", "1475"), ("12,50", "12.5"), ("007", "7"), ("0,0", "0")])
def test_un_numero_ha_una_forma_sola(scritto, numero):
    assert as_number(scritto) == numero


def test_le_parole_trovate_si_leggono_nella_frase():
    [rilievo] = numeri_dai_dati.check(text("Sono 1.475 e 43, poi 43 e 42."), REGIME_2026)
    assert rilievo.perche == "Nel testo ci sono numeri che i dati del piano non hanno: «1.475» e «43»."
    assert rilievo.altri == ("1.475", "43")
    [rilievo] = percentuali_con_la_base.check(text("È il 61%."), REGIME_2026)
    assert rilievo.perche == "Non si dice di che cosa è la percentuale: «61%»."
    [rilievo] = sigle_spiegate.check(text("I SAP e i SAS."), REGIME_2026)
    assert rilievo.perche.endswith("si usano per la prima volta: «SAP» e «SAS».")


def test_un_nome_dentro_un_altro_non_e_una_variante():
    piccolo = EnteCongelato("cima", "comune", "Cima Bassa", ())
    grande = EnteCongelato("ponte", "comune", "Ponte di Cima Bassa", ())
    piano = piano_con(enti=(piccolo, grande))
    assert list(find_variants(piano, "Ponte di Cima Bassa e Cima Bassa.")) == []
    assert list(find_variants(piano, "Ponte di Cima-Bassa.")) == [("Ponte di Cima Bassa", "Ponte di Cima-Bassa")]


def test_un_giorno_che_non_esiste_non_e_un_giorno():
    assert Frase("premessa", "Il 31 febbraio 2025 e il 30/02/2025.").dates() == ()


def test_dove_nessuno_ha_raccolto_dati_nulla_e_passato():
    piano = text("Il bando chiuderà il 14 novembre 2025.")
    testata = replace(piano.contenuti.testata, finestre=())
    senza = replace(piano, contenuti=replace(piano.contenuti, testata=testata))
    assert futuro_di_cio_che_e_passato.check(senza, REGIME_2026) == []
