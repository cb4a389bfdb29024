"""What one chooses from in the register of dwellings, and the names it needs."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from enti.models import Adesione, Comune, Ente
from enti.persone import ambiti_of
from enti.territorio import comuni_of
from patrimonio.models import UnitaAbitativa
from raccolta.alloggi.accesso import Registro


def load_labels(registro: Registro, comuni: Collection[str], enti: Collection[str]) -> Mapping[str, str]:
    """The names of comuni and enti, by code: two queries at most."""
    nomi = dict(Comune.objects.filter(pk__in=comuni).values_list("istat", "nome"))
    altri = {ente for ente in enti if ente} - registro.enti.keys()
    fuori = {ente.pk: str(ente) for ente in Ente.objects.filter(pk__in=altri)} if altri else {}
    return nomi | registro.enti | fuori


class Posti(NamedTuple):
    """The comuni where a dwelling may be, and the enti that may manage it."""

    comuni: QuerySet[Comune]
    gestori: QuerySet[Ente]


def places_of(ente: Ente, al: date, unita: UnitaAbitativa | None = None) -> Posti:
    """Those of the ambiti of an ente, and what a dwelling has now."""
    ambiti = ambiti_of(ente.pk, al)
    comuni = {istat for suoi in comuni_of(ambiti).values() for istat in suoi}
    comuni |= {ente.comune_id or "", unita.comune_id if unita else ""}
    enti = set(Adesione.objects.filter(ambito__in=ambiti).values_list("ente_id", flat=True))
    enti |= {unita.gestore_id or ""} if unita else set()
    gestori = Ente.objects.filter(pk__in=enti).exclude(pk=ente.pk).order_by("nome")
    return Posti(Comune.objects.filter(pk__in=comuni).order_by("nome"), gestori)
