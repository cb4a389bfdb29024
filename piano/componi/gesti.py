"""What a page of the schema shows of each line, and what a button of it means."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from lessico.congelamento import fingerprint, freeze
from piano.componi.nomi import NOMI, Obbligo, lost
from piano.componi.righe import Cambio, Riga, Righe, edit, find_line, is_extra, move, remove
from piano.componi.testi import text_of, write_heading
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.quadri import VOCI


class RigaVista(Struct, frozen=True, kw_only=True):
    """A line with the lines it may go before and after, and what the law would miss without it."""

    codice: str
    titolo: str
    sezione: str
    voci: tuple[str, ...]
    attiva: bool
    prima_di: str
    dopo_di: str
    obblighi: tuple[Obbligo, ...]
    eliminabile: bool
    con_testo: bool


class Gesto(Struct, frozen=True):
    """A change, how the registro calls it and on what; ``codice``: the line where one stays. ``azione``: its button."""

    cambio: Cambio
    che_cosa: str
    oggetto: str
    codice: str
    azione: str = ""

    @property
    def detto(self) -> str:
        """What is said when it is done."""
        return f"Fatto: «{self.oggetto}», {self.che_cosa}."


def look_at_lines(righe: Righe, snapshot: PianoSnapshot) -> tuple[RigaVista, ...]:
    """All the lines, those switched off included."""
    return tuple(_look(righe, posto, snapshot) for posto in range(len(righe)))


def _look(righe: Righe, posto: int, snapshot: PianoSnapshot) -> RigaVista:
    riga = righe[posto]
    return RigaVista(
        codice=riga["codice"],
        titolo=write_heading(_freeze(riga), snapshot),
        sezione=NOMI.get(riga["sezione"], riga["sezione"]),
        voci=tuple(VOCI[voce].nome if voce in VOCI else voce for voce in riga["voci"]),
        attiva=riga["attiva"],
        prima_di=righe[posto - 1]["codice"] if posto else "",
        dopo_di=righe[posto + 1]["codice"] if posto + 1 < len(righe) else "",
        obblighi=lost(righe, edit(righe, riga["codice"], attiva=False)),
        eliminabile=is_extra(riga),
        con_testo=bool(text_of(snapshot, riga["codice"])),
    )


def _freeze(riga: Riga) -> RigaCongelata:
    return RigaCongelata(riga["codice"], riga["lettera"], riga["titolo"], riga["sezione"], tuple(riga["voci"]))


def mark_of_line(riga: Mapping[str, Any]) -> str:
    """What a page says of the line it was opened on."""
    return fingerprint(freeze([riga["lettera"], riga["titolo"], list(riga["voci"])]))


def read_gesture(inviati: Mapping[str, Any], righe: Righe) -> Gesto | None:
    """The button that was pressed: «sposta: premessa dopo contesto», «spegni: ponte»; None when it was none."""
    return next(_read(inviati, righe), None)


def _read(inviati: Mapping[str, Any], righe: Righe) -> Iterator[Gesto]:
    match str(inviati.get("sposta", "")).split():
        case [codice, "prima" | "dopo" as dove, accanto]:
            cambio = partial(move, codice=codice, accanto=accanto, dopo=dove == "dopo")
            vicina = find_line(righe, accanto)["titolo"]
            yield Gesto(cambio, f"spostata {dove} di «{vicina}»", _title(righe, codice), codice)
    for azione, attiva, detto in (("accendi", True, "rimessa nel piano"), ("spegni", False, "tolta dal piano")):
        if codice := str(inviati.get(azione, "")):
            yield Gesto(partial(edit, codice=codice, attiva=attiva), detto, _title(righe, codice), codice, azione)
    if codice := str(inviati.get("elimina", "")):
        yield Gesto(partial(remove, codice=codice), "eliminata dallo schema", _title(righe, codice), codice, "elimina")


def _title(righe: Sequence[Riga], codice: str) -> str:
    titolo: str = find_line(righe, codice)["titolo"]
    return titolo
