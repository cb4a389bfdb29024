"""The tags that Typst does not write yet: the first cell of a row heads it, for whoever hears a table cell by cell."""

import io
from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, NameTree, Object, ObjectStreamMode, Pdf, String


def head_rows(pdf: bytes) -> bytes:
    """The same document, with its objects packed together; the same bytes give the same bytes."""
    with Pdf.open(io.BytesIO(pdf)) as aperto:
        radice = aperto.Root.StructTreeRoot
        if Name.IDTree in radice:
            noti = {str(nome): elemento for nome, elemento in NameTree(radice.IDTree).items()}
            for numero, tabella in enumerate(_tables(radice)):
                righe = [_kids(riga) for riga in _rows(tabella)]
                for posto, celle in enumerate(righe if _worth_heading(righe) else ()):
                    _head(celle, f"T{numero}r{posto}", noti)
            radice.IDTree = Dictionary(Names=Array([voce for n in sorted(noti) for voce in (String(n), noti[n])]))
        del aperto.Root.MarkInfo[Name.Suspects]  # readers of one kind take its «false» for a mistake
        scritto = io.BytesIO()
        aperto.save(scritto, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return scritto.getvalue()


def _tables(elemento: Object) -> Iterator[Object]:
    """The tables, in reading order."""
    for figlio in _kids(elemento):
        if Name.Table == figlio.S:
            yield figlio
        else:
            yield from _tables(figlio)


def _rows(tabella: Object) -> list[Object]:
    """The rows of its body; a table with no head has no groups."""
    gruppi = _kids(tabella)
    return [riga for gruppo in gruppi if Name.TBody == gruppo.S for riga in _kids(gruppo)] or [
        riga for riga in gruppi if riga.S == Name.TR
    ]


def _kids(elemento: Object) -> list[Object]:
    """The elements inside one."""
    figli = elemento.get(Name.K, ())
    return [f for f in (figli if isinstance(figli, Array) else [figli]) if isinstance(f, Dictionary) and Name.S in f]


def _worth_heading(righe: Sequence[Sequence[Object]]) -> bool:
    """Whether headers, of columns and of rows, would be no more than the cells that they head: two rows need none."""
    colonne = len(righe[0]) if righe else 0
    return len(righe) + colonne <= len(righe) * (colonne - 1)


def _head(celle: Sequence[Object], nome: str, noti: dict[str, Object]) -> None:
    """The first cell becomes a header of its row, and the others say so."""
    prima, *altre = celle
    prima.S, prima.ID = Name.TH, String(nome)
    noti[nome] = prima
    _about(prima).Scope = Name.Row
    for cella in altre:
        _about(cella).Headers.append(String(nome))


def _about(cella: Object) -> Object:
    """What a cell says of itself as a cell, and not of how it looks."""
    return next(detto for detto in cella.A if Name.Table == detto.O)
