"""Zip archives that hold nothing of the clock, of the machine or of who made them."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

EPOCA: Final = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can hold."""


class FixedZip(zipfile.ZipFile):
    """A zip whose members have one date, one mode, one system and one compression."""

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        """A member from its contents: of its description only the name is kept."""
        nome = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        info = zipfile.ZipInfo(nome, EPOCA)
        info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
        super().writestr(info, data, compresslevel=6)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """A member from a file: openpyxl hands its sheets over in this way."""
        percorso = Path(filename)
        self.writestr(str(arcname or percorso), percorso.read_bytes())


def pack(contenuti: Iterable[tuple[str, bytes]]) -> bytes:
    """The bytes of a zip with these members, in this order."""
    scritto = io.BytesIO()
    with FixedZip(scritto, "w", zipfile.ZIP_DEFLATED) as archivio:
        for nome, contenuto in contenuti:
            archivio.writestr(nome, contenuto)
    return scritto.getvalue()


def repack(archivio: bytes) -> bytes:
    """The same members, without what their writer said of itself."""
    with zipfile.ZipFile(io.BytesIO(archivio)) as letto:
        return pack((nome, letto.read(nome)) for nome in letto.namelist())
