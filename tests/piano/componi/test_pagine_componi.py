"""The pages of the composer: texts kept whatever happens, tokens to look for, the schema, refusals and why."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from piano import grandezze
from piano.componi.testi import mark_of
from piano.models import Capitolo, Piano, Rettifica
from piano.schema import load_in_force
from piano.snapshot import build_snapshot
from tests import dati
from tests.raccolta.raccolta_di_prova import add_enti

PREMESSA = "/ambiti/oglio/2026/componi/premessa/"
ELENCO, SCHEMA = "/ambiti/oglio/2026/componi/", "/ambiti/oglio/2026/schema/"


@pytest.fixture
def carla(mondo: SimpleNamespace, client: Client) -> Client:
    client.force_login(mondo.carla.utente)
    return client


def write(mondo: SimpleNamespace, testo: str, codice: str = "premessa", **altro: object) -> None:
    Capitolo.objects.create(piano=mondo.piano, codice=codice, testo=testo, **altro)


def send(client: Client, testo: str, prima: str = "", **altro: str):
    return client.post(PREMESSA, {"azione": "salva", "testo": testo, "letta": mark_of(prima)} | altro)


def codes(mondo: SimpleNamespace) -> list[str]:
    return [riga["codice"] for riga in load_in_force(mondo.ambito.pk, 2026) if riga["attiva"]]


def test_l_elenco_dice_a_che_punto_e_ogni_parte(mondo, carla) -> None:
    write(mondo, "Per il [[anno]].", riportato_da=2025)
    write(mondo, "Sono [[consistenza.totali]] alloggi, [[chiari/consistenza/017052/sap]] a Chiari.", "contesto")
    write(mondo, "Senza una riga.", "altrove")
    pagina = carla.get(ELENCO).text
    for testo in (
        "Restano: 1 da correggere e 1 da rivedere.",
        "testo del 2025, da rileggere",
        "il riferimento [[consistenza.totali]] non esiste. Forse: consistenza.totale",
        "Senza dato: [[chiari/consistenza/017052/sap]]",
        "Testi che il piano non stampa",
        "Senza una riga.",
        "Continua da: Premessa",
    ):
        assert testo in pagina, testo


def test_l_elenco_costa_lo_stesso_con_pochi_enti_e_con_molti(mondo, carla) -> None:
    write(mondo, "Sono [[consistenza.totale]].")

    def count() -> list[int]:
        contate = []
        for indirizzo in (ELENCO, PREMESSA, SCHEMA):
            carla.get(indirizzo)
            with CaptureQueriesContext(
                connection,
            ) as fatte:
                carla.get(indirizzo)
            contate.append(len(fatte))
        return contate

    pochi = count()
    add_enti(mondo.ricognizione, 9)
    assert count() == pochi


def test_salvare_conferma_cio_che_viene_dall_anno_prima(mondo, carla) -> None:
    write(mondo, "Per il [[anno]].\n", riportato_da=2025)
    assert "Conferma e salva" in carla.get(PREMESSA).text
    assert send(carla, "Per il [[anno]].", "Per il [[anno]].\n").status_code == 302
    assert Capitolo.objects.for_system().get().riportato_da is None
    assert "Da rivedere" not in carla.get(PREMESSA).text


def test_due_alla_stessa_pagina_tutti_e_due_i_testi_restano(mondo, carla) -> None:
    send(carla, "Il primo.")
    risposta = send(carla, "Il <b>secondo</b>.")
    assert risposta.status_code == 409
    assert "Il primo." in risposta.text
    assert "Il &lt;b&gt;secondo&lt;/b&gt;." in risposta.text
    assert risposta.context["letta"] == mark_of("Il primo.\n")
    assert Capitolo.objects.for_system().get().testo == "Il primo.\n"


@pytest.mark.parametrize("campi", [{}, {"testo": "x" * 60_001}], ids=["senza testo", "troppo lungo"])
def test_cio_che_non_si_puo_salvare_torna(mondo, carla, campi: dict[str, str]) -> None:
    risposta = carla.post(PREMESSA, {"azione": "salva", "letta": mark_of("")} | campi)
    assert risposta.status_code == 422
    assert campi.get("testo", "") in risposta.text
    assert not Capitolo.objects.for_system().exists()


@pytest.mark.parametrize("azione", ["anteprima", "cerca"])
def test_provare_e_cercare_non_salvano_e_non_perdono(mondo, carla, azione: str) -> None:
    risposta = carla.post(PREMESSA, {"azione": azione, "testo": "Nel **[[anno]]**.", "cerca": "anno prima"})
    assert risposta.status_code == 200
    assert "Nel **[[anno]]**.</textarea>" in risposta.text
    assert "<p>Nel <strong>2026</strong>.</p>" in risposta.text
    assert "[[anno_precedente]]" in risposta.text
    assert not Capitolo.objects.for_system().exists()


def test_htmx_ha_solo_il_pezzo_che_chiede(mondo, carla) -> None:
    for bersaglio, dentro in (("accanto", "Anteprima"), ("riferimenti", "data-inserisci")):
        intestazioni = {"HX-Request": "true", "HX-Target": bersaglio}
        pezzo = carla.post(PREMESSA, {"azione": "anteprima", "testo": "Uno."}, headers=intestazioni).text
        assert dentro in pezzo
        assert "<html" not in pezzo


@pytest.mark.parametrize(
    ("cercato", "token"), [("rovàto SAP", "rovato/consistenza/017166/sap"), ("DELL'ALER", "consistenza.aler")]
)
def test_si_cerca_per_parole_anche_senza_accenti(mondo, carla, cercato: str, token: str) -> None:
    dati.write(mondo.rovato, {"consistenza/017166/sap": 81})
    assert f"[[{token}]]" in carla.post(PREMESSA, {"azione": "cerca", "testo": "", "cerca": cercato}).text


def test_un_riferimento_sbagliato_si_salva_e_il_piano_dice_dove(mondo, carla) -> None:
    send(carla, "Sono [[consistenza.totali]].")
    assert "finché c’è, il piano non si può comporre" in carla.get(PREMESSA).text
    piano = carla.get(reverse("piano:piano_detail", args=["oglio", 2026]))
    assert piano.status_code == 409
    assert "Nel capitolo «premessa»" in piano.text
    assert f'href="{PREMESSA}"' in piano.text


def test_un_riferimento_tolto_dall_elenco_mentre_e_in_uso(mondo, carla, monkeypatch) -> None:
    send(carla, "Sono [[consistenza.totale]].")
    resto = {nome: scrive for nome, scrive in grandezze.GRANDEZZE.items() if nome != "consistenza.totale"}
    for modulo in ("grandezze", "componi.riferimenti"):
        monkeypatch.setattr(f"piano.{modulo}.GRANDEZZE", resto)
    assert "il riferimento [[consistenza.totale]] non esiste" in carla.get(ELENCO).text
    assert "[[consistenza.totale]]" in carla.get(PREMESSA).text
    assert carla.get("/ambiti/oglio/2026/controlli/").status_code == 200
    assert "Nel capitolo «premessa»" in carla.get(reverse("piano:piano_pdf", args=["oglio", 2026])).text


def test_una_sezione_ha_la_sua_nota(mondo, carla) -> None:
    indirizzo = PREMESSA.replace("premessa", "consistenza")
    assert "Nota alla sezione" in carla.get(indirizzo).text
    carla.post(indirizzo, {"azione": "salva", "testo": "Con una nota.", "letta": mark_of("")})
    assert "<p>Con una nota.</p>" in carla.get(reverse("piano:piano_detail", args=["oglio", 2026])).text


def test_una_parte_che_non_c_e_e_404(mondo, carla) -> None:
    for indirizzo in (ELENCO, SCHEMA):
        assert carla.get(f"{indirizzo}di-nessuno/").status_code == 404
    carla.post(SCHEMA, {"spegni": "premessa"})
    assert carla.get(PREMESSA).status_code == 404
    assert carla.get(f"{SCHEMA}premessa/").status_code == 200


def test_si_sposta_si_toglie_si_rimette(mondo, carla) -> None:
    carla.post(SCHEMA, {"sposta": "percorso prima contesto"})
    risposta = carla.post(SCHEMA, {"spegni": "premessa"})
    assert risposta["Location"].endswith("/schema/#riga-premessa")
    assert codes(mondo)[:2] == ["percorso", "contesto"]
    carla.post(SCHEMA, {"accendi": "premessa"})
    assert codes(mondo)[0] == "premessa"


def test_la_norma_si_legge_prima_di_togliere_e_si_conferma(mondo, carla) -> None:
    pagina, campi = f"{SCHEMA}transitori/", {"spegni": "transitori"}
    assert "art. 4, comma 3, lett. e)" in carla.get(pagina).text
    risposta = carla.post(pagina, campi)
    assert risposta.status_code == 422
    assert "Per toglierla bisogna confermare" in risposta.text
    assert "transitori" in codes(mondo)
    assert carla.post(pagina, campi | {"conferma": "1"}).status_code == 302
    assert "transitori" not in codes(mondo)


def test_lettera_titolo_e_voci(mondo, carla) -> None:
    pagina = f"{SCHEMA}liberazioni/"
    letta = carla.get(pagina).context["letta"]
    campi = {"azione": "salva", "lettera": "z)", "titolo": "Liberi nel\r\n[[anno]]", "voci": ["libere"], "letta": letta}
    assert carla.post(pagina, campi | {"titolo": "Nel [[anni]]"}).status_code == 422
    assert carla.post(pagina, campi | {"voci": []}).status_code == 422
    assert carla.post(pagina, campi).status_code == 302
    [riga] = [r for r in load_in_force(mondo.ambito.pk, 2026) if r["codice"] == "liberazioni"]
    assert (riga["lettera"], riga["titolo"], riga["voci"]) == ("z)", "Liberi nel [[anno]]", ["libere"])
    risposta = carla.post(pagina, campi | {"titolo": "Altro"})  # opened before the other saved
    assert risposta.status_code == 409
    assert "z) Liberi nel [[anno]]" in risposta.text
    assert ">Altro</textarea>" in risposta.text.replace("\n", "")


def test_togliere_una_voce_che_la_norma_chiede_si_conferma(mondo, carla) -> None:
    pagina = f"{SCHEMA}misure/"
    campi = {
        "titolo": "Misure",
        "lettera": "",
        "voci": ["misure_anno_piano"],
        "letta": carla.get(pagina).context["letta"],
    }
    risposta = carla.post(pagina, campi)
    assert risposta.status_code == 422
    assert "le misure dell’anno prima (r.r. 4/2017, art. 4, comma 3, lett. f))" in risposta.text
    assert carla.post(pagina, campi | {"conferma": "1"}).status_code == 302


def test_un_capitolo_in_piu_si_aggiunge_si_elimina_e_il_testo_resta(mondo, carla) -> None:
    nuovo = {"aggiungi": "1", "sezione": "capitolo", "titolo": "Progetti in corso"}
    assert carla.post(SCHEMA, nuovo)["Location"].endswith("#riga-progetti-in-corso")
    write(mondo, "Due progetti.\n", "progetti-in-corso")
    carla.post(f"{SCHEMA}progetti-in-corso/", {"elimina": "progetti-in-corso"})
    assert "progetti-in-corso" not in codes(mondo)
    assert "Rimetti nel piano «Progetti in corso»" in carla.get(ELENCO).text
    carla.post(SCHEMA, nuovo)
    assert "Due progetti." in carla.get(f"{ELENCO}progetti-in-corso/").text


@pytest.mark.parametrize("campi", [{}, {"sposta": "una parola"}, {"aggiungi": "1", "titolo": ""}], ids=str)
def test_un_gesto_che_non_si_capisce(mondo, carla, campi: dict[str, str]) -> None:
    assert carla.post(SCHEMA, campi).status_code == 422


def test_una_sezione_del_piano_non_si_elimina(mondo, carla) -> None:
    assert carla.post(SCHEMA, {"elimina": "fonti"}).status_code == 409
    assert carla.post(SCHEMA, {"spegni": "sparita"}).status_code == 409
    assert "fonti" in codes(mondo)


def test_oltre_la_bozza_si_legge_e_non_si_scrive(mondo, carla) -> None:
    prima = build_snapshot(mondo.piano).contenuti
    Piano.objects.for_system().filter(pk=mondo.piano.pk).update(stato="approvato")
    for indirizzo in (ELENCO, PREMESSA, SCHEMA, f"{SCHEMA}premessa/"):
        risposta = carla.get(indirizzo)
        assert "già oltre la bozza" in risposta.text
    risposta = send(carla, "Troppo tardi.")
    assert risposta.status_code == 409
    assert "Troppo tardi." in risposta.text
    for campi in ({"spegni": "premessa"}, {"sposta": "percorso prima contesto"}):
        assert carla.post(SCHEMA, campi).status_code == 409
    assert build_snapshot(mondo.piano).contenuti == prima


def test_un_piano_senza_schema_si_comincia_da_qui(mondo, carla) -> None:
    mondo.ambito.schema.all().delete()
    assert "Il piano non ha ancora parti" in carla.get(ELENCO).text
    carla.post(SCHEMA, {"aggiungi": "1", "sezione": "consistenza", "titolo": "Il patrimonio"})
    assert codes(mondo) == ["consistenza"]


def test_in_una_rettifica_si_legge_che_cosa_riguarda(mondo, carla) -> None:
    Piano.objects.for_system().filter(pk=mondo.piano.pk).update(stato="verifica")
    Rettifica.objects.create(piano=mondo.piano, motivo="Un errore.", sezioni=["contesto"], aperta_il=timezone.now())
    for indirizzo in (ELENCO, PREMESSA, SCHEMA, f"{SCHEMA}premessa/"):
        assert "Riguarda: Il contesto." in carla.get(indirizzo).text
    assert "non è tra quelle dichiarate" in carla.get(PREMESSA).text
    assert "non è tra quelle dichiarate" not in carla.get(f"{ELENCO}contesto/").text
    assert send(carla, "Corretto.").status_code == 302


def test_dalla_bozza_si_arriva_ai_testi_se_si_scrivono(mondo, carla) -> None:
    bozza = reverse("piano:bozza", args=["oglio", 2026])
    assert ELENCO in carla.get(bozza).text
    carla.force_login(mondo.anna.utente)
    assert ELENCO not in carla.get(bozza).text
