"""Reads the sheets of a file: the rows of each scheda, every text with its place; nothing is judged yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from lessico.cella import NON_RIPARTITA
from raccolta.fogli.cartella import Aperta, as_text, name_cell, open_file
from raccolta.fogli.chiave import (
    FOGLIO,
    Chiave,
    FoglioRifiutato,
    check_description,
    looks_sealed,
    open_key,
)
from raccolta.fogli.formule import ERRORE, FRASI, UNITA
from raccolta.fogli.scrittura import ELENCHI, LEGGIMI
from raccolta.fogli.tavola import DICHIARA, NUOVA, PRIMA, TESTATA, TITOLI, TOTALE, VOCE

COLONNE: Final = 200
"""Those of a sheet that are looked at."""
RIGHE: Final = 5_000
"""The rows of a scheda, each counted once; it has some hundreds."""

_SENZA_RIGA: Final = (
    "Qui c’è scritto qualcosa fuori dalle righe del foglio, e non si sa di che cosa sia: va spostato in una delle "
    "righe libere della tabella, o cancellato."
)
_DOPPIA: Final = "Questa riga è già scritta più sopra: ne va lasciata una sola."


class Posto(Struct, frozen=True):
    """A cell of the file and what is written there; ``foglio`` is empty in a CSV, which has one."""

    foglio: str
    riga: int
    colonna: int
    testo: str = ""

    @property
    def dove(self) -> str:
        """«Patrimonio, C9»."""
        cella = name_cell(self.riga, self.colonna)
        return f"{self.foglio}, {cella}" if self.foglio else cella


class Errore(Struct, frozen=True):
    """What is wrong in one cell; ``ferma``: it has no field where it could wait to be corrected."""

    frase: str
    posto: Posto | None
    ferma: bool = False


class RigaLetta(Struct, frozen=True):
    """A row: its name, ``nuova:<voce>:<ramo>`` or ``dichiara:<voce>``; its key and its measures, by column."""

    nome: str
    posto: Posto
    chiave: Mapping[str, Posto]
    misure: Mapping[str, Posto]

    @property
    def nuova(self) -> bool:
        """Whether it was one of those left to be filled in."""
        return self.nome.startswith(f"{NUOVA}:")

    @property
    def dichiara(self) -> bool:
        """Whether it says something of a voce as a whole."""
        return self.nome.startswith(f"{DICHIARA}:")

    @property
    def voce(self) -> str:
        """The code of its voce."""
        return self.nome.split(":")[1] if self.nuova or self.dichiara else self.nome.split("/", maxsplit=1)[0]

    @property
    def ramo(self) -> str:
        """The branch of which a new row is; nothing where it is of none."""
        return self.nome.split(":")[2] if self.nome.count(":") > 1 else ""

    def address(self, misura: str) -> str:
        """The address of one of its values."""
        riga = f"{self.voce}/{NON_RIPARTITA}" if self.dichiara else self.nome
        return f"{riga}/{misura}"


class SchedaLetta(Struct, frozen=True):
    """What a file says of one scheda."""

    chiave: Chiave
    righe: tuple[RigaLetta, ...]
    errori: tuple[Errore, ...]


def read_file(nome: str, contenuto: bytes) -> tuple[SchedaLetta, ...]:
    """The schede of a file; raises FoglioRifiutato."""
    fogli = open_file(nome, contenuto)
    chiavi = _read_keys(fogli)
    lettori: dict[str, Lettore] = {}
    for foglio in fogli:
        sigillo = str(foglio.celle.get((1, 1), ""))
        if foglio.nome in (FOGLIO, ELENCHI, LEGGIMI) or not (looks_sealed(sigillo) or _has_rows(foglio)):
            continue
        if chiavi and sigillo not in chiavi:
            open_key(sigillo)
            raise FoglioRifiutato(
                f"Il foglio «{foglio.nome}» viene da un altro file: vanno lasciati soltanto i fogli scaricati insieme."
            )
        lettori.setdefault(sigillo, Lettore(open_key(sigillo))).read(foglio)
    if not lettori:
        raise FoglioRifiutato("Nel file non ci sono i fogli di una scheda: va scaricato di nuovo.")
    return tuple(lettore.finish() for lettore in lettori.values())


def _read_keys(fogli: Sequence[Aperta]) -> frozenset[str]:
    """The seals of the hidden sheet, each of which says what it says; a CSV has none. Raises FoglioRifiutato."""
    if [foglio.nome for foglio in fogli] == [""]:
        return frozenset()
    nascosto = next((foglio for foglio in fogli if foglio.nome == FOGLIO), None)
    if nascosto is None:
        raise FoglioRifiutato(
            "Il file non è il foglio di una scheda: si scarica da questa pagina, si compila, si riporta."
        )
    ultima = max((riga for riga, _ in nascosto.celle), default=1)
    righe = [[as_text(nascosto.celle.get((riga, n), "")) for n in range(1, 6)] for riga in range(1, ultima + 1)]
    for sigillo, *detto in righe:
        check_description(open_key(sigillo), detto)
    return frozenset(riga[0] for riga in righe)


def _has_rows(foglio: Aperta) -> bool:
    """Whether a sheet is one of ours, its seal taken away."""
    return any(colonna == 1 and valore == TESTATA for (_, colonna), valore in foglio.celle.items())


class Lettore:
    """Reads the sheets of one scheda, one after the other."""

    def __init__(self, chiave: Chiave) -> None:
        """Nothing is read yet."""
        self.chiave = chiave
        self.righe: list[RigaLetta] = []
        self.errori: list[Errore] = []
        self.viste: set[str] = set()

    def finish(self) -> SchedaLetta:
        """What was read; raises FoglioRifiutato where it is no scheda."""
        if len(self.righe) > RIGHE:
            raise FoglioRifiutato(
                "Il file ha molte più righe di una scheda: va scaricato un foglio nuovo, e vi si riportano i valori."
            )
        return SchedaLetta(self.chiave, tuple(self.righe), tuple(self.errori))

    def read(self, foglio: Aperta) -> None:
        """Row by row: under each head, the columns that it names."""
        colonne: dict[int, str] = {}
        rotte = _broken(foglio)
        for numero, caselle in _by_row(foglio):
            nome = as_text(caselle.get(1, ""))
            if nome == TESTATA:
                colonne = {n: as_text(testo) for n, testo in caselle.items() if n >= PRIMA}
            elif nome.startswith((f"{NUOVA}:", f"{DICHIARA}:")) or "/" in nome:
                self._read_row(foglio, numero, caselle, colonne, rotte)
            elif nome not in (VOCE, TITOLI, TOTALE) and not looks_sealed(nome):
                self._refuse(foglio, numero, caselle)

    def _read_row(
        self,
        foglio: Aperta,
        numero: int,
        caselle: Mapping[int, object],
        colonne: Mapping[int, str],
        rotte: Mapping[tuple[int, int], str],
    ) -> None:
        nome = as_text(caselle.get(1, ""))
        chiave, misure = dict[str, Posto](), dict[str, Posto]()
        for colonna, campo in colonne.items():
            posto = Posto(foglio.nome, numero, colonna, as_text(caselle.get(colonna, "")))
            if frase := rotte.get((numero, colonna)):
                self.errori.append(Errore(frase, posto, ferma=True))
            elif campo.startswith(":"):
                chiave[campo[1:]] = posto
            else:
                misure[campo] = posto
        self._keep(RigaLetta(nome, Posto(foglio.nome, numero, PRIMA), chiave, misure))

    def _keep(self, riga: RigaLetta) -> None:
        """A row once; of those left to be filled in, the ones in which something is written."""
        vista = f"{riga.nome} {next(iter(riga.misure), '')}" if riga.dichiara else riga.nome
        if not riga.nuova and vista in self.viste:
            self.errori.append(Errore(_DOPPIA, riga.posto, ferma=True))
            return
        self.viste.add(vista)
        if not riga.nuova or any(posto.testo for posto in (*riga.chiave.values(), *riga.misure.values())):
            self.righe.append(riga)

    def _refuse(self, foglio: Aperta, numero: int, caselle: Mapping[int, object]) -> None:
        """Something in a row that is none of ours."""
        scritte = [n for n, valore in caselle.items() if as_text(valore)]
        if scritte:
            posto = Posto(foglio.nome, numero, max(scritte[0], PRIMA))
            self.errori.append(Errore(_SENZA_RIGA, posto, ferma=True))


def _by_row(foglio: Aperta) -> Iterator[tuple[int, dict[int, object]]]:
    righe: dict[int, dict[int, object]] = {}
    for (riga, colonna), valore in foglio.celle.items():
        if colonna <= COLONNE:
            righe.setdefault(riga, {})[colonna] = valore
    return iter(sorted(righe.items()))


def _broken(foglio: Aperta) -> Mapping[tuple[int, int], str]:
    """The cells of which the value is not known, each with its sentence."""
    rotte = {dove: FRASI.get(come, FRASI[ERRORE]) for dove, come in foglio.formule.items()}
    return {**rotte, **dict.fromkeys(_merged(foglio), FRASI[UNITA])}


def _merged(foglio: Aperta) -> Iterable[tuple[int, int]]:
    """The cells of our columns that are merged, as far as there is something written."""
    ultima = max((riga for riga, _ in foglio.celle), default=0)
    for unita in foglio.unite:
        for riga in range(unita.prima_riga, min(unita.ultima_riga, ultima) + 1):
            for colonna in range(unita.prima_colonna, min(unita.ultima_colonna, COLONNE) + 1):
                yield riga, colonna
