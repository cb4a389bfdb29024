"""The fields of a dwelling as the columns of a file may call them, and how each is read."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from patrimonio.alloggi.regole import MASSIMI
from patrimonio.models import Accessibilita, StatoUnita, TipoUnita
from raccolta.alloggi.celle import Lettura, choice, day, number, simplify, text, whole, yes_or_no
from raccolta.alloggi.luoghi import Luoghi


class Campo(Struct, frozen=True):
    """``titoli``: how columns are headed, simplified; ``vuoto``: what the register keeps where nothing is known.

    ``accanto``: the field that it is a part of, after a comma; the register has no column for it.
    """

    codice: str
    nome: str
    titoli: tuple[str, ...]
    lettura: Callable[[Luoghi], Lettura]
    obbligatorio: bool = False
    vuoto: str | None = None
    accanto: str = ""


def _fixed(lettura: Lettura) -> Callable[[Luoghi], Lettura]:
    return lambda _: lettura


_STATI: Final[Mapping[str, tuple[str, ...]]] = {
    StatoUnita.LOCATA: ("locata", "locato", "assegnata", "assegnato", "affittata", "affittato", "occupata con titolo"),
    StatoUnita.LIBERA: ("libera", "libero", "sfitta", "sfitto", "disponibile", "vuota", "vuoto", "non locata"),
    StatoUnita.CARENTE: (
        *("da riparare", "carente", "carente di manutenzione", "carenza manutentiva", "da ristrutturare"),
        *("sfitto per carenze manutentive", "inagibile", "non assegnabile", "stato di fatto"),
    ),
    StatoUnita.LAVORI: ("in lavori", "lavori", "lavori in corso", "in ristrutturazione", "in manutenzione"),
    StatoUnita.OCCUPATA: (
        *("occupata senza titolo", "occupato senza titolo", "occupata abusivamente", "occupato abusivamente"),
        *("abusiva", "abusivo", "occupazione abusiva"),
    ),
    StatoUnita.TRANSITORIO: (
        *("per servizi transitori", "transitorio", "transitoria", "sat", "servizio abitativo transitorio"),
        *("servizi abitativi transitori", "servizi transitori"),
    ),
}
_TIPI: Final[Mapping[str, tuple[str, ...]]] = {
    TipoUnita.SAP: ("sap", "erp", "servizio abitativo pubblico", "canone sociale"),
    TipoUnita.SAS: ("sas", "servizio abitativo sociale", "canone moderato", "canone convenzionato"),
    TipoUnita.ALTRO: ("altro", "altro uso residenziale", "altro uso", "altri usi"),
}
_ACCESSI: Final[Mapping[str, tuple[str, ...]]] = {
    Accessibilita.ACCESSIBILE: ("accessibile", "si"),
    Accessibilita.VISITABILE: ("visitabile",),
    Accessibilita.ADATTABILE: ("adattabile",),
    Accessibilita.NESSUNA: ("non accessibile", "nessuna", "no"),
}


def _words(nomi: Mapping[str, tuple[str, ...]], ammessi: list[str]) -> Callable[[Luoghi], Lettura]:
    detti = {simplify(parola): valore for valore, parole in nomi.items() for parola in parole}
    return _fixed(choice(detti, ", ".join(ammessi)))


CAMPI: Final = (
    Campo(
        "codice",
        "Codice",
        (
            "codice",
            "codice alloggio",
            "cod alloggio",
            "cod",
            "codice unita",
            "codice ui",
            "id",
            "id alloggio",
            "alloggio",
        ),
        _fixed(text(60)),
        obbligatorio=True,
    ),
    Campo(
        "indirizzo",
        "Indirizzo",
        ("indirizzo", "via", "ubicazione", "indirizzo alloggio"),
        _fixed(text(200)),
        obbligatorio=True,
    ),
    Campo(
        "civico",
        "Numero civico, se è a parte",
        ("civico", "n civico", "numero civico", "nr civico", "num civico", "n c"),
        _fixed(text(20)),
        vuoto="",
        accanto="indirizzo",
    ),
    Campo(
        "comune",
        "Comune",
        ("comune", "comune di ubicazione", "localita", "citta", "codice istat", "istat", "comune istat"),
        lambda luoghi: luoghi.read_comune,
        obbligatorio=True,
    ),
    Campo("foglio", "Foglio catastale", ("foglio", "fg", "foglio catastale"), _fixed(text(20)), vuoto=""),
    Campo(
        "particella",
        "Particella",
        ("particella", "mappale", "mapp", "part", "map", "particella catastale", "numero mappale"),
        _fixed(text(20)),
        vuoto="",
    ),
    Campo("subalterno", "Subalterno", ("subalterno", "sub", "sub catastale"), _fixed(text(20)), vuoto=""),
    Campo(
        "superficie_utile",
        "Superficie utile, m²",
        (
            "superficie utile",
            "superficie",
            "mq",
            "m2",
            "sup utile",
            "superficie utile mq",
            "superficie mq",
            "superficie utile m2",
            "mq utili",
            "superficie netta",
        ),
        _fixed(number(MASSIMI["superficie_utile"])),
    ),
    Campo(
        "vani",
        "Vani",
        ("vani", "n vani", "numero vani", "locali", "stanze", "n locali"),
        _fixed(whole(MASSIMI["vani"])),
    ),
    Campo("piano", "Piano", ("piano", "livello"), _fixed(text(20)), vuoto=""),
    Campo("ascensore", "Ascensore", ("ascensore", "presenza ascensore"), _fixed(yes_or_no)),
    Campo(
        "accessibilita",
        "Accessibilità",
        ("accessibilita", "accessibile", "barriere architettoniche"),
        _words(_ACCESSI, Accessibilita.labels),
        vuoto="",
    ),
    Campo(
        "tipo",
        "Tipo",
        ("tipo", "tipologia", "servizio", "tipo servizio", "sap sas"),
        _words(_TIPI, TipoUnita.labels),
        obbligatorio=True,
    ),
    Campo(
        "stato",
        "Stato",
        ("stato", "stato alloggio", "stato occupazione", "stato occupazionale", "condizione", "situazione"),
        _words(_STATI, StatoUnita.labels),
        obbligatorio=True,
    ),
    Campo(
        "lavori",
        "Lavori che servono",
        ("lavori", "lavori necessari", "interventi", "lavori che servono"),
        _fixed(text(400)),
        vuoto="",
    ),
    Campo(
        "costo_lavori",
        "Costo stimato dei lavori, euro",
        (
            "costo lavori",
            "costo stimato",
            "costo",
            "importo lavori",
            "costo stimato dei lavori euro",
            "costo stimato lavori",
        ),
        _fixed(number(MASSIMI["costo_lavori"])),
    ),
    Campo(
        "fine_lavori",
        "Fine dei lavori prevista",
        ("fine lavori", "data fine lavori", "fine prevista", "fine dei lavori prevista"),
        _fixed(day),
    ),
    Campo("gestore", "Gestore", ("gestore", "ente gestore", "gestione"), lambda luoghi: luoghi.read_gestore),
    Campo("nota", "Nota", ("nota", "note", "annotazioni", "osservazioni"), _fixed(text(400)), vuoto=""),
)
"""In reading order."""

PER_CODICE: Final[Mapping[str, Campo]] = {campo.codice: campo for campo in CAMPI}
PERSONALI: Final = (
    *("intestatari", "inquilin", "assegnatari", "conduttor", "locatari", "nominativ", "cognome", "fiscale"),
    *("nucleo", "isee", "telefono", "cellulare", "email", "mail", "nascita", "nato il", "residente", "occupante"),
)
"""A column with one of these in its heading is about people: it is never read."""
SIGLE: Final = {"cf", "c f", "tel", "cell"}
"""Headings that are about people when there is nothing else in them."""


def is_personal(titolo: str) -> bool:
    """Whether a column is about people, by its heading."""
    semplice = simplify(titolo)
    return semplice in SIGLE or any(parola in semplice for parola in PERSONALI)
