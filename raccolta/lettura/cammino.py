"""The way through a scheda: its pages with what each still wants, and the one thing to do next."""

from typing import Final

from django.urls import reverse
from msgspec import Struct

from enti.calendario import time_left
from enti.incarichi import Richiesta
from enti.models.utente import Ruolo
from enti.permessi import Azione, find_incarico
from lessico import italiano
from lessico.regola import Gravita
from patrimonio.models import Scheda, StatoScheda
from raccolta.accesso import find_writer
from raccolta.atti import why_closed
from raccolta.conduzione.organico import Organico
from raccolta.flusso import closed_because
from raccolta.lettura.etichette import label_of, load_names
from raccolta.lettura.parole import asked_quadri, is_to_compile, open_quadri, open_voci
from raccolta.quadri import QUADRI, Quadro, is_asked, whole_of
from raccolta.situazione import Situazione

NOTE: Final = "note"


class Tappa(Struct, frozen=True):
    """A page of the scheda: ``segno`` is fatto, manca, conferma, correggi, controlla, rivedi or libero.

    ``stato`` says it.
    """

    titolo: str
    indirizzo: str
    segno: str
    stato: str


class Passo(Struct, frozen=True):
    """What to do next: the text of a button and where it leads; without an address, only who has to do it."""

    testo: str
    indirizzo: str = ""


def stages(scheda: Scheda, s: Situazione, allegati: int = 0) -> tuple[Tappa, ...]:
    """The pages that have voci to fill in, and that of the notes."""
    chieste = [Tappa(q.titolo, _page(scheda, q), *_progress(s, q)) for q in asked_quadri(s)]
    note = next(q for q in QUADRI if q.codice == NOTE)
    quanti = italiano.conta(allegati, "allegato", "allegati") if allegati else "Facoltativo"
    return (*chieste, Tappa(note.titolo, _page(scheda, note), "libero", quanti))


def _page(scheda: Scheda, quadro: Quadro) -> str:
    return reverse("raccolta:quadro", args=[scheda.pk, quadro.codice])


def _progress(s: Situazione, quadro: Quadro) -> tuple[str, str]:
    """The sign and the words of a page, the most urgent first."""
    if _asked_again(s, quadro):
        return "rivedi", "Da rivedere: lo chiede il capofila"
    if quadro.codice in s.in_bozza:
        return "correggi", "Da correggere"
    codici = {voce.codice for voce in quadro.voci}
    if mancanti := codici & {*s.mancanti}:
        chieste = {v.codice for v in quadro.voci if is_asked(v, ambito=s.d_ambito) and not v.facoltativa}
        if mancanti.issuperset({codice for codice in chieste if not whole_of(codice)}):
            return "manca", "Da compilare"
        nomi = italiano.elenco([voce.nome for voce in quadro.voci if voce.codice in mancanti])
        return "manca", f"{'Manca' if len(mancanti) == 1 else 'Mancano'}: {nomi}"
    if open_voci(s, quadro):
        return "conferma", f"Da confermare: {italiano.elenco(open_voci(s, quadro))}"
    return _findings(s, quadro) or ("fatto", "Fatto")


def _findings(s: Situazione, quadro: Quadro) -> tuple[str, str] | None:
    """What the rules found on the values of a page, where it stands in the way."""
    codici = {voce.codice for voce in quadro.voci}
    qui = [trovata for trovata in s.to_solve() if codici & {cella.split("/")[0] for cella in trovata.celle[:1]}]
    if not qui:
        return None
    verbo = "correggere" if any(trovata.gravita is Gravita.BLOCCANTE for trovata in qui) else "spiegare"
    return "controlla", f"Da {verbo}: {italiano.conta(len(qui), 'controllo', 'controlli')}"


def _asked_again(s: Situazione, quadro: Quadro) -> bool:
    chieste = {cella.split("/", maxsplit=1)[0] for cella in s.rinvio.celle} if s.rinvio else set()
    return any(voce.codice in chieste for voce in quadro.voci)


def asked_again(scheda: Scheda, s: Situazione) -> tuple[Passo, ...]:
    """What an open rinvio names, each with the page where it is."""
    if s.rinvio is None:
        return ()
    nomi = load_names(s.rinvio.celle, scheda)
    in_ordine = sorted(s.rinvio.celle, key=lambda cella: QUADRI.index(_quadro_of(cella)))
    return tuple(Passo(label_of(cella, nomi), _page(scheda, _quadro_of(cella))) for cella in in_ordine)


