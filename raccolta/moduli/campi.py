"""The fields in which values are typed: each reads and writes as Italian does, and is chosen from its column."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator, slug_re

from lessico import numeri
from lessico.italiano import maiuscola
from lessico.numeri import NumeroNonValido
from raccolta.foglio import MASSIMI, NON_STAMPABILI

if TYPE_CHECKING:
    from django.db import models

NON_INDICATO: Final = "— non indicato"
_CIFRE, _DECIMALI, _TESTO = "numeric", "decimal", "text"
_SLUG: Final = RegexValidator(
    slug_re, "Si scrivono solo lettere senza accenti, cifre e trattini, senza spazi: per esempio «morosita-2025»."
)
_LARGHEZZA: Final = 60

MASSIMO_TESTO: Final = 20_000
"""How long a text may be where its column has no limit: some ten pages."""


class CampoLetto(forms.Field):
    """A text that is read as a value; nothing is None, and what was typed stays as it was typed."""

    tastiera = _CIFRE
    larghezza = 12

    def __init__(self, *, required: bool = False, **altro: Any) -> None:
        """A scheda may be incomplete: nothing is required unless it is said."""
        super().__init__(required=required, **altro)

    def read(self, testo: str) -> object:
        """The value of a text that is not empty; raises NumeroNonValido."""
        raise NotImplementedError

    def write(self, valore: Any) -> str:
        """The text that ``read`` reads as this value."""
        raise NotImplementedError

    def to_python(self, value: object) -> object:
        """The value, or None; raises ValidationError with the sentence of the reader."""
        testo = "" if value is None else str(value).strip()
        try:
            return self.read(testo) if testo else None
        except NumeroNonValido as errore:
            raise ValidationError(str(errore), code="invalid") from errore

    def prepare_value(self, value: Any) -> Any:
        """A value is written; a text is somebody's, and is shown again as it is."""
        return value if value is None or isinstance(value, str) else self.write(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Long enough for any number that is right: a browser cuts what is pasted, and a cut number is another."""
        attributi = {"inputmode": self.tastiera, "autocomplete": "off", "size": self.larghezza, "maxlength": _LARGHEZZA}
        return super().widget_attrs(widget) | attributi


class CampoConteggio(CampoLetto):
    """How many."""

    def __init__(self, *, massimo: int = numeri.MASSIMO_CONTEGGIO, **altro: Any) -> None:
        """``massimo``: the largest that the column keeps."""
        self.massimo = massimo
        super().__init__(**altro)

    def read(self, testo: str) -> int:
        """See ``numeri.read_count``."""
        return numeri.read_count(testo, massimo=self.massimo)

    def write(self, valore: int) -> str:
        """See ``numeri.write_count``."""
        return numeri.write_count(valore)


class CampoIntero(CampoLetto):
    """A whole number with its sign."""

    tastiera = _TESTO  # numeric keypads have no minus

    def __init__(self, *, massimo: int = numeri.MASSIMO_CONTEGGIO, **altro: Any) -> None:
        """``massimo``: the largest that the column keeps, whatever the sign."""
        self.massimo = massimo
        super().__init__(**altro)

    def read(self, testo: str) -> int:
        """See ``numeri.read_whole``."""
        return numeri.read_whole(testo, massimo=self.massimo)

    def write(self, valore: int) -> str:
        """See ``numeri.write_count``."""
        return numeri.write_count(valore)


class CampoEuro(CampoLetto):
    """An amount in euro."""

    tastiera = _DECIMALI
    larghezza = 18

    def __init__(self, *, massimo: Decimal = numeri.MASSIMO_IMPORTO, **altro: Any) -> None:
        """``massimo``: the largest that the column keeps."""
        self.massimo = massimo
        super().__init__(**altro)

    def read(self, testo: str) -> Decimal:
        """See ``numeri.read_euro``."""
        return numeri.read_euro(testo, massimo=self.massimo)

    def write(self, valore: Decimal) -> str:
        """See ``numeri.write_euro``."""
        return numeri.write_euro(valore)


class CampoPercentuale(CampoLetto):
    """A percentage from 0 to 100."""

    tastiera = _DECIMALI
    larghezza = 8

    def read(self, testo: str) -> Decimal:
        """See ``numeri.read_percentage``."""
        return numeri.read_percentage(testo)

    def write(self, valore: Decimal) -> str:
        """See ``numeri.write_percentage``."""
        return numeri.write_percentage(valore)


class CampoDecimale(CampoLetto):
    """A number of any unit, also negative."""

    tastiera = _TESTO  # the decimal keypads of telephones have no minus
    larghezza = 18

    def __init__(self, *, massimo: Decimal = numeri.MASSIMO_IMPORTO, **altro: Any) -> None:
        """``massimo``: the largest that the column keeps, whatever the sign."""
        self.massimo = massimo
        super().__init__(**altro)

    def read(self, testo: str) -> Decimal:
        """See ``numeri.read_decimal``."""
        return numeri.read_decimal(testo, massimo=self.massimo)

    def write(self, valore: Decimal) -> str:
        """See ``numeri.write_decimal``."""
        return numeri.write_decimal(valore)


class CampoData(CampoLetto):
    """A day."""

    tastiera = _TESTO  # a numeric keypad has neither bars nor the names of months
    larghezza = 18

    def read(self, testo: str) -> object:
        """See ``numeri.read_date``."""
        return numeri.read_date(testo)

    def write(self, valore: Any) -> str:
        """See ``numeri.write_date``."""
        return numeri.write_date(valore)


class CampoAnno(CampoLetto):
    """A year, without thousands."""

    larghezza = 6

    def read(self, testo: str) -> int:
        """See ``numeri.read_year``."""
        return numeri.read_year(testo)

    def write(self, valore: int) -> str:
        """In figures."""
        return str(valore)


class CampoTesto(forms.CharField):
    """A text without the spaces around it; nothing is the empty text."""

    default_error_messages = {
        "max_length": "Il testo è di %(show_value)d caratteri e va accorciato: il massimo è %(limit_value)d.",
        "null_characters_not_allowed": "Il testo contiene un carattere nullo, che non si può conservare: va riscritto.",
    }

    def __init__(self, *, required: bool = False, max_length: int | None = None, **altro: Any) -> None:
        """A scheda may be incomplete: nothing is required unless it is said."""
        super().__init__(required=required, max_length=max_length or MASSIMO_TESTO, **altro)

    def to_python(self, value: object) -> str:
        r"""Lines end in ``\n``: browsers send ``\r\n``, and a text that nobody touched would look changed.

        What a paste brings along and no paper can show is left out.
        """
        testo = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        return testo if "\x00" in testo else NON_STAMPABILI.sub("", testo)  # of that one the form says that it is there

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: a browser would cut in silence what is pasted, here the error says it."""
        breve = self.max_length and not isinstance(widget, forms.Textarea)
        return {"size": min(self.max_length or 0, _LARGHEZZA)} if breve else {}


class CampoScelta(forms.ChoiceField):
    """One of the choices, or none of them."""

    default_error_messages = {"invalid_choice": "La scelta non è tra quelle previste: va presa dall’elenco."}

    def __init__(self, *, scelte: list[tuple[str, str]], required: bool = False, **altro: Any) -> None:
        """``scelte``: what is kept and what is read; the empty one is added."""
        super().__init__(choices=[("", NON_INDICATO), *scelte], required=required, **altro)


def _whole(campo: Any, **comune: Any) -> forms.Field:
    if campo.name == "anno":
        return CampoAnno(**comune)
    return CampoConteggio(massimo=MASSIMI[campo.get_internal_type()], **comune)


def _signed(campo: Any, **comune: Any) -> forms.Field:
    return CampoIntero(massimo=MASSIMI[campo.get_internal_type()], **comune)


def _decimal(campo: Any, **comune: Any) -> forms.Field:
    """A percentage stops at 100; an amount has the euro in its name."""
    limiti = [v.limit_value for v in campo.validators if isinstance(v, MaxValueValidator)]
    if numeri.CENTO in limiti:
        return CampoPercentuale(**comune)
    in_euro = campo.name == "costo_massimo" or "euro" in str(campo.verbose_name)
    massimo = Decimal(10**campo.max_digits - 1).scaleb(-campo.decimal_places)
    return (CampoEuro if in_euro else CampoDecimale)(massimo=massimo, **comune)


def _day(_campo: Any, **comune: Any) -> forms.Field:
    return CampoData(**comune)


def _long(campo: Any, **comune: Any) -> forms.Field:
    return CampoTesto(widget=forms.Textarea(attrs={"rows": 2}), max_length=campo.max_length, **comune)


def _short(campo: Any, **comune: Any) -> forms.Field:
    if campo.choices:
        return CampoScelta(scelte=list(campo.flatchoices), **comune)
    return CampoTesto(max_length=campo.max_length, **comune)


def _slug(campo: Any, **comune: Any) -> forms.Field:
    return CampoTesto(max_length=campo.max_length, validators=[_SLUG], **comune)


_SCELTE: Final[Mapping[str, Callable[..., forms.Field]]] = MappingProxyType(
    {
        "PositiveIntegerField": _whole,
        "PositiveSmallIntegerField": _whole,
        "IntegerField": _signed,
        "DecimalField": _decimal,
        "DateField": _day,
        "TextField": _long,
        "CharField": _short,
        "SlugField": _slug,
    }
)
"""Column → field, by Django's internal type."""


def field_for(campo: "models.Field[Any, Any]") -> forms.Field:
    """The field in which a measure is typed, with its label and its help; raises KeyError for other columns."""
    etichetta = maiuscola(str(campo.verbose_name))
    return _SCELTE[campo.get_internal_type()](campo, label=etichetta, help_text=campo.help_text)
