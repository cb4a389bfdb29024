"""What the public page of a plan shows: the pieces of the stored document, the files, the versions, whom to ask."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from django.urls import reverse
from msgspec import Struct

from enti.incarichi import Richiesta
from lessico import italiano
from patrimonio.models import Ricognizione
from piano.html import cut
from piano.models import FilePubblicato, StatoPiano, Versione
from piano.pubblicazione.dcat import NOME_LICENZA
from piano.pubblicazione.file import GENERI, list_files, read_cover
from piano.pubblicazione.pacchetto import Pacchetto
from piano.pubblicazione.versioni import address_of, keys_of, list_editions, published_on

LICENZA: Final = "https://creativecommons.org/licenses/by/4.0/deed.it"
_KILO: Final = 1000
_UNITA: Final = ("byte", "kB", "MB", "GB")


class Scarico(Struct, frozen=True):
    """A file to be downloaded, as a line of a list."""

    titolo: str
    formato: str
    peso: str
    indirizzo: str


def weigh(dimensione: int) -> str:
    """«812 byte», «41 kB», «1,2 MB»."""
    quanto, posto = float(dimensione), 0
    while quanto >= _KILO and posto < len(_UNITA) - 1:
        quanto, posto = quanto / _KILO, posto + 1
    intero = posto < _UNITA.index("MB")
    scritto = f"{quanto:.0f}" if intero else f"{quanto:.1f}".replace(".", ",")
    return f"{scritto}\N{NO-BREAK SPACE}{_UNITA[posto]}"


def state_of(versione: Versione, versioni: list[Versione]) -> tuple[str, ...]:
    """Everything that can change on the page of a version: which it is, which there are, whom to ask."""
    return (versione.impronta, *state_of_all(versioni))


def state_of_all(versioni: Iterable[Versione]) -> tuple[str, ...]:
    """Which versions there are, since when, and whom to ask for each."""
    return tuple(f"{v.pk} {v.pubblicazione.quando.isoformat()} {_whom_to_ask(v.piano.ricognizione)}" for v in versioni)


def _whom_to_ask(ricognizione: Ricognizione) -> str:
    ambito = ricognizione.ambito
    return "\n".join((ambito.nome, ambito.ufficio, ambito.telefono, ambito.email))


def build_page(request: Richiesta, versione: Versione, versioni: list[Versione]) -> dict[str, object]:
    """The context of the page of a version, among the published ones of its plan, newest first."""
    file, documento = list_files(versione), _document(versione)
    pacchetto, ultima = read_cover(versione), versioni[0]
    stabile, mobile = address_of(versione), reverse("piano:piano_detail", args=keys_of(versione))
    e_ultima, edizioni = versione.pk == ultima.pk, list_editions(versioni)
    canonico = request.build_absolute_uri(mobile if e_ultima else stabile)
    return {
        "versione": versione,
        "copertina": pacchetto.piano,
        "ambito": versione.piano.ricognizione.ambito,
        "dimostrazione": versione.piano.ricognizione.ambito.dimostrazione,
        "pubblicata_il": italiano.data(published_on(versione)),
        "approvata": " · ".join(pacchetto.piano.approvazioni),
        "sostituita": None if e_ultima else edizioni[0],
        "edizioni": edizioni,
        "salti": ultima.numero != len(versioni),
        "in_lavoro": _is_worked_on(request, versione),
        "scarichi": list_downloads(file, stabile),
        "indirizzo": mobile,
        "stabile": stabile,
        "fisso": request.build_absolute_uri(stabile),
        "canonico": canonico,
        "licenza": (LICENZA, NOME_LICENZA),
        "strutturati": _structured(request, pacchetto, file, stabile, canonico, versione),
        **{nome: cut(documento, *elemento) for nome, elemento in PEZZI.items()},
    }


def _is_worked_on(request: Richiesta, versione: Versione) -> bool:
    """Whether there is more than what is published, and who asks takes part in it."""
    piano = versione.piano
    return piano.stato not in FERMI and piano.ricognizione.ambito_id in request.incarichi.ambiti


FERMI: Final = (StatoPiano.PUBBLICATO, StatoPiano.TRASMESSO)
"""The states in which a plan is what its last published version says."""

PEZZI: Final[Mapping[str, tuple[str, ...]]] = {
    "sintesi": ("section", "sintesi"),
    "indice": ("nav",),
    "articolo": ("article",),
}
"""The pieces of the document that the page is made of."""


def _document(versione: Versione) -> str:
    return bytes(Versione.objects.for_system().filter(pk=versione.pk).values_list("html", flat=True).get()).decode()


def list_downloads(file: Mapping[str, FilePubblicato], stabile: str) -> list[Scarico]:
    """The files of a plan with their size, at the address of their version."""
    return [
        Scarico(genere.titolo, genere.formato, weigh(file[nome].dimensione), f"{stabile}{nome}/")
        for nome, genere in GENERI.items()
    ]


def _structured(
    request: Richiesta,
    pacchetto: Pacchetto,
    file: Mapping[str, FilePubblicato],
    stabile: str,
    canonico: str,
    versione: Versione,
) -> str:
    """The page as schema.org's Dataset, for search engines; safe inside a ``<script>``."""
    dati = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": pacchetto.title,
        "description": pacchetto.description,
        "url": canonico,
        "license": LICENZA,
        "inLanguage": "it",
        "isAccessibleForFree": True,
        "version": str(versione.numero),
        "datePublished": published_on(versione).isoformat(),
        "temporalCoverage": f"{pacchetto.piano.dal}/{pacchetto.piano.al}",
        "spatialCoverage": [luogo.nome for luogo in pacchetto.piano.comuni],
        "creator": {"@type": "GovernmentOrganization", "name": pacchetto.piano.capofila.nome or pacchetto.piano.ambito},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": genere.titolo,
                "encodingFormat": genere.mime,
                "contentUrl": request.build_absolute_uri(f"{stabile}{nome}/"),
                "contentSize": str(file[nome].dimensione),
            }
            for nome, genere in GENERI.items()
        ],
    }
    return json.dumps(dati, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
