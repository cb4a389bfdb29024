"""Addresses of the versions, of the dossier and of the mayors' page; they belong to the names of ``piano``."""

from typing import Final

from django.urls import path

from piano.versioni import views

ANNO: Final = "ambiti/<slug:ambito>/<int:anno>/"

urlpatterns = [
    path(f"{ANNO}versioni/", views.versioni, name="versioni"),
    path(f"{ANNO}versioni/confronto/", views.confronto, name="confronto"),
    path(f"{ANNO}versioni/<int:numero>/<slug:nome>/", views.versione_conservata, name="versione_conservata"),
    path(f"{ANNO}fascicolo/", views.fascicolo, name="fascicolo"),
    path(f"{ANNO}fascicolo/zip/", views.fascicolo_zip, name="fascicolo_zip"),
    path("assemblea/<int:piano>/", views.assemblea, name="assemblea"),
]
