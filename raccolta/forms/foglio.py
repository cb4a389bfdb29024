"""The form by which a workbook comes back."""

from django import forms


class FoglioForm(forms.Form):
    """One file; what is in it is looked at by its reader."""

    file = forms.FileField(
        label="Il foglio compilato",
        help_text="In formato XLSX oppure ODS, al massimo 5 MB. Prima si vede che cosa cambia; poi si conferma.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods", "class": "form-control"}),
        error_messages={
            "required": "Va scelto un file.",
            "empty": "Il file è vuoto: va scelto il foglio compilato.",
            "invalid": "Il file non è arrivato: va scelto di nuovo.",
        },
    )
