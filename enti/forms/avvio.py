"""The forms of the first start."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms

from enti.forms.enti import UfficioForm
from enti.models import Ente
from enti.models.ente import TipoEnte

MASSIMO_FILE: Final = 500_000


class Giorno(forms.DateField):
    """A day, in the browser's own calendar."""

    def __init__(self, **altro: Any) -> None:
        """Written as the browser wants it."""
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **altro)


class AmbitoForm(UfficioForm):
    """A new ambito."""

    field_order = ("nome", "organo", "ufficio", "telefono", "email")
    nome = forms.CharField(
        label="Nome dell’ambito", max_length=80, help_text="Senza la parola «ambito»: per esempio «Oglio Ovest»."
    )
    organo = forms.CharField(label="Organo che approva il piano", max_length=200, initial="Assemblea dei Sindaci")


class ComuniForm(forms.Form):
    """Comuni by their names, one a line."""

    nomi = forms.CharField(
        label="Comuni, uno per riga",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Per nome, o per codice ISTAT. Dove due hanno lo stesso nome si aggiunge la provincia: Samone TN.",
    )
    dal = Giorno(label="Fanno parte dell’ambito dal")


class EnteForm(forms.Form):
    """An ente that is no comune."""

    tipo = forms.ChoiceField(
        label="Che cos’è",
        choices=[(t.value, t.label) for t in (TipoEnte.ALER, TipoEnte.OPERATORE, TipoEnte.UNIONE)],
    )
    nome = forms.CharField(label="Nome", max_length=400, help_text="Per esempio: ALER Brescia-Cremona-Mantova.")
    nomi = forms.CharField(
        label="Comuni dell’unione, uno per riga (solo per un’unione)",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    dal = Giorno(label="Fa parte dell’ambito dal")


class CapofilaForm(forms.Form):
    """Who leads the ambito, and by which act."""

    ente = forms.ChoiceField(label="Capofila")
    organo = forms.CharField(label="Designato da", max_length=200)
    giorno = Giorno(label="Il giorno")
    atto = forms.CharField(label="Atto (facoltativo)", max_length=200, required=False)

    def __init__(self, *args: Any, enti: Sequence[Ente], **altro: Any) -> None:
        """``enti`` are those of the ambito."""
        super().__init__(*args, **altro)
        self.enti = {ente.pk: ente for ente in enti}
        cast("forms.ChoiceField", self.fields["ente"]).choices = [(ente.pk, str(ente)) for ente in enti]


class ElencoForm(forms.Form):
    """People, pasted or from a file."""

    testo = forms.CharField(
        label="Persone, una per riga",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="email;nome;cognome;ruolo;ente. Ruoli: compilatore, certificatore, parere, lettura; capofila e "
        "assemblea sono dell’ambito, e non hanno ente.",
    )
    file = forms.FileField(label="Oppure un file CSV", required=False)

    def clean(self) -> dict[str, Any]:
        """One text, from where it was given; a file of an office may not be UTF-8."""
        puliti = super().clean() or self.cleaned_data
        if file := puliti.get("file"):
            if file.size > MASSIMO_FILE:
                self.add_error("file", "Il file è troppo grande.")
                return puliti
            contenuto = file.read()
            try:
                puliti["testo"] = contenuto.decode("utf-8-sig")
            except UnicodeDecodeError:
                puliti["testo"] = contenuto.decode("cp1252", errors="replace")
        if not puliti.get("testo", "").strip() and not self.errors:
            self.add_error("testo", "Manca l’elenco.")
        return puliti
