"""A scheda in words: missing, nil and not applicable are never confused; last year stands beside."""

import pytest

from lessico.origine import Origine, TipoOrigine
from lessico.voce import StatoVoce
from patrimonio.models import Scheda
from raccolta.celle import values_of
from raccolta.lettura.etichette import load_names
from raccolta.lettura.intera import read_whole
from raccolta.lettura.riassunto import NON_C_E, VoceDescritta, describe
from raccolta.lettura.testi import NESSUN_DATO
from raccolta.models import Riporto
from raccolta.services import update
from tests.dati import create_piano, write
from tests.raccolta.raccolta_di_prova import certify


def voci_of(quadri) -> dict[str, VoceDescritta]:
    return {voce.codice: voce for quadro in quadri for voce in quadro.voci}


def told(voce: VoceDescritta) -> list[tuple[str, str, str, str]]:
    return [(riga.etichetta, d.etichetta, d.testo, d.prima) for riga in voce.righe for d in riga.dati]


@pytest.fixture
def rovato(mondo) -> Scheda:
    write(
        mondo.rovato,
        {
            "consistenza/017166/sap": 1475,
            "consistenza/017166/sas": 3,
            "libere/017166/unita": 2,
            "libere/017166/costo_massimo": "9836.17",
            "conferite/-/stato": "nessuna",
            "transitori/-/stato": "non_applicabile",
            "transitori/-/causa": "Comune sotto i 10.000 abitanti",
            "consistenza/-/nota": "<b>Due</b> sono in vendita.",
        },
    )
    return mondo.rovato


def test_ogni_stato_ha_le_sue_parole(rovato):
    congelata = write(rovato, {})
    voci = voci_of(describe(congelata, load_names(values_of(congelata), rovato)))
    assert {c: (v.stato, v.breve) for c, v in voci.items() if c in ("conferite", "transitori", "assegnabili")} == {
        "conferite": (StatoVoce.NESSUNA, "Nessuna"),
        "transitori": (StatoVoce.NON_APPLICABILE, "Non applicabile"),
        "assegnabili": (StatoVoce.DA_COMPILARE, "Da compilare"),
    }
    assert voci["transitori"].causa == "Comune sotto i 10.000 abitanti"
    assert next(c for c, v in voci.items() if v.mancante) == "stato_di_fatto"
    assert voci["consistenza"].nota == "<b>Due</b> sono in vendita."


def test_le_righe_con_i_nomi_e_i_totali(rovato):
    congelata = write(rovato, {})
    voci = voci_of(describe(congelata, load_names(values_of(congelata), rovato)))
    assert told(voci["consistenza"]) == [("Rovato", "SAP", "1.475", NESSUN_DATO), ("Rovato", "SAS", "3", NESSUN_DATO)]
    assert [(d.etichetta, d.testo) for d in voci["consistenza"].totale] == [("Totale", "1.478")]
    assert told(voci["libere"]) == [
        ("Rovato, SAP", "", "2", NESSUN_DATO),
        ("Rovato, SAP", "Costo massimo dei lavori per unità", "9.836,17 euro", NESSUN_DATO),
    ]


def test_una_voce_composta_si_legge_come_fu_compilata(rovato):
    per_parti = voci_of(describe(write(rovato, {})))
    assert {"libere", "avvicendamento", "edilizia"} <= per_parti.keys()
    assert not {"liberazioni", "nuova_edificazione", "ristrutturazione"} & per_parti.keys()


def test_la_scheda_d_ambito_ha_le_sue_voci(mondo):
    assert {"avvisi", "misure_ricorrenti"} <= voci_of(describe(write(mondo.scheda_ambito, {}))).keys()
    assert "avvisi" not in voci_of(describe(write(mondo.rovato, {})))


def test_accanto_sta_l_anno_prima(mondo):
    prima = write(mondo.rovato, {"consistenza/017166/sap": 80, "consistenza/017052/sap": 1, "conferite/-/unita": 4})
    dopo = write(
        mondo.rovato,
        {"consistenza/017166/sap": 81, "consistenza/017052/sap": None, "conferite/-/unita": None}
        | {"conferite/-/stato": "nessuna", "misure_anno_piano/fondo/motivo": "pochi fondi"},
    )
    voci = voci_of(describe(dopo, prima=prima))
    assert told(voci["consistenza"]) == [("017166", "SAP", "81", "80"), ("017052", "SAP", "0", "1")]
    assert [(d.testo, d.prima) for d in voci["consistenza"].totale] == [("81", "81")]
    assert told(voci["conferite"]) == [("SAP", "", "0", "4")]
    assert voci["transitori"].prima == "da compilare"
    assert told(voci["misure_anno_piano"]) == [("Fondo", "Motivo", "pochi fondi", NESSUN_DATO)]
    poi = write(mondo.rovato, {"misure_anno_piano/fondo/motivo": None, "misure_anno_piano/altra/motivo": "x"})
    assert told(voci_of(describe(poi, prima=dopo))["misure_anno_piano"])[1] == (
        "Fondo",
        "Motivo",
        NON_C_E,
        "pochi fondi",
    )


def test_i_segni_della_provenienza_e_l_anno_certificato(mondo, django_assert_max_num_queries):
    passato = create_piano(mondo.ambito, 2025).ricognizione
    certify(Scheda.objects.create(ricognizione=passato, ente=mondo.rovato.ente))
    for cella, origine in (
        ("consistenza/017166/sap", TipoOrigine.UFFICIO),
        ("libere/017166/unita", TipoOrigine.RIPORTO),
        ("assegnabili/017166/unita", TipoOrigine.RIPORTO),
    ):
        update(mondo.rovato, {cella: 2}, by=mondo.carla, origine=Origine(origine, "x"))
    Riporto.objects.create(scheda=mondo.rovato, voce="libere")
    with django_assert_max_num_queries(22):
        riassunto = read_whole(Scheda.objects.select_related("ricognizione", "ente").get(pk=mondo.rovato.pk))
    segni = {d.cella: d.segno for v in voci_of(riassunto.quadri).values() for r in v.righe for d in r.dati}
    assert segni == {
        "consistenza/017166/sap": "d’ufficio",
        "libere/017166/unita": "da confermare",
        "assegnabili/017166/unita": "riportata dall’anno prima",
    }
    assert (riassunto.anno_prima, riassunto.ufficio) == (2025, True)
    assert voci_of(riassunto.quadri)["transitori"].prima == "nessuna"
    assert told(voci_of(riassunto.quadri)["consistenza"]) == [("Rovato", "SAP", "2", "0")]
