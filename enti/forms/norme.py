"""The form of the register of the law: on which day it is read."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from lessico.numeri import NumeroNonValido, read_date


class GiornoForm(forms.Form):
    """A day, written as one writes it: what is no day stays as it was typed."""

    al = forms.CharField(
        label="Giorno",
        required=False,
        max_length=60,
        help_text="Per esempio 31/12/2024.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 18}),
    )

    def clean_al(self) -> date:
        """The day; the sentence of the reader where it is none."""
        try:
            return read_date(self.cleaned_data["al"])
        except NumeroNonValido as errore:
            raise ValidationError(str(errore), code="invalid") from errore
