"""The form of who certifies: in which role, and that the attestation was read and is meant."""

from typing import Any

from django import forms

NON_LETTA = -1
"""The version of a page that says none: no scheda has it."""


class CertificazioneForm(forms.Form):
    """``letta`` is the version of the scheda that the page showed."""

    qualifica = forms.CharField(
        label="Qualifica di chi certifica",
        max_length=100,
        help_text="Per esempio: responsabile del settore patrimonio. Resta scritta nella certificazione e nel piano.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": "Va scritta la qualifica: in quale veste si certifica."},
    )
    attesto = forms.BooleanField(
        label="Ho letto l’attestazione e la sottoscrivo",
        error_messages={"required": "Per certificare va sottoscritta l’attestazione."},
    )
    senza_modifiche = forms.BooleanField(
        label="Certifico di nuovo senza modifiche",
        error_messages={"required": "Nulla è cambiato dall’ultima certificazione: se è voluto, va detto qui."},
    )
    letta = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, uguale: bool, **altro: Any) -> None:
        """``uguale``: nothing changed since the last certification, and certifying again has to be meant."""
        super().__init__(*args, **altro)
        if not uguale:
            del self.fields["senza_modifiche"]

    def clean_letta(self) -> int:
        """Who forges it certifies nothing."""
        letta: int | None = self.cleaned_data["letta"]
        return NON_LETTA if letta is None else letta

    def meant(self) -> dict[str, Any]:
        """What was written and ticked, as ``atti.certify`` wants it."""
        dati = self.cleaned_data
        return {campo: dati[campo] for campo in ("qualifica", "letta", "senza_modifiche") if campo in dati}
