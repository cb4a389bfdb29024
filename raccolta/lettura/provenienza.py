"""Where the value of one cella comes from: what it is now, every change, the certification that covers it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from msgspec import Struct

from lessico.cella import Cella, CellaNonValida
from lessico.origine import TipoOrigine
from lessico.voce import Tabella
from patrimonio.models import RigaScheda, Scheda
from raccolta.certificazione import find_last
from raccolta.foglio import Foglio
from raccolta.lettura.cambiamenti import write_cell
from raccolta.lettura.etichette import Nomi, label_of, load_names, with_titles
from raccolta.lettura.testi import write_kept, write_text
from raccolta.models import Certificazione, Modifica
from raccolta.moduli.sfondo import load_year_before
from raccolta.quadri import VOCI, is_asked

_ORIGINI: Final = {
    TipoOrigine.DIGITATA: "digitata",
    TipoOrigine.RIPORTO: "riportata dall’anno prima",
    TipoOrigine.UFFICIO: "d’ufficio",
    TipoOrigine.CARICATA: "caricata",
    TipoOrigine.FOGLIO: "da un foglio di calcolo",
    TipoOrigine.REGISTRO: "dal registro degli alloggi",
}


class Passaggio(Struct, frozen=True):
    """One change of a value, as it is read."""

    quando: datetime
    chi: str
    da: str
    a: str
    origine: str
    cella: str = ""


class Valore(Struct, frozen=True, kw_only=True):
    """A cella of a scheda: ``coperto`` says whether the last certification holds the value as it is now."""

    cella: str
    etichetta: str
    ora: str
    prima: str
    anno_prima: int
    passaggi: tuple[Passaggio, ...]
    certificazione: Certificazione | None
    coperto: bool


def write_origin(modifica: Modifica) -> str:
    """«digitata», «d’ufficio: dati presi dal bilancio»."""
    parola = _ORIGINI[TipoOrigine(modifica.origine)]
    return f"{parola}: {modifica.dettaglio}" if modifica.dettaglio else parola


def tell(modifica: Modifica, nomi: Nomi | None = None) -> Passaggio:
    """A change in words; with ``nomi`` also of which cella."""
    return Passaggio(
        modifica.quando,
        modifica.attore,
        write_text(modifica.cella, modifica.da),
        write_text(modifica.cella, modifica.a),
        write_origin(modifica),
        label_of(modifica.cella, nomi) if nomi else "",
    )


def find_value(scheda: Scheda, indirizzo: str) -> Valore | None:
    """All that is known of a cella; None when the scheda has no such cella."""
    if (trovata := _find(scheda, indirizzo)) is None:
        return None
    cella, tabella, riga = trovata
    righe = Modifica.objects.for_system().filter(scheda=scheda, cella=str(cella)).order_by("-pk")
    modifiche, passato = list(righe), load_year_before(scheda)
    if not (modifiche or riga.pk or str(cella) in passato.valori) and _is_named(tabella):
        return None
    nomi = with_titles(load_names([indirizzo], scheda), passato.scheda)
    ultima = find_last(scheda)
    return Valore(
        cella=str(cella),
        etichetta=label_of(cella, nomi),
        ora=write_kept(tabella, cella.misura, getattr(riga, cella.misura), str(getattr(riga, "unita", None) or "")),
        prima=write_cell(str(cella), passato.valori.get(str(cella))),
        anno_prima=passato.anno,
        passaggi=tuple(tell(modifica) for modifica in modifiche),
        certificazione=ultima,
        coperto=_is_covered(modifiche, ultima),
    )


def exists(scheda: Scheda, oggetto: str) -> bool:
    """Whether a scheda has this voce, or this cella."""
    voce = VOCI.get(oggetto)
    if voce:
        return is_asked(voce, ambito=scheda.ente_id is None)
    return find_value(scheda, oggetto) is not None


def _find(scheda: Scheda, indirizzo: str) -> tuple[Cella, Tabella, RigaScheda] | None:
    """The cella with its row, a new one where there is none; a made-up comune or ente is no cella."""
    foglio = Foglio(scheda, [indirizzo])
    try:
        cella = foglio.canonical(Cella.parse(indirizzo))
        tabella, parti = foglio.find(cella)
        riga = foglio.row(cella.voce, tabella, parti)
    except (CellaNonValida, ValidationError):
        return None
    return (cella, tabella, riga) if is_asked(VOCI[cella.voce], ambito=scheda.ente_id is None) else None


def _is_named(tabella: Tabella) -> bool:
    """A row that has a name of its own exists when somebody wrote it, not before."""
    return any(parte.campo in ("slug", "avviso", "categoria") for parte in tabella.chiave)


def _is_covered(modifiche: Sequence[Modifica], ultima: Certificazione | None) -> bool:
    return ultima is not None and all(modifica.versione <= ultima.versione for modifica in modifiche)
