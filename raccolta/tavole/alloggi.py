"""The register of dwellings as a table: as many rows as there are, never all of them in memory."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import QuerySet

from lessico.tavole.tavola import Colonna, Tavola, Tipo, Valore, of_numbers, of_texts
from patrimonio.models import Accessibilita, StatoUnita, TipoUnita, UnitaAbitativa

_LETTE = 2_000
"""Rows read at a time."""


def units_table(titolo: str, nome: str, righe: QuerySet[UnitaAbitativa], nomi: Mapping[str, str]) -> Tavola:
    """One row a dwelling, in the order of the page; ``nomi``: of comuni and enti."""
    return Tavola(
        titolo=f"Alloggi, {titolo}",
        nome=f"alloggi-{nome}",
        colonne=(
            *of_texts("Codice", "Indirizzo", "Comune", "Codice ISTAT", "Proprietario", "Gestore"),
            *of_texts("Foglio", "Particella", "Subalterno"),
            Colonna("Superficie utile, m²", Tipo.EURO),
            *of_numbers("Vani"),
            *of_texts("Piano", "Ascensore", "Accessibilità", "Tipo", "Stato"),
            Colonna("Lavori che servono", larga=True),
            Colonna("Costo stimato, euro", Tipo.EURO),
            Colonna("Fine dei lavori", Tipo.DATA),
            Colonna("Nota", larga=True),
            Colonna("Modificato il", Tipo.ISTANTE),
            *of_texts("Modificato da", "Provenienza"),
        ),
        righe=_rows(righe, nomi),
        note=("Una casella vuota non è «no», né zero: non si sa.", "Senza gestore: lo gestisce il proprietario."),
    )


_COLONNE = (
    *("codice", "indirizzo", "comune_id", "ente_id", "gestore_id", "foglio", "particella", "subalterno"),
    *("superficie_utile", "vani", "piano", "ascensore", "accessibilita", "tipo", "stato"),
    *("lavori", "costo_lavori", "fine_lavori", "nota", "modificata_il", "modificata_da", "dettaglio"),
)
_ACCESSO, _TIPI, _STATI = (
    {str(codice): str(nome) for codice, nome in scelte.choices} for scelte in (Accessibilita, TipoUnita, StatoUnita)
)
_ASCENSORE = {True: "sì", False: "no", None: ""}


def _rows(righe: QuerySet[UnitaAbitativa], nomi: Mapping[str, str]) -> Iterator[Sequence[Valore]]:
    for r in righe.values_list(*_COLONNE).iterator(chunk_size=_LETTE):
        codice, indirizzo, comune, ente, gestore, *catasto = r[:8]
        superficie, vani, piano, ascensore, accessibilita, tipo, stato = r[8:15]
        chi = (nomi.get(comune, comune), comune, nomi.get(ente, ente), nomi.get(gestore, gestore) if gestore else "")
        come = (superficie, vani, piano, _ASCENSORE[ascensore], _ACCESSO.get(accessibilita, ""))
        yield (codice, indirizzo, *chi, *catasto, *come, _TIPI[tipo], _STATI[stato], *r[15:])
