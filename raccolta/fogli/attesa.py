"""Where a file waits until it is confirmed: one for each person and place, few for each person, for a day."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.crypto import get_random_string
from msgspec import Struct

from enti.models import Utente
from raccolta.fogli.chiave import FoglioRifiutato
from raccolta.models import FoglioInAttesa

DURATA: Final = timedelta(days=1)
QUANTI: Final = 10
"""The files of one person that wait."""
NOME_MASSIMO: Final = 120


class Portato(Struct, frozen=True):
    """A file that was brought; ``codice`` is what the page that shows it calls it by."""

    codice: str
    nome: str
    contenuto: bytes


def keep(utente: Utente, posto: str, nome: str, contenuto: bytes, quando: datetime) -> Portato:
    """It takes the place of the one before; those that have waited too long are thrown away, whosesoever they are."""
    righe = FoglioInAttesa.objects.for_system()
    righe.filter(quando__lt=quando - DURATA).delete()
    portato = Portato(get_random_string(32), shorten(nome), contenuto)
    valori = {"codice": portato.codice, "nome": portato.nome, "contenuto": contenuto, "quando": quando}
    righe.update_or_create(utente=utente, posto=posto, defaults=valori)
    di_troppo = righe.filter(utente=utente).order_by("-quando", "-pk").values_list("pk", flat=True)[QUANTI:]
    righe.filter(pk__in=list(di_troppo)).delete()
    return portato


def take(utente: Utente, posto: str, codice: str, adesso: datetime) -> Portato:
    """The file that a page has shown; raises FoglioRifiutato where it has gone, or another has taken its place."""
    righe = FoglioInAttesa.objects.for_system().filter(utente=utente, posto=posto)
    riga = righe.filter(quando__gte=adesso - DURATA).first()
    if riga is None:
        raise FoglioRifiutato("Il file caricato non c’è più: è stato confermato, o è passato un giorno. Va riportato.")
    if riga.codice != codice:
        raise FoglioRifiutato(
            "In un’altra finestra è stato riportato un altro file, che ha preso il posto di questo: va riportato di "
            "nuovo quello da salvare."
        )
    return Portato(riga.codice, riga.nome, bytes(riga.contenuto))


def drop(utente: Utente, posto: str) -> None:
    """It has been confirmed."""
    FoglioInAttesa.objects.for_system().filter(utente=utente, posto=posto).delete()


def shorten(nome: str) -> str:
    """A name that fits beside each value, with its ending."""
    nome = "".join(segno for segno in nome if segno.isprintable())
    inizio, punto, fine = nome.rpartition(".")
    avanzo = NOME_MASSIMO - len(punto + fine)
    return f"{inizio[:avanzo]}{punto}{fine}" if avanzo > 0 else nome[:NOME_MASSIMO]
