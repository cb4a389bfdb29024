"""The forms of the members of an ambito: whom to ask, and the ente of one clerk only."""

from django import forms


class UfficioForm(forms.Form):
    """Whom to ask in an ambito."""

    ufficio = forms.CharField(
        label="Ufficio",
        max_length=200,
        required=False,
        help_text="Per esempio: Ufficio di piano, Comune di Chiari, piazza Martiri 1.",
    )
    telefono = forms.CharField(label="Telefono", max_length=60, required=False)
    email = forms.EmailField(label="Indirizzo e-mail", max_length=254, required=False)


class MotivoForm(forms.Form):
    """Why something is done: it goes into the registro."""

    motivo = forms.CharField(
        label="Motivo", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="Resta nel registro."
    )
