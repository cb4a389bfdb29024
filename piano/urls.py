"""Addresses of the plan and of the pages that lead to it."""

from django.urls import path

from piano import views
from piano.esportazioni.formati import FORMATI

app_name = "piano"
urlpatterns = [
    path("", views.home, name="home"),
    path("scrivania/", views.scrivania, name="scrivania"),
    path("piani/<slug:ambito>/<int:anno>/", views.piano_detail, name="piano_detail"),
    path("piani/<slug:ambito>/<int:anno>/pdf/", views.piano_pdf, name="piano_pdf"),
    *(
        path(f"piani/<slug:ambito>/<int:anno>/{nome}/", views.piano_export, {"formato": nome}, name=f"piano_{nome}")
        for nome in FORMATI
    ),
]
