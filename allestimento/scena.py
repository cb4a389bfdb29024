"""The invented ambito in the middle of its survey, for the pictures of the guide: some are done, some not begun."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.core.management import call_command
from django.utils import timezone
from msgspec import Struct

from enti.models import Ambito, Ente, Incarico
from enti.registri import load_registri
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Finestra, Ricognizione, Scheda
from piano.anno import create, propose
from piano.caricamento import CARICAMENTO, FIXTURES, load_ambito, load_persone
from piano.management.commands.carica_dimostrazione import create_account
from piano.models import Approvazione, AttoDiVersione, Piano, Pubblicazione, StatoPiano
from piano.services import store_version
from raccolta.atti import send_back
from raccolta.celle import values_of
from raccolta.certificazione import store_certification
from raccolta.models import Riporto
from raccolta.services import update
from raccolta.situazione import build_situazione
from raccolta.valori import build_schede

DIGITATA: Final = Origine(TipoOrigine.DIGITATA)
NOMI: Final = ("Ada", "Bice", "Ciro", "Dina", "Elio", "Fosca", "Gino", "Ines", "Lia", "Nando")
PROTAGONISTA: Final = "valdemo"
MOTIVO: Final = "Gli alloggi SAP sono 12 in meno dell’anno prima: è un errore, o sono stati venduti?"


class Scena(Struct, frozen=True):
    """What the pictures need: the survey, the scheda that is being filled in, who else writes in it."""

    ricognizione: Ricognizione
    scheda: Scheda
    collega: Incarico


def build_scena() -> Scena:
    """Load the invented ambito, certify its last year, open the next, and let some weeks go by."""
    call_command("migrate", verbosity=0)
    load_registri()
    adesso, cartella = timezone.now(), FIXTURES / PROTAGONISTA
    ambito = load_ambito(cartella)
    un_anno_fa = adesso - timedelta(days=365)
    for persona in load_persone(cartella):
        create_account(ambito, **persona)
    prima = Ricognizione.objects.for_system().get(ambito=ambito, anno=2026)
    for scheda in _schede(prima):
        store_certification(scheda, nome="Ufficio", ruolo="responsabile", quando=un_anno_fa, by=CARICAMENTO)
    nuova = create(propose(ambito, prima.anno + 1), by=CARICAMENTO, quando=adesso - timedelta(days=20))
    mezzanotte = timezone.localtime(adesso).replace(hour=0, minute=0, second=0, microsecond=0)
    dal, al = mezzanotte - timedelta(days=16), mezzanotte + timedelta(days=12)
    Finestra.objects.create(ricognizione=nuova, dal=dal, al=al, canale="Pianocasa")
    persone = dict(_people(ambito, nuova))
    _let_time_go_by(prima, nuova, persone, adesso)
    protagonista = Scheda.objects.for_system().get(ricognizione=nuova, ente=PROTAGONISTA)
    return Scena(nuova, protagonista, persone[PROTAGONISTA])


def publish_last(scena: Scena) -> None:
    """The plan of the year before, approved and published."""
    piano = Piano.objects.for_system().get(ricognizione__ambito=scena.ricognizione.ambito, ricognizione__anno=2026)
    quando, giorno = timezone.now() - timedelta(days=300), timezone.localdate() - timedelta(days=310)
    atto = {"organo": "Assemblea dei Sindaci", "atto": "deliberazione n. 12"}
    Approvazione.objects.create(piano=piano, data=giorno, **atto)
    Piano.objects.for_system().filter(pk=piano.pk).update(stato=StatoPiano.PUBBLICATO)
    piano.refresh_from_db()
    versione = store_version(piano, by=CARICAMENTO, quando=quando, atto=AttoDiVersione.PUBBLICAZIONE)
    Pubblicazione.objects.create(versione=versione, quando=quando, chi="Ufficio")


def _schede(ricognizione: Ricognizione) -> list[Scheda]:
    """In the order of the board; the scheda d'ambito first, for the outcomes name its notices."""
    schede = (
        Scheda.objects.for_system().filter(ricognizione=ricognizione).select_related("ente", "ricognizione__ambito")
    )
    return sorted(schede, key=lambda scheda: scheda.ente.nome if scheda.ente else "")


