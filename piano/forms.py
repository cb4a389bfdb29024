"""The forms of the plan: its year, the first window, the reason of a finding."""

from typing import Any, Final

from django import forms

from raccolta.forms.motivazione import MotivazioneForm
from raccolta.motivazioni import MASSIMO

PRIMO, ULTIMO = 2018, 2100
_GIORNO: Final = {"type": "date"}


class AnnoForm(forms.Form):
    """The year to make."""

    anno = forms.IntegerField(
        label="Anno del piano", min_value=PRIMO, max_value=ULTIMO, localize=False, widget=forms.TextInput
    )


class PrimoAnnoForm(AnnoForm):
    """The first year, perhaps with the days in which data are entered."""

    dal = forms.DateField(
        label="Raccolta dal (facoltativo)", required=False, widget=forms.DateInput(attrs=_GIORNO, format="%Y-%m-%d")
    )
    al = forms.DateField(
        label="al, compreso (facoltativo)", required=False, widget=forms.DateInput(attrs=_GIORNO, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Both days, in order, or neither."""
        puliti = super().clean() or self.cleaned_data
        dal, al = puliti.get("dal"), puliti.get("al")
        if bool(dal) != bool(al) and not self.errors:
            self.add_error("al" if dal else "dal", "Servono tutti e due i giorni, o nessuno.")
        if dal and al and al < dal:
            self.add_error("al", "La raccolta finisce prima di cominciare.")
        return puliti


class MotivazioneDelPianoForm(MotivazioneForm):
    """The reason of a finding on the plan itself."""

    testo = forms.CharField(
        label="Perché il piano va bene così",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        help_text=f"Almeno una frase, al massimo {MASSIMO} caratteri: si legge nel piano, con il nome e la data.",
    )
