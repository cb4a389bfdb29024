"""The forms of a file of dwellings: the file, what its columns are, what becomes of the dwellings it does not name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms

from enti.models import Ente
from patrimonio.models import TipoUnita
from raccolta.alloggi.campi import CAMPI
from raccolta.alloggi.celle import simplify
from raccolta.alloggi.colonne import ColonnaDelFile, Tabella
from raccolta.alloggi.sorgente import MASSIMO
from raccolta.fogli.cartella import name_cell

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_MB: Final = MASSIMO // 1024 // 1024
_NON_SI_LEGGE: Final = "— non si legge"


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="L’elenco degli alloggi",
        help_text=f"XLSX, ODS o CSV, al massimo {_MB} MB. Una riga per alloggio, con i titoli delle colonne in cima.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv", "class": "form-control"}),
        error_messages={
            "required": "Va scelto un file.",
            "empty": "Il file è vuoto: va scelto un altro file.",
            "invalid": "Il file non è arrivato: va scelto di nuovo.",
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Its size is known before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MASSIMO:
            raise forms.ValidationError(f"Il file è troppo grande: il massimo è {_MB} MB. Si può dividere in più file.")
        return file


class ColonneForm(forms.Form):
    """A choice for each column of the file, and what is the same for all its dwellings."""

    def __init__(self, *args: Any, tabella: Tabella, ente: Ente, fissi: Mapping[str, str], **altro: Any) -> None:
        """``fissi``: what was the same for all the last time."""
        super().__init__(*args, **altro)
        self.tabella = tabella
        scelte = [("", _NON_SI_LEGGE), *((campo.codice, campo.nome) for campo in CAMPI)]
        for colonna in tabella.colonne:
            if not colonna.personale:
                self.fields[f"colonna_{colonna.posto}"] = forms.ChoiceField(
                    label=_name(colonna),
                    help_text=f"Per esempio: {'; '.join(colonna.esempi)}"
                    if colonna.esempi
                    else "Vuota nelle prime righe.",
                    choices=scelte,
                    initial=colonna.campo,
                    required=False,
                )
        trovati = {colonna.campo for colonna in tabella.colonne}
        if "tipo" not in trovati:
            self._fix("tipo", "Tipo, se nel file non c’è", TipoUnita.choices, fissi)
        if "comune" not in trovati and ente.comune is not None:
            self._fix("comune", "Comune, se nel file non c’è", [(ente.comune.pk, f"Tutti a {ente.comune}")], fissi)

    def _fix(self, campo: str, etichetta: str, scelte: list[tuple[str, str]], fissi: Mapping[str, str]) -> None:
        self.fields[f"fisso_{campo}"] = forms.ChoiceField(
            label=etichetta, choices=[("", "— è in una colonna"), *scelte], initial=fissi.get(campo), required=False
        )

    def clean(self) -> dict[str, Any]:
        """Each field once; those without which there is no dwelling."""
        puliti = super().clean() or {}
        doppi = {campo.nome for campo in CAMPI if self._columns_of(puliti, campo.codice) > 1}
        if doppi:
            raise forms.ValidationError(
                f"Lo stesso dato è in più colonne, e ne va scelta una sola: {', '.join(doppi)}."
            )
        mancano = [
            campo.nome
            for campo in CAMPI
            if campo.obbligatorio
            and not self._columns_of(puliti, campo.codice)
            and not puliti.get(f"fisso_{campo.codice}")
        ]
        if mancano:
            raise forms.ValidationError(
                f"Non si sa in quale colonna c’è: {', '.join(mancano)}. Si sceglie qui sotto, accanto al suo titolo."
            )
        return puliti

    def _columns_of(self, puliti: Mapping[str, Any], campo: str) -> int:
        return sum(valore == campo for nome, valore in puliti.items() if nome.startswith("colonna_"))

    def columns(self) -> list[str]:
        """Column by column of the file, the field, or nothing."""
        larghezza = max((colonna.posto for colonna in self.tabella.colonne), default=-1) + 1
        return [self.cleaned_data.get(f"colonna_{posto}", "") for posto in range(larghezza)]

    def same_for_all(self) -> dict[str, str]:
        """Field → value, for those that are in no column."""
        colonne = set(self.columns())
        detti = {campo.codice: self.cleaned_data.get(f"fisso_{campo.codice}") for campo in CAMPI}
        return {campo: valore for campo, valore in detti.items() if valore and campo not in colonne}

    def to_remember(self) -> dict[str, str]:
        """Heading, simplified → field, nothing for one that is not read."""
        return {
            simplify(colonna.titolo): self.cleaned_data.get(f"colonna_{colonna.posto}", "")
            for colonna in self.tabella.colonne
            if colonna.titolo and not colonna.personale
        }


def _name(colonna: ColonnaDelFile) -> str:
    lettera = name_cell(1, colonna.posto + 1).rstrip("1")
    return f"Colonna {lettera}: «{colonna.titolo}»" if colonna.titolo else f"Colonna {lettera}, senza titolo"


class ConfermaForm(forms.Form):
    """What becomes of the dwellings that are in the register and not in the file."""

    mancanti = forms.ChoiceField(
        label="Gli alloggi del registro che nel file non ci sono",
        choices=[("lascia", "Restano nel registro"), ("toglie", "Si tolgono dal registro: resta scritto com’erano")],
        initial="lascia",
        widget=forms.RadioSelect,
        error_messages={"required": "Va scelto che cosa ne è degli alloggi che nel file non ci sono."},
    )
