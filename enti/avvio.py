"""The first start: an ambito, its comuni from ISTAT's list, its other enti, its capofila, its people from a list."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify
from msgspec import Struct

from enti import registro
from enti.inviti import Invitato, create_invito
from enti.models import Adesione, Ambito, Attore, Comune, Designazione, Ente, Invito
from enti.models.ambito import RuoloDesignazione
from enti.models.utente import RUOLI_AMBITO, Ruolo
from enti.nomi import EnteSconosciuto, Nomi, simplify
from enti.persone import members
from lessico.flusso import AttoNonConsentito

INTESTAZIONE: Final = ("email", "nome", "cognome", "ruolo", "ente")
MASSIMO_RIGHE: Final = 500
CODICE_ISTAT: Final = 6


class RigaErrata(Struct, frozen=True):
    """A line of a pasted list that cannot be read, and why."""

    numero: int
    testo: str
    motivo: str


class RigaLetta(Struct, frozen=True):
    """A line of the list of people that was read."""

    numero: int
    chi: Invitato


def list_ambiti() -> list[Ambito]:
    """All the ambiti of the installation, by name."""
    return sorted(Ambito.objects.for_system(), key=lambda ambito: ambito.nome.casefold())


@transaction.atomic
def create_ambito(
    *, nome: str, organo: str, ufficio: str, telefono: str, email: str, by: Attore, quando: datetime
) -> Ambito:
    """A new ambito, known by its name; raises AttoNonConsentito when there is one already."""
    slug = slugify(nome)[:80]
    if not slug or Ambito.objects.for_system().filter(slug=slug).exists():
        raise AttoNonConsentito(f"Un ambito che si chiama «{nome}» c’è già.")
    ambito = Ambito.objects.create(slug=slug, nome=nome, organo=organo, ufficio=ufficio, telefono=telefono, email=email)
    registro.append("nuovo ambito", catena=ambito.catena, oggetto=nome, by=by, quando=quando)
    return ambito


def search_comuni(testo: str) -> list[Comune]:
    """The comuni whose name holds a text, or of a province when it is two letters; by name."""
    cercato = testo.strip()
    if not cercato:
        return []
    per_provincia = len(cercato) == 2 and Comune.objects.filter(provincia__iexact=cercato).exists()  # noqa: PLR2004
    trovati = Comune.objects.all()
    trovati = trovati.filter(provincia__iexact=cercato) if per_provincia else trovati.filter(nome__icontains=cercato)
    return sorted(trovati[:400], key=lambda comune: simplify(comune.nome))


def resolve_comuni(testo: str) -> tuple[list[Comune], list[RigaErrata]]:
    """The comuni named one a line, by ISTAT code, by name, or by name and province: «Samone (TN)»."""
    per_nome: defaultdict[str, list[Comune]] = defaultdict(list)
    per_codice: dict[str, Comune] = {}
    for comune in Comune.objects.all():
        per_codice[comune.istat] = comune
        for nome in (comune.nome, f"{comune.nome} {comune.provincia}"):
            per_nome[simplify(nome)].append(comune)
    trovati: list[Comune] = []
    errate: list[RigaErrata] = []
    for numero, riga in enumerate(testo.splitlines(), start=1):
        scritto = riga.strip().removeprefix("Comune di ").strip()
        candidati = [per_codice[scritto]] if scritto in per_codice else per_nome.get(simplify(scritto), [])
        if len(candidati) == 1:
            trovati += [c for c in candidati if c not in trovati]
        elif scritto:
            errate.append(RigaErrata(numero, riga.strip(), _why_no_comune(scritto, candidati, per_nome)))
    return trovati, errate


def _why_no_comune(scritto: str, candidati: Sequence[Comune], per_nome: dict[str, list[Comune]]) -> str:
    if candidati:
        quali = ", ".join(f"{c.nome} ({c.provincia})" for c in candidati)
        return f"Ce n’è più d’uno: {quali}. Si scrive anche la provincia."
    simili = get_close_matches(simplify(scritto), per_nome, n=3)
    forse = ", ".join(sorted({per_nome[s][0].nome for s in simili}))
    return f"Nessun comune si chiama così.{f' Forse: {forse}.' if forse else ''}"


@transaction.atomic
def add_comuni(ambito: Ambito, comuni: Iterable[Comune], *, dal: date, by: Attore, quando: datetime) -> int:
    """Make the comuni members of an ambito from a day; how many were not already."""
    gia = set(Adesione.objects.filter(ambito=ambito, al=None).values_list("ente__comune_id", flat=True))
    nuovi = [comune for comune in comuni if comune.pk not in gia]
    for comune in nuovi:
        ente = Ente.objects.filter(comune=comune).first()
        if ente is None:
            campi = {"tipo": "comune", "nome": comune.nome, "comune": comune}
            ente = Ente.objects.create(slug=_free_slug(comune.nome, comune.provincia), **campi)
        _join(ambito, ente, dal)
    if nuovi:
        nomi = ", ".join(comune.nome for comune in nuovi)
        registro.append("nuovi comuni", catena=ambito.catena, oggetto=nomi[:400], by=by, quando=quando)
    return len(nuovi)


def _join(ambito: Ambito, ente: Ente, dal: date) -> None:
    """A membership from a day; who joins again on the day on which it had begun goes on from then."""
    Adesione.objects.update_or_create(ambito=ambito, ente=ente, dal=dal, defaults={"al": None})


def _free_slug(nome: str, altro: str) -> str:
    """A short name for an address: that of the ente, with what tells it from its namesakes."""
    base = slugify(nome)[:70] or "ente"
    candidati = (base, f"{base}-{slugify(altro)}", *(f"{base}-{n}" for n in range(2, 100)))
    presi = set(Ente.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in candidati if slug not in presi)


@transaction.atomic
def add_ente(
    ambito: Ambito, *, tipo: str, nome: str, dal: date, comuni: Iterable[Comune] = (), by: Attore, quando: datetime
) -> Ente:
    """An ente that is no comune: one of the same name and kind (an ALER of many ambiti) only joins."""
    ente = next((e for e in Ente.objects.filter(tipo=tipo) if simplify(e.nome) == simplify(nome)), None)
    if ente is None:
        ente = Ente.objects.create(slug=_free_slug(nome, tipo), tipo=tipo, nome=nome)
        ente.comuni_uniti.set(comuni)
    if Adesione.objects.filter(ambito=ambito, ente=ente, al=None).exists():
        raise AttoNonConsentito(f"{ente} fa già parte dell’ambito.")
    _join(ambito, ente, dal)
    registro.append("nuovo ente", catena=ambito.catena, oggetto=str(ente), by=by, quando=quando)
    return ente


@transaction.atomic
def designate(ambito: Ambito, ente: Ente, *, organo: str, data: date, atto: str, by: Attore, quando: datetime) -> None:
    """Who leads from a day on; who led until then has ended. Raises AttoNonConsentito."""
    capofila = Designazione.objects.filter(ambito=ambito, ruolo=RuoloDesignazione.CAPOFILA)
    if capofila.filter(data__gte=data).exists():
        raise AttoNonConsentito("C’è già una designazione di questo giorno, o successiva.")
    capofila.filter(al=None).update(al=data)
    Designazione.objects.create(
        ambito=ambito, ente=ente, ruolo=RuoloDesignazione.CAPOFILA, organo=organo, data=data, atto=atto
    )
    registro.append("designazione del capofila", catena=ambito.catena, oggetto=str(ente), by=by, quando=quando)


def read_people(ambito: Ambito, testo: str, oggi: date) -> tuple[list[RigaLetta], list[RigaErrata]]:
    """The people of a list «email;nome;cognome;ruolo;ente», and the lines that cannot be read."""
    enti = {ente.pk: ente for ente in members(ambito, oggi)}
    nomi = Nomi()
    lette: list[RigaLetta] = []
    errate: list[RigaErrata] = []
    righe = list(csv.reader(io.StringIO(testo.lstrip("\ufeff")), delimiter=";"))
    for numero, campi in enumerate(righe[:MASSIMO_RIGHE], start=1):
        puliti = [campo.strip() for campo in campi]
        if not any(puliti) or (puliti[0].casefold() == "email" and numero == 1):
            continue
        try:
            lette.append(RigaLetta(numero, _read_person(puliti, ambito, enti, nomi)))
        except (AttoNonConsentito, EnteSconosciuto) as errore:
            errate.append(RigaErrata(numero, ";".join(puliti), str(errore)))
    if len(righe) > MASSIMO_RIGHE:
        errate.append(RigaErrata(MASSIMO_RIGHE + 1, "", f"Se ne leggono {MASSIMO_RIGHE} alla volta."))
    return lette, errate


def _read_person(campi: Sequence[str], ambito: Ambito, enti: dict[str, Ente], nomi: Nomi) -> Invitato:
    """One line; raises AttoNonConsentito or EnteSconosciuto with what is wrong in it."""
    if len(campi) != len(INTESTAZIONE):
        raise AttoNonConsentito(f"Servono cinque colonne divise da punto e virgola: {';'.join(INTESTAZIONE)}.")
    email, nome, cognome, ruolo, dove = campi
    try:
        validate_email(email)
    except ValidationError as errore:
        raise AttoNonConsentito(f"«{email}» non è un indirizzo e-mail.") from errore
    if ruolo.casefold() not in Ruolo.values:
        raise AttoNonConsentito(f"«{ruolo}» non è un incarico: si scrive {', '.join(Ruolo.values)}.")
    ente = _read_place(ruolo.casefold(), dove, enti, nomi)
    return Invitato(
        email=email,
        nome=nome,
        cognome=cognome,
        ruolo=ruolo.casefold(),
        ente=ente,
        ambito=None if ente else ambito,
    )


def _read_place(ruolo: str, dove: str, enti: dict[str, Ente], nomi: Nomi) -> Ente | None:
    if ruolo in RUOLI_AMBITO:
        if dove:
            raise AttoNonConsentito(f"L’incarico «{ruolo}» è dell’ambito: l’ultima colonna resta vuota.")
        return None
    if not dove:
        raise AttoNonConsentito(f"Per l’incarico «{ruolo}» si scrive l’ente.")
    slug = nomi.find(dove)
    if slug not in enti:
        raise AttoNonConsentito(f"«{dove}» non fa parte dell’ambito.")
    return enti[slug]


@transaction.atomic
def invite_all(
    righe: Iterable[RigaLetta], *, by: Attore, quando: datetime
) -> tuple[list[tuple[Invito, str]], list[RigaErrata]]:
    """An invitation for each line, all or none; with what stands in the way of each."""
    fatti: list[tuple[Invito, str]] = []
    errate: list[RigaErrata] = []
    for riga in righe:
        try:
            fatti.append(create_invito(riga.chi, by=by, quando=quando))
        except AttoNonConsentito as errore:
            errate.append(RigaErrata(riga.numero, riga.chi.email, str(errore)))
    if errate:
        transaction.set_rollback(True)
        return [], errate
    return fatti, []


def try_people(righe: Iterable[RigaLetta], *, by: Attore, quando: datetime) -> list[RigaErrata]:
    """What would stand in the way of inviting them: nothing is kept."""
    with transaction.atomic():
        _, errate = invite_all(righe, by=by, quando=quando)
        transaction.set_rollback(True)
    return errate
