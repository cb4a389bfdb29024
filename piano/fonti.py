"""What the plan reads of each scheda: certified content where there is any, otherwise the live value, said as such."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from enti.domande import Domanda
from enti.models import Ambito
from lessico.congelamento import thaw
from patrimonio.models import Ricognizione, Scheda
from piano.valori import CertificazioneCongelata, FonteScheda
from raccolta.completezza import find_missing
from raccolta.models import Certificazione, Modifica
from raccolta.valori import SchedaCongelata, build_schede

Letta = tuple[SchedaCongelata, FonteScheda]

_SCHEDE: Final = Domanda(lambda ricognizione: Scheda.objects.for_system().filter(ricognizione=ricognizione))
_CERTIFICAZIONI: Final = Domanda(
    lambda ricognizione: (
        Certificazione.objects.for_system().filter(scheda__ricognizione=ricognizione).order_by("numero")
    )
)
_DELL_ANNO: Final = Domanda(
    lambda ambito, anno: (
        Certificazione.objects.for_system()
        .filter(scheda__ricognizione__ambito=ambito, scheda__ricognizione__anno=anno)
        .filter(scheda__ricognizione__piano__isnull=False, scheda__ente__isnull=False)
        .order_by("numero")
        .values_list("scheda__ente_id", "contenuto")
    )
)
_ORIGINI: Final = Domanda(
    lambda ricognizione: (
        Modifica.objects.for_system()
        .filter(scheda__ricognizione=ricognizione)
        .values_list("scheda_id", "origine", "dettaglio")
        .distinct()
    )
)


def read_schede(ricognizione: Ricognizione, membri: Collection[str]) -> tuple[Letta, ...]:
    """The scheda d'ambito first, then those of the members in their order, each with its source."""
    posti = {"": -1} | {ente: posto for posto, ente in enumerate(membri)}
    schede = sorted(
        (s for s in _SCHEDE.ask(ricognizione.pk) if (s.ente_id or "") in posti), key=lambda s: posti[s.ente_id or ""]
    )
    origini, certificate = _origins(ricognizione), _last_certifications(ricognizione)
    vive = build_schede([scheda for scheda in schede if scheda.pk not in certificate])
    return tuple(
        _certified(ultima, origini.get(s.pk, ()))
        if (ultima := certificate.get(s.pk))
        else _live(vive[s.pk], origini.get(s.pk, ()))
        for s in schede
    )


def read_certified(ambito: Ambito, anno: int) -> Mapping[str, SchedaCongelata]:
    """What the enti of an ambito last certified for the plan of a year: ente → scheda, in one query."""
    righe = _DELL_ANNO.ask(ambito.pk, anno)
    return {ente: thaw(bytes(contenuto), SchedaCongelata) for ente, contenuto in dict(righe).items()}


def _live(viva: SchedaCongelata, origini: tuple[str, ...]) -> Letta:
    return viva, FonteScheda(viva.ente, completa=not find_missing(viva), origini=origini)


def _certified(ultima: Certificazione, origini: tuple[str, ...]) -> Letta:
    certificazione = CertificazioneCongelata(
        ultima.numero, ultima.nome, ultima.ruolo, ultima.unico_addetto, ultima.quando, ultima.impronta
    )
    scheda = thaw(bytes(ultima.contenuto), SchedaCongelata)
    return scheda, FonteScheda(scheda.ente, completa=True, origini=origini, certificazione=certificazione)


def _last_certifications(ricognizione: Ricognizione) -> dict[int, Certificazione]:
    return {riga.scheda_id: riga for riga in _CERTIFICAZIONI.ask(ricognizione.pk)}


def _origins(ricognizione: Ricognizione) -> dict[int, tuple[str, ...]]:
    """The sources of the values, in words: what was loaded or entered d'ufficio says so."""
    trovate: defaultdict[int, set[str]] = defaultdict(set)
    for scheda, origine, dettaglio in _ORIGINI.ask(ricognizione.pk):
        trovate[scheda].add(f"{origine}: {dettaglio}" if dettaglio else origine)
    return {scheda: tuple(sorted(voci)) for scheda, voci in trovate.items()}
