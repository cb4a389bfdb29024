"""Tenancy: every address that names an object, asked by everybody, in every state of the scheda.

What is expected comes from the table of the permissions and from the isolation of the rows; the pages have to agree.
An address that is not in ``REGOLE`` fails: a new one is tested the day it is born.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from enti.incarichi import load_incarichi
from enti.isolamento import Incarichi
from enti.models import Allegato, Invito
from enti.permessi import Azione, find_incarico
from lessico.congelamento import freeze
from patrimonio.alloggi.servizi import add_unit
from patrimonio.models import Finestra, ModificaUnita, Scheda
from piano.models import Capitolo, Parere, SchemaRiga, Versione
from piano.snapshot import build_snapshot
from raccolta.alloggi.modelli import Importazione, Lavoro
from raccolta.atti import send_back
from raccolta.certificazione import store_certification
from raccolta.models import Certificazione, Conversazione, Messaggio, Modifica, Rinvio, Sollecito
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, create_incarico, create_piano, mondo

__all__ = ["mondo"]

SAP = "consistenza/017166/sap"
APERTI = {"account_reset_password_from_key", "account_confirm_email", "enti:accetta_codice"}
"""Addresses whose object is the secret in the address itself."""


class Regola(NamedTuple):
    """Of what the address is, and what one wants to do there: by reading (GET) and by sending (POST)."""

    oggetto: str
    legge: tuple[Azione, ...]
    manda: tuple[Azione, ...] | None = None


LEGGE_SCHEDA = (Azione.LETTURA_SCHEDA,)
SCRIVE = (Azione.COMPILAZIONE, Azione.UFFICIO)

REGOLE: Mapping[str, Regola] = {
    "raccolta:scheda_detail": Regola("scheda", LEGGE_SCHEDA),
    "raccolta:riepilogo": Regola("scheda", LEGGE_SCHEDA),
    "raccolta:controlli": Regola("scheda", LEGGE_SCHEDA, SCRIVE),
    "piano:ponte": Regola("scheda", LEGGE_SCHEDA, SCRIVE),
    "raccolta:foglio": Regola("scheda", LEGGE_SCHEDA, SCRIVE),
    "raccolta:foglio_scarica": Regola("scheda", LEGGE_SCHEDA),
    "raccolta:foglio_csv": Regola("scheda", LEGGE_SCHEDA),
    "raccolta:foglio_segnato": Regola("scheda", LEGGE_SCHEDA),
    "raccolta:fogli_ente": Regola("ente", LEGGE_SCHEDA, SCRIVE),
    "raccolta:fogli_scarica": Regola("ente", LEGGE_SCHEDA),
    "raccolta:fogli_segnati": Regola("ente", LEGGE_SCHEDA),
    "raccolta:storia": Regola("scheda", LEGGE_SCHEDA),
    "raccolta:valore": Regola("scheda", LEGGE_SCHEDA, (Azione.DOMANDA,)),
    "raccolta:quadro": Regola("scheda", LEGGE_SCHEDA, SCRIVE),
    "raccolta:allegati": Regola("scheda", LEGGE_SCHEDA, SCRIVE),
    "raccolta:domande": Regola("scheda", LEGGE_SCHEDA, (Azione.DOMANDA,)),
    "raccolta:domanda": Regola("scheda", LEGGE_SCHEDA, (Azione.DOMANDA,)),
    "raccolta:certificazione": Regola("scheda", (Azione.CERTIFICAZIONE,)),
    "raccolta:certificata": Regola("scheda", LEGGE_SCHEDA),
    "raccolta:rinvio": Regola("scheda", (Azione.RINVIO,)),
    "piano:ricevuta": Regola("scheda", LEGGE_SCHEDA),
    "raccolta:cruscotto": Regola("ambito", (Azione.CRUSCOTTO,)),
    "raccolta:storia_ricognizione": Regola("ambito", (Azione.CRUSCOTTO,)),
    "raccolta:solleciti": Regola("ambito", (Azione.CRUSCOTTO,)),
    "raccolta:sollecito_send": Regola("ambito", (Azione.CRUSCOTTO,)),
    "raccolta:ricognizione": Regola("ambito", (Azione.RICOGNIZIONE,)),
    "raccolta:finestra_create": Regola("ambito", (Azione.RICOGNIZIONE,)),
    "raccolta:finestra_cancel": Regola("ambito", (Azione.RICOGNIZIONE,)),
    "raccolta:proroga_create": Regola("ambito", (Azione.RICOGNIZIONE,)),
    "raccolta:integrazione_create": Regola("ambito", (Azione.RICOGNIZIONE,)),
    "piano:controlli": Regola("ambito", (Azione.CONTROLLI,)),
    **{
        f"piano:{pagina}": Regola("ambito", (Azione.COMPOSIZIONE,))
        for pagina in ("componi", "componi_testo", "schema", "schema_riga")
    },
    **{
        f"piano:{nome}": Regola("piano", (Azione.CONFRONTO,))
        for nome in ("versioni", "confronto", "versione_conservata")
    },
    **{f"piano:{nome}": Regola("piano", (Azione.FASCICOLO,)) for nome in ("fascicolo", "fascicolo_zip", "assemblea")},
    "piano:archivio": Regola("ambito", (Azione.ARCHIVIO,)),
    "piano:allegato_ponte": Regola("ambito", (Azione.RICOGNIZIONE,)),
    "piano:iter": Regola("ambito", (Azione.ITER,)),
    "piano:iter_atto": Regola("ambito", (Azione.ITER,)),
    "piano:iter_firmato": Regola("ambito", (Azione.ITER,)),
    "piano:iter_scadenze": Regola("ambito", (Azione.ITER,)),
    "piano:parere": Regola("parere", (Azione.PARERE,)),
    "piano:parere_file": Regola("parere", (Azione.PARERE,)),
    "piano:nuovo_anno": Regola("ambito", (Azione.RICOGNIZIONE,)),
    "piano:annulla_anno": Regola("ambito", (Azione.RICOGNIZIONE,)),
    "raccolta:dal_registro": Regola("scheda", LEGGE_SCHEDA, (Azione.COMPILAZIONE,)),
    "raccolta:unita_detail": Regola("unita", LEGGE_SCHEDA),
    **{
        f"raccolta:{nome}": Regola("importazione", (Azione.ALLOGGI,))
        for nome in ("importazione_detail", "importazione_colonne", "importazione_segnata", "lavoro")
    },
    "raccolta:unita_change": Regola("unita", (Azione.ALLOGGI,)),
    "raccolta:unita_remove": Regola("unita", (Azione.ALLOGGI,)),
    "enti:persone": Regola("ambito", (Azione.INVITO,)),
    "enti:invita": Regola("ambito", (Azione.INVITO,)),
    "enti:enti": Regola("ambito", (Azione.INVITO,)),
    "enti:unico_addetto": Regola("ambito", (Azione.INVITO,)),
    "enti:persone_ente": Regola("ente", (Azione.INVITO_COMPILATORE,)),
    "enti:invita_ente": Regola("ente", (Azione.INVITO_COMPILATORE,)),
    "enti:incarico_fine": Regola("incarico", (Azione.INVITO_COMPILATORE,)),
    "enti:invito": Regola("invito", (Azione.INVITO_COMPILATORE,)),
    "enti:invito_rinnovo": Regola("invito", (Azione.INVITO_COMPILATORE,)),
    "enti:invito_annullamento": Regola("invito", (Azione.INVITO_COMPILATORE,)),
    "enti:allegato": Regola("allegato", LEGGE_SCHEDA),
    "piano:piano_detail": Regola("piano", (Azione.LETTURA_BOZZA,)),
    **{
        f"piano:piano_{formato}": Regola("piano", (Azione.LETTURA_BOZZA,))
        for formato in ("pdf", "html", "json", "xlsx", "csv", "docx")
    },
    "piano:bozza": Regola("piano", (Azione.LETTURA_BOZZA,)),
    **{
        f"piano:bozza_{formato}": Regola("piano", (Azione.LETTURA_BOZZA,))
        for formato in ("pdf", "json", "xlsx", "csv", "docx")
    },
    **{
        f"piano:{nome}": Regola("pubblicazione", ())
        for nome in ("ambito_piani", "dati", "versione", "versione_dati", "versione_file")
    },
    "piano:piano_catalogo_jsonld": Regola("pubblicazione", ()),
    "piano:piano_catalogo_rdf": Regola("pubblicazione", ()),
    **{
        f"piano:avvio_{passo}": Regola("installazione", ())
        for passo in ("ambito", "comuni", "enti", "capofila", "persone", "anno")
    },
}


def addresses(resolver: URLResolver, spazio: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    for voce in resolver.url_patterns:
        if isinstance(voce, URLResolver):
            if voce.app_name != "admin":
                yield from addresses(voce, f"{voce.namespace}:" if voce.namespace else spazio)
        elif isinstance(voce, URLPattern) and voce.name and voce.pattern.converters:
            yield f"{spazio}{voce.name}", tuple(voce.pattern.converters)


CON_OGGETTO = dict(voce for voce in addresses(get_resolver()) if voce[0] not in APERTI)


def test_ogni_indirizzo_con_un_oggetto_ha_la_sua_regola() -> None:
    assert set(CON_OGGETTO) - set(REGOLE) == set()
    assert {"piano:piano_detail", "raccolta:quadro"} <= set(CON_OGGETTO)


# the world: one object of each kind, of Rovato; everybody who may ask

ROVATO = ("compilatore", "certificatore", "lettura", "parere")


@pytest.fixture
def casa(mondo: SimpleNamespace) -> SimpleNamespace:
    """Rovato with one object of each kind, and people: of Rovato, of Chiari, of the ambito, of another ambito."""
    ora, m = timezone.now(), mondo
    m.piano_altrove = create_piano(m.altrove)
    m.finestra = Finestra.objects.create(ricognizione=m.ricognizione, dal=ora - timedelta(2), al=ora + timedelta(9))
    m.futura = Finestra.objects.create(ricognizione=m.ricognizione, dal=ora + timedelta(20), al=ora + timedelta(30))
    update(m.rovato, {SAP: 81}, by=m.anna, origine=DIGITATA)
    m.rovato.refresh_from_db()
    store_certification(m.rovato, nome="Bea", ruolo="dirigente", quando=ora, by=SISTEMA)
    Scheda.objects.filter(pk=m.rovato.pk).update(stato="compilazione")
    m.domanda = Conversazione.objects.create(scheda=m.rovato, oggetto=SAP)
    Messaggio.objects.create(conversazione=m.domanda, testo="Perché?", da="Carla", dal_capofila=True, quando=ora)
    m.allegato = Allegato.objects.create(
        ambito=m.ambito,
        ente=m.rovato.ente,
        nome="nota.pdf",
        tipo="application/pdf",
        contenuto=b"%PDF-1.7",
        dimensione=8,
        impronta="x",
        caricato_il=ora,
        da="Anna",
    )
    valori = {"codice": "A1", "indirizzo": "via Roma 1", "comune": m.rovato.ente.comune, "stato": "libera"}
    m.importazione = Importazione.objects.create(
        ente=m.rovato.ente,
        nome="alloggi.csv",
        contenuto=b"Codice",
        assaggi=[{"foglio": "", "righe": [], "quante": 1}],
        impronta="x",
        da="Anna",
        quando=ora,
    )
    m.lavoro = Lavoro.objects.create(ente=m.rovato.ente, importazione=m.importazione, tipo="prova", chiesto_il=ora)
    m.unita = add_unit(m.rovato.ente, valori, by=m.anna, quando=ora, origine=DIGITATA)
    contenuto = freeze(build_snapshot(m.piano))
    m.versione = Versione.objects.create(
        piano=m.piano, numero=1, contenuto=contenuto, impronta="x", atto="proposta", quando=ora, chi="Carla"
    )
    m.invito = Invito.objects.create(
        email="nuova@example.org",
        ruolo="compilatore",
        ente=m.rovato.ente,
        impronta_codice="x",
        creato_il=ora,
        scade_il=ora + timedelta(9),
        da="Carla",
    )
    m.parere = Parere.objects.create(piano=m.piano, aler=m.aler.ente, richiesto_il=ora.date())
    m.persone = {ruolo: create_incarico(f"rovato-{ruolo}", ruolo, ente=m.rovato.ente) for ruolo in ROVATO}
    m.persone |= {
        "di-chiari": m.bruno,
        "capofila": m.carla,
        "assemblea": m.sindaca,
        "aler": create_incarico("aler-parere", "parere", ente=m.aler.ente),
        "altrove": m.dario,
        "capofila-altrove": create_incarico("altrove-capofila", "capofila", ambito=m.altrove),
    }
    return m


def open_(m: SimpleNamespace) -> None:
    """The window is open."""


def close(m: SimpleNamespace) -> None:
    """The window is closed."""
    ora = datetime.now(UTC)
    Finestra.objects.filter(pk=m.finestra.pk).update(dal=ora - timedelta(9), al=ora - timedelta(2))


def certify(m: SimpleNamespace) -> None:
    Scheda.objects.filter(pk=m.rovato.pk).update(stato="certificata")


def send_it_back(m: SimpleNamespace) -> None:
    certify(m)
    send_back(m.rovato, celle=["consistenza"], motivo="Rivedere", by=m.carla, quando=timezone.now())


STATI = {"aperta": open_, "chiusa": close, "certificata": certify, "rinviata": send_it_back}


def path_of(nome: str, m: SimpleNamespace) -> str:
    valori = {
        "scheda": m.rovato.pk,
        "quadro": "patrimonio",
        "numero": 1,
        "domanda": m.domanda.pk,
        "allegato": m.allegato.pk,
        "ambito": m.ambito.slug,
        "anno": m.ricognizione.anno,
        "codice": "premessa",
        "piano": m.piano.pk,
        "ente": m.rovato.ente_id,
        "invito": m.invito.pk,
        "incarico": m.persone["compilatore"].pk,
        "importazione": m.importazione.pk,
        "lavoro": m.lavoro.pk,
        "finestra": m.futura.pk,
        "unita": m.unita.pk,
        "nome": "json",
        "passo": "chiusura",
        "parere": m.parere.pk,
    }
    indirizzo = reverse(nome, kwargs={parametro: valori[parametro] for parametro in CON_OGGETTO[nome]})
    return f"{indirizzo}?cella={SAP}" if nome == "raccolta:valore" else indirizzo


def sees(oggetto: str, chi: Incarichi, m: SimpleNamespace) -> bool:
    """Whether an object exists, for somebody."""
    righe = {
        "scheda": m.rovato,
        "incarico": m.persone["compilatore"],
        "importazione": m.importazione,
        "invito": m.invito,
        "allegato": m.allegato,
        "piano": m.piano,
        "unita": m.unita,
        "parere": m.parere,
    }
    if riga := righe.get(oggetto):
        return type(riga).objects.visible_to(chi).filter(pk=riga.pk).exists()
    if oggetto == "ente":
        return m.rovato.ente_id in chi.enti or m.ambito.pk in chi.with_role("capofila")
    return oggetto == "ambito" and m.ambito.pk in chi.ambiti


def may(azioni: tuple[Azione, ...], oggetto: str, chi: Incarichi, m: SimpleNamespace) -> bool:
    enti = {"ambito": None, "piano": None, "parere": m.aler.ente_id}
    ente = enti.get(oggetto, m.rovato.ente_id)
    return any(find_incarico(chi, azione, ambito=m.ambito.pk, ente=ente) for azione in azioni)


def expected(nome: str, metodo: str, chi: Incarichi, m: SimpleNamespace) -> set[int]:
    """404 for what one does not see, 409 for what one sees and may not do; for the rest a page, or what is wrong."""
    regola = REGOLE[nome]
    if not sees(regola.oggetto, chi, m):
        return {404, 405}
    azioni = regola.legge if metodo == "GET" or regola.manda is None else regola.manda
    if not may(azioni, regola.oggetto, chi, m):
        return {405, 409}
    return {200, 302, 303, 405} if metodo == "GET" else {200, 302, 303, 405, 409, 422}


def counts() -> list[int]:
    modelli = (Modifica, Certificazione, Rinvio, Conversazione, Messaggio, Sollecito, Finestra, Invito, Allegato)
    modelli = (*modelli, Capitolo, SchemaRiga, ModificaUnita, Parere, Versione)
    return [modello.objects.count() for modello in modelli]


def ask(client: Client, indirizzo: str, metodo: str) -> int:
    """What is answered; what was written, if anything, is taken back."""
    with transaction.atomic():
        risposta = client.generic(metodo, indirizzo)
        stato = risposta.status_code
        if risposta.streaming:  # at the end of it the answer closes its file by itself
            b"".join(risposta.streaming_content)
        transaction.set_rollback(True)
    return stato


@pytest.mark.parametrize("stato", STATI)
def test_ogni_indirizzo_risponde_secondo_la_tabella(casa: SimpleNamespace, stato: str) -> None:
    STATI[stato](casa)
    sbagliati: list[str] = []
    for persona, incarico in casa.persone.items():
        client = Client(raise_request_exception=False)
        client.force_login(incarico.utente)
        chi = load_incarichi(incarico.utente, timezone.localdate())
        for nome in CON_OGGETTO:
            if REGOLE[nome].oggetto == "piano" and stato != "aperta":
                continue
            for metodo in ("GET", "POST"):
                attesi = expected(nome, metodo, chi, casa)
                avuto = ask(client, path_of(nome, casa), metodo)
                if avuto not in attesi:
                    sbagliati.append(f"{persona}: {metodo} {nome} → {avuto}, atteso {sorted(attesi)}")
    assert sbagliati == []


@pytest.mark.parametrize("stato", STATI)
def test_chi_non_puo_non_scrive_nulla(casa: SimpleNamespace, stato: str) -> None:
    """The same POSTs, not taken back: nothing is written by who has nothing to do with it, or may only read."""
    STATI[stato](casa)
    prima, versione = counts(), Scheda.objects.get(pk=casa.rovato.pk).versione
    campi = {"azione": "salva", SAP: "99", "testo": "x", "motivo": "x", "celle": ["consistenza"], "conferma": "on"}
    campi |= {"letta": "x", "spegni": "premessa"}
    for persona in ("lettura", "parere", "di-chiari", "assemblea", "altrove", "capofila-altrove"):
        client = Client(raise_request_exception=False)
        client.force_login(casa.persone[persona].utente)
        for nome in CON_OGGETTO:
            if REGOLE[nome].oggetto != "piano" and not nome.startswith("enti:invit"):
                client.post(path_of(nome, casa), campi)
    assert counts() == prima
    assert Scheda.objects.get(pk=casa.rovato.pk).versione == versione


def test_chi_non_e_entrato_e_invitato_a_farlo_che_l_oggetto_ci_sia_o_no(client: Client, casa: SimpleNamespace) -> None:
    for nome in CON_OGGETTO:
        if REGOLE[nome].oggetto == "pubblicazione":
            continue
        for indirizzo in (path_of(nome, casa), path_of(nome, casa).replace("/oglio/", "/non-esiste/")):
            risposta = client.get(indirizzo)
            assert risposta.status_code == 302, nome
            assert risposta["Location"].startswith(f"{reverse('account_login')}?next="), nome


def test_cio_che_non_e_pubblicato_non_esiste(client: Client, casa: SimpleNamespace) -> None:
    """What is public asks nobody for a name: without a publication there is nothing, for strangers and for Carla."""
    pubblici = [nome for nome in CON_OGGETTO if REGOLE[nome].oggetto == "pubblicazione"]
    assert len(pubblici) == 7
    for _ in range(2):
        assert {client.get(path_of(nome, casa)).status_code for nome in pubblici} == {404}
        client.force_login(casa.carla.utente)


def test_un_incarico_finito_non_legge_piu(client: Client, casa: SimpleNamespace) -> None:
    casa.anna.utente.incarichi.update(dal="2020-01-01", al="2020-12-31")
    client.force_login(casa.anna.utente)
    for nome in CON_OGGETTO:
        assert client.get(path_of(nome, casa)).status_code in {404, 405}, nome
