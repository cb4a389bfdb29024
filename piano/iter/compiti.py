"""What the way of a plan leaves to do on the desk: to the capofila, and to the ALER that is heard."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from django.urls import reverse

from enti.domande import Domanda
from enti.isolamento import Incarichi
from enti.models.utente import Ruolo
from lessico import italiano
from patrimonio.models import Ricognizione
from piano.compiti import Compito
from piano.iter.parole import ATTESE
from piano.models import NON_PROPOSTI, Parere, Piano, StatoPiano

ALTRUI: Final = (StatoPiano.PARERE, StatoPiano.ASSEMBLEA)
"""The states in which the capofila waits for others."""


_IN_CAMMINO: Final = Domanda(
    lambda ricognizioni: (
        Piano.objects.for_system()
        .filter(ricognizione__in=ricognizioni)
        .exclude(stato__in=(*NON_PROPOSTI, StatoPiano.TRASMESSO))
        .select_related("ricognizione__ambito")
    )
)
_PARERI: Final = Domanda(
    lambda piani: (
        Parere.objects.for_system()
        .filter(piano__in=piani, piano__stato=StatoPiano.PARERE, esito="")
        .exclude(richiesto_il=None)
        .select_related("aler")
    )
)


def find_plan_tasks(chi: Incarichi, ricognizioni: Collection[Ricognizione]) -> Mapping[int, list[Compito]]:
    """By ambito, in two queries: of the plans that are under way, what is one's own and what one waits for."""
    piani = {piano.pk: piano for piano in _IN_CAMMINO.ask([ricognizione.pk for ricognizione in ricognizioni])}
    compiti: defaultdict[int, list[Compito]] = defaultdict(list)
    for piano in piani.values():
        compiti[piano.ricognizione.ambito_id].extend(_of_the_plan(chi, piano))
    for parere in _PARERI.ask(piani):
        piano = piani[parere.piano_id]
        if any(i.ruolo == Ruolo.PARERE and i.ente_id == parere.aler_id for i in chi.tutti):
            compiti[piano.ricognizione.ambito_id].append(_opinion(piano, parere))
    return compiti


def _of_the_plan(chi: Incarichi, piano: Piano) -> Iterator[Compito]:
    ambito, anno = piano.ricognizione.ambito, piano.ricognizione.anno
    if ambito.pk in chi.with_role(Ruolo.CAPOFILA):
        yield Compito(
            nome="Iter del piano",
            anno=anno,
            stato=piano.get_stato_display(),
            dettaglio=ATTESE[piano.stato],
            invito="Porta avanti il piano",
            url=reverse("piano:iter", args=[ambito.slug, anno]),
            mio=piano.stato not in ALTRUI,
        )


def _opinion(piano: Piano, parere: Parere) -> Compito:
    chiesto = f"Chiesto {italiano.giorno('il', parere.richiesto_il)}." if parere.richiesto_il else ""
    return Compito(
        nome=f"Parere di {parere.aler}",
        anno=piano.ricognizione.anno,
        stato=piano.get_stato_display(),
        dettaglio=f"{chiesto} Si legge la proposta, poi si scrive il parere.".strip(),
        invito="Dai il parere",
        url=reverse("piano:parere", args=[parere.pk]),
        mio=True,
    )
