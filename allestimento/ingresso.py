"""The pictures of how one gets in: the login, an invitation with its code, the first start of an ambito."""

from typing import Final

from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import Page

from allestimento.fotografo import PAROLA, Fotografo
from allestimento.scena import Scena
from enti.inviti import Invitato, create_invito, write_code
from enti.models import AttoreSistema, Comune, Utente
from enti.models.utente import Ruolo

AMMINISTRATRICE: Final = "amministrazione.valdemo@example.org"
NUOVO: Final = "Valdemo Bassa"


def take_entry(fotografo: Fotografo, scena: Scena) -> None:
    """The login as anybody finds it, then the sheet of an invitation turned into an account."""
    pagina = fotografo.open()
    fotografo.take(pagina, "accesso", "/accedi/")
    fotografo.take(pagina, "codice", "/inviti/")
    pagina.get_by_label("Codice").fill(_invite(scena))
    pagina.get_by_role("main").get_by_role("button", name="Prosegui").click()
    pagina.wait_for_url("**/conto/registrazione/")
    fotografo.take(pagina, "registrazione")


def _invite(scena: Scena) -> str:
    """Somebody who is to compile for the comune of the pictures."""
    chi = Invitato(
        email="olga.valdemo@example.org", nome="Olga", cognome="Rivola", ruolo=Ruolo.COMPILATORE, ente=scena.scheda.ente
    )
    return write_code(create_invito(chi, by=AttoreSistema("Ufficio di piano"), quando=timezone.now())[1])


def take_start(fotografo: Fotografo) -> None:
    """A new ambito, up to the list of what is still to be done."""
    utente = Utente.objects.create_superuser(AMMINISTRATRICE, PAROLA, first_name="Ada", last_name="Corvi")
    EmailAddress.objects.create(user=utente, email=utente.email, verified=True, primary=True)
    pagina = fotografo.log_in(AMMINISTRATRICE)
    fotografo.take(pagina, "avvio", "/avvio/")
    pagina.get_by_label("Nome dell’ambito").fill(NUOVO)
    pagina.get_by_role("button", name="Crea l’ambito e prosegui").click()
    _name_comuni(pagina)
    fotografo.take(pagina, "avvio-comuni")
    fotografo.take(pagina, "avvio-ambito", pagina.url.removesuffix("comuni/").removeprefix(fotografo.sito))


def _name_comuni(pagina: Page) -> None:
    """Some of the invented comuni, as they are pasted from a list."""
    inventati = Comune.objects.filter(istat__startswith="9").order_by("istat")[:5]
    pagina.get_by_label("Comuni, uno per riga").fill("\n".join(comune.nome for comune in inventati))
    pagina.get_by_label("Fanno parte dell’ambito dal").fill("2019-01-01")
    pagina.get_by_role("button", name="Aggiungi all’ambito").click()
    pagina.get_by_text("Ne fanno parte").wait_for()
