"""Addresses of the plan and of the pages that lead to it."""

from typing import Final

from django.urls import path

from piano.archivio.views import archivio
from piano.componi.urls import urlpatterns as componi
from piano.esportazioni.formati import FORMATI
from piano.iter.urls import urlpatterns as iter_
from piano.verifica.views import verifica
from piano.versioni.urls import urlpatterns as versioni
from piano.views import anno, avvio, controlli, piano, ponte, pubblicazione, regole, ricevuta, scrivania

PIANO: Final = "piani/<slug:ambito>/<int:anno>/"
VERSIONE: Final = f"{PIANO}versioni/<int:numero>/"

app_name = "piano"
urlpatterns = [
    path("", pubblicazione.home, name="home"),
    path("regole/", regole.regole, name="regole"),
    path("verifica/", verifica, name="verifica"),
    path("scrivania/", scrivania.scrivania, name="scrivania"),
    path("schede/<int:scheda>/certificazioni/<int:numero>/ricevuta.pdf", ricevuta.ricevuta, name="ricevuta"),
    path("schede/<int:scheda>/ponte/", ponte.ponte, name="ponte"),
    path("ambiti/<slug:ambito>/<int:anno>/controlli/", controlli.controlli, name="controlli"),
    path("ambiti/<slug:ambito>/<int:anno>/ponte/", ponte.allegato_ponte, name="allegato_ponte"),
    path("ambiti/<slug:ambito>/<int:anno>/archivio/", archivio, name="archivio"),
    *componi,
    *iter_,
    *versioni,
    path("avvio/", avvio.avvio, name="avvio"),
    path("avvio/<slug:ambito>/", avvio.avvio_ambito, name="avvio_ambito"),
    path("avvio/<slug:ambito>/comuni/", avvio.avvio_comuni, name="avvio_comuni"),
    path("avvio/<slug:ambito>/enti/", avvio.avvio_enti, name="avvio_enti"),
    path("avvio/<slug:ambito>/capofila/", avvio.avvio_capofila, name="avvio_capofila"),
    path("avvio/<slug:ambito>/persone/", avvio.avvio_persone, name="avvio_persone"),
    path("avvio/<slug:ambito>/anno/", avvio.avvio_anno, name="avvio_anno"),
    path("ambiti/<slug:ambito>/nuovo-anno/", anno.nuovo_anno, name="nuovo_anno"),
    path("ambiti/<slug:ambito>/<int:anno>/annullamento/", anno.annulla_anno, name="annulla_anno"),
    path("catalogo.jsonld", pubblicazione.catalogo_sito, {"forma": "jsonld"}, name="catalogo_jsonld"),
    path("catalogo.rdf", pubblicazione.catalogo_sito, {"forma": "rdf"}, name="catalogo_rdf"),
    path("piani/schema.json", pubblicazione.schema_json, name="schema_json"),
    path("piani/<slug:ambito>/", pubblicazione.ambito_piani, name="ambito_piani"),
    path(PIANO, piano.piano_detail, name="piano_detail"),
    path(f"{PIANO}pdf/", piano.piano_pdf, name="piano_pdf"),
    *(path(f"{PIANO}{nome}/", piano.piano_export, {"formato": nome}, name=f"piano_{nome}") for nome in FORMATI),
    path(f"{PIANO}bozza/", piano.bozza, name="bozza"),
    path(f"{PIANO}bozza/pdf/", piano.bozza_pdf, name="bozza_pdf"),
    *(path(f"{PIANO}bozza/{nome}/", piano.bozza_export, {"formato": nome}, name=f"bozza_{nome}") for nome in FORMATI),
    path(f"{PIANO}dati/", pubblicazione.dati, name="dati"),
    path(f"{PIANO}catalogo.jsonld", pubblicazione.catalogo_piano, {"forma": "jsonld"}, name="piano_catalogo_jsonld"),
    path(f"{PIANO}catalogo.rdf", pubblicazione.catalogo_piano, {"forma": "rdf"}, name="piano_catalogo_rdf"),
    path(f"{VERSIONE}", pubblicazione.versione, name="versione"),
    path(f"{VERSIONE}dati/<str:nome>", pubblicazione.versione_file, name="versione_dati"),
    path(f"{VERSIONE}<slug:nome>/", pubblicazione.versione_file, name="versione_file"),
]
