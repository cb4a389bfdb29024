"""Addresses of the workflow."""

from django.urls import path

from piano.iter import views

DEL_PIANO = "ambiti/<slug:ambito>/<int:anno>/iter"
urlpatterns = [
    path(f"{DEL_PIANO}/", views.iter_detail, name="iter"),
    path(f"{DEL_PIANO}/scadenze.ics", views.scadenze, name="iter_scadenze"),
    path(f"{DEL_PIANO}/firmato/", views.firmato, name="iter_firmato"),
    path(f"{DEL_PIANO}/<slug:passo>/", views.iter_atto, name="iter_atto"),
    path("parere/<int:parere>/", views.parere, name="parere"),
    path("parere/<int:parere>/file/", views.parere_file, name="parere_file"),
]
