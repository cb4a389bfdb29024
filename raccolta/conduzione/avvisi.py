"""«It is your turn»: who is written to when the capofila sends a scheda back. No other act writes to anybody."""

from datetime import date

from patrimonio.models import Scheda
from raccolta.conduzione import posta
from raccolta.conduzione.organico import load_organici
from raccolta.rinvio import Lettera


def announce(scheda: Scheda, lettera: Lettera, *, al: date) -> str:
    """Write to who compiles and to who certifies, each once; in a sentence, who was told and who was not."""
    persone = load_organici([scheda], al)[scheda.pk].tutti
    falliti = posta.send((persona.email for persona in persone), lettera.oggetto, lettera.testo)
    if not persone:
        return "Nessuno compila o certifica questa scheda: nessuno è stato avvisato."
    if falliti:
        return f"La posta non è partita per {', '.join(falliti)}: va avvisato in altro modo."
    return f"Avvisati per posta: {', '.join(persona.nome for persona in persone)}."
