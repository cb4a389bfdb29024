"""All Lombardy: 90 ambiti, 1,500 enti, ten years of schede with all that happens around them, always the same.

``python -m benchmarks.lombardia`` makes and fills the database of the settings. The rows are written without
raccolta.services, which would take hours: what the product would have refused is not here.
"""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Final, cast

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils.text import slugify
from msgspec import Struct

from benchmarks.anno import write_scheda
from benchmarks.rubinetto import Rubinetto
from enti.models import Adesione, Ambito, Comune, Designazione, Ente, Evento, Incarico, Utente
from enti.registri import load_registri
from patrimonio.models import Finestra, Ricognizione, Scheda
from piano import schema
from piano.models import Piano, SchemaRiga
from raccolta.models import Certificazione, Conversazione

ANNI: Final = range(2018, 2028)
"""The last is the one that is being collected."""

GRANDEZZE: Final = (61, 30, 5, *(5 + n * 7 % 25 for n in range(87)))
"""How many enti each ambito has, its ALER included."""

ALER: Final = {
    "aler-milano": ("MI",),
    "aler-pavia-lodi": ("PV", "LO"),
    "aler-brescia-cremona-mantova": ("BS", "CR", "MN"),
    "aler-bergamo-lecco-sondrio": ("BG", "LC", "SO"),
    "aler-varese-como-monza-busto": ("VA", "CO", "MB"),
}
INIZIO: Final = date(2018, 1, 1)


