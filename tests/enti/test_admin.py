"""The administrator's pages: registries only, and every change leaves its line in the registro."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from enti.models import Ente, Evento, Parametro, Utente

RADICE = "/amministrazione/"


@pytest.fixture
def amministratore(client, db):
    client.force_login(Utente.objects.create_superuser("admin@example.org", "una-parola-lunga", first_name="Ada"))
    return client


@pytest.fixture
def parametro(db) -> Parametro:
    return Parametro.objects.create(
        codice="riserva",
        nome="Riserva",
        norma="r.r. 4/2017",
        fonte="r.r. 2/2025",
        stato="verificato",
        dal=date(2025, 3, 11),
        valore=20,
        arrotondamento="per_eccesso",
    )


def form_of(parametro: Parametro, **cambia: str) -> dict[str, str]:
    campi = ("codice", "nome", "norma", "fonte", "stato", "valore", "arrotondamento")
    valori = {campo: str(getattr(parametro, campo)) for campo in campi}
    return {**valori, "dal": parametro.dal.isoformat(), **cambia}


def test_l_indice_ha_i_registri_e_nessuna_scheda(amministratore):
    testo = amministratore.get(RADICE).text
    assert "Registri e parametri" in testo
    registrati = {modello._meta.app_label for modello in admin.site._registry}
    assert not registrati & {"patrimonio", "assegnazioni", "misure", "raccolta", "piano"}
    assert "sched" not in testo.lower()


SOLO_LETTI = (Evento, DBTaskResult)
"""What the program alone writes."""


def test_ogni_pagina_si_apre(amministratore, mondo, parametro):
    for modello, pagine in admin.site._registry.items():
        nome = f"admin:{modello._meta.app_label}_{modello._meta.model_name}"
        assert amministratore.get(reverse(f"{nome}_changelist")).status_code == 200, nome
        aggiungere = 403 if modello in SOLO_LETTI else 200
        assert amministratore.get(reverse(f"{nome}_add")).status_code == aggiungere, nome
        if riga := modello._default_manager.first():
            assert amministratore.get(reverse(f"{nome}_change", args=[riga.pk])).status_code == 200, nome
        if pagine.search_fields:
            assert amministratore.get(reverse(f"{nome}_changelist"), {"q": "rov"}).status_code == 200, nome


def test_cambiare_un_parametro_resta_nel_registro(amministratore, parametro):
    pagina = reverse("admin:enti_parametro_change", args=[parametro.pk])
    risposta = amministratore.post(pagina, form_of(parametro, valore="25"))
    assert risposta.status_code == 302, risposta.context["errors"]
    parametro.refresh_from_db()
    assert parametro.valore == Decimal("25.00")
    evento = Evento.objects.get()
    assert (evento.catena, evento.atto, evento.chi) == ("registri", "modifica", "amministratore Ada")
    assert "Riserva" in evento.oggetto
    assert "alore" in evento.dettaglio


def test_aggiungere_e_cancellare_restano_nel_registro(amministratore, parametro):
    nuovo = form_of(parametro, codice="nuovo")
    assert amministratore.post(reverse("admin:enti_parametro_add"), nuovo).status_code == 302
    aggiunto = Parametro.objects.get(codice="nuovo")
    amministratore.post(reverse("admin:enti_parametro_delete", args=[aggiunto.pk]), {"post": "yes"})
    scelti = {"action": "delete_selected", "_selected_action": [parametro.pk], "post": "yes"}
    amministratore.post(reverse("admin:enti_parametro_changelist"), scelti)
    assert not Parametro.objects.exists()
    assert list(Evento.objects.order_by("pk").values_list("atto", flat=True)) == [
        "aggiunta",
        "cancellazione",
        "cancellazione",
    ]


def test_un_valore_sbagliato_non_lascia_traccia(amministratore, parametro):
    pagina = reverse("admin:enti_parametro_change", args=[parametro.pk])
    assert amministratore.post(pagina, form_of(parametro, valore="venti")).status_code == 200
    assert not Evento.objects.exists()


def test_un_nome_di_400_lettere_entra(amministratore):
    campi = {"slug": "lungo", "tipo": "operatore", "nome": "N" * 400, "alias-TOTAL_FORMS": 0, "alias-INITIAL_FORMS": 0}
    assert amministratore.post(reverse("admin:enti_ente_add"), campi).status_code == 302
    assert Ente.objects.get(pk="lungo").nome == "N" * 400
    assert len(Evento.objects.get().oggetto) == 400


def test_chi_non_amministra_non_entra(client, mondo):
    assert client.get(RADICE).status_code == 302
    client.force_login(mondo.anna.utente)
    assert client.get(RADICE).status_code in (302, 403)
    assert client.get(reverse("admin:enti_parametro_changelist")).status_code in (302, 403)
