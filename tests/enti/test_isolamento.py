"""Which rows an incarico reaches: nothing of another ambito, nothing before its day or after it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from enti.incarichi import load_incarichi
from enti.isolamento import PUBBLICI, VISIBILI, Incarichi, IsolatoQuerySet
from enti.models import Adesione, Evento
from misure.models import Misura
from piano.models import Piano, Pubblicazione, Versione
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


PER_AMBITO = {"enti.Ambito": "pk", "patrimonio.Ricognizione": "ambito"}
"""What everybody who takes part in an ambito sees, with the way to the ambito."""


def ambiti_of(righe: IsolatoQuerySet, percorso: str) -> set[int]:
    return set(righe.values_list(percorso, flat=True))


def seen_by(mondo, nome: str, modello: str) -> IsolatoQuerySet:
    return apps.get_model(modello).objects.visible_to(load_incarichi(getattr(mondo, nome).utente, OGGI))


@pytest.mark.parametrize(("modello", "percorso"), PER_AMBITO.items())
def test_ognuno_vede_il_suo_ambito_e_basta(righe, modello, percorso):
    for nome in NOSTRI:
        assert ambiti_of(seen_by(righe, nome, modello), percorso) == {righe.ambito.pk}, nome
    assert ambiti_of(seen_by(righe, "dario", modello), percorso) == {righe.altrove.pk}


def test_un_ente_vede_la_sua_scheda_e_quella_d_ambito_il_capofila_tutte(righe):
    assert set(seen_by(righe, "anna", "patrimonio.Scheda")) == {righe.rovato, righe.scheda_ambito}
    assert set(seen_by(righe, "elena", "patrimonio.Scheda")) == {righe.aler, righe.scheda_ambito}
    assert set(seen_by(righe, "carla", "patrimonio.Scheda")) == {
        righe.rovato,
        righe.chiari,
        righe.aler,
        righe.scheda_ambito,
    }
    assert not seen_by(righe, "sindaca", "patrimonio.Scheda").exists()


def test_i_sindaci_vedono_il_piano_da_quando_non_si_raccolgono_piu_dati(righe):
    assert seen_by(righe, "anna", "piano.Piano").exists()
    assert not seen_by(righe, "sindaca", "piano.Piano").exists()
    Piano.objects.for_system().filter(pk=righe.piano.pk).update(stato="verifica")
    assert not seen_by(righe, "sindaca", "piano.Piano").exists()
    Piano.objects.for_system().filter(pk=righe.piano.pk).update(stato="proposta")
    assert seen_by(righe, "sindaca", "piano.Piano").exists()


@pytest.mark.parametrize("modello", VISIBILI)
def test_chi_non_ha_incarichi_non_vede_nulla(righe, modello):
    assert not apps.get_model(modello).objects.visible_to(Incarichi()).exists()


@pytest.mark.parametrize(("modello", "percorso"), PER_AMBITO.items())
def test_il_sistema_vede_tutto(righe, modello, percorso):
    assert ambiti_of(apps.get_model(modello).objects.for_system(), percorso) == {righe.ambito.pk, righe.altrove.pk}


def publish(piano: Piano) -> None:
    quando = datetime(2026, 1, 1, tzinfo=UTC)
    Pubblicazione.objects.create(versione=Versione.objects.get(piano=piano), quando=quando, chi="x")


@pytest.mark.parametrize("modello", PUBBLICI)
def test_il_pubblicato_e_la_dimostrazione_li_vedono_tutti(righe, modello):
    tabella = apps.get_model(modello).objects
    assert not tabella.published().exists()
    publish(righe.piano)
    righe.altrove.dimostrazione = True
    righe.altrove.save()
    assert tabella.published().count() == tabella.visible_to(Incarichi()).count() == 2


@pytest.mark.parametrize("stato", ["raccolta", "approvato", "pubblicato"])
def test_una_bozza_e_un_piano_approvato_non_sono_pubblici(righe, stato):
    Piano.objects.filter(pk=righe.piano.pk).update(stato=stato)
    assert not Piano.objects.published().exists()
    assert not Versione.objects.published().exists()


def test_un_piano_che_si_rettifica_resta_pubblico(righe):
    publish(righe.piano)
    Piano.objects.filter(pk=righe.piano.pk).update(stato="verifica")
    assert list(Piano.objects.published()) == [righe.piano]


def test_cio_che_non_ha_un_percorso_non_si_chiede_per_nessuno(righe):
    with pytest.raises(KeyError):
        Misura.objects.visible_to(Incarichi())
    with pytest.raises(KeyError):
        apps.get_model("patrimonio.Scheda").objects.published()


@pytest.mark.parametrize("modello", VISIBILI)
def test_ogni_modello_si_chiede_in_una_interrogazione(mondo, modello, django_assert_num_queries):
    incarichi = load_incarichi(mondo.anna.utente, OGGI)
    with django_assert_num_queries(1):
        list(apps.get_model(modello).objects.visible_to(incarichi))


@pytest.mark.parametrize(("giorno", "vede"), [(-1, False), (0, True), (30, True), (31, False)])
def test_un_incarico_vale_dal_suo_giorno_al_suo_giorno(mondo, giorno, vede):
    dal = date(2026, 1, 1)
    type(mondo.anna).objects.filter(pk=mondo.anna.pk).update(dal=dal, al=dal + timedelta(days=30))
    assert bool(load_incarichi(mondo.anna.utente, dal + timedelta(days=giorno)).ambiti) is vede


def test_un_ente_uscito_dall_ambito_non_lo_vede_piu(mondo):
    mondo.rovato.ente.adesioni.update(al=date(2025, 12, 31))
    assert load_incarichi(mondo.anna.utente, date(2025, 12, 31)).ambiti == {mondo.ambito.pk}
    assert load_incarichi(mondo.anna.utente, date(2026, 1, 1)).ambiti == frozenset()


def test_un_aler_di_due_ambiti_li_vede_tutti_e_due(mondo):
    Adesione.objects.create(ambito=mondo.altrove, ente=mondo.aler.ente, dal=date(2020, 1, 1))
    assert load_incarichi(mondo.elena.utente, OGGI).ambiti == {mondo.ambito.pk, mondo.altrove.pk}


def test_nessuno_e_sospeso_non_vedono_nulla(mondo):
    assert load_incarichi(AnonymousUser(), OGGI) == Incarichi()
    mondo.carla.utente.is_active = False
    assert load_incarichi(mondo.carla.utente, OGGI) == Incarichi()


def reads_whole_tables(domanda) -> bool:
    """Whether the engine would read a table from its first row to its last, having a way not to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursore:
            cursore.execute("SET LOCAL enable_seqscan = off")  # small tables are always read whole
    piano = domanda.explain()
    return "SCAN" in piano.replace("SCAN CONSTANT", "") or "Seq Scan" in piano


@pytest.mark.parametrize("modello", ["patrimonio.Scheda", "raccolta.Modifica", "raccolta.Certificazione"])
def test_per_una_riga_non_si_elencano_tutte_quelle_visibili(righe, modello):
    for nome in ("anna", "carla"):
        assert not reads_whole_tables(seen_by(righe, nome, modello).filter(pk=1)), nome


def test_la_fine_di_una_catena_del_registro_si_trova_senza_leggerlo_tutto(righe):
    assert not reads_whole_tables(Evento.objects.filter(catena="ricognizione/oglio/2026", successivo=None))
