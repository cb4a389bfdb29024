"""From the act to the public: what the office publishes anybody reads; a correction, once it is published too."""

import re
from datetime import timedelta
from types import SimpleNamespace

from django.test import Client

from piano.iter.flusso import Atto
from piano.iter.mossa import Dati
from piano.models import Capitolo, FilePubblicato
from tests.piano.iter.test_atti import FINO_AL_VOTO, FINO_ALLA_FINE, OGGI, ORA, PARERE, lead, pronto, step

__all__ = ["pronto"]

PAGINA = "/piani/oglio/2026/"
CORRETTA = "La premessa corretta."


def read(client: Client, indirizzo: str = PAGINA) -> str:
    return client.get(indirizzo).content.decode()


def test_si_legge_cio_che_e_pubblicato_e_nient_altro(
    client: Client, pronto: SimpleNamespace, django_capture_on_commit_callbacks
) -> None:
    lead(pronto, *FINO_AL_VOTO)
    assert client.get(PAGINA).status_code == 302, "proposto: si legge dopo l’accesso"
    with django_capture_on_commit_callbacks(execute=True):
        lead(pronto, *FINO_ALLA_FINE[len(FINO_AL_VOTO) :])
    assert FilePubblicato.objects.filter(nome="pdf").count() == 1
    prima = read(client)
    assert "Approvato: Assemblea dei Sindaci" in prima
    step(pronto, Atto.RETTIFICA, Dati(sezioni=("premessa",), motivo="Un errore di stampa"))
    Capitolo.objects.update_or_create(piano=pronto.piano, codice="premessa", defaults={"testo": CORRETTA})
    assert read(client) == prima
    assert client.get(f"{PAGINA}bozza/").status_code == 302
    client.force_login(pronto.carla.utente)
    assert f'href="{PAGINA}bozza/"' in read(client)
    assert CORRETTA in read(client, f"{PAGINA}bozza/")


def test_una_rettifica_pubblicata_dice_perche(client: Client, pronto: SimpleNamespace) -> None:
    lead(pronto, *FINO_ALLA_FINE)
    step(pronto, Atto.RETTIFICA, Dati(sezioni=("premessa",), motivo="Un errore di stampa"))
    Capitolo.objects.update_or_create(piano=pronto.piano, codice="premessa", defaults={"testo": CORRETTA})
    domani = ORA + timedelta(1)
    lead(pronto, Atto.PROPOSTA, (Atto.RICHIESTA, Dati(aler=("aler",))), (Atto.PARERE, PARERE), Atto.INVIO)
    step(pronto, Atto.APPROVAZIONE, Dati(organo="Assemblea", giorno=OGGI + timedelta(1)), quando=domani)
    step(pronto, Atto.PUBBLICAZIONE, quando=domani)
    testo = read(client)
    assert CORRETTA in testo
    assert "Un errore di stampa" in testo
    assert "passaggi interni" in testo
    numeri = re.findall(rf'href="{PAGINA}versioni/(\d+)/"', testo)
    vecchia = read(client, f"{PAGINA}versioni/{min(numeri, key=int)}/")
    assert "Questa non è la versione in vigore." in vecchia
    assert CORRETTA not in vecchia
