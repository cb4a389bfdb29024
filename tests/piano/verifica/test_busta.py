"""The envelope of a signed file: what it holds is found, however it was written; what is broken is said so."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from piano.verifica.busta import BustaIllegibile, open_envelope, open_envelopes

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
OPENSSL = shutil.which("openssl")


def node(segno: int, contenuto: bytes) -> bytes:
    lunghezza = len(contenuto)
    if lunghezza < 0x80:
        return bytes([segno, lunghezza]) + contenuto
    quanti = (lunghezza.bit_length() + 7) // 8
    return bytes([segno, 0x80 + quanti]) + lunghezza.to_bytes(quanti, "big") + contenuto


def open_ended(segno: int, contenuto: bytes) -> bytes:
    return bytes([segno, 0x80]) + contenuto + b"\x00\x00"


def envelope(documento: bytes | None, nodo=node) -> bytes:
    """The form of a CAdES envelope, with an empty list of signers: nobody looks at them."""
    pezzi = b"".join(node(0x04, documento[i : i + 1000]) for i in range(0, len(documento or b""), 1000))
    dentro = (
        b"" if documento is None else nodo(0xA0, nodo(0x24, pezzi) if nodo is open_ended else node(0x04, documento))
    )
    incapsulato = nodo(0x30, node(0x06, bytes.fromhex("2a864886f70d010701")) + dentro)
    firmati = nodo(0x30, node(0x02, b"\x01") + node(0x31, b"") + incapsulato + node(0x31, b""))
    return nodo(0x30, node(0x06, bytes.fromhex("2a864886f70d010702")) + nodo(0xA0, firmati))


@pytest.mark.parametrize("nodo", [node, open_ended])
def test_cio_che_e_dentro(nodo):
    assert open_envelope(envelope(PDF, nodo)) == PDF


def test_in_base64_con_e_senza_intestazione():
    testo = base64.encodebytes(envelope(PDF))
    assert open_envelope(testo) == PDF
    assert open_envelope(b"-----BEGIN PKCS7-----\n" + testo + b"-----END PKCS7-----\n") == PDF


def test_una_busta_dentro_l_altra():
    assert open_envelopes(envelope(envelope(PDF, open_ended))) == (PDF, 2)


@pytest.mark.parametrize("altro", [PDF, b"", b"{}", b"0", b"MII", b"\x30\x82"])
def test_cio_che_non_e_una_busta(altro):
    assert open_envelope(altro) is None


def test_la_sola_firma():
    with pytest.raises(BustaIllegibile, match="solo la firma"):
        open_envelope(envelope(None))


@pytest.mark.parametrize("nodo", [node, open_ended])
def test_una_busta_interrotta_lo_dice(nodo):
    intera = envelope(PDF, nodo)
    for fine in (40, 60, 500, len(intera) // 2):
        with pytest.raises(BustaIllegibile):
            open_envelope(intera[:fine])


def test_una_busta_fatta_per_non_finire_mai():
    fitta = open_ended(0x30, node(0x06, bytes.fromhex("2a864886f70d010702")) + b"\x05\x00" * 200_000)
    with pytest.raises(BustaIllegibile):
        open_envelope(fitta)
    with pytest.raises(BustaIllegibile):
        open_envelope(b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80\x30\x80" * 5000)


@pytest.mark.skipif(not OPENSSL, reason="manca openssl")
@pytest.mark.parametrize("come", [["-outform", "DER"], ["-outform", "PEM"], ["-outform", "DER", "-stream"]], ids=str)
def test_una_firma_vera(tmp_path: Path, come: list[str]):
    chiave, certificato, documento, firmato = (tmp_path / nome for nome in ("k.pem", "c.pem", "d.pdf", "d.p7m"))
    documento.write_bytes(PDF)
    richiesta = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    subprocess.run(
        [OPENSSL, *richiesta, "-subj", "/CN=Prova", "-keyout", chiave, "-out", certificato],
        check=True,
        capture_output=True,
    )
    firma = ["cms", "-sign", "-binary", "-nodetach", "-cades", "-signer", certificato, "-inkey", chiave]
    subprocess.run([OPENSSL, *firma, *come, "-in", documento, "-out", firmato], check=True, capture_output=True)
    assert open_envelope(firmato.read_bytes()) == PDF
