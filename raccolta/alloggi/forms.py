"""The forms of the register of dwellings: what is looked for, and one dwelling."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from crispy_forms.layout import Column, Field, Fieldset, LayoutObject, Row
from django import forms
from django.core.exceptions import ValidationError

from patrimonio.alloggi.conti import Gruppo
from patrimonio.alloggi.elenco import ORDINI, Filtri
from patrimonio.alloggi.servizi import CAMPI, UnitaCambiata
from patrimonio.models import Accessibilita, StatoUnita, TipoUnita, UnitaAbitativa
from raccolta.alloggi.scelte import Posti
from raccolta.forms.ricognizione import ModuloDiRaccolta
from raccolta.moduli.campi import CampoConteggio, CampoScelta, CampoTesto, field_for

if TYPE_CHECKING:
    from enti.models import Comune, Ente

ORDINAMENTI: Final = {
    "codice": "codice",
    "indirizzo": "indirizzo",
    "comune": "comune",
    "superficie": "superficie, dalla più piccola",
    "-superficie": "superficie, dalla più grande",
}
CAMBIATO: Final = "Nel frattempo qualcuno ha cambiato o tolto questo alloggio: non è stato salvato nulla."
QUALSIASI: Final = "— tutti"
_SCELTE: Final = {"tipo": TipoUnita, "stato": StatoUnita, "accessibilita": Accessibilita}


class FiltriForm(ModuloDiRaccolta):
    """What is looked for; what is not understood is not asked for, and is said."""

    di = forms.ChoiceField(label="Registro di", required=False)
    cerca = CampoTesto(label="Codice o indirizzo", max_length=100)
    comune = CampoScelta(label="Comune", scelte=[])
    tipo = CampoScelta(label="Tipo", scelte=[])
    stato = CampoScelta(label="Stato", scelte=[])
    gestore = CampoScelta(label="Gestore", scelte=[])
    accessibilita = CampoScelta(label="Accessibilità", scelte=[])
    ordine = forms.ChoiceField(label="In ordine di", choices=list(ORDINAMENTI.items()), required=False)

    def __init__(
        self,
        *args: Any,
        registri: Sequence[tuple[str, str]],
        gruppi: Collection[Gruppo],
        nomi: Mapping[str, str],
        **altro: Any,
    ) -> None:
        """``registri``: those one may look at; ``gruppi``: what there is in this one; ``nomi``: of comuni and enti."""
        super().__init__(*args, **altro)
        cast("forms.ChoiceField", self.fields["di"]).choices = list(registri)
        if len(registri) == 1:
            self.fields["di"].widget = forms.HiddenInput()
        comuni = {gruppo.comune for gruppo in gruppi}
        gestori = {gruppo.gestore for gruppo in gruppi if gruppo.gestore}
        self._offer("comune", [(codice, nomi.get(codice, codice)) for codice in comuni])
        self._offer("gestore", [("-", "Il proprietario"), *((slug, nomi.get(slug, slug)) for slug in gestori)])
        for nome, scelte in _SCELTE.items():
            cast("forms.ChoiceField", self.fields[nome]).choices = [("", QUALSIASI), *scelte.choices]

    def _offer(self, nome: str, scelte: Sequence[tuple[str, str]]) -> None:
        campo = cast("forms.ChoiceField", self.fields[nome])
        campo.choices = [("", QUALSIASI), *sorted(scelte, key=lambda scelta: (scelta[0] != "-", scelta[1]))]

    def parts(self) -> tuple[LayoutObject | str, ...]:
        """Words first, then the choices, side by side where there is room."""
        prima = Row(Column("cerca", css_class="col-md-6"), Column("ordine", css_class="col-md-6"))
        altre = ("comune", "tipo", "stato", "gestore", "accessibilita")
        return ("di", prima, Row(*(Column(nome, css_class="col-sm-6 col-lg-4") for nome in altre)))

    def wanted(self) -> Filtri:
        """What was understood of it."""
        self.is_valid()
        puliti = {nome: valore for nome, valore in self.cleaned_data.items() if valore and nome != "di"}
        ordine = puliti.pop("ordine", "codice")
        return Filtri(**puliti, ordine=ordine if ordine.removeprefix("-") in ORDINI else "codice")


def _column(nome: str) -> forms.Field:
    colonna: Any = UnitaAbitativa._meta.get_field(nome)
    return field_for(colonna)


class RimozioneForm(ModuloDiRaccolta):
    """Which version of the dwelling was shown."""

    letta = forms.CharField(widget=forms.HiddenInput, required=False)

    def seen(self) -> datetime:
        """When the dwelling that was shown was last changed; the oldest of all where it is not said."""
        try:
            return datetime.fromisoformat(self.cleaned_data["letta"])
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    @contextmanager
    def told(self) -> Iterator[None]:
        """A code that is taken, a dwelling that others have changed."""
        try:
            yield
        except ValidationError as errore:
            self.add_error(None, errore)
        except UnitaCambiata:
            self.rifiutato = True
            self.add_error(None, CAMBIATO)


class AlloggioForm(RimozioneForm):
    """One dwelling: of what is not known nothing is written."""

    codice = CampoTesto(label="Codice", max_length=60, required=True)
    indirizzo = CampoTesto(label="Indirizzo e numero", max_length=200, required=True)
    comune: "forms.ModelChoiceField[Comune]" = forms.ModelChoiceField(
        label="Comune", queryset=None, empty_label="— da scegliere"
    )
    tipo = forms.ChoiceField(label="Tipo", choices=TipoUnita.choices)
    stato = forms.ChoiceField(label="Stato", choices=[("", "— da scegliere"), *StatoUnita.choices])
    gestore: "forms.ModelChoiceField[Ente]" = forms.ModelChoiceField(
        label="Gestore", queryset=None, empty_label="Il proprietario", required=False
    )
    foglio, particella, subalterno = _column("foglio"), _column("particella"), _column("subalterno")
    superficie_utile = _column("superficie_utile")
    vani, piano = CampoConteggio(label="Vani", massimo=99), _column("piano")
    ascensore = forms.TypedChoiceField(
        label="Ascensore",
        choices=[("", "— non indicato"), ("si", "Sì"), ("no", "No")],
        coerce=lambda testo: testo == "si",
        empty_value=None,
        required=False,
    )
    accessibilita = _column("accessibilita")
    lavori, costo_lavori, fine_lavori = _column("lavori"), _column("costo_lavori"), _column("fine_lavori")
    nota = _column("nota")

    def __init__(self, *args: Any, posti: Posti, **altro: Any) -> None:
        """``posti``: the comuni and the enti from which one chooses."""
        super().__init__(*args, **altro)
        cast("Any", self.fields["comune"]).queryset = posti.comuni
        cast("Any", self.fields["gestore"]).queryset = posti.gestori
        self.fields["nota"].help_text = "Per esempio «superficie circa», o da quale alloggio viene questo."

    def parts(self) -> tuple[LayoutObject | str, ...]:
        """Where it is, what it is, what it needs."""
        return (
            Fieldset("Dov’è", _row("codice", "comune"), "indirizzo", _row("foglio", "particella", "subalterno")),
            Fieldset(
                "Com’è",
                _row("tipo", "gestore"),
                _row("superficie_utile", "vani"),
                _row("piano", "ascensore"),
                "accessibilita",
            ),
            Fieldset("In che stato è", "stato", "lavori", _row("costo_lavori", "fine_lavori"), "nota"),
            Field("letta"),
        )

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {campo: self.cleaned_data[campo] for campo in CAMPI}


def _row(*campi: str) -> Row:
    return Row(*(Column(campo, css_class="col-sm") for campo in campi))


def initial_of(unita: UnitaAbitativa) -> dict[str, Any]:
    """A dwelling as its form opens."""
    valori = {campo: getattr(unita, campo) for campo in CAMPI}
    valori["ascensore"] = {True: "si", False: "no", None: ""}[unita.ascensore]
    return valori | {"letta": unita.modificata_il.isoformat()}
