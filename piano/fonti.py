"""What the plan reads of each scheda: certified content where there is any, otherwise the live value, said as such."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from lessico.congelamento import thaw
from patrimonio.models import Ricognizione, Scheda
from piano.valori import CertificazioneCongelata, FonteScheda
from raccolta.completezza import find_missing
from raccolta.models import Certificazione, Modifica
from raccolta.valori import SchedaCongelata, build_schede

Letta = tuple[SchedaCongelata, FonteScheda]


def read_schede(ricognizione: Ricognizione, membri: Collection[str]) -> tuple[Letta, ...]:
    """The scheda d'ambito first, then those of the members in their order, each with its source."""
    posti = {"": -1} | {ente: posto for posto, ente in enumerate(membri)}
    tutte = Scheda.objects.for_system().filter(ricognizione=ricognizione)
    schede = sorted((s for s in tutte if (s.ente_id or "") in posti), key=lambda s: posti[s.ente_id or ""])
    vive, origini, ultime = build_schede(schede), _origins(schede), _last_certifications(schede)
    return tuple(_read(vive[s.pk], origini.get(s.pk, ()), ultime.get(s.pk)) for s in schede)


def _read(viva: SchedaCongelata, origini: tuple[str, ...], ultima: Certificazione | None) -> Letta:
    if ultima is None:
        return viva, FonteScheda(viva.ente, completa=not find_missing(viva), origini=origini)
    certificazione = CertificazioneCongelata(
        ultima.numero, ultima.nome, ultima.ruolo, ultima.unico_addetto, ultima.quando, ultima.impronta
    )
    scheda = thaw(bytes(ultima.contenuto), SchedaCongelata)
    return scheda, FonteScheda(scheda.ente, completa=True, origini=origini, certificazione=certificazione)


def _last_certifications(schede: Iterable[Scheda]) -> dict[int, Certificazione]:
    righe = Certificazione.objects.for_system().filter(scheda__in=[s.pk for s in schede]).order_by("numero")
    return {riga.scheda_id: riga for riga in righe}


def _origins(schede: Iterable[Scheda]) -> dict[int, tuple[str, ...]]:
    """The sources of the values, in words: what was loaded or entered d'ufficio says so."""
    righe = (
        Modifica.objects.for_system()
        .filter(scheda__in=[s.pk for s in schede])
        .values_list("scheda_id", "origine", "dettaglio")
        .distinct()
    )
    trovate: defaultdict[int, set[str]] = defaultdict(set)
    for scheda, origine, dettaglio in righe:
        trovate[scheda].add(f"{origine}: {dettaglio}" if dettaglio else origine)
    return {scheda: tuple(sorted(voci)) for scheda, voci in trovate.items()}
