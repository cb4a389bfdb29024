"""SchedaCongelata: everything an ente declared, as one immutable value, and the queries that build it."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct

from assegnazioni.valori import DEPOSITI as DELLE_ASSEGNAZIONI
from assegnazioni.valori import (
    AssegnabileCongelata,
    AvvisoCongelato,
    EsitoCongelato,
    RigaPonteCongelata,
    RiservaCongelata,
)
from lessico.congelamento import thaw
from lessico.voce import StatoVoce
from misure.valori import DEPOSITI as DELLE_MISURE
from misure.valori import (
    IndicatoreCongelato,
    MassimaleCongelato,
    MisuraCongelata,
    RisultatoCongelato,
)
from patrimonio.models import Scheda
from patrimonio.righe import Deposito, Testi, load_texts, read_rows
from patrimonio.valori import DEPOSITI as DEL_PATRIMONIO
from patrimonio.valori import ConsistenzaCongelata, DisponibilitaCongelata, VoceCongelata
from raccolta.quadri import VOCI, whole_of

SCHEDA_VERSIONE: Final = 1


class SchedaCongelata(Struct, frozen=True, kw_only=True, cache_hash=True):
    """Declared values only: no certification, reason, provenance, clock. ``ente`` is empty for the scheda d'ambito."""

    versione: int = SCHEDA_VERSIONE
    ente: str
    voci: tuple[VoceCongelata, ...] = ()
    consistenza: tuple[ConsistenzaCongelata, ...] = ()
    disponibilita: tuple[DisponibilitaCongelata, ...] = ()
    assegnabili: tuple[AssegnabileCongelata, ...] = ()
    ponte: tuple[RigaPonteCongelata, ...] = ()
    riserve: tuple[RiservaCongelata, ...] = ()
    avvisi: tuple[AvvisoCongelato, ...] = ()
    esiti: tuple[EsitoCongelato, ...] = ()
    misure: tuple[MisuraCongelata, ...] = ()
    massimali: tuple[MassimaleCongelato, ...] = ()
    risultati: tuple[RisultatoCongelato, ...] = ()
    indicatori: tuple[IndicatoreCongelato, ...] = ()

    def voce(self, codice: str) -> VoceCongelata | None:
        """What was declared of a voce; None when nothing was."""
        for voce in self.voci:  # asked some thousand times a plan: a generator would take twice as long
            if voce.voce == codice:
                return voce
        return None

    def stato(self, codice: str) -> StatoVoce:
        """The state of a voce; of a composite filled by parts, that of its parts together; of a nil whole, nil."""
        stato = self._declared(codice)
        if stato is StatoVoce.DA_COMPILARE and (parti := VOCI[codice].parti):
            return _together({self._declared(parte) for parte in parti})
        if stato is StatoVoce.DA_COMPILARE and (intera := whole_of(codice)):
            della_intera = self._declared(intera.codice)
            return stato if della_intera is StatoVoce.VALORIZZATA else della_intera
        return stato

    def _declared(self, codice: str) -> StatoVoce:
        dichiarata = self.voce(codice)
        return dichiarata.stato if dichiarata else StatoVoce.DA_COMPILARE

    def units_from(self, codice: str, tipo: str = "sap") -> int | None:
        """Units of a type available from a source, its parts included; None when nothing was declared."""
        codici = {codice, *VOCI[codice].parti}
        righe = [riga for riga in self.disponibilita if riga.voce in codici and riga.tipo == tipo]
        return self._sum(codice, [riga.unita for riga in righe])

    def units_assignable(self, tipo: str = "sap") -> int | None:
        """Units of a type declared available for assignment; None when nothing was declared."""
        return self._sum("assegnabili", [riga.unita for riga in self.assegnabili if riga.tipo == tipo])

    def stock(self, tipo: str) -> int | None:
        """Dwellings owned of a type (``sap``, ``sas``, ``altro``); None when nothing was declared."""
        return self._sum("consistenza", [getattr(riga, tipo) for riga in self.consistenza])

    def stock_total(self) -> int | None:
        """Dwellings owned; None when nothing was declared."""
        return self._sum("consistenza", [riga.totale for riga in self.consistenza])

    def outcome(self, misura: str, avviso: str | None = None) -> int | None:
        """Units (or applications) of the notices of the year before; None when nothing was declared."""
        righe = [riga for riga in self.esiti if avviso is None or riga.avviso == avviso]
        return self._sum("esiti", [getattr(riga, misura) for riga in righe])

    def reserves(self, codice: str) -> tuple[RiservaCongelata, ...]:
        """The reserves of a voce."""
        return tuple(riserva for riserva in self.riserve if riserva.voce == codice)

    def measures(self, codice: str) -> tuple[MisuraCongelata, ...]:
        """The measures of a voce."""
        return tuple(misura for misura in self.misure if misura.voce == codice)

    def _sum(self, codice: str, valori: list[int | None]) -> int | None:
        """In a voce *valorizzata* what has no row is nil; a declared nil is zero; rows with no value are no number."""
        declared = self.stato(codice) in (StatoVoce.VALORIZZATA, StatoVoce.NESSUNA)
        if not declared or (valori and all(valore is None for valore in valori)):
            return None
        return sum(valore or 0 for valore in valori)


def _together(stati: set[StatoVoce]) -> StatoVoce:
    """The state of a composite from its parts: complete when all of them are."""
    for stato in (StatoVoce.DA_COMPILARE, StatoVoce.VALORIZZATA, StatoVoce.NESSUNA):
        if stato in stati:
            return stato
    return StatoVoce.NON_APPLICABILE


DEPOSITI: Final[Mapping[str, Deposito]] = {**DEL_PATRIMONIO, **DELLE_ASSEGNAZIONI, **DELLE_MISURE}

_TENUTE: Final = 512
"""How many schede a process keeps as values, by their content: some 15 kB each, a few ambiti."""


def build_schede(schede: Collection[Scheda]) -> Mapping[int, SchedaCongelata]:
    """The live values of many schede, by primary key, in one query whatever their number."""
    testi = load_texts(DEPOSITI, {scheda.pk for scheda in schede})
    return {scheda.pk: _build(scheda.ente_id or "", testi.get(scheda.pk, ())) for scheda in schede}


@lru_cache(maxsize=_TENUTE)
def _build(ente: str, testi: Testi) -> SchedaCongelata:
    righe: dict[str, Any] = read_rows(DEPOSITI, testi)
    return SchedaCongelata(ente=ente, **righe)


@lru_cache(maxsize=_TENUTE)
def thaw_scheda(contenuto: bytes) -> SchedaCongelata:
    """What was certified, from its bytes; raises ContenutoIllegibile."""
    return thaw(contenuto, SchedaCongelata)
