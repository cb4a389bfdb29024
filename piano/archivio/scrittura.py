"""Rows → the archive: one file, written as it is read, the same bytes for the same rows."""

import hashlib
import zipfile
from collections.abc import Iterable
from typing import IO, Any, Final

from django.db import connection
from django.db.models import BinaryField, Field, ForeignKey, Model, QuerySet
from django.db.models.functions import Collate

from enti.models import Adesione, Allegato, Ambito, Ente, Evento
from lessico.congelamento import fingerprint, freeze
from patrimonio.models import Ricognizione, RigaScheda, Scheda
from piano.archivio import indice
from piano.archivio.indice import BYTE, CELLE, PRECEDENTE, RIGHE, UNIONI, FileDellIndice, Impronte, Indice
from piano.archivio.modelli import (
    CONTORNO,
    TACIUTI,
    fields_of,
    find_owned,
    in_order,
    keys_of,
    list_models,
    model_of,
)
from piano.esportazioni.archivio import EPOCA
from piano.models import Piano, Versione
from piano.snapshot import build_snapshot
from raccolta.celle import values_of
from raccolta.foglio import as_text
from raccolta.models import Certificazione
from raccolta.valori import build_schede

_DEL_CONTORNO: Final = {contorno.modello for contorno in CONTORNO}


def write_archive(piano: Piano, su: IO[bytes]) -> Indice:
    """Write everything about a plan on a file open for writing and reading; its index. Wants a quiet database."""
    with zipfile.ZipFile(su, "w", zipfile.ZIP_DEFLATED) as archivio:
        archivio.comment = b"0" * indice.SIGILLO
        scritto = _Scrittore(archivio, piano).write()
    su.flush()
    su.seek(0)
    somma, restano = hashlib.sha256(), su.seek(0, 2) - indice.SIGILLO
    su.seek(0)
    while restano:
        pezzo = su.read(min(restano, 1024 * 1024))
        somma.update(pezzo)
        restano -= len(pezzo)
    su.write(somma.hexdigest().encode())
    return scritto


def _by_key(righe: "QuerySet[Any]") -> Collate | str:
    """Keys that are text are put in order in the same way by both engines."""
    if righe.model._meta.pk.get_internal_type().endswith("AutoField"):
        return "pk"
    return Collate("pk", "C" if connection.vendor == "postgresql" else "BINARY")


