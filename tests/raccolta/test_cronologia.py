"""The story of a scheda and of a survey: everything that happens has its words, newest first, in a few queries."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from enti import registro
from enti.models import Evento
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Finestra, Scheda
from raccolta.atti import certify, send_back, write
from raccolta.conduzione import finestre
from raccolta.conduzione.conversazioni import ask, reply, resolve
from raccolta.documenti import attach, detach
from raccolta.flusso import Atto
from raccolta.lettura.cronologia import _SCRITTI, read_story
from raccolta.lettura.registrati import ATTI, PAGINA, read_events
from raccolta.models import Riporto, Sollecito
from raccolta.services import update
from tests.dati import SISTEMA, create_incarico
from tests.raccolta.persone import LIBERE, SAP, fill

RADICE = Path(__file__).parents[2]


@pytest.fixture
def vissuta(mondo):
    """Everything that can happen to a scheda happens to that of Rovato."""
    ora = timezone.now()
    bice = create_incarico("Bice", "certificatore", ente=mondo.rovato.ente)
    Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=ora - timedelta(days=9), al=ora - timedelta(days=8), motivo="Prima"
    )
    Finestra.objects.create(ricognizione=mondo.ricognizione, dal=ora - timedelta(days=5), al=ora + timedelta(days=5))
    scheda = Scheda.objects.select_related("ente", "ricognizione__ambito").get(pk=mondo.rovato.pk)
    update(scheda, {SAP: 80}, by=SISTEMA, origine=Origine(TipoOrigine.CARICATA, "piano 2025"))
    update(scheda, {"libere/017166/unita": 1}, by=SISTEMA, origine=Origine(TipoOrigine.RIPORTO))
    fill(scheda, mondo.anna, **{LIBERE: None})
    Riporto.objects.create(scheda=scheda, voce="libere", confermato_il=ora, da="Anna")
    write(scheda, {SAP: 83}, by=mondo.carla, quando=ora, letta=scheda.versione, motivo="Dal bilancio.")
    domanda = ask(scheda, oggetto=SAP, testo="Quanti in vendita?", by=mondo.carla, quando=ora)
    reply(domanda, testo="Due.", by=mondo.anna, quando=ora)
    resolve(domanda, by=mondo.carla, quando=ora)
    Sollecito.objects.create(
        scheda=scheda, giorno=ora, destinatari=["a@example.org"], oggetto="Dati 2026", testo="x", da="Carla", quando=ora
    )
    finestre.extend_for(scheda, al=ora + timedelta(days=9), motivo="Ferie", atto="", by=mondo.carla, quando=ora)
    documento = attach(scheda, nome="a.pdf", contenuto=b"%PDF-1.7", by=mondo.anna, quando=ora)
    detach(documento, by=mondo.anna, quando=ora)
    scheda.refresh_from_db()
    certify(scheda, by=bice, quando=ora, qualifica="dirigente", letta=scheda.versione)
    send_back(scheda, celle=[SAP, "libere"], motivo="Non torna", by=mondo.carla, quando=ora)
    write(scheda, {SAP: 84}, by=mondo.anna, quando=ora, letta=scheda.versione)
    scheda.refresh_from_db()
    certify(scheda, by=bice, quando=ora, qualifica="dirigente", letta=scheda.versione)
    mondo.rovato, mondo.ora, mondo.bice = scheda, timezone.now(), bice
    return mondo


def test_tutto_cio_che_accade_ha_le_sue_parole(vissuta):
    _, fatti = read_story(vissuta.rovato, vissuta.ora, None)
    detti = [f"{fatto.chi} {fatto.testo}".strip() for fatto in fatti]
    assert set(detti) >= {
        "prova ha caricato 1 valore in Patrimonio: piano 2025.",
        "prova ha riportato dall’anno prima 1 valore in Disponibilità.",
        "Anna ha scritto 3 valori e 13 dichiarazioni in Patrimonio, Disponibilità, Quote e riserve, "
        "Avvisi e assegnazioni e Misure.",
        "Anna ha confermato i valori dell’anno prima in «Libere».",
        "Carla ha scritto d’ufficio 1 valore in Patrimonio: Dal bilancio.",
        "Carla ha chiesto su «Consistenza del patrimonio, Rovato, SAP».",
        "Anna ha risposto su «Consistenza del patrimonio, Rovato, SAP».",
        "Carla ha segnato come risolta la domanda su «Consistenza del patrimonio, Rovato, SAP».",
        "Carla ha mandato un sollecito a a@example.org.",
        "Carla ha concesso una proroga.",
        "Anna ha aggiunto un allegato.",
        "Anna ha tolto un allegato.",
        "Bice ha certificato la scheda: dirigente.",
        "Carla ha chiesto di rivedere «Consistenza del patrimonio, Rovato, SAP» e «Libere».",
        "Bice ha certificato di nuovo la scheda, 1 valore cambiato: dirigente.",
        "Si è chiusa la raccolta dei dati.",
    }
    assert sum(detto.startswith("Si è aperta la raccolta") for detto in detti) == 2
    assert [fatto.quando for fatto in fatti] == sorted((fatto.quando for fatto in fatti), reverse=True)


def test_un_salvataggio_dice_valore_per_valore(vissuta):
    _, fatti = read_story(vissuta.rovato, vissuta.ora, None)
    ufficio = next(fatto for fatto in fatti if "d’ufficio" in fatto.testo)
    [passaggio] = ufficio.passaggi
    assert (passaggio.cella, passaggio.da, passaggio.a) == ("Consistenza del patrimonio, Rovato, SAP", "81", "83")
    assert passaggio.origine == "d’ufficio: Dal bilancio."


def test_ogni_origine_ha_la_sua_frase():
    assert set(_SCRITTI) == set(TipoOrigine)


def acts_of(modulo: Path) -> set[str]:
    """The acts that a module appends to the registro, where they are written as they are."""
    trovati = set()
    for nodo in ast.walk(ast.parse(modulo.read_text(encoding="utf-8"))):
        if isinstance(nodo, ast.Call) and getattr(nodo.func, "attr", getattr(nodo.func, "id", "")) in (
            "append",
            "_append",
        ):
            chiavi = {parola.arg for parola in nodo.keywords}
            if {"by", "quando"} <= chiavi:
                trovati |= {a.value for a in nodo.args[:2] if isinstance(a, ast.Constant)}
    return trovati


def test_ogni_atto_del_registro_ha_la_sua_frase():
    moduli = [*(RADICE / "raccolta").rglob("*.py"), *(RADICE / "patrimonio").glob("*.py")]
    atti = {atto for modulo in moduli for atto in acts_of(modulo)} | {*Atto}
    assert {"proroga", "integrazione", "scrittura d’ufficio"} <= atti
    assert atti - ATTI.keys() == set()


def test_gli_atti_delle_finestre_hanno_la_loro_frase(vissuta):
    ora = timezone.now()
    for dal, al in ((20, 22), (22, 23), (40, 41)):
        finestra = finestre.open_window(
            vissuta.ricognizione,
            dal=ora + timedelta(days=dal),
            al=ora + timedelta(days=al),
            motivo="x",
            canale="",
            by=vissuta.carla,
            quando=ora,
        )
    finestre.cancel_window(finestra, by=vissuta.carla, quando=ora)
    assert set(Evento.objects.values_list("atto", flat=True)) <= ATTI.keys()
    _, eventi = read_events(vissuta.ricognizione.catena, None)
    assert eventi[0].testo == "ha annullato una finestra della raccolta."
    rinvio = next(registrato for registrato in eventi if registrato.evento.atto == "rinvio")
    assert rinvio.dettaglio == "«Consistenza del patrimonio, Rovato, SAP», «Libere»: Non torna"
    assert rinvio.testo == "ha rinviato all’ente: Scheda 2026, Comune di Rovato."


def test_la_storia_e_a_pagine_con_un_numero_fisso_di_domande(vissuta, django_assert_max_num_queries):
    def read(pagina: str | None) -> int:
        return len(read_story(vissuta.rovato, timezone.now(), pagina)[1])

    with django_assert_max_num_queries(30):
        poche = read(None)
    for n in range(60):
        update(vissuta.rovato, {SAP: 100 + n}, by=vissuta.anna, origine=Origine(TipoOrigine.DIGITATA))
    with django_assert_max_num_queries(30):
        assert read(None) == PAGINA
    assert read("2") == poche + 60 - PAGINA
    assert read("niente") == PAGINA


def test_del_registro_si_leggono_pagine(vissuta, django_assert_max_num_queries):
    for n in range(60):
        registro.append(
            "atto che verrà", catena=vissuta.ricognizione.catena, oggetto=f"x{n}", by=SISTEMA, quando=vissuta.ora
        )
    with django_assert_max_num_queries(6):
        pagina, eventi = read_events(vissuta.ricognizione.catena, None)
    assert (pagina.paginator.num_pages, eventi[0].testo) == (2, "atto che verrà: x59.")


@pytest.mark.parametrize(
    ("chi", "scheda", "raccolta"),
    [("anna", 200, 409), ("carla", 200, 200), ("bruno", 404, 409), ("dario", 404, 404), ("sindaca", 404, 409)],
)
def test_chi_la_legge(client, vissuta, chi, scheda, raccolta):
    client.force_login(getattr(vissuta, chi).utente)
    assert client.get(reverse("raccolta:storia", args=[vissuta.rovato.pk])).status_code == scheda
    assert client.get(reverse("raccolta:storia_ricognizione", args=["oglio", 2026])).status_code == raccolta
