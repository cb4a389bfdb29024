"""The one way in: every value of a scheda is written here, whoever writes it and wherever it comes from."""

from collections.abc import Iterator, Mapping
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction

from enti.models import Attore, AttoreSistema
from lessico.cella import NON_RIPARTITA, Cella, CellaNonValida
from lessico.origine import Origine
from lessico.voce import StatoVoce, Voce
from patrimonio.models import RigaScheda, Scheda, VoceDichiarata
from patrimonio.voci import DICHIARAZIONE
from raccolta.errori import CelleNonValide
from raccolta.foglio import Foglio
from raccolta.models import Modifica
from raccolta.quadri import VOCI, is_asked, whole_of


@transaction.atomic
def update(scheda: Scheda, celle: Mapping[str, object], *, by: Attore, origine: Origine) -> tuple[Modifica, ...]:
    """Write values into a scheda, with their provenance, all or none.

    ``celle``: address → value; None or an empty text removes the value. Writing into a voce makes it *valorizzata*;
    its state is itself a cella (``riserva_categorie/-/stato``). A scheda may stay incomplete: only what cannot be
    true of a value, or of the rows together, is refused. Raises CelleNonValide with a sentence for each cella.
    """
    bloccata = Scheda.objects.for_system().select_for_update().get(pk=scheda.pk)
    foglio, scritte = _apply(bloccata, celle)
    foglio.save()
    bloccata.versione += 1
    modifiche = [_provenance(bloccata, cella, *valori, by=by, origine=origine) for cella, valori in scritte.items()]
    Scheda.objects.for_system().filter(pk=scheda.pk).update(versione=bloccata.versione)
    return tuple(Modifica.objects.bulk_create(m for m in modifiche if m.da != m.a))


@transaction.atomic
def restore(scheda: Scheda, celle: Mapping[str, object]) -> None:
    """Bring back the values of a scheda that comes from another installation, into one that has none.

    They are read, checked and written as any other. There is no new provenance: the old one, the changes as they were
    made, comes along with the archive, and whoever brings it checks the impronta. Raises CelleNonValide, ValueError.
    """
    foglio, _ = _apply(scheda, celle)
    if any(riga.pk is not None for riga in foglio.righe.values()) or scheda.modifiche.exists():
        raise ValueError(f"{scheda}: ha già dei valori.")
    foglio.save()


def find_reasons(scheda: Scheda, celle: Mapping[str, object]) -> Mapping[str, str]:
    """Why these values would be refused, cell by cell; nothing is written, and nothing is found when they would not."""
    try:
        _apply(scheda, celle)
    except CelleNonValide as errore:
        return errore.motivi
    return {}


def _apply(scheda: Scheda, celle: Mapping[str, object]) -> tuple[Foglio, dict[Cella, tuple[str, str]]]:
    """The rows with the values in them, checked and not yet saved; what each cella was and is."""
    foglio = Foglio(scheda, celle)
    scritte = _write(foglio, celle)
    _declare(foglio, scritte)
    _check(foglio, {cella.voce for cella in scritte})
    return foglio, scritte


def _write(foglio: Foglio, celle: Mapping[str, object]) -> dict[Cella, tuple[str, str]]:
    """Set every value; all that is wrong is said at once."""
    scritte: dict[Cella, tuple[str, str]] = {}
    motivi: dict[str, str] = {}
    for indirizzo, valore in celle.items():
        try:
            cella = foglio.canonical(Cella.parse(indirizzo))
            if cella in scritte:
                motivi[indirizzo] = f"È lo stesso valore di {cella}, scritto due volte."
            scritte[cella] = foglio.set(cella, valore)
        except CellaNonValida as errore:
            motivi[indirizzo] = str(errore)
        except ValidationError as errore:
            motivi[indirizzo] = " ".join(errore.messages)
    if motivi:
        raise CelleNonValide(motivi)
    return scritte


def _declare(foglio: Foglio, scritte: dict[Cella, tuple[str, str]]) -> None:
    """Derive the state of each voce written to, where the state itself was not."""
    dichiarate = {cella.voce for cella in scritte if cella.misura == "stato" and cella.chiave == NON_RIPARTITA}
    for codice in sorted({cella.voce for cella in scritte} - dichiarate):
        stato = StatoVoce.VALORIZZATA if any(foglio.rows_of(VOCI[codice])) else StatoVoce.DA_COMPILARE
        attuale = _declared(foglio, codice).stato
        if attuale in (StatoVoce.NESSUNA, StatoVoce.NON_APPLICABILE) and stato is StatoVoce.DA_COMPILARE:
            continue
        cella = Cella(codice, NON_RIPARTITA, "stato")
        scritte[cella] = foglio.set(cella, stato.value)


