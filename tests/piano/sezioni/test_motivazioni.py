"""Reasons given in writing."""

from datetime import date

from piano.valori import MotivazioneCongelata
from tests.piano.snapshot_di_prova import molti, pagina, piano_con


def motivazione(ente: str, regola: str = "DSP-03") -> MotivazioneCongelata:
    return MotivazioneCongelata(ente, regola, (), "Due case <b>chiuse</b>.", "Rita Rossi", date(2026, 2, 8))


def test_dell_ente_e_del_piano() -> None:
    trovata = pagina(piano_con(motivazioni=(motivazione("altra"), motivazione("", "GOV-01"))), "motivazioni")
    assert trovata.find("altra", "testo", "DSP-03") == "Due case <b>chiuse</b>."
    assert trovata.find("piano", "data", "GOV-01") == "8 febbraio 2026"
    assert "Comune di Altra" in trovata.testo


def test_nessuna_e_sessantuna() -> None:
    assert "Nessun ente ha dovuto motivare" in pagina(piano_con(enti=()), "motivazioni").testo
    tutte = tuple(motivazione(ente.slug) for ente in molti())
    assert pagina(piano_con(enti=molti(), motivazioni=tutte), "motivazioni").has("ente-61", "testo")
