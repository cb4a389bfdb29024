"""How the voci become forms: rows and their names, what stands beside a number, the help and its limits."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessico.regime import Arrotondamento, Limite, Regime
from lessico.voce import StatoVoce
from patrimonio.voci import CONSISTENZA
from raccolta.models import Modifica
from raccolta.moduli.confronto import beside, in_words
from raccolta.moduli.forma import forma_of
from raccolta.moduli.guida import GUIDA, limit_of
from raccolta.moduli.modulo import field_of
from raccolta.moduli.parole import tell_saved
from raccolta.moduli.righe import Riga, RigaNonValida, propose, read_riga, title_of
from raccolta.moduli.sfondo import Anno
from raccolta.quadri import VOCI

NOMI = {
    "ubicazione_id": {"017166": "Rovato", "017192": "Urago d'Oglio"},
    "gestore_id": {"aler": "ALER"},
    "categoria": {"anziani": "Anziani"},
}
SAP = "consistenza/017166/sap"


@pytest.mark.parametrize(
    ("nome", "titolo"),
    [
        ("consistenza/017166", "Rovato"),
        ("consistenza/017192", "Urago d’Oglio"),
        ("consistenza/017166.aler", "Rovato, gestione: ALER"),
        ("consistenza/-", "Senza comune"),
        ("consistenza/099999", "099999"),
        ("libere/017166", "Rovato, SAP"),
        ("libere/017166.sas.subito", "Rovato, SAS, subito"),
        ("riserva_categorie/017166.anziani", "Rovato, Anziani"),
        ("esiti/017166.2025-ordinario", "Rovato, avviso 2025-ordinario"),
        ("misure_anno_piano/affitto", "affitto"),
        ("misure_anno_piano/affitto.massimale.2", "2"),
    ],
)
def test_ogni_riga_ha_un_nome_che_torna_indietro_e_un_titolo(nome, titolo):
    riga = read_riga(nome)
    assert riga.nome == nome
    assert title_of(riga, NOMI) == titolo
    assert riga.cella("x").startswith(nome)


@pytest.mark.parametrize(
    "nome",
    [
        "",
        "consistenza",
        "inventata/017166",
        "consistenza/",
        "consistenza/017166.",
        "consistenza/017166.-",
        "consistenza/a.b.c",
        "libere/017166.sap",
        "misure_anno_piano/affitto.massimale",
        "misure_anno_piano/affitto.altro.1",
    ],
)
def test_quello_che_non_e_una_riga(nome):
    with pytest.raises(RigaNonValida):
        read_riga(nome)


@given(st.text(max_size=60))
def test_nessun_testo_rompe_la_lettura_di_una_riga(testo):
    with suppress(RigaNonValida):
        assert read_riga(testo).nome == testo


def test_ogni_voce_ha_la_sua_forma_e_il_suo_aiuto():
    for codice, voce in VOCI.items():
        assert GUIDA[codice].endswith(".")
        for tabella in voce.tabelle:
            forma = forma_of(codice, tabella)
            assert {*forma.principali, *forma.dettagli} == {*tabella.misure}, codice
            assert {*forma.somma} <= {*forma.principali}


def proposte(presenti: list[str], passate: list[str], territorio: str = "017166", voce=CONSISTENZA) -> list[str]:
    righe, prima = [read_riga(nome) for nome in presenti], [read_riga(nome) for nome in passate]
    return [riga.nome for riga in propose(voce, righe, prima, territorio)]


def test_senza_nulla_si_propone_il_proprio_comune():
    assert proposte([], []) == ["consistenza/017166"]
    assert proposte([], [], "-") == ["consistenza/-"]


def test_si_propongono_le_righe_dell_anno_prima_ripartite_come_quelle_che_ci_sono():
    assert proposte([], ["consistenza/017052", "consistenza/-"]) == ["consistenza/017052", "consistenza/-"]
    assert proposte(["consistenza/017166"], ["consistenza/017052", "consistenza/-"]) == ["consistenza/017052"]
    assert proposte(["consistenza/-"], ["consistenza/017052"]) == []


def test_gli_avvisi_dell_anno_prima_non_tornano():
    assert proposte([], ["esiti/017166.2024-ordinario"], voce=VOCI["esiti"]) == ["esiti/017166"]


def test_di_una_misura_si_propone_il_primo_massimale_e_il_primo_risultato():
    misure = VOCI["misure_anno_piano"]
    presenti = ["misure_anno_piano/a", "misure_anno_piano/a.massimale.3", "misure_anno_piano/b"]
    assert proposte(presenti, [], voce=misure) == [
        "misure_anno_piano/b.massimale.1",
        "misure_anno_piano/a.risultato.1",
        "misure_anno_piano/b.risultato.1",
    ]
    assert proposte([], ["misure_anno_piano/vecchia"], voce=misure) == []


@pytest.mark.parametrize(
    ("cella", "prima", "ora", "testo"),
    [
        (SAP, 1475, None, "2025: 1.475"),
        (SAP, 1475, 1475, "2025: 1.475"),
        (SAP, 1475, 1487, "2025: 1.475, ora +12 (+0,8%)"),
        (SAP, 1475, 0, "2025: 1.475, ora −1.475 (−100%)"),
        (SAP, 0, 3, "2025: 0, ora +3"),
        (SAP, None, 3, "2025: nessun dato"),
        ("transitori/017166/percentuale", Decimal("15.00"), Decimal("14.00"), "2025: 15%, ora −1 punto"),
        (
            "misure_anno_piano/a/residui",
            Decimal("100.00"),
            Decimal("90.50"),
            "2025: 100,00 euro, ora −9,50 euro (−9,5%)",
        ),
        ("misure_anno_piano/a/titolo", "x", "y", ""),
        ("misure_anno_piano/a/dal", date(2025, 1, 1), date(2026, 1, 1), ""),
    ],
)
def test_accanto_a_un_numero_c_e_l_anno_prima_e_quanto_e_cambiato(cella, prima, ora, testo):
    passato = Anno(2025, None, {cella: prima} if prima is not None else {})
    assert beside(field_of(cella), cella, ora, passato) == testo


@pytest.mark.parametrize(
    ("stato", "testo"),
    [
        (StatoVoce.NESSUNA, "2025: nessuna"),
        (StatoVoce.NON_APPLICABILE, "2025: non applicabile"),
        (StatoVoce.VALORIZZATA, "2025: nessun dato"),
    ],
)
def test_dichiarare_nessuna_non_e_tacere(stato, testo):
    assert beside(field_of(SAP), SAP, None, Anno(2025, None, {"consistenza/-/stato": stato})) == testo


@pytest.mark.parametrize(
    ("cella", "valore", "testo"),
    [
        (SAP, 1475, "1.475"),
        (SAP, None, ""),
        ("consistenza/-/stato", StatoVoce.NESSUNA, "Nessuna"),
        ("misure_anno_piano/a/livello", "comune", "comunale"),
        ("misure_anno_piano/a/livello", "ignoto", "ignoto"),
        ("misure_anno_piano/a/anno", 2026, "2026"),
        ("misure_anno_piano/a/dal", date(2026, 3, 1), "1° marzo 2026"),
        ("misure_anno_piano/a/residui", Decimal("9836.17"), "9.836,17 euro"),
        ("transitori/017166/percentuale", Decimal("12.50"), "12,5%"),
    ],
)
def test_i_valori_a_parole(cella, valore, testo):
    assert in_words(field_of(cella), valore) == testo


def test_il_limite_e_quello_del_regime():
    limite = Limite("transitori", Decimal(10), "percento", "unità disponibili", Arrotondamento.NON_INDICATO, "art. 23")
    lavori = Limite("lavori_inquilino", Decimal(8000), "euro", "alloggio", Arrotondamento.NON_INDICATO, "art. 10")
    regime = Regime(date(2026, 1, 1), (limite, lavori), ())
    inizio = "Limite in vigore il 1° gennaio 2026: "
    assert limit_of("transitori", regime) == f"{inizio}10%, calcolato su: unità disponibili (art. 23)."
    assert limit_of("stato_di_fatto", regime) == f"{inizio}8.000 euro per alloggio (art. 10)."
    assert limit_of("consistenza", regime) == limit_of("forze_ordine", regime) == ""


def test_una_riga_dice_le_sue_celle():
    riga = Riga("consistenza", CONSISTENZA.tabelle[0], ("017166", "-"))
    assert riga.celle() == tuple(f"consistenza/017166/{misura}" for misura in ("sap", "sas", "altro"))
    assert (riga.part("ubicazione_id"), riga.part("gestore_id"), riga.part("tipo")) == ("017166", "-", "-")


@pytest.mark.parametrize(
    ("celle", "frase"),
    [
        ({SAP: "81", "consistenza/-/stato": "valorizzata"}, "Salvato: 1 valore cambiato."),
        ({"libere/-/stato": "nessuna"}, "Salvato: 1 voce senza nulla da dichiarare."),
        (
            {SAP: "81", "libere/-/stato": "nessuna", "esiti/-/stato": "non_applicabile"},
            "Salvato: 1 valore cambiato, 2 voci senza nulla da dichiarare.",
        ),
        ({"libere/-/stato": "da_compilare"}, "Salvato."),
        ({}, "Non c’era nulla di nuovo da salvare."),
    ],
)
def test_si_conta_tutto_cio_che_si_e_salvato(celle, frase):
    assert tell_saved([Modifica(cella=cella, a=a) for cella, a in celle.items()], 0) == frase
