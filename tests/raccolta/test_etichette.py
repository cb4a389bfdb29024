"""Celle and values in words."""

import pytest

from raccolta.lettura.etichette import Nomi, label_of, load_names, with_titles
from raccolta.lettura.testi import NESSUN_DATO, write_text
from tests.dati import write

NOMI = Nomi(
    comuni={"017166": "Rovato"},
    enti={"aler": "ALER"},
    categorie={"giovani": "Giovani coppie"},
    titoli={"fondo": "Fondo per la locazione", "uno": "avviso n. 1/2025, ordinario"},
)
IN_PAROLE = {
    "consistenza": "Consistenza del patrimonio",
    "consistenza/017166/sap": "Consistenza del patrimonio, Rovato, SAP",
    "consistenza/-/sas": "Consistenza del patrimonio, SAS",
    "consistenza/-.aler/sap": "Consistenza del patrimonio, gestore: ALER, SAP",
    "consistenza/-/nota": "Consistenza del patrimonio, nota",
    "libere/017166/unita": "Libere, Rovato, SAP",
    "libere/017166.sas.lavori/unita": "Libere, Rovato, SAS, alla fine dei lavori",
    "libere/-/costo_massimo": "Libere, SAP, costo massimo dei lavori per unità",
    "riserva_categorie/-.giovani/percentuale": "Riserva per le categorie dell’art. 14, Giovani coppie, percentuale",
    "misure_anno_piano/fondo/fondi_nuovi": "Misure dell’anno del piano, Fondo per la locazione, fondi nuovi",
    "misure_anno_piano/fondo.massimale.2/importo": (
        "Misure dell’anno del piano, Fondo per la locazione, massimale 2, importo"
    ),
    "esiti/017166.uno/offerte": (
        "Unità offerte e assegnate nell’anno precedente, Rovato, avviso n. 1/2025, ordinario, unità offerte"
    ),
    "misure_anno_piano/senza-titolo/motivo": "Misure dell’anno del piano, senza titolo, motivo",
    "inventata/-/sap": "inventata/-/sap",
    "non è una cella": "non è una cella",
}


@pytest.mark.parametrize(("cella", "parole"), IN_PAROLE.items(), ids=IN_PAROLE.keys())
def test_una_cella_in_parole(cella, parole):
    assert label_of(cella, NOMI) == parole


@pytest.mark.parametrize(
    ("cella", "testo", "scritto"),
    [
        ("consistenza/-/sap", "1475", "1.475"),
        ("libere/-/costo_massimo", "9836.17", "9.836,17 euro"),
        ("soglia_indigenza/-/percentuale", "20.00", "20%"),
        ("avvisi/uno/dal", "2025-10-31", "31 ottobre 2025"),
        ("avvisi/uno/anno", "2025", "2025"),
        ("avvisi/uno/tipo", "sas", "per servizi abitativi sociali"),
        ("consistenza/-/stato", "non_applicabile", "non applicabile"),
        ("consistenza/-/nota", "<b>due</b>", "<b>due</b>"),
        ("consistenza/-/sap", "", NESSUN_DATO),
        ("indicatori/residenti/valore", "48231.50", "48.231,5"),
    ],
)
def test_un_valore_conservato_in_parole(cella, testo, scritto):
    assert write_text(cella, testo) == scritto


def test_i_nomi_si_cercano_insieme(mondo, django_assert_num_queries):
    write(mondo.rovato, {"misure_anno_piano/fondo/titolo": "Fondo per la locazione"})
    write(mondo.scheda_ambito, {"avvisi/uno/numero": "1/2025", "avvisi/uno/tipo": "ordinario"})
    celle = [*IN_PAROLE, *(f"consistenza/{n:06}/sap" for n in range(50))]
    with django_assert_num_queries(6):
        nomi = load_names(celle, mondo.rovato)
    assert nomi.comuni == {"017166": "Rovato"}
    assert nomi.enti == {"aler": "ALER"}
    assert nomi.titoli == {"fondo": "Fondo per la locazione", "uno": "avviso n. 1/2025, ordinario"}


def test_i_titoli_di_una_scheda_congelata(mondo):
    congelata = write(mondo.rovato, {"misure_anno_piano/fondo/titolo": "Fondo nuovo"})
    assert with_titles(NOMI, congelata).titoli["fondo"] == "Fondo nuovo"
