"""Files that people attach: what is accepted, by its content as well as by its name, and how it is kept."""

import base64
import hashlib
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final

from django import forms
from msgspec import Struct

from enti.models import Allegato, Ambito, Ente, Incarico
from lessico import italiano

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MASSIMO: Final = 10 * 1024 * 1024
"""The largest file, in bytes."""

_ODF: Final = b"application/vnd.oasis.opendocument."
_PKCS7: Final = bytes.fromhex("06092a864886f70d010702")
"""The identifier of signed data (RFC 5652), in its encoding."""


class FileNonAmmesso(ValueError):
    """A file that is not kept; the sentence says why, and what to do."""


class Formato(Struct, frozen=True):
    """A kind of file: how it is served, and how its content is known."""

    nome: str
    mime: str
    is_content: Callable[[bytes], bool]


def _starts(*firme: bytes) -> Callable[[bytes], bool]:
    return lambda contenuto: contenuto.startswith(firme)


def _archive(contenuto: bytes) -> zipfile.ZipFile | None:
    try:
        return zipfile.ZipFile(BytesIO(contenuto))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):  # a forged directory raises any of them
        return None


def _odf(tipo: bytes) -> Callable[[bytes], bool]:
    """An OpenDocument says what it is in its first member, uncompressed."""
    return lambda contenuto: contenuto.startswith(b"PK") and _ODF + tipo in contenuto[:200]


def _ooxml(cartella: str) -> Callable[[bytes], bool]:
    def is_content(contenuto: bytes) -> bool:
        archivio = _archive(contenuto)
        nomi = archivio.namelist() if archivio else []
        return "[Content_Types].xml" in nomi and any(nome.startswith(cartella) for nome in nomi)

    return is_content


def _is_text(contenuto: bytes) -> bool:
    return b"\x00" not in contenuto and not contenuto.startswith((b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff"))


def _is_signed(contenuto: bytes) -> bool:
    """Signed data in DER, or in base64 with or without its header."""
    inizio = contenuto.lstrip()
    if inizio.startswith(b"-----BEGIN"):
        inizio = inizio.partition(b"\n")[2]
    try:
        decodificato = base64.b64decode(b"".join(inizio.split(maxsplit=1)[:1])[:64], validate=True)
    except ValueError:
        decodificato = b""
    return _PKCS7 in contenuto[:64] or _PKCS7 in decodificato


_OPENXML: Final = "application/vnd.openxmlformats-officedocument."
FORMATI: Final[Mapping[str, Formato]] = {
    "pdf": Formato("PDF", "application/pdf", lambda contenuto: b"%PDF-" in contenuto[:1024]),
    "p7m": Formato("P7M", "application/pkcs7-mime", _is_signed),
    "odt": Formato("ODT", f"{_ODF.decode()}text", _odf(b"text")),
    "ods": Formato("ODS", f"{_ODF.decode()}spreadsheet", _odf(b"spreadsheet")),
    "docx": Formato("DOCX", f"{_OPENXML}wordprocessingml.document", _ooxml("word/")),
    "xlsx": Formato("XLSX", f"{_OPENXML}spreadsheetml.sheet", _ooxml("xl/")),
    "csv": Formato("CSV", "text/csv", _is_text),
    "png": Formato("PNG", "image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": Formato("JPEG", "image/jpeg", _starts(b"\xff\xd8\xff")),
    "jpeg": Formato("JPEG", "image/jpeg", _starts(b"\xff\xd8\xff")),
}
"""What is accepted, by the end of its name."""

ACCETTATI: Final = ",".join(f".{estensione}" for estensione in FORMATI)
AMMESSI: Final = f"{italiano.elenco(dict.fromkeys(f.nome for f in FORMATI.values()))}, fino a 10 MB"
"""The same in words."""


def clean_name(nome: str) -> str:
    """The name without its folders and without what cannot be printed, not longer than its column."""
    solo = PurePosixPath(PureWindowsPath(nome).name).name
    pulito = "".join(c for c in solo if c.isprintable() and c not in '<>:"|?*').strip() or "allegato"
    percorso = PurePosixPath(pulito)
    return f"{percorso.stem[:150]}{percorso.suffix[:10]}"


def check(nome: str, contenuto: bytes) -> Formato:
    """What kind of file it is, by name and by content; raises FileNonAmmesso."""
    if not contenuto:
        raise FileNonAmmesso("Il file è vuoto: forse non è stato salvato.")
    if len(contenuto) > MASSIMO:
        raise FileNonAmmesso(too_large(len(contenuto)))
    formato = FORMATI.get(PurePosixPath(nome).suffix.lower().removeprefix("."))
    if formato is None:
        raise FileNonAmmesso(f"Questo tipo di file non si può allegare. Si accettano {AMMESSI}.")
    if not formato.is_content(contenuto):
        raise FileNonAmmesso(
            f"Il nome dice {formato.nome}, ma il contenuto è di un altro tipo: il file va salvato come {formato.nome}."
        )
    return formato


def too_large(byte: int) -> str:
    """The sentence for a file over the limit."""
    return f"Il file è di {megabyte(byte)}: il massimo è {megabyte(MASSIMO)}. Va ridotto, o diviso in più file."


def megabyte(byte: int) -> str:
    """A size as it is read: «340 KB», «2,5 MB»."""
    if byte < 1024 * 1024:
        return f"{italiano.numero(max(1, round(byte / 1024)))} KB"
    decimi = round(byte * 10 / 1024 / 1024)
    return f"{decimi // 10},{decimi % 10} MB".replace(",0 ", " ")


def store(
    *,
    ambito: Ambito,
    ente: Ente | None,
    nome: str,
    contenuto: bytes,
    by: Incarico,
    quando: datetime,
    descrizione: str = "",
) -> Allegato:
    """Keep a file of an ambito, or of one of its enti; raises FileNonAmmesso."""
    pulito = clean_name(nome)
    formato = check(pulito, contenuto)
    return Allegato.objects.create(
        ambito=ambito,
        ente=ente,
        nome=pulito,
        tipo=formato.mime,
        contenuto=contenuto,
        dimensione=len(contenuto),
        impronta=hashlib.sha256(contenuto).hexdigest(),
        descrizione=descrizione.strip()[:200],
        caricato_il=quando,
        da=str(by.utente),
    )


class CampoFile(forms.FileField):
    """A file in a form: read once it is known to be small enough, refused with the sentence of ``check``.

    Its value has ``name`` and ``read()``, at the beginning.
    """

    default_error_messages = {
        "required": "Va scelto un file.",
        "empty": "Il file è vuoto: forse non è stato salvato.",
        "missing": "Va scelto un file.",
        "max_length": "Il nome del file è troppo lungo: va accorciato.",
    }

    def __init__(self, **altro: Any) -> None:
        """The help says what is accepted; the browser offers only that."""
        widget = forms.FileInput(attrs={"accept": ACCETTATI})
        super().__init__(**{"label": "File", "help_text": f"Si accettano {AMMESSI}.", "widget": widget, **altro})

    def clean(self, value: object, initial: object = None) -> "UploadedFile[bytes] | None":
        """The file; raises ValidationError."""
        file: UploadedFile[bytes] | None = super().clean(value, initial)
        if file is None:
            return None
        if (file.size or 0) > MASSIMO:
            raise forms.ValidationError(too_large(file.size or 0))
        try:
            check(clean_name(file.name or ""), file.read())
        except FileNonAmmesso as errore:
            raise forms.ValidationError(str(errore)) from errore
        file.seek(0)
        return file
