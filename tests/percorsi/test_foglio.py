"""The officer of Rovato away from the desk: the workbook taken, filled in, brought back; where each value is from."""

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from openpyxl import load_workbook
from playwright.sync_api import expect

from raccolta.celle import values_of
from tests.dati import read
from tests.percorsi.persona import Persona
from tests.raccolta.fogli_di_prova import find, pack
from tests.raccolta.persone import SAP, SAS


def test_il_foglio_va_e_torna(persona: Callable[..., Persona], aperta: SimpleNamespace, tmp_path: Path) -> None:
    anna = persona().enter(aperta.anna)
    anna.go(f"/schede/{aperta.rovato.pk}/")
    anna.follow("Foglio di calcolo")
    anna.looks_around()
    nome, contenuto = anna.download("Scarica il foglio")
    assert nome == "scheda-rovato-2026.xlsx"
    cartella = load_workbook(io.BytesIO(contenuto))
    find(cartella, SAP).value, find(cartella, SAS).value = 81, "tre"
    anna.pagina.stati_attesi.add(422)
    bring(anna, tmp_path / "scheda di Rovato.xlsx", pack(cartella))
    anna.sees("Da correggere: 1 casella")
    anna.sees("«tre» non è un numero")
    anna.looks_around()
    _, segnato = anna.download("Scarica il file con gli errori segnati")
    corretta = load_workbook(io.BytesIO(segnato))
    assert find(corretta, SAS).comment.text.startswith("Da correggere")
    find(corretta, SAS).value = 3
    bring(anna, tmp_path / "scheda di Rovato.xlsx", pack(corretta))
    expect(anna.pagina.get_by_role("row", name="Consistenza del patrimonio, Rovato, SAS")).to_contain_text("vuoto 3")
    assert "consistenza" not in {cella.split("/")[0] for cella in values_of(read(aperta.rovato))}, "non si è salvato"
    anna.looks_around()
    anna.push("Conferma e salva")
    anna.sees("Salvato: 2 valori cambiati.")
    assert {values_of(read(aperta.rovato))[cella] for cella in (SAP, SAS)} == {81, 3}
    anna.go(f"/schede/{aperta.rovato.pk}/valore/?cella={SAP}")
    anna.sees("Da un foglio di calcolo: scheda di Rovato.xlsx, Patrimonio, D9")


def bring(anna: Persona, percorso: Path, contenuto: bytes) -> None:
    """Choose the file, and ask what would change."""
    percorso.write_bytes(contenuto)
    anna.pagina.get_by_label("Il foglio compilato").set_input_files(percorso)
    anna.push("Controlla senza salvare")
