"""The windows of a survey: opened, lengthened, opened again, cancelled; and more time for one ente."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from msgspec import Struct

from enti import registro
from enti.calendario import MINUTO, time_left
from enti.models import Incarico
from lessico import italiano
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Finestra, Proroga, Ricognizione, Scheda, StatoScheda
from raccolta.situazione import Periodo, Situazione, build_situazione

MASSIMA: Final = timedelta(days=366)
"""A window is of a year at most: a longer one is a slip of the pen."""


class DatoNonValido(ValueError):
    """What was typed in a field cannot be; the message is for who typed it."""

    def __init__(self, campo: str, motivo: str) -> None:
        """``campo``: the argument of the service that is wrong."""
        self.campo = campo
        super().__init__(motivo)


class FinestraLetta(Struct, frozen=True):
    """A window with its state in words: futura, aperta, chiusa."""

    pk: int
    periodo: Periodo
    stato: str
    motivo: str
    canale: str

    @property
    def chiusura(self) -> str:
        """Its last minute."""
        return italiano.termine(self.periodo.al)


def load_windows(ricognizione: Ricognizione, adesso: datetime) -> tuple[FinestraLetta, ...]:
    """In the order in which they open."""
    finestre = Finestra.objects.for_system().filter(ricognizione=ricognizione).order_by("dal")
    return tuple(FinestraLetta(f.pk, Periodo(f.dal, f.al), _state(f, adesso), f.motivo, f.canale) for f in finestre)


def _state(finestra: Finestra, adesso: datetime) -> str:
    if adesso < finestra.dal:
        return "futura"
    return "aperta" if adesso < finestra.al else "chiusa"


def look_at(finestre: Iterable[FinestraLetta], adesso: datetime) -> Situazione:
    """The situazione of a scheda of which only the windows are known: that of the survey."""
    periodi = tuple(finestra.periodo for finestra in finestre)
    stato = StatoScheda.COMPILAZIONE
    return Situazione(adesso=adesso, stato=stato, d_ambito=False, unico_addetto=False, finestre=periodi)


def write_state(s: Situazione) -> str:
    """Whether the survey is open and until when, in one sentence."""
    if s.open_until:
        fino = italiano.scadenza("al", s.open_until)
        return f"La raccolta è aperta fino {fino}: {time_left(s.open_until, s.adesso)}."
    if s.next_opening:
        return f"La raccolta si apre {italiano.momento('il', s.next_opening)}."
    if s.last_closing:
        chiusa = italiano.scadenza("il", s.last_closing)
        return f"La raccolta si è chiusa {chiusa}: è {time_left(s.last_closing, s.adesso)}."
    return "La raccolta non ha ancora una finestra: le schede si possono leggere, non scrivere."


@transaction.atomic
def open_window(
    ricognizione: Ricognizione, *, dal: datetime, al: datetime, motivo: str, canale: str, by: Incarico, quando: datetime
) -> Finestra:
    """Open a window, [dal, al): the first, one that goes on from the last, or a reopening. Raises DatoNonValido."""
    altre = tuple(Finestra.objects.for_system().filter(ricognizione=lock(ricognizione)).order_by("dal"))
    _check_period(dal, al, quando)
    _check_alone(dal, al, altre)
    if altre and not motivo.strip():
        raise DatoNonValido("motivo", "Dalla seconda finestra in poi occorre il motivo: il piano lo riporta.")
    finestra = Finestra.objects.create(
        ricognizione=ricognizione, dal=dal, al=al, motivo=motivo.strip(), canale=canale.strip()
    )
    append(ricognizione, _act(dal, altre), _write(finestra), by=by, quando=quando)
    return finestra


def _act(dal: datetime, altre: tuple[Finestra, ...]) -> str:
    if not altre:
        return "apertura della raccolta"
    return "prolungamento della raccolta" if any(f.al == dal for f in altre) else "riapertura della raccolta"


def _check_period(dal: datetime, al: datetime, quando: datetime) -> None:
    if al <= dal:
        raise DatoNonValido("al", "La finestra si chiude prima di aprirsi: la chiusura va dopo l’apertura.")
    if al <= quando:
        raise DatoNonValido("al", "La chiusura è già passata: la finestra non si aprirebbe mai.")
    if al - dal > MASSIMA:
        raise DatoNonValido("al", "La finestra dura più di un anno: le date vanno controllate.")


def _check_alone(dal: datetime, al: datetime, altre: Iterable[Finestra]) -> None:
    """One window at a time: raises DatoNonValido on the end that meets another window."""
    for altra in altre:
        if altra.dal < al and dal < altra.al:
            campo = "dal" if altra.dal <= dal else "al"
            raise DatoNonValido(
                campo,
                f"Le date si sovrappongono a quelle della finestra {write_period(altra)}. "
                "Per prolungarla, la nuova comincia quando quella finisce.",
            )


@transaction.atomic
def cancel_window(finestra: Finestra, *, by: Incarico, quando: datetime) -> None:
    """Cancel a window that has not begun. Raises AttoNonConsentito."""
    ricognizione = lock(finestra.ricognizione)
    check_future(finestra, quando)
    descrizione = _write(finestra)
    if not Finestra.objects.for_system().filter(pk=finestra.pk).delete()[0]:
        raise AttoNonConsentito("Questa finestra è già stata annullata.")
    append(ricognizione, "annullamento della finestra", descrizione, by=by, quando=quando)


def check_future(finestra: Finestra, quando: datetime) -> None:
    """A window that has begun is not cancelled: raises AttoNonConsentito."""
    if finestra.dal <= quando:
        raise AttoNonConsentito("Questa finestra è già cominciata: non si annulla, si chiude alla sua scadenza.")


@transaction.atomic
def extend_for(scheda: Scheda, *, al: datetime, motivo: str, atto: str, by: Incarico, quando: datetime) -> Proroga:
    """More time for one ente, until ``al``. Raises DatoNonValido, or AttoNonConsentito where there is none to give."""
    bloccate = Scheda.objects.for_system().select_for_update(of=("self",))
    bloccata = bloccate.select_related("ente", "ricognizione__ambito").get(pk=scheda.pk)
    chiusura = _closing(bloccata, quando)
    if al <= chiusura:
        raise DatoNonValido(
            "al", f"Per questo ente la raccolta si chiude già {italiano.scadenza('il', chiusura)}: la proroga va oltre."
        )
    if al <= quando:
        raise DatoNonValido("al", "Questo termine è già passato: una proroga dà altro tempo da adesso in poi.")
    if al - quando > MASSIMA:
        raise DatoNonValido("al", "La proroga dura più di un anno: la data va controllata.")
    if not motivo.strip():
        raise DatoNonValido("motivo", "Una proroga ha sempre il suo motivo: il piano lo riporta.")
    proroga = Proroga.objects.create(scheda=bloccata, al=al, motivo=motivo.strip(), atto=atto.strip())
    registro.append(
        "proroga",
        catena=bloccata.ricognizione.catena,
        oggetto=str(bloccata),
        by=by,
        quando=quando,
        dettaglio=join(f"fino {italiano.scadenza('al', al)}", motivo=proroga.motivo, atto=proroga.atto),
    )
    return proroga


def _closing(scheda: Scheda, quando: datetime) -> datetime:
    """When the present time of a scheda ends, or ended. Raises AttoNonConsentito where it has had none."""
    situazione = build_situazione(scheda, quando)
    if situazione.stato == StatoScheda.CERTIFICATA:
        raise AttoNonConsentito("La scheda è già certificata: per cambiarla si rinvia all’ente, e si apre da sé.")
    if chiusura := situazione.open_until or situazione.last_closing:
        return chiusura
    raise AttoNonConsentito("La raccolta non è ancora cominciata: prima di prorogarla per un ente va aperta per tutti.")


def lock(ricognizione: Ricognizione) -> Ricognizione:
    """The survey, held until the transaction ends: of two who open a window at once, the second sees the first."""
    righe = Ricognizione.objects.for_system().select_for_update(of=("self",))
    return righe.select_related("ambito").get(pk=ricognizione.pk)


def write_period(finestra: Finestra) -> str:
    """«dal 1° ottobre 2026, ore 00:00 al 31 ottobre 2026, ore 23:59»."""
    return f"{italiano.momento('dal', finestra.dal)} {italiano.scadenza('al', finestra.al)}"


def _write(finestra: Finestra) -> str:
    return join(write_period(finestra), canale=finestra.canale, motivo=finestra.motivo)


def join(prima: str, **altre: str) -> str:
    """The parts of a detail for the registro, without those that are empty."""
    return "; ".join([prima, *(f"{nome}: {valore.strip()}" for nome, valore in altre.items() if valore.strip())])


def append(ricognizione: Ricognizione, atto: str, dettaglio: str, *, by: Incarico, quando: datetime) -> None:
    """Add an act on the survey to its chain of the registro."""
    catena = ricognizione.catena
    registro.append(atto, catena=catena, oggetto=str(ricognizione), by=by, quando=quando, dettaglio=dettaglio)


def next_act(finestre: Iterable[FinestraLetta]) -> str:
    """What a new window would be: the words of the button."""
    stati = {finestra.stato for finestra in finestre}
    if not stati:
        return "Apri la raccolta"
    return "Riapri la raccolta" if stati == {"chiusa"} else "Prolunga la raccolta"


def suggest_start(finestre: Iterable[FinestraLetta], adesso: datetime) -> datetime:
    """When the next window would begin: where the last one ends, or with the next minute when that is past."""
    fine = max((finestra.periodo.al for finestra in finestre), default=adesso)
    return fine if fine > adesso else adesso.replace(second=0, microsecond=0) + MINUTO