class _Scrittore:
    """Writes the members one after the other; remembers the rows it wrote, and those it named."""

    def __init__(self, archivio: zipfile.ZipFile, piano: Piano) -> None:
        """An archive open for writing. Wants ``ricognizione__ambito`` loaded."""
        self.archivio, self.piano = archivio, piano
        self.ricognizione: Ricognizione = piano.ricognizione
        self.ambito: Ambito = self.ricognizione.ambito
        self.file: list[FileDellIndice] = []
        self.numeri: dict[tuple[str, object], int] = {}
        self.nominati: dict[str, set[object]] = {modello: set() for modello in _DEL_CONTORNO}

    def write(self) -> Indice:
        """All of it; the index comes last."""
        self.member(indice.LEGGIMI, [indice.SPIEGAZIONE.encode()])
        for etichetta in in_order():
            self.rows(RIGHE, etichetta, self.owned(etichetta))
        schede = self.write_values()
        self.write_year_before()
        self.write_surroundings()
        impronte = self.fingerprints(schede)
        fatto = Indice(
            ambito=self.ambito.slug,
            ambito_nome=self.ambito.nome,
            anno=self.ricognizione.anno,
            impronte=impronte,
            file=tuple(sorted(self.file, key=lambda file: file.nome)),
        )
        self.member(indice.NOME, [freeze(fatto)])
        return fatto

    def owned(self, etichetta: str) -> "QuerySet[Model]":
        """The rows of a model that are in the archive, in the order in which they were born."""
        righe: QuerySet[Model] = model_of(etichetta)._base_manager.order_by("pk")
        if etichetta == "enti.Evento":
            return righe.filter(catena=self.ricognizione.catena)
        if etichetta == "enti.Allegato":
            return righe.filter(pk__in=self.attached())
        via = find_owned()[etichetta]
        return righe.filter(**{via or "pk": self.ricognizione.pk})

    def attached(self) -> set[object]:
        """The files that rows of the plan name."""
        trovati: set[object] = set()
        for etichetta in find_owned():
            for chiave in keys_of(model_of(etichetta)):
                if chiave.related_model is Allegato:
                    trovati.update(self.owned(etichetta).values_list(chiave.attname, flat=True))
        return trovati - {None}

    def rows(self, cartella: str, etichetta: str, righe: "QuerySet[Model]") -> None:
        """One member with a line for each row, then a member for each content."""
        modello = model_of(etichetta)
        campi = fields_of(modello)
        grandi = [campo.name for campo in campi if isinstance(campo, BinaryField)]
        chiavi: list[object] = []

        def lines() -> Iterable[bytes]:
            for numero, riga in enumerate(righe.defer(*grandi).iterator(chunk_size=500), start=1):
                self.numeri[etichetta, riga.pk] = numero
                chiavi.append(riga.pk)
                yield freeze({campo.name: self.value(campo, riga, numero) for campo in campi}) + b"\n"

        self.member(f"{cartella}/{etichetta}.jsonl", lines())
        for numero, pk in enumerate(chiavi, start=1) if grandi else ():
            for campo in grandi:
                contenuto = bytes(modello._base_manager.values_list(campo, flat=True).get(pk=pk))
                self.member(f"{BYTE}/{cartella}/{etichetta}/{numero}-{campo}", [contenuto])

    def value(self, campo: "Field[Any, Any]", riga: Model, numero: int) -> object:
        """A column as it is written: a key by the name or the line of its row, a content by the name of its member."""
        etichetta = riga._meta.label
        if (etichetta, campo.name) in TACIUTI:
            return TACIUTI[etichetta, campo.name]
        if isinstance(campo, BinaryField):
            return numero
        valore = getattr(riga, campo.attname)
        if not isinstance(campo, ForeignKey) or valore is None:
            return valore
        sua = campo.related_model._meta.label
        if sua in _DEL_CONTORNO:
            self.nominati[sua].add(valore)
            return self.ambito.slug if sua == "enti.Ambito" else valore
        return self.numeri[sua, valore]

    def write_values(self) -> dict[str, str]:
        """The values of every scheda by their addresses; the impronta of each."""
        schede = list(Scheda.objects.for_system().filter(ricognizione=self.ricognizione).order_by("pk"))
        impronte = {}
        for pk, viva in build_schede(schede).items():
            nome = next(scheda.ente_id for scheda in schede if scheda.pk == pk) or "ambito"
            impronte[nome] = fingerprint(freeze(viva))
            celle = {indirizzo: as_text(valore) for indirizzo, valore in values_of(viva).items()}
            self.member(f"{CELLE}/{nome}.json", [freeze(celle)])
        for modello in list_models():
            if issubclass(modello, RigaScheda):
                self.name_keys_of(modello)
        return impronte

    def name_keys_of(self, modello: type[Model]) -> None:
        """The comuni and the enti in the keys of the values."""
        righe = modello._base_manager.filter(scheda__ricognizione=self.ricognizione)
        for chiave in keys_of(modello):
            if (sua := chiave.related_model._meta.label) in _DEL_CONTORNO:
                self.nominati[sua].update(set(righe.values_list(chiave.attname, flat=True)) - {None})

    def write_year_before(self) -> None:
        """What the enti last certified for the plan of the year before, if there was one."""
        prima = Ricognizione.objects.for_system().filter(
            ambito=self.ambito, anno=self.ricognizione.anno - 1, piano__isnull=False
        )
        certificazioni = Certificazione.objects.for_system().filter(
            scheda__ricognizione__in=prima, scheda__ente__isnull=False
        )
        ultime = dict(certificazioni.order_by("numero").values_list("scheda_id", "pk"))
        righe: dict[str, QuerySet[Any]] = {
            "patrimonio.Ricognizione": prima,
            "piano.Piano": Piano.objects.for_system().filter(ricognizione__in=prima),
            "patrimonio.Scheda": Scheda.objects.for_system().filter(pk__in=ultime),
            "raccolta.Certificazione": certificazioni.filter(pk__in=ultime.values()),
        }
        for etichetta, sue in righe.items():
            self.rows(PRECEDENTE, etichetta, sue.order_by("pk"))

    def write_surroundings(self) -> None:
        """The ambito, its enti, their comuni, the register of the law: those that some row names, and their parts."""
        adesioni = Adesione.objects.filter(ambito=self.ambito)
        designati = self.ambito.designazioni.exclude(ente=None)
        membri = {*adesioni.values_list("ente_id", flat=True), *designati.values_list("ente_id", flat=True)}
        enti = {str(slug) for slug in self.nominati["enti.Ente"] | membri}
        unioni = sorted(
            Ente.comuni_uniti.through._base_manager.filter(ente__in=enti).values_list("ente_id", "comune_id")
        )
        territori = Ente.objects.filter(pk__in=enti, comune__isnull=False).values_list("comune_id", flat=True)
        comuni = {*self.nominati["enti.Comune"], *territori, *(comune for _, comune in unioni)}
        quali: dict[str, dict[str, object]] = {
            "enti.Comune": {"pk__in": comuni},
            "enti.Popolazione": {"comune__in": comuni},
            "enti.Ente": {"pk__in": enti},
            "enti.Alias": {"ente__in": enti},
            "enti.Ambito": {"pk": self.ambito.pk},
            "enti.Parametro": {},
            "enti.CategoriaRegistro": {},
        }
        for contorno in CONTORNO:
            filtro = quali.get(contorno.modello, {"ambito": self.ambito})
            righe = model_of(contorno.modello)._base_manager.filter(**filtro)
            self.rows(RIGHE, contorno.modello, righe.order_by(_by_key(righe)))
        self.member(f"{RIGHE}/{UNIONI}", [freeze(unioni)])

    def fingerprints(self, schede: dict[str, str]) -> Impronte:
        """What whoever brings the archive elsewhere must find again."""
        versioni = Versione.objects.for_system().filter(piano=self.piano).order_by("numero")
        eventi = Evento.objects.filter(catena=self.ricognizione.catena, successivo=None)
        return Impronte(
            piano=fingerprint(freeze(build_snapshot(self.piano))),
            schede=schede,
            versioni={str(numero): impronta for numero, impronta in versioni.values_list("numero", "impronta")},
            registro=eventi.values_list("sigillo", flat=True).first() or "",
        )

    def member(self, nome: str, pezzi: Iterable[bytes]) -> None:
        """A file, written piece by piece, with nothing of the clock or of the machine."""
        info = zipfile.ZipInfo(nome, EPOCA)
        info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
        somma, byte = hashlib.sha256(), 0
        with self.archivio.open(info, "w", force_zip64=True) as aperto:
            for pezzo in pezzi:
                somma.update(pezzo)
                byte += aperto.write(pezzo)
        if nome != indice.NOME:
            self.file.append(FileDellIndice(nome, byte, somma.hexdigest()))
