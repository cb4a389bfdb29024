"""Section «percorso»: how the plan came about: capofila, collection of the data, opinions, approvals."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from lessico import italiano
from piano.elenchi import NESSUN_DATO, find_ente, of_kind, sentence
from piano.organi import by_senders, the_body
from piano.valori import (
    ApprovazioneCongelata,
    DerogaCongelata,
    DesignazioneCongelata,
    FinestraCongelata,
    IntegrazioneCongelata,
    ParereCongelato,
    PianoSnapshot,
    ProrogaCongelata,
    RigaCongelata,
)

_RUOLI: Final = {"capofila": "Il capofila dell’ambito", "supporto": "L’ente che lavora a supporto del capofila"}
_ESITI: Final = {
    "positivo": "ha espresso parere positivo sul piano",
    "condizionato": "ha espresso parere positivo con condizioni sul piano",
    "negativo": "ha espresso parere negativo sul piano",
    "": "ha espresso il proprio parere sul piano (esito: nessun dato)",
}
_APPROVAZIONI: Final = {
    "approvazione": "ha approvato il piano",
    "con_modifiche": "ha approvato il piano, con modifiche,",
    "ratifica": "ha ratificato il piano",
    "presa_atto": "ha preso atto del piano",
}


class Frase(Struct, frozen=True):
    """A sentence on an ente, or on none."""

    ente: str
    testo: str


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """Each key is a paragraph or a list of sentences, in the order in which things happened."""
    return {**write_story(piano), "da_approvare": piano.bozza}


def write_story(piano: PianoSnapshot) -> Mapping[str, tuple[Frase, ...]]:
    """The sentences by what they are about."""
    testata = piano.contenuti.testata
    return {
        "designazioni": tuple(_designations(piano)),
        "finestre": tuple(_window(f, posto) for posto, f in enumerate(testata.finestre)),
        "proroghe": tuple(_extension(piano, p) for p in testata.proroghe),
        "integrazioni": tuple(_integration(piano, i) for i in testata.integrazioni),
        "usciti": tuple(_departures(piano)),
        "pareri": tuple(_opinions(piano)),
        "deroghe": tuple(_derogation(piano, d) for d in piano.busta.deroghe),
        "approvazioni": tuple(write_approval(a) for a in piano.busta.approvazioni),
    }


def _designations(piano: PianoSnapshot) -> Iterator[Frase]:
    designazioni = piano.contenuti.testata.designazioni
    if not any(d.ruolo == "capofila" for d in designazioni):
        yield Frase("", "Designazione del capofila: nessun dato.")
    for designazione in designazioni:
        yield Frase(designazione.ente, _designation(piano, designazione))


def _designation(piano: PianoSnapshot, designazione: DesignazioneCongelata) -> str:
    ente = find_ente(piano, designazione.ente) if designazione.ente else None
    nome = italiano.ente(ente.tipo, ente.nome) if ente else italiano.tipografico(designazione.nome)
    soggetto = _RUOLI[designazione.ruolo]
    atto = f" (atto: {designazione.atto})" if designazione.atto else ""
    return (
        f"{soggetto} è {nome}: lo ha designato {the_body(designazione.organo)} "
        f"{italiano.giorno('il', designazione.data)}{atto}."
    )


def _window(finestra: FinestraCongelata, posto: int) -> Frase:
    parti = [italiano.periodo(finestra.dal, finestra.al)]
    if finestra.canale:
        parti.append(f"canale: {finestra.canale.rstrip('.')}")
    if finestra.motivo:
        motivo = "motivo della riapertura" if posto else "motivo"
        parti.append(f"{motivo}: {finestra.motivo.rstrip('.')}")
    return Frase("", "; ".join(parti))


def _extension(piano: PianoSnapshot, proroga: ProrogaCongelata) -> Frase:
    ente = find_ente(piano, proroga.ente)
    atto = f"atto: {proroga.atto}" if proroga.atto else "atto non indicato"
    return Frase(
        proroga.ente,
        f"{italiano.a_ente(ente.tipo, ente.nome)} fino {italiano.giorno('al', proroga.al)}; "
        f"motivo: {proroga.motivo.rstrip('.')}; {atto}",
    )


def _integration(piano: PianoSnapshot, integrazione: IntegrazioneCongelata) -> Frase:
    ente = find_ente(piano, integrazione.ente) if integrazione.ente else None
    mittente = italiano.da_ente(ente.tipo, ente.nome) if ente else by_senders(integrazione.mittenti)
    parti = [
        f"integrazioni inviate {mittente}",
        italiano.giorno("il", integrazione.ricevuta_il) if integrazione.ricevuta_il else "senza data indicata",
    ]
    if integrazione.canale:
        parti.append(f"canale: {integrazione.canale.rstrip('.')}")
    if integrazione.protocollo:
        parti.append(f"protocollo {integrazione.protocollo}")
    return Frase(integrazione.ente, ", ".join(parti))


def _departures(piano: PianoSnapshot) -> Iterator[Frase]:
    for uscita in piano.contenuti.testata.usciti:
        chi = italiano.maiuscola(italiano.ente(uscita.tipo, uscita.nome))
        ultimo = italiano.giorno("il", uscita.al)
        yield Frase("", f"{chi} non fa più parte dell’ambito; l’ultimo giorno è stato {ultimo}.")


def _opinions(piano: PianoSnapshot) -> Iterator[Frase]:
    pareri = {parere.aler: parere for parere in piano.busta.pareri}
    for slug in dict.fromkeys((*(ente.slug for ente in of_kind(piano, "aler")), *pareri)):
        ente, parere = find_ente(piano, slug), pareri.get(slug)
        if parere is None:
            yield Frase(slug, f"Parere {italiano.di_ente(ente.tipo, ente.nome)}: nessun dato.")
        else:
            yield Frase(slug, _opinion(italiano.maiuscola(italiano.ente(ente.tipo, ente.nome)), parere))


def _opinion(chi: str, parere: ParereCongelato) -> str:
    condizioni = f" Condizioni: {sentence(parere.condizioni)}" if parere.condizioni else ""
    osservazioni = f" Osservazioni: {sentence(parere.osservazioni)}" if parere.osservazioni else ""
    return f"{chi} {_ESITI[parere.esito]} ({_registered(parere)}).{condizioni}{osservazioni}"


def _derogation(piano: PianoSnapshot, deroga: DerogaCongelata) -> Frase:
    """What the plan goes ahead without; of the scheda d'ambito, which has no ente, as such."""
    ente = find_ente(piano, deroga.ente) if deroga.ente else None
    di_chi = italiano.di_ente(ente.tipo, ente.nome) if ente else "della scheda d’ambito"
    cosa = {"parere": "il parere", "certificazione": "la certificazione dei dati"}[deroga.oggetto]
    giorno = italiano.giorno("il", deroga.data)
    return Frase(
        deroga.ente, f"Si procede senza {cosa} {di_chi}, per decisione presa {giorno}: {sentence(deroga.motivo)}"
    )


def _registered(parere: ParereCongelato) -> str:
    if parere.data is None and not parere.protocollo:
        return "data e protocollo: nessun dato"
    data = italiano.data(parere.data) if parere.data else f"data: {NESSUN_DATO}"
    return f"{data}; protocollo: {parere.protocollo or NESSUN_DATO}"


def write_approval(approvazione: ApprovazioneCongelata) -> Frase:
    """An act on the plan: who, what, when, how they voted."""
    organo = italiano.maiuscola(the_body(approvazione.organo))
    atto = approvazione.atto or "numero non indicato"
    voti = f" Voti: {sentence(approvazione.voti)}" if approvazione.voti else ""
    fatto = _APPROVAZIONI[approvazione.tipo]
    return Frase("", f"{organo} {fatto} {italiano.giorno('il', approvazione.data)} (atto: {atto}).{voti}")
