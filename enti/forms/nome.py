"""The form by which one says one's name, and the field of a name."""

from typing import Any

from django import forms

from enti.models.utente import is_name


class CampoNome(forms.CharField):
    """A name, or a part of it, on one line: it is how the registro names who acts."""

    def clean(self, value: Any) -> str:
        """No address, and at least a letter."""
        nome = " ".join(str(super().clean(value) or "").split())
        if nome and not is_name(nome):
            raise forms.ValidationError("Va scritto un nome, non un indirizzo: è quello che si legge negli atti.")
        return nome


class NomeForm(forms.Form):
    """Who one is, in the acts."""

    nome = CampoNome(label="Nome", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    cognome = CampoNome(label="Cognome", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
