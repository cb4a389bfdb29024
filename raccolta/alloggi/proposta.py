"""What a scheda would take from the register: voce by voce, the values as they would be beside those that are there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from lessico.cella import NON_RIPARTITA, Cella
from lessico.congelamento import fingerprint, freeze
from lessico.voce import StatoVoce
from patrimonio.alloggi.conti import Gruppo
from patrimonio.alloggi.elenco import Campo
from patrimonio.alloggi.fonti import Fonte, load_sources
from patrimonio.models import Scheda
from raccolta.celle import values_of
from raccolta.lettura.cambiamenti import write_cell
from raccolta.lettura.etichette import Nomi, label_of, load_names
from raccolta.quadri import VOCI, whole_of
from raccolta.valori import SchedaCongelata

CONSISTENZA: Final = "consistenza"
_TOTALE: Final = f"{CONSISTENZA}/{NON_RIPARTITA}/totale_dichiarato"


class Cambio(Struct, frozen=True):
    """A value that would change: its name, what it is, what it would be."""

    nome: str
    ora: str
    dopo: str


class Proposta(Struct, frozen=True):
    """What a voce would take; ``perche``: why it cannot, if so."""

    voce: str
    nome: str
    celle: Mapping[str, object]
    cambi: tuple[Cambio, ...] = ()
    perche: str = ""


def build_proposals(
    scheda: Scheda, viva: SchedaCongelata, campo: Campo, gruppi: Collection[Gruppo]
) -> tuple[Proposta, ...]:
    """The four voci that a register knows; wants ``ricognizione`` loaded."""
    fonti = load_sources(campo.to_q(), scheda.ricognizione.anno)
    volute = {CONSISTENZA: dict(_stock(gruppi, scheda.ente_id or ""))}
    volute |= {voce: dict(_units(voce, righe)) for voce, righe in fonti.items()}
    valori = values_of(viva)
    cambiate = {voce: _differences(voce, celle, valori) for voce, celle in volute.items()}
    nomi = load_names([cella for celle in cambiate.values() for cella in celle], scheda)
    return tuple(_propose(voce, celle, valori, viva, nomi) for voce, celle in cambiate.items())


def _stock(gruppi: Iterable[Gruppo], ente: str) -> Iterator[tuple[str, object]]:
    """Dwellings by comune, manager and type; a type that a comune does not have is zero there."""
    conti: defaultdict[tuple[str, str | None], dict[str, int]] = defaultdict(lambda: {"sap": 0, "sas": 0, "altro": 0})
    for g in gruppi:
        conti[g.comune, None if g.gestore == ente else g.gestore][g.tipo] += g.unita
    [tabella] = VOCI[CONSISTENZA].tabelle
    for chiave, numeri in conti.items():
        for tipo, unita in numeri.items():
            yield str(Cella(CONSISTENZA, tabella.write_key(chiave), tipo)), unita


def _units(voce: str, fonti: Iterable[Fonte]) -> Iterator[tuple[str, object]]:
    [tabella] = VOCI[voce].tabelle
    for fonte in fonti:
        chiave = tabella.write_key((fonte.comune, fonte.tipo, fonte.quando))
        yield str(Cella(voce, chiave, "unita")), fonte.unita
        if fonte.costo is not None:
            yield str(Cella(voce, chiave, "costo_massimo")), fonte.costo


def _differences(voce: str, volute: Mapping[str, object], valori: Mapping[str, object]) -> Mapping[str, object]:
    """What is to be written: the values that differ, the rows that the register does not have taken away."""
    misure = {misura for tabella in VOCI[voce].tabelle for misura in tabella.misure}
    righe = {cella.rpartition("/")[0] for cella in volute}
    tolte = [c for c in valori if _is_of(c, voce, misure) and c.rpartition("/")[0] not in righe]
    celle: dict[str, object] = dict.fromkeys(tolte)
    celle |= {cella: valore for cella, valore in volute.items() if valori.get(cella) != valore}
    if not volute and valori.get(f"{voce}/{NON_RIPARTITA}/stato") != StatoVoce.NESSUNA:
        celle[f"{voce}/{NON_RIPARTITA}/stato"] = StatoVoce.NESSUNA.value
    if voce == CONSISTENZA and _TOTALE in valori:
        totale = sum(n for n in volute.values() if isinstance(n, int))
        celle |= {_TOTALE: totale} if valori[_TOTALE] != totale else {}
    return celle


def _is_of(cella: str, voce: str, misure: Collection[str]) -> bool:
    return cella.startswith(f"{voce}/") and cella.rpartition("/")[2] in misure


def _propose(
    voce: str, celle: Mapping[str, object], valori: Mapping[str, object], viva: SchedaCongelata, nomi: Nomi
) -> Proposta:
    nome, intera = VOCI[voce].nome, whole_of(voce)
    if intera and viva.voce(intera.codice) and f"{intera.codice}/{NON_RIPARTITA}/stato" in valori:
        perche = f"Nella scheda è compilata tutta insieme, in «{intera.nome}»: il registro ne conosce solo una parte."
        return Proposta(voce, nome, {}, perche=perche)
    cambi = tuple(Cambio(label_of(c, nomi), write_cell(c, valori.get(c)), write_cell(c, v)) for c, v in celle.items())
    return Proposta(voce, nome, celle, cambi)


def sign(proposte: Iterable[Proposta]) -> str:
    """What was shown, in few letters: the register may change while the page is open."""
    return fingerprint(freeze(sorted((c, str(v)) for p in proposte for c, v in p.celle.items())))
