"""The form of a comparison: which version with which."""

from collections.abc import Sequence
from typing import Any

from django import forms

from piano.versioni.lati import Lato


class ConfrontoForm(forms.Form):
    """Two sides; the one that comes first in time is on the left."""

    da = forms.ChoiceField(label="Prima")
    a = forms.ChoiceField(label="Dopo")

    def __init__(self, lati: Sequence[Lato], *args: Any, **kwargs: Any) -> None:
        """``lati``: what can be chosen, the newest first."""
        super().__init__(*args, **kwargs)
        for campo in self.fields.values():
            if isinstance(campo, forms.ChoiceField):
                campo.choices = [(lato.codice, lato.nome) for lato in lati]
                campo.error_messages["invalid_choice"] = (
                    "Questa versione non c’è: si sceglie una di quelle dell’elenco."
                )
