"""The jobs: a file tried out, a file written into the register; asked for, carried out, taken up again."""

from datetime import datetime, timedelta
from typing import Any, Final, cast

import msgspec
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django_tasks import task

from enti.models import Incarico
from raccolta.alloggi.avanzamento import Avanzamento, LavoroAnnullato
from raccolta.alloggi.confronto import changes_of, compare
from raccolta.alloggi.esame import Esame
from raccolta.alloggi.luoghi import Luoghi
from raccolta.alloggi.modelli import APERTI, Importazione, Lavoro, StatoImportazione, StatoLavoro, TipoLavoro
from raccolta.alloggi.righe import below, columns_of, read_numbered
from raccolta.alloggi.scrittura import Firma, Scritta, write_register
from raccolta.fogli.chiave import FoglioRifiutato

BREVE: Final = 200_000
"""A file of less bytes is worked on at once, while its page waits: some two thousand dwellings."""
MUTO: Final = timedelta(seconds=60)
"""A job that has said nothing for so long was interrupted."""
ESEMPI: Final = 50
INTERROTTO: Final = "Si è interrotto prima della fine: nel registro non è stato scritto nulla. Si può ripetere."


def ask(importazione: Importazione, tipo: TipoLavoro, *, by: Incarico, quando: datetime) -> Lavoro:
    """A new job on a file, or the one that is already open; a short one is done when this returns."""
    with transaction.atomic():
        Importazione.objects.for_system().select_for_update().get(pk=importazione.pk)
        if aperto := Lavoro.objects.for_system().filter(importazione=importazione, stato__in=APERTI).first():
            return aperto
        lavoro = Lavoro.objects.create(
            ente_id=importazione.ente_id, importazione=importazione, tipo=tipo, incarico=by, chiesto_il=quando
        )
    if importazione.contenuto is not None and len(importazione.contenuto) < BREVE:
        execute(lavoro.pk)
    else:
        carry_out.enqueue(lavoro.pk)
    return lavoro


def is_interrupted(lavoro: Lavoro, adesso: datetime) -> bool:
    """Whether who was doing it is no longer there."""
    return lavoro.stato == StatoLavoro.CORSO and lavoro.battito is not None and adesso - lavoro.battito > MUTO


def repeat(lavoro: Lavoro, *, by: Incarico, quando: datetime) -> Lavoro:
    """The same job again; the one that was interrupted will write nothing, should it wake up."""
    aperti = Lavoro.objects.for_system().filter(pk=lavoro.pk, stato__in=APERTI)
    aperti.update(stato=StatoLavoro.FALLITO, perche=INTERROTTO)
    return ask(lavoro.importazione, TipoLavoro(lavoro.tipo), by=by, quando=quando)


def cancel(lavoro: Lavoro) -> None:
    """Stop a job: at once if nobody has begun it, or as soon as who does it reads it here."""
    righe = Lavoro.objects.for_system().filter(pk=lavoro.pk)
    if not righe.filter(stato=StatoLavoro.ATTESA).update(stato=StatoLavoro.ANNULLATO):
        righe.filter(stato=StatoLavoro.CORSO).update(da_annullare=True)


@task()
def carry_out(lavoro: int) -> None:
    """What the worker in the background does."""
    execute(lavoro)


def execute(pk: int) -> None:
    """Do a job that nobody has begun; how it ended is on its row."""
    righe = Lavoro.objects.for_system().filter(pk=pk)
    if not righe.filter(stato=StatoLavoro.ATTESA).update(stato=StatoLavoro.CORSO, battito=Now()):
        return
    avanza, aperto = Avanzamento(pk), righe.filter(stato=StatoLavoro.CORSO)
    try:
        _do(righe.select_related("importazione__ente", "incarico__utente").get(), avanza)
    except LavoroAnnullato:
        aperto.update(stato=StatoLavoro.ANNULLATO)
    except FoglioRifiutato as errore:
        aperto.update(stato=StatoLavoro.FALLITO, perche=str(errore))
    except BaseException:
        aperto.update(stato=StatoLavoro.FALLITO, perche=INTERROTTO)
        raise
    finally:
        avanza.close()


def _do(lavoro: Lavoro, avanza: Avanzamento) -> None:
    importazione = lavoro.importazione
    esame = examine(importazione, avanza)
    if lavoro.tipo == TipoLavoro.PROVA:
        _finish(
            lavoro, importazione, StatoImportazione.PROVATA, esito=outcome_of(importazione, esame), errori=esame.errori
        )
        return
    attore = str(lavoro.incarico.utente) if lavoro.incarico else importazione.da

    def finish(scritta: Scritta) -> None:
        esito = {**(importazione.esito or {}), "scritta": msgspec.to_builtins(scritta)}
        fine: dict[str, Any] = {"contenuto": None, "assaggi": [], "conclusa_il": lavoro.chiesto_il}
        _finish(lavoro, importazione, StatoImportazione.CONCLUSA, esito=esito, **fine)

    write_register(esame, Firma(importazione, attore, lavoro.incarico_id, lavoro.chiesto_il), avanza, finish)


def _finish(lavoro: Lavoro, importazione: Importazione, stato: StatoImportazione, **campi: Any) -> None:
    campi = {campo: msgspec.to_builtins(valore) if campo == "errori" else valore for campo, valore in campi.items()}
    Importazione.objects.for_system().filter(pk=importazione.pk).update(stato=stato, **campi)
    righe = Lavoro.objects.for_system().filter(pk=lavoro.pk, stato=StatoLavoro.CORSO)
    righe.update(stato=StatoLavoro.FINITO, fatte=F("totale"), battito=Now())


def examine(importazione: Importazione, avanza: Avanzamento) -> Esame:
    """All the rows of a file; raises FoglioRifiutato, LavoroAnnullato."""
    esame = Esame(columns_of(importazione), Luoghi(importazione.ente))
    avanza.begin("Lettura del file", 0)
    for quante, blocco in read_numbered(importazione):
        if not avanza.totale:
            avanza.begin("Lettura del file", quante)
        esame.read(below(importazione, blocco))
        avanza.advance(len(blocco))
    return esame


def outcome_of(importazione: Importazione, esame: Esame) -> dict[str, Any]:
    """What the file would do, in numbers, with some examples."""
    confronto = compare(importazione.ente_id, esame)
    esempi = [
        {
            "codice": codice,
            "riga": esame.righe[codice][0],
            "cambi": changes_of(confronto.campi, prima, dopo),
        }
        for codice, (prima, dopo) in list(confronto.cambiate.items())[:ESEMPI]
    ]
    return cast(
        "dict[str, Any]",
        msgspec.to_builtins(
            {
                "lette": esame.lette,
                "errate": esame.errate,
                "nuove": len(confronto.nuove),
                "cambiate": len(confronto.cambiate),
                "uguali": confronto.uguali,
                "mancanti": len(confronto.mancanti),
                "esempi": esempi,
                "assenti": confronto.mancanti[:ESEMPI],
                "gruppi": sorted(esame.gruppi.values(), key=lambda gruppo: -gruppo.quanti),
            }
        ),
    )
