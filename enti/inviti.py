"""Invitations and incarichi: who is asked to take part, who accepts, who leaves. Each act goes into the registro."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final, TypeAlias

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from msgspec import Struct

from enti import registro
from enti.calendario import day_of
from enti.incarichi import in_force
from enti.models import Adesione, Ambito, Attore, Ente, Incarico, Invito, Utente
from enti.models.ente import TipoEnte
from enti.models.utente import SENZA_NOME, Ruolo, is_name
from lessico import italiano
from lessico.flusso import AttoNonConsentito

VALIDITA: Final = timedelta(days=14)
ALFABETO: Final = "ACDEFGHJKMNPQRTUVWXY34679"
"""Without what is read for something else on a printed page: 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B."""
LUNGHEZZA, GRUPPO = 16, 4

Posto: TypeAlias = Incarico | Invito


class Invitato(Struct, frozen=True, kw_only=True):
    """Somebody to be invited: for an ente, or for an ambito with a role of the ambito."""

    email: str
    nome: str = ""
    cognome: str = ""
    ruolo: str
    ente: Ente | None = None
    ambito: Ambito | None = None


def place_of(posto: Posto | Invitato) -> str:
    """Where an incarico is held: «Comune di Chiari», «Ambito Oglio Ovest»."""
    return str(posto.ente) if posto.ente else f"Ambito {posto.ambito}"


def write_code(codice: str) -> str:
    """A code as it is printed: four groups of four."""
    return "-".join(codice[i : i + GRUPPO] for i in range(0, len(codice), GRUPPO))


def read_code(testo: str) -> str:
    """A code as it is typed: capitals, hyphens and spaces do not count."""
    return "".join(segno for segno in testo.upper() if segno.isalnum())


def _seal(codice: str) -> str:
    return sha256(codice.encode()).hexdigest()


@transaction.atomic
def create_invito(chi: Invitato, *, by: Attore, quando: datetime) -> tuple[Invito, str]:
    """Invite somebody; the invitation and its code, which is kept nowhere. Raises AttoNonConsentito."""
    chi = Invitato(
        email=chi.email.strip().lower(),
        nome=" ".join(chi.nome.split()),  # on one line: who invites writes neither the letter nor the registro
        cognome=" ".join(chi.cognome.split()),
        ruolo=chi.ruolo,
        ente=chi.ente,
        ambito=chi.ambito,
    )
    _check(chi, quando)
    codice = _new_code()
    try:
        with transaction.atomic():
            invito = _create(chi, codice, by=by, quando=quando)
    except IntegrityError as errore:  # two at once
        raise AttoNonConsentito(f"{chi.email} è stato invitato in questo momento da un altro.") from errore
    _append("invito", invito, by=by, quando=quando, dettaglio=f"valido fino {italiano.momento('al', invito.scade_il)}")
    return invito, codice


def _create(chi: Invitato, codice: str, *, by: Attore, quando: datetime) -> Invito:
    return Invito.objects.create(
        email=chi.email,
        nome=chi.nome,
        cognome=chi.cognome,
        ruolo=chi.ruolo,
        ente=chi.ente,
        ambito=chi.ambito,
        impronta_codice=_seal(codice),
        creato_il=quando,
        scade_il=quando + VALIDITA,
        da=by.nome if not isinstance(by, Incarico) else str(by.utente),
    )


def _new_code() -> str:
    return "".join(secrets.choice(ALFABETO) for _ in range(LUNGHEZZA))


def _check(chi: Invitato, quando: datetime) -> None:
    """Neither has the incarico already nor is invited to it; what has expired makes room. Raises AttoNonConsentito."""
    che_cosa = f"«{Ruolo(chi.ruolo).label}», {place_of(chi)}"
    if chi.ruolo == Ruolo.PARERE and (chi.ente is None or chi.ente.tipo != TipoEnte.ALER):
        raise AttoNonConsentito("Il parere lo esprime l’ALER: questo incarico si dà a chi lavora per un’ALER.")
    presso = {"ruolo": chi.ruolo, "ente": chi.ente, "ambito": chi.ambito}
    incarichi = Incarico.objects.for_system().filter(
        in_force(day_of(quando)), utente__email__iexact=chi.email, **presso
    )
    if incarichi.exists():
        raise AttoNonConsentito(f"{chi.email} ha già questo incarico: {che_cosa}.")
    aperti = Invito.objects.for_system().filter(email=chi.email, usato_il=None, annullato_il=None, **presso)
    aperti.filter(scade_il__lte=quando).update(annullato_il=quando)
    if aperto := aperti.first():
        raise AttoNonConsentito(
            f"{chi.email} ha già un invito per questo incarico ({che_cosa}), valido fino "
            f"{italiano.momento('al', aperto.scade_il)}: si può rifare con un codice nuovo, o annullare."
        )


@transaction.atomic
def renew(invito: Invito, *, by: Attore, quando: datetime) -> str:
    """Another code and another fortnight; the code of before is worth nothing. Raises AttoNonConsentito."""
    codice = _new_code()
    aperti = Invito.objects.for_system().filter(pk=invito.pk, usato_il=None, annullato_il=None)
    if not aperti.update(impronta_codice=_seal(codice), scade_il=quando + VALIDITA):
        raise AttoNonConsentito("Questo invito non è più aperto: nel frattempo è stato usato o annullato.")
    invito.refresh_from_db()
    _append("invito rifatto", invito, by=by, quando=quando)
    return codice


@transaction.atomic
def cancel(invito: Invito, *, by: Attore, quando: datetime) -> None:
    """The code is worth nothing from now on. Raises AttoNonConsentito."""
    aperti = Invito.objects.for_system().filter(pk=invito.pk, usato_il=None, annullato_il=None)
    if not aperti.update(annullato_il=quando):
        raise AttoNonConsentito("Questo invito non è più aperto: nel frattempo è stato usato o annullato.")
    _append("invito annullato", invito, by=by, quando=quando)


def find_open(codice: str, quando: datetime) -> Invito:
    """The invitation of a code, with its ente and ambito; raises AttoNonConsentito with the reason."""
    inviti = Invito.objects.for_system().select_related("ente", "ambito")
    invito = inviti.filter(impronta_codice=_seal(read_code(codice))).first()
    if invito is None:
        raise AttoNonConsentito(
            "Questo codice non corrisponde a nessun invito. Va riscritto com’è sul foglio; "
            "se l’invito è stato rifatto vale solo il codice più recente."
        )
    if perche := why_closed(invito, quando):
        raise AttoNonConsentito(perche)
    return invito


def why_closed(invito: Invito, quando: datetime) -> str | None:
    """Why an invitation cannot be accepted; None when it can."""
    if invito.usato_il:
        usato = italiano.momento("il", invito.usato_il)
        return f"Questo codice è già stato usato {usato}: da allora si entra con «Accedi»."
    if invito.annullato_il:
        return f"Questo invito è stato annullato {italiano.momento('il', invito.annullato_il)}: ne serve un altro."
    if invito.scade_il <= quando:
        return f"Questo codice è scaduto {italiano.momento('il', invito.scade_il)}: ne serve un altro."
    return None


def is_for(invito: Invito, utente: Utente) -> bool:
    """Whether the invitation was made to this person: at the address of the account, or at another that is verified."""
    if invito.email.lower() == utente.email.lower():
        return True
    return bool(EmailAddress.objects.filter(user=utente, email__iexact=invito.email, verified=True).exists())


def has_account(invito: Invito) -> bool:
    """Whether somebody can already log in with the address of an invitation."""
    verificati = EmailAddress.objects.filter(email__iexact=invito.email, verified=True)
    return Utente.objects.filter(email__iexact=invito.email).exists() or verificati.exists()


@transaction.atomic
def accept(invito: Invito, *, utente: Utente, quando: datetime) -> Incarico:
    """Give the person the incarico, and close the invitation: once. Raises AttoNonConsentito."""
    if not is_for(invito, utente):
        raise AttoNonConsentito(f"L’invito è per {invito.email}; l’accesso è di {utente.email}.")
    aperti = Invito.objects.for_system().filter(pk=invito.pk, usato_il=None, annullato_il=None, scade_il__gt=quando)
    if not aperti.update(usato_il=quando):
        invito.refresh_from_db()
        raise AttoNonConsentito(why_closed(invito, quando) or "Questo invito non è più aperto.")
    oggi = day_of(quando)
    presso = {"ruolo": invito.ruolo, "ente": invito.ente, "ambito": invito.ambito}
    in_corso = Incarico.objects.for_system().filter(in_force(oggi), utente=utente, al=None, **presso).first()
    incarico = in_corso or Incarico.objects.create(utente=utente, dal=oggi, **presso)
    _append("incarico accettato", incarico, by=incarico, quando=quando, dettaglio=f"invito di {invito.da}")
    return incarico


@transaction.atomic
def end(incarico: Incarico, *, by: Attore, quando: datetime) -> None:
    """The incarico ends with today. Raises AttoNonConsentito, also for the last capofila of an ambito."""
    oggi = day_of(quando)
    if incarico.ruolo == Ruolo.CAPOFILA:
        colleghi = _staying(incarico, oggi).select_for_update(of=("self",))
        if not [collega for collega in colleghi if collega.pk != incarico.pk]:
            raise AttoNonConsentito(
                "È l’unico incarico dell’ufficio del capofila: prima di concluderlo se ne dà uno a un’altra persona."
            )
    in_corso = Incarico.objects.for_system().filter(in_force(oggi), pk=incarico.pk)
    if not in_corso.exclude(al=oggi).update(al=oggi):
        raise AttoNonConsentito("Questo incarico è già finito.")
    _append("incarico concluso", incarico, by=by, quando=quando)


def _staying(incarico: Incarico, oggi: date) -> QuerySet[Incarico]:
    """The incarichi of the same role in the same ambito that go on after today."""
    stessi = Incarico.objects.for_system().filter(in_force(oggi), ambito=incarico.ambito_id, ruolo=incarico.ruolo)
    return stessi.exclude(al=oggi).filter(utente__is_active=True)


def _append(atto: str, posto: Posto, *, by: Attore, quando: datetime, dettaglio: str = "") -> None:
    """One event in the chain of each ambito that the incarico concerns: those of the ente, or its own."""
    oggetto = f"{_call(posto)}: {posto.get_ruolo_display()}, {place_of(posto)}"
    for catena in _chains(posto, day_of(quando)):
        registro.append(atto, catena=catena, oggetto=oggetto, by=by, quando=quando, dettaglio=dettaglio)


def _call(posto: Posto) -> str:
    """The name of who is invited or has the incarico: an address is never sealed."""
    if not isinstance(posto, Invito):
        return posto.utente.nome
    nome = f"{posto.nome} {posto.cognome}".strip()
    return nome if is_name(nome) else SENZA_NOME


def _chains(posto: Posto, oggi: date) -> list[str]:
    if posto.ambito:
        return [posto.ambito.catena]
    adesioni = Adesione.objects.filter(in_force(oggi), ente=posto.ente_id).select_related("ambito").order_by("pk")
    return [adesione.ambito.catena for adesione in adesioni] or [f"ente/{posto.ente_id}"]


def is_mail_configured() -> bool:
    """Whether letters go out: without a server they are printed on the terminal."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def send(invito: Invito, codice: str, indirizzo: str) -> bool:
    """Send the invitation with the link ``indirizzo``; False when it did not leave."""
    contesto = {
        "invito": invito,
        "presso": place_of(invito),
        "codice": write_code(codice),
        "indirizzo": indirizzo,
        "fino_al": italiano.momento("al", invito.scade_il),
    }
    testo = render_to_string("enti/invito.txt", contesto)
    try:
        oggetto = " ".join(f"Pianocasa: invito, {place_of(invito)}".split())
        return bool(send_mail(oggetto, testo, None, [invito.email]))
    except OSError:  # smtplib's errors too
        return False
