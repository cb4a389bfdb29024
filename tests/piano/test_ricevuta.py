"""The receipt of a certification: what it says, the same bytes every time, and what the judges of PDFs say."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace
from pypdf import PdfReader

from enti.models import Comune
from lessico.congelamento import fingerprint
from piano.errori import DocumentoNonValido
from piano.ricevuta import INTORNO, Ricevuta, build_receipt, render_receipt, write_receipt
from raccolta.atti import send_back
from raccolta.models import Certificazione
from raccolta.services import update
from tests.albero_pdf import find_faults
from tests.dati import DIGITATA
from tests.lettura_pdf import DocumentoLetto
from tests.norme import ask_outloud, ask_pdfua, ask_verapdf
from tests.raccolta.persone import ORA, SAP, attest, fill, raccolta

__all__ = ["raccolta"]


def receipt(scheda, numero: int = 1) -> Ricevuta:
    return build_receipt(Certificazione.objects.select_related(*INTORNO).get(scheda=scheda, numero=numero))


@pytest.fixture
def ricevuta(raccolta) -> Ricevuta:
    attest(raccolta.rovato, raccolta.bice, qualifica="responsabile del patrimonio")
    return receipt(raccolta.rovato)


@pytest.fixture
def piena(raccolta) -> Ricevuta:
    """Long texts, amounts, an office of one, the scheda of a demonstration, certified twice."""
    raccolta.rovato.ente.unico_addetto = raccolta.ambito.dimostrazione = True
    raccolta.rovato.ente.save()
    raccolta.ambito.save()
    misura = "misure_anno_piano/affitto"
    celle = {
        "libere/017166/unita": 4,
        "assegnabili/017166/unita": 4,
        "libere/-/nota": "Due sono in ristrutturazione. " * 20,
        "liberazioni/-/stato": "da_compilare",
        "avvicendamento/-/stato": "nessuna",
        "transitori/-/causa": "Il Comune non ne ha mai avuti.",
        "transitori/-/stato": "non_applicabile",
        f"{misura}/titolo": "Contributo per l’affitto",
        f"{misura}/destinatari": "Famiglie con ISEE fino a 26.000 euro. " * 30,
        f"{misura}/fondi_nuovi": "9836.17",
    }
    update(raccolta.rovato, celle, by=raccolta.anna, origine=DIGITATA)
    attest(raccolta.rovato, raccolta.bice)
    send_back(raccolta.rovato, celle=["consistenza"], motivo="No.", by=raccolta.carla, quando=ORA)
    update(raccolta.rovato, {SAP: 1475}, by=raccolta.anna, origine=DIGITATA)
    attest(raccolta.rovato, raccolta.bice)
    return receipt(raccolta.rovato, 2)


def flat(contenuto: bytes) -> str:
    return " ".join(DocumentoLetto(contenuto).whole_text().split()).replace("\N{NO-BREAK SPACE}", " ")


def test_che_cosa_dice(ricevuta):
    testo = flat(render_receipt(ricevuta))
    for atteso in (
        "Ricevuta della certificazione",
        "Comune di Rovato",
        "Ambito territoriale Oglio · scheda per il piano 2026",
        "Chi: Bice, responsabile del patrimonio",
        "Quando: 15 ottobre 2026, ore 12:00 (ora italiana)",
        "Certificazione: n. 1, la prima di questa scheda",
        ricevuta.impronta,
        "I valori di questa scheda sono la dichiarazione completa",
        "Testo 2026.1",
        "Spazio per il timbro del protocollo",
        "Rovato SAP 81",
        "Nessuna: non c’è nulla da dichiarare",
    ):
        assert atteso in testo
    assert "Unico addetto" not in testo
    assert "DIMOSTRAZIONE" not in testo


def test_la_seconda_dell_unico_addetto_in_una_dimostrazione(piena):
    testo = flat(render_receipt(piena))
    for atteso in (
        "Certificazione: n. 2, con 1 valore cambiato dalla precedente",
        "Unico addetto: chi certifica può avere anche compilato",
        "DIMOSTRAZIONE: ENTI E DATI SONO INVENTATI",
        "Rovato SAP 1.475",
        "Non applicabile: Il Comune non ne ha mai avuti.",
        "9.836,17 euro",
        "Nota: Due sono in ristrutturazione.",
    ):
        assert atteso in testo


def test_la_scheda_d_ambito(raccolta):
    fill(raccolta.scheda_ambito, raccolta.carla)
    attest(raccolta.scheda_ambito, raccolta.carlo)
    ricevuta = receipt(raccolta.scheda_ambito)
    testo = flat(render_receipt(ricevuta))
    assert "Scheda d’ambito" in testo
    assert "l’intero ambito" in testo
    assert ricevuta.nome_file == "certificazione-ambito-oglio-2026-1"


def test_il_contenuto_certificato_e_allegato_e_si_verifica(ricevuta):
    letto = PdfReader(io.BytesIO(render_receipt(ricevuta)))
    [[allegato]] = letto.attachments.values()
    assert list(letto.attachments) == ["certificazione-rovato-2026-1.json"]
    assert fingerprint(allegato) == ricevuta.impronta


def test_dalla_stessa_certificazione_gli_stessi_byte_qualunque_cosa_accada_alla_scheda(raccolta, ricevuta):
    prima = render_receipt(ricevuta)
    send_back(raccolta.rovato, celle=["consistenza"], motivo="No.", by=raccolta.carla, quando=ORA)
    update(raccolta.rovato, {SAP: 1}, by=raccolta.anna, origine=DIGITATA)
    raccolta.bice.utente.first_name = "Altra"
    raccolta.bice.utente.save()
    assert render_receipt(receipt(raccolta.rovato)) == prima


def test_un_html_ostile_resta_testo(raccolta):
    update(raccolta.rovato, {"consistenza/-/nota": "<b>Ciao</b> & <img src=x>"}, by=raccolta.anna, origine=DIGITATA)
    attest(raccolta.rovato, raccolta.bice, qualifica="<i>capo</i>")
    ricevuta = receipt(raccolta.rovato)
    assert "&lt;img src=x&gt;" in write_receipt(ricevuta)
    assert "<b>Ciao</b> & <img src=x>" in flat(render_receipt(ricevuta))


def test_un_carattere_che_non_si_stampa_e_detto(ricevuta):
    with pytest.raises(DocumentoNonValido, match="🏠"):
        render_receipt(replace(ricevuta, ruolo="capo 🏠"))


def test_le_interrogazioni_non_crescono_con_i_comuni(raccolta, django_assert_num_queries):
    for n in range(30):
        Comune.objects.create(istat=f"99{n:04}", nome=f"C{n}", provincia="BS")
    celle = {f"consistenza/99{n:04}/sap": n + 1 for n in range(30)}
    update(raccolta.rovato, celle, by=raccolta.anna, origine=DIGITATA)
    attest(raccolta.rovato, raccolta.bice)
    with CaptureQueriesContext(connection) as fatte:
        ricevuta = receipt(raccolta.rovato)
    assert len(fatte) == 4
    assert "C29 SAP 30" in flat(render_receipt(ricevuta))


# the judges


@pytest.fixture
def scritta(tmp_path: Path) -> Callable[[Ricevuta, str], Path]:
    def scrivi(ricevuta: Ricevuta, nome: str) -> Path:
        percorso = tmp_path / f"{nome}.pdf"
        percorso.write_bytes(render_receipt(ricevuta))
        return percorso

    return scrivi


@pytest.mark.parametrize("quale", ["ricevuta", "piena"])
def test_outloud_pdfua_e_i_tag(scritta, request: pytest.FixtureRequest, quale: str):
    ricevuta = request.getfixturevalue(quale)
    percorso = scritta(ricevuta, quale)
    assert ask_outloud(percorso) == []
    assert ask_pdfua(percorso) == []
    assert find_faults(DocumentoLetto(percorso.read_bytes()), write_receipt(ricevuta)) == []


@pytest.mark.usefixtures("verapdf")
def test_verapdf_non_trova_nulla(scritta, piena: Ricevuta):
    percorso = scritta(piena, "piena")
    assert ask_verapdf("3a", [percorso]) == ask_verapdf("ua1", [percorso]) == {"piena": set()}
