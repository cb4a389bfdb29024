"""What each act on a plan brings with it: what its form says, checked and written; nothing about states."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction

from enti.models.utente import Ruolo
from lessico import italiano
from lessico.congelamento import fingerprint, freeze
from lessico.flusso import AttoNonConsentito
from piano.iter.flusso import Atto
from piano.iter.mossa import Dati, Mossa, read_day, read_reason, read_vote_day
from piano.iter.riaperture import amend, declare, drop_changes, reopen
from piano.iter.situazione import Situazione
from piano.models import (
    Approvazione,
    Deroga,
    EsitoParere,
    Parere,
    Piano,
    StatoPiano,
    TipoApprovazione,
    Trasmissione,
)
from piano.services import find_last
from piano.snapshot import build_snapshot
from raccolta.conduzione.finestre import DatoNonValido


def _nothing(_: Mossa, __: Situazione) -> str:
    return ""


def _with_reason(m: Mossa, _: Situazione) -> str:
    return read_reason(m)


def _withdraw(m: Mossa, s: Situazione) -> str:
    """What was granted to the proposal falls with it: certifications may come meanwhile."""
    Deroga.objects.for_system().filter(piano=m.piano).delete()
    drop_changes(m, s)
    return _with_reason(m, s)


def _ask(m: Mossa, s: Situazione) -> str:
    """Of the ALER that are chosen the opinion is asked, again where one was given on other contenuti."""
    nomi = {parere.aler: parere.nome for parere in s.pareri}
    if not m.dati.aler or not {*m.dati.aler} <= nomi.keys():
        raise DatoNonValido("aler", "Va scelta almeno un’ALER dell’ambito.")
    vuoto = dict.fromkeys(("esito", "protocollo", "condizioni", "osservazioni", "impronta_contenuti"), "")
    for aler in m.dati.aler:
        Parere.objects.for_system().update_or_create(
            piano=m.piano,
            aler_id=aler,
            defaults={**vuoto, "data": None, "ricevuto_il": None, "allegato": None, "richiesto_il": m.oggi},
        )
    return italiano.elenco(nomi[aler] for aler in m.dati.aler)


def _hear(m: Mossa, s: Situazione) -> str:
    """An opinion, of the contenuti that were proposed; what is not known yet stays empty, and stops the next step."""
    parere = next((parere for parere in s.pareri if (parere.aler,) == m.dati.aler), None)
    if parere is None or not parere.pk:
        raise AttoNonConsentito("A questa ALER il parere non è stato chiesto.")
    if m.by.ruolo == Ruolo.PARERE and m.by.ente_id != parere.aler:
        raise AttoNonConsentito("Questo parere lo dà un’altra ALER.")
    giorno = read_day(m) if m.dati.giorno else None
    _check_outcome(m.dati)
    proposta = find_last(m.piano)
    Parere.objects.for_system().filter(pk=parere.pk).update(
        esito=m.dati.esito,
        data=giorno,
        protocollo=m.dati.protocollo.strip(),
        condizioni=m.dati.condizioni.strip(),
        osservazioni=m.dati.osservazioni.strip(),
        ricevuto_il=m.oggi,
        impronta_contenuti=proposta.impronta_contenuti if proposta else "",
    )
    return f"{parere.nome}: {EsitoParere(m.dati.esito).label}, protocollo {m.dati.protocollo.strip() or 'non indicato'}"


def _check_outcome(dati: Dati) -> None:
    if dati.esito not in EsitoParere:
        raise DatoNonValido("esito", "Va scelto l’esito del parere.")
    if dati.esito == EsitoParere.CONDIZIONATO and not dati.condizioni.strip():
        raise DatoNonValido("condizioni", "Un parere con condizioni dice quali.")
    if dati.esito == EsitoParere.POSITIVO and dati.condizioni.strip():
        raise DatoNonValido("condizioni", "Un parere positivo non ha condizioni: si scrivono tra le osservazioni.")


def _approve(m: Mossa, s: Situazione) -> str:
    """The Assembly votes what was proposed, or that with its changes, and cannot have voted before."""
    com_era = m.piano.stato == StatoPiano.ASSEMBLEA
    return _record(m, TipoApprovazione.APPROVAZIONE if com_era else TipoApprovazione.CON_MODIFICHE, read_vote_day(m, s))


def _take_note(m: Mossa, _: Situazione) -> str:
    return _record(m, TipoApprovazione.PRESA_ATTO, read_day(m))


def _voted_contents(m: Mossa) -> str:
    """The impronta of what was voted: what was sent, or what is written now where the Assembly changed it."""
    if m.piano.stato == StatoPiano.MODIFICHE:
        return fingerprint(freeze(build_snapshot(m.piano).contenuti))
    ultima = find_last(m.piano)
    return ultima.impronta_contenuti if ultima else ""


def _record(m: Mossa, tipo: TipoApprovazione, giorno: date) -> str:
    if not m.dati.organo.strip():
        raise DatoNonValido("organo", "Va scritto chi ha deliberato.")
    try:
        with transaction.atomic():
            fatta = Approvazione.objects.create(
                piano=m.piano,
                tipo=tipo,
                organo=m.dati.organo.strip(),
                data=giorno,
                atto=m.dati.atto.strip(),
                voti=write_votes(m.dati),
                impronta_contenuti=_voted_contents(m),
                **{nome: getattr(m.dati, nome) for nome in VOTI},
            )
    except IntegrityError as errore:
        raise DatoNonValido("giorno", "È già registrato un atto dello stesso organo in questo giorno.") from errore
    return f"{fatta.organo}, {italiano.giorno('il', giorno)}{f', {fatta.atto}' if fatta.atto else ''}"


VOTI: Final = ("presenti", "favorevoli", "contrari", "astenuti")


def write_votes(dati: Dati) -> str:
    """«presenti 9, favorevoli 8, contrari 0, astenuti 1»; raises DatoNonValido when they do not add up."""
    contati = {nome: getattr(dati, nome) for nome in VOTI}
    espressi = [contati[nome] for nome in VOTI[1:] if contati[nome] is not None]
    if contati["presenti"] is not None and sum(espressi) > contati["presenti"]:
        raise DatoNonValido("presenti", "I voti sono più dei presenti: va ricontrollato.")
    return ", ".join(f"{nome} {quanti}" for nome, quanti in contati.items() if quanti is not None)


def _publish(m: Mossa, _: Situazione) -> str:
    """The address is kept with the plan, and printed in it."""
    if m.dati.indirizzo and not m.piano.indirizzo_pubblico:
        Piano.objects.for_system().filter(pk=m.piano.pk).update(indirizzo_pubblico=m.dati.indirizzo)
        m.piano.indirizzo_pubblico = m.dati.indirizzo
    return m.piano.indirizzo_pubblico


def _send(m: Mossa, _: Situazione) -> str:
    giorno = read_day(m)
    a_chi = m.dati.destinatario.strip() or "Regione Lombardia"
    altro = {"canale": m.dati.canale.strip(), "protocollo": m.dati.protocollo.strip()}
    Trasmissione.objects.for_system().get_or_create(piano=m.piano, data=giorno, destinatario=a_chi, defaults=altro)
    return f"a {a_chi}, {italiano.giorno('il', giorno)}"


EFFETTI: Final[Mapping[Atto, Callable[[Mossa, Situazione], str]]] = {
    Atto.CHIUSURA: _nothing,
    Atto.RIAPERTURA: _nothing,
    Atto.PROPOSTA: _nothing,
    Atto.RICHIESTA: _ask,
    Atto.PARERE: _hear,
    Atto.INVIO: _nothing,
    Atto.RITIRO: _withdraw,
    Atto.APPROVAZIONE: _approve,
    Atto.MODIFICHE: amend,
    Atto.NESSUNA_MODIFICA: drop_changes,
    Atto.DICHIARAZIONE: declare,
    Atto.PRESA_ATTO: _take_note,
    Atto.PUBBLICAZIONE: _publish,
    Atto.TRASMISSIONE: _send,
    Atto.RETTIFICA: reopen,
}
"""Act → what it writes; it gives back what the registro keeps beside its name."""
