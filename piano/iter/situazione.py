"""Situazione of a plan: all that decides which steps it can take now, as one value."""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from enti.calendario import day_of
from enti.persone import members
from lessico.congelamento import fingerprint, freeze
from lessico.regola import Segnalazione
from piano.componi.testi import write_heading
from piano.deposito import find_composed
from piano.elenchi import called, find_ente
from piano.errori import PianoNonComponibile
from piano.html import render_html
from piano.iter.cambiate import Riapertura, look_at_reopening
from piano.models import IN_BOZZA, AttoDiVersione, Capitolo, OggettoDeroga, Parere, Piano, Versione
from piano.rilievi import build_plan_control
from piano.snapshot import build_snapshot, fingerprints
from piano.valori import PianoSnapshot
from raccolta.conduzione.finestre import load_windows, look_at
from raccolta.models import Rinvio


class ParereLetto(Struct, frozen=True, kw_only=True):
    """The opinion of an ALER of the ambito; ``sentito``: it is known on which contenuti; ``attuale``: on these."""

    aler: str
    nome: str
    pk: int = 0
    richiesto_il: date | None = None
    esito: str = ""
    data: date | None = None
    protocollo: str = ""
    sentito: bool = False
    attuale: bool = False
    in_deroga: bool = False

    @property
    def mancano(self) -> tuple[str, ...]:
        """What is still unknown of it."""
        campi = {"l’esito": self.esito, "la data": self.data, "il protocollo": self.protocollo}
        return tuple(nome for nome, valore in campi.items() if not valore)


class Situazione(Struct, frozen=True, kw_only=True):
    """``rilievi``: what the rules still find in the way of a step. ``guasto``: why the document cannot be written.

    ``riapertura``: of a plan that is written again, what was declared and what changed. ``rinviate``: whose schede
    were sent back and are still open.
    """

    stato: str
    oggi: date
    aperta_fino: datetime | None = None
    pareri: tuple[ParereLetto, ...] = ()
    non_certificate: tuple[str, ...] = ()
    da_rivedere: tuple[str, ...] = ()
    rilievi: tuple[Segnalazione, ...] = ()
    guasto: str = ""
    proposto_il: date | None = None
    riapertura: Riapertura | None = None
    rinviate: tuple[str, ...] = ()

    @property
    def cambiate(self) -> tuple[str, ...]:
        """Of a plan that is written again, the headings of what is no longer as it was."""
        return self.riapertura.cambiate if self.riapertura else ()

    @property
    def non_dichiarate(self) -> tuple[str, ...]:
        """Those that nobody had named."""
        return self.riapertura.non_dichiarate if self.riapertura else ()

    def in_the_way(self, atto: str) -> tuple[Segnalazione, ...]:
        """The findings that stop an act, by the name that the rules give it."""
        return tuple(segnalazione for segnalazione in self.rilievi if atto in segnalazione.atti)


def build_situazione(piano: Piano, adesso: datetime, *, verso: str = "") -> Situazione:
    """The situazione of a plan; ``verso``: as if it were already in that state, for the rules that ask which."""
    snapshot = build_snapshot(piano)
    provato = replace(snapshot, busta=replace(snapshot.busta, stato=verso or piano.stato))
    rilievi = build_plan_control(piano.ricognizione, provato).rilievi
    deroghe = {(d.oggetto, d.ente) for d in snapshot.busta.deroghe}
    fonti = [
        f
        for f in snapshot.busta.fonti
        if f.certificazione is None and (OggettoDeroga.CERTIFICAZIONE, f.ente) not in deroghe
    ]
    return Situazione(
        stato=piano.stato,
        oggi=day_of(adesso),
        aperta_fino=look_at(load_windows(piano.ricognizione, adesso), adesso).open_until,
        pareri=_opinions(piano, snapshot),
        non_certificate=tuple(called(find_ente(snapshot, f.ente)) if f.ente else "la scheda d’ambito" for f in fonti),
        da_rivedere=_unread(piano, snapshot),
        rilievi=tuple(r.segnalazione for r in rilievi if r.aperto),
        guasto=_why_not_written(piano, snapshot),
        proposto_il=_proposed_on(piano),
        riapertura=look_at_reopening(piano, snapshot),
        rinviate=_sent_back(piano, snapshot),
    )


def _opinions(piano: Piano, snapshot: PianoSnapshot) -> tuple[ParereLetto, ...]:
    """One for each ALER that is a member in the plan's year, and for each that was asked."""
    ricognizione, impronta = piano.ricognizione, fingerprint(freeze(snapshot.contenuti))
    in_deroga = {d.ente for d in snapshot.busta.deroghe if d.oggetto == OggettoDeroga.PARERE}
    membri = (e for e in members(ricognizione.ambito, date(ricognizione.anno, 1, 1)) if e.tipo == "aler")
    righe = Parere.objects.for_system().filter(piano=piano).select_related("aler")
    lette = {ente.pk: ParereLetto(aler=ente.pk, nome=str(ente), in_deroga=ente.pk in in_deroga) for ente in membri}
    lette |= {
        p.aler_id: ParereLetto(
            aler=p.aler_id,
            nome=str(p.aler),
            pk=p.pk,
            richiesto_il=p.richiesto_il,
            esito=p.esito,
            data=p.data,
            protocollo=p.protocollo,
            sentito=bool(p.impronta_contenuti),
            attuale=p.impronta_contenuti == impronta,
            in_deroga=p.aler_id in in_deroga,
        )
        for p in righe
    }
    return tuple(lette[slug] for slug in sorted(lette))


def _unread(piano: Piano, snapshot: PianoSnapshot) -> tuple[str, ...]:
    """The headings of the texts that were carried over from last year and nobody has read again."""
    riportati = Capitolo.objects.for_system().filter(piano=piano).exclude(riportato_da=None)
    codici = set(riportati.values_list("codice", flat=True))
    return tuple(write_heading(riga, snapshot) for riga in snapshot.contenuti.schema if riga.codice in codici)


def _sent_back(piano: Piano, snapshot: PianoSnapshot) -> tuple[str, ...]:
    """Whose schede are open again."""
    righe = Rinvio.objects.for_system().filter(scheda__ricognizione=piano.ricognizione, chiuso_il=None)
    enti = sorted({ente or "" for ente in righe.values_list("scheda__ente", flat=True)})
    return tuple(called(find_ente(snapshot, ente)) if ente else "ambito" for ente in enti)


def _why_not_written(piano: Piano, snapshot: PianoSnapshot) -> str:
    """Asked of what is still being written, unless it has already been composed as it is."""
    contenuto = freeze(snapshot)
    if piano.stato not in IN_BOZZA or find_composed(piano, contenuto).exists():
        return ""
    try:
        render_html(snapshot, fingerprints(contenuto))
    except PianoNonComponibile as errore:
        return str(errore)
    return ""


def _proposed_on(piano: Piano) -> date | None:
    """The day of the last proposal."""
    proposte = Versione.objects.for_system().filter(piano=piano, atto=AttoDiVersione.PROPOSTA)
    quando = proposte.order_by("-numero").values_list("quando", flat=True).first()
    return day_of(quando) if quando else None
