"""The pages around a scheda: what each person reads there, the value and where it comes from, the files."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti.models import Allegato, Evento
from patrimonio.models import Finestra, Scheda
from raccolta import documenti
from raccolta.atti import certify, send_back, write
from raccolta.certificazione import store_certification
from raccolta.conduzione.conversazioni import ask
from raccolta.documenti import MASSIMO, attach
from raccolta.lettura.provenienza import find_value
from raccolta.models import Documento, Riporto
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, create_incarico, create_piano
from tests.raccolta.persone import SAP, fill
from tests.raccolta.raccolta_di_prova import add_enti, enter_as
from tests.raccolta.raccolta_di_prova import certify as certify_nil
from tests.test_pagine import check

PDF = b"%PDF-1.7 prova"


@pytest.fixture
def aperta(mondo):
    """The window is open today; Bice certifies for Rovato, Lia reads."""
    mondo.ora = timezone.now()
    mondo.finestra = Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=mondo.ora - timedelta(days=3), al=mondo.ora + timedelta(days=9)
    )
    mondo.bice = create_incarico("Bice", "certificatore", ente=mondo.rovato.ente)
    mondo.lia = create_incarico("Lia", "lettura", ente=mondo.rovato.ente)
    mondo.rovato = Scheda.objects.select_related("ente", "ricognizione__ambito").get(pk=mondo.rovato.pk)
    return mondo


def certified(mondo) -> None:
    fill(mondo.rovato, mondo.anna)
    certify(mondo.rovato, by=mondo.bice, quando=mondo.ora, qualifica="dirigente", letta=mondo.rovato.versione)
    mondo.rovato.refresh_from_db()


def sent_back(mondo) -> None:
    certified(mondo)
    send_back(mondo.rovato, celle=[SAP, "libere"], motivo="Erano 80.", by=mondo.carla, quando=mondo.ora)
    mondo.rovato.refresh_from_db()


def url(mondo, nome: str = "scheda_detail", *altro) -> str:
    return reverse(f"raccolta:{nome}", args=[mondo.rovato.pk, *altro])


def read(client, mondo, chi: str, nome: str = "scheda_detail") -> str:
    client.force_login(getattr(mondo, chi).utente)
    risposta = client.get(url(mondo, nome))
    assert risposta.status_code == 200
    return " ".join(risposta.content.decode().split())


def button(pagina: str) -> str:
    """The one primary button of the page, or nothing."""
    pezzi = pagina.split('class="btn btn-primary')
    assert len(pezzi) <= 2
    return pezzi[1].split(">", maxsplit=1)[1].split("<", maxsplit=1)[0].strip() if len(pezzi) == 2 else ""


# where one is


def test_chi_comincia_e_chi_continua(client, aperta):
    assert button(read(client, aperta, "anna")) == "Comincia"
    assert button(read(client, aperta, "bice")) == ""
    update(aperta.rovato, {SAP: 81}, by=aperta.anna, origine=DIGITATA)
    pagina = read(client, aperta, "anna")
    assert button(pagina) == "Continua da Disponibilità"
    assert "In compilazione: mancano Disponibilità, Quote e riserve, Avvisi e assegnazioni e Misure" in pagina
    assert "mancano 9 giorni" in pagina
    assert "Ora tocca a chi compila: Anna." in read(client, aperta, "lia")


def test_chi_certifica_rilegge_e_certifica(client, aperta):
    fill(aperta.rovato, aperta.anna)
    assert button(read(client, aperta, "bice")) == "Rileggi e certifica"
    pagina = read(client, aperta, "anna")
    assert "Pronta da certificare" in pagina
    assert "Ora tocca a chi certifica: Bice." in pagina
    assert button(pagina) == ""
    pagina = read(client, aperta, "carla")
    assert "Completa, da certificare" in pagina
    assert "Scrivi d’ufficio" in pagina


def test_la_chiusa_dice_chi_perche_e_come_si_riapre(client, aperta):
    certified(aperta)
    pagina = read(client, aperta, "anna")
    assert "Certificata da Bice" in pagina
    assert "Per cambiare un valore si chiede al capofila, che la rinvia all’ente." in pagina
    assert button(pagina) == ""
    assert url(aperta, "certificata", 1) in pagina
    assert url(aperta, "rinvio") not in pagina
    assert url(aperta, "rinvio") in read(client, aperta, "carla")


def test_fuori_finestra_dice_perche_e_come_si_riapre(client, aperta):
    Finestra.objects.filter(pk=aperta.finestra.pk).update(al=aperta.ora - timedelta(days=1))
    pagina = read(client, aperta, "anna")
    assert "Per riaprirla occorre una proroga, che concede il capofila." in pagina
    assert button(pagina) == ""


def test_la_rinviata_dice_che_cosa_rivedere(client, aperta):
    sent_back(aperta)
    pagina = read(client, aperta, "anna")
    assert button(pagina) == "Rivedi Patrimonio"
    assert pagina.count("Da rivedere: lo chiede il capofila") == 2
    assert "Consistenza del patrimonio, Rovato, SAP" in pagina
    assert pagina.count("Erano 80.") == 1
    pagina = read(client, aperta, "carla")
    assert "In attesa dell’ente" in pagina
    assert "Erano 80." in pagina
    write(aperta.rovato, {SAP: 80}, by=aperta.anna, quando=aperta.ora, letta=aperta.rovato.versione)
    assert button(read(client, aperta, "bice")) == "Rileggi e certifica"


def test_si_vede_cio_che_e_d_ufficio_da_confermare_e_aperto(client, aperta):
    fill(aperta.rovato, aperta.anna)
    Riporto.objects.create(scheda=aperta.rovato, voce="consistenza")
    write(aperta.rovato, {SAP: 80}, by=aperta.carla, quando=aperta.ora, letta=aperta.rovato.versione, motivo="x")
    ask(aperta.rovato, oggetto=SAP, testo="Quanti?", by=aperta.carla, quando=aperta.ora)
    pagina = read(client, aperta, "anna")
    assert "Dati inseriti d’ufficio." in pagina
    assert "Da confermare: Consistenza del patrimonio" in pagina
    assert "1 aperta" in pagina


def test_il_capofila_compila_la_scheda_d_ambito(client, aperta):
    aperta.rovato = aperta.scheda_ambito
    assert button(read(client, aperta, "carla")) == "Comincia"
    pagina = read(client, aperta, "anna")
    assert button(pagina) == ""
    assert "Scheda d’ambito" in pagina
    assert "Carla" in read(client, aperta, "anna", "scheda_detail")


def test_il_capofila_torna_al_cruscotto_gli_altri_non_lo_hanno(client, aperta):
    cruscotto = f'href="/ambiti/{aperta.ambito.slug}/{aperta.ricognizione.anno}/"'
    assert cruscotto in read(client, aperta, "carla")
    assert cruscotto not in read(client, aperta, "anna")


@pytest.mark.parametrize("nome", ["scheda_detail", "riepilogo", "storia", "domande", "allegati"])
@pytest.mark.parametrize(("chi", "stato"), [("bruno", 404), ("elena", 404), ("dario", 404), ("sindaca", 404)])
def test_gli_altri_non_la_vedono(client, mondo, nome, chi, stato):
    client.force_login(getattr(mondo, chi).utente)
    assert client.get(url(mondo, nome)).status_code == stato


@pytest.mark.parametrize(
    ("nome", "domande"),
    [("scheda_detail", 47), ("riepilogo", 46), ("storia", 38), ("domande", 18), ("allegati", 35)],
)
def test_le_domande_alla_base_sono_sempre_quelle(client, aperta, nome, domande, django_assert_max_num_queries):
    sent_back(aperta)
    add_enti(aperta.ricognizione, 10)
    update(
        aperta.rovato,
        {f"consistenza/9{n:05}/sap": n + 1 for n in range(10)},
        by=aperta.anna,
        origine=DIGITATA,
    )
    client.force_login(aperta.carla.utente)
    with django_assert_max_num_queries(domande):
        assert client.get(url(aperta, nome)).status_code == 200


# everything on one page


def test_il_riepilogo_distingue_e_dice_chi_ha_certificato(client, aperta):
    certified(aperta)
    pagina = read(client, aperta, "lia", "riepilogo")
    assert "Certificata da Bice, dirigente" in pagina
    assert "Rovato" in pagina
    assert "84" in pagina
    sent_back_page = url(aperta, "valore") + "?cella=consistenza/017166/sap"
    assert sent_back_page in pagina
    update(aperta.rovato, {"transitori/-/nota": "<i>nulla</i>"}, by=aperta.anna, origine=DIGITATA)
    assert "&lt;i&gt;nulla&lt;/i&gt;" in read(client, aperta, "lia", "riepilogo")


def test_il_riepilogo_dice_che_cosa_manca_anche_dove_l_anno_prima_c_era(client, aperta):
    passata = create_piano(aperta.ambito, 2025).ricognizione
    prima = Scheda.objects.create(ricognizione=passata, ente=aperta.rovato.ente)
    update(prima, {"stato_di_fatto/017166/unita": 6}, by=aperta.anna, origine=DIGITATA)
    store_certification(prima, nome="Bice", ruolo="dirigente", quando=aperta.ora, by=SISTEMA)
    pagina = " ".join(read(client, aperta, "lia", "riepilogo").split())
    assert 'Assegnabili nello stato di fatto</th> <td role="cell" class="manca">Da compilare</td>' in pagina
    assert "Rovato, SAP" in pagina


def test_un_atto_rifiutato_rimanda_alla_scheda(client, aperta):
    client.force_login(aperta.anna.utente)
    risposta = client.get(url(aperta, "certificazione"))
    assert risposta.status_code == 409
    assert f'href="{url(aperta, "scheda_detail")}">Vai alla scheda</a>' in risposta.content.decode()


# one value


def test_il_valore_dice_da_dove_viene(client, aperta):
    certified(aperta)
    passata = create_piano(aperta.ambito, 2025).ricognizione
    certify_nil(Scheda.objects.create(ricognizione=passata, ente=aperta.rovato.ente))
    valore = find_value(aperta.rovato, SAP)
    assert (valore.etichetta, valore.ora, valore.prima, valore.coperto) == (
        "Consistenza del patrimonio, Rovato, SAP",
        "81",
        "nessun dato",
        True,
    )
    send_back(aperta.rovato, celle=[SAP], motivo="x", by=aperta.carla, quando=aperta.ora)
    aperta.rovato.refresh_from_db()
    write(aperta.rovato, {SAP: 80}, by=aperta.anna, quando=aperta.ora, letta=aperta.rovato.versione)
    valore = find_value(aperta.rovato, SAP)
    assert [(p.chi, p.da, p.a, p.origine) for p in valore.passaggi] == [
        ("Anna", "81", "80", "digitata"),
        ("Anna", "nessun dato", "81", "digitata"),
    ]
    assert not valore.coperto


@pytest.mark.parametrize(
    "cella",
    [
        "",
        "niente",
        "consistenza",
        "inventata/-/sap",
        "consistenza/-/inventata",
        "consistenza/999999/sap",
        "consistenza/017166.nessuno/sap",
        "misure_anno_piano/mai-scritta/motivo",
        "avvisi/-/nota",
        "libere/-.boh/unita",
        "consistenza/017166/sap\x00",
        "<script>",
    ],
)
def test_un_valore_inventato_non_c_e(client, aperta, cella):
    client.force_login(aperta.anna.utente)
    assert client.get(url(aperta, "valore"), {"cella": cella}).status_code == 404


@pytest.mark.parametrize(
    "cella", [SAP, "consistenza/017052/sap", "libere/-/nota", "consistenza/-/stato", "libere/-.sas/unita"]
)
def test_un_valore_vuoto_ha_la_sua_pagina(client, aperta, cella):
    client.force_login(aperta.lia.utente)
    risposta = client.get(url(aperta, "valore"), {"cella": cella})
    assert risposta.status_code == 200
    assert "Nessuno ha ancora scritto questo valore." in risposta.content.decode()
    client.force_login(aperta.bruno.utente)
    assert client.get(url(aperta, "valore"), {"cella": cella}).status_code == 404


# files


def upload(client, mondo, nome="atto.pdf", contenuto=PDF, **altro):
    file = SimpleUploadedFile(nome, contenuto)
    return client.post(url(mondo, "allegati"), {"file": file, "descrizione": "Delibera", **altro})


def test_si_allega_e_si_toglie(client, aperta):
    client.force_login(aperta.anna.utente)
    assert upload(client, aperta).status_code == 302
    [documento] = Documento.objects.select_related("allegato")
    assert (documento.allegato.nome, documento.allegato.ente, documento.allegato.descrizione) == (
        "atto.pdf",
        aperta.rovato.ente,
        "Delibera",
    )
    assert "atto.pdf" in read(client, aperta, "lia", "riepilogo")
    client.force_login(aperta.anna.utente)
    assert client.post(url(aperta, "allegati"), {"togli": documento.pk}).status_code == 302
    assert not Allegato.objects.exists()
    assert list(Evento.objects.order_by("pk").values_list("atto", "dettaglio")) == [
        (documenti.ALLEGATO, "atto.pdf"),
        (documenti.TOLTO, "atto.pdf"),
    ]
    assert client.post(url(aperta, "allegati"), {"togli": documento.pk}).status_code == 404


@pytest.mark.parametrize(
    ("nome", "contenuto", "frase"),
    [
        ("virus.exe", b"MZ", "Questo tipo di file non si può allegare."),
        ("atto.pdf", b"<script>", "il contenuto è di un altro tipo"),
        ("atto.pdf", b"", "Il file è vuoto"),
    ],
)
def test_un_file_che_non_va_lo_si_dice(client, aperta, nome, contenuto, frase):
    client.force_login(aperta.anna.utente)
    risposta = upload(client, aperta, nome, contenuto)
    assert risposta.status_code == 422
    assert frase in risposta.content.decode()
    assert 'value="Delibera"' in risposta.content.decode()
    assert not Allegato.objects.exists()


def test_chi_legge_non_allega_e_nessuno_a_scheda_chiusa(client, aperta):
    client.force_login(aperta.lia.utente)
    assert upload(client, aperta).status_code == 409
    documento = attach(aperta.rovato, nome="a.pdf", contenuto=PDF, by=aperta.anna, quando=aperta.ora)
    certified(aperta)
    client.force_login(aperta.anna.utente)
    assert upload(client, aperta).status_code == 409
    assert client.post(url(aperta, "allegati"), {"togli": documento.pk}).status_code == 409
    client.force_login(aperta.bruno.utente)
    assert upload(client, aperta).status_code == 404
    assert Documento.objects.count() == 1


def test_non_se_ne_toglie_uno_di_un_altra_scheda(client, aperta):
    altrui = attach(aperta.chiari, nome="a.pdf", contenuto=PDF, by=aperta.bruno, quando=aperta.ora)
    client.force_login(aperta.carla.utente)
    assert client.post(url(aperta, "allegati"), {"togli": altrui.pk}).status_code == 404
    assert client.post(url(aperta, "allegati"), {"togli": "x"}).status_code == 404


def test_hanno_un_numero_massimo(client, aperta):
    for n in range(MASSIMO):
        attach(aperta.rovato, nome=f"a{n}.pdf", contenuto=PDF, by=aperta.anna, quando=aperta.ora)
    client.force_login(aperta.anna.utente)
    risposta = upload(client, aperta)
    assert (risposta.status_code, Documento.objects.count()) == (422, MASSIMO)


def test_quelli_della_scheda_d_ambito_li_legge_ogni_ente_dell_ambito(client, aperta):
    documento = attach(aperta.scheda_ambito, nome="a.pdf", contenuto=PDF, by=aperta.carla, quando=aperta.ora)
    for chi, stato in (("anna", 200), ("carla", 200), ("dario", 404), ("sindaca", 404)):
        client.force_login(getattr(aperta, chi).utente)
        assert client.get(reverse("enti:allegato", args=[documento.allegato_id])).status_code == stato, chi


# in the browser


@pytest.fixture
def viva(transactional_db, aperta):
    return aperta


def test_le_pagine_a_ogni_larghezza(pagina: Page, live_server, viva):
    sito = live_server.url
    enter_as(pagina, sito, viva.anna)
    for nome in ("scheda_detail", "riepilogo", "storia", "domande", "allegati"):
        pagina.goto(sito + url(viva, nome))
        check(pagina)
    sent_back(viva)
    attach(viva.rovato, nome="atto.pdf", contenuto=PDF, descrizione="Delibera", by=viva.anna, quando=viva.ora)
    domanda = ask(viva.rovato, oggetto=SAP, testo="Quanti?", by=viva.carla, quando=viva.ora)
    for nome in ("scheda_detail", "riepilogo", "storia", "domande", "allegati"):
        pagina.goto(sito + url(viva, nome))
        check(pagina)
    pagina.goto(sito + url(viva, "domanda", domanda.pk))
    check(pagina)
    pagina.goto(f"{sito}{url(viva, 'valore')}?cella={SAP}")
    check(pagina)
    pagina.goto(sito + url(viva, "storia"))
    pagina.get_by_text("Valore per valore").first.click()
    check(pagina)
    enter_as(pagina, sito, viva.carla)
    for percorso in (url(viva), reverse("raccolta:storia_ricognizione", args=["oglio", 2026])):
        pagina.goto(sito + percorso)
        check(pagina)


def test_si_chiede_e_si_risponde_senza_mouse_e_con_gli_errori(pagina: Page, live_server, viva):
    pagina.stati_attesi.add(422)
    enter_as(pagina, live_server.url, viva.anna)
    pagina.goto(live_server.url + url(viva, "domande"))
    pagina.get_by_role("button", name="Chiedi").press("Enter")
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    expect(pagina).to_have_title("Errore: Domande sulla scheda 2026, Comune di Rovato · Pianocasa")
    check(pagina)
    pagina.get_by_label("Su che cosa").select_option("libere")
    pagina.get_by_label("Messaggio").fill("Vanno contate quelle in vendita?")
    pagina.get_by_role("button", name="Chiedi").press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Libere")
    check(pagina)
    pagina.get_by_role("button", name="Segna come risolta").press("Enter")
    expect(pagina.locator(".discorsi").get_by_text("Risolta")).to_be_visible()


def test_si_allega_dal_browser(pagina: Page, live_server, viva):
    pagina.stati_attesi.add(422)
    enter_as(pagina, live_server.url, viva.anna)
    pagina.goto(live_server.url + url(viva, "allegati"))
    pagina.get_by_label("File").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"no"})
    pagina.get_by_role("button", name="Aggiungi").click()
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    check(pagina)
    pagina.get_by_label("File").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF})
    pagina.get_by_role("button", name="Aggiungi").click()
    with pagina.expect_download() as scaricato:
        pagina.get_by_role("link", name="a.pdf").click()
    assert scaricato.value.path().read_bytes() == PDF
    pagina.get_by_role("button", name="Togli a.pdf").click()
    expect(pagina.get_by_text("Nessun allegato.")).to_be_visible()


def test_stampato_il_riepilogo_sta_su_a4(pagina: Page, live_server, viva):
    certified(viva)
    enter_as(pagina, live_server.url, viva.lia)
    pagina.goto(live_server.url + url(viva, "riepilogo"))
    pagina.emulate_media(media="print")
    for nascosto in (".it-header-wrapper", ".it-footer", ".breadcrumb-container", ".solo-schermo"):
        expect(pagina.locator(nascosto).first).to_be_hidden()
    expect(pagina.get_by_role("heading", name="Patrimonio")).to_be_visible()
    assert pagina.locator(".riepilogo-valori tr").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
