"""Rassegna: all that the rules find in a survey, on every scheda and on its plan, as the capofila reads it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from msgspec import Struct
from msgspec.structs import replace

from lessico import italiano
from lessico.regola import Gravita, Segnalazione
from patrimonio.models import Ricognizione, Scheda, StatoScheda
from piano.capitoli import render_tokens
from piano.elenchi import AMBITO, called, find_ente
from piano.errori import PianoNonComponibile
from piano.models import Piano
from piano.rilievi import APPROVATO, build_plan_control
from piano.snapshot import build_snapshot
from piano.valori import PianoSnapshot
from raccolta.conduzione.cruscotto import load_schede, name_of, reading_order
from raccolta.controlli import REGOLE
from raccolta.lettura.etichette import load_names, with_titles
from raccolta.lettura.rilievi import Luogo, RilievoDetto, address_of, describe_finding, describe_findings
from raccolta.quadri import VOCI
from raccolta.rilievi import Motivata, RilievoVivo, build_controlli
from raccolta.valori import build_schede

FRASI: Final[Mapping[str, str]] = {regola.codice: regola.frase for regola in REGOLE}
"""Rule on a scheda → what must hold; in reading order."""

_POSTI: Final = {codice: posto for posto, codice in enumerate(FRASI)}

FERMATI: Final[Mapping[str, str]] = {
    "certificazione": "la certificazione",
    "parere": "l’acquisizione del parere",
    "proposta": "la proposta del piano",
    "assemblea": "il voto dell’assemblea",
}
"""Act → what waits for a finding, in words."""

MOLTI: Final = 12
"""Findings under one heading above which one asks to see them."""

SENZA_PIANO: Final = "Quest’anno non ha ancora un piano."


class Soggetto(Struct, frozen=True):
    """Whose a finding is: a scheda by its primary key and the name of who owns it; the plan has none."""

    nome: str = ""
    scheda: int = 0
    certificata: bool = False


class Riscontro(Struct, frozen=True):
    """A finding with whose it is, and what waits for it while it is open."""

    di: Soggetto
    detto: RilievoDetto
    ferma: str = ""

    @property
    def da_compilare(self) -> bool:
        """Nothing is wrong yet: the scheda is not filled in, and that alone stops it, with no rule in the way."""
        return bool(self.di.scheda) and self.detto.aperto and self.detto.peso == Gravita.BLOCCANTE and not self.ferma

    @property
    def peso(self) -> str:
        """What is expected, in words."""
        return "Spiegato" if self.detto.motivazione else "Da compilare" if self.da_compilare else self.detto.gravita

    @property
    def posto(self) -> int:
        """Where it stands among the weights: what is open first."""
        return next(n for n, (_, filtro) in enumerate([*PESI.values()][1:]) if filtro(self))


Filtro = Callable[[Riscontro], bool]

PESI: Final[Mapping[str, tuple[str, Filtro]]] = MappingProxyType(
    {
        "tutti": ("Tutti", lambda _: True),
        "da-correggere": (
            "Da correggere",
            lambda r: r.detto.aperto and r.detto.peso == Gravita.BLOCCANTE and not r.da_compilare,
        ),
        "da-spiegare": ("Da spiegare", lambda r: r.detto.aperto and r.detto.peso == Gravita.DA_MOTIVARE),
        "decaduti": ("Con una motivazione che non vale più", lambda r: r.detto.decaduta is not None),
        "da-compilare": ("Da compilare", lambda r: r.da_compilare),
        "spiegati": ("Spiegati", lambda r: r.detto.motivazione is not None),
        "da-sapere": ("Da sapere", lambda r: r.detto.peso == Gravita.INFORMATIVA),
        "da-rileggere": ("Da rileggere", lambda r: r.detto.peso == Gravita.STILE),
    }
)
"""Word in the address → name and findings; what weighs more first."""


class Gruppo(Struct, frozen=True):
    """Findings under one heading: of a rule, or of a scheda."""

    titolo: str
    riscontri: tuple[Riscontro, ...]
    scheda: int = 0

    @property
    def per_regola(self) -> bool:
        """Each finding has to say whose it is."""
        return not self.scheda

    @property
    def molti(self) -> bool:
        """They would fill the page: they are shown on demand."""
        return len(self.riscontri) > MOLTI


class Superata(Struct, frozen=True):
    """A reason that no finding needs any longer, and whose it was."""

    di: str
    motivata: Motivata


class Rassegna(Struct, frozen=True):
    """``schede``: how many there are in the survey. ``chiuso``: why no reason can be written on the plan, if so."""

    schede: int
    degli_enti: tuple[Riscontro, ...]
    del_piano: tuple[Riscontro, ...]
    superate: tuple[Superata, ...] = ()
    chiuso: str = ""

    @property
    def tutti(self) -> tuple[Riscontro, ...]:
        """Those of the plan and those of the schede."""
        return (*self.del_piano, *self.degli_enti)

    @property
    def frase(self) -> str:
        """How many schede have something to settle, how many are not filled in, and the plan."""
        aperti = count_open(self.degli_enti)
        quante = len({r.di.scheda for r in self.degli_enti if r.detto.aperto and not r.da_compilare})
        frasi = [_all_clear(self.schede)]
        if quante:
            chi = f"{_schede(quante)} su {italiano.numero(self.schede)}"
            frasi = [f"{chi} {'ha' if quante == 1 else 'hanno'} controlli aperti: {aperti}."]
        if vuote := len({r.di.scheda for r in self.degli_enti if r.da_compilare}):
            frasi.append(f"{'Resta' if vuote == 1 else 'Restano'} da compilare {_schede(vuote)}.")
        if piano := count_open(self.del_piano):
            frasi.append(f"Sul piano: {piano}.")
        return " ".join(frasi)

    @property
    def da_sollecitare(self) -> bool:
        """Some ente can still settle something by itself: its scheda is open to be certified."""
        return any(r.detto.aperto and not r.di.certificata for r in self.degli_enti)

    def only(self, peso: str) -> "Rassegna":
        """The findings of one of ``PESI``."""
        filtro = PESI[peso][1]
        enti = tuple(riscontro for riscontro in self.degli_enti if filtro(riscontro))
        return replace(self, degli_enti=enti, del_piano=tuple(r for r in self.del_piano if filtro(r)))

    def by_rule(self) -> tuple[Gruppo, ...]:
        """The findings on the schede under what must hold: what weighs more first, then in reading order."""
        codici = {riscontro.detto.codice for riscontro in self.degli_enti}
        gruppi = {c: _sorted(r for r in self.degli_enti if r.detto.codice == c) for c in codici}
        ordinati = sorted(gruppi, key=lambda codice: (gruppi[codice][0].posto, _POSTI[codice]))
        return tuple(Gruppo(FRASI[codice], gruppi[codice]) for codice in ordinati)

    def by_owner(self) -> tuple[Gruppo, ...]:
        """The findings on the schede under whose they are, in the order of the board."""
        di_chi = dict.fromkeys(riscontro.di for riscontro in self.degli_enti)
        return tuple(
            Gruppo(di.nome, _sorted(r for r in self.degli_enti if r.di == di), scheda=di.scheda) for di in di_chi
        )


def _schede(quante: int) -> str:
    return italiano.conta(quante, "scheda", "schede")


def _all_clear(schede: int) -> str:
    return "Sulle schede non c’è nulla da correggere né da spiegare." if schede else "Non ci sono ancora schede."


def _sorted(riscontri: Iterable[Riscontro]) -> tuple[Riscontro, ...]:
    return tuple(sorted(riscontri, key=lambda riscontro: riscontro.posto))


def count_open(riscontri: Iterable[Riscontro]) -> str:
    """«2 da correggere e 1 da spiegare»; nothing where nothing is open."""
    pesi = [r.detto.peso for r in riscontri if r.detto.aperto and not r.da_compilare]
    quanti = ((pesi.count(Gravita.BLOCCANTE), "da correggere"), (pesi.count(Gravita.DA_MOTIVARE), "da spiegare"))
    return italiano.elenco([f"{italiano.numero(n)} {parola}" for n, parola in quanti if n])


def find_plan(ricognizione: Ricognizione) -> Piano | None:
    """The plan of a survey; None where there is none yet."""
    try:
        return ricognizione.piano
    except ObjectDoesNotExist:
        return None


def build_rassegna(ricognizione: Ricognizione) -> Rassegna:
    """The rules run now on all the schede, certified or not, and on the plan; as many queries for 3 enti as for 30."""
    schede = sorted(load_schede(ricognizione), key=lambda s: reading_order(name_of(s), d_ambito=s.ente_id is None))
    valori = build_schede(schede)
    controlli = build_controlli(schede, valori)
    ambito = next((valori[scheda.pk] for scheda in schede if scheda.ente_id is None), None)
    nomi = load_names({c for controllo in controlli.values() for r in controllo.rilievi for c in r.segnalazione.celle})
    soggetti = {s.pk: Soggetto(name_of(s), s.pk, s.stato == StatoScheda.CERTIFICATA) for s in schede}
    degli_enti = (
        Riscontro(soggetti[pk], detto, _stopped(rilievo))
        for pk, controllo in controlli.items()
        for rilievo, detto in zip(
            controllo.rilievi,
            describe_findings(pk, controllo.rilievi, with_titles(nomi, ambito, valori[pk])),
            strict=True,
        )
    )
    superate = tuple(Superata(soggetti[pk].nome, m) for pk, altro in controlli.items() for m in altro.decadute)
    return _with_plan(Rassegna(len(schede), tuple(degli_enti), (), superate), ricognizione, schede)


def _with_plan(rassegna: Rassegna, ricognizione: Ricognizione, schede: Collection[Scheda]) -> Rassegna:
    """What is found on the plan as it is now is added to what is found on the schede."""
    piano = find_plan(ricognizione)
    if piano is None:
        return replace(rassegna, chiuso=SENZA_PIANO)
    snapshot = build_snapshot(piano)
    controllo = build_plan_control(ricognizione, snapshot)
    pagine = _Pagine(
        snapshot,
        (ricognizione.ambito.slug, ricognizione.anno),
        {scheda.ente_id or AMBITO: scheda.pk for scheda in schede},
    )
    trovati = (
        Riscontro(Soggetto(), describe_finding(r, tuple(pagine.find(r.segnalazione))), _stopped(r))
        for r in controllo.rilievi
    )
    superate = (Superata("Piano", motivata) for motivata in controllo.decadute)
    return replace(
        rassegna,
        del_piano=_sorted(trovati),
        superate=(*rassegna.superate, *superate),
        chiuso="" if snapshot.bozza else APPROVATO,
    )


def _stopped(rilievo: RilievoVivo) -> str:
    fermati = [FERMATI.get(atto, atto) for atto in rilievo.segnalazione.atti]
    return italiano.elenco(fermati) if rilievo.aperto else ""


_SCRITTI: Final[Mapping[str, str]] = {"capitoli": "piano:componi_testo", "schema": "piano:schema_riga"}
"""The first part of an address of the plan → the page where it is written."""


class _Pagine(Struct, frozen=True):
    """Where what a rule looked at in the plan is written: a text, a heading, a scheda. The rest has no page yet."""

    snapshot: PianoSnapshot
    piano: tuple[str, int]
    schede: Mapping[str, int]

    def find(self, segnalazione: Segnalazione) -> Iterator[Luogo]:
        """The celle that have a page, each once."""
        return iter(dict.fromkeys(luogo for cella in segnalazione.celle for luogo in self._place(cella)))

    def _place(self, indirizzo: str) -> Iterator[Luogo]:
        """One or none: of «capitoli/contesto/testo», «fonti/chiari/certificazione», «chiari/misura/sostegno/al»."""
        che, chiave, _ = f"{indirizzo}//".split("/", maxsplit=2)
        if che in _SCRITTI:
            yield Luogo(f"capitolo «{self._title_of(chiave)}»", reverse(_SCRITTI[che], args=[*self.piano, chiave]))
        elif che == "fonti" and chiave in self.schede:
            yield Luogo(self._name_of(chiave), reverse("raccolta:scheda_detail", args=[self.schede[chiave]]))
        elif che in self.schede and chiave in VOCI:
            cella = indirizzo.split("/", maxsplit=1)[1]
            yield Luogo(f"{self._name_of(che)}: {VOCI[chiave].nome}", address_of(self.schede[che], cella))

    def _title_of(self, codice: str) -> str:
        riga = next((riga for riga in self.snapshot.contenuti.schema if riga.codice == codice), None)
        if riga is None:
            return codice.replace("-", " ")
        try:
            titolo = render_tokens(riga.titolo, self.snapshot, codice=codice)
        except PianoNonComponibile:
            titolo = riga.titolo
        return f"{riga.lettera} {titolo}".strip()

    def _name_of(self, ente: str) -> str:
        return "scheda d’ambito" if ente == AMBITO else called(find_ente(self.snapshot, ente))
