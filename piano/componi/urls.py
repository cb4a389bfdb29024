"""Addresses of the composer, below those of the survey of a year; they belong to the names of ``piano``."""

from typing import Final

from django.urls import path

from piano.componi.views import schema, testi

ANNO: Final = "ambiti/<slug:ambito>/<int:anno>/"

urlpatterns = [
    path(f"{ANNO}componi/", testi.componi, name="componi"),
    path(f"{ANNO}componi/<slug:codice>/", testi.componi_testo, name="componi_testo"),
    path(f"{ANNO}schema/", schema.schema, name="schema"),
    path(f"{ANNO}schema/<slug:codice>/", schema.schema_riga, name="schema_riga"),
]
