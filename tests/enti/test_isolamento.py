"""Which rows an incarico reaches: nothing of another ambito, nothing before its day or after it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldError

from enti.incarichi import load_incarichi
from enti.isolamento import PERCORSI, PUBBLICI, Incarichi, IsolatoQuerySet
from enti.models import Adesione
from patrimonio.models import Finestra
from piano.models import Piano, Versione
from tests.dati import create_piano

OGGI = date(2026, 2, 1)
NOSTRI = ("anna", "bruno", "carla", "elena", "sindaca")


@pytest.fixture
def righe(mondo):
    """One row of each model of PERCORSI, here and elsewhere."""
    altro = create_piano(mondo.altrove)
    for piano in (mondo.piano, altro):
        Versione.objects.create(
            piano=piano, numero=1, impronta=str(piano.pk), quando=datetime(2026, 1, 1, tzinfo=UTC), chi="x"
        )
    apps.get_model("patrimonio.Scheda").objects.create(ricognizione=altro.ricognizione)
    return mondo


def ambiti_of(righe: IsolatoQuerySet, percorso: str) -> set[int]:
    return set(righe.values_list(percorso, flat=True))


@pytest.mark.parametrize("modello", PERCORSI)
def test_ognuno_vede_il_suo_ambito_e_basta(righe, modello):
    tabella = apps.get_model(modello).objects
    for nome in NOSTRI:
        incarichi = load_incarichi(getattr(righe, nome).utente, OGGI)
        assert ambiti_of(tabella.visible_to(incarichi), PERCORSI[modello]) == {righe.ambito.pk}, nome
    dario = load_incarichi(righe.dario.utente, OGGI)
    assert ambiti_of(tabella.visible_to(dario), PERCORSI[modello]) == {righe.altrove.pk}


@pytest.mark.parametrize("modello", PERCORSI)
def test_chi_non_ha_incarichi_non_vede_nulla(righe, modello):
    assert not apps.get_model(modello).objects.visible_to(Incarichi()).exists()


@pytest.mark.parametrize("modello", PERCORSI)
def test_il_sistema_vede_tutto(righe, modello):
    assert ambiti_of(apps.get_model(modello).objects.for_system(), PERCORSI[modello]) == {
        righe.ambito.pk,
        righe.altrove.pk,
    }


@pytest.mark.parametrize("modello", PUBBLICI)
def test_il_pubblicato_e_la_dimostrazione_li_vedono_tutti(righe, modello):
    tabella = apps.get_model(modello).objects
    assert not tabella.published().exists()
    Piano.objects.filter(pk=righe.piano.pk).update(stato="pubblicato")
    righe.altrove.dimostrazione = True
    righe.altrove.save()
    assert tabella.published().count() == tabella.visible_to(Incarichi()).count() == 2


@pytest.mark.parametrize("stato", ["raccolta", "approvato"])
def test_una_bozza_e_un_piano_approvato_non_sono_pubblici(righe, stato):
    Piano.objects.filter(pk=righe.piano.pk).update(stato=stato)
    assert not Piano.objects.published().exists()
    assert not Versione.objects.published().exists()


def test_cio_che_non_ha_un_percorso_non_si_chiede_per_nessuno(righe):
    with pytest.raises(KeyError):
        Finestra.objects.visible_to(Incarichi())
    with pytest.raises(KeyError):
        apps.get_model("patrimonio.Scheda").objects.published()


def test_ogni_percorso_porta_a_un_ambito():
    for modello, percorso in PERCORSI.items():
        try:
            apps.get_model(modello).objects.filter(**{f"{percorso}__in": [1]})
        except FieldError as errore:
            pytest.fail(f"{modello}: {errore}")


@pytest.mark.parametrize(("giorno", "vede"), [(-1, False), (0, True), (30, True), (31, False)])
def test_un_incarico_vale_dal_suo_giorno_al_suo_giorno(mondo, giorno, vede):
    dal = date(2026, 1, 1)
    type(mondo.anna).objects.filter(pk=mondo.anna.pk).update(dal=dal, al=dal + timedelta(days=30))
    assert bool(load_incarichi(mondo.anna.utente, dal + timedelta(days=giorno)).ambiti) is vede


def test_un_ente_uscito_dall_ambito_non_lo_vede_piu(mondo):
    mondo.rovato.ente.adesioni.update(al=date(2025, 12, 31))
    assert load_incarichi(mondo.anna.utente, date(2025, 12, 31)).ambiti == {mondo.ambito.pk}
    assert load_incarichi(mondo.anna.utente, date(2026, 1, 1)) == Incarichi()


def test_un_aler_di_due_ambiti_li_vede_tutti_e_due(mondo):
    Adesione.objects.create(ambito=mondo.altrove, ente=mondo.aler.ente, dal=date(2020, 1, 1))
    assert load_incarichi(mondo.elena.utente, OGGI).ambiti == {mondo.ambito.pk, mondo.altrove.pk}


def test_nessuno_e_sospeso_non_vedono_nulla(mondo):
    assert load_incarichi(AnonymousUser(), OGGI) == Incarichi()
    mondo.carla.utente.is_active = False
    assert load_incarichi(mondo.carla.utente, OGGI) == Incarichi()
