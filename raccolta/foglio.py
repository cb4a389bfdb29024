"""Foglio: the rows of one scheda in memory while values are written into them, saved all at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Field, ForeignKey

from lessico.cella import NON_RIPARTITA, Cella
from lessico.voce import Parte, Tabella, Voce
from patrimonio.models import RigaScheda, Scheda
from patrimonio.voci import DICHIARAZIONE
from raccolta.quadri import VOCI

Chiave = tuple[str, Tabella, tuple[str, ...]]


def as_text(valore: object) -> str:
    """A stored value as the provenance writes it: empty when there is none."""
    if isinstance(valore, date):
        return valore.isoformat()
    return "" if valore is None else str(valore)


def to_column(modello: type[RigaScheda], parte: Parte, testo: str) -> object:
    """The value a key part has in its column: nothing when the row is not split; raises ValidationError, DoesNotExist."""
    campo = modello._meta.get_field(parte.campo.removesuffix("_id"))
    if testo == NON_RIPARTITA:
        return None if campo.null else ""
    if isinstance(campo, ForeignKey):
        return campo.related_model.objects.only("pk").get(pk=testo).pk
    return campo.clean(testo, None)


class Foglio:
    """Loads the rows of the tables it is asked about once; ``set`` changes them, ``save`` writes them."""

    def __init__(self, scheda: Scheda) -> None:
        """The rows are loaded as they are needed, one query a table."""
        self.scheda = scheda
        self.righe: dict[Chiave, RigaScheda] = {}
        self.caricate: set[str] = set()

    def find(self, cella: Cella) -> tuple[Tabella, tuple[str, ...]]:
        """The table and the key parts of a cella; raises ValidationError with the reason."""
        if not (voce := VOCI.get(cella.voce)):
            raise ValidationError(f"La voce «{cella.voce}» non esiste.")
        if cella.chiave == NON_RIPARTITA and cella.misura in DICHIARAZIONE.misure:
            return DICHIARAZIONE, ()
        for tabella in voce.tabelle:
            parti = tabella.read_key(cella.chiave)
            if parti is not None and cella.misura in tabella.misure:
                return tabella, parti
        raise ValidationError(f"La voce «{voce.nome}» non ha un valore «{cella.misura}» per «{cella.chiave}».")

    def row(self, voce: str, tabella: Tabella, parti: tuple[str, ...]) -> RigaScheda:
        """The row of a key, new when there is none; raises ValidationError."""
        self.load(tabella)
        if (riga := self.righe.get((voce, tabella, parti))) is None:
            modello = self.model_of(tabella)
            try:
                campi = {p.campo: to_column(modello, p, v) for p, v in zip(tabella.chiave, parti, strict=True)}
            except ObjectDoesNotExist as errore:
                raise ValidationError(f"«{'.'.join(parti)}» non è un comune o un ente conosciuto.") from errore
            riga = self.righe[voce, tabella, parti] = modello(scheda=self.scheda, voce=voce, **campi)
        return riga

    def load(self, tabella: Tabella) -> None:
        """Bring the rows of a table into memory, once."""
        if tabella.modello in self.caricate:
            return
        self.caricate.add(tabella.modello)
        for riga in self.model_of(tabella).objects.for_system().filter(scheda=self.scheda):
            parti = (as_text(getattr(riga, parte.campo)) or NON_RIPARTITA for parte in tabella.chiave)
            self.righe[riga.voce, tabella, tuple(parti)] = riga

    @staticmethod
    def model_of(tabella: Tabella) -> type[RigaScheda]:
        """The model that keeps the rows of a table."""
        return apps.get_model(tabella.modello)

    def set(self, cella: Cella, valore: object) -> tuple[str, str]:
        """Write a value into its row; what it was and what it is, as text. Raises ValidationError."""
        tabella, parti = self.find(cella)
        riga = self.row(cella.voce, tabella, parti)
        campo = riga._meta.get_field(cella.misura)
        prima = as_text(getattr(riga, cella.misura))
        setattr(riga, cella.misura, self.clean(campo, valore))
        return prima, as_text(getattr(riga, cella.misura))

    @staticmethod
    def clean(campo: "Field[object, object]", valore: object) -> object:
        """The value as the column keeps it; no value is None, or an empty text."""
        if valore in (None, ""):
            return campo.get_default()
        pulito = campo.clean(valore, None)
        if isinstance(pulito, Decimal):
            return pulito.quantize(Decimal("0.01"))
        return pulito

    def rows_of(self, voce: Voce) -> Iterator[RigaScheda]:
        """The rows of a voce that have at least a value."""
        for tabella in voce.tabelle:
            self.load(tabella)
            for (codice, sua, _), riga in self.righe.items():
                if codice == voce.codice and sua == tabella and not self.is_empty(riga, sua):
                    yield riga

    @staticmethod
    def is_empty(riga: RigaScheda, tabella: Tabella) -> bool:
        """A row with no value in any of its measures."""
        valori: Mapping[str, object] = {misura: getattr(riga, misura) for misura in tabella.misure}
        vuoti = (None, "", "da_compilare") if tabella is DICHIARAZIONE else (None, "")
        return all(valore in vuoti for valore in valori.values())

    def save(self) -> None:
        """Write what has values, delete what has none any more."""
        per_modello: dict[type[RigaScheda], list[tuple[Tabella, RigaScheda]]] = {}
        for (_, tabella, _), riga in self.righe.items():
            per_modello.setdefault(type(riga), []).append((tabella, riga))
        for modello, righe in per_modello.items():
            vuote = [riga for tabella, riga in righe if self.is_empty(riga, tabella)]
            piene = [riga for tabella, riga in righe if not self.is_empty(riga, tabella)]
            modello.objects.for_system().filter(pk__in=[riga.pk for riga in vuote if riga.pk]).delete()
            modello.objects.bulk_create([riga for riga in piene if not riga.pk])
            misure = sorted(set(chain.from_iterable(t.misure for t, _ in righe)))
            if presenti := [riga for riga in piene if riga.pk]:
                modello.objects.bulk_update(presenti, misure)