def _declared(foglio: Foglio, codice: str) -> VoceDichiarata:
    return cast("VoceDichiarata", foglio.row(codice, DICHIARAZIONE, ()))


def _check(foglio: Foglio, codici: set[str]) -> None:
    """What must hold of the rows of a voce together; raises CelleNonValide."""
    motivi = {f"{codice}/{NON_RIPARTITA}/stato": " ".join(_reasons_against(foglio, VOCI[codice])) for codice in codici}
    if any(motivi.values()):
        raise CelleNonValide({cella: motivo for cella, motivo in motivi.items() if motivo})


def _reasons_against(foglio: Foglio, voce: Voce) -> Iterator[str]:
    ambito = foglio.scheda.ente_id is None
    if not is_asked(voce, ambito=ambito):
        yield f"La voce «{voce.nome}» non è di questa scheda."
    righe = list(foglio.rows_of(voce))
    yield from _state_against(_declared(foglio, voce.codice), voce, valori=bool(righe))
    if len({getattr(riga, "ubicazione_id", None) is None for riga in righe}) > 1:
        yield f"La voce «{voce.nome}» è ripartita per comune oppure no: non in parte."
    if any(_is_backwards(riga) for riga in righe):
        yield f"Nella voce «{voce.nome}» una data di fine precede l’inizio, o una proroga non va oltre il termine."
    yield from _orphans(foglio, voce)
    yield from _both_whole_and_parts(foglio, voce)


def _state_against(dichiarata: VoceDichiarata, voce: Voce, *, valori: bool) -> Iterator[str]:
    """A voce is «valorizzata» exactly when it has values; only then a total can be declared."""
    valorizzata = dichiarata.stato == StatoVoce.VALORIZZATA
    if valori and not valorizzata:
        stato = dichiarata.get_stato_display()
        yield f"La voce «{voce.nome}» ha dei valori: vanno tolti prima di dichiararla «{stato}»."
    if valorizzata and not valori:
        yield f"La voce «{voce.nome}» non ha valori: se non c’è nulla da dichiarare è «nessuna»."
    if dichiarata.stato == StatoVoce.NON_APPLICABILE and not dichiarata.causa:
        yield f"La voce «{voce.nome}» è non applicabile: va scritta la causa."
    if dichiarata.totale_dichiarato is not None and not valorizzata:
        yield f"La voce «{voce.nome}» non ha valori: non può avere un totale dichiarato."


def _is_backwards(riga: RigaScheda) -> bool:
    """Its end comes before its beginning, or its extension does not go beyond its end."""
    dal, al, prorogato_al = (getattr(riga, campo, None) for campo in ("dal", "al", "prorogato_al"))
    return bool((dal and al and al < dal) or (al and prorogato_al and prorogato_al <= al))


def _orphans(foglio: Foglio, voce: Voce) -> Iterator[str]:
    """A cap or a result needs its measure."""
    rami = {tabella.modello for tabella in voce.tabelle if tabella.ramo}
    righe = list(foglio.rows_of(voce))
    capi = {getattr(riga, "slug", "") for riga in righe if riga._meta.label not in rami}
    for riga in righe:
        if riga._meta.label in rami and getattr(riga, "slug", "") not in capi:
            yield f"«{getattr(riga, 'slug', '')}» non è tra le righe della voce «{voce.nome}»."


def _both_whole_and_parts(foglio: Foglio, voce: Voce) -> Iterator[str]:
    """A composite voce is filled whole or by parts, never both."""
    intera = voce if voce.parti else whole_of(voce.codice)
    if intera is None or _declared(foglio, intera.codice).stato == StatoVoce.DA_COMPILARE:
        return
    if any(_declared(foglio, parte).stato != StatoVoce.DA_COMPILARE for parte in intera.parti):
        nomi = " e ".join(f"«{VOCI[parte].nome}»" for parte in intera.parti)
        yield f"La voce «{intera.nome}» si compila intera oppure per parti ({nomi}), non in tutti e due i modi."


def _provenance(scheda: Scheda, cella: Cella, da: str, a: str, *, by: Attore, origine: Origine) -> Modifica:
    incarico, attore = (None, by.nome) if isinstance(by, AttoreSistema) else (by, str(by.utente))
    return Modifica(
        scheda=scheda,
        cella=str(cella),
        da=da,
        a=a,
        origine=origine.tipo,
        dettaglio=origine.detail_of(str(cella)),
        versione=scheda.versione,
        incarico=incarico,
        attore=attore,
    )
