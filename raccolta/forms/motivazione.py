"""The form by which a finding is explained in writing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from raccolta.motivazioni import MASSIMO, MotivazioneNonValida, read_reason


class MotivazioneForm(forms.Form):
    """A reason, and the finding it is for: its rule and the impronta of the values that were read."""

    regola = forms.CharField(widget=forms.HiddenInput)
    impronta = forms.CharField(widget=forms.HiddenInput)
    testo = forms.CharField(
        label="Perché il dato è giusto così",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        help_text=f"Almeno una frase, al massimo {MASSIMO} caratteri: si legge nel piano, con il nome e la data.",
    )

    def __init__(self, *args: Any, **altro: Any) -> None:
        """Each finding has its own form on the page: their fields have different identifiers."""
        super().__init__(*args, **altro)
        iniziali = self.data or self.initial
        self.auto_id = f"id_{iniziali.get('regola', '')}-{str(iniziali.get('impronta', ''))[:12]}_%s"
        if "testo" in self.errors:
            self.fields["testo"].widget.attrs["class"] += " is-invalid"

    def clean_testo(self) -> str:
        """The text as it is kept."""
        try:
            return read_reason(self.cleaned_data["testo"])
        except MotivazioneNonValida as errore:
            raise ValidationError(str(errore)) from errore

    def asks_about(self, regola: str, impronta: str) -> bool:
        """Whether it is the form of that finding."""
        return (self.data.get("regola"), self.data.get("impronta")) == (regola, impronta)
