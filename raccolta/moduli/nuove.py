"""Rows added to a page: what is asked to know their key, and the key that results."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from msgspec import Struct
from msgspec.structs import replace

from enti.models import Comune
from enti.nomi import simplify
from lessico.cella import NON_RIPARTITA
from lessico.voce import UBICAZIONE, Tabella, Voce
from patrimonio.models import Quando, TipoUnita
from raccolta.moduli.forma import forma_of
from raccolta.moduli.righe import SENZA_COMUNE, Riga
from raccolta.moduli.sfondo import Fondale
from raccolta.moduli.stesura import Stesura
from raccolta.quadri import VOCI

ALTRO: Final = "altro"
_SLUG: Final = "slug"
_LUNGHEZZA: Final = 60
_CIFRE: Final = 5
"""How long the number of a branch may be; Python does not read one of thousands of digits."""
_ETICHETTE: Final = {
    "gestore_id": "Chi li gestisce, se non il proprietario",
    "tipo": "Tipo",
    "quando": "Quando",
    "categoria": "Categoria",
    "avviso": "Avviso",
}


class Elenco(forms.Select):
    """A select written at once: with a template for each option, a page of many voci would be slow."""

    def render(self, name: str, value: Any, attrs: Any = None, *_: Any, **__: Any) -> SafeString:
        """As Django writes it, for plain choices."""
        attributi = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributi, _write_options(tuple(self.choices), str(value or "")))


@lru_cache(maxsize=64)
def _write_options(scelte: tuple[tuple[str, str], ...], scelto: str) -> SafeString:
    """The comuni of an ambito are offered by every voce of a page: they are written once."""
    voci = ((codice, " selected" if str(codice) == scelto else "", testo) for codice, testo in scelte)
    return format_html_join("", '<option value="{}"{}>{}</option>', voci)


class Offerte(Struct, frozen=True, cache_hash=True):
    """What can be chosen for the parts of a key, as a value: comuni, one's own comune, what else has names."""

    comuni: tuple[tuple[str, str], ...]
    territorio: str
    altre: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def read_offers(sfondo: Fondale) -> Offerte:
    """What the background of a page offers; the comuni have names of their own there."""
    altre = ((campo, tuple(n.items())) for campo, n in sfondo.nomi.items() if campo != UBICAZIONE.campo)
    return Offerte(tuple(sfondo.comuni.items()), sfondo.territorio, tuple(altre))


class ModuloRiga(forms.Form):
    """The parts of the key of a new row: comune, manager, type, time, category, notice; or a title and a short name."""

    def __init__(
        self,
        offerte: Offerte,
        voce: Voce,
        tabella: Tabella,
        dati: Mapping[str, object] | None,
        iniziali: Mapping[str, object] | None = None,
    ) -> None:
        """``dati``: what was sent to be added, None where nothing was; ``iniziali``: what was left typed meanwhile."""
        super().__init__(data=dati, initial=dict(iniziali or {}), prefix=f"nuova/{voce.codice}")
        self.voce, self.tabella = voce, tabella
        for parte in tabella.chiave:
            self.fields.update(_key_fields(offerte, voce, tabella, parte.campo))
        for campo in self.fields.values():
            campo.widget.attrs["class"] = "form-select" if isinstance(campo.widget, Elenco) else "form-control"

    def clean(self) -> dict[str, Any]:
        """A comune by its name; a short name from the title."""
        scritti: dict[str, Any] = super().clean() or self.cleaned_data
        if scritti.get(UBICAZIONE.campo) == ALTRO:
            scritti[UBICAZIONE.campo] = self._comune(scritti.get("comune", ""))
        if _SLUG in self.fields and not self.errors:
            titolo = scritti.get("titolo", "")
            scritti[_SLUG] = slugify(scritti.get(_SLUG) or titolo)[:_LUNGHEZZA].strip("-")
            if not scritti[_SLUG]:
                self.add_error("titolo" if "titolo" in self.fields else _SLUG, "Va scritto un nome.")
        return scritti

    def _comune(self, nome: str) -> str:
        try:
            return find_comune(nome)
        except ValidationError as errore:
            self.add_error("comune", errore)
            return NON_RIPARTITA

    def riga(self) -> Riga:
        """The row. Wants a valid form."""
        parti = (self.cleaned_data.get(parte.campo) or parte.predefinita for parte in self.tabella.chiave)
        return Riga(self.voce.codice, self.tabella, tuple(parti))

    def first_values(self) -> Mapping[str, object]:
        """What was already said of the row: its title."""
        titolo = forma_of(self.voce.codice, self.tabella).titolo
        scritto = self.cleaned_data.get("titolo", "")
        return {self.riga().cella(titolo): scritto} if titolo and scritto else {}


