"""ModuloQuadro: the voci of a quadro as one form, a field for each value that can be written, named by its cella."""

import copy
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

from django import forms
from django.apps import apps

from lessico.cella import NON_RIPARTITA
from lessico.voce import StatoVoce, Tabella
from patrimonio.voci import DICHIARAZIONE
from raccolta.moduli.campi import CampoConteggio, CampoScelta, CampoTesto, field_for
from raccolta.moduli.confronto import STATI, beside
from raccolta.moduli.forma import ETICHETTE
from raccolta.moduli.righe import Riga, title_of
from raccolta.moduli.sfondo import Fondale
from raccolta.moduli.stesura import Stesura, declared
from raccolta.quadri import VOCI

_SCELTE: Final = [(stato.value, nome) for stato, nome in STATI.items() if stato is not StatoVoce.DA_COMPILARE]

_CLASSI: Final = {forms.RadioSelect: "form-check-input", forms.Select: "form-select"}


class ModuloQuadro(forms.Form):
    """Its fields are built from the rows of the page; what is typed stays as it was typed."""

    def __init__(self, campi: Mapping[str, forms.Field], dati: Mapping[str, object]) -> None:
        """``dati``: name → text as typed, or value as kept."""
        super().__init__(data=dict(dati))
        self.fields.update(campi)
        for campo in campi.values():
            campo.widget.attrs["class"] = _CLASSI.get(type(campo.widget), "form-control")

    def read(self, nome: str) -> Any:
        """The value of a field; None where it is not there, or cannot be read."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return self.cleaned_data.get(nome)

    def keep_errors(self, nomi: Iterable[str]) -> None:
        """Forget what is wrong in the other fields: messages wait until the page is saved."""
        tenuti = frozenset(nomi)
        for nome in [nome for nome in self.errors if nome not in tenuti]:
            del self.errors[nome]


def build_modulo(sfondo: Fondale, stesura: Stesura, opens: Callable[[str], bool]) -> ModuloQuadro:
    """The form of a page; ``opens`` says which values can be written."""
    campi: dict[str, forms.Field] = {}
    for voce in sfondo.voci:
        for nome in declared(sfondo, voce.codice):
            if opens(nome):
                campi[nome] = declaration_field(nome)
    for riga in stesura.righe:
        if riga.nome not in stesura.tolte:
            campi |= {nome: campo for nome, campo in row_fields(sfondo, riga).items() if opens(nome)}
    return ModuloQuadro(campi, stesura.dati)


def declaration_field(nome: str) -> forms.Field:
    """The field of what is declared of a voce as a whole."""
    return _another(known_declaration(nome))


def _another(campo: forms.Field) -> forms.Field:
    """A field of its own for a form: what a form changes of one is its label, its help and its attributes."""
    altro = copy.copy(campo)
    altro.widget = copy.copy(campo.widget)
    altro.widget.attrs = {**campo.widget.attrs}
    return altro


@cache
def known_declaration(nome: str) -> forms.Field:
    """The field of what is declared of a voce to read with, as ``known_field``."""
    codice, _, misura = nome.split("/")
    voce = VOCI[codice].nome
    match misura:
        case "stato":
            return forms.ChoiceField(
                label=f"Che cosa c’è ({voce})",
                choices=_SCELTE,
                required=False,
                widget=forms.RadioSelect,
                error_messages=CampoScelta.default_error_messages,
            )
        case "totale_dichiarato":
            return CampoConteggio(
                label=f"Totale dichiarato ({voce})",
                help_text="Solo se l’ente dichiara un totale diverso dalla somma.",
            )
    etichetta = f"Nota ({voce})" if misura == "nota" else f"Causa ({voce})"
    aiuto = "" if misura == "nota" else "Occorre per «non applicabile»; per «nessuna» è facoltativa."
    righe = 2 if misura == "nota" else 1
    return CampoTesto(label=etichetta, help_text=aiuto, widget=forms.Textarea(attrs={"rows": righe}))


def row_fields(sfondo: Fondale, riga: Riga) -> Mapping[str, forms.Field]:
    """The fields of a row, by their names."""
    titolo = name_of_row(sfondo, riga)
    campi = {}
    for misura in riga.tabella.misure:
        nome = riga.cella(misura)
        campo = measure_field(riga.tabella, misura)
        campo.label = f"{campo.label}, {titolo} ({VOCI[riga.voce].nome})"
        if riga.parti[0].isdecimal() or riga.parti[0] == NON_RIPARTITA or nome in sfondo.passato.valori:
            campo.help_text = beside(campo, nome, sfondo.valori.get(nome), sfondo.passato) or campo.help_text
        campi[nome] = campo
    return campi


def name_of_row(sfondo: Fondale, riga: Riga) -> str:
    """A row in the name of its fields: of a branch also what it belongs to."""
    titolo = title_of(riga, sfondo.nomi)
    return f"{riga.tabella.ramo} {titolo} di {riga.parti[0]}" if riga.tabella.ramo else titolo


def measure_field(tabella: Tabella, misura: str) -> forms.Field:
    """The field of a measure, labelled as pages call it."""
    return _another(known_field(tabella, misura))


@cache
def known_field(tabella: Tabella, misura: str) -> forms.Field:
    """The field of a measure to read with, made once: it is never put in a form."""
    colonna: Any = column_of(tabella, misura)
    campo = field_for(colonna)
    campo.label = ETICHETTE.get(misura, str(campo.label))
    return campo


def column_of(tabella: Tabella, misura: str) -> Any:
    """The column that keeps a measure."""
    return apps.get_model(tabella.modello)._meta.get_field(misura)


def field_of(cella: str) -> forms.Field:
    """The field of any cella of a scheda; raises KeyError, StopIteration where there is none."""
    codice, chiave, misura = cella.split("/")
    if chiave == "-" and misura in DICHIARAZIONE.misure:
        return declaration_field(cella)
    tabella = next(t for t in VOCI[codice].tabelle if misura in t.misure and t.read_key(chiave) is not None)
    return measure_field(tabella, misura)
