"""Rules on the stock (r.r. 4/2017, art. 4, c. 3, lett. a)."""

from collections.abc import Iterator
from typing import Final

from lessico import italiano, norme
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from patrimonio.alloggi.conti import RegistroContato
from raccolta.controlli.scheda import CERTIFICAZIONE, SchedaInEsame

TIPI: Final = {"sap": "SAP", "sas": "SAS", "altro": "Altro"}
SOGLIA_UNITA: Final = 3
SOGLIA_PERCENTO: Final = 5
"""A change from one year to the next beyond the larger of the two has its reason."""
NOMINATI: Final = 6
"""The comuni of which both numbers are told; the others are counted."""


@regola("STK-01", norme.CONSISTENZA, Gravita.BLOCCANTE, Mancanti.SALTA, atti=CERTIFICAZIONE)
def totale_dichiarato(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Il totale degli alloggi che l’ente dichiara è la somma di SAP, SAS e Altro."""
    if not _is_split_by_agency(esame) and (totali := _stated_and_summed(esame)):
        yield Rilievo(
            celle=_cells(esame),
            perche=f"Il totale dichiarato è {totali[0]}, ma SAP, SAS e Altro fanno {totali[1]}.",
            cosa_fare="Correggere il totale, o il numero che non è giusto.",
        )


@regola("STK-03", norme.COERENZA, Gravita.DA_MOTIVARE, Mancanti.SALTA, atti=CERTIFICAZIONE)
def cambiamento_dall_anno_prima(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Da un anno all’altro gli alloggi cambiano di poco: oltre 3 unità, e oltre il 5%, si spiega perché."""
    if esame.precedente is None:
        return
    cambiati = []
    for tipo, nome in TIPI.items():
        prima, ora = esame.precedente.stock(tipo), esame.scheda.stock(tipo)
        if prima is not None and ora is not None and _is_large(prima, ora):
            cambiati.append(f"{nome} da {italiano.numero(prima)} a {italiano.numero(ora)}")
    if cambiati:
        yield Rilievo(
            celle=esame.cells("consistenza", *TIPI),
            perche=f"Rispetto all’anno prima gli alloggi sono cambiati molto: {italiano.elenco(cambiati)}.",
            cosa_fare="Correggere il numero, o scrivere che cosa è successo: acquisti, vendite, demolizioni, passaggi.",
            altri=tuple(cambiati),
        )


@regola("STK-05", norme.ALTRI_USI, Gravita.INFORMATIVA, Mancanti.ZERO)
def solo_altri_usi(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Chi ha soltanto alloggi di altro tipo non ha quote da applicare."""
    scheda = esame.scheda
    if scheda.stock("altro") and not scheda.stock("sap") and not scheda.stock("sas"):
        yield Rilievo(
            celle=esame.cells("consistenza", *TIPI),
            perche="Ci sono soltanto alloggi di altro tipo: le quote e le riserve non si applicano.",
            cosa_fare="Nulla, se è così: gli alloggi contano solo nella consistenza.",
        )


@regola("STK-06", norme.INDIGENZA, Gravita.DA_MOTIVARE, Mancanti.SALTA, atti=CERTIFICAZIONE)
def somma_dei_comuni(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Gli alloggi che l’ALER divide per comune, sommati, fanno il totale che dichiara."""
    if _is_split_by_agency(esame) and (totali := _stated_and_summed(esame)):
        yield Rilievo(
            celle=_cells(esame),
            perche=f"Il totale dichiarato è {totali[0]}, ma gli alloggi dei comuni fanno {totali[1]}.",
            cosa_fare="Completare la divisione per comune, correggere il totale, o scrivere perché sono diversi.",
        )


@regola("STK-07", norme.COERENZA, Gravita.INFORMATIVA, Mancanti.SALTA)
def uguale_al_registro(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Chi tiene il registro degli alloggi ne dichiara tanti quanti ne ha lì, comune per comune e tipo per tipo."""
    if esame.registro is None:
        return
    diversi = tuple(_differences_from_register(esame, esame.registro))
    if diversi:
        luoghi = {luogo for luogo, _ in diversi}
        righe = [riga for riga in esame.scheda.consistenza if (riga.ubicazione or "") in luoghi]
        celle = tuple(cella for riga in righe for cella in esame.cells_of("consistenza", riga, *TIPI))
        frasi = tuple(frase for _, frase in diversi)
        yield Rilievo(
            celle=celle or esame.cells("consistenza", *TIPI),
            perche=f"La scheda e il registro degli alloggi dicono numeri diversi: {_first_of(frasi)}.",
            cosa_fare="Prendere i numeri dal registro, oppure aggiornare il registro: da solo non cambia la scheda.",
            altri=frasi,
        )


def _differences_from_register(esame: SchedaInEsame, registro: RegistroContato) -> Iterator[tuple[str, str]]:
    """Place by place, where the scheda is divided by comune; all together, under no place, where it is not."""
    righe = esame.scheda.consistenza
    divisa = bool(righe) and all(riga.ubicazione for riga in righe)
    contati = registro.by_place() if divisa else {("", tipo): registro.stock(tipo) for tipo in TIPI}
    luoghi = {riga.ubicazione or "" for riga in righe} | {luogo for luogo, _ in contati}
    for luogo in sorted(luoghi, key=esame.place):
        dichiarati = {tipo: _declared_in(esame, luogo if divisa else None, tipo) for tipo in TIPI}
        detti = [
            f"{nome} {italiano.numero(unita)} nella scheda e {italiano.numero(ce_ne_sono)} nel registro"
            for tipo, nome in TIPI.items()
            if (unita := dichiarati[tipo]) is not None and unita != (ce_ne_sono := contati.get((luogo, tipo), 0))
        ]
        if detti:
            yield luogo, f"{esame.place(luogo)}, {', '.join(detti)}" if len(luoghi) > 1 else ", ".join(detti)


def _declared_in(esame: SchedaInEsame, luogo: str | None, tipo: str) -> int | None:
    """Dwellings of a type; a comune with no row has none, where the type is declared at all."""
    tutti = esame.scheda.stock(tipo)
    if luogo is None or tutti is None:
        return tutti
    righe = [getattr(riga, tipo) for riga in esame.scheda.consistenza if riga.ubicazione == luogo]
    detti = [unita for unita in righe if unita is not None]
    return sum(detti) if detti or not righe else None


def _first_of(frasi: tuple[str, ...]) -> str:
    altre = len(frasi) - NOMINATI
    coda = f"; e in {italiano.conta(altre, 'altro comune', 'altri comuni')}" if altre > 0 else ""
    return "; ".join(frasi[:NOMINATI]) + coda


def _is_split_by_agency(esame: SchedaInEsame) -> bool:
    """Who has no territory of its own divides its stock by comune, and may not know where everything is."""
    altrove = esame.ente is not None and not esame.ente.comunale
    return altrove and any(riga.ubicazione for riga in esame.scheda.consistenza)


def _stated_and_summed(esame: SchedaInEsame) -> tuple[str, str] | None:
    """The total that is stated and the sum of the rows, where both are there and differ."""
    dichiarata, somma = esame.scheda.voce("consistenza"), esame.scheda.stock_total()
    totale = dichiarata.totale_dichiarato if dichiarata else None
    if totale is None or somma is None or totale == somma:
        return None
    return italiano.numero(totale), italiano.numero(somma)


def _cells(esame: SchedaInEsame) -> tuple[str, ...]:
    return ("consistenza/-/totale_dichiarato", *esame.cells("consistenza", *TIPI))


def _is_large(prima: int, ora: int) -> bool:
    differenza = abs(ora - prima)
    return differenza > SOGLIA_UNITA and differenza * 100 > prima * SOGLIA_PERCENTO


REGOLE: Final = (totale_dichiarato, cambiamento_dall_anno_prima, solo_altri_usi, somma_dei_comuni, uguale_al_registro)
