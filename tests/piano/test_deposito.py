"""The document of a draft: composed once for the same data, again when they change, ready before anybody asks."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from enti.models import Adesione, Alias, CategoriaRegistro, Comune, Ente, Parametro, Popolazione
from lessico.congelamento import fingerprint, freeze
from patrimonio.models import Consistenza
from piano.deposito import ensure, find_composed, programma
from piano.models import Composizione
from piano.snapshot import build_snapshot
from raccolta.models import Modifica
from tests.congelati import find_piano

VALDEMO = ("valdemo", 2026)


@pytest.fixture
def piano(solo_oglio_ovest: None):
    return find_piano("oglio-ovest", 2026)


def test_gli_stessi_dati_si_compongono_una_volta(piano, django_assert_max_num_queries) -> None:
    prima = ensure(piano)
    with django_assert_max_num_queries(37):
        seconda = ensure(find_piano("oglio-ovest", 2026))
    assert (seconda.pk, bytes(seconda.pdf)) == (prima.pk, bytes(prima.pdf))
    assert Composizione.objects.for_system().count() == 1


def test_un_dato_che_cambia_si_ricompone(piano) -> None:
    prima = ensure(piano)
    impronta, html = prima.impronta, bytes(prima.html)
    piano.capitoli.for_system().filter(codice="premessa").update(testo="Un’altra premessa.")
    seconda = ensure(piano)
    assert seconda.impronta != impronta
    assert bytes(seconda.html) != html
    assert "Un’altra premessa." in bytes(seconda.html).decode()
    assert Composizione.objects.for_system().count() == 1


def test_qualunque_strada_prenda_un_cambiamento_si_vede(piano) -> None:
    """Bulk updates, registers, what belongs to the enti: nothing has to be told to the deposit."""
    cambiamenti = (
        lambda: Alias.objects.create(ente_id="chiari", nome="Città di Chiari"),
        lambda: Ente.objects.filter(pk="chiari").update(unico_addetto=True),
        lambda: Comune.objects.filter(pk="017052").update(nome="Chiari nuova"),
        lambda: Popolazione.objects.filter(comune="017052").update(abitanti=1),
        lambda: Adesione.objects.filter(ente="chiari").update(sede="altrove"),
        lambda: Parametro.objects.update(valore=1),
        lambda: CategoriaRegistro.objects.update(nome="altra"),
        lambda: Consistenza.objects.for_system().filter(scheda__ente="chiari").update(sap=1),
        lambda: Modifica.objects.for_system().filter(scheda__ente="chiari").update(dettaglio="altrove"),
    )
    impronte = [ensure(piano).impronta]
    for cambia in cambiamenti:
        cambia()
        impronte.append(fingerprint(freeze(build_snapshot(piano))))
        assert not find_composed(piano, freeze(build_snapshot(piano))).exists()
    assert len(set(impronte)) == len(cambiamenti) + 1


def test_un_programma_che_cambia_ricompone(piano) -> None:
    ensure(piano)
    Composizione.objects.for_system().update(programma="di ieri", pdf=b"vecchio")
    assert bytes(ensure(piano).pdf).startswith(b"%PDF-")
    assert Composizione.objects.for_system().get().programma == programma()


def test_le_bozze_si_compongono_in_sottofondo(client: Client, valdemo_e_oglio_ovest: None) -> None:
    find_piano("oglio-ovest", 2026).capitoli.for_system().update(testo="[[che.non.esiste]]")
    call_command("componi_piani")
    pronti = Composizione.objects.for_system().values_list("piano__ricognizione__ambito__slug", flat=True)
    assert list(pronti) == ["valdemo"]  # the other cannot be composed, and stops nobody
    [pronta] = Composizione.objects.for_system()
    assert client.get(reverse("piano:piano_pdf", args=VALDEMO)).content == bytes(pronta.pdf)
