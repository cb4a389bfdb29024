"""The versions among which one looks: those that somebody may see, in a number of queries that is always the same."""

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from piano.models import Pubblicazione, Versione
from piano.verifica.giudizio import (
    Conservata,
    Esito,
    Giudizio,
    VersioneNota,
    clean_digits,
    judge,
    judge_digits,
    read_file,
)

IMPRONTE: Final = ("impronta", "impronta_contenuti", "impronta_html", "impronta_pdf")
_CAMPI: Final = ("numero", "atto", "quando", *IMPRONTE, "byte_pdf", "byte_dati", "pubblicata")


def verify_bytes(contenuto: bytes, versioni: QuerySet[Versione]) -> Esito:
    """Which of these versions a file is."""
    prova = read_file(contenuto)
    di_chi = Q(pk=None)
    for campo in ("impronta", "impronta_html", "impronta_pdf"):
        di_chi |= Q(**{f"{campo}__in": prova.impronte})
    for campo in ("byte_pdf", "byte_dati"):
        di_chi |= Q(**{f"{campo}__in": prova.lunghezze})
    if prova.piano:
        ambito, anno = prova.piano
        di_chi |= Q(piano__ricognizione__ambito__slug=ambito, piano__ricognizione__anno=anno)
    return judge(prova, find_with(versioni, di_chi), lambda versione: load(versioni, versione))


def verify_digits(testo: str, versioni: QuerySet[Versione]) -> Esito:
    """Which of these versions has an impronta that begins as what was typed."""
    if (cifre := clean_digits(testo)) is None:
        perche = "Un’impronta ha 64 cifre, da 0 a 9 e da a ad f: ne occorrono almeno le prime dodici."
        return Esito(Giudizio.ILLEGGIBILE, perche=perche)
    di_chi = Q(pk=None)
    for campo in IMPRONTE:
        di_chi |= Q(**{f"{campo}__startswith": cifre})
    return judge_digits(cifre, find_with(versioni, di_chi))


def find_with(versioni: QuerySet[Versione], di_chi: Q) -> list[VersioneNota]:
    """The versions that fulfil a condition, and all the others of their plans."""
    misurate = versioni.annotate(byte_pdf=Length("pdf"), byte_dati=Length("contenuto"))
    piani = misurate.filter(di_chi).values("piano_id")
    righe = (
        misurate.filter(piano__in=piani)
        .annotate(pubblicata=Exists(Pubblicazione.objects.for_system().filter(versione=OuterRef("pk"))))
        .order_by("piano_id", "numero")
        .values(
            *("pk", "piano__ricognizione__ambito__slug", "piano__ricognizione__ambito__nome"),
            *("piano__ricognizione__anno", *_CAMPI),
        )
    )
    return [_note(riga) for riga in righe]


def _note(riga: dict[str, Any]) -> VersioneNota:
    ricognizione = "piano__ricognizione__"
    return VersioneNota(
        chiave=riga["pk"],
        ambito=riga[f"{ricognizione}ambito__slug"],
        ambito_nome=riga[f"{ricognizione}ambito__nome"],
        anno=riga[f"{ricognizione}anno"],
        **{campo: riga[campo] for campo in _CAMPI},
    )


def load(versioni: QuerySet[Versione], versione: VersioneNota) -> Conservata:
    """What is kept of a version."""
    contenuto, pdf = versioni.values_list("contenuto", "pdf").get(pk=versione.chiave)
    return Conservata(bytes(contenuto), bytes(pdf))
