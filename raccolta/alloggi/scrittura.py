"""Writes what a file says into the register, many dwellings at a time, in one transaction: all of it or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from msgspec import Struct

from lessico.origine import TipoOrigine
from patrimonio.alloggi.servizi import CAMPI, simplify, write_field
from patrimonio.alloggi.versione import load_versions, lock_register
from patrimonio.models import ModificaUnita, UnitaAbitativa
from raccolta.alloggi.avanzamento import Avanzamento
from raccolta.alloggi.confronto import Confronto, changes_of, compare, unpack
from raccolta.alloggi.esame import Esame
from raccolta.alloggi.modelli import Importazione
from raccolta.alloggi.penne import Banchina, Penna, PennaDiretta, blocks

SCRITTURA: Final = "Scrittura"
ULTIMA: Final = "Ultimo passo: gli alloggi entrano nel registro, ancora pochi secondi"
_ALTRE: Final = ("cerca", "origine", "dettaglio", "modificata_il", "modificata_da")
"""What changes in every dwelling that is written."""


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


Seguito = Callable[[Scritta], None]
"""What is written in the same transaction, once the register is."""


def write_register(esame: Esame, firma: Firma, avanza: Avanzamento, seguito: Seguito) -> None:
    """One file at a time for each ente; what is compared is what is there now. Raises LavoroAnnullato."""
    if connection.vendor == "sqlite":
        while not _write_in_stages(esame, firma, avanza, seguito):
            continue
    else:
        _write_at_once(esame, firma, avanza, seguito)


@transaction.atomic
def _write_at_once(esame: Esame, firma: Firma, avanza: Avanzamento, seguito: Seguito) -> None:
    lock_register(firma.importazione.ente_id)
    avanza.require_open()
    seguito(_fill(PennaDiretta(), esame, firma, avanza, in_transazione=True))


def _write_in_stages(esame: Esame, firma: Firma, avanza: Avanzamento, seguito: Seguito) -> bool:
    """Whether the register was still as it had been compared: what waits was made for that, and else is made again."""
    ente = firma.importazione.ente_id
    prima = load_versions([ente])
    with Banchina() as banchina:
        scritta = _fill(banchina, esame, firma, avanza)
        avanza.begin(ULTIMA, 0)
        with transaction.atomic():
            lock_register(ente)
            avanza.require_open()
            if load_versions([ente]) != prima:
                return False
            banchina.land()
            seguito(scritta)
    return True


def _fill(penna: Penna, esame: Esame, firma: Firma, avanza: Avanzamento, *, in_transazione: bool = False) -> Scritta:
    """Everything that the file says, some at a time."""
    confronto = compare(firma.importazione.ente_id, esame)
    tolte = confronto.mancanti if firma.importazione.toglie else ()
    avanza.begin(SCRITTURA, len(confronto.nuove) + len(confronto.cambiate) + len(tolte), in_transazione=in_transazione)
    for codici in blocks(confronto.nuove):
        _add(penna, esame, codici, firma)
        avanza.advance(len(codici))
    for codici in blocks(confronto.cambiate):
        _change(penna, esame, confronto, codici, firma)
        avanza.advance(len(codici))
    for codici in blocks(tolte):
        _remove(penna, codici, firma)
        avanza.advance(len(codici))
    return Scritta(len(confronto.nuove), len(confronto.cambiate), len(tolte), confronto.uguali)


def _add(penna: Penna, esame: Esame, codici: Sequence[str], firma: Firma) -> None:
    def story() -> Iterator[dict[str, Any]]:
        for codice in codici:
            numero, scritta = esame.righe[codice]
            valori = zip(esame.campi, unpack(esame.campi, scritta), strict=True)
            yield _event(codice, "aggiunta", {c: testo for c, v in valori if (testo := write_field(v))}, firma, numero)

    lette = ((esame.righe[codice][1], esame.righe[codice][0]) for codice in codici)
    penna.insert(UnitaAbitativa, (_row(esame.campi, scritta, numero, firma) for scritta, numero in lette))
    penna.insert(ModificaUnita, story())


def _change(penna: Penna, esame: Esame, confronto: Confronto, codici: Sequence[str], firma: Firma) -> None:
    campi = confronto.campi
    dopo = ((confronto.cambiate[codice][1], esame.righe[codice][0]) for codice in codici)
    colonne = [*(campo for campo in campi if campo != "codice"), *_ALTRE]
    penna.change((_row(campi, scritta, numero, firma) for scritta, numero in dopo), colonne)
    cambi = ((codice, changes_of(campi, *confronto.cambiate[codice])) for codice in codici)
    penna.insert(ModificaUnita, (_event(c, "modifica", suoi, firma, esame.righe[c][0]) for c, suoi in cambi))


def _remove(penna: Penna, codici: Sequence[str], firma: Firma) -> None:
    ente = firma.importazione.ente_id
    trovati = UnitaAbitativa.objects.for_system().filter(ente=ente, codice__in=codici).order_by("codice")
    penna.insert(ModificaUnita, (_removed(riga, firma) for riga in trovati.values_list(*CAMPI)))
    penna.remove(ente, codici)


def _removed(riga: Sequence[Any], firma: Firma) -> dict[str, Any]:
    testi = {campo: testo for campo, valore in zip(CAMPI, riga, strict=True) if (testo := write_field(valore))}
    return _event(riga[0], "rimozione", testi, firma, None)


def _row(campi: Sequence[str], scritta: bytes, numero: int, firma: Firma) -> dict[str, Any]:
    """A dwelling as a row: attribute → value."""
    valori = dict(zip(campi, unpack(campi, scritta), strict=True))
    valori["comune_id"], valori["gestore_id"] = valori.pop("comune"), valori.pop("gestore", None)
    return {
        **valori,
        "ente_id": firma.importazione.ente_id,
        "cerca": simplify(valori["codice"], valori["indirizzo"])[:280],
        "origine": TipoOrigine.FOGLIO.value,
        "dettaglio": firma.place(numero),
        "modificata_il": firma.quando,
        "modificata_da": firma.attore,
    }


def _event(codice: str, atto: str, cambi: Mapping[str, Any], firma: Firma, numero: int | None) -> dict[str, Any]:
    return {
        "ente_id": firma.importazione.ente_id,
        "codice": codice,
        "atto": atto,
        "cambi": cambi,
        "origine": TipoOrigine.FOGLIO.value,
        "dettaglio": firma.place(numero),
        "incarico_id": firma.incarico,
        "attore": firma.attore,
        "quando": firma.quando,
    }
