"""The judgement in words: one sentence of answer, then what it means and what was not looked at."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from lessico import italiano
from piano.verifica.giudizio import Esito, Giudizio, VersioneNota

ROMA: Final = ZoneInfo("Europe/Rome")
PARTI: Final = {
    "documento": "nelle pagine del documento",
    "dati": "nei dati del piano",
    "foglio": "nel foglio di calcolo allegato",
    "aggiunta": "in ciò che è stato aggiunto dopo la fine del documento",
}
PASSI: Final = {
    "proposta": "quando è stata proposta,",
    "approvazione": "all’approvazione,",
    "pubblicazione": "alla pubblicazione,",
}
BUONI: Final = (Giudizio.DOCUMENTO, Giudizio.FIRMATO, Giudizio.DATI, Giudizio.IMPRONTA)
FIRMA: Final = (
    "Pianocasa riconosce il documento che sta sotto la firma; non controlla chi ha firmato, né se la firma è valida: "
    "lo fa un programma di firma digitale."
)


class Risposta(Struct, frozen=True):
    """What the page, or the command, says: how it went, the answer, the rest."""

    riuscita: bool
    avviso: bool
    titolo: str
    frasi: tuple[str, ...]
    pagine: tuple[VersioneNota, ...] = ()


def answer(esito: Esito) -> Risposta:
    """The words of a judgement."""
    riuscita = esito.giudizio in BUONI
    return Risposta(
        riuscita=riuscita,
        avviso=riuscita and (esito.superata_da is not None or bool(esito.aggiunti and not esito.firma)),
        titolo=TITOLI[esito.giudizio](esito),
        frasi=tuple(_sentences(esito)),
        pagine=tuple(v for v in (esito.versione, esito.superata_da) if v and v.pubblicata),
    )


def name_of(versione: VersioneNota | None) -> str:
    """«la versione 2 del piano 2026 dell’ambito Oglio Ovest»."""
    if versione is None:
        return ""
    return f"la versione {versione.numero} del piano {versione.anno} dell’ambito {versione.ambito_nome}"


def step_of(versione: VersioneNota) -> str:
    """«conservata all’approvazione, il 3 dicembre 2025»."""
    giorno = italiano.giorno("il", versione.quando.astimezone(ROMA).date())
    return f"conservata {PASSI[versione.atto]} {giorno}"


TITOLI: Final[Mapping[Giudizio, Callable[[Esito], str]]] = {
    Giudizio.DOCUMENTO: lambda e: f"È {name_of(e.versione)}, byte per byte.",
    Giudizio.FIRMATO: lambda e: f"Contiene, byte per byte, {name_of(e.versione)}.",
    Giudizio.DATI: lambda e: f"Sono i dati con cui è composta {name_of(e.versione)}.",
    Giudizio.IMPRONTA: lambda e: f"È l’impronta di {name_of(e.versione)}.",
    Giudizio.ALTERATO: lambda e: f"Non è {name_of(e.versione)}: le somiglia, ma è stato modificato.",
    Giudizio.BOZZA: lambda _: "È una bozza, o una proposta: non è tra le versioni che si possono verificare qui.",
    Giudizio.SCONOSCIUTO: lambda _: "Non è una delle versioni che si possono verificare qui.",
    Giudizio.ILLEGGIBILE: lambda _: "Non si può dire che cosa sia.",
}


def _sentences(esito: Esito) -> Iterator[str]:
    if esito.perche:
        yield esito.perche
    if esito.versione:
        yield from _about(esito.versione, esito)
    if esito.giudizio is Giudizio.ALTERATO:
        yield from _difference(esito)
    if esito.giudizio is Giudizio.FIRMATO:
        yield from _signature(esito)
    if esito.giudizio is Giudizio.SCONOSCIUTO:
        yield from _unknown(esito)


def _about(versione: VersioneNota, esito: Esito) -> Iterator[str]:
    stato = "pubblicata" if versione.pubblicata else "non pubblicata"
    yield f"La versione {versione.numero}, {stato}: {step_of(versione)}."
    if esito.uguali:
        numeri = italiano.elenco(str(uguale.numero) for uguale in esito.uguali)
        yield f"Gli stessi contenuti sono anche in altre versioni: {numeri}."
    if dopo := esito.superata_da:
        yield f"Non è l’ultima: è stata superata dalla versione {dopo.numero} ({step_of(dopo)})."
    elif esito.giudizio in BUONI:
        yield "È l’ultima versione."


def _difference(esito: Esito) -> Iterator[str]:
    if esito.parte == "aggiunta":
        yield (
            "Il file comincia con il documento intero, ma ciò che vi è stato aggiunto ne sostituisce delle parti: "
            "quello che si vede può non essere ciò che fu conservato."
        )
        return
    posto = italiano.numero((esito.posto or 0) + 1)
    yield f"Il primo byte diverso è il numero {posto}, {PARTI[esito.parte]}."
    if esito.dati_integri and esito.parte != "dati":
        yield (
            "I dati del piano che porta con sé sono intatti. Può averlo cambiato anche un programma che lo ha salvato "
            "di nuovo: il documento che fa fede è quello conservato."
        )


def _signature(esito: Esito) -> Iterator[str]:
    if esito.buste:
        yield f"Il documento sta in una busta di firma (.p7m). {FIRMA}"
    if esito.aggiunti and esito.firma:
        yield f"Al documento sono stati aggiunti {italiano.numero(esito.aggiunti)} byte, con una firma. {FIRMA}"
    elif esito.aggiunti:
        yield (
            f"Al documento sono stati aggiunti {italiano.numero(esito.aggiunti)} byte che non sono una firma: "
            "fa fede ciò che viene prima."
        )


def _unknown(esito: Esito) -> Iterator[str]:
    if esito.piano:
        ambito, anno = esito.piano
        yield f"Il file dice di essere il piano {anno} dell’ambito «{ambito}», ma nessuna sua versione ha questi byte."
    yield (
        "Si riconoscono il PDF di un piano, anche firmato (nel PDF o in un .p7m), e i suoi dati in JSON, così come si "
        "scaricano da qui. Non si riconoscono una stampa letta con lo scanner, una fotografia, un documento Word o "
        "un foglio di calcolo. La ricevuta di una certificazione dice da sé, in fondo, come si verifica."
    )
