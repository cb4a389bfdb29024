"""A whole scheda as a table: every value with its state, that of the year before, and where it comes from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from lessico.cella import NON_RIPARTITA, Cella
from lessico.tavole.tavola import Colonna, Tavola, Tipo, Valore, of_texts
from patrimonio.models import Scheda
from raccolta.lettura.intera import Riassunto
from raccolta.lettura.provenienza import write_origin
from raccolta.lettura.riassunto import Dato, VoceDescritta
from raccolta.models import Modifica

NOTE: Final = (
    "«Da compilare»: manca ancora. «Nessuna»: l’ente dichiara che non c’è nulla. «Non applicabile»: la voce non lo "
    "riguarda, e dice perché. Una casella vuota non è mai uno zero.",
    "«Nessun dato»: il valore dell’anno prima non si conosce.",
    "«Cella» è l’indirizzo del valore: lo stesso di anno in anno, nei controlli e nella storia.",
)


class _Contesto(Struct, frozen=True):
    """Where every row stands, and the last change of each cella."""

    riassunto: Riassunto
    modifiche: Mapping[str, Modifica]


def summary_table(scheda: Scheda, riassunto: Riassunto) -> Tavola:
    """One row a value, one for each voce that has none. Wants ``ricognizione__ambito`` and ``ente``."""
    anno = scheda.ricognizione.anno
    return Tavola(
        titolo=f"Riepilogo: {scheda}",
        nome=f"riepilogo-{scheda.ente_id or 'ambito'}-{anno}",
        colonne=(
            *of_texts("Quadro", "Voce", "Stato della voce", "Riga", "Misura"),
            Colonna(f"Valore {anno}", Tipo.MISTO),
            Colonna(f"Valore {riassunto.anno_prima}", Tipo.MISTO),
            Colonna("Causa o nota", larga=True),
            Colonna("Provenienza", larga=True),
            Colonna("Da chi"),
            Colonna("Quando", Tipo.ISTANTE),
            *of_texts("Cella", "Norma"),
        ),
        righe=_rows(_Contesto(riassunto, _last_changes(scheda))),
        note=NOTE,
    )


def _last_changes(scheda: Scheda) -> Mapping[str, Modifica]:
    return {m.cella: m for m in Modifica.objects.for_system().filter(scheda=scheda).order_by("pk")}


def _rows(contesto: _Contesto) -> Iterator[Sequence[Valore]]:
    for quadro in contesto.riassunto.quadri:
        for voce in quadro.voci:
            yield from _of_voce(contesto, quadro.titolo, voce)


def _of_voce(contesto: _Contesto, quadro: str, voce: VoceDescritta) -> Iterator[Sequence[Valore]]:
    """Its values and the total that the ente states; where there is none, its state."""
    dati = [(riga.etichetta, dato) for riga in voce.righe for dato in riga.dati]
    dati += [("", dato) for dato in voce.totale if dato.cella]
    spiegata = ". ".join(filter(None, (voce.causa, voce.nota)))
    che = (quadro, voce.nome, voce.breve)
    if not dati:
        cella = str(Cella(voce.codice, NON_RIPARTITA, "stato"))
        yield (*che, "", "", None, voce.prima, spiegata, *_origin(contesto, cella), cella, voce.norma)
    for riga, dato in dati:
        ora = _kept(contesto.riassunto.valori, dato, dato.testo)
        prima = _kept(contesto.riassunto.valori_prima, dato, dato.prima)
        valori = (riga, dato.etichetta or "Unità", ora, prima, spiegata)
        yield (*che, *valori, *_origin(contesto, dato.cella), dato.cella, voce.norma)


def _kept(valori: Mapping[str, object], dato: Dato, testo: str) -> Valore:
    """A number or a day as it is kept; else the words of the page, and zero where they say zero."""
    valore = valori.get(dato.cella)
    if isinstance(valore, int | Decimal | date) and not isinstance(valore, bool):
        return valore
    return 0 if valore is None and dato.numerico and testo == "0" else testo


def _origin(contesto: _Contesto, cella: str) -> Sequence[Valore]:
    modifica = contesto.modifiche.get(cella)
    return (write_origin(modifica), modifica.attore, modifica.quando) if modifica else ("", "", None)
