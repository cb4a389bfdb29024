"""Rules on how a plan is made: certifications, opinions of the ALER, approvals."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from lessico import italiano, norme
from lessico.congelamento import fingerprint, freeze
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from piano.elenchi import called, find_ente
from piano.valori import ParereCongelato, PianoSnapshot

PRIMA_DELLA_PROPOSTA: Final = ("raccolta", "verifica")
"""The states in which nothing has been proposed yet."""


@regola("GOV-01", norme.PARERE_ALER, Gravita.BLOCCANTE, Mancanti.SEMPRE, atti=("parere",))
def parere_completo(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Il parere dell’ALER ha un esito, una data e un protocollo."""
    senza = _without(piano, "parere")
    for parere in piano.busta.pareri:
        if (mancano := _missing(parere)) and parere.aler not in senza:
            nome = called(find_ente(piano, parere.aler))
            yield Rilievo(
                celle=tuple(f"pareri/{parere.aler}/{campo}" for campo in mancano),
                perche=f"Del parere di {nome} {'mancano' if len(mancano) > 1 else 'manca'}: "
                f"{italiano.elenco(mancano)}.",
                cosa_fare="Completare il parere: fino ad allora non si dà per acquisito.",
            )


@regola("GOV-02", norme.APPROVAZIONE, Gravita.INFORMATIVA, Mancanti.SALTA)
def approvato_per_tempo(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Il piano si approva entro il 31 dicembre dell’anno che lo precede."""
    fine = date(piano.contenuti.testata.anno - 1, 12, 31)
    for approvazione in piano.busta.approvazioni:
        if approvazione.tipo in ("approvazione", "con_modifiche") and approvazione.data > fine:
            yield Rilievo(
                celle=(f"approvazioni/{approvazione.data.isoformat()}/data",),
                perche=f"Il piano è stato approvato il {italiano.data(approvazione.data)}, "
                f"dopo il {italiano.data(fine)}.",
                cosa_fare="Nulla: il termine è riportato da più fonti, e non toglie valore al piano.",
                altri=(approvazione.organo,),
            )


@regola("GOV-03", norme.RICOGNIZIONE, Gravita.BLOCCANTE, Mancanti.SEMPRE, atti=("proposta",))
def proposto_con_tutti_certificati(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Il piano si propone quando ogni ente ha certificato i propri dati."""
    if piano.busta.stato in PRIMA_DELLA_PROPOSTA:
        return
    in_deroga = _without(piano, "certificazione")
    senza = [f for f in piano.busta.fonti if f.certificazione is None and f.ente not in in_deroga]
    if senza:
        nomi = [called(find_ente(piano, fonte.ente)) if fonte.ente else "ambito" for fonte in senza]
        yield Rilievo(
            celle=tuple(f"fonti/{fonte.ente or 'ambito'}/certificazione" for fonte in senza),
            perche=f"Il piano è proposto, ma mancano le certificazioni di: {italiano.elenco(nomi)}.",
            cosa_fare="Far certificare le schede che mancano, o scrivere perché si procede senza.",
        )


@regola("GOV-04", norme.PARERE_ALER, Gravita.DA_MOTIVARE, Mancanti.SALTA, atti=("assemblea",))
def parere_sugli_stessi_dati(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Il piano che si vota è quello che l’ALER ha esaminato."""
    esaminati = [parere for parere in piano.busta.pareri if parere.impronta_contenuti]
    attuale = fingerprint(freeze(piano.contenuti)) if esaminati else ""
    for parere in esaminati:
        if parere.impronta_contenuti != attuale:
            yield Rilievo(
                celle=(f"pareri/{parere.aler}/impronta_contenuti",),
                perche=f"Dopo il parere di {called(find_ente(piano, parere.aler))} "
                "i contenuti del piano sono cambiati.",
                cosa_fare="Chiedere di nuovo il parere, o scrivere perché il cambiamento non lo richiede.",
                altri=(parere.impronta_contenuti, attuale),
            )


def _without(piano: PianoSnapshot, oggetto: str) -> frozenset[str]:
    """The enti without whose certification, or opinion, the capofila goes ahead and says why."""
    return frozenset(deroga.ente for deroga in piano.busta.deroghe if deroga.oggetto == oggetto)


def _missing(parere: ParereCongelato) -> tuple[str, ...]:
    campi = {"esito": parere.esito, "data": parere.data, "protocollo": parere.protocollo}
    return tuple(nome for nome, valore in campi.items() if not valore)


REGOLE: Final = (parere_completo, approvato_per_tempo, proposto_con_tutti_certificati, parere_sugli_stessi_dati)
