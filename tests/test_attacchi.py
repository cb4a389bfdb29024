"""Attacks: who tries to read, to write, to break a page or to make the registro lie; each test is one that holds."""

import io
import logging
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enti import inviti
from enti.allegati import FileNonAmmesso, check
from enti.inviti import Invitato
from enti.models import Adesione, Allegato, Evento, Incarico, Invito, Utente
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Proroga, Scheda
from raccolta.atti import certify, confirm, write
from raccolta.errori import CelleNonValide
from raccolta.models import Bozza, Certificazione, Documento, Modifica, Riporto
from raccolta.moduli.sessione import CHIAVE
from tests.dati import create_incarico, mondo
from tests.raccolta.persone import fill
from tests.raccolta.scrivente import Scrivente
from tests.test_isolamento import CON_OGGETTO, REGOLE, casa, path_of, send_it_back

__all__ = ["casa", "mondo"]

PAROLA = "zampogna-turchese-47"
SAP, LIBERE = "consistenza/017166/sap", "libere/017166/unita"
SCRITTA = "<script>alert(1)</script>"


@pytest.fixture
def entra(casa: SimpleNamespace) -> Callable[..., Client]:
    """A person of the house, logged in; with ``conferma``, who has just said the password again."""

    def entra(chi: str | Incarico, *, conferma: bool = False) -> Client:
        client, utente = (
            Client(raise_request_exception=False),
            (casa.persone[chi] if isinstance(chi, str) else chi).utente,
        )
        utente.set_password(PAROLA)
        utente.save()
        client.force_login(utente)
        if conferma:
            client.post("/conto/conferma/", {"password": PAROLA, "next": "/scrivania/"})
        return client

    return entra


def page(nome: str, *parti: object) -> str:
    return reverse(nome, args=parti)


def login(client: Client, utente: Utente) -> HttpResponse:
    """Through the login page, with a password."""
    utente.set_password(PAROLA)
    utente.save()
    EmailAddress.objects.get_or_create(user=utente, email=utente.email, verified=True, primary=True)
    return client.post("/accedi/", {"login": utente.email, "password": PAROLA})


# forged fields: no page breaks

CAMPI = (
    "azione letta bozza contese righe tolte motivo oggetto testo celle togli scheda anno email nome cognome ruolo ente "
    "al_giorno al_ora dal_giorno dal_ora canale mittenti ricevuta_il qualifica attesto descrizione next "
    f"conferma/consistenza {SAP} consistenza/-/stato consistenza/-/nota nuova/consistenza-ubicazione_id "
    "nuova/consistenza-comune scelta/x"
).split()
VELENI = {
    "nullo": "a\x00b",
    "cifre": "9" * 5000,
    "enorme": str(10**30),
    "negativo": "-1",
    "esponente": "²",
    "controllo": "\x01\x0b",
    "cartelle": "../../etc/passwd",
    "codice": SCRITTA,
}


def body(risposta) -> bytes:
    """What is sent, also a piece at a time: at the end of it the answer closes its file by itself."""
    return b"".join(risposta.streaming_content) if risposta.streaming else risposta.content


@pytest.mark.parametrize("veleno", VELENI)
def test_un_campo_contraffatto_non_rompe_nessuna_pagina(casa, entra, veleno):
    testo, rotte = VELENI[veleno], []
    for chi in ("compilatore", "capofila"):
        client = entra(chi, conferma=True)
        for nome in CON_OGGETTO:
            if REGOLE[nome].oggetto in ("piano", "installazione"):
                continue
            indirizzo = path_of(nome, casa)
            risposte = [client.get(indirizzo.split("?")[0], {"cella": testo, "pagina": testo, "oggetto": testo})]
            risposte.append(client.post(indirizzo, dict.fromkeys(CAMPI, testo)))
            if any(risposta.status_code >= 500 or SCRITTA.encode() in body(risposta) for risposta in risposte):
                rotte.append(f"{chi} {nome}")
    assert rotte == []


