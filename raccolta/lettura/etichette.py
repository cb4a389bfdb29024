"""The names of celle in words, «Consistenza del patrimonio, Rovato, SAP», and the queries that find the names."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from assegnazioni.models import Avviso, TipoAvviso, TipoRigaPonte
from enti.domande import Domanda
from enti.models import CategoriaRegistro, Comune, Ente
from lessico import italiano
from lessico.cella import NON_RIPARTITA, Cella, CellaNonValida
from lessico.voce import Tabella
from misure.models import Indicatore, Misura
from patrimonio.models import Quando, Scheda, TipoUnita
from patrimonio.voci import DICHIARAZIONE
from raccolta.lettura.testi import column_of, find_table
from raccolta.quadri import VOCI
from raccolta.valori import SchedaCongelata


class Nomi(Struct, frozen=True):
    """What the keys of rows stand for: code or slug → name. ``titoli``: of measures, indicators and notices."""

    comuni: Mapping[str, str] = {}
    enti: Mapping[str, str] = {}
    categorie: Mapping[str, str] = {}
    titoli: Mapping[str, str] = {}


_MISURE: Final[Mapping[str, str]] = {
    "stato": "stato della voce",
    "causa": "perché non è applicabile",
    "totale_dichiarato": "totale dichiarato",
    "nota": "nota",
    "percentuale": "percentuale",
    "base": "base di calcolo",
    "offerte": "unità offerte",
    "domande": "domande presentate",
    "in_corso": "assegnazioni in corso",
    "assegnate": "unità assegnate",
    "anno": "anno",
    "dal": "dal",
    "al": "al",
    "di_che": "di che cosa",
    "per": "per che cosa",
    "quanti": "quanti",
    "fondi_nuovi": "fondi nuovi",
    "residui": "fondi residui",
    "gestione": "quota per la gestione",
    "graduatoria": "graduatoria",
}
"""Where the name of the column does not read well by itself."""

_FISSE: Final[Mapping[str, Mapping[str, str]]] = {
    "tipo": dict(TipoUnita.choices),
    "quando": dict(Quando.choices),
    "riga": dict(TipoRigaPonte.choices),
}


def label_of(indirizzo: str | Cella, nomi: Nomi | None = None) -> str:
    """A cella or a voce in words; what is the address of neither is left as it is."""
    testo = str(indirizzo)
    if testo in VOCI:
        return VOCI[testo].nome
    try:
        cella = Cella.parse(testo)
    except CellaNonValida:
        return testo
    if not (tabella := find_table(cella)):
        return testo
    riga = label_of_row(tabella, cella.chiave, nomi)
    misura = "" if goes_without_saying(tabella, cella.misura) else label_of_measure(tabella, cella.misura)
    return ", ".join(parte for parte in (VOCI[cella.voce].nome, riga, misura) if parte)


def goes_without_saying(tabella: Tabella, misura: str) -> bool:
    """Units of a type that the key already names: «Libere, Rovato, SAP»."""
    return misura == "unita" and any(parte.campo == "tipo" for parte in tabella.chiave)


def label_of_measure(tabella: Tabella, misura: str) -> str:
    """«SAP», «costo massimo dei lavori per unità»."""
    return _MISURE.get(misura) or str(column_of(tabella, misura).verbose_name).removesuffix(" (euro)")


def label_of_row(tabella: Tabella, chiave: str, nomi: Nomi | None = None) -> str:
    """«Rovato, SAP», «Contributo di solidarietà, massimale 1»; nothing for what is not split."""
    parti = tabella.read_key(chiave) if tabella is not DICHIARAZIONE else ()
    coppie = zip((parte.campo for parte in tabella.chiave), parti or (), strict=False)
    return ", ".join(testo for campo, valore in coppie if (testo := _write(tabella, campo, valore, nomi or Nomi())))


def _write(tabella: Tabella, campo: str, valore: str, nomi: Nomi) -> str:
    if valore == NON_RIPARTITA:
        return ""
    if campo in _FISSE:
        return _FISSE[campo].get(valore, valore)
    if campo == "gestore_id":
        return f"gestore: {nomi.enti.get(valore, valore)}"
    if campo == "ordine":
        return f"{tabella.ramo} {valore}"
    trovati = {"ubicazione_id": nomi.comuni, "categoria": nomi.categorie}.get(campo, nomi.titoli)
    return trovati.get(valore) or valore.replace("-", " ")


_COMUNI: Final = Domanda(lambda parti: Comune.objects.filter(pk__in=parti).values_list("istat", "nome"))
_ENTI: Final = Domanda(lambda parti: Ente.objects.filter(pk__in=parti))
_CATEGORIE: Final = Domanda(
    lambda parti: CategoriaRegistro.objects.filter(codice__in=parti).order_by("dal").values_list("codice", "nome")
)
_MISURE_SCRITTE: Final = Domanda(
    lambda scheda: Misura.objects.for_system().filter(scheda=scheda).exclude(titolo="").values_list("slug", "titolo")
)
_INDICATORI: Final = Domanda(
    lambda scheda: Indicatore.objects.for_system().filter(scheda=scheda).exclude(nome="").values_list("slug", "nome")
)
_AVVISI: Final = Domanda(
    lambda ricognizione: (
        Avviso.objects.for_system()
        .filter(scheda__ricognizione=ricognizione, scheda__ente=None)
        .values_list("slug", "numero", "tipo", "anno")
    )
)


def load_names(indirizzi: Iterable[str], scheda: Scheda | None = None) -> Nomi:
    """The names that these addresses ask for, in six queries whatever their number.

    The titles of measures, indicators and notices are those of ``scheda`` and of the scheda d'ambito of its survey.
    """
    parti = {parte for indirizzo in indirizzi for pezzo in indirizzo.split("/") for parte in pezzo.split(".")}
    return Nomi(
        {istat: italiano.tipografico(nome) for istat, nome in _COMUNI.ask(parti)},
        {ente.slug: italiano.tipografico(str(ente)) for ente in _ENTI.ask(parti)},
        dict(_CATEGORIE.ask(parti)),
        dict(_load_titles(scheda)) if scheda else {},
    )


def _load_titles(scheda: Scheda) -> Iterator[tuple[str, str]]:
    yield from _MISURE_SCRITTE.ask(scheda.pk)
    yield from _INDICATORI.ask(scheda.pk)
    for slug, numero, tipo, anno in _AVVISI.ask(scheda.ricognizione_id):
        yield slug, call_notice(slug, numero, tipo, anno)


def call_notice(slug: str, numero: str, tipo: str, anno: int | None) -> str:
    """A notice by number and kind: «avviso n. 2/2025, ordinario»; one that has neither, by its slug."""
    if not numero and not tipo:
        return f"avviso {slug.replace('-', ' ')}"
    nome = f"avviso n. {numero}" if numero else f"avviso del {anno}" if anno else "avviso"
    return ", ".join(parte for parte in (nome, str(dict(TipoAvviso.choices).get(tipo, ""))) if parte)


def with_titles(nomi: Nomi, *schede: SchedaCongelata | None) -> Nomi:
    """The names, with the titles that frozen schede give to their own rows; the last one wins."""
    titoli = dict(nomi.titoli)
    for scheda in schede:
        if scheda is None:
            continue
        titoli |= {misura.slug: misura.titolo for misura in scheda.misure if misura.titolo}
        titoli |= {indicatore.slug: indicatore.nome for indicatore in scheda.indicatori if indicatore.nome}
        titoli |= {a.slug: call_notice(a.slug, a.numero, a.tipo, a.anno) for a in scheda.avvisi}
    return replace(nomi, titoli=titoli)
