"""Addresses of people, invitations and permissions."""

from django.urls import URLPattern

app_name = "enti"

urlpatterns: list[URLPattern] = []
