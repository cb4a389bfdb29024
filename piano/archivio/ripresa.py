"""The archive brought into an installation: in one transaction, with the same impronte, or not at all."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import msgspec
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import BinaryField, Field, ForeignKey, Model

from enti import registro
from enti.models import Ambito, Attore, AttoreSistema, Ente, Evento
from lessico.congelamento import fingerprint, freeze
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Ricognizione, Scheda
from piano.archivio.indice import CELLE, PRECEDENTE, RIGHE, UNIONI, ArchivioRifiutato
from piano.archivio.lettura import Archivio, Riga
from piano.archivio.modelli import CONTORNO, Contorno, fields_of, in_order, model_of
from piano.models import Piano
from piano.snapshot import build_snapshot
from piano.verifica.banca_dati import verify_all
from raccolta.celle import values_of
from raccolta.certificazione import find_last, read_content
from raccolta.errori import CelleNonValide
from raccolta.services import restore, update
from raccolta.valori import build_schede

INSIEME: Final = 500
"""How many rows are written together."""
_DEL_CONTORNO: Final = {contorno.modello for contorno in CONTORNO}
_SCHEDA_PRIMA: Final = (PRECEDENTE, "patrimonio.Scheda")
RIPRESA: Final = AttoreSistema("ripresa di un archivio")
_ANNO_PRIMA: Final = ("patrimonio.Ricognizione", "piano.Piano", "patrimonio.Scheda", "raccolta.Certificazione")


def import_archive(archivio: Archivio, *, by: Attore, quando: datetime) -> Piano:
    """Bring everything about a plan here. Raises ArchivioRifiutato, and nothing has changed.

    What the place has already (an ente, the register of the law) stays as it is: the impronte say whether with it the
    plan is still the same.
    """
    if guasto := next(archivio.verify(), None):
        raise ArchivioRifiutato(f"L’archivio è stato modificato. {guasto}")
    try:
        with transaction.atomic():
            piano = _Ripresa(archivio).bring()
            _check(archivio, piano)
            registro.append(
                "ripresa di un archivio",
                catena=piano.ricognizione.ambito.catena,
                oggetto=str(piano.ricognizione),
                impronta=archivio.impronta,
                by=by,
                quando=quando,
            )
    except (IntegrityError, ValidationError, CelleNonValide, KeyError, LookupError, TypeError, ValueError) as errore:
        if isinstance(errore, ArchivioRifiutato):
            raise
        raise ArchivioRifiutato(f"Le righe dell’archivio qui non si possono scrivere: {errore}.") from errore
    return piano


class _Ripresa:
    """Writes the rows, and remembers which row here is which line there."""

    def __init__(self, archivio: Archivio) -> None:
        """An archive already verified."""
        self.archivio, self.indice = archivio, archivio.indice
        self.chiavi: dict[tuple[str, str, int], Any] = {}
        self.ambito = 0

    def bring(self) -> Piano:
        """Surroundings, year before, plan, values."""
        self.refuse_present()
        for contorno in CONTORNO:
            self.surround(contorno)
        self.ambito = Ambito.objects.for_system().values_list("pk", flat=True).get(slug=self.indice.ambito)
        prima = Ricognizione.objects.for_system().filter(ambito=self.ambito, anno=self.indice.anno - 1)
        if not prima.exists():
            for etichetta in _ANNO_PRIMA:
                self.write(etichetta, PRECEDENTE)
            self.bring_year_before()
        for etichetta in in_order():
            if etichetta == "raccolta.Modifica":
                self.bring_values()
            self.write(etichetta, RIGHE)
        piani = Piano.objects.for_system().select_related("ricognizione__ambito")
        return piani.get(pk=self.chiavi[RIGHE, "piano.Piano", 1])

    def refuse_present(self) -> None:
        """Nothing is ever overwritten, not even what was cancelled: its registro is still there."""
        ambito, anno = self.indice.ambito, self.indice.anno
        presenti = Ricognizione.objects.for_system().filter(ambito__slug=ambito, anno=anno)
        if presenti.exists() or Evento.objects.filter(catena=f"ricognizione/{ambito}/{anno}").exists():
            raise ArchivioRifiutato(
                f"Il {anno} dell’ambito «{self.indice.ambito_nome}» c’è già, in tutto o in parte: non si sovrascrive."
            )

    def surround(self, contorno: Contorno) -> None:
        """The rows of the groups of which there is none here."""
        modello, nuove = model_of(contorno.modello), list[Model]()
        gruppi: dict[tuple[object, ...], bool] = {}
        for riga in self.archivio.rows(contorno.modello):
            pronta = self.build(modello, riga, RIGHE, 0)
            gruppo = _columns(pronta, contorno.gruppo)
            chiave = tuple(gruppo.values())
            if chiave not in gruppi:
                gruppi[chiave] = modello._base_manager.filter(**gruppo).exists()
            if not gruppi[chiave]:
                nuove.append(pronta)
        modello._base_manager.bulk_create(nuove, batch_size=INSIEME)
        if contorno.modello == "enti.Ente":
            self.join({str(ente.pk) for ente in nuove})

    def join(self, nuovi: set[str]) -> None:
        """The comuni of the unions that are new here."""
        coppie = msgspec.json.decode(self.archivio.zip.read(f"{RIGHE}/{UNIONI}"), type=list[tuple[str, str]])
        unite = Ente.comuni_uniti.through
        unite._base_manager.bulk_create(unite(ente_id=e, comune_id=c) for e, c in coppie if e in nuovi)

    def write(self, etichetta: str, cartella: str) -> None:
        """The rows of a model, in their order. One that names rows of its own model waits for them."""
        modello = model_of(etichetta)
        suoi = any(campo.related_model is modello for campo in modello._meta.concrete_fields)
        insieme: list[tuple[int, Model]] = []
        for numero, riga in enumerate(self.archivio.rows(etichetta, cartella), start=1):
            insieme.append((numero, self.build(modello, riga, cartella, numero)))
            if suoi or len(insieme) == INSIEME or _is_heavy(modello):
                self.flush(modello, insieme, cartella)
                insieme = []
        self.flush(modello, insieme, cartella)

    def flush(self, modello: type[Model], insieme: list[tuple[int, Model]], cartella: str) -> None:
        """Plain insertions: the tables to which one only adds accept nothing else."""
        modello._base_manager.bulk_create([riga for _, riga in insieme])
        for numero, riga in insieme:
            self.chiavi[cartella, modello._meta.label, numero] = riga.pk

    def build(self, modello: type[Model], riga: Riga, cartella: str, numero: int) -> Model:
        """A row not yet written; a column that the archive does not have keeps its default."""
        campi = {campo.name: campo for campo in fields_of(modello)}
        if ignoti := riga.keys() - campi.keys():
            raise ArchivioRifiutato(
                f"{modello._meta.label} non ha la colonna «{min(ignoti)}»: il programma è cambiato."
            )
        return modello(**dict(self.value(campi[nome], riga[nome], cartella, numero) for nome in riga))

    def value(self, campo: "Field[Any, Any]", scritto: object, cartella: str, numero: int) -> tuple[str, object]:
        """A column as it is here: a key finds the row it names."""
        if isinstance(campo, BinaryField):
            return campo.name, self.archivio.content(campo.model._meta.label, numero, campo.name, cartella)
        if not isinstance(campo, ForeignKey):
            return campo.name, campo.to_python(scritto)
        sua = campo.related_model._meta.label
        if scritto is None or (sua in _DEL_CONTORNO and sua != "enti.Ambito"):
            return campo.attname, scritto
        if sua == "enti.Ambito":
            return campo.attname, self.ambito or Ambito.objects.for_system().values_list("pk", flat=True).get(
                slug=scritto
            )
        return campo.attname, self.chiavi[cartella, sua, int(str(scritto))]

    def bring_year_before(self) -> None:
        """The values that were certified the year before: of their history nothing came, so it says from where."""
        origine = Origine(TipoOrigine.CARICATA, f"archivio del {self.indice.anno}")
        schede = [chiave for (cartella, sua, _), chiave in self.chiavi.items() if (cartella, sua) == _SCHEDA_PRIMA]
        for scheda in Scheda.objects.for_system().filter(pk__in=schede).order_by("pk"):
            if (ultima := find_last(scheda)) and (celle := values_of(read_content(ultima))):
                update(scheda, celle, by=RIPRESA, origine=origine)
                Scheda.objects.for_system().filter(pk=scheda.pk).update(versione=scheda.versione)

    def bring_values(self) -> None:
        """The values of every scheda, through the one way in."""
        ricognizione = self.chiavi[RIGHE, "patrimonio.Ricognizione", 1]
        for scheda in Scheda.objects.for_system().filter(ricognizione=ricognizione).order_by("pk"):
            nome = f"{CELLE}/{scheda.ente_id or 'ambito'}.json"
            restore(scheda, msgspec.json.decode(self.archivio.zip.read(nome), type=dict[str, str]))


def _columns(riga: Model, nomi: tuple[str, ...]) -> dict[str, object]:
    """The values of some columns; of a key, the key."""
    colonne = {campo.name: campo.attname for campo in riga._meta.concrete_fields}
    return {colonne[nome]: getattr(riga, colonne[nome]) for nome in nomi}


def _is_heavy(modello: type[Model]) -> bool:
    return any(isinstance(campo, BinaryField) for campo in modello._meta.concrete_fields)


def _check(archivio: Archivio, piano: Piano) -> None:
    """The same impronte as there, and nothing wrong in what was written; raises ArchivioRifiutato."""
    attese = archivio.indice.impronte
    schede = list(Scheda.objects.for_system().filter(ricognizione=piano.ricognizione))
    vive = build_schede(schede)
    avute = {scheda.ente_id or "ambito": fingerprint(freeze(vive[scheda.pk])) for scheda in schede}
    for diversa in sorted(ente for ente in {*avute, *attese.schede} if avute.get(ente) != attese.schede.get(ente)):
        raise ArchivioRifiutato(f"La scheda «{diversa}» ripresa non ha la stessa impronta.")
    if guasto := next(verify_all(archivio.indice.ambito, archivio.indice.anno), None):
        raise ArchivioRifiutato(f"Ciò che è stato scritto non si verifica. {guasto}")
    if fingerprint(freeze(build_snapshot(piano))) != attese.piano:
        diverse = "; ".join(find_differences(archivio)) or "un anno, o un ente, che qui c’era già"
        raise ArchivioRifiutato(f"Con ciò che c’è già qui il piano non sarebbe lo stesso. È diverso: {diverse}.")


def find_differences(archivio: Archivio) -> Iterator[str]:
    """Which rows that were already here differ from those of the archive."""
    ripresa = _Ripresa(archivio)
    for contorno in CONTORNO:
        modello = model_of(contorno.modello)
        for riga in archivio.rows(contorno.modello):
            pronta = ripresa.build(modello, riga, RIGHE, 0)
            qui = modello._base_manager.filter(**_columns(pronta, contorno.chiave)).first()
            campi = [c for c in fields_of(modello) if not qui or getattr(qui, c.attname) != getattr(pronta, c.attname)]
            if campi:
                yield f"{modello._meta.verbose_name} «{pronta}», {campi[0].verbose_name if qui else 'manca'}"
