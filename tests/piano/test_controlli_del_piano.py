"""The capofila's findings: every scheda and the plan, by rule and by ente; reasons on the plan; few queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti.models import Evento
from lessico import norme
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from patrimonio.models import Finestra, Scheda
from piano.models import Capitolo, Parere
from piano.rassegna import FRASI, Rassegna, build_rassegna
from raccolta.conduzione.cruscotto import build_cruscotto
from raccolta.models import Motivazione
from raccolta.motivazioni import explain
from raccolta.rilievi import build_controlli
from tests.dati import write
from tests.raccolta.raccolta_di_prova import IN_MEZZO, add_enti, certify, complete, enter_as, open_october
from tests.test_pagine import check

OFFERTE, ASSEGNATE = "esiti/-.-/offerte", "esiti/-.-/assegnate"
PERCHE = "Una unità si è liberata mentre l’avviso era aperto."
SUL_PIANO = "Il cambiamento riguarda una nota, e l’ALER ne è informata."


def address(mondo) -> str:
    return reverse("piano:controlli", args=[mondo.ambito.slug, mondo.ricognizione.anno])


@pytest.fixture
def trovati(mondo):
    """All declared nil; the ALER assigned more than it offered; its opinion is about other contents."""
    adesso = timezone.now()
    Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=adesso - timedelta(days=20), al=adesso + timedelta(days=5)
    )
    for scheda in (mondo.rovato, mondo.chiari, mondo.aler, mondo.scheda_ambito):
        complete(scheda)
    write(mondo.aler, {OFFERTE: 1, ASSEGNATE: 2})
    mondo.aler.refresh_from_db()
    mondo.parere = Parere.objects.create(
        piano=mondo.piano,
        aler=mondo.aler.ente,
        esito="positivo",
        data=date(2026, 2, 1),
        protocollo="12",
        impronta_contenuti="prima",
    )
    return mondo


def explain_aler(mondo) -> None:
    [rilievo] = [r for r in build_controlli([mondo.aler])[mondo.aler.pk].rilievi if r.segnalazione.si_motiva]
    s = rilievo.segnalazione
    explain(mondo.aler, regola=s.regola, impronta=s.impronta, testo=PERCHE, by=mondo.elena, quando=timezone.now())


def on_plan(mondo):
    [riscontro] = build_rassegna(mondo.ricognizione).del_piano
    return riscontro.detto


def codes(rassegna: Rassegna) -> list[tuple[str, str]]:
    return [(riscontro.di.nome, riscontro.detto.codice) for riscontro in rassegna.tutti]


def motivate(client, mondo, testo: str = SUL_PIANO, **altro: str):
    detto = on_plan(mondo)
    return client.post(address(mondo), {"regola": detto.codice, "impronta": detto.impronta, "testo": testo} | altro)


# what is found


def test_ci_sono_i_rilievi_di_ogni_scheda_e_quelli_del_piano(trovati):
    rassegna = build_rassegna(trovati.ricognizione)
    assert codes(rassegna) == [("", "GOV-04"), ("ALER", "ASS-01")]
    assert rassegna.frase == "1 scheda su 4 ha controlli aperti: 1 da spiegare. Sul piano: 1 da spiegare."
    assert rassegna.da_sollecitare


def test_una_scheda_non_compilata_e_da_compilare_non_da_correggere(mondo):
    rassegna = build_rassegna(mondo.ricognizione)
    assert {riscontro.peso for riscontro in rassegna.tutti} == {"Da compilare"}
    assert rassegna.frase == ("Sulle schede non c’è nulla da correggere né da spiegare. Restano da compilare 4 schede.")
    assert len(rassegna.only("da-compilare").tutti) == 4
    assert rassegna.only("da-correggere").tutti == ()


def test_anche_le_schede_certificate_si_guardano(trovati, client):
    certifica_con_rilievo(trovati)
    rassegna = build_rassegna(trovati.ricognizione)
    [riscontro] = rassegna.degli_enti
    assert (riscontro.di.certificata, riscontro.detto.codice) == (True, "ASS-01")
    assert not rassegna.da_sollecitare
    client.force_login(trovati.carla.utente)
    assert reverse("raccolta:rinvio", args=[trovati.aler.pk]) in client.get(address(trovati)).text


def certifica_con_rilievo(mondo) -> None:
    """As when a rule is born after the certification."""
    Scheda.objects.for_system().filter(pk=mondo.aler.pk).update(stato="certificata")


def test_chi_ha_spiegato_perche_e_quando_si_legge_e_se_il_valore_cambia_decade(trovati, client):
    explain_aler(trovati)
    client.force_login(trovati.carla.utente)
    pagina = client.get(address(trovati)).text
    assert PERCHE in pagina
    assert "Spiegato" in pagina
    assert "Elena" in pagina
    rassegna = build_rassegna(trovati.ricognizione)
    assert codes(rassegna.only("spiegati")) == [("ALER", "ASS-01")]
    assert rassegna.frase.startswith("Sulle schede non c’è nulla da correggere né da spiegare.")
    write(trovati.aler, {ASSEGNATE: 3})
    assert codes(build_rassegna(trovati.ricognizione).only("decaduti")) == [("ALER", "ASS-01")]
    assert "non vale più" in client.get(address(trovati), {"peso": "decaduti"}).text
    write(trovati.aler, {ASSEGNATE: 1})
    [superata] = build_rassegna(trovati.ricognizione).superate
    assert (superata.di, superata.motivata.testo) == ("ALER", PERCHE)
    assert "Motivazioni che non servono più" in client.get(address(trovati)).text


def test_per_regola_e_per_ente_sono_gli_stessi_rilievi(trovati, client):
    write(trovati.chiari, {OFFERTE: 1, ASSEGNATE: 4})
    rassegna = build_rassegna(trovati.ricognizione)
    [regola] = [gruppo for gruppo in rassegna.by_rule() if gruppo.titolo == FRASI["ASS-01"]]
    assert [riscontro.di.nome for riscontro in regola.riscontri] == ["ALER", "Comune di Chiari"]
    per_ente = rassegna.by_owner()
    assert [gruppo.titolo for gruppo in per_ente] == ["ALER", "Comune di Chiari"]
    per_regola = [riscontro for gruppo in rassegna.by_rule() for riscontro in gruppo.riscontri]
    assert sorted(map(repr, per_regola)) == sorted(repr(r) for gruppo in per_ente for r in gruppo.riscontri)
    client.force_login(trovati.carla.utente)
    assert FRASI["ASS-01"] in client.get(address(trovati)).text
    per_ente = client.get(address(trovati), {"per": "ente"}).text
    assert FRASI["ASS-01"] not in per_ente
    assert reverse("raccolta:controlli", args=[trovati.chiari.pk]) in per_ente


@pytest.mark.parametrize(("peso", "quanti"), [("tutti", 2), ("da-spiegare", 2), ("spiegati", 0), ("<b>", 2)])
def test_i_filtri_contano_cio_che_mostrano(trovati, client, peso, quanti):
    client.force_login(trovati.carla.utente)
    contesto = client.get(address(trovati), {"peso": peso}).context
    mostrati = sum(len(gruppo.riscontri) for gruppo in contesto["gruppi"]) + len(contesto["posti"])
    conteggi = {codice: n for codice, _, n in contesto["filtri"]}
    assert mostrati == quanti == conteggi[contesto["peso"]]


def test_i_codici_delle_regole_non_si_leggono(trovati, client):
    client.force_login(trovati.carla.utente)
    for come in ("regola", "ente"):
        testo = client.get(address(trovati), {"per": come}).text
        assert ">ASS-01" not in testo
        assert " GOV-04" not in testo


def test_niente_trovato_si_dice(trovati, client):
    trovati.parere.delete()
    write(trovati.aler, {ASSEGNATE: 1})
    client.force_login(trovati.carla.utente)
    pagina = client.get(address(trovati)).text
    assert build_rassegna(trovati.ricognizione).tutti == ()
    assert "I controlli non hanno trovato nulla" in pagina


def test_un_rilievo_sulla_prosa_porta_al_suo_capitolo(trovati, client, monkeypatch):
    """A rule of this test, as those of style are: it looks at a chapter of the plan."""

    @regola("PRS-99", norme.PIANI_E_PROGRAMMI, Gravita.STILE, Mancanti.SEMPRE)
    def parola_strana(piano, _regime):
        """Nei capitoli non c’è la parola «strana»."""
        for capitolo in piano.contenuti.capitoli:
            if "strana" in capitolo.testo:
                yield Rilievo((f"capitoli/{capitolo.codice}/testo",), "C’è la parola «strana».", "Toglierla.")

    monkeypatch.setattr("piano.rilievi.REGOLE", (parola_strana,))
    riga = trovati.ambito.schema.order_by("ordine").filter(sezione="capitolo").first()
    Capitolo.objects.create(piano=trovati.piano, codice=riga.codice, testo="Una parola strana.")
    [luogo] = on_plan(trovati).luoghi
    assert luogo.testo.startswith("capitolo «")
    assert riga.titolo in luogo.testo
    assert luogo.indirizzo == reverse("piano:componi_testo", args=[trovati.ambito.slug, 2026, riga.codice])
    client.force_login(trovati.carla.utente)
    assert len(client.get(address(trovati), {"peso": "da-rileggere"}).context["posti"]) == 1
    assert "Una parola strana." in client.get(luogo.indirizzo).text


def test_un_rilievo_del_piano_su_una_scheda_porta_al_suo_valore(trovati, monkeypatch):
    """As the rule on measures told in the future does; what has no page is named by the sentence alone."""

    @regola("PRS-98", norme.PIANI_E_PROGRAMMI, Gravita.STILE, Mancanti.SEMPRE)
    def guarda_altrove(_piano, _regime):
        """Un valore di una scheda."""
        celle = ("rovato/consistenza/017166/sap", "fonti/ambito/certificazione", "pareri/aler/data", "strano")
        yield Rilievo(celle, "Qui.", "Nulla.")

    monkeypatch.setattr("piano.rilievi.REGOLE", (guarda_altrove,))
    valore, fonte = on_plan(trovati).luoghi
    assert valore.testo.startswith("Comune di Rovato: Consistenza")
    assert valore.indirizzo.startswith(f"/schede/{trovati.rovato.pk}/")
    assert valore.indirizzo.endswith("#id_consistenza/017166/sap")
    ambito = reverse("raccolta:scheda_detail", args=[trovati.scheda_ambito.pk])
    assert (fonte.testo, fonte.indirizzo) == ("scheda d’ambito", ambito)


# the reason of a finding on the plan


def test_la_motivazione_sul_piano_si_salva_e_si_legge(trovati, client):
    client.force_login(trovati.carla.utente)
    assert motivate(client, trovati)["Location"] == address(trovati)
    motivazione = Motivazione.objects.for_system().get()
    assert (motivazione.testo, motivazione.scheda, motivazione.regola) == (SUL_PIANO, None, "GOV-04")
    assert Evento.objects.filter(atto="motivazione").count() == 1
    assert SUL_PIANO in client.get(address(trovati)).text
    assert not on_plan(trovati).aperto


def test_due_lettere_non_sono_una_motivazione_e_il_testo_resta(trovati, client):
    client.force_login(trovati.carla.utente)
    risposta = motivate(client, trovati, "Ok")
    assert risposta.status_code == 422
    assert "autofocus" in risposta.text
    [posto] = risposta.context["posti"]
    assert posto.form.data["testo"] == "Ok"
    assert f'href="#{posto.form["testo"].id_for_label}"' in risposta.text
    assert not Motivazione.objects.for_system().exists()


def test_se_intanto_il_piano_e_cambiato_il_testo_resta(trovati, client):
    client.force_login(trovati.carla.utente)
    vecchia = on_plan(trovati).impronta
    write(trovati.rovato, {"consistenza/017166/sap": 8})
    risposta = motivate(client, trovati, impronta=vecchia)
    assert risposta.status_code == 409
    assert SUL_PIANO in risposta.text
    assert "il piano è cambiato" in risposta.text
    assert not Motivazione.objects.for_system().exists()


def test_di_un_piano_approvato_non_si_scrive_altro(trovati, client):
    trovati.piano.stato = "approvato"
    trovati.piano.save()
    client.force_login(trovati.carla.utente)
    [posto, *_] = [p for p in client.get(address(trovati)).context["posti"] if p.riscontro.detto.codice == "GOV-04"]
    assert posto.form is None
    detto = posto.riscontro.detto
    campi = {"regola": detto.codice, "impronta": detto.impronta, "testo": SUL_PIANO}
    risposta = client.post(address(trovati), campi)
    assert risposta.status_code == 409
    assert "Il piano è approvato" in risposta.text
    assert SUL_PIANO in risposta.text


def test_un_anno_senza_piano_ha_le_sue_schede(trovati, client):
    trovati.parere.delete()
    trovati.piano.delete()
    client.force_login(trovati.carla.utente)
    assert client.get(address(trovati)).status_code == 200
    campi = {"regola": "GOV-04", "impronta": "x", "testo": SUL_PIANO}
    risposta = client.post(address(trovati), campi)
    assert (risposta.status_code, "non ha ancora un piano" in risposta.text) == (409, True)


def test_per_gli_enti_il_capofila_non_spiega(trovati, client):
    [rilievo] = [r for r in build_controlli([trovati.aler])[trovati.aler.pk].rilievi if r.aperto]
    client.force_login(trovati.carla.utente)
    campi = {"regola": "ASS-01", "impronta": rilievo.segnalazione.impronta, "testo": PERCHE}
    assert client.post(address(trovati), campi).status_code == 409
    assert reverse("raccolta:controlli", args=[trovati.aler.pk]) in client.get(address(trovati)).text


# who, how much


@pytest.mark.parametrize(("persona", "stato"), [("dario", 404), ("anna", 409), ("sindaca", 409), ("carla", 200)])
def test_chi_la_vede(trovati, client, persona, stato):
    client.force_login(getattr(trovati, persona).utente)
    assert client.get(address(trovati)).status_code == stato
    if stato != 200:
        assert motivate(client, trovati).status_code == stato
        assert not Motivazione.objects.for_system().exists()


def test_le_domande_alla_banca_dati_non_crescono_con_gli_enti(trovati, client):
    explain_aler(trovati)
    client.force_login(trovati.carla.utente)
    client.get(address(trovati))
    quante = []
    for da, altri in ((0, 3), (3, 27)):
        for scheda in add_enti(trovati.ricognizione, altri, da=da):
            write(scheda, {OFFERTE: 1, ASSEGNATE: 2})
        with CaptureQueriesContext(connection) as domande:
            client.get(address(trovati))
        quante.append(len(domande))
    assert quante[0] == quante[1] <= 80


def test_leggere_non_scrive_nulla(trovati, client):
    client.force_login(trovati.carla.utente)
    client.get(address(trovati))
    assert not Evento.objects.exists()


def test_nel_cruscotto_si_contano_in_parole(mondo, client):
    open_october(mondo.ricognizione)
    complete(mondo.chiari)
    write(mondo.chiari, {OFFERTE: 1, ASSEGNATE: 4})
    certify(mondo.rovato)
    righe = {riga.scheda: riga for riga in build_cruscotto(mondo.ricognizione, IN_MEZZO).righe}
    assert righe[mondo.chiari.pk].controlli == "1 da spiegare"
    assert righe[mondo.rovato.pk].controlli == righe[mondo.aler.pk].controlli == ""
    write(mondo.chiari, {"consistenza/017052/sap": 5, "consistenza/-/totale_dichiarato": 9})
    client.force_login(mondo.carla.utente)
    pagina = client.get(reverse("raccolta:cruscotto", args=[mondo.ambito.slug, 2026])).text
    assert reverse("raccolta:controlli", args=[mondo.chiari.pk]) in pagina
    assert address(mondo) in pagina


def test_nel_browser(pagina: Page, live_server, trovati):
    write(trovati.chiari, {OFFERTE: 1, ASSEGNATE: 4})
    enter_as(pagina, live_server.url, trovati.carla)
    pagina.goto(f"{live_server.url}{address(trovati)}")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Controlli 2026")
    check(pagina)
    pagina.get_by_role("link", name="Per ente").click()
    expect(pagina.get_by_role("heading", name="Comune di Chiari")).to_be_visible()
    check(pagina)
    pagina.stati_attesi.add(422)
    pagina.get_by_label("Perché il piano va bene così").fill("No")
    pagina.get_by_role("button", name="Salva la motivazione").click()
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    expect(pagina.get_by_label("Perché il piano va bene così")).to_have_value("No")
    check(pagina)
    pagina.get_by_label("Perché il piano va bene così").fill(SUL_PIANO)
    pagina.get_by_role("button", name="Salva la motivazione").click()
    expect(pagina.get_by_text("La motivazione è salvata")).to_be_visible()
    expect(pagina.get_by_role("link", name="Spiegati (1)")).to_be_visible()
    check(pagina)


def test_nel_browser_senza_nulla(pagina: Page, live_server, trovati):
    trovati.parere.delete()
    write(trovati.aler, {ASSEGNATE: 1})
    enter_as(pagina, live_server.url, trovati.carla)
    pagina.goto(f"{live_server.url}{address(trovati)}")
    expect(pagina.get_by_text("I controlli non hanno trovato nulla")).to_be_visible()
    check(pagina)
