"""Sfondo: what a page knows before anything is typed on it, read in a number of queries that does not change."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from django.db.models import Q, QuerySet
from msgspec import Struct
from msgspec.structs import asdict

from assegnazioni.models import Avviso
from enti.domande import Domanda
from enti.models import Comune, Ente
from enti.territorio import comuni_of
from lessico.cella import NON_RIPARTITA
from lessico.origine import TipoOrigine
from lessico.regime import Regime
from lessico.voce import Voce
from patrimonio.models import Scheda
from raccolta.celle import values_of
from raccolta.models import Bozza, Certificazione, Modifica
from raccolta.moduli.righe import Nomi, Riga, RigaNonValida, read_riga, rows_in
from raccolta.quadri import QUADRI, Quadro, is_asked
from raccolta.regime import load_regime
from raccolta.situazione import Situazione
from raccolta.valori import SchedaCongelata, build_schede, thaw_scheda

NOTE: Final = "note"


class Anno(Struct, frozen=True):
    """What was certified in the year before; ``scheda`` is None when nothing was."""

    anno: int
    scheda: SchedaCongelata | None
    valori: Mapping[str, object]


class Letto(Struct, frozen=True, kw_only=True):
    """What was read for a page, as one value: two that are equal make the same page. ``quadro``: its code."""

    scheda: int
    territorio: str
    d_ambito: bool
    quadro: str
    viva: SchedaCongelata
    anno: int
    prima: SchedaCongelata | None
    regime: Regime
    nomi: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    comuni: tuple[tuple[str, str], ...]
    campi: tuple[tuple[str, str], ...]
    ufficio: frozenset[str]
    da_confermare: frozenset[str]
    mancanti: frozenset[str]


class Fondale(Struct, frozen=True, kw_only=True):
    """What a page is drawn on: values only. ``valori``: what is kept now, by address; ``righe``: those with values.

    ``campi``: what waits to be corrected: field → text, as it was typed; ``comuni``: of the ambito; ``territorio``: the
    comune that an ente is, ``-`` for who has none.
    """

    chiave: int
    territorio: str
    quadro: Quadro
    voci: tuple[Voce, ...]
    valori: Mapping[str, object]
    righe: tuple[Riga, ...]
    passato: Anno
    passate: tuple[Riga, ...]
    campi: Mapping[str, str]
    regime: Regime
    nomi: Nomi
    comuni: Mapping[str, str]
    ufficio: frozenset[str]
    da_confermare: frozenset[str]
    mancanti: frozenset[str]

    @property
    def solo_note(self) -> bool:
        """Whether the page asks for notes only."""
        return self.quadro.codice == NOTE


class Sfondo(Fondale, frozen=True, kw_only=True):
    """A page that can also be written: whose it is, what waits there, and what was read for it."""

    scheda: Scheda
    bozza: Bozza | None
    letto: Letto


def asked_voci(quadro: Quadro, *, ambito: bool) -> tuple[Voce, ...]:
    """The voci that a page of the scheda asks for; the page of the notes has a note for each of them.

    One that is facoltativa has a page of its own.
    """
    quadri = QUADRI if quadro.codice == NOTE else (quadro,)
    return tuple(v for q in quadri for v in q.voci if is_asked(v, ambito=ambito) and not v.facoltativa)


def _certified(ambito: int, anno: int, ente: str | None) -> QuerySet[Certificazione, Any]:
    certificate = Certificazione.objects.for_system().filter(
        scheda__ricognizione__ambito=ambito, scheda__ricognizione__anno=anno, scheda__ente=ente
    )
    return certificate.order_by("-numero").values_list("contenuto")[:1]


def _managers(ambito: int, gestori: Collection[str]) -> QuerySet[Ente, tuple[str, str, str]]:
    """Who may manage dwellings: the enti of the ambito, the ALER, who does already. One with «or» reads all Italy."""
    colonne = ("slug", "tipo", "nome")
    dell_ambito = Ente.objects.filter(adesioni__ambito=ambito).values_list(*colonne)
    altri = Ente.objects.filter(Q(tipo__in=("aler", "operatore")) | Q(pk__in=gestori)).values_list(*colonne)
    return dell_ambito.union(altri)


_BOZZE: Final = Domanda(lambda scheda, quadro: Bozza.objects.for_system().filter(scheda=scheda, quadro=quadro))
_CERTIFICATE: Final = Domanda(_certified)
_ENTI: Final = Domanda(_managers)
_COMUNI: Final = Domanda(lambda codici: Comune.objects.filter(pk__in=codici).values_list("istat", "nome"))
_AVVISI: Final = Domanda(
    lambda ricognizione: (
        Avviso.objects.for_system().filter(scheda__ricognizione=ricognizione, scheda__ente=None).values_list("slug")
    )
)
_MODIFICHE: Final = Domanda(
    lambda scheda: Modifica.objects.for_system().filter(scheda=scheda).order_by("pk").values_list("cella", "origine")
)


def load_sfondo(scheda: Scheda, quadro: Quadro, situazione: Situazione, chiavi: Collection[str] = ()) -> Sfondo:
    """Wants ``ente`` and ``ricognizione__ambito`` loaded. ``chiavi``: names of other rows that may be on the page."""
    bozza = next(iter(_BOZZE.ask(scheda.pk, quadro.codice)), None)
    letto = _read_all(scheda, quadro, situazione, chiavi, tuple(bozza.campi.items()) if bozza else ())
    return Sfondo(**asdict(build_fondale(letto)), scheda=scheda, bozza=bozza, letto=letto)


def _read_all(
    scheda: Scheda, quadro: Quadro, situazione: Situazione, chiavi: Collection[str], campi: tuple[tuple[str, str], ...]
) -> Letto:
    """What the rules have looked at is not read again."""
    controllo, d_ambito, ambito = situazione.controllo, scheda.ente_id is None, scheda.ricognizione.ambito_id
    viva = controllo.viva or build_schede([scheda])[scheda.pk]
    prima = controllo.precedente if controllo.viva else load_year_before(scheda).scheda
    regime, comuni = controllo.regime or load_regime(scheda.ricognizione), comuni_of([ambito]).get(ambito, {})
    righe = [riga for anno in (viva, prima) if anno for riga in _rows(anno, quadro.codice, d_ambito)]
    nomi = _names(scheda, [*righe, *_read([*chiavi, *dict(campi)])], comuni, regime)
    return Letto(
        scheda=scheda.pk,
        territorio=(scheda.ente.comune_id if scheda.ente else None) or NON_RIPARTITA,
        d_ambito=d_ambito,
        quadro=quadro.codice,
        viva=viva,
        anno=scheda.ricognizione.anno - 1,
        prima=prima,
        regime=regime,
        nomi=tuple((campo, tuple(suoi.items())) for campo, suoi in nomi.items()),
        comuni=tuple(comuni.items()),
        campi=campi,
        ufficio=_by_capofila(scheda),
        da_confermare=frozenset(situazione.da_confermare),
        mancanti=frozenset(situazione.mancanti),
    )


def build_fondale(letto: Letto) -> Fondale:
    """From what was read and nothing else."""
    quadro = next(q for q in QUADRI if q.codice == letto.quadro)
    prima = letto.prima
    return Fondale(
        chiave=letto.scheda,
        territorio=letto.territorio,
        quadro=quadro,
        voci=asked_voci(quadro, ambito=letto.d_ambito),
        valori=values_of(letto.viva),
        righe=_rows(letto.viva, letto.quadro, letto.d_ambito),
        passato=Anno(letto.anno, prima, values_of(prima) if prima else {}),
        passate=_rows(prima, letto.quadro, letto.d_ambito) if prima else (),
        regime=letto.regime,
        nomi={campo: dict(suoi) for campo, suoi in letto.nomi},
        comuni=dict(letto.comuni),
        campi=dict(letto.campi),
        ufficio=letto.ufficio,
        da_confermare=letto.da_confermare,
        mancanti=letto.mancanti,
    )


@lru_cache(maxsize=256)
def _rows(scheda: SchedaCongelata, quadro: str, d_ambito: bool) -> tuple[Riga, ...]:  # noqa: FBT001 - part of a key
    """The rows of a page that have values; the page of the notes has none."""
    if quadro == NOTE:
        return ()
    return tuple(rows_in(scheda, asked_voci(next(q for q in QUADRI if q.codice == quadro), ambito=d_ambito)))


def load_year_before(scheda: Scheda) -> Anno:
    """What the same ente (or the ambito) certified last for the year before; one query."""
    anno = scheda.ricognizione.anno - 1
    certificate = _CERTIFICATE.ask(scheda.ricognizione.ambito_id, anno, scheda.ente_id)
    prima = thaw_scheda(bytes(certificate[0][0])) if certificate else None
    return Anno(anno, prima, values_of(prima) if prima else {})


def _read(nomi: Collection[str]) -> list[Riga]:
    """The rows of names and addresses that are right; the others are refused where they matter."""
    righe = []
    for nome in nomi:
        try:
            righe.append(read_riga("/".join(nome.split("/")[:2])))
        except RigaNonValida:
            continue
    return righe


def _names(scheda: Scheda, righe: Collection[Riga], comuni: Mapping[str, str], regime: Regime) -> Nomi:
    """What the parts of the keys are called: three queries."""
    codici = {riga.part("ubicazione_id") for riga in righe} - {NON_RIPARTITA, *comuni}
    gestori = {riga.part("gestore_id") for riga in righe}
    enti = tuple(_ENTI.ask(scheda.ricognizione.ambito_id, gestori))
    return {
        "ubicazione_id": {**comuni, **dict(_COMUNI.ask(codici))},
        "gestore_id": dict(_call_all(enti)),
        "categoria": {categoria.codice: categoria.nome for categoria in regime.categorie},
        "avviso": dict.fromkeys(sorted(slug for (slug,) in _AVVISI.ask(scheda.ricognizione_id)), ""),
    }


@lru_cache(maxsize=64)
def _call_all(enti: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Slug → name, by name: the same for all the schede of an ambito."""
    nomi = [(slug, str(Ente(tipo=tipo, nome=nome))) for slug, tipo, nome in enti]
    return tuple(sorted(nomi, key=itemgetter(1, 0)))


def learn_comune(sfondo: Sfondo, riga: Riga) -> None:
    """The name of the comune of a row that has just been added."""
    istat, comuni = riga.part("ubicazione_id"), sfondo.nomi["ubicazione_id"]
    if istat not in (NON_RIPARTITA, *comuni):
        comuni.update(Comune.objects.filter(pk=istat).values_list("istat", "nome"))


def _by_capofila(scheda: Scheda) -> frozenset[str]:
    """The celle whose last value was written d'ufficio."""
    ultime = dict(_MODIFICHE.ask(scheda.pk))
    return frozenset(cella for cella, origine in ultime.items() if origine == TipoOrigine.UFFICIO)
