"""Addresses of the plan and of the pages that lead to it."""

from django.urls import path

from piano.componi.urls import urlpatterns as componi
from piano.esportazioni.formati import FORMATI
from piano.views import anno, avvio, controlli, piano, ponte, regole, ricevuta, scrivania

app_name = "piano"
urlpatterns = [
    path("", piano.home, name="home"),
    path("regole/", regole.regole, name="regole"),
    path("scrivania/", scrivania.scrivania, name="scrivania"),
    path("schede/<int:scheda>/certificazioni/<int:numero>/ricevuta.pdf", ricevuta.ricevuta, name="ricevuta"),
    path("schede/<int:scheda>/ponte/", ponte.ponte, name="ponte"),
    path("ambiti/<slug:ambito>/<int:anno>/controlli/", controlli.controlli, name="controlli"),
    path("ambiti/<slug:ambito>/<int:anno>/ponte/", ponte.allegato_ponte, name="allegato_ponte"),
    *componi,
    path("avvio/", avvio.avvio, name="avvio"),
    path("avvio/<slug:ambito>/", avvio.avvio_ambito, name="avvio_ambito"),
    path("avvio/<slug:ambito>/comuni/", avvio.avvio_comuni, name="avvio_comuni"),
    path("avvio/<slug:ambito>/enti/", avvio.avvio_enti, name="avvio_enti"),
    path("avvio/<slug:ambito>/capofila/", avvio.avvio_capofila, name="avvio_capofila"),
    path("avvio/<slug:ambito>/persone/", avvio.avvio_persone, name="avvio_persone"),
    path("avvio/<slug:ambito>/anno/", avvio.avvio_anno, name="avvio_anno"),
    path("ambiti/<slug:ambito>/nuovo-anno/", anno.nuovo_anno, name="nuovo_anno"),
    path("ambiti/<slug:ambito>/<int:anno>/annullamento/", anno.annulla_anno, name="annulla_anno"),
    path("piani/<slug:ambito>/<int:anno>/", piano.piano_detail, name="piano_detail"),
    path("piani/<slug:ambito>/<int:anno>/pdf/", piano.piano_pdf, name="piano_pdf"),
    *(
        path(f"piani/<slug:ambito>/<int:anno>/{nome}/", piano.piano_export, {"formato": nome}, name=f"piano_{nome}")
        for nome in FORMATI
    ),
]
