"""The database verified row by row: every version, the registro, the certifications, the files, the values of today."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from django.apps import apps
from django.db.models import Q, QuerySet

from enti.models import Allegato, Evento
from lessico.congelamento import ContenutoIllegibile, thaw
from patrimonio.models import Scheda, StatoScheda
from piano.models import IN_BOZZA, AttoDiVersione, Piano, Versione
from piano.snapshot import build_snapshot
from piano.valori import PianoSnapshot
from piano.verifica.copertura import COPERTURA, tell_covered
from piano.verifica.guasti import (
    CertificazioneLetta,
    EventoLetto,
    Guasto,
    VersioneLetta,
    check_certification,
    check_chain,
    check_file,
    check_plan,
    check_version,
)
from raccolta.celle import differences, values_of
from raccolta.certificazione import find_last, read_content
from raccolta.foglio import as_text
from raccolta.models import Certificazione, Modifica
from raccolta.valori import SchedaCongelata, build_schede

_EVENTO: Final = tuple(campo for campo in EventoLetto.__struct_fields__ if campo not in ("chiave", "precedente"))
GRUPPO: Final = 50
"""How many schede are frozen together."""


def verify_all(ambito: str = "", anno: int = 0) -> Iterator[Guasto]:
    """All that is wrong in the database, or in what hangs from one plan; it reads one row at a time."""
    piano = {"piano__ricognizione__ambito__slug": ambito, "piano__ricognizione__anno": anno} if ambito else {}
    scheda = {"scheda__ricognizione__ambito__slug": ambito, "scheda__ricognizione__anno": anno} if ambito else {}
    ricognizione = {chiave.removeprefix("scheda__"): valore for chiave, valore in scheda.items()}
    catena = {"catena": f"ricognizione/{ambito}/{anno}"} if ambito else {}
    yield from verify_chains(Evento.objects.filter(**catena))
    yield from verify_versions(Versione.objects.for_system().filter(**piano))
    yield from verify_certifications(Certificazione.objects.for_system().filter(**scheda))
    yield from verify_schede(Scheda.objects.for_system().filter(**ricognizione))
    yield from verify_plans(Piano.objects.for_system().filter(**ricognizione))
    yield from verify_files(Allegato.objects.for_system() if not ambito else _files_of(ambito))


def _files_of(ambito: str) -> QuerySet[Allegato]:
    return Allegato.objects.for_system().filter(ambito__slug=ambito)


def count_all() -> Mapping[str, int]:
    """How many rows there are to look at: what a verification says it has looked at."""
    return {
        "righe del registro": Evento.objects.count(),
        "versioni": Versione.objects.for_system().count(),
        "certificazioni": Certificazione.objects.for_system().count(),
        "schede": Scheda.objects.for_system().count(),
        "allegati": Allegato.objects.for_system().count(),
    }


def tell_coverage() -> Iterator[str]:
    """Which rows of the database something covers, and which nothing does."""
    modelli = {etichetta: apps.get_model(etichetta) for etichetta in COPERTURA}
    quante = {etichetta: modello._base_manager.count() for etichetta, modello in modelli.items()}
    nomi = {etichetta: str(modello._meta.verbose_name_plural) for etichetta, modello in modelli.items()}
    return tell_covered(quante, nomi)


def read_event(evento: Evento) -> EventoLetto:
    """A row of the registro as a value."""
    campi: dict[str, Any] = {campo: getattr(evento, campo) for campo in _EVENTO}
    return EventoLetto(chiave=evento.pk, precedente=evento.precedente_id, **campi)


def verify_chains(eventi: QuerySet[Evento]) -> Iterator[Guasto]:
    """Every chain, from its beginning."""
    letti = (read_event(evento) for evento in eventi.order_by("catena", "pk").iterator())
    for _, catena in groupby(letti, key=lambda evento: evento.catena):
        yield from check_chain(catena)


def verify_versions(versioni: QuerySet[Versione]) -> Iterator[Guasto]:
    """Every version, one at a time: its three files may be large."""
    intorno = ("piano__ricognizione__ambito", "evento", "pubblicazione")
    for versione in versioni.select_related(*intorno).order_by("pk").iterator(chunk_size=1):
        yield from check_version(_read_version(versione))


def _read_version(v: Versione) -> VersioneLetta:
    ricognizione = v.piano.ricognizione
    prima = Versione.objects.for_system().filter(pk=v.precedente_id or 0)
    posti = ("piano__ricognizione__ambito__slug", "piano__ricognizione__anno", "numero", "impronta")
    pubblicazione = getattr(v, "pubblicazione", None)
    return VersioneLetta(
        nome=str(v),
        ambito=ricognizione.ambito.slug,
        anno=ricognizione.anno,
        contenuto=bytes(v.contenuto),
        html=bytes(v.html),
        pdf=bytes(v.pdf),
        precedente=prima.values_list(*posti).first(),
        evento=read_event(v.evento) if v.evento else None,
        pubblicata=(pubblicazione.quando, pubblicazione.chi) if pubblicazione else None,
        **{campo: getattr(v, campo) for campo in ("numero", "atto", "quando", "chi")},
        **{f: getattr(v, f) for f in ("impronta_contenuti", "impronta", "impronta_html", "impronta_pdf")},
    )


def verify_certifications(certificazioni: QuerySet[Certificazione]) -> Iterator[Guasto]:
    """Every certification, with what the registro says of it."""
    for c in certificazioni.select_related("scheda__ricognizione__ambito").order_by("pk").iterator(chunk_size=50):
        chiavi = {"catena": c.scheda.ricognizione.catena, "atto": "certificazione", "oggetto": str(c.scheda)[:400]}
        sua = Q(impronta=c.impronta) | Q(quando=c.quando, chi=c.nome)
        letta = CertificazioneLetta(
            nome_riga=f"{c.scheda}, certificazione {c.numero}",
            ente=c.scheda.ente_id or "",
            contenuto=bytes(c.contenuto),
            eventi=tuple(read_event(evento) for evento in Evento.objects.filter(sua, **chiavi)),
            **{f: getattr(c, f) for f in ("numero", "impronta", "testo_versione", "nome", "ruolo", "quando")},
        )
        yield from check_certification(letta)


def verify_plans(piani: QuerySet[Piano]) -> Iterator[Guasto]:
    """Of the plans that are proposed: texts, opinions, approvals are those of the last stored version."""
    for piano in piani.exclude(stato__in=IN_BOZZA).select_related("ricognizione__ambito").order_by("pk").iterator():
        righe = Versione.objects.for_system().filter(piano=piano).order_by("-numero").only("contenuto", "atto")
        if ultima := righe.first():
            try:
                conservata = thaw(bytes(ultima.contenuto), PianoSnapshot)
            except ContenutoIllegibile:
                continue  # the version itself has already been told
            yield from check_plan(str(piano), conservata, build_snapshot(piano), sentito=ultima.atto in DOPO_IL_PARERE)


DOPO_IL_PARERE: Final = tuple(atto for atto in AttoDiVersione if atto is not AttoDiVersione.PROPOSTA)
"""The steps after which an opinion is no longer corrected."""


def verify_files(allegati: QuerySet[Allegato]) -> Iterator[Guasto]:
    """Every attached file."""
    for allegato in allegati.order_by("pk").iterator(chunk_size=1):
        riga = f"allegato «{allegato.nome}»"
        yield from check_file(riga, bytes(allegato.contenuto), allegato.impronta, allegato.dimensione)


def verify_schede(schede: QuerySet[Scheda]) -> Iterator[Guasto]:
    """The values of today: those of a certified scheda are the certified ones, and each has come in by a change."""
    gruppo: list[Scheda] = []
    for scheda in schede.select_related("ricognizione__ambito", "ente").order_by("pk").iterator(chunk_size=GRUPPO):
        gruppo.append(scheda)
        if len(gruppo) == GRUPPO:
            yield from _verify_group(gruppo)
            gruppo = []
    yield from _verify_group(gruppo)


def _verify_group(schede: list[Scheda]) -> Iterator[Guasto]:
    vive = build_schede(schede) if schede else {}
    for scheda in schede:
        yield from _verify_history(scheda, vive[scheda.pk])
        ultima = find_last(scheda) if scheda.stato == StatoScheda.CERTIFICATA else None
        if ultima:
            for cella in differences(read_content(ultima), vive[scheda.pk]):
                yield Guasto("scheda certificata", str(scheda), cella, "il valore non è quello che fu certificato.")


def _verify_history(scheda: Scheda, viva: SchedaCongelata) -> Iterator[Guasto]:
    """The changes, one after the other, lead from nothing to the values of today."""
    valori: dict[str, str] = {}
    modifiche = Modifica.objects.for_system().filter(scheda=scheda).order_by("pk")
    for cella, da, a in modifiche.values_list("cella", "da", "a").iterator():
        if _plain(da) != _plain(era := valori.get(cella, "")):
            yield Guasto("raccolta_modifica", str(scheda), cella, f"parte da «{da}», ma il valore era «{era}».")
        valori[cella] = a
    oggi = {cella: as_text(valore) for cella, valore in values_of(viva).items()}
    for cella in sorted(valori.keys() | oggi.keys()):
        if _plain(valori.get(cella, "")) != _plain(oggi.get(cella, "")):
            yield Guasto("valori della scheda", str(scheda), cella, "il valore non è quello dell’ultima modifica.")


def _plain(testo: str) -> str:
    """«da compilare» is no value."""
    return "" if testo == "da_compilare" else testo
