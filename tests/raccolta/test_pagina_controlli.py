"""The page of the findings of a scheda, the findings beside the values, and the check that saves nothing."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enti.registri import load_registri
from patrimonio.models import Finestra, Scheda
from raccolta.models import Bozza, Modifica, Motivazione
from raccolta.services import update
from tests.dati import DIGITATA, create_incarico, mondo
from tests.raccolta.persone import SAP, fill
from tests.raccolta.scrivente import Scrivente

__all__ = ["mondo"]

OFFERTE, ASSEGNATE = "esiti/017166/offerte", "esiti/017166/assegnate"
MOTIVO = "Un alloggio si è liberato mentre l’avviso era ancora aperto."


@pytest.fixture
def aperta(mondo):
    """Rovato is complete; it assigned two units and offered one."""
    adesso = timezone.now()
    Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=adesso - timedelta(days=2), al=adesso + timedelta(days=9)
    )
    fill(mondo.rovato, mondo.anna)
    update(mondo.rovato, {OFFERTE: 1, ASSEGNATE: 2}, by=mondo.anna, origine=DIGITATA)
    mondo.rovato.refresh_from_db()
    return mondo


@pytest.fixture
def anna(aperta, client):
    client.force_login(aperta.anna.utente)
    return client


def url(aperta):
    return reverse("raccolta:controlli", args=[aperta.rovato.pk])


def read(client, indirizzo):
    return client.get(indirizzo).content.decode()


def sent(client, aperta, testo=MOTIVO, **altro):
    """What the form of the page sends, with the impronta that the page shows."""
    [form] = [p.form for p in client.get(url(aperta)).context["aperti"] if p.form]
    return {"regola": form["regola"].value(), "impronta": form["impronta"].value(), "testo": testo} | altro


def test_dice_che_cosa_non_torna_perche_e_che_cosa_fare(anna, aperta):
    pagina = read(anna, url(aperta))
    assert "Prima di certificare: 1 controllo" in pagina
    assert "Le unità assegnate sono 2, ma quelle offerte 1." in pagina
    assert "Correggere uno dei due numeri, o scrivere quali unità si sono aggiunte." in pagina
    assert f"/schede/{aperta.rovato.pk}/avvisi/#id_{OFFERTE}" in pagina
    assert "ASS-01 " not in pagina, "i codici non sono per chi legge"


def test_una_voce_da_compilare_si_chiama_per_nome(anna, aperta):
    update(aperta.rovato, {"transitori/-/stato": "da_compilare"}, by=aperta.anna, origine=DIGITATA)
    pagina = read(anna, url(aperta))
    assert f'/schede/{aperta.rovato.pk}/quote/#id_transitori/-/stato">Servizi abitativi transitori</a>' in pagina


def test_una_motivazione_vale_finche_non_cambia_il_valore_che_spiega(anna, aperta):
    assert anna.post(url(aperta), sent(anna, aperta)).status_code == 302
    pagina = read(anna, url(aperta))
    assert "Nessun controllo impedisce di certificare." in pagina
    assert MOTIVO in pagina
    assert "Già spiegati" in pagina
    update(aperta.rovato, {ASSEGNATE: 3}, by=aperta.anna, origine=DIGITATA)
    pagina = read(anna, url(aperta))
    assert "non vale più" in pagina
    assert "Prima di certificare: 1 controllo" in pagina
    update(aperta.rovato, {ASSEGNATE: 1}, by=aperta.anna, origine=DIGITATA)
    pagina = read(anna, url(aperta))
    assert "Motivazioni che non servono più" in pagina
    assert MOTIVO in pagina


@pytest.mark.parametrize("testo", ["", "ok", "  va bene  ", "così così così", "x" * 3000])
def test_un_testo_che_non_spiega_si_rifiuta_e_resta(anna, aperta, testo):
    risposta = anna.post(url(aperta), sent(anna, aperta, testo))
    assert risposta.status_code == 422
    assert not Motivazione.objects.for_system().exists()
    assert testo.strip() in risposta.content.decode()
    assert "sommario-errori" in risposta.content.decode()


def test_se_i_valori_sono_cambiati_si_rilegge_e_il_testo_non_si_perde(anna, aperta):
    vecchia = sent(anna, aperta)
    update(aperta.rovato, {ASSEGNATE: 5}, by=aperta.anna, origine=DIGITATA)
    risposta = anna.post(url(aperta), vecchia)
    assert risposta.status_code == 409
    assert "i valori sono cambiati" in risposta.content.decode()
    assert MOTIVO in risposta.content.decode()


def test_a_raccolta_chiusa_si_legge_soltanto(anna, aperta):
    pronta = sent(anna, aperta)
    Finestra.objects.all().update(al=timezone.now() - timedelta(days=1))
    assert "<textarea" not in read(anna, url(aperta))
    risposta = anna.post(url(aperta), pronta)
    assert risposta.status_code == 409
    assert MOTIVO in risposta.content.decode()


def test_chi_legge_non_scrive(client, aperta):
    client.force_login(create_incarico("Lia", "lettura", ente=aperta.rovato.ente).utente)
    assert "<textarea" not in read(client, url(aperta))
    assert client.post(url(aperta), {"regola": "ASS-01", "impronta": "x", "testo": MOTIVO}).status_code == 409


def test_una_regola_che_non_si_motiva_non_si_motiva(anna, aperta):
    update(aperta.rovato, {"assegnabili/017166/unita": 7}, by=aperta.anna, origine=DIGITATA)
    finto = {"regola": "DSP-03", "impronta": "qualunque", "testo": MOTIVO}
    assert anna.post(url(aperta), finto).status_code == 409
    assert "Apri il ponte" in read(anna, url(aperta))


# beside the values


def test_accanto_ai_valori_con_il_legame_per_chi_non_vede(anna, aperta):
    avvisi = Scrivente(anna, aperta.rovato).open("avvisi").html
    assert "Le unità assegnate sono 2, ma quelle offerte 1." in avvisi
    assert re.search(r'aria-describedby="[^"]*\brilievo-1"', avvisi)
    assert "cella-segnata-da_motivare" in avvisi
    assert "Le unità assegnate" not in Scrivente(anna, aperta.rovato).open("patrimonio").html


def test_il_conto_delle_quote_accanto_alla_riserva(anna, aperta):
    load_registri()
    celle = {"riserva_categorie/017166.anziani/percentuale": 20, "assegnabili/017166/unita": 5}
    update(aperta.rovato, celle, by=aperta.anna, origine=DIGITATA)
    assert "20% di 5 = 1,0 → 1" in read(anna, reverse("raccolta:riepilogo", args=[aperta.rovato.pk]))
    assert "20% di 5 = 1,0 → 1" in Scrivente(anna, aperta.rovato).open("quote").html


# «controlla senza salvare»


def test_si_controlla_senza_salvare(anna, aperta):
    prima = (Modifica.objects.for_system().count(), Scheda.objects.for_system().get(pk=aperta.rovato.pk).versione)
    pagina = Scrivente(anna, aperta.rovato).open("avvisi").type({ASSEGNATE: "9"}).press("controlla")
    assert pagina.risposta.status_code == 200
    assert "Non è stato salvato nulla." in pagina.html
    assert "Le unità assegnate sono 9, ma quelle offerte 1." in pagina.html
    assert pagina.value(ASSEGNATE) == "9"
    dopo = (Modifica.objects.for_system().count(), Scheda.objects.for_system().get(pk=aperta.rovato.pk).versione)
    assert dopo == prima
    pagina.type({ASSEGNATE: "1"}).press("controlla")
    assert "i controlli di questa pagina non trovano nulla" in pagina.html
    assert pagina.type({ASSEGNATE: "1"}).press("salva").saved()


def test_si_controlla_anche_cio_che_non_si_legge(anna, aperta):
    pagina = Scrivente(anna, aperta.rovato).open("patrimonio").type({SAP: "otto"}).press("controlla")
    assert pagina.risposta.status_code == 200
    assert "«otto» non è un numero" in pagina.html
    assert pagina.value(SAP) == "otto"
    assert not Bozza.objects.for_system().exists()


def test_dove_non_si_scrive_non_si_controlla(anna, aperta):
    pagina = Scrivente(anna, aperta.rovato).open("avvisi")
    Finestra.objects.all().update(al=timezone.now() - timedelta(days=1))
    pagina.press("controlla")
    assert pagina.risposta.status_code == 409
    assert "La raccolta si è chiusa" in pagina.html


def test_dopo_aver_salvato_la_tappa_dice_da_controllare(anna, aperta):
    assert "Da spiegare: 1 controllo" in read(anna, reverse("raccolta:scheda_detail", args=[aperta.rovato.pk]))
    assert "Da controllare" in Scrivente(anna, aperta.rovato).open("patrimonio").html


def test_le_domande_alla_banca_dati_non_crescono_con_i_rilievi(anna, aperta, django_assert_max_num_queries):
    with django_assert_max_num_queries(62):
        anna.get(url(aperta))
