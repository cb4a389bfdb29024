"""What opens a plan again: the changes that were voted, a correction; and the parts that each declares."""

from lessico.flusso import AttoNonConsentito
from piano.iter.cambiate import find_reopening
from piano.iter.mossa import Mossa, read_reason, read_vote_day
from piano.iter.situazione import Situazione
from piano.models import Emendamento, Rettifica
from piano.snapshot import build_snapshot
from raccolta.conduzione.finestre import DatoNonValido


def amend(m: Mossa, s: Situazione) -> str:
    """The Assembly approves, but not all as it was proposed: what it decided, on which parts."""
    sezioni, giorno, testo = _lines(m), read_vote_day(m, s), read_reason(m)
    Emendamento.objects.create(piano=m.piano, testo=testo, sezioni=sezioni, data=giorno, aperto_il=m.quando)
    return f"{', '.join(sezioni)}: {testo}"


def declare(m: Mossa, _: Situazione) -> str:
    """What has changed without having been named is named, in one go."""
    aperto = find_reopening(m.piano)
    if aperto is None:
        raise AttoNonConsentito("Non c’è nulla da dichiarare: il piano non è stato riaperto.")
    cambiate = aperto.find_changed(build_snapshot(m.piano))
    nuove = [codice for codice in cambiate if codice not in aperto.riga.sezioni]
    righe = type(aperto.riga).objects.for_system().filter(pk=aperto.riga.pk)
    righe.update(sezioni=[*aperto.riga.sezioni, *nuove])
    return ", ".join(cambiate[codice] for codice in nuove)


def drop_changes(m: Mossa, _: Situazione) -> str:
    """What the Assembly had changed is not written any more."""
    Emendamento.objects.for_system().filter(piano=m.piano, chiuso_il=None).update(chiuso_il=m.quando)
    return ""


def reopen(m: Mossa, _: Situazione) -> str:
    """What is approved changes only by saying which parts of it, and why."""
    sezioni, motivo = _lines(m), read_reason(m)
    Rettifica.objects.create(piano=m.piano, motivo=motivo, sezioni=sezioni, aperta_il=m.quando)
    return f"{', '.join(sezioni)}: {motivo}"


def _lines(m: Mossa) -> list[str]:
    """The lines of the schema that were chosen."""
    codici = {riga.codice for riga in build_snapshot(m.piano).contenuti.schema}
    if not m.dati.sezioni or not {*m.dati.sezioni} <= codici:
        raise DatoNonValido("sezioni", "Vanno scelte le parti del piano che cambiano.")
    return [*m.dati.sezioni]
