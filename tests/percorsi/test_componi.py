"""The capofila composes the plan: with the keyboard and scripts on a screen, without scripts on a telephone."""

import re
from collections.abc import Callable
from types import SimpleNamespace

from playwright.sync_api import expect

from piano.componi.testi import mark_of
from piano.models import Capitolo
from piano.schema import load_in_force
from tests.dati import write
from tests.percorsi.persona import Persona

SAP = "rovato/consistenza/017166/sap"


def test_con_la_tastiera(persona: Callable[..., Persona], aperta: SimpleNamespace) -> None:
    write(aperta.rovato, {"consistenza/017166/sap": 81})
    dal_2025 = {"testo": "Nel [[anno_precedente]].\n", "riportato_da": 2025}
    Capitolo.objects.create(piano=aperta.piano, codice="premessa", **dal_2025)
    carla = persona().enter(aperta.carla)
    carla.follow("Scrivi i testi del piano")
    carla.sees("Restano: 1 da rivedere.")
    carla.looks_around()
    carla.follow("Continua da: Premessa")
    carla.sees("è il testo del piano 2025")
    testo, anteprima = carla.pagina.get_by_label("Testo", exact=True), carla.pagina.locator(".anteprima")
    carla.reach(testo)
    carla.press("Control+End")
    carla.write("Rovato ha ")
    expect(anteprima).to_contain_text("Rovato ha")
    carla.reach(carla.pagina.get_by_label("Cerca tra i riferimenti"))
    carla.write("rovato sap")
    bottone = carla.pagina.locator(f'[data-inserisci="[[{SAP}]]"]')
    expect(bottone).to_be_visible()
    carla.reach(bottone)
    carla.press("Enter")
    expect(testo).to_be_focused()
    carla.write(" alloggi, e **[[anni]]**.")
    expect(anteprima).to_contain_text("Rovato ha 81 alloggi, e [[anni]].")
    carla.sees("Il riferimento [[anni]] non esiste")
    carla.looks_around()
    Capitolo.objects.for_system().update(testo="Di un’altra persona.\n", riportato_da=None)
    carla.pagina.stati_attesi.add(409)
    carla.push("Conferma e salva")
    expect(carla.pagina.get_by_label("Il testo salvato da")).to_have_value("Di un’altra persona.\n")
    expect(testo).to_have_value(f"Nel [[anno_precedente]].\nRovato ha [[{SAP}]] alloggi, e **[[anni]]**.")
    carla.looks_around()
    carla.push("Salva il testo scritto qui")
    carla.sees("Il testo è salvato.")
    assert SAP in Capitolo.objects.for_system().get().testo


def test_senza_javascript_dal_telefono(persona: Callable[..., Persona], aperta: SimpleNamespace) -> None:
    carla = persona(javascript=False)
    carla.pagina.set_viewport_size({"width": 390, "height": 844})
    carla.enter(aperta.carla).go("/ambiti/oglio/2026/componi/premessa/")
    carla.fill("Testo", "Per il **[[anno]]**.")
    carla.push("Anteprima")
    expect(carla.pagina.locator(".anteprima strong")).to_have_text("2026")
    carla.fill("Cerca tra i riferimenti", "anno prima di quello")
    carla.push("Cerca")
    carla.sees("[[anno_precedente]]")
    carla.looks_around()
    carla.push("Salva")
    carla.sees("Il testo è salvato.")
    assert mark_of(Capitolo.objects.for_system().get().testo) == mark_of("Per il **[[anno]]**.\n")
    carla.go("/ambiti/oglio/2026/schema/")
    carla.looks_around()
    carla.push(re.compile("Giù.*Premessa"))
    carla.follow(re.compile("Togli.*con conferma.*servizi abitativi transitori"))
    carla.sees("Senza questa parte il piano non direbbe ciò che la norma chiede")
    carla.tick("So che la norma lo chiede")
    carla.looks_around()
    carla.push("Togli dal piano")
    carla.sees("Non si stampa")
    righe = load_in_force(aperta.ambito.pk, 2026)
    assert [riga["codice"] for riga in righe][:2] == ["contesto", "premessa"]
    assert [riga["codice"] for riga in righe if not riga["attiva"]] == ["transitori", "ponte"]
