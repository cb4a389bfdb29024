"""The officer of Coccaglio explains why twenty units of one source make one available: nineteen are not ready."""

from collections.abc import Callable
from types import SimpleNamespace

from patrimonio.models import Scheda
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, create_comune, create_incarico, read
from tests.percorsi.persona import Persona
from tests.percorsi.test_rovato import certify
from tests.raccolta.persone import fill

MOTIVO = "Diciannove alloggi aspettano i lavori, che il bilancio di quest’anno non finanzia."


def test_coccaglio_spiega_diciannove_unita_in_meno(persona: Callable[..., Persona], aperta: SimpleNamespace) -> None:
    scheda, anna, bice = create_scheda(aperta)
    chi = persona().enter(anna)
    find_the_gap(chi)
    explain_too_little(chi)
    explain_it(chi)
    celle = read(scheda).ponte
    assert [(riga.riga, riga.unita, riga.motivo) for riga in celle] == [("stato_di_fatto", 1, MOTIVO)]
    certify(persona().enter(bice), scheda, "Bice di Coccaglio")


def create_scheda(aperta: SimpleNamespace) -> tuple[Scheda, object, object]:
    """119 dwellings; twenty can be assigned as they are, one is offered."""
    ente = create_comune("017060", "Coccaglio", aperta.ambito)
    scheda = Scheda.objects.create(ricognizione=aperta.ricognizione, ente=ente)
    fill(scheda, SISTEMA)
    celle = {
        "consistenza/017166/sap": None,
        "consistenza/017166/sas": None,
        "consistenza/017060/sap": 119,
        "stato_di_fatto/017060/unita": 20,
        "assegnabili/017060/unita": 1,
        "esiti/017060/offerte": 3,
        "esiti/017060/assegnate": 3,
    }
    update(scheda, celle, by=SISTEMA, origine=DIGITATA)
    compila = create_incarico("Anita", "compilatore", ente=ente)
    return scheda, compila, create_incarico("Bice di Coccaglio", "certificatore", ente=ente)


def find_the_gap(chi: Persona) -> None:
    """The desk, the scheda and its page say it in the same words."""
    chi.go("/scrivania/")
    chi.follow("Continua la scheda")
    chi.sees("In compilazione: 1 controllo da spiegare")
    chi.looks_around()
    chi.follow("Disponibilità")
    chi.sees("Le provenienze danno 20 unità, ne è dichiarata disponibile 1: 19 in meno, da spiegare.")
    chi.looks_around()
    chi.follow("Apri il ponte")
    chi.reads("Il ponte")
    chi.looks_around()


def explain_too_little(chi: Persona) -> None:
    """A source that is lowered wants its reason: what was typed is still there."""
    chi.pagina.stati_attesi.add(422)
    chi.fill("Unità che contano, Assegnabili nello stato di fatto", "1")
    chi.push("Salva il ponte")
    chi.sees("Va scritto il motivo: senza, la riga non spiega nulla.")
    chi.looks_around()
    assert chi.pagina.get_by_label("Unità che contano, Assegnabili nello stato di fatto").input_value() == "1"


def explain_it(chi: Persona) -> None:
    chi.fill("Motivo, Assegnabili nello stato di fatto", MOTIVO)
    chi.push("Salva il ponte")
    chi.sees("Le provenienze danno una unità, ne è dichiarata disponibile 1: i conti tornano.")
    chi.looks_around()
    chi.follow("Tutti i controlli della scheda")
    chi.sees("Nessun controllo impedisce di certificare.")
    chi.looks_around()
