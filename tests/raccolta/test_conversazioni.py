"""Questions and answers: who writes and who reads them, when they are resolved, what happens to a bad message."""

import pytest
from django.urls import reverse

from raccolta.conduzione.conversazioni import LUNGHEZZA, ask, reply, resolve
from raccolta.models import Conversazione, Messaggio
from tests.dati import create_incarico
from tests.raccolta.persone import ORA, SAP


@pytest.fixture
def domanda(mondo) -> Conversazione:
    return ask(mondo.rovato, oggetto=SAP, testo="Sono tutti locati?", by=mondo.carla, quando=ORA)


def url(mondo, nome="domande", *altro) -> str:
    return reverse(f"raccolta:{nome}", args=[mondo.rovato.pk, *altro])


def test_domanda_risposta_risolta_e_riaperta(mondo, domanda):
    reply(domanda, testo="Sì.", by=mondo.anna, quando=ORA)
    assert list(domanda.messaggi.order_by("pk").values_list("testo", "da", "dal_capofila")) == [
        ("Sono tutti locati?", "Carla", True),
        ("Sì.", "Anna", False),
    ]
    resolve(domanda, by=mondo.carla, quando=ORA)
    resolve(domanda, by=mondo.anna, quando=ORA)
    domanda.refresh_from_db()
    assert (domanda.risolta_il, domanda.risolta_da) == (ORA, "Carla")
    reply(domanda, testo="Anzi no.", by=mondo.anna, quando=ORA)
    domanda.refresh_from_db()
    assert (domanda.risolta_il, domanda.risolta_da) == (None, "")


def test_due_clic_sono_una_domanda_e_una_risposta(mondo, domanda):
    assert ask(mondo.rovato, oggetto=SAP, testo="Sono tutti locati?", by=mondo.carla, quando=ORA) == domanda
    reply(domanda, testo="Sì.", by=mondo.anna, quando=ORA)
    reply(domanda, testo="Sì.", by=mondo.anna, quando=ORA)
    assert Messaggio.objects.count() == 2


@pytest.mark.parametrize(
    ("chi", "legge", "scrive"),
    [
        ("anna", 200, 302),
        ("carla", 200, 302),
        ("lia", 200, 409),
        ("bruno", 404, 404),
        ("elena", 404, 404),
        ("dario", 404, 404),
        ("sindaca", 404, 404),
    ],
)
def test_la_leggono_l_ente_e_il_capofila(client, mondo, domanda, chi, legge, scrive):
    mondo.lia = create_incarico("Lia", "lettura", ente=mondo.rovato.ente)
    client.force_login(getattr(mondo, chi).utente)
    for indirizzo in (url(mondo), url(mondo, "domanda", domanda.pk)):
        risposta = client.get(indirizzo)
        assert risposta.status_code == legge
        assert legge == 404 or ('<textarea name="testo"' in risposta.content.decode()) == (scrive == 302)
    assert client.post(url(mondo), {"oggetto": "libere", "testo": "x"}).status_code == scrive
    assert client.post(url(mondo, "domanda", domanda.pk), {"testo": "x"}).status_code == scrive
    assert client.post(url(mondo, "domanda", domanda.pk), {"azione": "risolvi"}).status_code == scrive


def test_quella_di_un_altra_scheda_non_c_e(client, mondo, domanda):
    client.force_login(mondo.carla.utente)
    altrove = reverse("raccolta:domanda", args=[mondo.chiari.pk, domanda.pk])
    assert client.get(altrove).status_code == client.post(altrove, {"testo": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("mandati", "frase"),
    [
        ({"oggetto": "libere", "testo": "  "}, "Il messaggio è vuoto"),
        ({"oggetto": "", "testo": "Quanti sono?"}, "Va scelta la voce"),
        ({"oggetto": "inventata", "testo": "Quanti sono?"}, "La scelta non è tra quelle di questa scheda"),
        ({"oggetto": "avvisi", "testo": "Quanti sono?"}, "La scelta non è tra quelle di questa scheda"),
        ({"oggetto": "consistenza/999999/sap", "testo": "Quanti sono?"}, "La scelta non è tra quelle di questa scheda"),
        ({"oggetto": "libere", "testo": "x" * (LUNGHEZZA + 1)}, "caratteri"),
    ],
)
def test_una_domanda_che_non_va_torna_con_cio_che_si_era_scritto(client, mondo, mandati, frase):
    client.force_login(mondo.anna.utente)
    risposta = client.post(url(mondo), mandati)
    assert risposta.status_code == 422
    pagina = risposta.content.decode()
    assert frase in pagina
    assert mandati["testo"].strip() in pagina
    assert not Conversazione.objects.exists()


def test_da_un_valore_si_chiede_su_quel_valore(client, mondo):
    client.force_login(mondo.anna.utente)
    risposta = client.post(url(mondo), {"oggetto": SAP, "testo": "Vanno contati i due\r\nin vendita?"}, follow=True)
    assert "Consistenza del patrimonio, Rovato, SAP" in risposta.content.decode()
    [domanda] = Conversazione.objects.all()
    assert domanda.oggetto == SAP
    risposta = client.post(url(mondo), {"oggetto": SAP, "testo": ""})
    assert f'value="{SAP}" selected' in risposta.content.decode()


def test_un_testo_e_un_testo(client, mondo, domanda):
    reply(domanda, testo="<script>alert(1)</script>", by=mondo.anna, quando=ORA)
    client.force_login(mondo.carla.utente)
    for indirizzo in (
        url(mondo),
        url(mondo, "domanda", domanda.pk),
        url(mondo, "storia"),
        url(mondo, "valore") + f"?cella={SAP}",
    ):
        pagina = client.get(indirizzo).content.decode()
        assert "<script>alert" not in pagina
        assert "&lt;script&gt;alert(1)" in pagina


def test_l_elenco_ha_prima_le_aperte_e_un_numero_fisso_di_domande(
    client, mondo, domanda, django_assert_max_num_queries
):
    client.force_login(mondo.carla.utente)
    resolve(ask(mondo.rovato, oggetto="libere", testo="Q", by=mondo.anna, quando=ORA), by=mondo.anna, quando=ORA)
    for n in range(20):
        ask(mondo.rovato, oggetto="assegnabili", testo=f"Domanda {n}", by=mondo.anna, quando=ORA)
    with django_assert_max_num_queries(16):
        pagina = client.get(url(mondo)).content.decode()
    assert pagina.index("Risolta") > pagina.rindex(">Aperta<")
