"""The switch by which the capofila puts the bridge in the plan, or takes it out."""

import pytest
from django.urls import reverse
from django.utils import timezone

from enti.models import Evento
from lessico.flusso import AttoNonConsentito
from piano import schema
from piano.models import Piano, SchemaRiga
from piano.snapshot import build_snapshot
from tests.dati import mondo

__all__ = ["mondo"]


def printed(piano: Piano) -> list[str]:
    return [riga.sezione for riga in build_snapshot(piano).contenuti.schema]


@pytest.fixture
def capofila(mondo, client):
    schema.update(mondo.ambito, 2018, schema.load_default())
    client.force_login(mondo.carla.utente)
    return client


def test_si_mette_e_si_toglie(mondo, capofila):
    indirizzo = reverse("piano:allegato_ponte", args=[mondo.ambito.slug, 2026])
    assert "ponte" not in printed(mondo.piano)
    assert "non riporta come ogni ente" in capofila.get(indirizzo).content.decode()
    assert capofila.post(indirizzo, {"azione": "metti"}).status_code == 302
    assert printed(mondo.piano)[-1] == "ponte"
    assert "Leggi l’allegato" in capofila.get(indirizzo).content.decode()
    capofila.post(indirizzo, {"azione": "metti"})  # pressed twice it is one act
    capofila.post(indirizzo, {"azione": "togli"})
    assert "ponte" not in printed(mondo.piano)
    atti = list(Evento.objects.filter(catena=mondo.ricognizione.catena).order_by("pk").values_list("atto", flat=True))
    assert atti == ["allegato nel piano", "allegato tolto dal piano"]


def test_gli_anni_prima_restano_com_erano(mondo, capofila):
    prima = list(SchemaRiga.objects.for_system().filter(dal_anno=2018).values_list("codice", "attiva"))
    schema.switch(mondo.ricognizione, "ponte", attiva=True, by=mondo.carla, quando=timezone.now())
    assert list(SchemaRiga.objects.for_system().filter(dal_anno=2018).values_list("codice", "attiva")) == prima
    assert SchemaRiga.objects.for_system().filter(dal_anno=2026, sezione="ponte", attiva=True).count() == 1


def test_uno_schema_senza_la_riga_la_prende_da_quello_di_tutti(mondo, capofila):
    schema.update(mondo.ambito, 2018, [r for r in schema.load_default() if r["sezione"] != "ponte"])
    schema.switch(mondo.ricognizione, "ponte", attiva=True, by=mondo.carla, quando=timezone.now())
    assert printed(mondo.piano)[-1] == "ponte"


@pytest.mark.parametrize("stato", ["approvato", "pubblicato"])
def test_un_piano_approvato_non_cambia(mondo, capofila, stato):
    Piano.objects.for_system().filter(pk=mondo.piano.pk).update(stato=stato)
    risposta = capofila.post(reverse("piano:allegato_ponte", args=[mondo.ambito.slug, 2026]), {"azione": "metti"})
    assert risposta.status_code == 409
    assert "già oltre la bozza" in risposta.content.decode()
    with pytest.raises(AttoNonConsentito):
        schema.switch(mondo.ricognizione, "ponte", attiva=True, by=mondo.carla, quando=timezone.now())
