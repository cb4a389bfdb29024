"""The forms of the conversations, and the one by which a file is attached."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from enti.allegati import CampoFile
from raccolta.conduzione.conversazioni import LUNGHEZZA


class RispostaForm(forms.Form):
    """A message."""

    testo = forms.CharField(
        label="Messaggio",
        max_length=LUNGHEZZA,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Il messaggio è vuoto: va scritto che cosa si chiede o si risponde."},
    )


class DomandaForm(RispostaForm):
    """A question, and on what."""

    oggetto = forms.ChoiceField(
        label="Su che cosa",
        error_messages={
            "required": "Va scelta la voce su cui si chiede.",
            "invalid_choice": "La scelta non è tra quelle di questa scheda: va presa dall’elenco.",
        },
    )
    field_order = ("oggetto", "testo")

    def __init__(self, *args: Any, scelte: Sequence[tuple[str, str]], **altro: Any) -> None:
        """``scelte``: voci and celle of the scheda, with their names."""
        super().__init__(*args, **altro)
        cast("forms.ChoiceField", self.fields["oggetto"]).choices = [("", "— da scegliere"), *scelte]


class AllegatoForm(forms.Form):
    """A file and what it is."""

    file = CampoFile()
    descrizione = forms.CharField(
        label="Che cos’è",
        max_length=200,
        required=False,
        help_text="Facoltativo: per esempio «determina n. 12 del 2025».",
    )

    def meant(self) -> dict[str, Any]:
        """What was chosen, as the service takes it."""
        file = self.cleaned_data["file"]
        return {"nome": file.name, "contenuto": file.read(), "descrizione": self.cleaned_data["descrizione"]}