def _key_fields(offerte: Offerte, voce: Voce, tabella: Tabella, campo: str) -> Mapping[str, forms.Field]:
    if campo == UBICAZIONE.campo:
        return _location_fields(offerte)
    if campo == _SLUG:
        return _name_fields(voce, tabella)
    fisse: Mapping[str, list[tuple[str, str]]] = {
        "gestore_id": [("", "— nessun altro")],
        "tipo": list(TipoUnita.choices),
        "quando": [("", "— non indicato"), *Quando.choices],
        "categoria": [("", "— tutte insieme")],
        "avviso": [("", "— tutti insieme")],
    }
    note = [(codice, nome or codice) for codice, nome in dict(offerte.altre).get(campo, ())]
    scelte = [*fisse[campo], *note]
    return {campo: forms.ChoiceField(label=_ETICHETTE[campo], choices=scelte, required=False, widget=Elenco)}


def _location_fields(offerte: Offerte) -> Mapping[str, forms.Field]:
    scelte = [*offerte.comuni, (NON_RIPARTITA, f"{SENZA_COMUNE} (non ripartito)"), (ALTRO, "Un altro comune…")]
    comune = forms.ChoiceField(
        label="Comune", choices=scelte, required=False, initial=offerte.territorio, widget=Elenco
    )
    altro = forms.CharField(label="Nome dell’altro comune", required=False, max_length=120)
    return {UBICAZIONE.campo: comune, "comune": altro}


def _name_fields(voce: Voce, tabella: Tabella) -> Mapping[str, forms.Field]:
    forma = forma_of(voce.codice, tabella)
    breve = forms.CharField(
        label=forma.titolo_nuovo if not forma.titolo else "Nome breve",
        help_text="Per esempio «2025-ordinario»." if not forma.titolo else "Se resta vuoto si ricava dal titolo.",
        required=False,
        max_length=_LUNGHEZZA,
    )
    if not forma.titolo:
        return {_SLUG: breve}
    return {"titolo": forms.CharField(label=forma.titolo_nuovo, required=False, max_length=400), _SLUG: breve}


def find_comune(nome: str) -> str:
    """The ISTAT code of «Chiari» or «Livo (CO)»; raises ValidationError."""
    cercato, _, provincia = nome.partition("(")
    provincia = provincia.strip(" )").upper()
    if not cercato.strip():
        raise ValidationError("Va scritto il nome del comune.")
    iniziale = cercato.strip()[0]
    comuni = Comune.objects.filter(nome__istartswith=iniziale).values_list("istat", "nome", "provincia")
    trovati = [
        (istat, f"{suo} ({sigla})")
        for istat, suo, sigla in comuni
        if simplify(suo) == simplify(cercato) and provincia in ("", sigla)
    ]
    if not trovati:
        raise ValidationError(f"Nessun comune si chiama «{nome}»: va scritto come nell’elenco dell’ISTAT.")
    if len(trovati) > 1:
        nomi = ", ".join(sorted(esteso for _, esteso in trovati))
        raise ValidationError(f"Più comuni si chiamano così: va scritto uno di questi nomi: {nomi}.")
    return trovati[0][0]


def add_row(stesura: Stesura, riga: Riga, dati: Mapping[str, object]) -> Stesura:
    """With one more row, and what goes with it: its first branches in, the empty row that it replaces out."""
    nuova = stesura.with_row(riga, dati)
    for ramo in _first_branches(riga):
        nuova = nuova.with_row(ramo, {})
    if riga.parti[0] != NON_RIPARTITA and not riga.tabella.ramo:
        nuova = _without_empty_whole(nuova, riga)
    return nuova


def _first_branches(riga: Riga) -> list[Riga]:
    if riga.tabella.chiave[0].campo != _SLUG or riga.tabella.ramo:
        return []
    return [Riga(riga.voce, t, (riga.parti[0], "1")) for t in VOCI[riga.voce].tabelle if t.ramo]


def _without_empty_whole(stesura: Stesura, riga: Riga) -> Stesura:
    """A voce is split by comune or it is not: the row that is not, if nothing is in it, makes room."""

    def resta(altra: Riga) -> bool:
        stessa = (altra.voce, altra.tabella) == (riga.voce, riga.tabella) and altra.parti[0] == NON_RIPARTITA
        return not stessa or any(stesura.dati.get(cella) not in (None, "") for cella in altra.celle())

    return replace(stesura, righe=tuple(r for r in stesura.righe if resta(r)))


def next_branch(stesura: Stesura, voce: Voce, capo: str, ramo: str) -> Riga:
    """The next row of a branch: «massimale 3» of a measure with two; raises StopIteration without such a branch."""
    tabella = next(t for t in voce.tabelle if t.ramo == ramo)
    scritti = [riga.parti[1] for riga in stesura.rows(voce.codice, ramo, capo)]
    numeri = [int(scritto) for scritto in scritti if scritto.isdecimal() and len(scritto) <= _CIFRE]
    return Riga(voce.codice, tabella, (capo, str(max(numeri, default=0) + 1)))
