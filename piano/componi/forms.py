"""The forms of the composer: a text, a line of the schema, a new line."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from lessico import italiano
from piano.componi.nomi import NOMI
from piano.componi.righe import PROSA
from piano.componi.testi import MASSIMO, find_quoted
from piano.sezioni import find
from piano.valori import PianoSnapshot
from raccolta.quadri import VOCI

LETTERA, TITOLO = 20, 400
CON_VOCI: Final = frozenset({"disponibilita", "riepilogo", "rilevanza_forze", "misure"})
"""The sections that print the voci they are given."""


class TestoForm(forms.Form):
    """A text as it is typed: nothing of it is taken away here."""

    testo = forms.CharField(
        required=False,
        strip=False,
        max_length=MASSIMO,
        widget=forms.Textarea(attrs={"rows": 18, "class": "form-control testo-piano", "spellcheck": "true"}),
        error_messages={
            "max_length": f"Il testo è troppo lungo: al massimo {italiano.numero(MASSIMO)} caratteri. "
            "Non è stato salvato, ma qui c’è ancora tutto: una parte può stare in un altro capitolo."
        },
    )
    letta = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class RigaForm(forms.Form):
    """A line of the schema: letter, heading with tokens, the voci where a section can choose."""

    lettera = forms.CharField(
        label="Lettera",
        required=False,
        max_length=LETTERA,
        help_text="Come si stampa, per esempio «a)»; facoltativa.",
    )
    titolo = forms.CharField(
        label="Titolo",
        max_length=TITOLO,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Può contenere riferimenti, come [[anno]] o [[anno_precedente]].",
    )
    letta = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, riga: Mapping[str, Any], snapshot: PianoSnapshot, *args: Any, **kwargs: Any) -> None:
        """``riga``: the line as it is in force."""
        super().__init__(*args, **kwargs)
        self.riga, self.snapshot = riga, snapshot
        if riga["sezione"] in CON_VOCI:
            self.fields["voci"] = forms.MultipleChoiceField(
                label="Che cosa stampa",
                required=False,
                choices=[(voce, VOCI[voce].nome) for voce in find(riga["sezione"]).voci],
                widget=forms.CheckboxSelectMultiple,
            )

    def clean_titolo(self) -> str:
        """On one line, with tokens that exist."""
        titolo = " ".join(self.cleaned_data["titolo"].split())
        for citata in find_quoted(titolo, self.snapshot):
            if citata.ignota:
                forse = f" Forse: {', '.join(citata.suggerimenti)}." if citata.suggerimenti else ""
                raise forms.ValidationError(f"Il riferimento [[{citata.token}]] non esiste.{forse}")
        return titolo

    def clean_voci(self) -> list[str]:
        """Those that were there in the order they had, then the new ones."""
        scelte = self.cleaned_data["voci"]
        if not scelte and self.riga["sezione"] == "disponibilita":
            raise forms.ValidationError("Va scelta almeno una provenienza: senza, la sezione non stampa nulla.")
        prima = [voce for voce in self.riga["voci"] if voce in scelte]
        return [*prima, *(voce for voce in scelte if voce not in prima)]


class NuovaRigaForm(forms.Form):
    """What to add: a chapter, or a section."""

    sezione = forms.ChoiceField(label="Che cosa", choices=tuple(NOMI.items()), initial=PROSA)
    titolo = forms.CharField(label="Titolo", max_length=TITOLO)
