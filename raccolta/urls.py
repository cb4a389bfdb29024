"""Addresses of the schede and of the survey."""

from django.urls import URLPattern

app_name = "raccolta"

urlpatterns: list[URLPattern] = []
