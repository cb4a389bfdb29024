"""The form of who sends a scheda back: what is to be looked at again, and why."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms

from raccolta.rinvio import without_repetitions

CORREGGI: Final = "correggi"
RINVIA: Final = "rinvia"
"""What the buttons after the preview ask for; without either, the preview."""

NESSUNA: Final = -1
"""The number of a page that says none."""


class RinvioForm(forms.Form):
    """``letta`` is the number of the certification that the page showed."""

    celle = forms.MultipleChoiceField(
        label="Che cosa rivedere",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Va scelto almeno un valore o una voce.",
            "invalid_choice": "«%(value)s» non è tra i valori certificati di questa scheda.",
        },
    )
    motivo = forms.CharField(
        label="Perché",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="L’ente legge queste parole come sono: che cosa non torna, e che cosa serve.",
        error_messages={"required": "Va scritto il motivo: è ciò che l’ente legge."},
    )
    letta = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scelte: Sequence[tuple[str, str]], **altro: Any) -> None:
        """``scelte``: addresses with their names."""
        super().__init__(*args, **altro)
        cast("forms.MultipleChoiceField", self.fields["celle"]).choices = scelte

    def clean_celle(self) -> tuple[str, ...]:
        """Without the celle of a voce that was chosen whole."""
        return without_repetitions(self.cleaned_data["celle"])

    def clean_letta(self) -> int:
        """Who forges it sends nothing back."""
        letta: int | None = self.cleaned_data["letta"]
        return NESSUNA if letta is None else letta