def _people(ambito: Ambito, ricognizione: Ricognizione) -> Iterator[tuple[str, Incarico]]:
    """In each ente somebody compiles and somebody else certifies; who compiles, by ente."""
    enti = Ente.objects.filter(schede__ricognizione=ricognizione)
    certificano = {i.ente_id for i in Incarico.objects.for_system().filter(ruolo="certificatore")}
    for numero, ente in enumerate(enti.order_by("nome")):
        for ruolo, passo in (("certificatore", 3), ("compilatore", 0)):
            if ruolo == "certificatore" and ente.pk in certificano:
                continue
            nome = NOMI[(numero + passo) % len(NOMI)]
            email = f"{ruolo}-{ente.pk}@example.org"
            create_account(ambito, email=email, nome=nome, cognome=ente.nome[:60], ruolo=ruolo, ente=ente.pk)
        yield ente.pk, Incarico.objects.for_system().get(utente__email=f"compilatore-{ente.pk}@example.org", ente=ente)


def _let_time_go_by(prima: Ricognizione, nuova: Ricognizione, persone: dict[str, Incarico], adesso: datetime) -> None:
    """By the place of the ente in the list: half certified, one sent back, some under way, some not begun."""
    congelate = build_schede(_schede(prima))
    valori = {s.ente_id: values_of(congelate[s.pk]) for s in _schede(prima)}
    capofila = Incarico.objects.for_system().filter(ruolo="capofila", ambito=nuova.ambito).get()
    for numero, scheda in enumerate(_schede(nuova)):
        chi = persone.get(scheda.ente_id or "", capofila)
        if scheda.ente_id in (None, PROTAGONISTA) or numero % 10 in (8, 9):
            continue
        dell_anno_prima = valori.get(scheda.ente_id, {})
        parziale = numero % 10 in (6, 7)
        update(scheda, {c: v for c, v in dell_anno_prima.items() if not parziale or c < "f"}, by=chi, origine=DIGITATA)
        if not parziale:
            _confirm(scheda, chi, adesso)
        if numero % 10 < 5 and not missing(scheda, adesso):  # noqa: PLR2004 - half of them
            _certify(scheda, adesso - timedelta(days=numero % 9 + 1))
        if numero % 30 == 4:  # noqa: PLR2004 - two of them
            send_back(scheda, celle=["consistenza"], motivo=MOTIVO, by=capofila, quando=adesso - timedelta(hours=5))


def missing(scheda: Scheda, quando: datetime) -> bool:
    """Whether something is still to be filled in."""
    return bool(build_situazione(scheda, quando).mancanti)


def _confirm(scheda: Scheda, chi: Incarico, quando: datetime) -> None:
    riporti = Riporto.objects.for_system().filter(scheda=scheda, confermato_il=None)
    riporti.update(confermato_il=quando, da=str(chi.utente), incarico=chi)


def _certify(scheda: Scheda, quando: datetime) -> None:
    chi = Incarico.objects.for_system().filter(ente=scheda.ente, ruolo="certificatore").order_by("pk").first()
    scheda.refresh_from_db()
    nome = str(chi.utente) if chi else "Ufficio"
    store_certification(scheda, nome=nome, ruolo="Responsabile del servizio", quando=quando, by=chi or CARICAMENTO)


def complete(scena: Scena) -> None:
    """What is still missing in the scheda that is being filled in is declared, as the year before."""
    precedente = Scheda.objects.for_system().get(
        ricognizione__ambito=scena.ricognizione.ambito, ricognizione__anno=2026, ente=PROTAGONISTA
    )
    valori = values_of(build_schede([precedente])[precedente.pk])
    scheda = Scheda.objects.for_system().get(pk=scena.scheda.pk)
    update(scheda, valori, by=scena.collega, origine=DIGITATA)
    _confirm(scheda, scena.collega, timezone.now())
