"""Invented declarations: the frozen scheda of an ente or of an ambito, and the rows and changes that follow from it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Model
from msgspec import Struct
from msgspec.structs import asdict, replace

from assegnazioni.models import Assegnabile, Avviso, Esito, Riserva
from assegnazioni.valori import AssegnabileCongelata, AvvisoCongelato, EsitoCongelato, RiservaCongelata
from lessico.voce import StatoVoce
from misure.models import Indicatore, Massimale, Misura, Risultato
from misure.valori import IndicatoreCongelato, MassimaleCongelato, MisuraCongelata, RisultatoCongelato
from patrimonio.models import Consistenza, Disponibilita, VoceDichiarata
from patrimonio.valori import ConsistenzaCongelata, DisponibilitaCongelata, VoceCongelata
from raccolta.celle import values_of
from raccolta.quadri import VOCI, is_asked
from raccolta.valori import SchedaCongelata

FONTI: Final = ("stato_di_fatto", "nuova_edificazione", "ristrutturazione", "libere", "avvicendamento", "conferite")
CATEGORIE: Final = ("anziani", "nuova_formazione", "monoparentali", "disabilita", "forze")

TABELLE: Final[Mapping[str, tuple[type[Model], str]]] = MappingProxyType(
    {
        "voci": (VoceDichiarata, ""),
        "consistenza": (Consistenza, "consistenza"),
        "disponibilita": (Disponibilita, ""),
        "assegnabili": (Assegnabile, "assegnabili"),
        "riserve": (Riserva, ""),
        "avvisi": (Avviso, "avvisi"),
        "esiti": (Esito, "esiti"),
        "misure": (Misura, ""),
        "massimali": (Massimale, ""),
        "risultati": (Risultato, ""),
        "indicatori": (Indicatore, "indicatori"),
    }
)
"""Field of the frozen scheda → its model, and the voce where its rows do not name it."""


def declare_ente(caso: Random, ente: str, sedi: tuple[str, ...], anno: int) -> SchedaCongelata:
    """What an ente with dwellings in some comuni may declare for a year, complete."""
    disponibili = tuple(
        DisponibilitaCongelata(voce, sede, "sap", "", caso.randint(1, 9), None, None)
        for sede in sedi
        for voce in caso.sample(FONTI, 3)
    )
    avviso = f"{anno - 1}-ordinario"
    return _declared(
        SchedaCongelata(
            ente=ente,
            consistenza=tuple(ConsistenzaCongelata(s, None, caso.randint(5, 400), 3, 0) for s in sedi),
            disponibilita=disponibili,
            assegnabili=tuple(AssegnabileCongelata(sede, "sap", caso.randint(1, 12)) for sede in sedi),
            riserve=tuple(_reserves(caso, sedi[0])),
            esiti=tuple(EsitoCongelato(avviso, sede, 6, caso.randint(6, 90), 1, 4) for sede in sedi),
            misure=(_measure(caso, "misure_anno_precedente", anno - 1, 1),) if caso.random() < 1 / 3 else (),
        ),
        ambito=False,
    )


def _reserves(caso: Random, sede: str) -> Iterator[RiservaCongelata]:
    base, motivo = "unità di proprietà disponibili nell’anno", "le domande di questi nuclei sono più della metà"
    for voce, categoria in (("soglia_indigenza", ""), ("riserva_categorie", caso.choice(CATEGORIE))):
        quota = Decimal(caso.choice((10, 20, 30)))
        yield RiservaCongelata(voce, sede, categoria, quota, base, None, None, "", motivo)


def declare_ambito(caso: Random, anno: int) -> SchedaCongelata:
    """What the capofila may declare for a year: notices, measures, indicators."""
    di_misure = ("misure_anno_precedente", "misure_ricorrenti", "misure_anno_piano")
    misure, primo, ultimo = (
        [(voce, n) for voce in di_misure for n in (1, 2)],
        date(anno - 1, 3, 1),
        date(anno - 1, 4, 30),
    )
    return _declared(
        SchedaCongelata(
            ente="",
            avvisi=tuple(
                AvvisoCongelato(f"{anno - 1}-{tipo}", anno - 1, tipo, "1", primo, ultimo, None, "", "ente")
                for tipo in ("ordinario", "stato_di_fatto")
            ),
            misure=tuple(_measure(caso, voce, anno, n) for voce, n in misure),
            massimali=tuple(
                MassimaleCongelato(voce, f"misura-{n}", 1, Decimal("2500.00"), "nucleo", 12, "") for voce, n in misure
            ),
            risultati=tuple(
                RisultatoCongelato(voce, f"misura-{n}", 1, caso.randint(3, 80), "nuclei") for voce, n in misure
            ),
            indicatori=tuple(
                IndicatoreCongelato(
                    f"residenti-{n}", "demografia", n, f"Residenti, fascia {n}", f"{anno - 1}",
                    Decimal(caso.randint(900, 90_000)), "abitanti", "", "ISTAT",
                )
                for n in range(1, 9)
            ),
        ),
        ambito=True,
    )  # fmt: skip


def _measure(caso: Random, voce: str, anno: int, numero: int) -> MisuraCongelata:
    fondi = Decimal(caso.randint(5_000, 90_000)).quantize(Decimal("0.01"))
    return MisuraCongelata(
        voce=voce, slug=f"misura-{numero}", titolo=f"Contributi per il canone, linea {numero}", livello="regione",
        anno=anno, atto="d.g.r. 1/2024", fondi_nuovi=fondi, residui=None, gestione=None,
        destinatari="nuclei in locazione con ISEE basso", copertura="canoni non pagati", motivo="",
        dal=date(anno, 1, 1), al=date(anno, 12, 31), gestore="", delega="", nota="",
    )  # fmt: skip


def _declared(scheda: SchedaCongelata, *, ambito: bool) -> SchedaCongelata:
    """With the state of every voce: valued where there are rows, else nil; a composite is filled by parts."""
    piene = {voce for campo in TABELLE if campo != "voci" for voce, _ in _rows(scheda, campo)}
    codici = [voce.codice for voce in VOCI.values() if is_asked(voce, ambito=ambito) and not voce.parti]
    stati = {codice: StatoVoce.VALORIZZATA if codice in piene else StatoVoce.NESSUNA for codice in codici}
    return replace(scheda, voci=tuple(VoceCongelata(codice, stato, "", None, "") for codice, stato in stati.items()))


def only(scheda: SchedaCongelata, voci: Collection[str]) -> SchedaCongelata:
    """The scheda with some of its voci, as it is while it is being filled in."""
    campi = {campo: tuple(riga for voce, riga in _rows(scheda, campo) if voce in voci) for campo in TABELLE}
    return replace(scheda, **campi)


def _rows(scheda: SchedaCongelata, campo: str) -> Iterator[tuple[str, Struct]]:
    _, voce = TABELLE[campo]
    for riga in getattr(scheda, campo):
        yield voce or riga.voce, riga


def build_rows(pk: int, scheda: SchedaCongelata) -> Iterator[Model]:
    """The rows of a scheda with a primary key."""
    for campo, (modello, _) in TABELLE.items():
        for voce, riga in _rows(scheda, campo):
            colonne: dict[str, Any] = {**asdict(riga), "scheda_id": pk, "voce": voce}
            for chiave in colonne.keys() & {"ubicazione", "gestore"} if modello is not Misura else ():
                colonne[f"{chiave}_id"] = colonne.pop(chiave)
            yield modello(**colonne)


def write_values(scheda: SchedaCongelata) -> Iterator[tuple[str, str]]:
    """Every value as its provenance writes it: address and text."""
    for cella, valore in values_of(scheda).items():
        yield cella, valore.isoformat() if isinstance(valore, date) else str(valore)
