"""What is written beside a number: what it was last year and, when it is kept, how much it has changed."""

from datetime import date
from decimal import Decimal
from typing import Final

from django import forms

from lessico import italiano
from lessico.cella import NON_RIPARTITA
from lessico.voce import StatoVoce
from raccolta.moduli.campi import CampoConteggio, CampoEuro, CampoPercentuale
from raccolta.moduli.sfondo import Anno

NESSUN_DATO: Final = "nessun dato"
STATI: Final = {
    StatoVoce.DA_COMPILARE: "Da compilare",
    StatoVoce.VALORIZZATA: "Ci sono valori",
    StatoVoce.NESSUNA: "Nessuna",
    StatoVoce.NON_APPLICABILE: "Non applicabile",
}
"""The states of a voce, as who fills it in reads them."""
_CONFRONTATI: Final = (CampoConteggio, CampoEuro, CampoPercentuale)


def in_words(campo: forms.Field, valore: object) -> str:
    """A value as text, with its unit; nothing when there is none."""
    if valore in (None, ""):
        return ""
    if isinstance(valore, StatoVoce):
        return STATI[valore]
    if isinstance(campo, forms.ChoiceField):
        scelte: dict[str, str] = dict(getattr(campo, "choices", ()))
        return scelte.get(str(valore), str(valore))
    if isinstance(valore, date):
        return italiano.data(valore)
    scritto = str(campo.prepare_value(valore))
    if isinstance(campo, CampoPercentuale):
        return f"{scritto}%"
    return f"{scritto} euro" if isinstance(campo, CampoEuro) else scritto


def beside(campo: forms.Field, cella: str, ora: object, passato: Anno) -> str:
    """«2025: 1.475, ora +12 (+0,8%)», «2025: nessuna», «2025: nessun dato»; nothing beside what is no number."""
    if not isinstance(campo, _CONFRONTATI):
        return ""
    prima = passato.valori.get(cella)
    if prima in (None, ""):
        return f"{passato.anno}: {_without_value(cella, passato)}"
    testo = f"{passato.anno}: {in_words(campo, prima)}"
    if isinstance(prima, int | Decimal) and isinstance(ora, int | Decimal) and ora != prima:
        testo += f", ora {_difference(campo, prima, ora)}"
    return testo


def _without_value(cella: str, passato: Anno) -> str:
    """A voce declared nil, or not applicable, is not a voce of which nothing is known."""
    stato = passato.valori.get(f"{cella.split('/', maxsplit=1)[0]}/{NON_RIPARTITA}/stato")
    if stato == StatoVoce.NESSUNA:
        return "nessuna"
    return "non applicabile" if stato == StatoVoce.NON_APPLICABILE else NESSUN_DATO


def _difference(campo: forms.Field, prima: int | Decimal, ora: int | Decimal) -> str:
    """«+12 (+0,8%)»; between percentages, in points."""
    scarto = Decimal(ora) - Decimal(prima)
    if isinstance(campo, CampoPercentuale):
        return f"{_signed(scarto)} {'punto' if abs(scarto) == 1 else 'punti'}"
    assoluto = f"{_signed(scarto)}"
    if isinstance(campo, CampoEuro):
        assoluto = f"{'+' if scarto > 0 else '−'}{italiano.euro(abs(scarto))}"
    if not prima:
        return assoluto
    return f"{assoluto} ({_signed(round(scarto * 100 / Decimal(prima), 1))}%)"


def _signed(valore: Decimal) -> str:
    return f"{'−' if valore < 0 else '+'}{italiano.decimale(abs(valore))}"
