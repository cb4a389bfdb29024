"""Ambiti made in a line or two, for a test that wants enti of its own; and their plan as a page."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from typing import Any

from django.utils.text import slugify

from enti.models import Adesione, Ambito, Comune, Ente
from enti.registri import load_registri
from lessico.congelamento import freeze, thaw
from patrimonio.models import Ricognizione, Scheda
from piano import schema
from piano.html import render_html
from piano.models import Capitolo, Piano, SchemaRiga
from piano.snapshot import build_snapshot, fingerprints
from piano.valori import PianoSnapshot
from raccolta.services import update
from tests.dati import DAL, DIGITATA, SISTEMA
from tests.lettura_html import Pagina

_ISTAT = count(950001)
"""Codes that ISTAT does not use."""


def create_comune(nome: str, provincia: str = "BS", **ente: Any) -> Ente:
    """A comune and the ente it is, in no ambito; ``nome.comune_id`` is its code."""
    comune = Comune.objects.create(istat=str(next(_ISTAT)), nome=nome, provincia=provincia)
    return Ente.objects.create(slug=slugify(nome)[:80], tipo="comune", nome=nome, comune=comune, **ente)


def create_ente(nome: str, tipo: str = "aler") -> Ente:
    """An ALER, an operator or a union, in no ambito."""
    return Ente.objects.create(slug=slugify(nome), tipo=tipo, nome=nome)


class AmbitoDiProva:
    """An ambito with its plan of a year, the default schema and the law; ``declare`` goes through the one way in."""

    def __init__(self, *enti: Ente | str, nome: str = "Valle", anno: int = 2026, regime_al: date | None = None) -> None:
        """A member given by name is a new comune."""
        if not Comune.objects.filter(istat="017052").exists():
            load_registri()
        self.ambito = Ambito.objects.create(slug=slugify(nome), nome=nome)
        self.enti = [create_comune(ente) if isinstance(ente, str) else ente for ente in enti]
        for ente in self.enti:
            self.join(ente)
        self.ricognizione = Ricognizione.objects.create(ambito=self.ambito, anno=anno)
        self.piano = Piano.objects.create(ricognizione=self.ricognizione, regime_al=regime_al or date(anno, 1, 1))
        schema.update(self.ambito, 2018, schema.load_default())

    def join(self, ente: Ente, **adesione: Any) -> None:
        """A member, since 2020 unless said otherwise."""
        Adesione.objects.create(ambito=self.ambito, ente=ente, **{"dal": DAL, **adesione})

    def declare(self, ente: Ente | None, celle: Mapping[str, object]) -> None:
        """Values of the scheda of an ente, or of the scheda d'ambito; ``@`` is the comune of the ente."""
        scheda, _ = Scheda.objects.get_or_create(ricognizione=self.ricognizione, ente=ente)
        qui = ente.comune_id if ente and ente.comune_id else "-"
        update(scheda, {c.replace("@", qui): v for c, v in celle.items()}, by=SISTEMA, origine=DIGITATA)

    def use_schema(self, righe: Iterable[Mapping[str, Any]]) -> None:
        """Another schema, in place of the default one."""
        SchemaRiga.objects.for_system().filter(ambito=self.ambito).delete()
        schema.update(self.ambito, 2018, list(righe))

    def write_chapter(self, codice: str, testo: str) -> None:
        """The prose of a line of the schema."""
        Capitolo.objects.update_or_create(piano=self.piano, codice=codice, defaults={"testo": testo})

    def html(self) -> str:
        """The document, from the frozen bytes."""
        contenuto = freeze(build_snapshot(Piano.objects.for_system().get(pk=self.piano.pk)))
        return render_html(thaw(contenuto, PianoSnapshot), fingerprints(contenuto))

    def page(self) -> Pagina:
        """The document, read; whoever asks for it knows that it is well formed."""
        return Pagina(self.html())


def line(
    codice: str, sezione: str = "", *, lettera: str = "", titolo: str = "", voci: Iterable[str] = ()
) -> dict[str, Any]:
    """A line of a schema; its section has its code, unless said otherwise."""
    return {
        "codice": codice,
        "sezione": sezione or codice.replace("-", "_"),
        "lettera": lettera,
        "titolo": titolo or codice.capitalize(),
        "voci": list(voci),
    }
