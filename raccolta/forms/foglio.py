"""The form by which a workbook comes back."""

from typing import TYPE_CHECKING

from django import forms

from raccolta.fogli.cartella import MASSIMO

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_MB = MASSIMO // 1024 // 1024


class FoglioForm(forms.Form):
    """One file; what is in it is looked at by its reader."""

    file = forms.FileField(
        label="Il foglio compilato",
        help_text=f"In formato XLSX, ODS o CSV, al massimo {_MB} MB. Prima si vede che cosa cambia; poi si conferma.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv", "class": "form-control"}),
        error_messages={
            "required": "Va scelto un file.",
            "empty": "Il file è vuoto: va scelto il foglio compilato.",
            "invalid": "Il file non è arrivato: va scelto di nuovo.",
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Its size is known before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MASSIMO:
            raise forms.ValidationError(f"Il file è troppo grande: il massimo è {_MB} MB.")
        return file
