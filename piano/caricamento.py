"""Loads an ambito from its folder of fixtures: the same data a person would type, through the same one way in."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from enti.models import Adesione, Alias, Ambito, AttoreSistema, Comune, Designazione, Ente, Popolazione
from enti.nomi import Nomi
from lessico.cella import NON_RIPARTITA
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Finestra, Integrazione, Proroga, Ricognizione, Scheda
from piano import schema
from piano.models import Approvazione, Capitolo, Parere, Piano
from piano.testata import ROMA
from raccolta.certificazione import store_certification
from raccolta.motivazioni import store_reason
from raccolta.rilievi import build_controlli
from raccolta.services import update

FIXTURES: Final = Path(__file__).resolve().parent.parent / "fixtures"
CARICAMENTO: Final = AttoreSistema("caricamento dei dati")
DEL_PIANO: Final = ("tipo", "regime_al", "regime_motivo", "stato", "indirizzo_pubblico")
INIZIO: Final = date(2018, 1, 1)

Riga = Mapping[str, Any]


def load_ambito(cartella: Path) -> Ambito:
    """The ambito with its enti, and every year found in its folder; nothing is done when it is already there."""
    testo = _read(cartella / "ambito.toml")
    if esistente := Ambito.objects.for_system().filter(slug=testo["slug"]).first():
        return esistente
    with transaction.atomic():
        ambito = _create_ambito(testo)
        for anno in sorted(percorso for percorso in cartella.iterdir() if percorso.is_dir()):
            load_anno(ambito, anno)
    return ambito


def load_persone(cartella: Path) -> list[dict[str, Any]]:
    """The demo people of an ambito: e-mail, name, role and, for a role in an ente, its slug."""
    persone: list[dict[str, Any]] = _read(cartella / "ambito.toml").get("persona", [])
    return persone


def _read(percorso: Path) -> dict[str, Any]:
    return tomllib.loads(percorso.read_text(encoding="utf-8"))


def _create_ambito(testo: Riga) -> Ambito:
    ambito = Ambito.objects.create(
        **{
            campo: testo[campo]
            for campo in ("slug", "nome", "organo", "ufficio", "telefono", "email", "dimostrazione")
            if campo in testo
        }
    )
    for comune in testo.get("comune", ()):
        _create_comune(dict(comune))
    nomi = dict(Comune.objects.values_list("istat", "nome"))
    for ente in testo["ente"]:
        _create_ente(ambito, dict(ente), nomi)
    for riga in testo.get("designazione", ()):
        campi = dict(riga)
        Designazione.objects.create(ambito=ambito, ente_id=campi.pop("ente", None), **campi)
    for dal_anno, righe in testo.get("schema", {"2018": schema.load_default()}).items():
        schema.update(ambito, int(dal_anno), righe)
    return ambito


def _create_comune(campi: dict[str, Any]) -> None:
    """A comune that ISTAT does not list, or the population of one that is no ente of the ambito."""
    popolazione = {nome: campi.pop(nome) for nome in ("fascia", "abitanti") if nome in campi}
    comune, _ = Comune.objects.get_or_create(istat=campi.pop("istat"), defaults=campi)
    if popolazione:
        Popolazione.objects.create(comune=comune, dal=INIZIO, **popolazione)


def _create_ente(ambito: Ambito, campi: dict[str, Any], nomi: Mapping[str, str]) -> None:
    """An ente of an ambito; one that exists already (an ALER of many ambiti) only joins; a manager may be no member."""
    adesione = {nome: campi.pop(nome) for nome in ("dal", "al", "sede") if nome in campi}
    alias, uniti, fascia, abitanti = (campi.pop(nome, None) for nome in ("alias", "comuni_uniti", "fascia", "abitanti"))
    comune, membro = campi.pop("comune", None), campi.pop("membro", True)
    ente, nuovo = Ente.objects.get_or_create(
        slug=campi.pop("slug"), defaults={"nome": nomi.get(comune, ""), **campi, "comune_id": comune}
    )
    if nuovo:
        ente.comuni_uniti.set(uniti or ())
        Alias.objects.bulk_create(Alias(ente=ente, nome=nome) for nome in alias or ())
    if fascia:
        dato = {"fascia": fascia, "abitanti": abitanti}
        Popolazione.objects.get_or_create(comune_id=comune, dal=INIZIO, defaults=dato)
    if membro:
        Adesione.objects.create(ambito=ambito, ente=ente, **{"dal": INIZIO, **adesione})


def load_anno(ambito: Ambito, cartella: Path) -> Piano:
    """One year of an ambito: the survey, the schede, the chapters and what the plan received."""
    testo = _read(cartella / "anno.toml")
    ricognizione = Ricognizione.objects.create(ambito=ambito, anno=testo["anno"])
    for riga in testo.get("finestra", ()):
        Finestra.objects.create(ricognizione=ricognizione, **_instants(riga))
    for ordine, riga in enumerate(testo.get("integrazione", ()), start=1):
        Integrazione.objects.create(ricognizione=ricognizione, ordine=ordine, **_by_key(riga, "ente"))
    load_schede(ricognizione, cartella, testo)
    for riga in testo.get("proroga", ()):
        scheda = Scheda.objects.for_system().get(ricognizione=ricognizione, ente=riga["ente"])
        Proroga.objects.create(scheda=scheda, al=_end(riga["al"]), motivo=riga["motivo"], atto=riga.get("atto", ""))
    return _create_piano(ricognizione, cartella, testo)


def _create_piano(ricognizione: Ricognizione, cartella: Path, testo: Riga) -> Piano:
    campi = {campo: testo[campo] for campo in DEL_PIANO if campo in testo}
    piano = Piano.objects.create(ricognizione=ricognizione, **campi)
    for percorso in sorted((cartella / "capitoli").glob("*.md")):
        Capitolo.objects.create(piano=piano, codice=percorso.stem, testo=percorso.read_text(encoding="utf-8"))
    for riga in testo.get("parere", ()):
        Parere.objects.create(piano=piano, **_by_key(riga, "aler"))
    for riga in testo.get("approvazione", ()):
        Approvazione.objects.create(piano=piano, **riga)
    return piano


def load_schede(ricognizione: Ricognizione, cartella: Path, testo: Riga) -> None:
    """The schede of a year: the cells of the table, then those written one by one; certified where the year says so."""
    origine, schede = Origine(TipoOrigine.CARICATA, testo.get("origine", "")), {}
    for ente, valori in _read_cells(cartella, testo).items():
        schede[ente] = Scheda.objects.create(ricognizione=ricognizione, ente_id=None if ente == "ambito" else ente)
        update(schede[ente], valori, by=CARICAMENTO, origine=origine)
    for riga in testo.get("motivazione", ()):
        _explain(schede[riga["ente"]], riga)
    if certifica := testo.get("certifica"):
        for scheda in schede.values():
            store_certification(scheda, **certifica, by=CARICAMENTO)


def _read_cells(cartella: Path, testo: Riga) -> Mapping[str, Mapping[str, object]]:
    """Slug of the ente, or «ambito» → its values by address."""
    nomi, territori = Nomi(), dict(Ente.objects.values_list("slug", "comune_id"))
    celle: dict[str, dict[str, object]] = {"ambito": {}}
    for riga in read_table(cartella / "schede.csv"):
        ente, ubicazione = nomi.find(riga.pop("ente")), riga.pop("ubicazione", "")
        celle.setdefault(ente, {}).update(cells_of(riga, ubicazione or territori[ente] or NON_RIPARTITA))
    for ente, altre in testo.get("celle", {}).items():
        celle.setdefault(ente, {}).update(altre)
    return celle


def _explain(scheda: Scheda, riga: Riga) -> None:
    """A reason of the file, for what its rule finds on the values of the file; KeyError where it finds nothing."""
    motivabili = {r.segnalazione.regola: r.segnalazione for r in build_controlli([scheda])[scheda.pk].rilievi}
    store_reason(scheda, motivabili[riga["regola"]], testo=riga["testo"], autore=riga["autore"], data=riga["data"])


def read_table(percorso: Path) -> Iterable[dict[str, str]]:
    """The rows of ``schede.csv``."""
    with percorso.open(encoding="utf-8", newline="") as aperto:
        yield from csv.DictReader(aperto)


def cells_of(riga: Mapping[str, str], ubicazione: str) -> Iterable[tuple[str, object]]:
    """The cells of a row: ``@`` is the location; «nessuna» and «non_applicabile: causa» declare the voce."""
    for indirizzo, testo in riga.items():
        voce = indirizzo.split("/")[0]
        stato, _, causa = testo.partition(": ")
        if stato in ("nessuna", "non_applicabile"):
            yield f"{voce}/{NON_RIPARTITA}/stato", stato
            if causa:
                yield f"{voce}/{NON_RIPARTITA}/causa", causa
        elif testo:
            yield indirizzo.replace("@", ubicazione), testo


def _by_key(riga: Riga, chiave: str) -> dict[str, Any]:
    """The row with the slug of an ente under the name of its column."""
    campi = dict(riga)
    return {f"{chiave}_id": campi.pop(chiave, None), **campi}


def _instants(riga: Riga) -> dict[str, Any]:
    """Days become [00:00 of the first, 00:00 after the last), Europe/Rome."""
    return {**riga, "dal": datetime.combine(riga["dal"], time.min, ROMA), "al": _end(riga["al"])}


def _end(giorno: date) -> datetime:
    return datetime.combine(giorno + timedelta(days=1), time.min, ROMA)
