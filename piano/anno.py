"""The new year of an ambito: what it will hold, making it, and undoing it while nobody has written anything."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Model, OuterRef, Subquery
from msgspec import Struct

from enti import registro
from enti.calendario import day_of
from enti.models import Ambito, Attore, Ente
from enti.persone import members
from lessico import italiano
from lessico.congelamento import thaw
from lessico.flusso import AttoNonConsentito
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Finestra, Integrazione, Proroga, Ricognizione, Scheda
from piano.componi.scrittura import carry_over, find_carried
from piano.models import Approvazione, Capitolo, Parere, Piano, Versione
from raccolta.celle import values_of
from raccolta.models import (
    Bozza,
    Certificazione,
    Conversazione,
    Documento,
    Modifica,
    Rinvio,
    Riporto,
    Sollecito,
)
from raccolta.services import update
from raccolta.valori import SchedaCongelata

CONSISTENZA: Final = "consistenza"
MISURE_RICORRENTI: Final = "misure_ricorrenti"
DA_CAPO: Final = "non è stata certificata: si comincia da capo"


class Riportata(Struct, frozen=True):
    """What a new scheda starts with: the voce, its celle with their values, and where they come from."""

    voce: str
    celle: Mapping[str, object]
    da: str


class SchedaNuova(Struct, frozen=True):
    """A scheda of the new year: of an ente, or (None) the scheda d'ambito; ``perche`` says why nothing is carried."""

    ente: Ente | None
    nome: str
    riportata: Riportata | None = None
    perche: str = ""


class Proposta(Struct, frozen=True):
    """The new year, before it is made."""

    ambito: Ambito
    anno: int
    precedente: Ricognizione | None
    schede: tuple[SchedaNuova, ...]
    testi: tuple[Capitolo, ...] = ()

    @property
    def riportate(self) -> int:
        """How many schede start with last year's stock."""
        return sum(1 for scheda in self.schede if scheda.riportata)

    @property
    def non_certificate(self) -> int:
        """How many schede of last year's are not certified, and give nothing to the new ones."""
        return sum(1 for scheda in self.schede if scheda.perche.endswith(DA_CAPO))


def last_survey(ambito: Ambito) -> Ricognizione | None:
    """The last year of an ambito."""
    ricognizioni = Ricognizione.objects.for_system().filter(ambito=ambito)
    return ricognizioni.select_related("ambito").order_by("-anno").first()


def propose(ambito: Ambito, anno: int) -> Proposta:
    """The year with a scheda for each member on its first day, and what is carried over from the last survey."""
    precedente = last_survey(ambito)
    certificate = _last_certified(precedente) if precedente else {}
    dell_ambito = SchedaNuova(None, "Scheda d’ambito", *_carry_measures(precedente, certificate.get("")))
    enti = tuple(
        SchedaNuova(ente, str(ente), *_carry_stock(precedente, certificate.get(ente.pk)))
        for ente in members(ambito, date(anno, 1, 1))
    )
    return Proposta(ambito, anno, precedente, (*enti, dell_ambito), find_carried(precedente, anno))


def _last_certified(ricognizione: Ricognizione) -> Mapping[str, Certificazione]:
    """By slug of the ente (empty for the scheda d'ambito), the last certification of each scheda."""
    tutte = Certificazione.objects.for_system()
    ultima = Subquery(tutte.filter(scheda=OuterRef("scheda")).order_by("-numero").values("pk")[:1])
    righe = tutte.filter(scheda__ricognizione=ricognizione, pk=ultima).select_related("scheda")
    return {certificazione.scheda.ente_id or "": certificazione for certificazione in righe}


def _carry_stock(prima: Ricognizione | None, certificata: Certificazione | None) -> tuple[Riportata | None, str]:
    return _carry(prima, certificata, CONSISTENZA, lambda misura: misura != "nota")


def _carry_measures(prima: Ricognizione | None, certificata: Certificazione | None) -> tuple[Riportata | None, str]:
    """Of the measures that come back every year only the titles."""
    return _carry(prima, certificata, MISURE_RICORRENTI, lambda misura: misura == "titolo")


def _carry(
    prima: Ricognizione | None, certificata: Certificazione | None, voce: str, tenuta: Callable[[str], bool]
) -> tuple[Riportata | None, str]:
    if prima is None:
        return None, ""
    if certificata is None:
        return None, f"nel {prima.anno} {DA_CAPO}"
    valori = values_of(thaw(bytes(certificata.contenuto), SchedaCongelata))
    celle = {cella: v for cella, v in valori.items() if cella.startswith(f"{voce}/") and tenuta(cella.split("/")[2])}
    if not celle:
        return None, f"nel {prima.anno} non c’era nulla da riportare"
    quando = italiano.giorno("il", day_of(certificata.quando))
    return Riportata(voce, celle, f"scheda {prima.anno} certificata {quando}"), ""


