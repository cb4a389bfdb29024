"""Which rows are in an archive, found from the models themselves; what is left out stands here with its reason."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from msgspec import Struct

from patrimonio.models import RigaScheda

CASE: Final = ("enti", "patrimonio", "assegnazioni", "misure", "raccolta", "piano")
RICOGNIZIONE: Final = "patrimonio.Ricognizione"

FUORI: Final[Mapping[str, str]] = {
    "enti.Utente": "le persone, con password e indirizzi: degli atti resta il nome che vi è scritto",
    "enti.Incarico": "i ruoli delle persone in questa installazione",
    "enti.Invito": "gli inviti, con gli indirizzi di chi li riceve",
    "patrimonio.UnitaAbitativa": "il registro degli alloggi è dell’ente: ciò che un piano ne prende è nelle celle",
    "patrimonio.ModificaUnita": "la storia del registro degli alloggi, per lo stesso motivo",
    "raccolta.Importazione": "un file di alloggi portato nel registro dell’ente",
    "raccolta.MappaturaColonne": "come un ente chiama le colonne dei suoi file di alloggi",
    "raccolta.Lavoro": "un lavoro in sottofondo di questa installazione",
    "raccolta.FoglioInAttesa": "un foglio portato e non ancora confermato: non è un dato",
    "piano.Fascicolo": "il fascicolo per l’Assemblea: si rifà dalla versione conservata",
    "piano.Composizione": "il documento di una bozza: si ricompone",
}
"""Models of which an archive has no row, and why."""

TACIUTI: Final[Mapping[tuple[str, str], object]] = {("raccolta.Sollecito", "destinatari"): []}
"""Columns that are written as if nothing were in them: the addresses of people."""


class Contorno(Struct, frozen=True):
    """A model whose rows a plan needs and does not own: how one is known, and of what it is a part.

    Where the place an archive is brought to has some rows of a group, it keeps them as they are.
    """

    modello: str
    chiave: tuple[str, ...]
    gruppo: tuple[str, ...]


CONTORNO: Final = (
    Contorno("enti.Comune", ("istat",), ("istat",)),
    Contorno("enti.Popolazione", ("comune", "dal"), ("comune",)),
    Contorno("enti.Ente", ("slug",), ("slug",)),
    Contorno("enti.Alias", ("nome",), ("ente",)),
    Contorno("enti.Ambito", ("slug",), ("slug",)),
    Contorno("enti.Adesione", ("ambito", "ente", "dal"), ("ambito",)),
    Contorno("enti.Designazione", ("ambito", "ruolo", "data", "ente", "nome"), ("ambito",)),
    Contorno("piano.SchemaRiga", ("ambito", "dal_anno", "codice"), ("ambito",)),
    Contorno("enti.Parametro", ("codice", "dal"), ("codice",)),
    Contorno("enti.CategoriaRegistro", ("codice", "dal"), ("codice",)),
)
"""In the order in which they are written and read."""

A_PARTE: Final = ("enti.Allegato", "enti.Evento")
"""Reached otherwise: a file because a row of the plan names it, a line of the registro because of its chain."""


def model_of(etichetta: str) -> type[Model]:
    """The model of a label."""
    modello: type[Model] = apps.get_model(etichetta)
    return modello


@cache
def find_owned() -> Mapping[str, str]:
    """Every model that hangs from a survey → the way to it, shortest first; the values of a scheda are celle.

    A model born tomorrow with a key to one of these is in the archive the day it is born.
    """
    trovati, da_guardare = {RICOGNIZIONE: ""}, [RICOGNIZIONE]
    while da_guardare:
        sopra = da_guardare.pop(0)
        for campo in _keys_to(model_of(sopra)):
            etichetta = campo.model._meta.label
            if etichetta not in trovati and etichetta not in FUORI and not issubclass(campo.model, RigaScheda):
                trovati[etichetta] = f"{campo.name}__{trovati[sopra]}".strip("_")
                da_guardare.append(etichetta)
    return trovati


def _keys_to(modello: type[Model]) -> Iterator["ForeignKey[Any, Any]"]:
    """The keys that other models have to a model: those that always have a value come first."""
    chiavi = [campo for altro in list_models() for campo in keys_of(altro) if campo.related_model is modello]
    yield from sorted((c for c in chiavi if c.model is not modello), key=lambda c: (c.null, c.model._meta.label))


def list_models() -> list[type[Model]]:
    """Every model of the houses."""
    return [modello for casa in CASE for modello in apps.get_app_config(casa).get_models()]


def keys_of(modello: type[Model]) -> list["ForeignKey[Any, Any]"]:
    """The keys of a model to others."""
    return [campo for campo in modello._meta.concrete_fields if isinstance(campo, ForeignKey)]


def fields_of(modello: type[Model]) -> list["Field[Any, Any]"]:
    """The columns that are written: not a number that only this database knows, not a key to what is left out."""
    return [
        campo
        for campo in modello._meta.concrete_fields
        if not (campo.primary_key and campo.get_internal_type().endswith("AutoField"))
        and not (isinstance(campo, ForeignKey) and campo.related_model._meta.label in FUORI)
    ]


@cache
def in_order() -> tuple[str, ...]:
    """The models of a plan, each after those it names."""
    restano, messi = [*A_PARTE, *find_owned()], list[str]()
    while restano:
        pronti = [etichetta for etichetta in restano if not _named_by(etichetta) & (set(restano) - {etichetta})]
        messi += pronti
        restano = [etichetta for etichetta in restano if etichetta not in pronti]
    return tuple(messi)


def _named_by(etichetta: str) -> set[str]:
    return {campo.related_model._meta.label for campo in keys_of(model_of(etichetta))}
