"""Forms of the survey: a window, more time for one ente, what came outside the windows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, LayoutObject, Row
from django import forms
from django.db.models import QuerySet

from enti.allegati import CampoFile
from enti.calendario import MINUTO, OraNonValida, moment
from enti.isolamento import Incarichi
from lessico.flusso import AttoNonConsentito
from lessico.italiano import ROMA
from lessico.numeri import NumeroNonValido
from patrimonio.models import Ricognizione, Scheda, StatoScheda
from raccolta.conduzione.cruscotto import name_of
from raccolta.conduzione.finestre import DatoNonValido
from raccolta.conduzione.integrazioni import File
from raccolta.moduli.campi import CampoData, CampoLetto, CampoTesto

_ORA: Final = re.compile(r"([01]?\d|2[0-3])(?:[:.,]([0-5]\d))?")

if TYPE_CHECKING:
    _Scelta = forms.ModelChoiceField[Scheda]
else:
    _Scelta = forms.ModelChoiceField  # Django's own class takes no parameter


class CampoOra(CampoLetto):
    """A time of the day, to the minute."""

    tastiera = "text"
    larghezza = 6

    def read(self, testo: str) -> time:
        """«23:59», «23.59», «9»; raises NumeroNonValido."""
        if trovata := _ORA.fullmatch(testo):
            return time(int(trovata[1]), int(trovata[2] or 0))
        raise NumeroNonValido(f"«{testo}» non è un’ora: si scrive come 9:00 o 23:59.")

    def write(self, valore: time) -> str:
        """«23:59»."""
        return f"{valore:%H:%M}"


class CampoScheda(_Scelta):
    """One of the schede of a survey, by the name of its ente; the form says which."""

    def __init__(self, **altro: Any) -> None:
        """None until the form says which."""
        super().__init__(queryset=None, **altro)

    def label_from_instance(self, obj: Scheda) -> str:
        """The name of the ente."""
        return name_of(obj)


def offer(campo: forms.Field, schede: QuerySet[Scheda]) -> None:
    """The schede from which one is chosen."""
    if isinstance(campo, CampoScheda):
        campo.queryset = schede.select_related("ente").order_by("ente__nome")


class ModuloDiRaccolta(forms.Form):
    """A form laid out by crispy that learns from the service what cannot be."""

    MOMENTI: tuple[str, ...] = ()
    """Moments typed as a day and a time: «al» is ``al_giorno`` and ``al_ora``."""

    def __init__(self, *args: Any, **altro: Any) -> None:
        """The button and the ``form`` tag are the page's."""
        super().__init__(*args, **altro)
        self.rifiutato = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.include_media = False
        self.helper.layout = Layout(*self.parts())

    def parts(self) -> tuple[LayoutObject | str, ...]:
        """What stands on the page, in order."""
        return tuple(self.fields)

    def clean(self) -> dict[str, Any]:
        """Days and times become moments of the clock of Rome."""
        puliti = super().clean() or {}
        for nome in self.MOMENTI:
            giorno, ora = puliti.get(f"{nome}_giorno"), puliti.get(f"{nome}_ora")
            if giorno and ora is not None:
                self._set_moment(nome, giorno, ora)
        return puliti

    def _set_moment(self, nome: str, giorno: Any, ora: time) -> None:
        """An end includes its last minute: what is kept is the moment after it."""
        try:
            quando = moment(giorno, ora)
        except OraNonValida as errore:
            self.add_error(f"{nome}_ora", str(errore))
        else:
            self.cleaned_data[nome] = quando + MINUTO if nome == "al" else quando

    @contextmanager
    def told(self) -> Iterator[None]:
        """What the service refuses is said beside its field, or above all of them."""
        try:
            yield
        except DatoNonValido as errore:
            self.add_error(errore.campo if errore.campo in self.fields else f"{errore.campo}_giorno", str(errore))
        except AttoNonConsentito as errore:
            self.rifiutato = True
            self.add_error(None, list(errore.motivi))

    @property
    def status(self) -> int:
        """Of the answer that shows the form: an act that is refused, something to correct, or neither."""
        if self.rifiutato:
            return HTTPStatus.CONFLICT
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.errors else HTTPStatus.OK


def _day(etichetta: str) -> CampoData:
    return CampoData(label=etichetta, required=True, help_text="Per esempio 31/10/2026.")


def _hour(etichetta: str, aiuto: str) -> CampoOra:
    return CampoOra(label=etichetta, required=True, help_text=aiuto)


def _side_by_side(*campi: str) -> Row:
    return Row(*(Column(campo, css_class="col-sm-6") for campo in campi))


