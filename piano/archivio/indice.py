"""The index of an archive: of which plan it is, what must come out of it, every file with its SHA-256."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from lessico.congelamento import fingerprint, freeze

FORMATO: Final = "archivio di un piano, Pianocasa"
VERSIONE: Final = 1
NOME: Final = "indice.json"
LEGGIMI: Final = "LEGGIMI.txt"
SIGILLO: Final = 64
"""The last bytes of the file, the comment of the zip: the SHA-256 of all that comes before them."""

RIGHE, PRECEDENTE, CELLE, BYTE = "righe", "precedente", "celle", "byte"
"""The folders: rows, rows of the year before, values of the schede, contents of files."""
UNIONI: Final = "unioni.json"
"""Which comuni a union joins."""

SPIEGAZIONE: Final = """Archivio di un piano, scritto da Pianocasa.

indice.json   di quale piano è, le impronte che se ne devono ottenere, ogni file con la sua SHA-256
righe/        una tabella per file, una riga di JSON per riga; un numero è la riga di un altro file
celle/        i valori di ogni scheda, per indirizzo (voce/chiave/misura)
precedente/   ciò che gli enti certificarono l’anno prima, a cui il piano si confronta
byte/         i contenuti: dati, pagina e PDF di ogni versione, certificazioni, allegati

Gli ultimi 64 caratteri del file sono la SHA-256 di tutto ciò che li precede.
Si verifica con «manage.py verifica FILE»; in un’altra installazione si riprende con «manage.py importa_archivio FILE».
Non contiene password, indirizzi di posta delle persone, né ruoli: dei nomi restano quelli scritti negli atti.
"""


class FileDellIndice(Struct, frozen=True):
    """A file of the archive."""

    nome: str
    byte: int
    sha256: str


class Impronte(Struct, frozen=True):
    """What must come out of the rows: of the plan as it is now, of each scheda, of each version; the last seal."""

    piano: str
    schede: Mapping[str, str]
    versioni: Mapping[str, str]
    registro: str


class Indice(Struct, frozen=True, kw_only=True):
    """The index. No date: the same rows give the same bytes."""

    formato: str = FORMATO
    versione: int = VERSIONE
    ambito: str
    ambito_nome: str
    anno: int
    impronte: Impronte
    file: tuple[FileDellIndice, ...]

    @property
    def impronta(self) -> str:
        """That of the whole archive: of its index, which has that of each file."""
        return fingerprint(freeze(self))


class ArchivioRifiutato(ValueError):
    """An archive that is not one, or that cannot be brought here: the sentence says why."""
