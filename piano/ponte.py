"""The form of the bridge: a row for each source that has units and for what may be added, read into celle."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from msgspec import Struct

from lessico import italiano
from raccolta.moduli.campi import CampoConteggio, CampoIntero, CampoTesto
from raccolta.ponte import ALTRI_USI, RETTIFICA, RIPORTO, Ponte, RigaDelPonte


class RigaScrivibile(Struct, frozen=True):
    """A row of the page: the line, its two fields, what stands beside it."""

    riga: RigaDelPonte
    unita: BoundField
    motivo: BoundField
    nota: str


class PonteForm(forms.Form):
    """Two fields a line, named by their celle: how many units count, and why."""

    def __init__(self, ponte: Ponte, *args: Any, **altro: Any) -> None:
        """Wants the bridge as it is kept; a proposed carry-over is already in its field."""
        super().__init__(*args, **altro)
        self.ponte = ponte
        self.righe = [riga for riga in ponte.righe if riga.dichiarate or riga.scritta or not riga.fonte]
        for riga in self.righe:
            tipo = CampoIntero if riga.codice == RETTIFICA else CampoConteggio
            di_che = f", {riga.nome}"
            self.fields[_cell(riga, "unita")] = tipo(label=f"Unità che contano{di_che}", initial=_initial(ponte, riga))
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[_cell(riga, "motivo")] = CampoTesto(label=f"Motivo{di_che}", widget=area, initial=riga.motivo)
        for nome, campo in self.fields.items():
            campo.widget.attrs["class"] = "form-control" + (" is-invalid" if nome in self.errors else "")

    def clean(self) -> dict[str, Any]:
        """A line counts no more than its source has; what is lowered, set aside or adjusted says why."""
        dati: dict[str, Any] = super().clean() or {}
        for riga in self.righe:
            unita, motivo = dati.get(_cell(riga, "unita")), dati.get(_cell(riga, "motivo"))
            if unita is None:
                continue
            massimo = self._maximum(riga)
            if massimo is not None and unita > massimo:
                self.add_error(_cell(riga, "unita"), f"Sono più di quante ce ne sono: al massimo {massimo}.")
            elif _wants_reason(riga, unita) and not motivo:
                self.add_error(_cell(riga, "motivo"), "Va scritto il motivo: senza, la riga non spiega nulla.")
        return dati

    def _maximum(self, riga: RigaDelPonte) -> int | None:
        if riga.codice == RIPORTO:
            return self.ponte.residuo_avvisi
        return riga.dichiarate if riga.fonte else None

    def cells(self) -> Mapping[str, object]:
        """What the lines become: a source in full, or nothing added, has no line of its own."""
        celle: dict[str, object] = {}
        for riga in self.righe:
            unita = self.cleaned_data[_cell(riga, "unita")]
            nulla = unita in (None, riga.dichiarate if riga.fonte else 0)
            celle[_cell(riga, "unita")] = None if nulla else unita
            celle[_cell(riga, "motivo")] = "" if nulla else self.cleaned_data[_cell(riga, "motivo")]
        return celle

    def rows(self) -> Iterator[RigaScrivibile]:
        """The rows of the page."""
        for riga in self.righe:
            nota = _note(self.ponte, riga)
            yield RigaScrivibile(riga, self[_cell(riga, "unita")], self[_cell(riga, "motivo")], nota)


def _cell(riga: RigaDelPonte, misura: str) -> str:
    return f"ponte/{riga.codice}/{misura}"


def _initial(ponte: Ponte, riga: RigaDelPonte) -> int | None:
    if riga.unita is not None:
        return riga.unita
    if riga.codice == RIPORTO:
        return ponte.riporto_proposto or None
    return riga.dichiarate if riga.fonte else None


def _note(ponte: Ponte, riga: RigaDelPonte) -> str:
    if riga.codice == RIPORTO and ponte.riporto_proposto:
        return "Proposta, da confermare: le unità offerte l’anno prima e non assegnate."
    return _GUIDE.get(riga.codice, "") if riga.codice != RIPORTO else _left(ponte.residuo_avvisi)


_GUIDE: Final = {
    ALTRI_USI: "Unità che ci sono ma non vanno in assegnazione: si tolgono.",
    RETTIFICA: "Ciò che nessun’altra riga spiega; con il segno meno se toglie.",
}


def _left(residuo: int) -> str:
    if not residuo:
        return "Dalla scheda non risultano unità offerte l’anno prima e rimaste da assegnare."
    return f"Unità offerte l’anno prima e non assegnate: {italiano.numero(residuo)}."


def _wants_reason(riga: RigaDelPonte, unita: int) -> bool:
    return unita != riga.dichiarate if riga.fonte else bool(unita) and riga.codice != RIPORTO