@transaction.atomic
def create(proposta: Proposta, *, by: Attore, quando: datetime) -> Ricognizione:
    """Make the year: survey, plan, schede, and what is carried over, to be confirmed. Raises AttoNonConsentito."""
    ricognizione = _create_survey(proposta)
    piano = Piano.objects.create(ricognizione=ricognizione, regime_al=date(proposta.anno, 1, 1))
    carry_over(proposta.testi, piano, proposta.anno - 1)
    for nuova in proposta.schede:
        scheda = Scheda.objects.create(ricognizione=ricognizione, ente=nuova.ente)
        if nuova.riportata:
            origine = Origine(TipoOrigine.RIPORTO, nuova.riportata.da)
            update(scheda, nuova.riportata.celle, by=by, origine=origine)
            Riporto.objects.create(scheda=scheda, voce=nuova.riportata.voce)
    dettaglio = f"{italiano.conta(len(proposta.schede), 'scheda', 'schede')}, {proposta.riportate} con dati riportati"
    if proposta.testi:
        dettaglio += f"; {italiano.conta(len(proposta.testi), 'testo', 'testi')} del piano da rivedere"
    registro.append(
        "apertura dell’anno",
        catena=ricognizione.catena,
        oggetto=str(ricognizione),
        by=by,
        quando=quando,
        dettaglio=dettaglio,
    )
    return ricognizione


def _create_survey(proposta: Proposta) -> Ricognizione:
    gia = f"La ricognizione {proposta.anno} c’è già: si apre dalla scrivania."
    if Ricognizione.objects.for_system().filter(ambito=proposta.ambito, anno=proposta.anno).exists():
        raise AttoNonConsentito(gia)
    if (prima := proposta.precedente) and proposta.anno != prima.anno + 1:
        raise AttoNonConsentito(f"Dopo il {prima.anno} viene il {prima.anno + 1}, non il {proposta.anno}.")
    try:
        with transaction.atomic():
            return Ricognizione.objects.create(ambito=proposta.ambito, anno=proposta.anno)
    except IntegrityError as errore:  # two at once
        raise AttoNonConsentito(gia) from errore


_DELLA_SCHEDA: Final[Sequence[tuple[type[Model], str]]] = (
    (Certificazione, "qualche scheda è già stata certificata"),
    (Bozza, "qualcuno ha già cominciato a compilare"),
    (Documento, "qualche ente ha già allegato dei file"),
    (Rinvio, "qualche scheda è stata rinviata"),
    (Conversazione, "ci sono domande degli enti"),
    (Sollecito, "sono partiti dei solleciti"),
    (Proroga, "è stata concessa una proroga"),
)
_DELLA_RICOGNIZIONE: Final[Sequence[tuple[type[Model], str]]] = ((Integrazione, "è registrata un’integrazione"),)
_DEL_PIANO: Final[Sequence[tuple[type[Model], str]]] = (
    (Parere, "il piano ha già un parere"),
    (Approvazione, "il piano ha già un’approvazione"),
    (Versione, "del piano è conservata una versione"),
)


def reasons_to_keep(ricognizione: Ricognizione) -> list[str]:
    """Why a year cannot be undone any more; nothing while it is as it was made."""
    motivi = []
    if Ricognizione.objects.for_system().filter(ambito=ricognizione.ambito, anno__gt=ricognizione.anno).exists():
        motivi.append("c’è già un anno successivo")
    scritte = Modifica.objects.for_system().filter(scheda__ricognizione=ricognizione)
    confermati = Riporto.objects.for_system().filter(scheda__ricognizione=ricognizione, confermato_il__isnull=False)
    if scritte.exclude(origine=TipoOrigine.RIPORTO).exists() or confermati.exists():
        motivi.append("negli enti si è già scritto o confermato qualcosa")
    campi = ((_DELLA_SCHEDA, "scheda__ricognizione"), (_DELLA_RICOGNIZIONE, "ricognizione"))
    for modelli, campo in (*campi, (_DEL_PIANO, "piano__ricognizione")):
        motivi += [perche for m, perche in modelli if m._default_manager.filter(**{campo: ricognizione}).exists()]
    if Capitolo.objects.for_system().filter(piano__ricognizione=ricognizione, riportato_da=None).exists():
        motivi.append("il piano ha già dei capitoli")
    return motivi


@transaction.atomic
def undo(ricognizione: Ricognizione, *, by: Attore, quando: datetime) -> None:
    """Delete a year in which nobody has written anything. Raises AttoNonConsentito with the reasons."""
    schede = Scheda.objects.for_system().select_for_update().filter(ricognizione=ricognizione)
    chiavi = [scheda.pk for scheda in schede]  # held until the end: who writes meanwhile waits, and finds nothing
    if motivi := reasons_to_keep(ricognizione):
        raise AttoNonConsentito(f"L’anno {ricognizione.anno} non si può annullare: {italiano.elenco(motivi)}.")
    registro.append(
        "annullamento dell’anno", catena=ricognizione.catena, oggetto=str(ricognizione), by=by, quando=quando
    )
    Piano.objects.for_system().filter(ricognizione=ricognizione).delete()
    Finestra.objects.for_system().filter(ricognizione=ricognizione).delete()
    Scheda.objects.for_system().filter(pk__in=chiavi).delete()
    Ricognizione.objects.for_system().filter(pk=ricognizione.pk).delete()
