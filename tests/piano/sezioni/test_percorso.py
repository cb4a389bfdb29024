"""How the plan came about."""

from datetime import date

import pytest

from piano.valori import (
    ApprovazioneCongelata,
    DesignazioneCongelata,
    FinestraCongelata,
    IntegrazioneCongelata,
    ParereCongelato,
    ProrogaCongelata,
    Uscita,
)
from tests.piano.snapshot_di_prova import ALER, ALTRA, BORGO, molti, pagina, piano_con


def prosa(**altro: object) -> str:
    return pagina(piano_con(**altro), "percorso").testo


def test_vuoto() -> None:
    scritto = prosa(enti=())
    assert "Designazione del capofila: nessun dato." in scritto
    assert "Periodi della raccolta dei dati: nessun dato." in scritto
    assert "Il piano non è ancora stato approvato." in scritto
    assert "arere" not in scritto


def test_designazioni() -> None:
    scritto = prosa(
        designazioni=(
            DesignazioneCongelata("capofila", "altra", "", "Assemblea dei Sindaci", date(2019, 3, 19), ""),
            DesignazioneCongelata("supporto", "", "Azienda Insieme", "Giunta comunale", date(2020, 4, 8), "n. 3"),
        )
    )
    assert "è il Comune di Altra: lo ha designato l’Assemblea dei Sindaci il 19 marzo 2019." in scritto
    assert "è Azienda Insieme: lo ha designato la Giunta comunale l’8 aprile 2020 (atto: n. 3)." in scritto


def test_finestre_proroghe_integrazioni_uscite() -> None:
    scritto = prosa(
        finestre=(
            FinestraCongelata(date(2025, 10, 8), date(2025, 10, 31), "", "piattaforma"),
            FinestraCongelata(date(2026, 2, 6), date(2026, 2, 21), "è cambiato il regolamento.", "PEC"),
        ),
        proroghe=(ProrogaCongelata("aler-monti", date(2025, 11, 8), "guasto", ""),),
        integrazioni=(
            IntegrazioneCongelata("", "Comuni", None, "", ""),
            IntegrazioneCongelata("borgo", "", date(2026, 3, 1), "PEC", "12/26"),
        ),
        usciti=(Uscita("Zeta", "comune", date(2025, 12, 31)),),
    )
    assert "dall’8 al 31 ottobre 2025; canale: piattaforma;" in scritto
    assert "dal 6 al 21 febbraio 2026; canale: PEC; motivo della riapertura: è cambiato il regolamento." in scritto
    assert "all’ALER Monti fino all’8 novembre 2025; motivo: guasto; atto non indicato." in scritto
    assert "integrazioni inviate dai Comuni, senza data indicata;" in scritto
    assert "integrazioni inviate dal Comune di Borgo, il 1° marzo 2026, canale: PEC, protocollo 12/26." in scritto
    assert "Il Comune di Zeta non fa più parte dell’ambito; l’ultimo giorno è stato il 31 dicembre 2025." in scritto


@pytest.mark.parametrize(
    ("parere", "frase"),
    [
        (
            ParereCongelato("aler-monti", "positivo", None, "", "", ""),
            "L’ALER Monti ha espresso parere positivo sul piano (data e protocollo: nessun dato).",
        ),
        (
            ParereCongelato("aler-monti", "condizionato", date(2026, 3, 3), "", "si parta da Borgo.", ""),
            "positivo con condizioni sul piano (3 marzo 2026; protocollo: nessun dato). Condizioni: si parta da Borgo.",
        ),
        (
            ParereCongelato("aler-monti", "negativo", None, "7", "", ""),
            "parere negativo sul piano (data: nessun dato; protocollo: 7)",
        ),
        (
            ParereCongelato("aler-monti", "", date(2026, 3, 3), "7", "", ""),
            "(esito: nessun dato) (3 marzo 2026; protocollo: 7)",
        ),
    ],
)
def test_parere(parere: ParereCongelato, frase: str) -> None:
    assert frase in prosa(pareri=(parere,))


def test_parere_che_manca() -> None:
    assert "Parere dell’ALER Monti: nessun dato." in prosa(enti=(ALTRA, BORGO, ALER))


def test_approvazioni() -> None:
    scritto = prosa(
        stato="approvato",
        approvazioni=(
            ApprovazioneCongelata("approvazione", "Assemblea dei Sindaci", date(2026, 4, 8), "", "unanimità"),
            ApprovazioneCongelata("ratifica", "Consiglio comunale", date(2026, 5, 1), "n. 9", ""),
            ApprovazioneCongelata("presa_atto", "Giunta di Borgo", date(2026, 5, 2), "n. 4", ""),
        ),
    )
    assert (
        "L’Assemblea dei Sindaci ha approvato il piano l’8 aprile 2026 (atto: numero non indicato). Voti: unanimità."
        in scritto
    )
    assert "Il Consiglio comunale ha ratificato il piano il 1° maggio 2026 (atto: n. 9)." in scritto
    assert "La Giunta di Borgo ha preso atto del piano" in scritto
    assert "non è ancora stato approvato" not in scritto


def test_sessantuno_proroghe() -> None:
    enti = molti()
    proroghe = tuple(ProrogaCongelata(ente.slug, date(2026, 1, 9), "neve", "n. 1") for ente in enti)
    assert "al Comune di Ente 61 fino al 9 gennaio 2026" in prosa(enti=enti, proroghe=proroghe)
