"""Sources and certifications."""

from datetime import UTC, date, datetime

from msgspec.structs import replace

from piano.valori import CertificazioneCongelata, FinestraCongelata, FonteScheda
from tests.piano.snapshot_di_prova import ALTRA, BORGO, molti, pagina, piano_con

CERTIFICATA = CertificazioneCongelata(
    1, "Rita Rossi", "certificatore", True, datetime(2026, 2, 20, 9, 30, tzinfo=UTC), "ab"
)


def test_certificata_e_non_certificata() -> None:
    fonti = (
        FonteScheda("", completa=False, origini=()),
        FonteScheda("altra", completa=True, origini=("digitata",), certificazione=CERTIFICATA),
        FonteScheda("borgo", completa=True, origini=("ufficio: piano 2026", "foglio")),
    )
    trovata = pagina(piano_con(fonti=fonti), "fonti")
    certificata = trovata.find("altra", "certificazione")
    assert certificata.startswith("certificata da Rita Rossi (certificatore), 20 febbraio 2026, ore 10:30;")
    assert certificata.endswith("unico addetto: chi compila può certificare")
    assert trovata.find("borgo", "certificazione") == "non certificata in Pianocasa"
    assert (
        trovata.find("borgo", "origini") == "inserita d’ufficio dal capofila: piano 2026; letta da un foglio di calcolo"
    )
    assert (trovata.find("ambito", "completa"), trovata.find("altra", "completa")) == ("non tutte", "tutte")
    assert trovata.find("aler-monti", "completa") == "nessuna scheda"


def test_altri_nomi_sede_e_unico_addetto() -> None:
    ente = replace(ALTRA, alias=("Altra S.M.",), sede="via Alta", unico_addetto=True)
    assert (
        pagina(piano_con(enti=(ente, BORGO)), "fonti").find("altra", "nomi")
        == "Altra S.M.; sede: via Alta; unico addetto"
    )


def test_finestre() -> None:
    finestre = (FinestraCongelata(date(2025, 10, 8), date(2025, 10, 31), "", ""),)
    assert "è rimasta aperta dall’8 al 31 ottobre 2025." in pagina(piano_con(finestre=finestre), "fonti").testo


def test_vuoto_e_sessantuno() -> None:
    vuota = pagina(piano_con(enti=()), "fonti")
    assert "Periodi della raccolta dei dati: nessun dato." in vuota.testo
    assert pagina(piano_con(enti=molti()), "fonti").find("ente-61", "completa") == "nessuna scheda"
