"""What can be sent back: the voci of what was certified, each with its celle; and what the ente will read."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from enti.models import Ambito, Incarico
from lessico import italiano
from patrimonio.models import Scheda, StatoScheda
from raccolta.celle import values_of
from raccolta.certificazione import read_content
from raccolta.lettura.cambiamenti import describe_values
from raccolta.lettura.etichette import Nomi, label_of, load_names, with_titles
from raccolta.lettura.parole import for_ente
from raccolta.lettura.testi import STATI
from raccolta.models import Certificazione
from raccolta.quadri import QUADRI
from raccolta.situazione import Rinviata, Situazione


class CellaOfferta(Struct, frozen=True):
    """A value that can be sent back; ``posto`` numbers its box on the page."""

    posto: int
    indirizzo: str
    etichetta: str
    valore: str


class VoceOfferta(Struct, frozen=True):
    """A voce that can be sent back whole, or cella by cella."""

    posto: int
    codice: str
    nome: str
    stato: str
    celle: tuple[CellaOfferta, ...]
    aperta: bool


class QuadroOfferto(Struct, frozen=True):
    """The voci of a quadro."""

    titolo: str
    voci: tuple[VoceOfferta, ...]


class Lettera(Struct, frozen=True):
    """What is written to the ente."""

    sulla_scheda: str
    oggetto: str
    testo: str


def offer(certificazione: Certificazione, scelte: Collection[str] = ()) -> tuple[QuadroOfferto, ...]:
    """Everything that was declared, quadro by quadro; open where a cella was chosen. Three queries for the names."""
    contenuto = read_content(certificazione)
    valori = values_of(contenuto)
    lette = describe_values(valori, with_titles(load_names(valori), contenuto))
    posti = {indirizzo: posto for posto, indirizzo in enumerate(_places(valori))}
    return tuple(
        QuadroOfferto(
            quadro.titolo,
            tuple(
                VoceOfferta(
                    posti[voce.codice],
                    voce.codice,
                    voce.nome,
                    STATI[contenuto.stato(voce.codice)],
                    tuple(CellaOfferta(posti[c], c, *lette[c]) for c in valori if _is_value_of(c, voce.codice)),
                    any(_is_value_of(scelta, voce.codice) for scelta in scelte),
                )
                for voce in quadro.voci
                if voce.codice in posti
            ),
        )
        for quadro in QUADRI
        if any(voce.codice in posti for voce in quadro.voci)
    )


def _places(valori: Mapping[str, object]) -> Iterator[str]:
    """The voci and the celle in the order of the page."""
    for voce, celle in groupby(valori, key=lambda cella: cella.split("/", maxsplit=1)[0]):
        yield voce
        yield from (cella for cella in celle if _is_value_of(cella, voce))


def _is_value_of(cella: str, voce: str) -> bool:
    """The state of a voce goes with the voce."""
    return cella.startswith(f"{voce}/") and cella != f"{voce}/-/stato"


def choices(offerti: Collection[QuadroOfferto]) -> tuple[tuple[str, str], ...]:
    """Address and name of all that can be chosen."""
    voci = [voce for quadro in offerti for voce in quadro.voci]
    celle = [(c.indirizzo, f"{voce.nome}, {c.etichetta}") for voce in voci for c in voce.celle]
    return (*((voce.codice, voce.nome) for voce in voci), *celle)


def without_repetitions(scelte: Collection[str]) -> tuple[str, ...]:
    """A cella goes without saying where its whole voce is chosen."""
    return tuple(s for s in scelte if "/" not in s or s.split("/", maxsplit=1)[0] not in scelte)


def write_letter(
    scheda: Scheda, situazione: Situazione, celle: Collection[str], motivo: str, *, by: Incarico, indirizzo: str
) -> Lettera:
    """The mail of a rinvio, and the sentence on the scheda. Wants ``ente`` and ``ricognizione__ambito`` loaded."""
    nomi = load_names(celle, scheda)
    letto = for_ente(_sent_back(situazione, celle, motivo, str(by.utente), situazione.adesso))
    return Lettera(
        letto, f"Da rivedere: {_called(scheda)}", _write(scheda, celle, motivo, nomi, str(by.utente), indirizzo)
    )


def _sent_back(s: Situazione, celle: Collection[str], motivo: str, da: str, quando: datetime) -> Situazione:
    """The situazione as it will be."""
    return replace(s, stato=StatoScheda.COMPILAZIONE, rinvio=Rinviata(tuple(celle), motivo, da, quando))


def _called(scheda: Scheda) -> str:
    anno = scheda.ricognizione.anno
    if scheda.ente is None:
        return f"scheda d’ambito {anno}"
    return f"scheda {anno} {italiano.di_ente(scheda.ente.tipo, scheda.ente.nome)}"


def _write(scheda: Scheda, celle: Collection[str], motivo: str, nomi: Nomi, chi: str, indirizzo: str) -> str:
    ambito = scheda.ricognizione.ambito
    elenco = "\n".join(f"- {label_of(cella, nomi)}" for cella in celle)
    return f"""{chi}, per l’ufficio del capofila dell’ambito {ambito}, chiede di rivedere la {_called(scheda)}.

Che cosa:
{elenco}

Perché:
{motivo}

Si può cambiare solo ciò che è in questo elenco. Poi la scheda va certificata di nuovo, anche se nulla è cambiato:
{indirizzo}

{_whom_to_ask(ambito)}
"""


def _whom_to_ask(ambito: Ambito) -> str:
    recapiti = ", ".join(parte for parte in (ambito.ufficio, ambito.telefono, ambito.email) if parte)
    return f"A chi rivolgersi: {recapiti or f'ufficio del capofila dell’ambito {ambito}'}."