class Territorio(Struct, frozen=True):
    """An ambito with its comuni and its ALER: (slug, ISTAT code) of each, and the slug."""

    ambito: Ambito
    comuni: tuple[tuple[str, str], ...]
    aler: str
    persone: dict[str, tuple[Incarico, Incarico]]

    @property
    def enti(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every ente with the comuni in which it has dwellings: an ALER in one out of three."""
        sedi = tuple(istat for _, istat in self.comuni[::3])
        return (*((slug, (istat,)) for slug, istat in self.comuni), (self.aler, sedi))


def fill() -> None:
    """Write everything into an empty database, in one transaction."""
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    load_registri()
    with transaction.atomic(), Rubinetto() as rubinetto:
        territori = tuple(create_territories(rubinetto))
        rubinetto.flush()
        pk, eventi, caso = count(1), count(1), Random(2016)
        ricognizioni = count(1)
        for territorio in territori:
            for anno in ANNI:
                ricognizione = create_year(rubinetto, next(ricognizioni), territorio.ambito, anno)
                create_schede(rubinetto, caso, territorio, ricognizione, pk, eventi)
    reset_sequences()


def create_territories(rubinetto: Rubinetto) -> Iterator[Territorio]:
    """The ambiti with their enti and people; an ALER belongs to many."""
    province = {provincia: slug for slug, sue in ALER.items() for provincia in sue}
    comuni = iter(Comune.objects.filter(provincia__in=province).order_by("provincia", "istat"))
    chiavi = count(1)
    case = {slug: create_people(chiavi, Ente(slug=slug, tipo="aler", nome=slug), rubinetto) for slug in ALER}
    for numero, grandezza in enumerate(GRANDEZZE, start=1):
        ambito = Ambito(pk=numero, slug=f"ambito-{numero}", nome=f"Ambito {numero}", ufficio="Ufficio di piano")
        suoi = [comune for _, comune in zip(range(grandezza - 1), comuni, strict=False)]
        slug = {comune.istat: slugify(f"{comune.nome} {comune.provincia}") for comune in suoi}
        enti = [Ente(slug=slug[c.istat], tipo="comune", nome=c.nome, comune=c) for c in suoi]
        persone = {ente.slug: create_people(chiavi, ente, rubinetto) for ente in enti}
        aler = province[suoi[0].provincia]
        rubinetto.add(ambito, *(Adesione(ambito=ambito, ente_id=e, dal=INIZIO) for e in (*persone, aler)))
        rubinetto.add(Designazione(ambito=ambito, ente=enti[0], ruolo="capofila", organo="Assemblea", data=INIZIO))
        rubinetto.add(*(SchemaRiga(ambito=ambito, dal_anno=2018, ordine=n, **riga) for n, riga in _schema()))
        create_person(next(chiavi), f"capofila-{numero}", rubinetto, ruolo="capofila", ambito=ambito)
        coppie = tuple((ente.slug, str(ente.comune_id)) for ente in enti)
        yield Territorio(ambito, coppie, aler, {**persone, aler: case[aler]})


def _schema() -> Iterator[tuple[int, dict[str, object]]]:
    yield from ((n, dict(riga)) for n, riga in enumerate(schema.load_default(), start=1))


def create_people(chiavi: "count[int]", ente: Ente, rubinetto: Rubinetto) -> tuple[Incarico, Incarico]:
    """An ente with who compiles and who certifies."""
    rubinetto.add(ente)
    compila = create_person(next(chiavi), f"compila.{ente.slug}", rubinetto, ruolo="compilatore", ente=ente)
    certifica = create_person(next(chiavi), f"certifica.{ente.slug}", rubinetto, ruolo="certificatore", ente=ente)
    return compila, certifica


def create_person(pk: int, nome: str, rubinetto: Rubinetto, *, ruolo: str, **presso: Model) -> Incarico:
    """Somebody who cannot type a password: the measurements make the session themselves."""
    utente = Utente(pk=pk, email=f"{nome}@example.org", first_name="Ada", last_name=nome[:140], password="!")
    incarico = Incarico(pk=pk, utente=utente, ruolo=ruolo, dal=INIZIO, **presso)
    rubinetto.add(utente, incarico)
    return incarico


def create_year(rubinetto: Rubinetto, pk: int, ambito: Ambito, anno: int) -> Ricognizione:
    """The survey of an ambito: two windows, the second after the first, and its plan."""
    ricognizione = Ricognizione(pk=pk, ambito=ambito, anno=anno)
    autunno, inverno = datetime(anno - 1, 10, 1, tzinfo=UTC), datetime(anno, 1, 20, tzinfo=UTC)
    finestre = [Finestra(ricognizione=ricognizione, dal=dal, al=dal + timedelta(days=30)) for dal in (autunno, inverno)]
    stato = "raccolta" if anno == ANNI[-1] else "approvato"
    rubinetto.add(ricognizione, *finestre, Piano(ricognizione=ricognizione, regime_al=date(anno, 1, 1), stato=stato))
    return ricognizione


def create_schede(
    rubinetto: Rubinetto,
    caso: Random,
    territorio: Territorio,
    ricognizione: Ricognizione,
    pk: "count[int]",
    eventi: "count[int]",
) -> None:
    """The schede of a year: those of the past certified, those of the last at every point; and the registro."""
    in_raccolta, ultimo = ricognizione.anno == ANNI[-1], cast("Evento | None", None)
    for posto, (ente, sedi) in enumerate([*territorio.enti, ("", ())]):
        persone = territorio.persone.get(ente, territorio.persone[territorio.comuni[0][0]])
        scheda = Scheda(pk=next(pk), ricognizione=ricognizione, ente_id=ente or None)
        rubinetto.add(*write_scheda(caso, scheda, sedi, posto, persone, in_raccolta=in_raccolta))
        if scheda.stato == "certificata":
            ultimo = Evento(
                pk=next(eventi),
                catena=ricognizione.catena,
                precedente=ultimo,
                sigillo=f"{scheda.pk:064}",
                atto="certificazione",
                oggetto=f"Scheda {ricognizione.anno}, {ente}",
                chi=str(persone[1].utente),
                quando=datetime(ricognizione.anno - 1, 10, 20, tzinfo=UTC),
            )
            rubinetto.add(ultimo)


def reset_sequences() -> None:
    """Rows that came with their keys leave the counters behind on PostgreSQL, which then looks at what it holds."""
    modelli = (Ambito, Utente, Incarico, Ricognizione, Scheda, Evento, Conversazione, Certificazione)
    with connection.cursor() as cursore:
        for comando in connection.ops.sequence_reset_sql(no_style(), modelli):
            cursore.execute(comando)
        if connection.vendor == "postgresql":
            cursore.execute("ANALYZE")


def count_rows() -> Counter[str]:
    """How many rows there are, for the models that say how large it is."""
    modelli = (Ambito, Ente, Ricognizione, Scheda, Certificazione)
    return Counter({modello.__name__: modello._base_manager.count() for modello in modelli})


if __name__ == "__main__":
    inizio = time.perf_counter()
    fill()
    print(f"{time.perf_counter() - inizio:.0f} s, {dict(count_rows())}")
