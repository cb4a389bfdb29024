"""The life of a scheda in a year: values, provenance, certifications, questions, reminders, at one of many points."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Final

from django.db.models import Model

from benchmarks.dichiarazioni import build_rows, declare_ambito, declare_ente, only, write_values
from enti.models import Incarico
from lessico.congelamento import fingerprint, freeze
from lessico.origine import TipoOrigine
from patrimonio.models import Proroga, Scheda
from raccolta.attestazione import VERSIONE
from raccolta.models import Bozza, Certificazione, Conversazione, Messaggio, Modifica, Rinvio, Riporto, Sollecito
from raccolta.valori import SchedaCongelata

CERTIFICATE: Final = {"certificata": 1, "rinviata": 1, "di_nuovo": 2}
"""How many certifications a scheda has at each point; none at the others."""

PUNTI: Final = ("vuota", "poche", "molte", "completa", "certificata", "certificata", "rinviata", "di_nuovo")
VOCI_SCRITTE: Final = {"vuota": 0, "poche": 4, "molte": 9}
VERSIONI: Final = 6
OGNI: Final = {"domanda": 5, "sollecito": 4, "proroga": 9, "bozza": 7, "ufficio": 10}
DI_BOZZA: Final = 2

_conversazioni = count(1)

Persone = tuple[Incarico, Incarico]


def write_scheda(
    caso: Random, scheda: Scheda, sedi: tuple[str, ...], posto: int, persone: Persone, *, in_raccolta: bool
) -> Iterator[Model]:
    """The scheda and every row that hangs on it; ``posto`` decides at which point of its life it is."""
    anno = scheda.ricognizione.anno
    intera = declare_ente(caso, scheda.ente_id, sedi, anno) if scheda.ente_id else declare_ambito(caso, anno)
    punto = PUNTI[posto % len(PUNTI)] if in_raccolta else ("di_nuovo" if posto % 6 == 0 else "certificata")
    scritte = VOCI_SCRITTE.get(punto)
    viva = intera if scritte is None else only(intera, [voce.voce for voce in intera.voci[:scritte]])
    giorno = datetime(anno - 1, 10, 5, 9, tzinfo=UTC)
    scheda.versione = VERSIONI if viva.voci else 0
    scheda.stato = "certificata" if punto in ("certificata", "di_nuovo") else "compilazione"
    yield scheda
    yield from build_rows(scheda.pk, viva)
    yield from _changes(scheda, viva, persone[0], giorno, ufficio=in_raccolta and posto % OGNI["ufficio"] == 1)
    yield from _certifications(scheda, intera, CERTIFICATE.get(punto, 0), persone[1], giorno)
    yield from _around(scheda, posto, giorno, in_raccolta=in_raccolta)
    yield from _reviews(scheda, punto, giorno)


def _changes(
    scheda: Scheda, viva: SchedaCongelata, by: Incarico, giorno: datetime, *, ufficio: bool
) -> Iterator[Model]:
    valori, attore = list(write_values(viva)), str(by.utente)
    origine = TipoOrigine.UFFICIO if ufficio else TipoOrigine.DIGITATA
    for n, (cella, testo) in enumerate(valori):
        versione = 1 + n * VERSIONI // len(valori)
        yield Modifica(
            scheda_id=scheda.pk, cella=cella, a=testo, origine=origine, incarico_id=by.pk, attore=attore,
            versione=versione, quando=giorno + timedelta(hours=versione),
        )  # fmt: skip


def _certifications(
    scheda: Scheda, intera: SchedaCongelata, quante: int, by: Incarico, giorno: datetime
) -> Iterator[Model]:
    contenuto = freeze(intera) if quante else b""
    for numero in range(1, quante + 1):
        yield Certificazione(
            scheda=scheda, numero=numero, versione=scheda.versione, modifiche=(numero - 1) * 3, contenuto=contenuto,
            impronta=fingerprint(contenuto), testo_versione=VERSIONE, attestazione="Attesta che i dati sono completi.",
            nome=str(by.utente), ruolo="Responsabile del servizio", incarico=by,
            quando=giorno + timedelta(days=7 * numero),
        )  # fmt: skip


def _around(scheda: Scheda, posto: int, giorno: datetime, *, in_raccolta: bool) -> Iterator[Model]:
    """Questions, reminders, extensions, what was carried over, what could not be read yet: every so many schede."""
    fatto = None if in_raccolta else giorno
    if posto % OGNI["domanda"] == 0:
        yield from _question(scheda, giorno, fatto)
    if posto % OGNI["sollecito"] == 1:
        yield from _reminders(scheda, giorno)
    if posto % OGNI["proroga"] == 1:
        yield Proroga(scheda=scheda, al=giorno + timedelta(days=80), motivo="Migrazione degli archivi", atto="nota 1")
    if scheda.ente_id:
        yield Riporto(scheda=scheda, voce="consistenza", confermato_il=fatto, da="Ada" if fatto else "")
        if in_raccolta:
            yield from _unreadable(scheda, posto, giorno)


def _unreadable(scheda: Scheda, posto: int, giorno: datetime) -> Iterator[Model]:
    if posto % OGNI["bozza"] == DI_BOZZA:
        campi = {"libere-0-unita": "quattro"}
        yield Bozza(scheda=scheda, quadro="disponibilita", campi=campi, da="Ada", quando=giorno)


def _reminders(scheda: Scheda, giorno: datetime) -> Iterator[Model]:
    for n in (8, 15):
        yield Sollecito(
            scheda=scheda, giorno=date(giorno.year, 10, n), destinatari=["ufficio@example.org"], quando=giorno,
            oggetto="La scheda attende", testo="Mancano alcune voci. " * 20, da="Ufficio di piano",
        )  # fmt: skip


def _question(scheda: Scheda, giorno: datetime, risolta: datetime | None) -> Iterator[Model]:
    domanda = Conversazione(pk=next(_conversazioni), scheda=scheda, oggetto="consistenza")
    domanda.risolta_il, domanda.risolta_da = risolta, "Ufficio di piano" if risolta else ""
    yield domanda
    for n, testo in enumerate(("Il totale comprende le unità in vendita?", "Sì, finché non sono vendute.")):
        yield Messaggio(
            conversazione=domanda, testo=testo, da="Ada", dal_capofila=bool(n), quando=giorno + timedelta(days=n)
        )


def _reviews(scheda: Scheda, punto: str, giorno: datetime) -> Iterator[Model]:
    """What the capofila sent back: answered by a second certification, or open."""
    if punto in ("rinviata", "di_nuovo"):
        chiuso = None if punto == "rinviata" else giorno + timedelta(days=14)
        yield Rinvio(
            scheda=scheda, celle=["consistenza"], motivo="Il totale è metà di quello dell’anno prima.",
            da="Ufficio di piano", quando=giorno + timedelta(days=8), chiuso_il=chiuso,
        )  # fmt: skip
