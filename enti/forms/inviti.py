"""The forms by which somebody is invited, and by which who was invited enters."""

from collections.abc import Sequence
from typing import Any, cast

from allauth.account.forms import SignupForm
from allauth.core import context
from django import forms

from enti.conto import find_invito
from enti.forms.nome import CampoNome
from enti.inviti import Invitato
from enti.models import Ambito, Ente
from enti.models.utente import RUOLI_AMBITO, Ruolo

RUOLI = (
    Ruolo.COMPILATORE,
    Ruolo.CERTIFICATORE,
    Ruolo.PARERE,
    Ruolo.LETTURA,
    Ruolo.CAPOFILA,
    Ruolo.ASSEMBLEA,
)
"""In the order in which they are most often given."""


class PersonaForm(forms.Form):
    """Who is invited."""

    email = forms.EmailField(label="Indirizzo e-mail di lavoro", max_length=254)
    nome = CampoNome(label="Nome", max_length=150)
    cognome = CampoNome(label="Cognome", max_length=150)

    def to_invitato(self, *, ente: Ente | None, ambito: Ambito | None, ruolo: str) -> Invitato:
        """What was typed, as the service takes it."""
        c = self.cleaned_data
        return Invitato(email=c["email"], nome=c["nome"], cognome=c["cognome"], ruolo=ruolo, ente=ente, ambito=ambito)


class InvitoForm(PersonaForm):
    """Who is invited, to do what, and where."""

    ruolo = forms.ChoiceField(label="Incarico", choices=[(r.value, r.label) for r in RUOLI])
    ente = forms.ChoiceField(
        label="Ente",
        required=False,
        help_text="Per l’ufficio del capofila e per l’Assemblea dei Sindaci si lascia vuoto: sono dell’ambito.",
    )

    def __init__(self, *args: Any, enti: Sequence[Ente], **altro: Any) -> None:
        """``enti`` are those of the ambito."""
        super().__init__(*args, **altro)
        self.enti = {ente.pk: ente for ente in enti}
        cast("forms.ChoiceField", self.fields["ente"]).choices = [("", "— nessuno"), *((e.pk, str(e)) for e in enti)]

    def clean(self) -> dict[str, Any]:
        """A role of the ambito has no ente, the others have one."""
        puliti = super().clean() or self.cleaned_data
        ruolo, ente = puliti.get("ruolo"), puliti.get("ente")
        if ruolo in RUOLI_AMBITO and ente:
            self.add_error("ente", "Questo incarico è dell’ambito: qui si sceglie «nessuno».")
        if ruolo and ruolo not in RUOLI_AMBITO and not ente and "ente" not in self.errors:
            self.add_error("ente", "Per questo incarico si sceglie l’ente.")
        return puliti

    def to_persona(self, ambito: Ambito) -> Invitato:
        """Who is invited, for the ente that was chosen or for the ambito."""
        ente = self.enti.get(self.cleaned_data["ente"])
        return self.to_invitato(ente=ente, ambito=None if ente else ambito, ruolo=self.cleaned_data["ruolo"])


class CodiceForm(forms.Form):
    """The code of an invitation, as it stands on the sheet."""

    codice = forms.CharField(
        label="Codice dell’invito",
        max_length=60,
        help_text="Sedici segni, in gruppi di quattro. Maiuscole, trattini e spazi non contano.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class RegistrazioneForm(SignupForm):
    """The sign-up of who was invited: the address is the one of the invitation, whatever is posted."""

    field_order = ("email", "first_name", "last_name", "password1", "password2")
    first_name = CampoNome(label="Nome", max_length=150)
    last_name = CampoNome(label="Cognome", max_length=150)

    def __init__(self, *args: Any, **altro: Any) -> None:
        """The name is the one of the invitation, to be corrected where it is wrong."""
        super().__init__(*args, **altro)
        self.invito = find_invito(context.request)
        if self.invito:
            self.initial |= {"first_name": self.invito.nome, "last_name": self.invito.cognome}
        self.fields["email"].widget.attrs["readonly"] = True
        self.fields["email"].help_text = "È l’indirizzo dell’invito: non si cambia qui."
        self.fields["password1"].label = "Password"
        self.fields["password1"].help_text = "Almeno 12 segni. Bastano tre o quattro parole che non c’entrano tra loro."
        self.fields["password2"].label = "Password, di nuovo"

    def clean_email(self) -> str:
        """The address of the invitation."""
        if self.invito:
            self.cleaned_data["email"] = self.invito.email
        return str(super().clean_email())
