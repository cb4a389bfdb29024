"""What a page says after it was saved: how much was kept, what waits, what was taken from others."""

from collections.abc import Collection, Mapping
from typing import Final

from lessico import italiano
from lessico.voce import StatoVoce
from raccolta.errori import Altrui
from raccolta.lettura.etichette import label_of, load_names
from raccolta.models import Modifica
from raccolta.moduli.confronto import in_words
from raccolta.moduli.modulo import field_of
from raccolta.moduli.salvataggio import Prova
from raccolta.moduli.sfondo import Sfondo

_MOSTRATI: Final = 5
_VUOTE: Final = (StatoVoce.NESSUNA, StatoVoce.NON_APPLICABILE)
_SENZA_NULLA: Final = ("voce senza nulla da dichiarare", "voci senza nulla da dichiarare")


def tell_saved(modifiche: Collection[Modifica], confermate: int) -> str:
    """How much is other than it was: «Salvato: 3 valori cambiati, 2 voci senza nulla da dichiarare»."""
    quanti = sum(not modifica.cella.endswith("/-/stato") for modifica in modifiche)
    vuote = sum(modifica.cella.endswith("/-/stato") and modifica.a in _VUOTE for modifica in modifiche)
    cambi = [italiano.conta(quanti, "valore cambiato", "valori cambiati")] if quanti else []
    if vuote:
        cambi.append(italiano.conta(vuote, *_SENZA_NULLA))
    frasi = []
    if modifiche:
        frasi.append(f"Salvato: {', '.join(cambi)}." if cambi else "Salvato.")
    if confermate:
        frasi.append(f"{italiano.conta(confermate, 'voce confermata', 'voci confermate')}.")
    return " ".join(frasi) or "Non c’era nulla di nuovo da salvare."


def tell_waiting(modifiche: Collection[Modifica], attesa: Mapping[str, str]) -> str:
    """What was kept and what was not, when a page is not right."""
    quanti = sum(not modifica.cella.endswith("/-/stato") for modifica in modifiche)
    salvati = italiano.conta(quanti, "valore salvato", "valori salvati") if quanti else "Nessun valore nuovo salvato"
    uno = "campo resta come è stato scritto, e va corretto"
    restano = italiano.conta(len(attesa), uno, "campi restano come sono stati scritti, e vanno corretti")
    return f"{salvati}; {restano} prima di certificare."


def tell_tried(prova: Prova, voci: Collection[str]) -> str:
    """What the rules would find on the page, and elsewhere, if it were saved."""
    aperti = [r.segnalazione for r in prova.controllo.rilievi if r.aperto]
    qui = sum(any(cella.split("/")[0] in voci for cella in s.celle[:1]) for s in aperti)
    quante = italiano.conta(qui, "cosa", "cose")
    trovati = f"trovano {quante} da correggere o da spiegare" if qui else "non trovano nulla"
    altrove = f" Negli altri quadri ne trovano {len(aperti) - qui}." if len(aperti) > qui else ""
    return f"Non è stato salvato nulla. Con i valori scritti qui i controlli di questa pagina {trovati}.{altrove}"


def tell_taken(prese: Mapping[str, Altrui], sfondo: Sfondo) -> tuple[str, ...]:
    """«Intanto Bruno, alle 10:32, ha scritto 12 in «Consistenza, Rovato, SAP».» For the voci of the page."""
    voci = {voce.codice for voce in sfondo.voci}
    celle = [c for c in prese if c.split("/", maxsplit=1)[0] in voci and not c.endswith("/-/stato")]
    if sfondo.solo_note:
        celle = [cella for cella in celle if cella.endswith("/-/nota")]
    nomi = load_names(celle, sfondo.scheda) if celle else None
    frasi = [_tell(cella, prese[cella], label_of(cella, nomi)) for cella in celle[:_MOSTRATI]]
    if len(celle) > _MOSTRATI:
        frasi.append(f"E altri {len(celle) - _MOSTRATI} valori: sono nella storia della scheda.")
    return tuple(frasi)


def _tell(cella: str, altrui: Altrui, nome: str) -> str:
    ora = f"{altrui.quando.astimezone(italiano.ROMA):%H:%M}"
    valore = write_text(cella, altrui.valore)
    return f"Intanto {altrui.da}, alle {ora}, ha scritto «{valore}» in «{nome}»: questo valore resta."


def write_text(cella: str, testo: str) -> str:
    """A value of the provenance, in Italian."""
    return in_words(field_of(cella), field_of(cella).clean(testo)) if testo else "vuoto"
