"""What the mayors find on their desk: a plan that was proposed, and leads straight to its summary."""

from collections.abc import Mapping

from django.urls import reverse

from enti.isolamento import Incarichi
from enti.models.utente import Ruolo
from piano.compiti import Compito
from piano.models import PROPOSTI, Piano


def find_votes(chi: Incarichi) -> Mapping[int, tuple[Compito, ...]]:
    """Ambito → the plans that its Assembly has to read, the newest first; one query, none for who is no mayor."""
    ambiti = chi.with_role(Ruolo.ASSEMBLEA)
    if not ambiti:
        return {}
    piani = Piano.objects.visible_to(chi).select_related("ricognizione")
    proposti = piani.filter(stato__in=PROPOSTI, ricognizione__ambito__in=ambiti)
    trovati: dict[int, tuple[Compito, ...]] = {}
    for piano in proposti.order_by("-ricognizione__anno"):
        ambito = piano.ricognizione.ambito_id
        trovati[ambito] = (*trovati.get(ambito, ()), _vote(piano))
    return trovati


def _vote(piano: Piano) -> Compito:
    return Compito(
        nome=piano.get_tipo_display(),
        anno=piano.ricognizione.anno,
        stato=piano.get_stato_display(),
        dettaglio="In una pagina: che cosa si chiede, le cifre, che cosa cambia, i documenti.",
        invito="Leggi la sintesi",
        url=reverse("piano:assemblea", args=[piano.pk]),
        mio=True,
    )
