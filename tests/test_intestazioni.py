"""The security headers of every answer."""

from django.test import Client

ATTESA = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


def test_csp_stretta(db):
    risposta = Client().get("/accedi/")
    assert {parte.strip() for parte in risposta["Content-Security-Policy"].split(";")} == ATTESA


def test_niente_cornici_niente_indovinelli(db):
    risposta = Client().get("/accessibilita/")
    assert risposta["X-Frame-Options"] == "DENY"
    assert risposta["X-Content-Type-Options"] == "nosniff"
    assert risposta["Referrer-Policy"] == "same-origin"


def test_tutto_e_chiuso_se_non_detto(db):
    risposta = Client().get("/scrivania/")
    assert risposta.status_code == 302
    assert risposta["Location"] == "/accedi/?next=/scrivania/"


def test_nessuno_si_iscrive_da_solo(db):
    dati = {"email": "uno@example.org", "password1": "una-parola-lunga", "password2": "una-parola-lunga"}
    assert "Registrazione su invito" in Client().post("/conto/registrazione/", dati).text
