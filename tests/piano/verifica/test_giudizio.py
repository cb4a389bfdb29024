"""Which version a file is: whole, signed, changed in each of its parts, of somebody else."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from lessico.congelamento import fingerprint
from piano.verifica.carte import carried, region_of
from piano.verifica.giudizio import Giudizio, clean_digits, first_difference, judge, judge_digits, read_file
from piano.verifica.parole import answer
from tests.piano.verifica.conservate import composti, note, tenute
from tests.piano.verifica.test_busta import envelope

__all__ = ["composti", "note", "tenute"]

pytestmark = pytest.mark.django_db  # the plan is composed once, from rows


@pytest.fixture
def esamina(note, tenute):
    return lambda byte: judge(read_file(byte), note, lambda versione: tenute[versione.chiave])


def flip(contenuto: bytes, posto: int) -> bytes:
    return contenuto[:posto] + bytes([contenuto[posto] ^ 1]) + contenuto[posto + 1 :]


def sign(pdf: bytes, *, pagina: str = "", firma: bool = True) -> bytes:
    """What a program of signature adds after a document: the catalogue again, a field, a dictionary of signature."""
    byte_range = b"/ByteRange [0 100 200 100] /Contents <00>" if firma else b""
    oggetti = b"90000 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite " + byte_range + b">>\nendobj\n"
    if pagina:
        oggetti += f"5 0 obj\n<</Type /Page /Contents {pagina}>>\nendobj\n".encode()
    coda = f"trailer\n<</Size 90001 /Root 2 0 R /Prev 1>>\nstartxref\n{len(pdf)}\n%%EOF\n".encode()
    return pdf + oggetti + coda


def test_ogni_versione_si_riconosce(esamina, tenute):
    for numero, tenuta in tenute.items():
        esito = esamina(tenuta.pdf)
        assert (esito.giudizio, esito.versione.numero) == (Giudizio.DOCUMENTO, numero)
        assert (esito.superata_da and esito.superata_da.numero) == (None if numero == 3 else 3)
        dati = esamina(tenuta.contenuto)
        assert (dati.giudizio, dati.versione.numero) == (Giudizio.DATI, numero)


def test_una_copia_firmata_nel_pdf(esamina, tenute):
    for fine in ("", "\n", "\r\n"):
        esito = esamina(sign(tenute[3].pdf.rstrip() + fine.encode()) if fine else sign(tenute[3].pdf))
        if fine in ("", "\n"):
            assert (esito.giudizio, esito.versione.numero, esito.firma) == (Giudizio.FIRMATO, 3, True)
    due = esamina(sign(sign(tenute[2].pdf)))
    assert (due.giudizio, due.versione.numero) == (Giudizio.FIRMATO, 2)


def test_una_busta_e_una_busta_con_dentro_una_copia_firmata(esamina, tenute):
    esito = esamina(envelope(tenute[3].pdf))
    assert (esito.giudizio, esito.buste, esito.versione.numero) == (Giudizio.FIRMATO, 1, 3)
    doppia = esamina(envelope(envelope(sign(tenute[3].pdf))))
    assert (doppia.giudizio, doppia.buste, doppia.firma) == (Giudizio.FIRMATO, 2, True)
    assert any("non controlla chi ha firmato" in frase for frase in answer(doppia).frasi)


def test_cio_che_si_aggiunge_non_prende_il_posto_delle_pagine(esamina, tenute):
    pdf = tenute[3].pdf
    altra_pagina = esamina(sign(pdf, pagina="90001 0 R"))
    assert (altra_pagina.giudizio, altra_pagina.parte) == (Giudizio.ALTERATO, "aggiunta")
    flusso = next(dentro for dentro in carried(pdf) if dentro.nome == "dati")
    numero = pdf[: flusso.dal].rpartition(b" 0 obj")[0].rpartition(b"\n")[2]
    sostituiti = pdf + numero + b" 0 obj\n<</Length 2>>\nstream\n{}\nendstream\nendobj\nstartxref\n1\n%%EOF\n"
    assert esamina(sostituiti).giudizio is Giudizio.ALTERATO
    aggiunta = esamina(sign(pdf, firma=False))
    assert (aggiunta.giudizio, aggiunta.firma) == (Giudizio.FIRMATO, False)
    assert answer(aggiunta).avviso


@pytest.mark.parametrize("parte", ["documento", "dati", "foglio"])
def test_un_byte_cambiato_si_trova_e_si_dice_in_quale_parte(esamina, tenute, parte):
    pdf = tenute[2].pdf
    pezzi = {dentro.nome: dentro for dentro in carried(pdf)}
    posti = {
        "documento": [0, 7, 40, pezzi["dati"].dal // 2, len(pdf) - 400, len(pdf) - 3],
        **{nome: [p.dal, p.dal + 5, (p.dal + p.al) // 2, p.al - 1] for nome, p in pezzi.items()},
    }
    for posto in posti[parte]:
        esito = esamina(flip(pdf, posto))
        assert (esito.giudizio, esito.versione.numero) == (Giudizio.ALTERATO, 2), posto
        assert (esito.posto, esito.parte) == (posto, parte)
        assert region_of(pdf, posto) == parte


def test_un_byte_cambiato_nei_dati_in_json(esamina, tenute):
    for posto in (0, 10, len(tenute[2].contenuto) // 2, len(tenute[2].contenuto) - 1):
        esito = esamina(flip(tenute[2].contenuto, posto))
        assert (esito.giudizio, esito.versione.numero, esito.posto) == (Giudizio.ALTERATO, 2, posto)


def test_un_file_troncato_o_rifatto_da_un_altro_programma(esamina, tenute):
    pdf = tenute[3].pdf
    assert esamina(pdf[:-2000]).giudizio is Giudizio.ALTERATO
    scrittore, rifatto = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf))), io.BytesIO()
    scrittore.write(rifatto)
    esito = esamina(rifatto.getvalue())
    assert (esito.giudizio, esito.versione.numero, esito.dati_integri) == (Giudizio.ALTERATO, 3, True)
    assert any("intatti" in frase for frase in answer(esito).frasi)


@pytest.mark.parametrize(
    "altro",
    [b"", b"ciao", b"%PDF-1.7\n%%EOF", b"{}", b'{"busta":1}', b"PK\x03\x04", bytes(1000), b"\x30\x80" * 50],
    ids=range(8),
)
def test_cio_che_non_e_nostro(esamina, altro):
    risposta = answer(esamina(altro))
    assert not risposta.riuscita
    assert risposta.frasi


def test_una_busta_rotta_dice_perche(esamina, tenute):
    esito = esamina(envelope(tenute[3].pdf)[:-5000])
    assert (esito.giudizio, "incompleto" in esito.perche) == (Giudizio.ILLEGGIBILE, True)


def test_un_impronta_si_scrive_con_spazi_maiuscole_e_si_accorcia(note):
    intera = note[2].impronta
    a_gruppi = " ".join(intera[i : i + 8] for i in range(0, 64, 8)).upper()
    for testo in (
        intera,
        a_gruppi,
        intera[:12],
        f" {intera[:20]}… ",
        ":".join(intera[i : i + 2] for i in range(0, 64, 2)),
    ):
        esito = judge_digits(clean_digits(testo), note)
        assert (esito.giudizio, esito.versione.numero) == (Giudizio.IMPRONTA, 3)
    for testo in (intera[:11], intera + "0", "zz" * 32, ""):
        assert clean_digits(testo) is None
    assert judge_digits("0" * 64, note).giudizio is Giudizio.SCONOSCIUTO


def test_l_impronta_dei_contenuti_e_di_piu_versioni(note):
    esito = judge_digits(note[0].impronta_contenuti, note)
    assert esito.versione.numero == 3
    assert {uguale.numero for uguale in esito.uguali} == {1, 2}


def test_la_prima_differenza():
    assert first_difference(b"abc", b"abc") is None
    assert first_difference(b"abc", b"abd") == 2
    assert first_difference(b"abc", b"ab") == 2
    assert first_difference(b"", b"a") == 0
    assert fingerprint(b"") != fingerprint(b"a")
