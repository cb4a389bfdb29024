"""The officer of Rovato, from the invitation to the certification; and what her scheda costs in keys and clicks."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from django.core import mail

from enti.models import Incarico
from patrimonio.models import Scheda
from raccolta.celle import values_of
from raccolta.models import Certificazione
from tests.dati import create_incarico, read
from tests.percorsi.persona import PAROLA, Persona
from tests.test_pagine import age_login

MISURE = Path(__file__).parents[2] / "docs" / "misure.md"
NULLE = {
    "Disponibilità": (
        "Assegnabili nello stato di fatto",
        "Nuova edificazione e ristrutturazione",
        "Libere e in avvicendamento",
        "Conferite da privati",
    ),
    "Quote e riserve": (
        "Soglia oltre il 20% per l’indigenza",
        "Riserva per le categorie dell’art. 14",
        "Categoria di particolare rilevanza sociale",
        "Riserva per le Forze dell’ordine",
        "Servizi abitativi transitori",
    ),
    "Misure": ("Misure dell’anno precedente", "Misure dell’anno del piano"),
}
"""What Rovato has nothing of, by page: in the words of the page."""

ROVATO = {
    "consistenza/-/stato": "valorizzata",
    "consistenza/017166/sap": 81,
    "consistenza/017166/sas": 0,
    "consistenza/017166/altro": 0,
    "assegnabili/-/stato": "valorizzata",
    "assegnabili/017166/unita": 2,
    "esiti/-/stato": "valorizzata",
    "esiti/017166/offerte": 2,
    "esiti/017166/assegnate": 0,
    "ponte/-/stato": "valorizzata",
    "ponte/riporto/unita": 2,
} | {
    f"{codice}/-/stato": "nessuna"
    for codice in (
        "stato_di_fatto",
        "edilizia",
        "liberazioni",
        "conferite",
        "soglia_indigenza",
        "riserva_categorie",
        "categoria_rilevanza",
        "forze_ordine",
        "transitori",
        "misure_anno_precedente",
        "misure_anno_piano",
    )
}
"""The scheda of Rovato in the plan of 2026."""


def test_dall_invito_alla_certificazione(persona: Callable[..., Persona], aperta: SimpleNamespace) -> None:
    carla = persona().enter(aperta.carla)
    marta, bice = persona(), persona()
    accept(marta, invite(carla, "Marta", "Compila la scheda", first=True), first=True)
    accept(bice, invite(carla, "Bice", "Certifica la scheda"))
    compile_with_mouse(marta)
    marta.sees("Pronta da certificare")
    assert marta.battute <= 20
    assert marta.clic <= 30
    assert f"La scheda di Rovato: {marta.battute} battute, {marta.clic} clic" in MISURE.read_text()
    read_summary(marta)
    assert dict(values_of(read(aperta.rovato))) == ROVATO
    certify(bice, aperta.rovato)


def test_con_la_tastiera_sola(persona: Callable[..., Persona], aperta: SimpleNamespace) -> None:
    marta = persona().enter(aperta.anna)
    compile_with_keyboard(marta)
    assert marta.clic == 0
    assert dict(values_of(read(aperta.rovato))) == ROVATO
    bice = persona().enter(create_certifier(aperta))
    certify_with_keyboard(bice)
    assert Certificazione.objects.get().nome == "Bice"


def invite(carla: Persona, nome: str, incarico: str, *, first: bool = False) -> str:
    """The capofila invites somebody of Rovato; the address in the letter. The pages are looked at the first time."""
    carla.go("/scrivania/")
    carla.follow("Persone")
    if first:
        carla.looks_around()
    carla.follow("Invita una persona")
    carla.fill("Indirizzo e-mail di lavoro*", f"{nome.lower()}@rovato.example.org")
    carla.fill("Nome*", nome)
    carla.fill("Cognome*", "Rossi")
    carla.pagina.get_by_label("Incarico").select_option(label=incarico)
    carla.pagina.get_by_label("Ente").select_option(label="Comune di Rovato")
    if first:
        carla.looks_around()
    carla.push("Prepara l’invito")
    carla.sees(f"Invito mandato a {nome.lower()}@rovato.example.org.")
    if first:
        carla.looks_around()
    [indirizzo] = re.findall(r"http\S+", mail.outbox[-1].body)
    return indirizzo


def accept(chi: Persona, indirizzo: str, *, first: bool = False) -> None:
    """From the letter to the desk."""
    chi.go(indirizzo)
    chi.reads("Registrazione su invito")
    if first:
        chi.looks_around()
    chi.fill("Password*", PAROLA)
    chi.fill("Password, di nuovo*", PAROLA)
    chi.push("Registrati")
    chi.reads("Scrivania")
    if first:
        chi.looks_around()


def compile_with_mouse(marta: Persona) -> None:
    """From the desk to «pronta da certificare», with the hand on the mouse where it is quicker."""
    marta.go("/scrivania/")
    marta.start_counting()
    marta.follow("Compila la scheda")
    marta.sees("Da compilare entro")
    marta.looks_around()
    marta.follow("Comincia")
    marta.reads("Patrimonio")
    marta.click(marta.cella("Consistenza del patrimonio", "Rovato", "SAP"))
    marta.write("81")
    for numero in ("0", "0"):
        marta.press("Tab")
        marta.write(numero)
    marta.looks_around()
    marta.go_on()
    declare_nothing(marta, "Disponibilità")
    marta.click(marta.cella("Unità disponibili per l’assegnazione", "Rovato, SAP", "Unità"))
    marta.write("2")
    marta.go_on()
    declare_nothing(marta, "Quote e riserve")
    marta.go_on()
    marta.reads("Avvisi e assegnazioni")
    marta.click(marta.cella("Unità offerte e assegnate nell’anno precedente", "Rovato", "Offerte"))
    marta.write("2")
    marta.click(marta.cella("Unità offerte e assegnate nell’anno precedente", "Rovato", "Assegnate"))
    marta.write("0")
    marta.go_on()
    declare_nothing(marta, "Misure")
    marta.go_on()
    marta.follow("Scheda 2026, Comune di Rovato")
    confirm_bridge(marta)


def confirm_bridge(marta: Persona) -> None:
    """The two units offered the year before and not assigned are those available now: the program says so."""
    marta.sees("1 controllo da spiegare")
    marta.follow("Apri i controlli")
    marta.reads("Controlli")
    marta.looks_around()
    marta.follow("Apri il ponte")
    marta.reads("Il ponte")
    marta.looks_around()
    marta.push("Conferma e salva")
    marta.sees("i conti tornano")
    marta.looks_around()
    marta.follow("Scheda 2026, Comune di Rovato")


def declare_nothing(marta: Persona, quadro: str) -> None:
    marta.reads(quadro)
    for voce in NULLE[quadro]:
        marta.none_of(voce)
    marta.looks_around()


def compile_with_keyboard(marta: Persona) -> None:
    """Tab, arrows, return: the same scheda, and the mouse never moves."""
    marta.start_counting()
    follow_with_keyboard(marta, "Compila la scheda")
    follow_with_keyboard(marta, "Comincia")
    marta.reads("Patrimonio")
    for colonna, numero in (("SAP", "81"), ("SAS", "0"), ("Altro", "0")):
        write_with_keyboard(marta, "Consistenza del patrimonio", colonna, numero)
    push_with_keyboard(marta, "Disponibilità")
    declare_nothing_with_keyboard(marta, "Disponibilità")
    write_with_keyboard(marta, "Unità disponibili per l’assegnazione", "Unità", "2")
    push_with_keyboard(marta, "Quote e riserve")
    declare_nothing_with_keyboard(marta, "Quote e riserve")
    push_with_keyboard(marta, "Avvisi e assegnazioni")
    for colonna, numero in (("Offerte", "2"), ("Assegnate", "0")):
        write_with_keyboard(marta, "Unità offerte e assegnate nell’anno precedente", colonna, numero)
    push_with_keyboard(marta, "Misure")
    declare_nothing_with_keyboard(marta, "Misure")
    push_with_keyboard(marta, "Note e allegati")
    follow_with_keyboard(marta, "Scheda 2026, Comune di Rovato")
    follow_with_keyboard(marta, "Apri i controlli")
    follow_with_keyboard(marta, "Apri il ponte")
    marta.reach(marta.pagina.get_by_role("button", name="Conferma e salva"))
    marta.press("Enter")
    marta.sees("i conti tornano")
    follow_with_keyboard(marta, "Scheda 2026, Comune di Rovato")
    marta.sees("Pronta da certificare")


def declare_nothing_with_keyboard(marta: Persona, quadro: str) -> None:
    for voce in NULLE[quadro]:
        marta.reach(marta.voce(voce).get_by_role("radio", name="Ci sono valori").first)
        marta.press("ArrowRight")


def write_with_keyboard(marta: Persona, voce: str, colonna: str, numero: str) -> None:
    marta.reach(marta.cella(voce, "Rovato", colonna))
    marta.write(numero)


def push_with_keyboard(marta: Persona, seguente: str) -> None:
    marta.reach(marta.pagina.locator(".salva .btn-primary"))
    marta.land()
    marta.reads(seguente)


def follow_with_keyboard(chi: Persona, nome: str) -> None:
    """The first Tab of a page offers to skip what every page has."""
    chi.press("Tab")
    chi.press("Enter")
    chi.reach(chi.pagina.get_by_role("main").get_by_role("link", name=nome).first)
    chi.land()


def read_summary(marta: Persona) -> None:
    marta.follow("Riepilogo")
    marta.reads("Comune di Rovato: riepilogo 2026")
    marta.sees("Non certificata.")
    marta.looks_around()


def certify(bice: Persona, scheda: Scheda, nome: str = "Bice Rossi") -> None:
    """Asked who she is before the page and, an hour later, again: what she wrote is not lost and the act goes on."""
    bice.go("/scrivania/")
    bice.follow("Leggi e certifica")
    bice.follow("Rileggi e certifica")
    bice.reads("Conferma")
    bice.looks_around()
    bice.confirm()
    bice.reads("Certificazione della scheda 2026")
    bice.looks_around()
    bice.fill("Qualifica di chi certifica*", "Responsabile del patrimonio")
    bice.tick("Ho letto l’attestazione e la sottoscrivo")
    age_login(bice.pagina)
    bice.push("Certifica la scheda")
    bice.confirm()
    bice.reads("Scheda 2026 certificata")
    bice.looks_around()
    file, contenuto = bice.download("Scarica la ricevuta")
    assert file == f"ricevuta-certificazione-{scheda.ente_id}-2026-1.pdf"
    assert contenuto.startswith(b"%PDF-")
    fatta = Certificazione.objects.get(scheda=scheda)
    assert (fatta.nome, fatta.ruolo) == (nome, "Responsabile del patrimonio")


def certify_with_keyboard(bice: Persona) -> None:
    follow_with_keyboard(bice, "Leggi e certifica")
    follow_with_keyboard(bice, "Rileggi e certifica")
    bice.reads("Conferma")
    bice.reach(bice.pagina.get_by_label("Password"))
    bice.write(PAROLA)
    bice.land()
    bice.reads("Certificazione della scheda 2026")
    bice.reach(bice.pagina.get_by_label("Qualifica di chi certifica"))
    bice.write("Responsabile")
    bice.reach(bice.pagina.get_by_label("Ho letto l’attestazione e la sottoscrivo"))
    bice.press("Space")
    bice.land()
    bice.reads("Scheda 2026 certificata")


def create_certifier(mondo: SimpleNamespace) -> Incarico:
    return create_incarico("Bice", "certificatore", ente=mondo.rovato.ente)
