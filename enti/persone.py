"""Who takes part, as pages show it: the people with their incarichi, the open invitations, who is missing."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from msgspec import Struct

from enti.calendario import day_of
from enti.incarichi import in_force
from enti.inviti import place_of
from enti.models import Adesione, Ambito, Ente, Incarico, Invito
from enti.models.utente import Ruolo
from lessico import italiano


class RigaPersona(Struct, frozen=True):
    """A line of the list of people."""

    pk: int
    nome: str
    email: str
    ruolo: str
    presso: str
    dal: str
    al: str
    ultimo_accesso: str
    si_conclude: bool


class RigaInvito(Struct, frozen=True):
    """A line of the list of open invitations."""

    pk: int
    nome: str
    email: str
    ruolo: str
    presso: str
    fino_al: str
    scaduto: bool
    si_rifa: bool


class Elenco(Struct, frozen=True):
    """The people of an ambito or of an ente."""

    in_corso: tuple[RigaPersona, ...]
    inviti: tuple[RigaInvito, ...]
    passati: tuple[RigaPersona, ...]
    senza_compilatore: tuple[str, ...] = ()
    senza_certificatore: tuple[str, ...] = ()


def ambiti_of(ente: str, al: date) -> frozenset[int]:
    """The ambiti to which an ente belongs on a day: who has left one is no longer of its capofila."""
    return frozenset(Adesione.objects.filter(in_force(al), ente=ente).values_list("ambito_id", flat=True))


def load_ente(ente: str) -> Ente:
    """An ente by its slug, or 404."""
    return get_object_or_404(Ente, pk=ente)


def members(ambito: Ambito, al: date) -> list[Ente]:
    """The enti of an ambito on a day, in the order of their names."""
    enti = Ente.objects.filter(pk__in=Adesione.objects.filter(in_force(al), ambito=ambito).values("ente"))
    return sorted(enti, key=lambda ente: str(ente).casefold())


def list_of_ambito(incarichi: QuerySet[Incarico], inviti: QuerySet[Invito], ambito: Ambito, adesso: datetime) -> Elenco:
    """The people of an ambito and of its enti, among those one may see; and which enti still have nobody."""
    oggi = day_of(adesso)
    enti = members(ambito, oggi)
    del_posto = Q(ambito=ambito) | Q(ente__in=enti)
    elenco = _list(incarichi.filter(del_posto), inviti.filter(del_posto), adesso, solo_compilatori=False)
    presenti = incarichi.filter(in_force(oggi), ente__in=enti).values_list("ruolo", "ente_id")
    coperti = frozenset(presenti)
    return Elenco(
        elenco.in_corso,
        elenco.inviti,
        elenco.passati,
        _uncovered(enti, Ruolo.COMPILATORE, coperti),
        _uncovered(enti, Ruolo.CERTIFICATORE, coperti),
    )


def _uncovered(enti: Iterable[Ente], ruolo: str, coperti: frozenset[tuple[str, str | None]]) -> tuple[str, ...]:
    return tuple(str(ente) for ente in enti if (ruolo, ente.pk) not in coperti)


def list_of_ente(
    incarichi: QuerySet[Incarico], inviti: QuerySet[Invito], ente: Ente, adesso: datetime, *, solo_compilatori: bool
) -> Elenco:
    """The people of an ente; who is not of the capofila gives and takes away only the role of who compiles."""
    return _list(incarichi.filter(ente=ente), inviti.filter(ente=ente), adesso, solo_compilatori=solo_compilatori)


def _list(
    incarichi: QuerySet[Incarico], inviti: QuerySet[Invito], adesso: datetime, *, solo_compilatori: bool
) -> Elenco:
    oggi = day_of(adesso)
    righe = sorted(incarichi.select_related("utente", "ente", "ambito"), key=_order)
    aperti = inviti.filter(usato_il=None, annullato_il=None).select_related("ente", "ambito")
    in_corso = [i for i in righe if i.al is None or i.al >= oggi]
    passati = [i for i in righe if i.al is not None and i.al < oggi]
    return Elenco(
        tuple(_describe(i, oggi, solo_compilatori=solo_compilatori) for i in in_corso),
        tuple(
            _describe_invito(i, adesso, solo_compilatori=solo_compilatori) for i in sorted(aperti, key=_order_invito)
        ),
        tuple(_describe(i, oggi, solo_compilatori=True) for i in passati),
    )


def _order(incarico: Incarico) -> tuple[bool, str, str, str]:
    """The ambito first, then the enti by name; within one by role and name."""
    presso = place_of(incarico).casefold()
    return incarico.ambito_id is None, presso, incarico.ruolo, str(incarico.utente).casefold()


def _order_invito(invito: Invito) -> tuple[bool, str, str]:
    return invito.ambito_id is None, place_of(invito).casefold(), invito.email


def _describe(incarico: Incarico, oggi: date, *, solo_compilatori: bool) -> RigaPersona:
    utente = incarico.utente
    return RigaPersona(
        pk=incarico.pk,
        nome=utente.get_full_name() or "nome non indicato",
        email=utente.email,
        ruolo=incarico.get_ruolo_display(),
        presso=place_of(incarico),
        dal=italiano.data(incarico.dal),
        al=italiano.data(incarico.al) if incarico.al else "",
        ultimo_accesso=italiano.data(day_of(utente.last_login)) if utente.last_login else "",
        si_conclude=(incarico.al is None or incarico.al > oggi)
        and (incarico.ruolo == Ruolo.COMPILATORE or not solo_compilatori),
    )


def _describe_invito(invito: Invito, adesso: datetime, *, solo_compilatori: bool) -> RigaInvito:
    return RigaInvito(
        pk=invito.pk,
        nome=f"{invito.nome} {invito.cognome}".strip(),
        email=invito.email,
        ruolo=invito.get_ruolo_display(),
        presso=place_of(invito),
        fino_al=italiano.istante(invito.scade_il),
        scaduto=invito.scade_il <= adesso,
        si_rifa=invito.ruolo == Ruolo.COMPILATORE or not solo_compilatori,
    )
