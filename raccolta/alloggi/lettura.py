"""One dwelling in words, and its story."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from enti.models import Comune, Ente
from lessico import italiano
from lessico.origine import TipoOrigine
from patrimonio.alloggi.servizi import CAMPI
from patrimonio.models import Accessibilita, ModificaUnita, StatoUnita, TipoUnita, UnitaAbitativa

NON_INDICATO: Final = "non indicato"
DAL_REGISTRO: Final[Mapping[str, str]] = {
    TipoOrigine.DIGITATA: "scritto a mano",
    TipoOrigine.FOGLIO: "da un file",
    TipoOrigine.CARICATA: "caricato",
}
_ATTI: Final = {"aggiunta": "ha aggiunto l’alloggio", "modifica": "ha cambiato", "rimozione": "ha tolto l’alloggio"}
_SCELTE: Final[Mapping[str, Mapping[str, str]]] = {
    nome: {str(codice): str(parola) for codice, parola in scelte.choices}
    for nome, scelte in (("tipo", TipoUnita), ("stato", StatoUnita), ("accessibilita", Accessibilita))
}


class Fatto(Struct, frozen=True):
    """What happened to a dwelling: who, when, from where, and field by field what it was and what it is."""

    quando: datetime
    chi: str
    testo: str
    origine: str
    cambi: tuple[tuple[str, str, str], ...]


def name_field(campo: str) -> str:
    """«Superficie utile, m²»."""
    colonna: Any = UnitaAbitativa._meta.get_field(campo)
    return italiano.maiuscola(str(colonna.verbose_name))


def write_origin(origine: str, dettaglio: str) -> str:
    """«da un file: alloggi.xlsx, Foglio1, riga 12»."""
    return ": ".join(filter(None, (DAL_REGISTRO.get(origine, origine), dettaglio)))


def describe_unit(unita: UnitaAbitativa) -> tuple[tuple[str, str], ...]:
    """Every field with its value in words; wants ``comune`` and ``gestore`` loaded."""
    return tuple((name_field(campo), _write(campo, getattr(unita, campo))) for campo in CAMPI)


def _write(campo: str, valore: Any) -> str:
    if campo == "gestore" and valore is None:
        return "il proprietario"
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, Decimal):
        return italiano.euro(valore) if campo == "costo_lavori" else f"{italiano.decimale(valore)} m²"
    if isinstance(valore, date):
        return italiano.data(valore)
    return _SCELTE.get(campo, {}).get(str(valore), str(valore)) if valore not in (None, "") else NON_INDICATO


def tell_changed(cambi: Collection[str]) -> str:
    """How many of its fields changed, in words."""
    if not cambi:
        return "Non è cambiato nulla."
    return f"Salvato: {italiano.conta(len(cambi), 'dato cambiato', 'dati cambiati')}."


def read_story(unita: UnitaAbitativa) -> tuple[Fatto, ...]:
    """All that happened to it, newest first: three queries."""
    righe = list(ModificaUnita.objects.for_system().filter(ente=unita.ente_id, codice=unita.codice).order_by("-pk"))
    codici = {v for r in righe for campo, v in _values(r) if campo in ("comune", "gestore")}
    nomi = dict(Comune.objects.filter(pk__in=codici).values_list("istat", "nome"))
    nomi |= {ente.pk: str(ente) for ente in Ente.objects.filter(pk__in=codici)}
    return tuple(_tell(riga, nomi) for riga in righe)


def _values(riga: ModificaUnita) -> Iterator[tuple[str, str]]:
    for campo, valori in riga.cambi.items():
        for valore in valori if isinstance(valori, list) else (valori,):
            yield campo, valore


def _tell(riga: ModificaUnita, nomi: Mapping[str, str]) -> Fatto:
    cambi = tuple(
        (name_field(campo), _kept(campo, valori[0], nomi), _kept(campo, valori[1], nomi))
        for campo, valori in riga.cambi.items()
        if riga.atto == "modifica"
    )
    return Fatto(riga.quando, riga.attore, _ATTI[riga.atto], write_origin(riga.origine, riga.dettaglio), cambi)


def _kept(campo: str, valore: str, nomi: Mapping[str, str]) -> str:
    """A value as its story kept it, in words."""
    if campo == "fine_lavori" and valore:
        return italiano.data(date.fromisoformat(valore))
    if campo in ("superficie_utile", "costo_lavori") and valore:
        return _write(campo, Decimal(valore))
    return nomi.get(valore, "") or _write(campo, valore)
