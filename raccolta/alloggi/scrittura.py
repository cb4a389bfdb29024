"""Writes what a file says into the register, many dwellings at a time, in one transaction: all of it or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeVar

import msgspec
from django.db import connection, transaction
from django.db.models import Model
from msgspec import Struct

from enti.models import Ente
from lessico.origine import TipoOrigine
from patrimonio.alloggi.servizi import CAMPI, simplify, write_field
from patrimonio.models import ModificaUnita, UnitaAbitativa
from raccolta.alloggi.avanzamento import Avanzamento
from raccolta.alloggi.confronto import Confronto, changes_of, compare, unpack
from raccolta.alloggi.esame import Esame
from raccolta.alloggi.modelli import Importazione

BLOCCO: Final = 1_000
T = TypeVar("T")


class Firma(Struct, frozen=True):
    """Who, when, and from which file."""

    importazione: Importazione
    attore: str
    incarico: int | None
    quando: datetime

    def place(self, riga: int | None = None) -> str:
        """«alloggi.xlsx, Foglio1, riga 12»."""
        dove = f"riga {riga}" if riga else "non è nel file"
        parti = (self.importazione.nome[:110], self.importazione.foglio[:60], dove)
        return ", ".join(filter(None, parti))


class Scritta(Struct, frozen=True):
    """How many dwellings were added, changed, removed, and how many were already so."""

    nuove: int
    cambiate: int
    tolte: int
    uguali: int


@transaction.atomic
def write_register(esame: Esame, firma: Firma, avanza: Avanzamento) -> Scritta:
    """One file at a time for each ente; what is compared is what is there now. Raises LavoroAnnullato."""
    ente = Ente.objects.select_for_update().get(pk=firma.importazione.ente_id)
    avanza.require_open()
    confronto = compare(ente.pk, esame)
    tolte = confronto.mancanti if firma.importazione.toglie else ()
    avanza.begin("Scrittura", len(confronto.nuove) + len(confronto.cambiate) + len(tolte), in_transazione=True)
    _add(ente, esame, confronto.nuove, firma, avanza)
    _change(ente, esame, confronto, firma, avanza)
    _remove(ente, tolte, firma, avanza)
    return Scritta(len(confronto.nuove), len(confronto.cambiate), len(tolte), confronto.uguali)


def _add(ente: Ente, esame: Esame, codici: Sequence[str], firma: Firma, avanza: Avanzamento) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        for codice in codici:
            numero, scritta = esame.righe[codice]
            yield _row(ente, esame.campi, scritta, numero, firma)

    def story() -> Iterator[dict[str, Any]]:
        for codice in avanza.over(codici):
            numero, scritta = esame.righe[codice]
            testi = {
                c: t for c, v in zip(esame.campi, unpack(esame.campi, scritta), strict=True) if (t := write_field(v))
            }
            yield _event(ente, codice, "aggiunta", testi, firma, numero)

    insert(UnitaAbitativa, rows())
    insert(ModificaUnita, story())


def _change(ente: Ente, esame: Esame, confronto: Confronto, firma: Firma, avanza: Avanzamento) -> None:
    colonne = [
        *(c for c in confronto.campi if c != "codice"),
        "cerca",
        "origine",
        "dettaglio",
        "modificata_il",
        "modificata_da",
    ]
    for codici in blocks(confronto.cambiate):
        righe = [
            UnitaAbitativa(**_row(ente, confronto.campi, confronto.cambiate[codice][1], esame.righe[codice][0], firma))
            for codice in codici
        ]
        UnitaAbitativa.objects.bulk_create(
            righe, update_conflicts=True, unique_fields=["ente", "codice"], update_fields=colonne
        )
        insert(ModificaUnita, (_changed(ente, esame, confronto, codice, firma) for codice in avanza.over(codici)))


def _changed(ente: Ente, esame: Esame, confronto: Confronto, codice: str, firma: Firma) -> dict[str, Any]:
    cambi = changes_of(confronto.campi, *confronto.cambiate[codice])
    return _event(ente, codice, "modifica", cambi, firma, esame.righe[codice][0])


def _remove(ente: Ente, codici: Sequence[str], firma: Firma, avanza: Avanzamento) -> None:
    for blocco in blocks(codici):
        trovati = UnitaAbitativa.objects.for_system().filter(ente=ente, codice__in=blocco)
        prima = {riga[0]: riga for riga in trovati.values_list(*CAMPI)}
        insert(ModificaUnita, (_removed(ente, prima[codice], firma) for codice in avanza.over(blocco)))
        trovati.delete()


def _removed(ente: Ente, riga: Sequence[Any], firma: Firma) -> dict[str, Any]:
    testi = {campo: testo for campo, valore in zip(CAMPI, riga, strict=True) if (testo := write_field(valore))}
    return _event(ente, riga[0], "rimozione", testi, firma, None)


def _row(ente: Ente, campi: Sequence[str], scritta: bytes, numero: int, firma: Firma) -> dict[str, Any]:
    """A dwelling as a row: attribute → value."""
    valori = dict(zip(campi, unpack(campi, scritta), strict=True))
    valori["comune_id"], valori["gestore_id"] = valori.pop("comune"), valori.pop("gestore", None)
    return {
        **valori,
        "ente_id": ente.pk,
        "cerca": simplify(valori["codice"], valori["indirizzo"])[:280],
        "origine": TipoOrigine.FOGLIO.value,
        "dettaglio": firma.place(numero),
        "modificata_il": firma.quando,
        "modificata_da": firma.attore,
    }


def _event(
    ente: Ente, codice: str, atto: str, cambi: Mapping[str, Any], firma: Firma, numero: int | None
) -> dict[str, Any]:
    return {
        "ente_id": ente.pk,
        "codice": codice,
        "atto": atto,
        "cambi": cambi,
        "origine": TipoOrigine.FOGLIO.value,
        "dettaglio": firma.place(numero),
        "incarico_id": firma.incarico,
        "attore": firma.attore,
        "quando": firma.quando,
    }


def insert(modello: type[Model], righe: Iterable[Mapping[str, Any]]) -> None:
    """New rows: on PostgreSQL by COPY, which is several times faster than INSERT."""
    if connection.vendor == "postgresql":
        _copy(modello, righe)
        return
    for blocco in blocks(righe):
        modello._default_manager.bulk_create(modello(**riga) for riga in blocco)


def _copy(modello: type[Model], righe: Iterable[Mapping[str, Any]]) -> None:
    campi = [campo for campo in modello._meta.concrete_fields if not campo.primary_key]
    modelli = [(campo.attname, campo.get_default()) for campo in campi]
    nome = connection.ops.quote_name
    colonne = ", ".join(nome(campo.column or "") for campo in campi)
    with (
        connection.cursor() as cursore,
        cursore.copy(f"COPY {nome(modello._meta.db_table)} ({colonne}) FROM STDIN") as copia,
    ):
        for riga in righe:
            copia.write_row([_plain(riga.get(attributo, vuoto)) for attributo, vuoto in modelli])


def _plain(valore: Any) -> Any:
    return msgspec.json.encode(valore).decode() if isinstance(valore, dict) else valore


def blocks(cose: Iterable[T]) -> Iterator[list[T]]:
    """Some at a time."""
    resto = iter(cose)
    while blocco := list(islice(resto, BLOCCO)):
        yield blocco
