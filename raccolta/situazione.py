"""Situazione: all that decides what can be done with a scheda now, as one value; built for many in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Count, Max
from msgspec import Struct

from assegnazioni.voci import ASSEGNABILI, ESITI, PONTE
from enti.domande import Domanda
from enti.models import Designazione
from lessico.regola import Gravita, Segnalazione
from patrimonio.models import Finestra, Proroga, Ricognizione, Scheda, StatoScheda
from patrimonio.righe import load_texts, read_rows
from patrimonio.valori import DEPOSITI, VoceCongelata
from patrimonio.voci import DISPONIBILITA
from raccolta.completezza import find_missing
from raccolta.controlli.scheda import CERTIFICAZIONE
from raccolta.lavoro import Attestata, find_work
from raccolta.models import Bozza, Certificazione, Conversazione, Rinvio, Riporto
from raccolta.quadri import whole_of
from raccolta.rilievi import Controllo, build_controlli
from raccolta.valori import SchedaCongelata

DEL_PONTE: Final = frozenset(voce.codice for voce in (*DISPONIBILITA, ASSEGNABILI, PONTE, ESITI))
"""The voci whose numbers make the bridge."""

_DICHIARATE: Final = {"voci": DEPOSITI["voci"]}


class Periodo(Struct, frozen=True):
    """A window: [dal, al)."""

    dal: datetime
    al: datetime


class Rinviata(Struct, frozen=True):
    """What an open rinvio asks to look at again: voci or celle; the bridge follows the numbers it is made of."""

    celle: tuple[str, ...]
    motivo: str
    da: str
    quando: datetime

    def opens(self, cella: str) -> bool:
        """Whether a cella can be changed: it is named, or its voce is, or the voce of which that one is a part."""
        voce = cella.split("/", maxsplit=1)[0]
        intera = whole_of(voce)
        if voce == PONTE.codice:
            return not DEL_PONTE.isdisjoint(nominata.split("/", maxsplit=1)[0] for nominata in self.celle)
        return bool({cella, voce, intera.codice if intera else voce} & {*self.celle})


class Situazione(Struct, frozen=True, kw_only=True):
    """``chi`` looks at it; ``compilatori`` wrote since the last certification (primary keys of people).

    ``chiusa``: the plan has been proposed, and nothing of the survey changes.
    """

    adesso: datetime
    stato: str
    chi: int = 0
    d_ambito: bool
    unico_addetto: bool
    chiusa: bool = False
    finestre: tuple[Periodo, ...] = ()
    proroga_al: datetime | None = None
    rinvio: Rinviata | None = None
    certificazione: Attestata | None = None
    mancanti: tuple[str, ...] = ()
    da_confermare: tuple[str, ...] = ()
    in_bozza: tuple[str, ...] = ()
    controllo: Controllo = Controllo()
    domande: int = 0
    compilatori: frozenset[int] = frozenset()
    modifiche: int = 0
    ufficio: bool = False
    iniziata: bool = False

    @property
    def open_until(self) -> datetime | None:
        """Until when it can be written; None when it cannot be now. A proroga lengthens the windows that have begun."""
        iniziate = [finestra for finestra in self.finestre if finestra.dal <= self.adesso and not self.chiusa]
        fini = [finestra.al for finestra in iniziate]
        if iniziate and self.proroga_al:
            fini.append(self.proroga_al)
        ultima = max(fini, default=None)
        if ultima is None or self.adesso >= ultima:
            return None
        for finestra in self.finestre:  # one that begins where another ends lengthens it
            if finestra.dal <= ultima:
                ultima = max(ultima, finestra.al)
        return ultima

    @property
    def next_opening(self) -> datetime | None:
        """When the next window opens; None when no other is foreseen."""
        return min((finestra.dal for finestra in self.finestre if finestra.dal > self.adesso), default=None)

    def to_solve(self, *gravita: Gravita) -> tuple[Segnalazione, ...]:
        """What the rules found, of these weights (or any), that still stands in the way of certification."""
        aperti = (rilievo.segnalazione for rilievo in self.controllo.rilievi if rilievo.aperto)
        return tuple(s for s in aperti if CERTIFICAZIONE[0] in s.atti and s.gravita in (gravita or Gravita))

    @property
    def last_closing(self) -> datetime | None:
        """When the last window closed, the proroga included; None when none has."""
        fini = [f.al for f in self.finestre] + [self.proroga_al] * bool(self.proroga_al and self.finestre)
        return max((fine for fine in fini if fine and fine <= self.adesso), default=None)


_FINESTRE: Final = Domanda(
    lambda ricognizioni: (
        Finestra.objects.for_system()
        .filter(ricognizione__in=ricognizioni)
        .order_by("dal")
        .values_list("ricognizione_id", "dal", "al")
    )
)
_CHIUSE: Final = Domanda(
    lambda ricognizioni: Ricognizione.objects.for_system().filter(pk__in=ricognizioni, chiusa=True).values_list("pk")
)
_SOLE: Final = Domanda(
    lambda ricognizioni: (
        Ricognizione.objects.for_system()
        .filter(
            pk__in=ricognizioni,
            ambito__designazioni__in=Designazione.objects.filter(ruolo="capofila", al=None, ente__unico_addetto=True),
        )
        .values_list("pk")
    )
)
_PROROGHE: Final = Domanda(
    lambda schede: Proroga.objects.for_system().filter(scheda__in=schede).values_list("scheda_id").annotate(Max("al"))
)
_CERTIFICAZIONI: Final = Domanda(
    lambda schede: (
        Certificazione.objects.for_system()
        .filter(scheda__in=schede)
        .order_by("numero")
        .values_list("scheda_id", *Attestata.__struct_fields__)
    )
)
_RINVII: Final = Domanda(
    lambda schede: (
        Rinvio.objects.for_system()
        .filter(scheda__in=schede, chiuso_il=None)
        .values_list("scheda_id", "celle", "motivo", "da", "quando")
    )
)
_RIPORTI: Final = Domanda(
    lambda schede: (
        Riporto.objects.for_system()
        .filter(scheda__in=schede)
        .values_list("scheda_id", "voce", "confermato_il", "incarico__utente_id")
    )
)
_BOZZE: Final = Domanda(
    lambda schede: Bozza.objects.for_system().filter(scheda__in=schede).values_list("scheda_id", "quadro")
)
_DOMANDE: Final = Domanda(
    lambda schede: (
        Conversazione.objects.for_system()
        .filter(scheda__in=schede, risolta_il=None)
        .values_list("scheda_id")
        .annotate(Count("pk"))
    )
)


def build_situazione(scheda: Scheda, adesso: datetime, chi: int = 0) -> Situazione:
    """The situazione of one scheda. Wants ``ente`` loaded."""
    return build_situazioni([scheda], adesso, chi)[scheda.pk]


def build_situazioni(schede: Collection[Scheda], adesso: datetime, chi: int = 0) -> Mapping[int, Situazione]:
    """By primary key, in a dozen queries whatever their number. Wants them as they are now, ``ente`` loaded."""
    chiavi = [scheda.pk for scheda in schede]
    ricognizioni = {scheda.ricognizione_id for scheda in schede}
    finestre, chiuse = _windows(ricognizioni), frozenset(pk for (pk,) in _CHIUSE.ask(ricognizioni))
    prorogate, aperte = dict(_PROROGHE.ask(chiavi)), dict(_DOMANDE.ask(chiavi))
    certificate, rinviate = _certifications(chiavi), _sent_back(chiavi)
    da_confermare, conferme = _carried_over(chiavi, certificate)
    in_bozza, controlli = _gather(_BOZZE.ask(chiavi)), _findings(schede)
    voci, lavoro = _declared(chiavi, controlli), find_work(schede, certificate)
    soli = _offices_of_one([s.ricognizione_id for s in schede if s.ente_id is None])
    return {
        s.pk: Situazione(
            adesso=adesso,
            stato=s.stato,
            chi=chi,
            d_ambito=s.ente_id is None,
            unico_addetto=s.ente.unico_addetto if s.ente else s.ricognizione_id in soli,
            chiusa=s.ricognizione_id in chiuse,
            finestre=finestre.get(s.ricognizione_id, ()),
            proroga_al=prorogate.get(s.pk),
            rinvio=rinviate.get(s.pk),
            certificazione=certificate.get(s.pk),
            mancanti=find_missing(SchedaCongelata(ente=s.ente_id or "", voci=voci.get(s.pk, ()))),
            da_confermare=da_confermare.get(s.pk, ()),
            in_bozza=in_bozza.get(s.pk, ()),
            controllo=controlli.get(s.pk, Controllo()),
            domande=aperte.get(s.pk, 0),
            compilatori=lavoro[s.pk].compilatori | conferme.get(s.pk, frozenset()),
            modifiche=lavoro[s.pk].modifiche,
            ufficio=lavoro[s.pk].ufficio,
            iniziata=s.pk in certificate or s.pk in conferme or s.pk in in_bozza or lavoro[s.pk].scritta,
        )
        for s in schede
    }


def _findings(schede: Collection[Scheda]) -> Mapping[int, Controllo]:
    """What the rules say of the schede that can still change: of a certified one they have spoken."""
    return build_controlli([scheda for scheda in schede if scheda.stato == StatoScheda.COMPILAZIONE])


def _declared(chiavi: Collection[int], controlli: Mapping[int, Controllo]) -> Mapping[int, tuple[VoceCongelata, ...]]:
    """The states of the voci: those that the rules have looked at, and one query for the others."""
    vive = {pk: controllo.viva.voci for pk, controllo in controlli.items() if controllo.viva}
    altre = [pk for pk in chiavi if pk not in vive]
    testi = load_texts(_DICHIARATE, altre) if altre else {}
    return vive | {pk: read_rows(_DICHIARATE, suoi)["voci"] for pk, suoi in testi.items()}


def _offices_of_one(ricognizioni: Collection[int]) -> set[int]:
    """The surveys whose capofila has one clerk only: it answers for the scheda d'ambito."""
    return {pk for (pk,) in _SOLE.ask(ricognizioni)}


