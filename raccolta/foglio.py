"""Foglio: the rows of one scheda in memory while values are written into them, saved all at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model

from lessico.cella import NON_RIPARTITA, Cella, CellaNonValida
from lessico.voce import Parte, Tabella, Voce
from patrimonio.models import RigaScheda, Scheda
from patrimonio.voci import DICHIARAZIONE
from raccolta.quadri import VOCI

Chiave = tuple[str, Tabella, tuple[str, ...]]

MASSIMI: Final = {
    "PositiveSmallIntegerField": 32_767,
    "PositiveIntegerField": 2_147_483_647,
    "IntegerField": 2_147_483_647,
}
"""The largest integers that both engines keep."""


NON_STAMPABILI: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""What no paper can show: with one of them in a note the receipt of a certification could not be printed."""

_VISIBILI: Final = dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF], "?")


def as_text(valore: object) -> str:
    """A stored value as the provenance writes it: empty when there is none."""
    if isinstance(valore, date):
        return valore.isoformat()
    return "" if valore is None else str(valore)


def clean(campo: "Field[Any, Any]", valore: object) -> object:
    """The value as the column keeps it; no value is None, or an empty text. Raises ValidationError."""
    grezzo = valore.strip() if isinstance(valore, str) else valore
    if grezzo in (None, ""):
        return campo.get_default()
    massimo = MASSIMI.get(campo.get_internal_type())
    if NON_STAMPABILI.search(str(grezzo)) or (massimo and isinstance(grezzo, Decimal | float) and grezzo % 1):
        raise ValidationError(f"«{grezzo}» non è un valore ammesso.".translate(_VISIBILI))
    if massimo and campo.to_python(grezzo) > massimo:  # said before the engine says it in its own words
        raise ValidationError(f"«{grezzo}» è troppo grande.")
    pulito = campo.clean(grezzo, None)
    return pulito.quantize(Decimal("0.01")) if isinstance(pulito, Decimal) else pulito


class Foglio:
    """Loads the rows of the tables it is asked about once; ``set`` changes them, ``save`` writes them."""

    def __init__(self, scheda: Scheda, indirizzi: Iterable[str] = ()) -> None:
        """Rows are loaded as they are needed, one query a table; so are the comuni and enti that addresses name."""
        self.scheda = scheda
        self.righe: dict[Chiave, RigaScheda] = {}
        self.cambiate: dict[Chiave, RigaScheda] = {}
        self.caricate: set[str] = set()
        self.nomi = {parte for indirizzo in indirizzi for chiave in indirizzo.split("/") for parte in chiave.split(".")}
        self.conosciuti: dict[type[Model], set[str]] = {}

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
            campi = {p.campo: self.to_column(modello, p, v) for p, v in zip(tabella.chiave, parti, strict=True)}
            riga = self.righe[voce, tabella, parti] = modello(scheda=self.scheda, voce=voce, **campi)
        return riga

    def to_column(self, modello: type[RigaScheda], parte: Parte, testo: str) -> object:
        """The value of a key part in its column, nothing when not split; raises ValidationError."""
        campo: Any = modello._meta.get_field(parte.campo.removesuffix("_id"))
        if testo == NON_RIPARTITA:
            if not (campo.null or campo.blank):
                raise ValidationError(f"Nella chiave manca «{campo.verbose_name}».")
            return None if campo.null else ""
        if isinstance(campo, ForeignKey):
            if testo not in self.known(campo.related_model):
                raise ValidationError(f"«{testo}» non è un comune o un ente conosciuto.")
            return testo
        pulito = clean(campo, testo)
        if as_text(pulito) != testo:
            raise ValidationError(f"Nella chiave si scrive «{as_text(pulito)}», non «{testo}».")
        return pulito

    def known(self, modello: type[Model]) -> set[str]:
        """Which of the names in the addresses are rows of a model, asked once."""
        if modello not in self.conosciuti:
            trovati = modello._default_manager.filter(pk__in=self.nomi)
            self.conosciuti[modello] = set(trovati.values_list("pk", flat=True))
        return self.conosciuti[modello]

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
        modello: type[RigaScheda] = apps.get_model(tabella.modello)
        return modello

    def canonical(self, cella: Cella) -> Cella:
        """The one address of a value: ``017052.sap`` is ``017052`` where SAP goes without saying."""
        tabella, parti = self.find(cella)
        return Cella(cella.voce, tabella.write_key(parti), cella.misura)

    def set(self, cella: Cella, valore: object) -> tuple[str, str]:
        """Write a value into its row; what it was and what it is, as text. Raises ValidationError."""
        tabella, parti = self.find(cella)
        riga = self.row(cella.voce, tabella, parti)
        campo: Any = riga._meta.get_field(cella.misura)
        prima = as_text(getattr(riga, cella.misura))
        setattr(riga, cella.misura, clean(campo, valore))
        dopo = as_text(getattr(riga, cella.misura))
        if prima != dopo:
            self.cambiate[cella.voce, tabella, parti] = riga
        return prima, dopo

    def text_of(self, indirizzo: str, valore: object) -> str:
        """A value as its provenance would write it; as it is when it is no value of that cella."""
        try:
            cella = Cella.parse(indirizzo)
            tabella, _ = self.find(cella)
            campo: Any = self.model_of(tabella)._meta.get_field(cella.misura)
            return as_text(clean(campo, valore))
        except (CellaNonValida, ValidationError):
            return str(valore)

    def would_change(self, indirizzo: str, valore: object) -> bool:
        """Whether a value differs from the one that is kept; raises CellaNonValida, ValidationError."""
        cella = Cella.parse(indirizzo)
        tabella, parti = self.find(cella)
        self.load(tabella)
        riga = self.righe.get((cella.voce, tabella, parti))
        vuota = self.model_of(tabella)()
        return as_text(getattr(riga or vuota, cella.misura)) != self.text_of(indirizzo, valore)

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
        """Write the changed rows that have values, delete those that have none: at most three queries a table."""
        per_tabella: dict[Tabella, list[RigaScheda]] = {}
        for (_, tabella, _), riga in self.cambiate.items():
            per_tabella.setdefault(tabella, []).append(riga)
        for tabella, righe in per_tabella.items():
            modello = self.model_of(tabella)
            vuote = [riga for riga in righe if self.is_empty(riga, tabella)]
            nuove = [riga for riga in righe if riga not in vuote and riga.pk is None]
            presenti = [riga for riga in righe if riga not in vuote and riga.pk is not None]
            if tolte := [riga.pk for riga in vuote if riga.pk is not None]:
                modello.objects.for_system().filter(pk__in=tolte).delete()
            modello.objects.bulk_create(nuove)
            modello.objects.bulk_update(presenti, tabella.misure)
