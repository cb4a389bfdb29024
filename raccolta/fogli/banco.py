"""Where workbooks are given and taken: the page of one scheda, or that of all the schede of an ente in a year."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from enti.incarichi import Richiesta
from patrimonio.models import Scheda
from raccolta.accesso import find_writer, look_at
from raccolta.fogli.chiave import check_key
from raccolta.fogli.lettura import read_file
from raccolta.fogli.pagine import open_all
from raccolta.fogli.prova import Prova, try_sheets
from raccolta.moduli.apertura import Apertura, look


class Banco(Struct, frozen=True):
    """``posto``: under which name a file waits."""

    schede: tuple[Scheda, ...]
    posto: str
    nome: str

    @property
    def sola(self) -> Scheda | None:
        """The scheda of the page; None where they are many."""
        return self.schede[0] if self.posto.startswith("scheda/") else None


def bench_of(scheda: Scheda) -> Banco:
    """The page of one scheda."""
    return Banco((scheda,), f"scheda/{scheda.pk}", f"scheda-{scheda.ente_id or 'ambito'}-{scheda.ricognizione.anno}")


def bench_of_many(schede: Sequence[Scheda], ente: str, anno: int) -> Banco:
    """The page of an ente: a file for all the ambiti to which it belongs."""
    return Banco(tuple(schede), f"ente/{ente}/{anno}"[:100], f"schede-{ente}-{anno}")


def read_and_try(request: Richiesta, banco: Banco, nome: str, contenuto: bytes, adesso: datetime) -> tuple[Prova, ...]:
    """What a file would do to each of its schede that are of this page; raises FoglioRifiutato."""
    lette = read_file(nome, contenuto)
    schede = {scheda.pk: scheda for scheda in banco.schede}
    if not any(letta.chiave.scheda in schede for letta in lette):
        check_key(lette[0].chiave, banco.schede)
    prove = []
    for letta in lette:
        if scheda := schede.get(letta.chiave.scheda):
            check_key(letta.chiave, (scheda,))
            fascicolo = open_all(request, scheda, adesso, [riga.nome for riga in letta.righe])
            by = None if fascicolo.apertura.perche else find_writer(request, scheda)
            prove.append(try_sheets(fascicolo, letta, by))
    return tuple(prove)


def look_around(request: Richiesta, banco: Banco, adesso: datetime) -> tuple[tuple[Scheda, Apertura], ...]:
    """Each scheda, and whether it can be written now."""
    return tuple((s, look(s, look_at(request, s, adesso), find_writer(request, s))) for s in banco.schede)
