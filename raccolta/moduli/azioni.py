"""What a button does to the rows of a page before anything is saved: one more, one less, one back."""

from typing import Final

from django.http import QueryDict
from msgspec import Struct

from lessico.voce import Voce
from raccolta.moduli.nuove import ModuloRiga, add_row, next_branch, read_offers
from raccolta.moduli.righe import Riga, title_of
from raccolta.moduli.sfondo import Sfondo, learn_comune
from raccolta.moduli.stesura import ModuloAlterato, Stesura, check_rows

_IGNOTO: Final = "Questo pulsante non è di questa pagina: non è stato salvato nulla."


class Cambio(Struct, frozen=True):
    """The page after it; ``nuova`` is the form of a row that could not be added, ``fuoco`` what takes the focus."""

    stesura: Stesura
    annuncio: str
    fuoco: str = ""
    nuova: ModuloRiga | None = None


def change_rows(sfondo: Sfondo, stesura: Stesura, azione: str, inviati: QueryDict) -> Cambio:
    """``aggiungi:consistenza``, ``aggiungi:<voce>/<capo>.<ramo>``, ``rimuovi:<riga>``, ``ripristina:<riga>``.

    Raises ModuloAlterato for any other.
    """
    atto, _, oggetto = azione.partition(":")
    match atto:
        case "aggiungi" if "/" in oggetto:
            return _add_branch(sfondo, stesura, oggetto)
        case "aggiungi":
            return _add(sfondo, stesura, _voce(sfondo, oggetto), inviati)
        case "rimuovi" | "ripristina":
            return _take_away_or_back(sfondo, stesura, atto, oggetto)
    raise ModuloAlterato(_IGNOTO)


def _voce(sfondo: Sfondo, codice: str) -> Voce:
    voce = next((voce for voce in sfondo.voci if voce.codice == codice and not sfondo.solo_note), None)
    if voce is None:
        raise ModuloAlterato(_IGNOTO)
    return voce


def _add(sfondo: Sfondo, stesura: Stesura, voce: Voce, inviati: QueryDict) -> Cambio:
    nuova = ModuloRiga(read_offers(sfondo), voce, voce.tabelle[0], inviati)
    if not nuova.is_valid():
        return Cambio(stesura, "La riga non è stata aggiunta.", nuova=nuova)
    riga = nuova.riga()
    try:
        check_rows(sfondo, [riga])
    except ModuloAlterato as errore:
        nuova.add_error(None, str(errore))
        return Cambio(stesura, "La riga non è stata aggiunta.", nuova=nuova)
    learn_comune(sfondo, riga)
    if riga in stesura.righe and riga.nome not in stesura.tolte:
        return Cambio(stesura, f"La riga «{title_of(riga, sfondo.nomi)}» c’è già.", fuoco=_first_cell(riga))
    aggiunta = add_row(stesura, riga, nuova.first_values())
    return Cambio(aggiunta.forget(f"nuova/{voce.codice}"), "Aggiunta una riga.", fuoco=_first_cell(riga))


def _add_branch(sfondo: Sfondo, stesura: Stesura, oggetto: str) -> Cambio:
    codice, _, chiave = oggetto.partition("/")
    capo, _, ramo = chiave.partition(".")
    voce = _voce(sfondo, codice)
    noti = {riga.parti[0] for riga in stesura.rows(codice)}
    if capo not in noti or ramo not in {tabella.ramo for tabella in voce.tabelle if tabella.ramo}:
        raise ModuloAlterato(_IGNOTO)
    riga = next_branch(stesura, voce, capo, ramo)
    return Cambio(add_row(stesura, riga, {}), "Aggiunta una riga.", fuoco=_first_cell(riga))


def _take_away_or_back(sfondo: Sfondo, stesura: Stesura, atto: str, nome: str) -> Cambio:
    riga = next((riga for riga in stesura.righe if riga.nome == nome), None)
    if riga is None:
        raise ModuloAlterato(_IGNOTO)
    titolo = title_of(riga, sfondo.nomi)
    if atto == "rimuovi":
        return Cambio(
            stesura.without(nome), f"Tolta la riga «{titolo}»: si può rimettere fino a quando si salva.", nome
        )
    return Cambio(stesura.with_again(nome), f"Rimessa la riga «{titolo}».", _first_cell(riga))


def _first_cell(riga: Riga) -> str:
    return riga.cella(riga.tabella.misure[0])
