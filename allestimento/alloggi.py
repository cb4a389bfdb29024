"""The pictures of a list of dwellings on its way into the register, with something to correct."""

from playwright.sync_api import FilePayload, Page

from allestimento.fotografo import Fotografo


def take_dwellings(fotografo: Fotografo, pagina: Page) -> None:
    """What each column is, what would change, the register."""
    pagina.goto(f"{fotografo.sito}/unita/importazione/")
    elenco: FilePayload = {"name": "alloggi.csv", "mimeType": "text/csv", "buffer": write_list().encode()}
    pagina.get_by_label("L’elenco degli alloggi").set_input_files(elenco)
    pagina.get_by_role("button", name="Carica e continua").click()
    fotografo.take(pagina, "alloggi-colonne")
    pagina.get_by_role("button", name="Guarda che cosa cambierebbe").click()
    fotografo.take(pagina, "alloggi-prova")
    pagina.get_by_role("button", name="Scrivi nel registro").click()
    fotografo.take(pagina, "alloggi", "/unita/")


def write_list() -> str:
    """As an office has it: headings of its own, a column about people, some things that are not right."""
    stati = ("Locato", "Locato", "Sfitto", "Locato", "Lavori in corso", "da verificare")
    righe = [
        f"VD-{n:03};Via del Mulino;{n};Valdemo;{'circa 60' if n % 8 == 0 else 45 + n};{stati[n % 6]};ERP;Rossi"
        for n in range(1, 25)
    ]
    return "\r\n".join(("Cod. alloggio;Via;Civico;Comune;Mq;Stato occupaz.;Tipologia;Intestatario", *righe))
