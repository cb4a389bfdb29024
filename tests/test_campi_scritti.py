"""The fields that are written without a template: the same text as with it."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from pianocasa.campi import Penna

OSTILI = ("<b>\"x\" & 'y'</b>", mark_safe("&egrave;"), "", None, 0, 1234, "due\nrighe", date(2026, 1, 5))
SCELTE = [("a", "Alfa & <beta>"), ("b", "Beta")]
CAMPI = {
    "testo": forms.TextInput({"class": "form-control", "size": 12, "maxlength": 1475, "disabled": True, "x": False}),
    "numero": forms.NumberInput({"min": 0}),
    "posta": forms.EmailInput(),
    "nascosto": forms.HiddenInput(),
    "lungo": forms.Textarea({"rows": 2}),
    "casella": forms.CheckboxInput(),
    "una": forms.RadioSelect({"class": "form-check-input"}, choices=SCELTE),
    "elenco": forms.Select(choices=SCELTE),
    "giorno": forms.DateInput(),
}


@pytest.mark.parametrize("valore", OSTILI, ids=repr)
@pytest.mark.parametrize("nome", CAMPI)
def test_come_lo_scrive_django(nome, valore):
    campo = CAMPI[nome]
    attributi = {"id": 'id_<"a">', "aria-describedby": "x_helptext"}
    scritti = [campo.render(f"voce/{nome}&", valore, attributi, renderer=r()) for r in (Penna, DjangoTemplates)]
    assert scritti[0] == scritti[1]


@pytest.mark.parametrize("con_etichetta", [True, False])
def test_una_scelta_sola_come_la_scrive_django(con_etichetta):
    pezzi = [
        [s.tag(wrap_label=con_etichetta) for s in _form(renderer())["una"].subwidgets]
        for renderer in (Penna, DjangoTemplates)
    ]
    assert pezzi[0] == pezzi[1]


def _form(renderer):
    scelta = forms.ChoiceField(choices=SCELTE, widget=forms.RadioSelect({"class": "form-check-input"}))
    return type("Modulo", (forms.Form,), {"una": scelta})({"una": "a"}, renderer=renderer)
