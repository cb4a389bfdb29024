"""Section «disponibilità»: units from one source or more; the line of the schema says which: letters b), c), d), j)."""

from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

from lessico import italiano
from patrimonio.valori import DisponibilitaCongelata
from piano.elenchi import Proprietario, Risposte, add, answers, is_elsewhere, place, write
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.quadri import VOCI
from raccolta.valori import SchedaCongelata

TIPI: Final = {"sap": "SAP", "sas": "SAS", "altro": "per altri usi"}

_ALLOGGI: Final = {
    "stato_di_fatto": (
        "alloggio in carenza di manutenzione, da assegnare nello stato di fatto",
        "alloggi in carenza di manutenzione, da assegnare nello stato di fatto",
    ),
    "edilizia": (
        "alloggio che viene da nuova edificazione, ristrutturazione, recupero o riqualificazione",
        "alloggi che vengono da nuova edificazione, ristrutturazione, recupero o riqualificazione",
    ),
    "nuova_edificazione": ("alloggio di nuova edificazione", "alloggi di nuova edificazione"),
    "ristrutturazione": (
        "alloggio che viene da ristrutturazione, recupero o riqualificazione",
        "alloggi che vengono da ristrutturazione, recupero o riqualificazione",
    ),
    "liberazioni": (
        "alloggio libero o che si libera per avvicendamento",
        "alloggi liberi o che si liberano per avvicendamento",
    ),
    "libere": ("alloggio libero", "alloggi liberi"),
    "avvicendamento": ("alloggio che si libera per avvicendamento", "alloggi che si liberano per avvicendamento"),
    "conferite": ("alloggio conferito da privati", "alloggi conferiti da privati"),
}
_PARTI: Final = {
    "nuova_edificazione": "nuova edificazione",
    "ristrutturazione": "ristrutturazione, recupero o riqualificazione",
    "libere": "libere",
    "avvicendamento": "avvicendamento",
}
_QUANDO: Final = {"subito": "subito", "avviso": "entro la scadenza dell’avviso", "lavori": "alla fine dei lavori"}


class Quantita(Struct, frozen=True):
    """How many units of a type; the type is named only where there is more than SAP."""

    misura: str
    numero: str
    tipo: str


class Dettaglio(Struct, frozen=True):
    """A row of an owner: how many, and what the row says of them. ``chiave`` is its location."""

    chiave: str
    numero: str
    testo: str


class Disponibile(Struct, frozen=True):
    """The units of an owner: one row says the rest in ``precisazione``, more rows are ``dettagli``."""

    ente: str
    di_chi: str
    quantita: tuple[Quantita, ...]
    precisazione: str
    dettagli: tuple[Dettaglio, ...]


class Fonte(Struct, frozen=True):
    """A source: its total, the owners that have any, the nil sentence, who did not answer."""

    voce: str
    una: bool
    totale: tuple[Quantita, ...]
    alloggi: str
    disponibili: tuple[Disponibile, ...]
    nulla: str
    risposte: Risposte


def context(piano: PianoSnapshot, riga: RigaCongelata) -> Mapping[str, object]:
    """One block for each voce of the line."""
    return {"fonti": tuple(_source(piano, voce) for voce in riga.voci)}


def _source(piano: PianoSnapshot, voce: str) -> Fonte:
    risposte = answers(piano, voce, lambda s: bool(_rows(s, voce)), _sum)
    schede = [proprietario.scheda for proprietario in risposte.con]
    una = add(_sum(scheda, voce) for scheda in schede) == 1
    singolare, plurale = _ALLOGGI[voce]
    totale, alloggi = _quantities(schede, voce), singolare if una else plurale
    return Fonte(
        voce=voce,
        una=una,
        totale=totale,
        alloggi=f"tra gli {plurale}" if any(quantita.tipo for quantita in totale) else alloggi,
        disponibili=tuple(_available(piano, proprietario, voce) for proprietario in risposte.con),
        nulla=f"{risposte.nobody()} dichiara {plurale}",
        risposte=risposte,
    )


def _rows(scheda: SchedaCongelata, voce: str) -> tuple[DisponibilitaCongelata, ...]:
    """The rows of a voce and of its parts, but those that say zero."""
    codici = (voce, *VOCI[voce].parti)
    return tuple(riga for riga in scheda.disponibilita if riga.voce in codici and riga.unita != 0)


def _sum(scheda: SchedaCongelata, voce: str) -> int | None:
    return add(scheda.units_from(voce, tipo) for tipo in TIPI)


def _quantities(schede: Collection[SchedaCongelata], voce: str) -> tuple[Quantita, ...]:
    presenti = {riga.tipo for scheda in schede for riga in _rows(scheda, voce)}
    tipi = [tipo for tipo in TIPI if tipo in presenti] or ["sap"]
    return tuple(
        Quantita(
            misura="unita" if tipo == "sap" else tipo,
            numero=write(add(scheda.units_from(voce, tipo) for scheda in schede)),
            tipo="" if tipi == ["sap"] else TIPI[tipo],
        )
        for tipo in tipi
    )


def _available(piano: PianoSnapshot, proprietario: Proprietario, voce: str) -> Disponibile:
    righe = _rows(proprietario.scheda, voce)
    testi = [_describe(piano, proprietario, riga, voce) for riga in righe]
    quantita = _quantities([proprietario.scheda], voce)
    if len(righe) == 1:
        return Disponibile(proprietario.slug, proprietario.di_chi, quantita, testi[0], ())
    tipi = [TIPI[riga.tipo] if riga.tipo != "sap" else "" for riga in righe]
    descritte = [", ".join(filter(None, coppia)) for coppia in zip(tipi, testi, strict=True)]
    dettagli = tuple(
        Dettaglio(riga.ubicazione or "-", write(riga.unita), descritta or "senza altra indicazione")
        for riga, descritta in zip(righe, descritte, strict=True)
    )
    return Disponibile(proprietario.slug, proprietario.di_chi, quantita, "", dettagli if any(testi) else ())


def _describe(piano: PianoSnapshot, proprietario: Proprietario, riga: DisponibilitaCongelata, voce: str) -> str:
    """What a row says beyond its number and type; empty when it says nothing more."""
    parti = [
        _PARTI[riga.voce] if riga.voce != voce else "",
        place(piano, riga.ubicazione) if is_elsewhere(proprietario, riga.ubicazione) else "",
        _QUANDO.get(riga.quando, ""),
        f"lavori fino a {italiano.euro(riga.costo_massimo)} per alloggio" if riga.costo_massimo is not None else "",
        f"scomputo dal canone in {italiano.conta(riga.scomputo_mesi, 'mese', 'mesi')}" if riga.scomputo_mesi else "",
    ]
    return ", ".join(parte for parte in parti if parte)
