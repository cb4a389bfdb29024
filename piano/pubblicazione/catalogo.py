"""The published plans as datasets of a catalogue: that of one plan, and that of the whole site."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from django.urls import reverse

from enti.models import Ente
from piano.models import FilePubblicato, Versione
from piano.pubblicazione.dcat import Catalogo, Contatto, Distribuzione, Insieme, Soggetto
from piano.pubblicazione.file import GENERI, JSON, Genere, list_many
from piano.pubblicazione.pacchetto import Pacchetto, read_package
from piano.pubblicazione.rdf import Nodo, write_jsonld, write_rdfxml
from piano.pubblicazione.versioni import address_of, keys_of, published_on

Assoluto = Callable[[str], str]
"""From a path of the site to its whole address."""


Codici = Mapping[str, str]
"""By ISTAT code of the comune, codes of the Indice PA."""


class Gestore(NamedTuple):
    """Who publishes the catalogue of the site, with its code in the Indice PA where it has one."""

    nome: str
    codice: str


class Forma(NamedTuple):
    """A form of the catalogue: its media type, who writes it."""

    mime: str
    write: Callable[[Sequence[Nodo]], bytes]


FORME: Final[Mapping[str, Forma]] = {
    "jsonld": Forma("application/ld+json", write_jsonld),
    "rdf": Forma("application/rdf+xml", write_rdfxml),
}
"""By the end of the address. CKAN's harvester chooses by the media type (docs/fonti.md, D4)."""

CHE_COSA: Final = (
    "Alloggi pubblici e sociali disponibili e assegnabili nell’anno, per comune e per ente proprietario, con le "
    "riserve e le misure di sostegno."
)
_TIPO_CSV: Final = "text/csv"


def load_codes() -> Codici:
    """One query: ISTAT code of a comune → code of its ente in the Indice PA."""
    righe = Ente.objects.exclude(codice_ipa="").exclude(comune=None).order_by("pk")
    return {str(istat): codice for istat, codice in righe.values_list("comune_id", "codice_ipa")}


def build_of_plan(versioni: Sequence[Versione], codici: Codici, assoluto: Assoluto) -> Catalogo:
    """The catalogue of one plan, from its published versions, newest first: its dataset, as in the last of them."""
    ultima, prima = versioni[0], versioni[-1]
    [insieme] = _datasets([ultima], {ultima.piano_id: prima}, codici, assoluto)
    return Catalogo(
        indirizzo=assoluto(f"{_page(ultima)}#catalogo"),
        pagina=assoluto(_page(ultima)),
        titolo=f"Catalogo dei dati: {insieme.titolo}",
        descrizione=insieme.descrizione,
        editore=insieme.titolare,
        insiemi=(insieme,),
    )


def build_of_site(versioni: Sequence[Versione], editore: Gestore, codici: Codici, assoluto: Assoluto) -> Catalogo:
    """The catalogue of all the plans, from their published versions, newest first; at least one."""
    ultime, prime = _ends(versioni)
    insiemi = tuple(_datasets(ultime, prime, codici, assoluto))
    titolari = {insieme.titolare.codice: insieme.titolare for insieme in insiemi}
    unico = next(iter(titolari.values())) if len(titolari) == 1 else None
    return Catalogo(
        indirizzo=assoluto("/#catalogo"),
        pagina=assoluto("/"),
        titolo="Catalogo dei piani dell’offerta dei servizi abitativi pubblici e sociali",
        descrizione=f"I piani pubblicati, per ambito territoriale e per anno. {CHE_COSA}",
        editore=unico or Soggetto(assoluto("/#editore"), editore.codice or assoluto("/"), editore.nome),
        insiemi=insiemi,
    )


def _ends(versioni: Sequence[Versione]) -> tuple[list[Versione], dict[int, Versione]]:
    """Of each plan its newest version, and its first."""
    ultime: dict[int, Versione] = {}
    prime: dict[int, Versione] = {}
    for versione in versioni:
        ultime.setdefault(versione.piano_id, versione)
        prime[versione.piano_id] = versione
    return list(ultime.values()), prime


def _datasets(
    ultime: Sequence[Versione], prime: Mapping[int, Versione], codici: Codici, assoluto: Assoluto
) -> list[Insieme]:
    file = list_many(ultime)
    letti = {v.pk: read_package(file[v.pk][1]) for v in ultime}
    return [_dataset(v, prime[v.piano_id], file[v.pk][0], letti[v.pk], codici, assoluto) for v in ultime]


def _dataset(
    versione: Versione,
    prima: Versione,
    detti: Mapping[str, FilePubblicato],
    letto: Pacchetto,
    codici: Codici,
    assoluto: Assoluto,
) -> Insieme:
    ambito, anno = keys_of(versione)
    indirizzo = assoluto(f"{_page(versione)}#dati")
    return Insieme(
        indirizzo=indirizzo,
        pagina=assoluto(reverse("piano:dati", args=[ambito, anno])),
        identificativo=f"piano-{ambito}-{anno}",
        titolo=letto.title,
        descrizione=f"{CHE_COSA} {letto.description}",
        versione=str(versione.numero),
        titolare=_holder(letto, codici, assoluto(f"/piani/{ambito}/#capofila")),
        contatto=_contact(versione, assoluto(f"/piani/{ambito}/#ufficio")),
        uscito=published_on(prima),
        modificato=published_on(versione),
        dal=letto.piano.dal,
        al=letto.piano.al,
        comuni=tuple((luogo.istat, luogo.nome) for luogo in letto.piano.comuni),
        file=tuple(_file(versione, nome, genere, detti[nome], assoluto) for nome, genere in GENERI.items()),
    )


def _file(versione: Versione, nome: str, genere: Genere, detto: FilePubblicato, assoluto: Assoluto) -> Distribuzione:
    imballato = genere.formato == "CSV"
    return Distribuzione(
        titolo=genere.titolo,
        formato=genere.formato,
        mime=_TIPO_CSV if imballato else genere.mime,
        imballo=genere.mime if imballato else "",
        indirizzo=assoluto(f"{address_of(versione)}{nome}/"),
        dimensione=detto.dimensione,
        impronta=detto.impronta,
        schema=assoluto(reverse("piano:schema_json")) if nome == JSON else "",
    )


def _holder(letto: Pacchetto, codici: Codici, indirizzo: str) -> Soggetto:
    """The capofila; where nobody was designated, the ambito."""
    capofila = letto.piano.capofila
    codice = codici.get(capofila.istat) or (f"istat:{capofila.istat}" if capofila.istat else indirizzo)
    return Soggetto(indirizzo, codice, capofila.nome or f"Ambito territoriale {letto.piano.ambito}")


def _contact(versione: Versione, indirizzo: str) -> Contatto | None:
    ambito = versione.piano.ricognizione.ambito
    if not ambito.email:
        return None
    return Contatto(indirizzo, ambito.ufficio or f"Ambito territoriale {ambito.nome}", ambito.email, ambito.telefono)


def _page(versione: Versione) -> str:
    return reverse("piano:piano_detail", args=keys_of(versione))