@pytest.mark.parametrize(
    "campi",
    [
        {"righe": "consistenza/\x00"},
        {"righe": f"consistenza/{'9' * 300}"},
        {"righe": "misure_anno_precedente/a", "tolte": "libere/\x00"},
        {"righe": ["misure_anno_precedente/a", f"misure_anno_precedente/a.massimale.{'9' * 5000}"]},
        {"contese": "\x00", "scelta/\x00": "qui"},
        {"letta": "9" * 5000, SAP: "5", "righe": "consistenza/017166"},
        {"azione": "aggiungi:misure_anno_precedente/a.massimale", "righe": ["misure_anno_precedente/a"]},
        {"azione": "aggiungi:consistenza/\x00.x"},
        {"righe": ["consistenza/017166"] * 500, SAP: ["1", "2", "3"]},
    ],
)
def test_una_pagina_della_scheda_contraffatta(casa, entra, campi):
    client = entra("compilatore")
    for quadro in ("patrimonio", "misure"):
        risposta = client.post(page("raccolta:quadro", casa.rovato.pk, quadro), {"azione": "salva", **campi})
        assert risposta.status_code in (200, 303, 409, 422)


@pytest.mark.parametrize("numero", ["9" * 19, "9" * 30, "9" * 5000, "%00", "-1"])
def test_un_numero_contraffatto_nell_indirizzo_e_di_nessuna_pagina(casa, entra, numero):
    client, scheda = entra("capofila"), casa.rovato.pk
    for indirizzo in (
        f"/schede/{numero}/",
        f"/schede/{numero}/patrimonio/",
        f"/schede/{numero}/certificazioni/1/ricevuta.pdf",
        f"/schede/{scheda}/certificazioni/{numero}/",
        f"/schede/{scheda}/certificazioni/{numero}/ricevuta.pdf",
        f"/schede/{scheda}/domande/{numero}/",
        f"/allegati/{numero}/",
        f"/persone/inviti/{numero}/",
        f"/persone/incarichi/{numero}/fine/",
        f"/ambiti/oglio/{numero}/",
        f"/piani/oglio/{numero}/",
    ):
        assert client.get(indirizzo).status_code == 404, indirizzo


def test_troppo_di_tutto_e_una_richiesta_non_valida(casa, entra, settings):
    settings.DEBUG = False
    indirizzo = page("raccolta:quadro", casa.rovato.pk, "patrimonio")
    for campi in ({f"x{n}": "1" for n in range(20_001)}, {"testo": "x" * 3_000_000}):
        risposta = entra("compilatore").post(indirizzo, "&".join(f"{k}={v}" for k, v in campi.items()), FORM)
        assert (risposta.status_code, "Richiesta non valida" in risposta.text) == (400, True)


FORM = "application/x-www-form-urlencoded"


def test_senza_gettone_non_si_manda_nulla(casa):
    client = Client(enforce_csrf_checks=True)
    client.force_login(casa.anna.utente)
    for nome in CON_OGGETTO:
        if REGOLE[nome].oggetto != "piano":
            assert client.post(path_of(nome, casa), {SAP: "9"}).status_code in (403, 404, 405), nome


