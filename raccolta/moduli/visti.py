"""A field as a page shows it: its control already written, its help, what is wrong; a value, that can be kept."""

from functools import lru_cache
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.renderers import get_default_renderer
from django.utils.safestring import SafeString
from msgspec import Struct

from pianocasa.campi import write_input, write_textarea


class SceltaVista(Struct, frozen=True):
    """One of the choices of a field that shows them all."""

    valore: str
    nome: str
    id: str
    controllo: SafeString


class CampoVisto(Struct, frozen=True, kw_only=True):
    """``id`` is where its help and its errors hang; ``per``: what its label names, nothing where it has choices."""

    id: str
    per: str
    etichetta: str
    controllo: SafeString = SafeString()
    scelte: tuple[SceltaVista, ...] = ()
    aiuto: str = ""
    errori: tuple[str, ...] = ()


def see(legato: BoundField) -> CampoVisto:
    """A field of a form."""
    a_scelte = isinstance(legato.field.widget, forms.RadioSelect)
    return CampoVisto(
        id=legato.auto_id,
        per=legato.id_for_label,
        etichetta=str(legato.label),
        controllo=SafeString() if a_scelte else _control(legato),
        scelte=_choices(legato) if a_scelte else (),
        aiuto=str(legato.help_text or ""),
        errori=tuple(map(str, legato.errors)),
    )


_A_MANO: Final = {forms.TextInput: write_input, forms.Textarea: write_textarea}


def _control(legato: BoundField) -> SafeString:
    """As Django writes it: the plain ones, which a page has by the dozen, at once."""
    campo = legato.field
    scrivi = _A_MANO.get(type(campo.widget))
    if scrivi is None or campo.required or campo.disabled or campo.localize:
        return SafeString(legato.as_widget())
    valore = campo.prepare_value(legato.form.data.get(legato.html_name) if legato.form.is_bound else legato.value())
    attributi = {**campo.widget.attrs}
    if legato.errors:
        attributi["aria-invalid"] = "true"
    if detto := legato.aria_describedby:
        attributi["aria-describedby"] = detto
    scritto = None if valore in (None, "") else str(valore)
    return scrivi(legato.html_name, scritto, attributi | {"id": legato.auto_id})


def _choices(legato: BoundField) -> tuple[SceltaVista, ...]:
    widget: Any = legato.field.widget
    altri = legato.build_widget_attrs({"id": legato.auto_id}, widget)
    scelte = tuple(widget.choices)
    return _options(legato.html_name, legato.value() or "", scelte, tuple(widget.attrs.items()), tuple(altri.items()))


Coppie = tuple[tuple[str, Any], ...]


@lru_cache(maxsize=512)
def _options(nome: str, valore: str, scelte: Coppie, attributi: Coppie, altri: Coppie) -> tuple[SceltaVista, ...]:
    """Each voce of a page has them, in one of four states: written once."""
    widget = forms.RadioSelect(dict(attributi), choices=scelte)
    disegni = widget.subwidgets(nome, valore, attrs=dict(altri))
    return tuple(
        SceltaVista(
            str(disegno["value"]),
            str(disegno["label"]),
            disegno["attrs"]["id"],
            SafeString(BoundWidget(widget, disegno, get_default_renderer()).tag()),
        )
        for disegno in disegni
    )
