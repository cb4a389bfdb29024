"""A list of dwellings comes into the register: the whole conversation, and what happens when something goes wrong."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from patrimonio.alloggi.servizi import add_unit
from patrimonio.models import ModificaUnita, UnitaAbitativa
from raccolta.alloggi import lavori
from raccolta.alloggi.modelli import Importazione, Lavoro, MappaturaColonne
from tests.alloggi.fogli_di_prova import alloggi, xlsx
from tests.dati import DIGITATA, create_incarico, mondo

__all__ = ["mondo"]

SCELTE = {
    "colonna_0": "codice",
    "colonna_1": "indirizzo",
    "colonna_2": "comune",
    "colonna_3": "superficie_utile",
    "colonna_4": "stato",
    "colonna_5": "tipo",
}


@pytest.fixture
def anna(client: Client, mondo: SimpleNamespace) -> Client:
    client.force_login(mondo.anna.utente)
    return client


def upload(client: Client, contenuto: bytes, nome: str = "alloggi.xlsx"):
    return client.post(f"{reverse('raccolta:importazione')}?di=rovato", {"file": SimpleUploadedFile(nome, contenuto)})


def try_out(
    client: Client, contenuto: bytes, scelte: dict[str, str] = SCELTE, nome: str = "alloggi.xlsx"
) -> Importazione:
    assert upload(client, contenuto, nome).status_code == 302
    importazione = Importazione.objects.latest("pk")
    client.post(reverse("raccolta:importazione_colonne", args=[importazione.pk]), scelte)
    importazione.refresh_from_db()
    return importazione


def page(importazione: Importazione) -> str:
    return reverse("raccolta:importazione_detail", args=[importazione.pk])


def confirm(client: Client, importazione: Importazione, mancanti: str = "lascia") -> Importazione:
    client.post(page(importazione), {"azione": "conferma", "mancanti": mancanti}, follow=True)
    importazione.refresh_from_db()
    return importazione


def counted(importazione: Importazione) -> tuple[int, ...]:
    return tuple(importazione.esito[nome] for nome in ("nuove", "cambiate", "uguali", "mancanti", "errate"))


def test_dalle_colonne_indovinate_al_registro(anna: Client) -> None:
    upload(anna, xlsx(alloggi(3)))
    importazione = Importazione.objects.get()
    pagina = anna.get(reverse("raccolta:importazione_colonne", args=[importazione.pk]))
    form = pagina.context["form"]
    assert {nome: campo.initial for nome, campo in form.fields.items()} == SCELTE
    assert "Rossi Mario" not in pagina.content.decode()
    anna.post(reverse("raccolta:importazione_colonne", args=[importazione.pk]), SCELTE)
    importazione.refresh_from_db()
    assert counted(importazione) == (3, 0, 0, 0, 0)
    assert not UnitaAbitativa.objects.exists()
    assert "alloggi nuovi" in anna.get(page(importazione)).content.decode().lower()
    fatta = confirm(anna, importazione)
    assert (fatta.stato, fatta.contenuto, fatta.assaggi) == ("conclusa", None, [])
    unita = UnitaAbitativa.objects.get(codice="A00002")
    assert (unita.comune_id, unita.stato, unita.tipo, str(unita.superficie_utile)) == (
        "017166",
        "locata",
        "sap",
        "60.50",
    )
    assert (unita.origine, unita.dettaglio) == ("foglio", "alloggi.xlsx, Alloggi, riga 3")
    assert unita.modificata_da == "Anna" or "Anna" in unita.modificata_da
    assert ModificaUnita.objects.filter(codice="A00002", atto="aggiunta").count() == 1
    assert MappaturaColonne.objects.get().colonne["mq"] == "superficie_utile"


def test_lo_stesso_file_non_cambia_nulla_e_un_altro_dice_che_cosa(anna: Client) -> None:
    confirm(anna, try_out(anna, xlsx(alloggi(4))))
    assert counted(try_out(anna, xlsx(alloggi(4)))) == (0, 0, 4, 0, 0)
    righe = alloggi(3)
    righe[1][4] = "Sfitto"
    seconda = try_out(anna, xlsx(righe))
    assert counted(seconda) == (0, 1, 2, 1, 0)
    assert seconda.esito["esempi"][0]["cambi"] == {"stato": ["locata", "libera"]}
    testo = anna.get(page(seconda)).content.decode()
    assert "Stato: Assegnata → Libera" in testo
    assert "A00004" in testo
    prima = UnitaAbitativa.objects.get(codice="A00002").pk
    confirm(anna, seconda)
    assert UnitaAbitativa.objects.get(codice="A00002").stato == "libera"
    assert UnitaAbitativa.objects.get(codice="A00002").pk == prima
    assert UnitaAbitativa.objects.filter(codice="A00004").exists()
    assert ModificaUnita.objects.get(atto="modifica").cambi == {"stato": ["locata", "libera"]}


def test_chi_manca_dal_file_si_toglie_solo_se_lo_si_dice(anna: Client) -> None:
    confirm(anna, try_out(anna, xlsx(alloggi(3))))
    confirm(anna, try_out(anna, xlsx(alloggi(1))), mancanti="toglie")
    assert list(UnitaAbitativa.objects.values_list("codice", flat=True)) == ["A00001"]
    tolta = ModificaUnita.objects.get(codice="A00003", atto="rimozione")
    assert tolta.cambi["indirizzo"] == "Via Roma 3"


def test_una_colonna_che_non_si_legge_non_cancella(anna: Client) -> None:
    confirm(anna, try_out(anna, xlsx(alloggi(1))))
    righe = [["A00001", "Via Roma 1", "Rovato", None, "Sfitto", "ERP", None]]
    confirm(anna, try_out(anna, xlsx(righe), {**SCELTE, "colonna_3": ""}))
    unita = UnitaAbitativa.objects.get()
    assert (unita.stato, str(unita.superficie_utile)) == ("libera", "60.50")


def test_un_alloggio_che_non_e_piu_in_lavori_non_ne_tiene_la_fine(anna: Client, mondo: SimpleNamespace) -> None:
    """The file has no such columns: what cannot be true any longer goes, and it is said before."""
    lavori_fatti = {"stato": "lavori", "fine_lavori": date(2026, 5, 31), "costo_lavori": 900, "lavori": "bagno"}
    valori = {"indirizzo": "Via Roma 1", "comune": mondo.rovato.ente.comune, "superficie_utile": Decimal("60.5")}
    for codice in ("A00001", "A00002"):
        add_unit(
            mondo.rovato.ente,
            {"codice": codice, **valori, **lavori_fatti},
            by=mondo.anna,
            quando=timezone.now(),
            origine=DIGITATA,
        )
    righe = alloggi(2)
    righe[1][4] = "Da riparare"
    importazione = try_out(anna, xlsx(righe))
    assert importazione.esito["esempi"][0]["cambi"] == {
        "stato": ["lavori", "locata"],
        "fine_lavori": ["2026-05-31", ""],
        "lavori": ["bagno", ""],
        "costo_lavori": ["900", ""],
    }
    confirm(anna, importazione)
    locata, carente = UnitaAbitativa.objects.order_by("codice")
    assert (locata.stato, locata.lavori, locata.costo_lavori, locata.fine_lavori) == ("locata", "", None, None)
    assert (carente.stato, carente.lavori, carente.costo_lavori, carente.fine_lavori) == ("carente", "bagno", 900, None)


def test_gli_errori_uguali_sono_uno_con_quante_volte_e_dove_e_si_scaricano(anna: Client) -> None:
    righe = alloggi(303)
    for riga in righe[:300]:
        riga[3] = "grande"
    importazione = try_out(anna, xlsx(righe))
    assert counted(importazione) == (3, 0, 0, 0, 300)
    [gruppo] = importazione.esito["gruppi"]
    assert (gruppo["campo"], gruppo["quanti"], gruppo["posti"][0]) == ("superficie_utile", 300, "D2 «grande»")
    testo = b"".join(anna.get(f"{page(importazione)}?scarica=csv").streaming_content).decode()
    assert testo.count("\r\n") == 301
    assert "Alloggi;2;D2;Superficie utile, m²;grande;" in testo
    confirm(anna, importazione)
    assert UnitaAbitativa.objects.count() == 3


def test_le_colonne_devono_bastare_e_non_ripetersi(anna: Client) -> None:
    upload(anna, xlsx(alloggi(1)))
    indirizzo = reverse("raccolta:importazione_colonne", args=[Importazione.objects.get().pk])
    risposta = anna.post(indirizzo, {**SCELTE, "colonna_4": "", "colonna_1": "codice"})
    assert risposta.status_code == 422
    assert "Lo stesso dato è in più colonne" in risposta.content.decode()
    risposta = anna.post(indirizzo, {**SCELTE, "colonna_4": ""})
    assert "in quale colonna c’è: Stato" in risposta.content.decode()


def test_senza_colonna_del_tipo_e_del_comune_valgono_per_tutti(anna: Client) -> None:
    righe = [["A1", "Via Roma 1", "Libero"]]
    scelte = {"colonna_0": "codice", "colonna_1": "indirizzo", "colonna_2": "stato"}
    contenuto = xlsx(righe, ("Codice", "Indirizzo", "Stato"))
    confirm(anna, try_out(anna, contenuto, {**scelte, "fisso_tipo": "sas", "fisso_comune": "017166"}))
    assert UnitaAbitativa.objects.values_list("tipo", "comune_id").get() == ("sas", "017166")


def test_un_file_che_non_si_legge_dice_che_fare_e_non_resta(anna: Client) -> None:
    for nome, contenuto, perche in (
        ("a.xlsx", b"%PDF-1.7 ", "PDF con un altro nome"),
        ("a.xlsm", xlsx([]), "macro"),
        ("a.doc", b"x", "formato che si legge"),
        ("a.xlsx", xlsx(alloggi(9))[:2000], "non si apre"),
    ):
        risposta = upload(anna, contenuto, nome)
        assert (risposta.status_code, perche in risposta.content.decode()) == (422, True), nome
    assert not Importazione.objects.exists()


def test_chi_legge_soltanto_non_importa_e_il_capofila_nemmeno(client: Client, mondo: SimpleNamespace) -> None:
    client.force_login(create_incarico("Lea", "lettura", ente=mondo.rovato.ente).utente)
    assert upload(client, xlsx([])).status_code == 409
    client.force_login(mondo.carla.utente)
    assert upload(client, xlsx([])).status_code == 409
    client.force_login(mondo.bruno.utente)
    assert upload(client, xlsx([])).status_code == 404


# in the background


@pytest.fixture
def lungo(anna: Client, monkeypatch: pytest.MonkeyPatch) -> Lavoro:
    """A file that is long enough to be left to the worker."""
    monkeypatch.setattr(lavori, "BREVE", 0)
    try_out(anna, xlsx(alloggi(5)))
    return Lavoro.objects.get()


def job_page(lavoro: Lavoro) -> str:
    return reverse("raccolta:lavoro", args=[lavoro.pk])


def test_un_file_lungo_aspetta_chi_lavora_in_sottofondo(
    anna: Client, lungo: Lavoro, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lungo.stato == "attesa"
    assert "<progress" in anna.get(job_page(lungo)).content.decode()
    assert anna.get(page(lungo.importazione)).url == job_page(lungo)
    # the worker lets go of the connection, in which the transaction of the test is open
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert anna.get(job_page(lungo)).url == page(lungo.importazione)
    lungo.refresh_from_db()
    assert (lungo.stato, lungo.fase, lungo.fatte, lungo.totale) == ("finito", "Lettura del file", 6, 6)


def test_se_nessuno_comincia_si_puo_fare_da_qui(anna: Client, lungo: Lavoro) -> None:
    assert "Fai il lavoro adesso" not in anna.get(job_page(lungo)).content.decode()
    Lavoro.objects.update(chiesto_il=timezone.now() - timedelta(seconds=30))
    assert "Fai il lavoro adesso" in anna.get(job_page(lungo)).content.decode()
    anna.post(job_page(lungo), {"azione": "esegui"})
    lungo.importazione.refresh_from_db()
    assert counted(lungo.importazione) == (5, 0, 0, 0, 0)


def test_un_lavoro_si_annulla_prima_e_mentre_si_fa(
    anna: Client, lungo: Lavoro, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.post(job_page(lungo), {"azione": "annulla"})
    lungo.refresh_from_db()
    assert lungo.stato == "annullato"
    anna.post(job_page(lungo), {"azione": "ripeti"})
    nuovo = Lavoro.objects.latest("pk")
    Lavoro.objects.filter(pk=nuovo.pk).update(da_annullare=True)
    lavori.execute(nuovo.pk)
    nuovo.refresh_from_db()
    assert nuovo.stato == "annullato"
    assert "Annullato" in anna.get(job_page(nuovo)).content.decode()
    assert Importazione.objects.get().stato == "caricata"


def test_un_lavoro_interrotto_lo_dice_e_si_ripete_e_chi_si_risveglia_non_scrive(anna: Client, lungo: Lavoro) -> None:
    lavori.execute(lungo.pk)
    importazione = confirm(anna, lungo.importazione)
    scrittura = Lavoro.objects.latest("pk")
    Lavoro.objects.filter(pk=scrittura.pk).update(stato="corso", battito=timezone.now() - timedelta(minutes=5))
    assert "Si è interrotto" in anna.get(job_page(scrittura)).content.decode()
    anna.post(job_page(scrittura), {"azione": "ripeti"})
    scrittura.refresh_from_db()
    assert scrittura.stato == "fallito"
    ripetuto = Lavoro.objects.latest("pk")
    with pytest.raises(lavori.LavoroAnnullato):
        lavori._do(scrittura, lavori.Avanzamento(scrittura.pk))
    assert not UnitaAbitativa.objects.exists()
    lavori.execute(ripetuto.pk)
    lavori.execute(ripetuto.pk)
    importazione.refresh_from_db()
    assert importazione.stato == "conclusa"
    assert UnitaAbitativa.objects.count() == 5


def test_cio_che_va_storto_a_meta_non_lascia_nulla(
    anna: Client, lungo: Lavoro, monkeypatch: pytest.MonkeyPatch
) -> None:
    lavori.execute(lungo.pk)
    confirm(anna, lungo.importazione)
    scrittura = Lavoro.objects.latest("pk")

    def break_down(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(lavori, "_finish", break_down)
    with pytest.raises(MemoryError):
        lavori.execute(scrittura.pk)
    scrittura.refresh_from_db()
    assert (scrittura.stato, scrittura.perche) == ("fallito", lavori.INTERROTTO)
    assert not UnitaAbitativa.objects.exists()
    assert not ModificaUnita.objects.exists()


def test_le_domande_della_prova_non_crescono_con_gli_alloggi(anna: Client, django_assert_num_queries) -> None:
    try_out(anna, xlsx(alloggi(3)))
    with CaptureQueriesContext(connection) as poche:
        try_out(anna, xlsx(alloggi(3)))
    with django_assert_num_queries(len(poche)):
        try_out(anna, xlsx(alloggi(900)))
