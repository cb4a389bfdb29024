"""The pages on which one certifies, reads a certification and sends back: what they say, and how they refuse."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enti.models import Evento
from patrimonio.models import Finestra, Scheda, StatoScheda
from raccolta.models import Bozza, Certificazione, Rinvio, Riporto
from raccolta.services import update
from tests.dati import DIGITATA, read
from tests.raccolta.persone import GIORNO, SAP, SAS, attest, fill

PAROLA = "una-parola-lunga-di-prova"
ATTESTO = {"qualifica": "dirigente", "attesto": "on"}


@pytest.fixture
def aperta(raccolta):
    """The same survey, with a window that is open now."""
    Finestra.objects.all().delete()
    adesso = timezone.now()
    Finestra.objects.create(ricognizione=raccolta.ricognizione, dal=adesso - GIORNO, al=adesso + GIORNO)
    return raccolta


def enter(incarico, conferma: bool = True) -> Client:
    """Somebody who has logged in and, unless said otherwise, has just shown again who is acting."""
    cliente = Client()
    incarico.utente.set_password(PAROLA)
    incarico.utente.save()
    cliente.force_login(incarico.utente)
    if conferma:
        cliente.post("/conto/conferma/", {"password": PAROLA, "next": "/scrivania/"})
    return cliente


def page(nome: str, scheda: Scheda, *altro: object) -> str:
    return reverse(f"raccolta:{nome}", args=[scheda.pk, *altro])


def version(risposta) -> str:
    """The version that a page shows."""
    return re.search(r'name="letta" value="(-?\d+)"', risposta.text)[1]


def certify_by_page(cliente: Client, scheda: Scheda, **dati: object):
    letta = dati.pop("letta", None) or version(cliente.get(page("certificazione", scheda)))
    return cliente.post(page("certificazione", scheda), ATTESTO | {"letta": letta} | dati)


def close(raccolta):
    """Certified by Bice; the ente waits."""
    attest(raccolta.rovato, raccolta.bice, quando=timezone.now())
    raccolta.rovato.refresh_from_db()


# certifying


def test_prima_della_pagina_si_conferma_chi_si_e(aperta):
    cliente = enter(aperta.bice, conferma=False)
    indirizzo = page("certificazione", aperta.rovato)
    risposta = cliente.get(indirizzo, follow=True)
    assert risposta.redirect_chain == [(f"/conto/conferma/?next={indirizzo.replace('/', '%2F')}", 302)]
    assert "certificazione della scheda" in risposta.text


def test_dopo_la_conferma_l_atto_va_avanti_da_se(aperta):
    cliente = enter(aperta.bice, conferma=False)
    indirizzo = page("certificazione", aperta.rovato)
    cliente.post(indirizzo, ATTESTO | {"letta": aperta.rovato.versione})
    assert not Certificazione.objects.exists()
    risposta = cliente.post("/conto/conferma/", {"password": PAROLA, "next": indirizzo})
    assert risposta["Location"] == page("certificata", aperta.rovato, 1)
    assert Certificazione.objects.get().ruolo == "dirigente"


@pytest.mark.parametrize("metodo", ["get", "post"])
@pytest.mark.parametrize("nome", ["certificazione", "rinvio"])
def test_uno_straniero_riceve_404_prima_di_ogni_conferma(aperta, nome, metodo):
    for chi in (aperta.dario, aperta.bruno, aperta.sindaca):
        assert getattr(enter(chi, conferma=False), metodo)(page(nome, aperta.rovato)).status_code == 404


@pytest.mark.parametrize(
    ("nome", "chi", "frase"),
    [
        ("certificazione", "anna", "Certifica la scheda: spetta"),
        ("certificazione", "carla", "Certifica la scheda: spetta"),
        ("rinvio", "bice", "Rinvia all’ente una scheda certificata, con un motivo: spetta"),
    ],
)
@pytest.mark.parametrize("metodo", ["get", "post"])
def test_chi_la_vede_e_non_puo_legge_perche(aperta, metodo, nome, chi, frase):
    risposta = getattr(enter(getattr(aperta, chi), conferma=False), metodo)(page(nome, aperta.rovato))
    assert risposta.status_code == 409
    assert frase in risposta.text


def test_la_pagina_pronta(aperta):
    risposta = enter(aperta.bice).get(page("certificazione", aperta.rovato))
    testo = " ".join(risposta.text.split())
    assert risposta.status_code == 200
    assert "dichiarazione completa del patrimonio e dei dati del proprio ente" in testo
    assert "Certifica <strong>Bice</strong>." in testo
    assert "È la prima certificazione di questa scheda." in testo
    assert "disabled" not in testo
    assert "senza modifiche" not in testo


def test_certificare_porta_alla_certificazione(aperta):
    cliente = enter(aperta.bice)
    risposta = certify_by_page(cliente, aperta.rovato)
    assert risposta["Location"] == page("certificata", aperta.rovato, 1)
    testo = " ".join(cliente.get(risposta["Location"]).text.split())
    fatta = Certificazione.objects.get()
    for atteso in (fatta.impronta, "Bice, dirigente", "la prima di questa scheda", "La scheda è chiusa"):
        assert atteso in testo
    assert reverse("piano:ricevuta", args=[aperta.rovato.pk, 1]) in testo
    assert cliente.get(page("certificazione", aperta.rovato))["Location"] == risposta["Location"]


def test_la_qualifica_si_ricorda(aperta):
    close(aperta)
    fill(aperta.scheda_ambito, aperta.carla)
    assert 'value="dirigente"' not in enter(aperta.carlo).get(page("certificazione", aperta.scheda_ambito)).text
    Rinvio.objects.create(scheda=aperta.rovato, celle=["consistenza"], motivo="No.", da="Carla", quando=timezone.now())
    Scheda.objects.for_system().filter(pk=aperta.rovato.pk).update(stato=StatoScheda.COMPILAZIONE)
    assert 'value="dirigente"' in enter(aperta.bice).get(page("certificazione", aperta.rovato)).text


@pytest.mark.parametrize("manca", ["qualifica", "attesto"])
def test_cio_che_manca_si_dice_e_il_resto_resta(aperta, manca):
    cliente = enter(aperta.bice)
    risposta = certify_by_page(cliente, aperta.rovato, **{manca: ""})
    assert risposta.status_code == 422
    assert "<title>Errore: " in " ".join(risposta.text.split()).replace("<title> ", "<title>")
    assert f'href="#id_{manca}"' in risposta.text
    assert ("checked" in risposta.text) == (manca != "attesto")
    assert ('value="dirigente"' in risposta.text) == (manca != "qualifica")
    assert not Certificazione.objects.exists()


def test_gli_ostacoli_con_la_pagina_dove_si_tolgono(aperta):
    update(aperta.rovato, {"esiti/-/stato": "da_compilare"}, by=aperta.anna, origine=DIGITATA)
    Bozza.objects.create(scheda=aperta.rovato, quadro="note", campi={"a": "b"}, da="Anna", quando=timezone.now())
    Riporto.objects.create(scheda=aperta.rovato, voce="consistenza")
    cliente = enter(aperta.bice)
    testo = cliente.get(page("certificazione", aperta.rovato)).text
    for quadro in ("avvisi", "note", "patrimonio"):
        assert f'href="{page("quadro", aperta.rovato, quadro)}"' in testo
    assert re.search(r"<button[^>]*\bdisabled\b", testo)
    risposta = certify_by_page(cliente, aperta.rovato)
    assert risposta.status_code == 409
    assert 'value="dirigente"' in risposta.text
    assert not Certificazione.objects.exists()


def test_un_salvataggio_nel_frattempo_si_vede_e_si_richiede(aperta):
    cliente = enter(aperta.bice)
    letta = version(cliente.get(page("certificazione", aperta.rovato)))
    update(aperta.rovato, {SAP: 1475}, by=aperta.anna, origine=DIGITATA)
    risposta = certify_by_page(cliente, aperta.rovato, letta=letta)
    testo = " ".join(risposta.text.split())
    assert risposta.status_code == 409
    assert "qualcuno l’ha cambiata" in testo
    assert "Consistenza del patrimonio, Rovato, SAP: da 81 a 1.475 (Anna," in testo
    assert 'value="dirigente"' in testo
    assert "checked" not in testo  # the attestation is about what is read now
    assert version(risposta) != letta
    assert certify_by_page(cliente, aperta.rovato, letta=version(risposta)).status_code == 302


@pytest.mark.parametrize("letta", ["-1", "", "ciao", "99999999999999999999"])
def test_una_versione_inventata(aperta, letta):
    risposta = enter(aperta.bice).post(page("certificazione", aperta.rovato), ATTESTO | {"letta": letta})
    assert risposta.status_code in {409, 422}
    assert not Certificazione.objects.exists()


def test_due_clic(aperta):
    cliente = enter(aperta.bice)
    letta = version(cliente.get(page("certificazione", aperta.rovato)))
    primo, secondo = (certify_by_page(cliente, aperta.rovato, letta=letta) for _ in range(2))
    assert primo["Location"] == secondo["Location"] == page("certificata", aperta.rovato, 1)
    assert (Certificazione.objects.count(), Evento.objects.count()) == (1, 1)
    aperta.bice.pk, aperta.bice.utente = None, aperta.elena.utente
    aperta.bice.save()
    risposta = certify_by_page(enter(aperta.bice), aperta.rovato, letta=letta)
    assert risposta.status_code == 409
    assert "La scheda è già certificata: da Bice" in risposta.text


def test_di_nuovo_con_due_valori_cambiati(aperta):
    close(aperta)
    cliente = enter(aperta.carla)
    send_back_by_page(cliente, aperta.rovato, celle=["consistenza"])
    update(aperta.rovato, {SAP: 90, SAS: 4}, by=aperta.anna, origine=DIGITATA)
    bice = enter(aperta.bice)
    testo = " ".join(bice.get(page("certificazione", aperta.rovato)).text.split())
    assert "2 valori cambiati" in testo
    assert "Consistenza del patrimonio, Rovato, SAP" in testo
    assert "Il capofila ha scritto: «Non torna.»" in testo
    assert "senza modifiche" not in testo
    risposta = certify_by_page(bice, aperta.rovato)
    letta = " ".join(bice.get(risposta["Location"]).text.split())
    assert "2 valori cambiati dalla precedente" in letta
    assert "certificazione più recente" in bice.get(page("certificata", aperta.rovato, 1)).text


def test_di_nuovo_senza_modifiche_va_detto(aperta):
    close(aperta)
    send_back_by_page(enter(aperta.carla), aperta.rovato, celle=["consistenza"])
    cliente = enter(aperta.bice)
    assert "Nessun valore è cambiato" in cliente.get(page("certificazione", aperta.rovato)).text
    risposta = certify_by_page(cliente, aperta.rovato)
    assert risposta.status_code == 422
    assert "Nulla è cambiato dall’ultima certificazione" in risposta.text
    assert certify_by_page(cliente, aperta.rovato, senza_modifiche="on").status_code == 302
    assert Certificazione.objects.get(numero=2).modifiche == 0


def test_la_scheda_d_ambito(aperta):
    fill(aperta.scheda_ambito, aperta.carla)
    risposta = certify_by_page(enter(aperta.carlo), aperta.scheda_ambito)
    assert risposta["Location"] == page("certificata", aperta.scheda_ambito, 1)
    assert enter(aperta.anna).get(risposta["Location"]).status_code == 200


@pytest.mark.parametrize("nome", ["certificata", "ricevuta"])
def test_una_certificazione_la_legge_chi_vede_la_scheda(aperta, nome):
    close(aperta)
    casa = "piano" if nome == "ricevuta" else "raccolta"
    indirizzo = reverse(f"{casa}:{nome}", args=[aperta.rovato.pk, 1])
    for chi in (aperta.anna, aperta.bice, aperta.carla):
        assert enter(chi).get(indirizzo).status_code == 200
    for chi in (aperta.dario, aperta.bruno, aperta.sindaca):
        assert enter(chi).get(indirizzo).status_code == 404
    assert enter(aperta.anna).get(indirizzo.replace("/1/", "/2/")).status_code == 404
    assert enter(aperta.anna).post(indirizzo).status_code == 405


def test_la_ricevuta_si_scarica(aperta):
    close(aperta)
    indirizzo = reverse("piano:ricevuta", args=[aperta.rovato.pk, 1])
    prima, dopo = enter(aperta.anna).get(indirizzo), enter(aperta.carla).get(indirizzo)
    assert prima["Content-Disposition"] == 'attachment; filename="ricevuta-certificazione-rovato-2026-1.pdf"'
    assert prima["Content-Type"] == "application/pdf"
    assert prima.content == dopo.content


def test_una_ricevuta_che_non_si_puo_stampare_dice_perche(aperta):
    update(aperta.rovato, {"consistenza/-/nota": "Una casa 🏠"}, by=aperta.anna, origine=DIGITATA)
    close(aperta)
    risposta = enter(aperta.anna).get(reverse("piano:ricevuta", args=[aperta.rovato.pk, 1]))
    assert risposta.status_code == 409
    assert "🏠" in risposta.text


# sending back


def send_back_by_page(cliente: Client, scheda: Scheda, **dati: object):
    letta = dati.pop("letta", None) or version(cliente.get(page("rinvio", scheda)))
    return cliente.post(page("rinvio", scheda), {"motivo": "Non torna.", "letta": letta, "azione": "rinvia"} | dati)


def test_la_pagina_del_rinvio_offre_voci_e_valori(aperta):
    close(aperta)
    testo = enter(aperta.carla).get(page("rinvio", aperta.rovato)).text
    assert 'value="consistenza"' in testo
    assert f'value="{SAP}"' in testo
    assert "Rovato, SAP: <strong>81</strong>" in testo
    assert "/-/stato" not in testo


def test_si_legge_prima_cio_che_leggera_l_ente(aperta):
    close(aperta)
    cliente = enter(aperta.carla)
    scelta = {"celle": [SAP, "esiti"], "motivo": "Il totale\nnon torna."}
    risposta = send_back_by_page(cliente, aperta.rovato, azione="", **scelta)
    testo = risposta.text
    assert risposta.status_code == 200
    assert "Il capofila chiede di rivedere" in testo
    assert "- Consistenza del patrimonio, Rovato, SAP" in testo
    assert not Rinvio.objects.exists()
    assert mail.outbox == []
    corretta = send_back_by_page(cliente, aperta.rovato, azione="correggi", **scelta).text
    assert corretta.count("checked") == 2
    assert "Il totale\nnon torna.</textarea>" in corretta


def test_il_rinvio_riapre_e_avvisa(aperta):
    aperta.ambito.ufficio, aperta.ambito.telefono = "Ufficio di piano", "030 000000"
    aperta.ambito.save()
    close(aperta)
    cliente = enter(aperta.carla)
    risposta = send_back_by_page(cliente, aperta.rovato, celle=[SAP, "consistenza", "esiti"])
    assert risposta["Location"] == page("scheda_detail", aperta.rovato)
    assert Rinvio.objects.get().celle == ["consistenza", "esiti"]  # the cella goes without saying
    assert sorted(messaggio.to for messaggio in mail.outbox) == [["anna@example.org"], ["bice@example.org"]]
    lettera = mail.outbox[0]
    assert lettera.subject == "Da rivedere: scheda 2026 del Comune di Rovato"
    for atteso in (
        "Carla, per l’ufficio del capofila dell’ambito Oglio, chiede di rivedere",
        "- Consistenza del patrimonio\n- Unità offerte e assegnate nell’anno precedente",
        "Non torna.",
        f"http://testserver{page('scheda_detail', aperta.rovato)}",
        "A chi rivolgersi: Ufficio di piano, 030 000000.",
    ):
        assert atteso in lettera.body
    aperta.rovato.refresh_from_db()
    assert aperta.rovato.stato == StatoScheda.COMPILAZIONE
    assert cliente.get(page("certificata", aperta.rovato, 1)).text.count("«Non torna.»") == 1


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"celle": []}, "Va scelto almeno un valore o una voce."),
        ({"celle": [SAP], "motivo": " "}, "Va scritto il motivo"),
        ({"celle": ["consistenza/015146/sap"]}, "non è tra i valori certificati"),
        ({"celle": ["indicatori"]}, "non è tra i valori certificati"),
    ],
)
def test_un_rinvio_sbagliato(aperta, dati, frase):
    close(aperta)
    risposta = send_back_by_page(enter(aperta.carla), aperta.rovato, **dati)
    assert risposta.status_code == 422
    assert frase in risposta.text
    assert not Rinvio.objects.exists()


def test_due_clic_sul_rinvio(aperta):
    close(aperta)
    cliente = enter(aperta.carla)
    for _ in range(2):
        assert send_back_by_page(cliente, aperta.rovato, celle=["esiti"], letta=1).status_code == 302
    assert Rinvio.objects.count() == 1
    assert len(mail.outbox) == 2
    altro = send_back_by_page(enter(aperta.carlo), aperta.rovato, celle=["consistenza"], letta=1)
    assert altro.status_code == 409
    assert "Non torna.</textarea>" in altro.text
    assert len(mail.outbox) == 2


def test_non_si_rinvia_cio_che_non_e_certificato(aperta):
    risposta = enter(aperta.carla).get(page("rinvio", aperta.rovato))
    assert risposta.status_code == 409
    assert "non lo è ancora mai stata" in risposta.text


def test_di_un_ente_senza_persone_si_dice(aperta):
    close(aperta)
    for incarico in (aperta.anna, aperta.bice):
        incarico.al = incarico.dal
        incarico.save()
    cliente = enter(aperta.carla)
    send_back_by_page(cliente, aperta.rovato, celle=["esiti"])
    assert mail.outbox == []
    assert "nessuno è stato avvisato" in cliente.get(page("certificata", aperta.rovato, 1)).text


def test_le_interrogazioni_non_crescono_con_i_valori(aperta, django_assert_max_num_queries):
    update(
        aperta.rovato,
        {f"misure_anno_piano/m{n}/titolo": f"Misura {n}" for n in range(30)},
        by=aperta.anna,
        origine=DIGITATA,
    )
    cliente = enter(aperta.bice)
    with django_assert_max_num_queries(60):
        cliente.get(page("certificazione", aperta.rovato))
    close(aperta)
    cliente = enter(aperta.carla)
    with django_assert_max_num_queries(40):
        cliente.get(page("rinvio", aperta.rovato))
    assert len(read(aperta.rovato).misure) == 30
