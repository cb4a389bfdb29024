"""The one place where the plan is read from the database: rows become a PianoSnapshot, and its bytes."""

from collections.abc import Collection
from typing import Final

from msgspec.structs import replace

from enti.domande import Domanda
from enti.models import Adesione
from enti.regime import build_regime
from lessico.congelamento import fingerprint, freeze, thaw
from patrimonio.models import Ricognizione, Scheda
from piano.fonti import Letta, read_certified, read_schede
from piano.models import Approvazione, Capitolo, Deroga, Parere, Piano, SchemaRiga, Versione
from piano.rilievi import freeze_plan_reasons
from piano.testata import build_heading, find_adesioni, split_members
from piano.valori import (
    AnnoPrecedente,
    ApprovazioneCongelata,
    Busta,
    CapitoloCongelato,
    Contenuti,
    DerogaCongelata,
    EntePrecedente,
    Impronte,
    MotivazioneCongelata,
    ParereCongelato,
    PianoSnapshot,
    RigaCongelata,
)
from raccolta.rilievi import build_controlli
from raccolta.valori import SchedaCongelata

_CAPITOLI: Final = Domanda(
    lambda piano: Capitolo.objects.for_system().filter(piano=piano).values_list("codice", "testo")
)
_SCHEMA: Final = Domanda(
    lambda ambito, anno: (
        SchemaRiga.objects.for_system()
        .filter(ambito=ambito, dal_anno__lte=anno)
        .order_by("dal_anno", "ordine")
        .values_list("dal_anno", "attiva", "codice", "lettera", "titolo", "sezione", "voci")
    )
)
_MOTIVATE: Final = Domanda(
    lambda ricognizione: (
        Scheda.objects.for_system().filter(ricognizione=ricognizione, motivazioni__isnull=False).distinct()
    )
)
_PARERI: Final = Domanda(lambda piano: Parere.objects.for_system().filter(piano=piano))
_APPROVAZIONI: Final = Domanda(
    lambda piano: (
        Approvazione.objects.for_system().filter(piano=piano).values_list("data", "tipo", "organo", "atto", "voti")
    )
)
_DEROGHE: Final = Domanda(lambda piano: Deroga.objects.for_system().filter(piano=piano))
_VERSIONI: Final = Domanda(
    lambda piano: Versione.objects.for_system().filter(piano=piano).order_by("-numero").values_list("impronta")[:1]
)


def build_snapshot(piano: Piano) -> PianoSnapshot:
    """The plan as a value, in a number of queries that does not depend on how many enti there are."""
    adesioni = find_adesioni(piano.ricognizione)
    membri, usciti = split_members(adesioni, piano.ricognizione.anno)
    lette = read_schede(piano.ricognizione, [adesione.ente_id for adesione in membri])
    schede = tuple(scheda for scheda, _ in lette)
    contenuti = Contenuti(
        testata=build_heading(piano, membri, usciti, schede),
        schede=tuple(scheda for scheda in schede if scheda.ente),
        scheda_ambito=next((scheda for scheda in schede if not scheda.ente), None),
        capitoli=_chapters(piano),
        schema=_schema(piano.ricognizione),
        regime=build_regime(piano.regime_al),
        motivazioni=_reasons(piano.ricognizione, schede),
        precedente=_year_before(piano.ricognizione, adesioni),
    )
    snapshot = PianoSnapshot(contenuti=contenuti, busta=_envelope(piano, lette))
    motivazioni = freeze_plan_reasons(piano.ricognizione, snapshot)
    return replace(snapshot, busta=replace(snapshot.busta, motivazioni=motivazioni)) if motivazioni else snapshot


def _chapters(piano: Piano) -> tuple[CapitoloCongelato, ...]:
    return tuple(CapitoloCongelato(codice, testo) for codice, testo in sorted(_CAPITOLI.ask(piano.pk)))


def _schema(ricognizione: Ricognizione) -> tuple[RigaCongelata, ...]:
    """The active lines of the newest schema that is not later than the plan's year."""
    righe = _SCHEMA.ask(ricognizione.ambito_id, ricognizione.anno)
    return tuple(
        RigaCongelata(codice, lettera, titolo, sezione, tuple(voci))
        for dal_anno, attiva, codice, lettera, titolo, sezione, voci in righe
        if dal_anno == righe[-1][0] and attiva
    )


def _reasons(ricognizione: Ricognizione, schede: Collection[SchedaCongelata]) -> tuple[MotivazioneCongelata, ...]:
    """The reasons that excuse what the rules find on the values of this plan; the lapsed ones are not among them."""
    motivate = _MOTIVATE.ask(ricognizione.pk)
    valori = {scheda.ente: scheda for scheda in schede}
    lette = {scheda.pk: valori[scheda.ente_id or ""] for scheda in motivate if (scheda.ente_id or "") in valori}
    controlli = build_controlli([scheda for scheda in motivate if scheda.pk in lette], lette)
    congelate = (
        MotivazioneCongelata(lette[pk].ente, m.regola, s.perche, s.celle, m.testo, m.autore, m.data)
        for pk, controllo in controlli.items()
        for s, m in ((rilievo.segnalazione, rilievo.motivazione) for rilievo in controllo.rilievi)
        if m
    )
    return tuple(sorted(congelate, key=lambda m: (m.ente, m.regola, m.celle, m.data, m.testo)))


def _year_before(ricognizione: Ricognizione, adesioni: Collection[Adesione]) -> AnnoPrecedente | None:
    """What the members of the year before certified; None where there was no plan or nothing was certified."""
    anno = ricognizione.anno - 1
    certificate = read_certified(ricognizione.ambito, anno)
    membri, _ = split_members(adesioni, anno)
    enti = tuple(
        EntePrecedente(s.ente, a.ente.nome, s.stock("sap"), s.stock("sas"), s.stock("altro"), s.units_assignable())
        for a in membri
        if (s := certificate.get(a.ente_id))
    )
    return AnnoPrecedente(anno, enti) if enti else None


def _envelope(piano: Piano, lette: tuple[Letta, ...]) -> Busta:
    versioni = _VERSIONI.ask(piano.pk)
    return Busta(
        stato=piano.stato,
        fonti=tuple(fonte for _, fonte in lette),
        pareri=tuple(_opinion(parere) for parere in sorted(_PARERI.ask(piano.pk), key=lambda p: p.aler_id)),
        approvazioni=tuple(
            ApprovazioneCongelata(tipo, organo, data, atto, voti)
            for data, tipo, organo, atto, voti in sorted(_APPROVAZIONI.ask(piano.pk))
        ),
        deroghe=tuple(
            DerogaCongelata(d.oggetto, d.ente_id or "", d.motivo, d.data)
            for d in sorted(_DEROGHE.ask(piano.pk), key=lambda d: (d.oggetto, d.ente_id or ""))
        ),
        versione_precedente=versioni[0][0] if versioni else "",
        indirizzo_pubblico=piano.indirizzo_pubblico,
    )


def _opinion(p: Parere) -> ParereCongelato:
    return ParereCongelato(p.aler_id, p.esito, p.data, p.protocollo, p.condizioni, p.impronta_contenuti, p.osservazioni)


def fingerprints(contenuto: bytes) -> Impronte:
    """The impronta dei contenuti and that of the whole snapshot, from its bytes."""
    snapshot = thaw(contenuto, PianoSnapshot)
    return Impronte(contenuti=fingerprint(freeze(snapshot.contenuti)), versione=fingerprint(contenuto))
