"""The same file with its errors marked: a column before the first says what is wrong in each row, to be corrected.

Of the columns about people only the headings go out, and a codice fiscale does not, wherever it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.utils.text import slugify
from msgspec import Struct

from lessico import italiano
from lessico.tavole.csv import write_csv
from lessico.tavole.segnato import SEGNATE, Foglio, RigaSegnata, write_xlsx
from lessico.tavole.tavola import Tavola, of_texts
from patrimonio.alloggi.regole import FISCALE
from raccolta.alloggi.campi import PER_CODICE, is_personal
from raccolta.alloggi.celle import is_broken, to_text
from raccolta.alloggi.colonne import TOLTO
from raccolta.alloggi.esame import Esame
from raccolta.alloggi.luoghi import Luoghi
from raccolta.alloggi.modelli import Importazione
from raccolta.alloggi.righe import below, columns_of, read_numbered
from raccolta.alloggi.segni import MASSIMI, Sbaglio, Segni

ERRORI: Final = "Errori"
"""The heading of the column that is added: when the file comes back, it is of no field."""
IGNOTO: Final = "#N/D"
"""Instead of a value that nobody knows: when the file comes back it is still wrong, unless it was corrected."""
_LUNGO: Final = 16
"""The letters of a codice fiscale: a shorter text has none."""
_MASSIMO: Final = 1_000
_NOTE: Final = (
    "È una copia dei valori del file, con gli errori segnati: si corregge e si riporta così com’è.",
    f"La colonna «{ERRORI}» dice che cosa va corretto in ogni riga; si può filtrare, e al ritorno non si legge.",
    f"Le caselle da correggere sono rosse; le prime {italiano.numero(SEGNATE)} hanno anche una nota con il motivo.",
    "Le righe senza errori ci sono tutte: quelle che sono già nel registro, uguali, non cambiano nulla.",
    f"Le colonne che parlano di persone sono vuote; al posto di un codice fiscale c’è «{TOLTO}».",
)
_ALTRI: Final = f"Gli errori sono più di {italiano.numero(MASSIMI)}: gli altri si vedono quando il file torna."


class Segnato(Struct, frozen=True):
    """A file to be taken away, piece by piece."""

    nome: str
    tipo: str
    pezzi: Iterator[bytes]


def mark(importazione: Importazione) -> Segnato:
    """The file is gone through here; its pieces are written as they are taken. Raises FoglioRifiutato."""
    segni, ultima = _find_errors(importazione)
    inizio, _, fine = importazione.nome.rpartition(".")
    nome = f"{slugify(inizio)[:80] or 'alloggi'}-da-correggere"
    righe = _marked(importazione, segni)
    if fine.lower() == "csv":
        return Segnato(f"{nome}.csv", "text/csv; charset=utf-8", write_csv(_as_table(nome, righe)))
    tipo = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    note = (*_NOTE, *([_ALTRI] if segni.pieni else []))
    colonne = len(importazione.colonne) + 1
    foglio = Foglio(importazione.foglio or "Alloggi", importazione.intestazione, ultima, colonne, note)
    return Segnato(f"{nome}.xlsx", tipo, write_xlsx(foglio, righe))


def _find_errors(importazione: Importazione) -> tuple[Segni, int]:
    """What is wrong in the file, and the number of its last row."""
    segni, ultima = Segni(), importazione.intestazione
    esame = Esame(columns_of(importazione), Luoghi(importazione.ente), segni)
    for _, blocco in read_numbered(importazione):
        esame.read(below(importazione, blocco))
        ultima = max(ultima, blocco[-1][0] if blocco else 0)
    return segni, ultima


def _marked(importazione: Importazione, segni: Segni) -> Iterator[RigaSegnata]:
    """Every row of the file, with what is wrong in it."""
    posti = {c.campo: c.posto for c in columns_of(importazione)}
    sbagli = segni.by_row()
    riga_sbagliata, suoi = next(sbagli, (0, []))
    personali: frozenset[int] = frozenset()
    for numero, riga in (trovata for _, blocco in read_numbered(importazione) for trovata in blocco):
        if numero == importazione.intestazione:
            personali = frozenset(posto for posto, titolo in enumerate(riga) if is_personal(to_text(titolo)))
            yield RigaSegnata(numero, ERRORI, riga, {}, titoli=True)
            continue
        celle = [_clean(cella, hidden=posto in personali) for posto, cella in enumerate(riga)]
        if numero == riga_sbagliata:
            yield RigaSegnata(numero, _tell(suoi), celle, _by_place(suoi, posti))
            riga_sbagliata, suoi = next(sbagli, (0, []))
        else:
            yield RigaSegnata(numero, "", celle, {})


def _clean(cella: object, *, hidden: bool) -> object:
    if hidden:
        return ""
    if is_broken(cella):
        return to_text(cella) or IGNOTO
    if isinstance(cella, str) and len(cella) >= _LUNGO:
        return FISCALE.sub(TOLTO, cella)
    return cella


def _tell(sbagli: Iterable[Sbaglio]) -> str:
    """All of it in one text: «Superficie utile, m²: Il numero è negativo. Comune: Nessun comune ha questo nome.»."""
    return " ".join(f"{PER_CODICE[campo].nome}: {frase}" for campo, frase in sbagli)[:_MASSIMO]


def _by_place(sbagli: Iterable[Sbaglio], posti: Mapping[str, int | None]) -> dict[int, str]:
    """Column, from zero → what is wrong there."""
    detti: dict[int, str] = {}
    for campo, frase in sbagli:
        if (posto := posti.get(campo)) is not None:
            detti[posto] = f"{detti[posto]} {frase}" if posto in detti else frase
    return detti


def _as_table(nome: str, righe: Iterator[RigaSegnata]) -> Tavola:
    """The first row as headings, whatever is in it."""
    prima = next(righe, RigaSegnata(1, ERRORI, (), {}))
    return Tavola(titolo=nome, nome=nome, colonne=of_texts(*_texts(prima)), righe=map(_texts, righe))


def _texts(riga: RigaSegnata) -> list[str]:
    return [riga.errori, *map(to_text, riga.celle)]
