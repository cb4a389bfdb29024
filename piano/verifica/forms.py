"""What one brings to the page of verification: an impronta, or a file."""

from typing import Final

from django import forms

from enti.allegati import megabyte

MASSIMO: Final = 20 * 1024 * 1024
"""The largest file that is looked at, in bytes: a plan is a few hundred thousand, its signed copy a little more."""
TROPPO_GRANDE: Final = (
    f"Il file è troppo grande: si verificano file fino a {megabyte(MASSIMO)}, e un piano è molto meno."
)
FORMATI: Final = ".pdf,.p7m,.json"


class ImprontaForm(forms.Form):
    """An impronta as one types it; what it means is for the judgement to say."""

    impronta = forms.CharField(
        label="Impronta",
        max_length=400,
        help_text="Le 64 cifre dell’ultima pagina del piano: bastano le prime dodici. Spazi e maiuscole non contano.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "form-control"}),
        error_messages={"required": "Va scritta l’impronta."},
    )


class FileForm(forms.Form):
    """A file: read, judged and forgotten."""

    file = forms.FileField(
        label="Il file da verificare",
        help_text=f"PDF, PDF firmato, .p7m o JSON, fino a {megabyte(MASSIMO)}. Si legge e si dimentica: non resta qui.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": FORMATI, "class": "form-control"}),
        error_messages={"required": "Va scelto un file.", "max_length": "Il nome del file è troppo lungo."},
    )

    nome = ""

    def clean_file(self) -> bytes:
        """Its bytes; raises ValidationError when there are none or too many."""
        file = self.cleaned_data["file"]
        self.nome = str(file.name)
        if file.size > MASSIMO:
            raise forms.ValidationError(TROPPO_GRANDE)
        contenuto: bytes = file.read()
        if not contenuto:
            raise forms.ValidationError("Il file è vuoto.")
        return contenuto
