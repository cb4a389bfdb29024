"""The one place where the plan is read from the database: rows become a PianoSnapshot, and its bytes."""

from datetime import date
from typing import cast

from django.db.models import Q

from enti.models import CategoriaRegistro, Parametro
from lessico.congelamento import fingerprint, freeze, thaw
from lessico.regime import Arrotondamento, Categoria, Gruppo, Limite, Regime
from patrimonio.models import Ricognizione
from piano.fonti import Letta, read_schede
from piano.models import Parere, Piano, SchemaRiga
from piano.testata import build_heading, find_members
from piano.valori import (
    AnnoPrecedente,
    ApprovazioneCongelata,
    Busta,
    CapitoloCongelato,
    Contenuti,
    EntePrecedente,
    Impronte,
    MotivazioneCongelata,
    ParereCongelato,
    PianoSnapshot,
    RigaCongelata,
)
from raccolta.models import Motivazione


def build_snapshot(piano: Piano) -> PianoSnapshot:
    """The plan as a value, in a number of queries that does not depend on how many enti there are."""
    membri, usciti = find_members(piano)
    lette = read_schede(piano.ricognizione, [adesione.ente_id for adesione in membri])
    schede = tuple(scheda for scheda, _ in lette)
    contenuti = Contenuti(
        testata=build_heading(piano, membri, usciti, schede),
        schede=tuple(scheda for scheda in schede if scheda.ente),
        scheda_ambito=next((scheda for scheda in schede if not scheda.ente), None),
        capitoli=_chapters(piano),
        schema=_schema(piano.ricognizione),
        regime=build_regime(piano.regime_al),
        motivazioni=_reasons(piano.ricognizione),
        precedente=_year_before(piano),
    )
    return PianoSnapshot(contenuti=contenuti, busta=_envelope(piano, lette))


def _chapters(piano: Piano) -> tuple[CapitoloCongelato, ...]:
    capitoli = piano.capitoli.for_system().values_list("codice", "testo")
    return tuple(CapitoloCongelato(codice, testo) for codice, testo in sorted(capitoli))


def _schema(ricognizione: Ricognizione) -> tuple[RigaCongelata, ...]:
    """The active lines of the newest schema that is not later than the plan's year."""
    righe = list(
        SchemaRiga.objects.for_system()
        .filter(ambito=ricognizione.ambito, dal_anno__lte=ricognizione.anno)
        .order_by("dal_anno", "ordine")
    )
    return tuple(
        RigaCongelata(riga.codice, riga.lettera, riga.titolo, riga.sezione, tuple(riga.voci))
        for riga in righe
        if riga.dal_anno == righe[-1].dal_anno and riga.attiva
    )


def build_regime(al: date) -> Regime:
    """The limits and categories in force on a day; statuses, sources and notes stay out of it."""
    in_vigore = Q(dal__lte=al) & (Q(al=None) | Q(al__gte=al))
    parametri = sorted(Parametro.objects.filter(in_vigore), key=lambda p: (p.codice, p.dal))
    categorie = sorted(CategoriaRegistro.objects.filter(in_vigore), key=lambda c: (c.gruppo, c.ordine, c.codice, c.dal))
    return Regime(
        al=al,
        limiti=tuple(
            Limite(p.codice, p.valore, p.unita, p.base, Arrotondamento(p.arrotondamento), p.norma) for p in parametri
        ),
        categorie=tuple(
            Categoria(c.codice, cast("Gruppo", c.gruppo), c.lettera, c.nome, c.definizione, c.norma) for c in categorie
        ),
    )


def _reasons(ricognizione: Ricognizione) -> tuple[MotivazioneCongelata, ...]:
    motivazioni = Motivazione.objects.for_system().filter(ricognizione=ricognizione).select_related("scheda")
    congelate = (
        MotivazioneCongelata(
            (m.scheda.ente_id or "") if m.scheda else "", m.regola, tuple(m.celle), m.testo, m.autore, m.data
        )
        for m in motivazioni
    )
    return tuple(sorted(congelate, key=lambda m: (m.ente, m.regola, m.celle, m.data, m.testo)))


def _year_before(piano: Piano) -> AnnoPrecedente | None:
    """What the members of the year before certified; None where there was no survey or nothing was certified."""
    ricognizione = piano.ricognizione
    prima = Piano.objects.for_system().filter(
        ricognizione__ambito=ricognizione.ambito, ricognizione__anno=ricognizione.anno - 1
    )
    precedente = prima.select_related("ricognizione__ambito").first()
    if precedente is None:
        return None
    membri, _ = find_members(precedente)
    nomi = {adesione.ente_id: adesione.ente.nome for adesione in membri}
    lette = read_schede(precedente.ricognizione, list(nomi))
    enti = tuple(
        EntePrecedente(s.ente, nomi[s.ente], s.stock("sap"), s.stock("sas"), s.stock("altro"), s.units_assignable())
        for s, fonte in lette
        if s.ente and fonte.certificazione
    )
    return AnnoPrecedente(precedente.ricognizione.anno, enti) if enti else None


def _envelope(piano: Piano, lette: tuple[Letta, ...]) -> Busta:
    pareri = piano.pareri.for_system().order_by("aler")
    approvazioni = sorted(piano.approvazioni.for_system(), key=lambda a: (a.data, a.tipo, a.organo))
    ultima = piano.versioni.for_system().order_by("-numero").only("impronta").first()
    return Busta(
        stato=piano.stato,
        fonti=tuple(fonte for _, fonte in lette),
        pareri=tuple(_opinion(parere) for parere in sorted(pareri, key=lambda p: p.aler_id)),
        approvazioni=tuple(ApprovazioneCongelata(a.tipo, a.organo, a.data, a.atto, a.voti) for a in approvazioni),
        versione_precedente=ultima.impronta if ultima else "",
        indirizzo_pubblico=piano.indirizzo_pubblico,
    )


def _opinion(p: Parere) -> ParereCongelato:
    return ParereCongelato(p.aler_id, p.esito, p.data, p.protocollo, p.condizioni, p.impronta_contenuti, p.osservazioni)


def fingerprints(contenuto: bytes) -> Impronte:
    """The impronta dei contenuti and that of the whole snapshot, from its bytes."""
    snapshot = thaw(contenuto, PianoSnapshot)
    return Impronte(contenuti=fingerprint(freeze(snapshot.contenuti)), versione=fingerprint(contenuto))
