"""Files: what is accepted by name and by content, how it is kept, who downloads it and how."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form
from django.urls import reverse

from enti import allegati
from enti.allegati import FORMATI, CampoFile, FileNonAmmesso, check, clean_name, megabyte, store
from enti.models import Allegato

ORA = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)


def archive(**file: str) -> bytes:
    scritto = io.BytesIO()
    with zipfile.ZipFile(scritto, "w") as archivio:
        for nome, testo in file.items():
            archivio.writestr(nome.replace("__", "/"), testo)
    return scritto.getvalue()


def odf(tipo: str) -> bytes:
    return archive(mimetype=f"application/vnd.oasis.opendocument.{tipo}")


def ooxml(cartella: str) -> bytes:
    return archive(**{"[Content_Types].xml": "x", f"{cartella}__document.xml": "x"})


DER = bytes.fromhex("30820a0606092a864886f70d010702a08209f7") + b"\x00" * 40
PEM = b"-----BEGIN PKCS7-----\nMIIKBgYJKoZIhvcNAQcCoIIJ9w==\n-----END PKCS7-----\n"
BUONI = {
    "atto.pdf": b"%PDF-1.7\n...",
    "ATTO.PDF": b"%PDF-1.4\n...",
    "atto.odt": odf("text"),
    "tabella.ods": odf("spreadsheet"),
    "atto.docx": ooxml("word"),
    "tabella.xlsx": ooxml("xl"),
    "tabella.csv": "ente;unità\nChiari;2\n".encode("cp1252"),
    "mappa.png": b"\x89PNG\r\n\x1a\n....",
    "foto.jpg": b"\xff\xd8\xff\xe0....",
    "foto.jpeg": b"\xff\xd8\xff\xe0....",
    "atto.pdf.p7m": DER,
    "atto.p7m": PEM,
}
CATTIVI = {
    "programma.exe": b"MZ",
    "pagina.html": b"<script>alert(1)</script>",
    "disegno.svg": b"<svg/>",
    "atto": b"%PDF-1.7",
    "atto.pdf": b"<script>alert(1)</script>",
    "atto.odt": odf("spreadsheet"),
    "atto.docx": ooxml("xl"),
    "tabella.xlsx": archive(**{"a.txt": "x"}),
    "rotto.docx": b"PK\x03\x04 rotto",
    "tabella.csv": b"a;b\x00",
    "foto.png": b"\xff\xd8\xff\xe0",
    "foto.jpg": b"\x89PNG\r\n\x1a\n",
    "atto.pdf.p7m": b"%PDF-1.7",
    "vuoto.pdf": b"",
}


@pytest.mark.parametrize(("nome", "contenuto"), BUONI.items(), ids=BUONI.keys())
def test_si_accetta_cio_che_e_quel_che_dice(nome, contenuto):
    assert check(nome, contenuto) in FORMATI.values()


@pytest.mark.parametrize(("nome", "contenuto"), CATTIVI.items(), ids=CATTIVI.keys())
def test_si_rifiuta_il_resto_con_una_frase(nome, contenuto):
    with pytest.raises(FileNonAmmesso) as errore:
        check(nome, contenuto)
    assert str(errore.value).endswith(".")


def test_oltre_dieci_mega_si_dice_quanto_e():
    with pytest.raises(FileNonAmmesso, match="Il file è di 12 MB: il massimo è 10 MB"):
        check("atto.pdf", b"%PDF-" + b"x" * 12 * 1024 * 1024)
    assert (megabyte(1), megabyte(350_000), megabyte(2_621_440), megabyte(allegati.MASSIMO)) == (
        "1 KB",
        "342 KB",
        "2,5 MB",
        "10 MB",
    )


@pytest.mark.parametrize(
    ("nome", "pulito"),
    [
        ("../../etc/atto.pdf", "atto.pdf"),
        (r"C:\Documenti\atto.pdf", "atto.pdf"),
        ('a"b\r\nX: y.pdf', "abX y.pdf"),
        ("", "allegato"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_il_nome_resta_un_nome(nome, pulito):
    assert clean_name(nome) == pulito


class Modulo(Form):
    file = CampoFile()


@pytest.mark.parametrize(
    ("file", "frase"),
    [
        (None, "Va scelto un file."),
        (SimpleUploadedFile("a.pdf", b""), "Il file è vuoto: forse non è stato salvato."),
        (SimpleUploadedFile("a.exe", b"MZ"), "Questo tipo di file non si può allegare."),
    ],
)
def test_il_campo_dice_la_stessa_frase(file, frase):
    form = Modulo({}, {"file": file} if file else {})
    assert not form.is_valid()
    assert form.errors["file"][0].startswith(frase)


def test_il_campo_lascia_il_file_da_leggere():
    form = Modulo({}, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert form.is_valid()
    assert form.cleaned_data["file"].read() == b"%PDF-1.7"


@pytest.fixture
def allegato(mondo) -> Allegato:
    return store(
        ambito=mondo.ambito,
        ente=mondo.rovato.ente,
        nome="relazione «unità».pdf",
        contenuto=b"%PDF-1.7 x",
        by=mondo.anna,
        quando=ORA,
    )


def test_si_conserva_con_la_sua_impronta(allegato):
    allegato.refresh_from_db()
    assert bytes(allegato.contenuto) == b"%PDF-1.7 x"
    assert (allegato.dimensione, allegato.tipo, allegato.da) == (10, "application/pdf", "Anna")
    assert len(allegato.impronta) == 64


def test_si_scarica_e_non_si_apre_nella_pagina(client, mondo, allegato):
    client.force_login(mondo.anna.utente)
    risposta = client.get(reverse("enti:allegato", args=[allegato.pk]))
    assert risposta.content == b"%PDF-1.7 x"
    assert risposta["Content-Disposition"].startswith("attachment; filename*=utf-8''relazione")
    assert (risposta["X-Content-Type-Options"], risposta["Cache-Control"]) == ("nosniff", "private, no-store")


@pytest.mark.parametrize(
    ("chi", "stato"),
    [("anna", 200), ("carla", 200), ("bruno", 404), ("elena", 404), ("dario", 404), ("sindaca", 404)],
)
def test_lo_legge_l_ente_e_il_capofila(client, mondo, allegato, chi, stato):
    client.force_login(getattr(mondo, chi).utente)
    assert client.get(reverse("enti:allegato", args=[allegato.pk])).status_code == stato