def _quadro_of(cella: str) -> Quadro:
    codice = cella.split("/", maxsplit=1)[0]
    return next((q for q in QUADRI if any(voce.codice == codice for voce in q.voci)), QUADRI[0])


def when(s: Situazione) -> str:
    """Until when it can be written; of a scheda that is closed, why, and how it is opened again."""
    if s.stato == StatoScheda.CERTIFICATA:
        return "La scheda è chiusa. Per cambiare un valore si chiede al capofila, che la rinvia all’ente."
    if s.rinvio:
        return "I valori da rivedere si possono cambiare finché la scheda non è certificata di nuovo."
    if s.open_until:
        return f"Si può scrivere fino {italiano.scadenza('al', s.open_until)}: {time_left(s.open_until, s.adesso)}."
    return closed_because(s)


def beside_state(s: Situazione, stato: str) -> str:
    """As ``when``, beside a state in words: a term that it names already is not said twice."""
    if s.open_until and italiano.scadenza("il", s.open_until) in stato:
        return f"{italiano.maiuscola(time_left(s.open_until, s.adesso))}."
    return when(s)


def waits_for(s: Situazione, organico: Organico) -> str:
    """Whose turn it is, where it is not of who looks."""
    if s.stato == StatoScheda.CERTIFICATA or why_closed(s, ufficio=False):
        return ""
    if is_to_compile(s) or (s.rinvio and not s.modifiche):
        nomi = italiano.elenco([persona.nome for persona in organico.compila])
        return f"Ora tocca a chi compila: {nomi}." if nomi else "Nessuno ha l’incarico di compilare: lo dà il capofila."
    nomi = italiano.elenco([persona.nome for persona in organico.certifica])
    return f"Ora tocca a chi certifica: {nomi}." if nomi else "Nessuno ha l’incarico di certificare: lo dà il capofila."


def writes_for_others(request: Richiesta, scheda: Scheda, s: Situazione) -> str:
    """Where the capofila writes d’ufficio in the scheda of an ente; empty for everybody else, and once certified."""
    chi = find_writer(request, scheda)
    if chi is None or chi.ruolo != Ruolo.CAPOFILA or s.d_ambito or why_closed(s, ufficio=True):
        return ""
    return _page(scheda, QUADRI[0])


def can_send_back(request: Richiesta, scheda: Scheda) -> bool:
    """Whether who looks may send this scheda back now."""
    chi = find_incarico(request.incarichi, Azione.RINVIO, ambito=scheda.ricognizione.ambito_id, ente=scheda.ente_id)
    return scheda.stato == StatoScheda.CERTIFICATA and chi is not None


def next_step(request: Richiesta, scheda: Scheda, s: Situazione) -> Passo | None:
    """The one thing to do next, for who looks; None when there is nothing to do."""
    if s.stato == StatoScheda.CERTIFICATA:
        return None
    chi = find_writer(request, scheda)
    compila = bool(chi and (chi.ruolo != Ruolo.CAPOFILA or s.d_ambito) and not why_closed(s, ufficio=False))
    if open_quadri(s) or (s.rinvio and not s.modifiche):
        return _to_write(scheda, s) if compila else None
    if s.to_solve():
        controlli = reverse("raccolta:controlli", args=[scheda.pk])
        return Passo("Apri i controlli", controlli) if compila else None
    return _to_certify(request, scheda)


def _to_write(scheda: Scheda, s: Situazione) -> Passo:
    if s.rinvio and (chiesti := [q for q in asked_quadri(s) if _asked_again(s, q)]) and not s.modifiche:
        return Passo(f"Rivedi {chiesti[0].titolo}", _page(scheda, chiesti[0]))
    primo = (*open_quadri(s), *asked_quadri(s))[0]
    return Passo(f"Continua da {primo.titolo}" if s.iniziata else "Comincia", _page(scheda, primo))


def _to_certify(request: Richiesta, scheda: Scheda) -> Passo | None:
    azione = Azione.CERTIFICAZIONE if scheda.ente_id else Azione.CERTIFICAZIONE_AMBITO
    ambito = scheda.ricognizione.ambito_id
    if find_incarico(request.incarichi, azione, ambito=ambito, ente=scheda.ente_id):
        return Passo("Rileggi e certifica", reverse("raccolta:certificazione", args=[scheda.pk]))
    return None
