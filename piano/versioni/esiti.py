"""What the rules say of two plans: the findings that are new, that are gone, that read otherwise."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from lessico.regola import Segnalazione
from piano.controlli import REGOLE as DEL_PIANO
from piano.elenchi import AMBITO, called, find_ente
from piano.rilievi import find_plan_findings
from piano.valori import MotivazioneCongelata, PianoSnapshot
from piano.versioni.valori import EsitoCambiato, Genere
from raccolta.controlli import REGOLE as DELLE_SCHEDE
from raccolta.controlli.scheda import EnteInEsame, SchedaInEsame
from raccolta.lettura.rilievi import GRAVITA
from raccolta.regime import Codice
from raccolta.rilievi import find_findings
from raccolta.valori import SchedaCongelata

FRASI: Final[Mapping[str, str]] = {
    **{regola.codice: regola.frase for regola in DEL_PIANO},
    **{regola.codice: regola.frase for regola in DELLE_SCHEDE},
}
"""Rule → what must hold."""

IL_PIANO: Final = "Piano"


class Sfondo(Struct, frozen=True):
    """What the rules look at and a plan does not hold: year → ente → scheda certified; numbers nobody has verified."""

    certificate: Mapping[int, Mapping[str, SchedaCongelata]] = {}
    da_verificare: frozenset[str] = frozenset()


class Esito(Struct, frozen=True):
    """A finding of a plan: whose, what, and the reason that excuses it. ``ente`` is empty for the plan itself."""

    ente: str
    di: str
    segnalazione: Segnalazione
    motivazione: MotivazioneCongelata | None = None

    @property
    def peso(self) -> str:
        """What is expected, in words."""
        return "Spiegato" if self.motivazione else GRAVITA[self.segnalazione.gravita]

    @property
    def testo(self) -> str:
        """The weight, what was found, the reason if there is one."""
        spiegato = f" Motivazione: «{self.motivazione.testo}»" if self.motivazione else ""
        return f"{self.peso}. {self.segnalazione.perche}{spiegato}"


def rules_in_force(piano: PianoSnapshot) -> frozenset[str]:
    """The rules that apply to a plan, by its year and its law."""
    anno, regime = piano.contenuti.testata.anno, piano.contenuti.regime
    del_piano = {regola.codice for regola in DEL_PIANO if regola.applies(anno, regime)}
    return frozenset(del_piano | {regola.codice for regola in DELLE_SCHEDE if regola.applies(anno, regime)})


def find_outcomes(piano: PianoSnapshot, sfondo: Sfondo | None = None) -> tuple[Esito, ...]:
    """Every finding on a plan and on its schede, with its reason: the plan first, then the enti in their order."""
    sfondo = sfondo or Sfondo()
    return (*_of_plan(piano, sfondo), *_of_those(_subjects(piano, sfondo), frozenset(), piano, sfondo))


def compare_outcomes(
    prima: PianoSnapshot, dopo: PianoSnapshot, sfondo: Sfondo | None = None
) -> tuple[EsitoCambiato, ...]:
    """The findings that are not the same. Schede that are equal, under equal law, are not examined again."""
    sfondo = sfondo or Sfondo()
    vecchi, nuovi = (_subjects(piano, sfondo) for piano in (prima, dopo))
    fermi = {ente for ente in vecchi if ente in nuovi and _same(vecchi[ente], nuovi[ente], prima, dopo)}
    era = [*_of_plan(prima, sfondo), *_of_those(vecchi, fermi, prima, sfondo)]
    ora = [*_of_plan(dopo, sfondo), *_of_those(nuovi, fermi, dopo, sfondo)]
    return tuple(_differences(era, ora))


def _same(era: SchedaInEsame, ora: SchedaInEsame, prima: PianoSnapshot, dopo: PianoSnapshot) -> bool:
    """Nothing that a rule looks at is another, nor any reason."""
    ente = era.scheda.ente
    return (
        prima.contenuti.regime == dopo.contenuti.regime
        and (era.anno, era.scheda, era.ente, era.precedente) == (ora.anno, ora.scheda, ora.ente, ora.precedente)
        and _reasons(ente, prima) == _reasons(ente, dopo)
    )


def _reasons(ente: str, piano: PianoSnapshot) -> tuple[MotivazioneCongelata, ...]:
    return tuple(m for m in piano.contenuti.motivazioni if m.ente == ente)


def _subjects(piano: PianoSnapshot, sfondo: Sfondo) -> Mapping[str, SchedaInEsame]:
    """The schede as the rules look at them, by ente; the one of the ambito first."""
    testata = piano.contenuti.testata
    passate = sfondo.certificate.get(testata.anno - 1, {})
    luoghi = tuple((comune.istat, comune.nome) for comune in testata.comuni)
    enti = {e.slug: EnteInEsame(e.slug, e.tipo, called(e), tuple(sorted(e.comuni))) for e in testata.enti}
    tutte = (piano.contenuti.scheda_ambito, *piano.contenuti.schede)
    return {
        s.ente: SchedaInEsame(
            anno=testata.anno, scheda=s, ente=enti.get(s.ente), precedente=passate.get(s.ente), luoghi=luoghi
        )
        for s in tutte
        if s
    }


def _of_plan(piano: PianoSnapshot, sfondo: Sfondo) -> Iterator[Esito]:
    motivate = {(m.regola, m.celle): m for m in piano.busta.motivazioni}
    for s in find_plan_findings(piano, sfondo.da_verificare):
        yield Esito("", IL_PIANO, s, motivate.get((s.regola, s.celle)) if s.si_motiva else None)


def _of_those(
    esami: Mapping[str, SchedaInEsame], tranne: Collection[str], piano: PianoSnapshot, sfondo: Sfondo
) -> Iterator[Esito]:
    """The findings on the schede, but for those of some enti."""
    codice = Codice(0, piano.contenuti.testata.anno, piano.contenuti.regime, sfondo.da_verificare)
    for ente, esame in esami.items():
        if ente in tranne:
            continue
        motivate = {(m.regola, m.celle): m for m in _reasons(ente, piano)}
        nome = called(find_ente(piano, ente)) if ente else "Scheda d’ambito"
        for s in find_findings(esame, codice):
            yield Esito(ente or AMBITO, nome, s, motivate.get((s.regola, s.celle)) if s.si_motiva else None)


_Chiave = tuple[str, str, tuple[str, ...]]


def _differences(era: Iterable[Esito], ora: Iterable[Esito]) -> Iterator[EsitoCambiato]:
    vecchi, nuovi = _by_key(era), _by_key(ora)
    for chiave in dict.fromkeys((*nuovi, *vecchi)):
        prima, dopo = vecchi.get(chiave, ()), nuovi.get(chiave, ())
        testi = tuple(" ".join(e.testo for e in esiti) for esiti in (prima, dopo))
        if testi[0] != testi[1]:
            genere = Genere.CAMBIATO if prima and dopo else Genere.NUOVO if dopo else Genere.TOLTO
            di = (dopo or prima)[0].di
            yield EsitoCambiato(chiave[1], FRASI[chiave[1]], di, genere, testi[0], testi[1])


def _by_key(esiti: Iterable[Esito]) -> Mapping[_Chiave, tuple[Esito, ...]]:
    """By ente, rule and celle: the same finding in two plans."""
    trovati: dict[_Chiave, tuple[Esito, ...]] = {}
    for esito in esiti:
        chiave = (esito.ente, esito.segnalazione.regola, esito.segnalazione.celle)
        trovati[chiave] = (*trovati.get(chiave, ()), esito)
    return trovati
