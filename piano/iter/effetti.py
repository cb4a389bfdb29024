"""What each act on a plan brings with it: what its form says, checked and written; nothing about states."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from msgspec import Struct

from enti.calendario import day_of
from enti.models import Incarico
from enti.models.utente import Ruolo
from lessico import italiano
from lessico.flusso import AttoNonConsentito
from piano.iter.flusso import Atto
from piano.iter.situazione import Situazione, build_situazione
from piano.models import (
    Approvazione,
    Deroga,
    EsitoParere,
    OggettoDeroga,
    Parere,
    Piano,
    Rettifica,
    TipoApprovazione,
    Trasmissione,
)
from piano.services import find_last
from piano.snapshot import build_snapshot
from raccolta.conduzione.finestre import DatoNonValido


class Dati(Struct, frozen=True, kw_only=True):
    """What the form of an act says; each act reads its own. ``indirizzo``: where the plan will be read."""

    motivo: str = ""
    indirizzo: str = ""
    sezioni: tuple[str, ...] = ()
    aler: tuple[str, ...] = ()
    esito: str = ""
    condizioni: str = ""
    osservazioni: str = ""
    giorno: date | None = None
    protocollo: str = ""
    organo: str = ""
    atto: str = ""
    presenti: int | None = None
    favorevoli: int | None = None
    contrari: int | None = None
    astenuti: int | None = None
    destinatario: str = ""
    canale: str = ""


class Mossa(Struct, frozen=True):
    """An act while it is done: on what, by whom, when, with what."""

    piano: Piano
    by: Incarico
    quando: datetime
    dati: Dati

    @property
    def oggi(self) -> date:
        """The day in Rome."""
        return day_of(self.quando)


def derogate(atto: Atto, m: Mossa) -> str:
    """Without a certification, or an opinion, one goes ahead with a reason: it is printed in the plan."""
    oggetto = {Atto.PROPOSTA: OggettoDeroga.CERTIFICAZIONE, Atto.INVIO: OggettoDeroga.PARERE}.get(atto)
    motivo = m.dati.motivo.strip()
    if oggetto is None or not motivo:
        return ""
    for ente in _missing(oggetto, m):
        Deroga.objects.for_system().get_or_create(
            piano=m.piano,
            oggetto=oggetto,
            ente_id=ente or None,
            defaults={"motivo": motivo, "data": m.oggi, "da": str(m.by.utente)},
        )
    return motivo


def _missing(oggetto: str, m: Mossa) -> list[str]:
    if oggetto == OggettoDeroga.CERTIFICAZIONE:
        return [fonte.ente for fonte in build_snapshot(m.piano).busta.fonti if fonte.certificazione is None]
    return [parere.aler for parere in build_situazione(m.piano, m.quando).pareri if parere.mancano]


def _nothing(_: Mossa, __: Situazione) -> str:
    return ""


def _with_reason(m: Mossa, _: Situazione) -> str:
    return _reason(m)


def _reason(m: Mossa) -> str:
    if not any(segno.isalpha() for segno in m.dati.motivo):
        raise DatoNonValido("motivo", "Va scritto perché: il motivo resta nella storia del piano.")
    return m.dati.motivo.strip()


def _not_later(m: Mossa) -> date:
    if m.dati.giorno is None:
        raise DatoNonValido("giorno", "Manca la data.")
    if m.dati.giorno > m.oggi:
        raise DatoNonValido("giorno", "Questo giorno non è ancora venuto.")
    return m.dati.giorno


def _withdraw(m: Mossa, s: Situazione) -> str:
    """What was granted to the proposal falls with it: certifications may come meanwhile."""
    Deroga.objects.for_system().filter(piano=m.piano).delete()
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
    giorno = _not_later(m) if m.dati.giorno else None
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
    """The Assembly votes what was proposed, and cannot have voted before."""
    giorno = _not_later(m)
    if s.proposto_il and giorno < s.proposto_il:
        proposta = italiano.giorno("il", s.proposto_il)
        raise DatoNonValido("giorno", f"Il piano è stato proposto {proposta}: non può essere stato approvato prima.")
    return _record(m, TipoApprovazione.APPROVAZIONE, giorno)


def _take_note(m: Mossa, _: Situazione) -> str:
    return _record(m, TipoApprovazione.PRESA_ATTO, _not_later(m))


def _record(m: Mossa, tipo: TipoApprovazione, giorno: date) -> str:
    if not m.dati.organo.strip():
        raise DatoNonValido("organo", "Va scritto chi ha deliberato.")
    ultima = find_last(m.piano)
    try:
        with transaction.atomic():
            fatta = Approvazione.objects.create(
                piano=m.piano,
                tipo=tipo,
                organo=m.dati.organo.strip(),
                data=giorno,
                atto=m.dati.atto.strip(),
                voti=write_votes(m.dati),
                impronta_contenuti=ultima.impronta_contenuti if ultima else "",
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
    giorno = _not_later(m)
    a_chi = m.dati.destinatario.strip() or "Regione Lombardia"
    altro = {"canale": m.dati.canale.strip(), "protocollo": m.dati.protocollo.strip()}
    Trasmissione.objects.for_system().get_or_create(piano=m.piano, data=giorno, destinatario=a_chi, defaults=altro)
    return f"a {a_chi}, {italiano.giorno('il', giorno)}"


def _reopen(m: Mossa, _: Situazione) -> str:
    """What is approved changes only by saying which parts of it, and why."""
    titoli = {riga.codice: riga for riga in build_snapshot(m.piano).contenuti.schema}
    if not m.dati.sezioni or not {*m.dati.sezioni} <= titoli.keys():
        raise DatoNonValido("sezioni", "Vanno scelte le parti del piano che cambiano.")
    motivo = _reason(m)
    Rettifica.objects.create(piano=m.piano, motivo=motivo, sezioni=[*m.dati.sezioni], aperta_il=m.quando)
    return f"{', '.join(m.dati.sezioni)}: {motivo}"


EFFETTI: Final[Mapping[Atto, Callable[[Mossa, Situazione], str]]] = {
    Atto.CHIUSURA: _nothing,
    Atto.RIAPERTURA: _nothing,
    Atto.PROPOSTA: _nothing,
    Atto.RICHIESTA: _ask,
    Atto.PARERE: _hear,
    Atto.INVIO: _nothing,
    Atto.RITIRO: _withdraw,
    Atto.APPROVAZIONE: _approve,
    Atto.PRESA_ATTO: _take_note,
    Atto.PUBBLICAZIONE: _publish,
    Atto.TRASMISSIONE: _send,
    Atto.RETTIFICA: _reopen,
}
"""Act → what it writes; it gives back what the registro keeps beside its name."""
