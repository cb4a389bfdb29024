"""From a request to the dwellings it is about: one's own enti, the members of one's ambito; 404 for all others."""

from collections.abc import Iterator

from django.http import Http404
from django.shortcuts import get_object_or_404
from msgspec import Struct

from enti.incarichi import Richiesta
from enti.models import Ambito, Ente, Incarico
from enti.permessi import Azione, find_incarico, require
from enti.persone import members
from enti.territorio import comuni_of
from patrimonio.alloggi.elenco import Campo
from patrimonio.models import UnitaAbitativa

TERRITORIALI = ("comune", "unione")


class Registro(Struct, frozen=True):
    """A register to look at: ``titolo`` whose it is, ``scrive`` the incarico by which one keeps it, if one does.

    ``chiave``: the word in the address; ``enti``: slug → name, those whose dwellings are in it.
    """

    chiave: str
    titolo: str
    campo: Campo
    enti: dict[str, str]
    ente: Ente | None = None
    ambito: Ambito | None = None
    scrive: Incarico | None = None


def find_register(request: Richiesta, chiesto: str) -> tuple[Registro, tuple[tuple[str, str], ...]]:
    """The register asked for, or the first there is; and the keys and names of all. 404 for one that is not one's."""
    tutti = tuple(_registers(request))
    if not tutti:
        raise Http404
    chiave = chiesto or tutti[0][0]
    if chiave not in dict(tutti):
        raise Http404
    return _open(request, chiave), tutti


def _registers(request: Richiesta) -> Iterator[tuple[str, str]]:
    """One's enti; then every ambito of which one is the capofila, as a whole and member by member."""
    chi = request.incarichi
    propri = Ente.objects.filter(pk__in=chi.enti)
    yield from ((ente.pk, str(ente)) for ente in sorted(propri, key=str))
    for ambito in Ambito.objects.visible_to(chi).filter(pk__in=chi.with_role("capofila")).order_by("nome"):
        yield f"ambito-{ambito.pk}", f"Tutto l’ambito {ambito.nome}"
        yield from ((e.pk, str(e)) for e in members(ambito, chi.al) if e.pk not in chi.enti)


def _open(request: Richiesta, chiave: str) -> Registro:
    chi = request.incarichi
    if chiave.startswith("ambito-") and chiave.removeprefix("ambito-").isdigit():
        ambito = get_object_or_404(Ambito.objects.visible_to(chi), pk=int(chiave.removeprefix("ambito-")))
        return _of_ambito(chiave, ambito, members(ambito, chi.al))
    ente = get_object_or_404(Ente, pk=chiave)
    if ente.pk in chi.enti:
        campo = Campo(interi=(ente.pk,))
        return Registro(chiave, str(ente), campo, {ente.pk: str(ente)}, ente=ente, scrive=find_keeper(request, ente))
    for ambito in Ambito.objects.visible_to(chi).filter(pk__in=chi.with_role("capofila")):
        if any(membro.pk == ente.pk for membro in members(ambito, chi.al)):
            registro = _of_ambito(chiave, ambito, [ente])
            return Registro(chiave, str(ente), registro.campo, registro.enti, ente=ente, ambito=ambito)
    raise Http404


def _of_ambito(chiave: str, ambito: Ambito, enti: list[Ente]) -> Registro:
    interi = tuple(ente.pk for ente in enti if ente.tipo in TERRITORIALI)
    altri = tuple(ente.pk for ente in enti if ente.tipo not in TERRITORIALI)
    comuni = frozenset(comuni_of([ambito.pk]).get(ambito.pk, ())) if altri else frozenset()
    campo = Campo(interi=interi, altri=altri, comuni=comuni)
    return Registro(chiave, f"Ambito {ambito.nome}", campo, {e.pk: str(e) for e in enti}, ambito=ambito)


def find_unit(request: Richiesta, unita: int) -> UnitaAbitativa:
    """A dwelling with what its page names."""
    visibili = UnitaAbitativa.objects.visible_to(request.incarichi)
    return get_object_or_404(visibili.select_related("ente", "comune", "gestore"), pk=unita)


def find_keeper(request: Richiesta, ente: Ente) -> Incarico | None:
    """The incarico by which one keeps the register of an ente."""
    return find_incarico(request.incarichi, Azione.ALLOGGI, ambito=0, ente=ente.pk)


def require_keeper(request: Richiesta, ente: Ente) -> Incarico:
    """The same; raises AttoNonConsentito for who may only read."""
    return require(request.incarichi, Azione.ALLOGGI, ambito=0, ente=ente.pk)