@pytest.mark.parametrize("meta", ["//[", "http://[x", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_non_si_finisce_altrove(casa, entra, meta):
    client = Client()
    utente = casa.anna.utente
    utente.set_password(PAROLA)
    utente.save()
    EmailAddress.objects.create(user=utente, email=utente.email, verified=True, primary=True)
    dati = {"login": utente.email, "password": PAROLA, "next": meta}
    assert client.post("/accedi/", dati)["Location"] == "/scrivania/"
    assert client.get("/conto/conferma/", {"next": meta}).status_code == 200
    assert client.post("/conto/conferma/", {"password": PAROLA, "next": meta})["Location"] in ("/", "/scrivania/")


# invitations


def invite(casa: SimpleNamespace, email: str = "nuova2@example.org", **altro: object) -> tuple[Invito, str]:
    posto = {"ruolo": "compilatore", "ente": casa.rovato.ente} | altro
    return inviti.create_invito(Invitato(email=email, **posto), by=casa.carla, quando=timezone.now())


def test_chi_certifica_non_nomina_e_non_invita_altrove(casa, entra):
    client, prima = entra("certificatore"), Invito.objects.count()
    dati = {"email": "io@example.org", "nome": "Io", "cognome": "Io", "ruolo": "capofila", "ambito": casa.ambito.pk}
    dati |= {"ente": casa.chiari.ente_id}
    assert client.post(page("enti:invita_ente", casa.rovato.ente_id), dati).status_code == 302
    fatto = Invito.objects.latest("pk")
    assert (fatto.ruolo, fatto.ente, fatto.ambito) == ("compilatore", casa.rovato.ente, None)
    assert client.post(page("enti:invita_ente", casa.chiari.ente_id), dati).status_code == 404
    assert client.post(page("enti:invita", casa.ambito.slug), dati).status_code == 409
    assert client.post(page("enti:invita", casa.altrove.slug), dati).status_code == 404
    assert Invito.objects.count() == prima + 1


def test_il_capofila_non_invita_per_un_ente_di_altri(casa, entra):
    dati = {"email": "io@example.org", "nome": "Io", "cognome": "Io", "ruolo": "certificatore", "ente": "lontano"}
    assert entra("capofila").post(page("enti:invita", casa.ambito.slug), dati).status_code == 422


def test_un_ente_uscito_dall_ambito_non_e_piu_del_suo_capofila(casa, entra):
    """Else it could appoint itself there, and read what the ente declares in its new ambito."""
    Adesione.objects.filter(ente=casa.rovato.ente).update(al=timezone.localdate() - timedelta(days=1))
    Adesione.objects.create(ente=casa.rovato.ente, ambito=casa.altrove, dal=timezone.localdate())
    client, prima = entra("capofila"), Invito.objects.count()
    dati = {"email": "io@example.org", "nome": "Io", "cognome": "Io"}
    assert client.post(page("enti:invita_ente", casa.rovato.ente_id), dati).status_code == 404
    assert client.post(page("enti:invito_rinnovo", casa.invito.pk)).status_code in (404, 409)
    fine = page("enti:incarico_fine", casa.persone["certificatore"].pk)
    assert client.post(fine).status_code in (404, 409)
    assert Invito.objects.count() == prima
    assert not Incarico.objects.filter(al=timezone.localdate()).exists()
    assert entra("capofila-altrove").get(page("enti:persone_ente", casa.rovato.ente_id)).status_code == 200


def test_il_codice_di_un_altro_non_serve_a_chi_lo_trova(casa, entra):
    _, codice = invite(casa)
    client = entra("di-chiari")
    assert client.get(page("enti:accetta_codice", codice))["Location"] == page("enti:accettazione")
    assert client.post(page("enti:accettazione")).status_code == 409
    assert not Incarico.objects.filter(utente=casa.bruno.utente, ente=casa.rovato.ente).exists()


def test_con_un_codice_ci_si_iscrive_solo_con_il_suo_indirizzo(casa):
    _, codice = invite(casa)
    client = Client()
    client.get(page("enti:accetta_codice", codice))
    dati = {"email": "carla@example.org", "first_name": "Io\nfirmo", "last_name": "Sindaco"}
    dati |= {"password1": PAROLA, "password2": PAROLA, "is_superuser": "1", "is_staff": "1", "ruolo": "capofila"}
    client.post("/conto/registrazione/", dati)
    nuovo = Utente.objects.get(email="nuova2@example.org")
    assert (nuovo.is_superuser, nuovo.is_staff) == (False, False)
    assert nuovo.get_full_name() == "Io firmo Sindaco"
    assert [(i.ruolo, i.ente_id) for i in nuovo.incarichi.all()] == [("compilatore", "rovato")]
    assert Client().get(page("enti:accetta_codice", codice)).status_code == 404


def test_un_invito_annullato_dopo_il_codice_non_apre_la_registrazione(casa):
    invito, codice = invite(casa)
    client = Client()
    client.get(page("enti:accetta_codice", codice))
    inviti.cancel(invito, by=casa.carla, quando=timezone.now())
    client.post("/conto/registrazione/", {"email": invito.email, "password1": PAROLA, "password2": PAROLA})
    assert not Utente.objects.filter(email=invito.email).exists()


def test_i_codici_non_si_indovinano_e_non_finiscono_nel_diario(casa, caplog):
    _, codice = invite(casa)
    client = Client()
    with caplog.at_level(logging.WARNING):
        stati = [client.get(page("enti:accetta_codice", f"SBAGLIATO{n}")).status_code for n in range(11)]
        stati.append(client.get(page("enti:accetta_codice", codice)).status_code)
    assert (stati[0], stati[-2:]) == (404, [429, 429])
    filtro = next(f for h in logging.getLogger().handlers for f in h.filters if "Segreti" in type(f).__name__)
    assert all(filtro.filter(riga) for riga in caplog.records)
    scritto = " ".join(riga.getMessage() for riga in caplog.records)
    assert codice not in scritto
    assert "/inviti/…/" in scritto


def test_chi_invita_non_scrive_la_lettera(casa, entra, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    casa.rovato.ente.nome = "Rovato\nBcc: tutti@example.org"
    casa.rovato.ente.save()
    dati = {"email": "io@example.org", "nome": "Io\n\nClicca http://evil.example", "cognome": "<b>Io</b>"}
    assert entra("certificatore").post(page("enti:invita_ente", casa.rovato.ente_id), dati).status_code == 302
    [lettera] = mailoutbox
    assert "\n" not in lettera.subject
    assert lettera.to == ["io@example.org"]
    assert not lettera.alternatives
    assert "\nClicca" not in lettera.body


def test_due_persone_dal_nome_lunghissimo(casa):
    """As long as the columns that keep who did something, on an engine that counts."""
    utente = casa.anna.utente
    utente.first_name, utente.last_name = "A" * 150, "B" * 150
    utente.save()
    casa.anna.refresh_from_db()
    write(casa.rovato, {SAP: 82}, by=casa.anna, quando=timezone.now(), letta=casa.rovato.versione)
    assert len(Modifica.objects.latest("pk").attore) == 200
    casa.rovato.ente.nome = "R" * 400
    casa.rovato.ente.save()
    invite(casa)
    assert len(Evento.objects.latest("pk").oggetto) <= 400


# sessions


def test_l_atto_sospeso_di_uno_non_lo_compie_un_altro(casa):
    """Logged out in between, on the same computer."""
    client, rinvio = Client(), page("raccolta:rinvio", casa.rovato.pk)
    Scheda.objects.filter(pk=casa.rovato.pk).update(stato="certificata")
    login(client, casa.carla.utente)
    campi = {"azione": "rinvia", "celle": "consistenza", "motivo": "Non torna", "letta": "1"}
    assert client.post(rinvio, campi)["Location"].startswith("/conto/conferma/")
    client.post("/esci/")
    altra = create_incarico("Carlo", "capofila", ambito=casa.ambito)
    login(client, altra.utente)
    client.post("/conto/conferma/", {"password": PAROLA, "next": rinvio})
    assert not casa.rovato.rinvii.exists()


def test_la_sessione_cambia_nome_all_accesso(casa):
    client = Client()
    client.get(page("enti:accetta_codice", invite(casa)[1]))
    prima = client.cookies["sessionid"].value
    login(client, casa.bruno.utente)
    assert client.cookies["sessionid"].value != prima


def test_il_testo_sospeso_e_solo_di_chi_lo_ha_scritto(casa, entra):
    """A colleague of the same ente, who logs in next at the same computer, neither sees nor saves it."""
    anna = Scrivente(entra(casa.anna), casa.rovato).open("patrimonio").type({SAP: "4321"})
    client, indirizzo = anna.client, anna.indirizzo
    corpo = anna.body()
    client.logout()
    client.post(indirizzo, corpo)
    assert client.session[CHIAVE]["di"] == casa.anna.utente.pk
    login(client, casa.persone["compilatore"].utente)
    risposta = client.get(indirizzo)
    assert "4321" not in risposta.text
    assert CHIAVE not in client.session


def test_chi_non_ha_mai_avuto_la_pagina_non_riempie_le_sessioni(casa):
    client = Client()
    client.post(page("raccolta:quadro", casa.rovato.pk, "patrimonio"), {SAP: "9" * 1000, "di-chi": "1:2:3"})
    assert CHIAVE not in client.session


def test_un_incarico_tolto_non_vale_piu_nella_stessa_sessione(casa, entra):
    client = entra(casa.anna)
    anna = Scrivente(client, casa.rovato).open("patrimonio").type({SAP: "9"})
    Incarico.objects.filter(pk=casa.anna.pk).update(al=timezone.localdate() - timedelta(days=1))
    assert client.post(anna.indirizzo, anna.body()).status_code == 404
    casa.persone["certificatore"].utente.is_active = False
    casa.persone["certificatore"].utente.save()


# four eyes and the workflow


@pytest.fixture
def pronta(casa: SimpleNamespace) -> SimpleNamespace:
    """The scheda of Rovato filled in by Anna, never certified."""
    Certificazione.objects.all().delete()
    casa.rovato.refresh_from_db()
    fill(casa.rovato, casa.anna)
    casa.bice = casa.persone["certificatore"]
    return casa


def another(incarico: Incarico, ruolo: str) -> Incarico:
    """A second incarico of the same person."""
    return Incarico.objects.create(utente=incarico.utente, ente=incarico.ente, ruolo=ruolo, dal=date(2020, 1, 1))


def attest(m: SimpleNamespace, by: Incarico, **altro: object) -> Certificazione:
    m.rovato.refresh_from_db()
    quanto = {"quando": timezone.now(), "qualifica": "dirigente", "letta": m.rovato.versione} | altro
    return certify(m.rovato, by=by, **quanto)


def test_chi_conferma_i_valori_dell_anno_prima_ha_compilato(pronta):
    riporto = Riporto.objects.create(scheda=pronta.rovato, voce="consistenza")
    adesso = timezone.now()
    confirm(pronta.rovato, ["consistenza"], by=another(pronta.bice, "compilatore"), quando=adesso)
    riporto.refresh_from_db()
    assert riporto.incarico.utente == pronta.bice.utente
    with pytest.raises(AttoNonConsentito, match="Chi ha compilato non certifica"):
        attest(pronta, pronta.bice)
    altra = create_incarico("Ada", "certificatore", ente=pronta.rovato.ente)
    assert attest(pronta, altra, quando=adesso + timedelta(seconds=1)).numero == 1
    Scheda.objects.filter(pk=pronta.rovato.pk).update(stato="compilazione")
    assert attest(pronta, pronta.bice, quando=adesso + timedelta(seconds=2), senza_modifiche=True).numero == 2


def test_certificare_cio_che_non_si_e_letto_o_fuori_tempo(pronta, entra):
    client, indirizzo = entra("certificatore", conferma=True), page("raccolta:certificazione", pronta.rovato.pk)
    for letta in ("", "-1", "0", "9" * 400, "1"):
        dati = {"qualifica": "dirigente", "attesto": "on", "letta": letta}
        assert client.post(indirizzo, dati).status_code in (409, 422), letta
    pronta.ricognizione.finestre.all().delete()
    with pytest.raises(AttoNonConsentito, match="non ha ancora aperto"):
        attest(pronta, pronta.bice)
    assert not Certificazione.objects.exists()


@pytest.mark.parametrize("motivo", ["", "   ", "\u00a0", ".", "\x00", "x" * 201])
def test_d_ufficio_si_scrive_solo_con_un_motivo(casa, motivo):
    with pytest.raises(AttoNonConsentito, match="motivo"):
        write(casa.rovato, {SAP: 7}, by=casa.carla, quando=timezone.now(), letta=casa.rovato.versione, motivo=motivo)


def test_il_motivo_del_registro_e_quello_accanto_ai_valori(casa):
    letta = casa.rovato.versione
    write(casa.rovato, {SAP: 7}, by=casa.carla, quando=timezone.now(), letta=letta, motivo=" dal bilancio\x00 ")
    assert Modifica.objects.latest("pk").dettaglio == Evento.objects.latest("pk").dettaglio == "dal bilancio"


def test_d_ufficio_non_si_scrive_su_una_certificazione(casa):
    Scheda.objects.filter(pk=casa.rovato.pk).update(stato="certificata")
    with pytest.raises(AttoNonConsentito, match="è certificata"):
        write(casa.rovato, {SAP: 7}, by=casa.carla, quando=timezone.now(), letta=9, motivo="dal bilancio")


@pytest.mark.parametrize(
    "campi",
    [
        {"righe": "libere/017166", LIBERE: "9"},
        {"righe": "libere/017166", LIBERE: "non si sa"},
        {"tolte": "libere/017166"},
        {"libere/-/stato": "nessuna"},
        {"righe": "libere/017052", "libere/017052/unita": "1"},
    ],
)
def test_fuori_da_cio_che_e_rinviato_non_si_scrive(casa, entra, campi):
    """By a value, a draft, a row taken away, a state, a new row; and a draft is no way in either."""
    casa.rovato.refresh_from_db()
    write(casa.rovato, {LIBERE: 3}, by=casa.anna, quando=timezone.now(), letta=casa.rovato.versione)
    send_it_back(casa)
    Bozza.objects.create(scheda=casa.rovato, quadro="disponibilita", campi={LIBERE: "9"}, da="x", quando=timezone.now())
    casa.rovato.refresh_from_db()
    versione = casa.rovato.versione
    indirizzo = page("raccolta:quadro", casa.rovato.pk, "disponibilita")
    entra(casa.anna).post(indirizzo, {"azione": "salva", "letta": str(versione), **campi})
    assert not Modifica.objects.filter(scheda=casa.rovato, versione__gt=versione).exists()


# files


def archive(*nomi: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archivio:
        for nome in nomi:
            archivio.writestr(nome, "x")
    return file.getvalue()


XLSX = archive("[Content_Types].xml", "xl/aé.xml")


@pytest.mark.parametrize(
    ("nome", "contenuto"),
    [
        ("nomi.xlsx", XLSX.replace("é".encode(), b"\xff\xfe")),
        ("futuro.xlsx", XLSX.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff")),
        ("tronco.xlsx", XLSX[:-30]),
        ("vuota.p7m", b"-----BEGIN\n \n"),
        ("pagina.html", b"<html>"),
        ("pagina.pdf", b"<html><script>"),
        ("foglio.docx", XLSX),
        ("niente.pdf", b""),
        ("troppo.pdf", b"%PDF-" + b"0" * (11 << 20)),
        (".pdf", b"%PDF-1.7"),
    ],
)
def test_file_contraffatti(nome, contenuto):
    with pytest.raises(FileNonAmmesso):
        check(nome, contenuto)


def test_un_archivio_guastato_in_un_punto_qualsiasi():
    for posto in range(len(XLSX)):
        guasto = bytearray(XLSX)
        guasto[posto] ^= 0xFF
        try:
            check("a.xlsx", bytes(guasto))
        except FileNonAmmesso:
            continue


@pytest.mark.parametrize("nome", ["../../x.pdf", "C:\\x.pdf", f"{'x' * 400}.pdf", "a\u202efdp.exe.pdf"])
def test_il_nome_di_un_file_resta_un_nome(casa, entra, nome):
    client = entra("compilatore")
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.7<script>")
    file._name = nome  # as a forged request would call it
    assert client.post(page("raccolta:allegati", casa.rovato.pk), {"file": file}).status_code == 302
    allegato = Documento.objects.latest("pk").allegato
    assert not set(allegato.nome) & set('/\\"\r\n\u202e')
    risposta = client.get(page("enti:allegato", allegato.pk))
    assert risposta["Content-Disposition"].startswith("attachment")
    assert (risposta["X-Content-Type-Options"], risposta["Content-Type"]) == ("nosniff", "application/pdf")
    for estraneo in ("di-chiari", "assemblea", "altrove", "capofila-altrove"):
        assert entra(estraneo).get(page("enti:allegato", allegato.pk)).status_code == 404
    altrui = page("raccolta:allegati", casa.chiari.pk)
    assert entra("di-chiari").post(altrui, {"togli": str(allegato.documento.pk)}).status_code == 404
    assert client.post(page("raccolta:allegati", casa.rovato.pk), {"togli": "9" * 5000}).status_code == 404
    assert Allegato.objects.filter(pk=allegato.pk).exists()


# texts


def test_un_testo_resta_testo(casa, entra):
    """In every text field that a page shows again, to whoever reads it."""
    casa.rovato.ente.nome = f"Rovato {SCRITTA}"
    casa.rovato.ente.save()
    utente = casa.anna.utente
    utente.first_name = SCRITTA
    utente.save()
    anna, capofila = entra(casa.anna), entra("capofila")
    write(
        casa.rovato,
        {
            "consistenza/-/nota": SCRITTA,
            "misure_anno_precedente/a/titolo": SCRITTA,
            "transitori/-/causa": SCRITTA,
            "transitori/-/stato": "non_applicabile",
        },
        by=Incarico.objects.get(pk=casa.anna.pk),
        quando=timezone.now(),
        letta=Scheda.objects.get(pk=casa.rovato.pk).versione,
    )
    anna.post(page("raccolta:domande", casa.rovato.pk), {"oggetto": "consistenza", "testo": SCRITTA})
    Proroga.objects.create(scheda=casa.rovato, al=timezone.now() + timedelta(days=20), motivo=SCRITTA)
    casa.finestra.motivo = SCRITTA
    casa.finestra.save()
    Invito.objects.filter(pk=casa.invito.pk).update(nome=SCRITTA)
    send_it_back(casa)
    casa.rovato.rinvii.update(motivo=SCRITTA)
    viste = 0
    for client in (anna, capofila):
        for nome in CON_OGGETTO:
            if nome in ("piano:piano_pdf", "piano:ricevuta") or REGOLE[nome].oggetto == "installazione":
                continue
            risposta = client.get(path_of(nome, casa))
            if risposta["Content-Type"].startswith("text/html"):
                assert SCRITTA not in risposta.text, nome
                viste += "&lt;script&gt;" in risposta.text
    assert viste > 20


def test_i_segni_che_non_si_stampano_e_i_testi_senza_fine_non_entrano(casa, entra):
    """With one of them in a note the receipt of the certification could not be printed."""
    anna = Scrivente(entra(casa.anna), casa.rovato).open("note")
    nota = "consistenza/-/nota"
    assert anna.type({nota: "a\x01b\x0b\ufffec"}).press().saved()
    assert Modifica.objects.latest("pk").a == "abc"
    anna.open("note").type({nota: "x" * 20_001}).press()
    assert anna.risposta.status_code == 422
    assert "il massimo è 20000" in anna.html.replace(".", "")
    with pytest.raises(CelleNonValide):
        write(casa.rovato, {nota: "a\x01"}, by=casa.anna, quando=timezone.now(), letta=99)


# answers


def test_cio_che_legge_chi_e_entrato_non_resta_in_nessuna_memoria(casa, entra):
    client = entra("capofila")
    for nome in CON_OGGETTO:
        if nome in ("piano:piano_pdf", "piano:ricevuta"):
            continue
        risposta = client.get(path_of(nome, casa))
        if risposta.status_code == 200:
            assert "private" in risposta["Cache-Control"], nome
            assert "Cookie" in risposta["Vary"], nome
    assert "no-store" in client.get(page("raccolta:riepilogo", casa.rovato.pk))["Cache-Control"]
    assert "no-store" not in client.get(page("raccolta:quadro", casa.rovato.pk, "patrimonio"))["Cache-Control"]


def test_gli_errori_sono_pagine_nostre(casa, entra, settings, monkeypatch):
    settings.DEBUG = False
    client = entra("capofila")
    monkeypatch.setattr("raccolta.views.scheda.read_story", lambda *_: 1 / 0)
    casi = {
        "/non-esiste/": (404, "non c’è"),
        page("raccolta:storia", casa.rovato.pk): (500, "Errore del programma"),
        f"{page('raccolta:valore', casa.rovato.pk)}?cella=%00": (404, "non c’è"),
    }
    for indirizzo, (stato, frase) in casi.items():
        risposta = client.get(indirizzo)
        assert (risposta.status_code, "Traceback" in risposta.text) == (stato, False)
        assert (frase in risposta.text) or stato == 404
        assert "private" in risposta["Cache-Control"]
        assert 'lang="it"' in risposta.text
        assert "default-src 'none'" in risposta["Content-Security-Policy"]


def test_i_biscotti(casa, settings):
    client = Client()
    risposta = login(client, casa.anna.utente)
    assert risposta.cookies["sessionid"]["httponly"]
    assert risposta.cookies["sessionid"]["samesite"] == "Lax"
    assert risposta.cookies["csrftoken"]["samesite"] == "Lax"
