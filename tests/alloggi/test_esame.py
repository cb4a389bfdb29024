"""The rows of a file gone through: what is right is kept, equal errors are one, memory stays bounded."""

from types import SimpleNamespace

import pytest

from raccolta.alloggi.celle import CellaErrata
from raccolta.alloggi.confronto import unpack
from raccolta.alloggi.esame import MOSTRATI, TENUTI, Colonna, Esame


def only_rovato(cella):
    if cella != "Rovato":
        raise CellaErrata("Nessun comune ha questo nome.")
    return "017166"


LUOGHI = SimpleNamespace(read_comune=only_rovato, read_gestore=str)
ORDINE = ("codice", "indirizzo", "comune", "tipo", "stato", "superficie_utile", "lavori", "fine_lavori")
COLONNE = [Colonna(campo, posto=posto) for posto, campo in enumerate(ORDINE)]
BUONA = ["A1", "Via Roma 1", "Rovato", "SAP", "Locato", 60.5, "", ""]


def examine(*righe, colonne=COLONNE):
    esame = Esame(colonne, LUOGHI)
    esame.read(enumerate(righe, start=2))
    return esame


def sentences(esame):
    return {(g.campo, g.quanti, *g.posti) for g in esame.gruppi.values()}


def with_(**cambi):
    return [cambi.get(campo, valore) for campo, valore in zip(ORDINE, BUONA, strict=True)]


def test_una_riga_buona_e_le_righe_fantasma():
    esame = examine(["", "", "", "", "", "", "", ""], BUONA, [], ["", ""])
    numero, scritta = esame.righe["A1"]
    assert (numero, esame.lette, esame.errate) == (3, 1, 0)
    valori = dict(zip(esame.campi, unpack(esame.campi, scritta), strict=True))
    assert (valori["stato"], valori["comune"], str(valori["superficie_utile"])) == ("locata", "017166", "60.50")
    assert (valori["lavori"], valori["fine_lavori"]) == ("", None)


@pytest.mark.parametrize(
    ("riga", "errore"),
    [
        (with_(codice=" "), ("codice", 1, "A2 «»")),
        (with_(comune="Rovatto"), ("comune", 1, "C2 «Rovatto»")),
        (with_(superficie_utile=["2026-05-12"]), ("superficie_utile", 1, "F2 «12/05/2026»")),
        (with_(fine_lavori="31/12/2026"), ("fine_lavori", 1, "H2 «31/12/2026»")),
        (with_(lavori="Bagno"), ("lavori", 1, "G2 «Bagno»")),
        (with_(lavori="per RSSMRA80A01H501U"), ("lavori", 1, "G2")),
        (BUONA[:4], ("stato", 1, "E2")),
        (with_(superficie_utile=["#RIF!", "errore"]), ("superficie_utile", 1, "F2 «#RIF!»")),
        (with_(indirizzo="#N/D"), ("indirizzo", 1, "B2 «#N/D»")),
        (with_(lavori=["", "vuota"]), ("lavori", 1, "G2")),
    ],
)
def test_una_riga_sbagliata_dice_la_casella(riga, errore):
    esame = examine(riga)
    assert (esame.righe, esame.errate) == ({}, 1)
    [avuto] = sentences(esame)
    assert tuple(testo.replace(" «»", "") if isinstance(testo, str) else testo for testo in errore) == avuto


def test_un_codice_ripetuto_non_entra_da_nessuna_delle_sue_righe():
    esame = examine(BUONA, with_(indirizzo="Via Verdi 2"), with_(codice="A2"), BUONA)
    assert set(esame.righe) == {"A2"}
    assert sentences(esame) == {("codice", 3, "A2 «A1»", "A3 «A1»", "A5 «A1»")}
    assert (esame.lette, esame.errate, esame.scartati) == (4, 3, {"A1"})


def test_centomila_errori_uguali_sono_un_gruppo():
    esame = examine(*([f"A{n}", "Via Roma", "Rovato", "SAP", f"stato {n}", 60.5, "", ""] for n in range(100_000)))
    [gruppo] = esame.gruppi.values()
    assert (gruppo.quanti, len(gruppo.posti), len(esame.errori)) == (100_000, MOSTRATI, TENUTI)
    assert all(len(memoria) <= 20_000 for _, memoria, _, _ in esame.letture)


def test_un_valore_uguale_per_tutti():
    colonne = [*(c for c in COLONNE if c.campo != "tipo"), Colonna("tipo", fisso="sas")]
    esame = examine(BUONA, colonne=colonne)
    assert unpack(esame.campi, esame.righe["A1"][1])[-1] == "sas"


def test_il_civico_in_una_colonna_sua_sta_con_l_indirizzo():
    colonne = [*COLONNE, Colonna("civico", posto=len(ORDINE))]
    esame = examine([*BUONA, 12.0], [*with_(codice="A2"), ""], [*with_(codice="A3"), "x" * 21], colonne=colonne)
    assert "civico" not in esame.campi
    indirizzi = [unpack(esame.campi, esame.righe[codice][1])[1] for codice in ("A1", "A2")]
    assert indirizzi == ["Via Roma 1, 12", "Via Roma 1"]
    assert sentences(esame) == {("civico", 1, f"I4 «{'x' * 21}»")}


def test_la_riga_del_totale_non_e_un_alloggio_con_cinque_errori():
    esame = examine(BUONA, ["Totale:", "", "", "", "", 60.5, "", ""])
    assert (set(esame.righe), sentences(esame), esame.errate) == ({"A1"}, {("codice", 1, "A3")}, 1)