def _gather(coppie: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    """Pairs as a mapping, the values in order."""
    raccolte: defaultdict[int, list[str]] = defaultdict(list)
    for chiave, valore in coppie:
        raccolte[chiave].append(valore)
    return {chiave: tuple(sorted(valori)) for chiave, valori in raccolte.items()}


def _carried_over(
    chiavi: Collection[int], certificate: Mapping[int, Attestata]
) -> tuple[Mapping[int, tuple[str, ...]], Mapping[int, frozenset[int]]]:
    """The voci still to be confirmed; who has confirmed the others since the last certification, as having compiled."""
    da_confermare, conferme = list[tuple[int, str]](), defaultdict[int, frozenset[int]](frozenset)
    for scheda, voce, quando, utente in _RIPORTI.ask(chiavi):
        ultima = certificate.get(scheda)
        if quando is None:
            da_confermare.append((scheda, voce))
        elif utente and (ultima is None or ultima.quando < quando):
            conferme[scheda] |= {utente}
    return _gather(da_confermare), conferme


def _windows(ricognizioni: Collection[int]) -> Mapping[int, tuple[Periodo, ...]]:
    trovate: defaultdict[int, list[Periodo]] = defaultdict(list)
    for ricognizione, dal, al in _FINESTRE.ask(ricognizioni):
        trovate[ricognizione].append(Periodo(dal, al))
    return {ricognizione: tuple(periodi) for ricognizione, periodi in trovate.items()}


def _certifications(chiavi: Collection[int]) -> Mapping[int, Attestata]:
    """The last one of each scheda, without its content."""
    return {scheda: Attestata(*valori) for scheda, *valori in _CERTIFICAZIONI.ask(chiavi)}


def _sent_back(chiavi: Collection[int]) -> Mapping[int, Rinviata]:
    return {scheda: Rinviata(tuple(celle), *altro) for scheda, celle, *altro in _RINVII.ask(chiavi)}