class FinestraForm(ModuloDiRaccolta):
    """From when, until when, why, through what."""

    MOMENTI = ("dal", "al")

    dal_giorno = _day("Giorno di apertura")
    dal_ora = _hour("Ora di apertura", "Ora italiana.")
    al_giorno = _day("Ultimo giorno")
    al_ora = _hour("Ora di chiusura", "Compresa: in questo minuto si scrive ancora.")
    motivo = CampoTesto(label="Motivo", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    canale = CampoTesto(
        label="Canale (facoltativo)",
        max_length=200,
        help_text="Con che cosa si raccolgono i dati: per esempio «Pianocasa». Il piano lo riporta.",
    )

    def __init__(self, *args: Any, prima: bool, **altro: Any) -> None:
        """``prima``: it is the first window of the survey, which needs no reason."""
        super().__init__(*args, **altro)
        self.fields["motivo"].required = not prima
        self.fields["motivo"].label = "Motivo (facoltativo)" if prima else "Motivo"
        self.fields["motivo"].help_text = (
            "Il piano lo riporta." if prima else "Perché serve altro tempo; il piano lo riporta."
        )

    def parts(self) -> tuple[LayoutObject | str, ...]:
        """Opening and closing, each with its day and its time."""
        return _side_by_side("dal_giorno", "dal_ora"), _side_by_side("al_giorno", "al_ora"), "motivo", "canale"

    @staticmethod
    def starting_at(dal: datetime) -> dict[str, object]:
        """What is typed in a new form: from a moment, until a day's last minute."""
        locale = dal.astimezone(ROMA)
        return {"dal_giorno": locale.date(), "dal_ora": locale.time(), "al_ora": time(23, 59), "canale": "Pianocasa"}


class ProrogaForm(ModuloDiRaccolta):
    """To which ente, until when, why, with which act."""

    MOMENTI = ("al",)

    scheda = CampoScheda(
        label="Ente",
        empty_label="— da scegliere",
        help_text="Solo chi non ha ancora certificato.",
        error_messages={"invalid_choice": "L’ente va preso dall’elenco: chi ha già certificato non c’è."},
    )
    al_giorno = _day("Ultimo giorno")
    al_ora = _hour("Ora di chiusura", "Compresa: in questo minuto si scrive ancora.")
    motivo = CampoTesto(
        label="Motivo",
        required=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Lo leggono l’ente e chi legge il piano.",
    )
    atto = CampoTesto(
        label="Atto (facoltativo)", max_length=200, help_text="Per esempio «Determinazione n. 12 del 3 novembre 2026»."
    )

    def __init__(self, *args: Any, ricognizione: Ricognizione, incarichi: Incarichi, **altro: Any) -> None:
        """The schede of the survey that are not certified."""
        super().__init__(*args, **altro)
        schede = Scheda.objects.visible_to(incarichi).filter(ricognizione=ricognizione, stato=StatoScheda.COMPILAZIONE)
        offer(self.fields["scheda"], schede)

    def parts(self) -> tuple[LayoutObject | str, ...]:
        """Who, until when, why."""
        return "scheda", _side_by_side("al_giorno", "al_ora"), "motivo", "atto"


class IntegrazioneForm(ModuloDiRaccolta):
    """Who sent it, when, how, and the file."""

    ente = CampoScheda(
        label="Ente",
        required=False,
        empty_label="— non si sa quale",
        error_messages={"invalid_choice": "L’ente va preso dall’elenco."},
    )
    mittenti = CampoTesto(
        label="Mittenti", max_length=200, help_text="Solo se l’ente non si sa: per esempio «Comuni dell’ambito»."
    )
    ricevuta_il = CampoData(label="Ricevuta il", help_text="Per esempio 4/11/2026.")
    canale = CampoTesto(label="Canale", max_length=200, help_text="Per esempio «PEC» o «posta elettronica».")
    protocollo = CampoTesto(
        label="Protocollo", max_length=100, help_text="Numero e data: per esempio «12345 del 4/11/2026»."
    )
    oggetto = CampoTesto(label="Oggetto", max_length=400)
    file = CampoFile(required=False, label="File (facoltativo)")

    def __init__(self, *args: Any, ricognizione: Ricognizione, incarichi: Incarichi, **altro: Any) -> None:
        """The enti of the survey, by their schede."""
        super().__init__(*args, **altro)
        schede = Scheda.objects.visible_to(incarichi).filter(ricognizione=ricognizione, ente__isnull=False)
        offer(self.fields["ente"], schede)

    def clean(self) -> dict[str, Any]:
        """The ente and the file, as the service wants them."""
        puliti = super().clean()
        scheda, caricato = puliti.get("ente"), puliti.get("file")
        file = File(caricato.name, caricato.read()) if caricato else None
        return puliti | {"ente": scheda.ente if scheda else None, "file": file}

    def parts(self) -> tuple[LayoutObject | str, ...]:
        """Short things side by side."""
        coppie = (("ente", "mittenti"), ("ricevuta_il", "canale"))
        return *(_side_by_side(*coppia) for coppia in coppie), "protocollo", "oggetto", "file"
