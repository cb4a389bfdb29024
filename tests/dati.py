"""A small ambito for the tests: Rovato, Chiari, an ALER and, elsewhere, another ambito; and the people of the house."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

import pytest

from enti.models import Adesione, Ambito, AttoreSistema, Comune, Ente, Incarico, Utente
from lessico.congelamento import freeze, thaw
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Ricognizione, Scheda
from piano import schema
from piano.models import Piano
from raccolta.services import update
from raccolta.valori import SchedaCongelata, build_schede

DAL = date(2020, 1, 1)
DIGITATA = Origine(TipoOrigine.DIGITATA)
SISTEMA = AttoreSistema("prova")


def create_comune(istat: str, nome: str, ambito: Ambito | None = None) -> Ente:
    """A comune and the ente it is, perhaps in an ambito."""
    comune = Comune.objects.create(istat=istat, nome=nome, provincia="BS")
    ente = Ente.objects.create(slug=nome.lower(), tipo="comune", nome=nome, comune=comune)
    if ambito:
        Adesione.objects.create(ambito=ambito, ente=ente, dal=DAL)
    return ente


def create_aler(ambito: Ambito, slug: str = "aler") -> Ente:
    """An ALER that belongs to an ambito."""
    ente = Ente.objects.create(slug=slug, tipo="aler", nome=slug.upper())
    Adesione.objects.create(ambito=ambito, ente=ente, dal=DAL)
    return ente


def create_incarico(nome: str, ruolo: str, **presso: object) -> Incarico:
    """A person with one incarico, in force since 2020."""
    utente = Utente.objects.create_user(f"{nome.lower()}@example.org", first_name=nome)
    return Incarico.objects.create(utente=utente, ruolo=ruolo, **presso, **{"dal": DAL} if "dal" not in presso else {})


def create_piano(ambito: Ambito, anno: int = 2026) -> Piano:
    """A plan with its ricognizione and no scheda, under the law of the first day of its year."""
    ricognizione = Ricognizione.objects.create(ambito=ambito, anno=anno)
    return Piano.objects.create(ricognizione=ricognizione, regime_al=date(anno, 1, 1))


def write(scheda: Scheda, celle: Mapping[str, object]) -> SchedaCongelata:
    """Write cells through the one way in; the scheda as it is then frozen and read again."""
    update(scheda, celle, by=SISTEMA, origine=DIGITATA)
    return read(scheda)


def read(scheda: Scheda) -> SchedaCongelata:
    """The scheda frozen and read again."""
    return thaw(freeze(build_schede([scheda])[scheda.pk]), SchedaCongelata)


@pytest.fixture
def mondo(db: None) -> SimpleNamespace:
    """The ambito with three schede and its own, six people, a plan of 2026 with the default schema."""
    ambito = Ambito.objects.create(slug="oglio", nome="Oglio")
    altrove = Ambito.objects.create(slug="altrove", nome="Altrove")
    rovato, chiari = create_comune("017166", "Rovato", ambito), create_comune("017052", "Chiari", ambito)
    aler, lontano = create_aler(ambito), create_comune("098001", "Lontano", altrove)
    piano = create_piano(ambito)
    schema.update(ambito, 2018, schema.load_default())
    ricognizione = piano.ricognizione
    schede = {ente: Scheda.objects.create(ricognizione=ricognizione, ente=ente) for ente in (rovato, chiari, aler)}
    return SimpleNamespace(
        ambito=ambito,
        altrove=altrove,
        ricognizione=ricognizione,
        piano=piano,
        rovato=schede[rovato],
        chiari=schede[chiari],
        aler=schede[aler],
        scheda_ambito=Scheda.objects.create(ricognizione=ricognizione),
        anna=create_incarico("Anna", "compilatore", ente=rovato),
        bruno=create_incarico("Bruno", "compilatore", ente=chiari),
        carla=create_incarico("Carla", "capofila", ambito=ambito),
        dario=create_incarico("Dario", "compilatore", ente=lontano),
        elena=create_incarico("Elena", "compilatore", ente=aler),
        sindaca=create_incarico("Sindaca", "assemblea", ambito=ambito),
    )
