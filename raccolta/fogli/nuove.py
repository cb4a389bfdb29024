"""The rows that somebody has added in a workbook: which row of which voce each is, from what is written in its key."""

from collections.abc import Iterator, Mapping, Sequence

from django.core.exceptions import ValidationError
from msgspec import Struct
from msgspec.structs import replace

from lessico.voce import Tabella, Voce
from raccolta.fogli import parti
from raccolta.fogli.lettura import Errore, RigaLetta
from raccolta.moduli.forma import forma_of
from raccolta.moduli.righe import SENZA_COMUNE, Riga, RigaNonValida, read_riga
from raccolta.moduli.sfondo import Sfondo, learn_comune
from raccolta.moduli.stesura import ModuloAlterato, check_rows
from raccolta.quadri import VOCI


class Risolte(Struct, frozen=True):
    """The rows with a name each; what is wrong with the others."""

    righe: tuple[RigaLetta, ...]
    errori: tuple[Errore, ...]


def resolve(sfondo: Sfondo, righe: Sequence[RigaLetta]) -> Risolte:
    """The rows of one page: those that had a name keep it, if their key was not written over."""
    risolutore = Risolutore(sfondo)
    note = [riga for riga in righe if not riga.nuova]
    errori = [errore for riga in note for errore in _written_over(sfondo, riga)]
    risolutore.nomi = {riga.nome for riga in note if not riga.dichiara}
    for riga in sorted((r for r in righe if r.nuova), key=lambda r: bool(r.ramo)):
        risolutore.add(riga)
    return Risolte((*note, *risolutore.righe), (*errori, *risolutore.errori))


def _written_over(sfondo: Sfondo, riga: RigaLetta) -> Iterator[Errore]:
    """A row is what its name says: another comune written over the one it had would be lost."""
    try:
        letta = read_riga(riga.nome)
    except RigaNonValida:
        return
    for campo, posto in riga.chiave.items():
        if not parti.is_same(campo, letta.part(campo), posto.testo, sfondo):
            vero = parti.say(campo, letta.part(campo), sfondo) or "vuoto"
            frase = f"Qui c’era «{vero}», e non si cambia: per un altro valore si usa una delle righe libere."
            yield Errore(frase, posto, ferma=True)


class Risolutore:
    """Gives a name to the new rows, one after the other: a measure first, then what hangs from it."""

    def __init__(self, sfondo: Sfondo) -> None:
        """No row yet."""
        self.sfondo = sfondo
        self.nomi: set[str] = set()
        self.righe: list[RigaLetta] = []
        self.errori: list[Errore] = []

    def add(self, letta: RigaLetta) -> None:
        """A row with its name, or what is wrong with it."""
        voce = VOCI[letta.voce]
        tabella = next(t for t in voce.tabelle if t.ramo == letta.ramo)
        chiave = self._read_key(letta, voce, tabella)
        if chiave is None:
            return
        riga = Riga(voce.codice, tabella, chiave)
        learn_comune(self.sfondo, riga)
        if riga.nome in self.nomi:
            self._refuse(letta, tabella.chiave[0].campo, "C’è già una riga uguale: i valori si scrivono in quella.")
            return
        try:
            check_rows(self.sfondo, [riga])
        except ModuloAlterato as errore:
            self._refuse(letta, tabella.chiave[0].campo, str(errore).removesuffix(" Non è stato salvato nulla."))
            return
        self.nomi.add(riga.nome)
        self.righe.append(replace(letta, nome=riga.nome))

    def _refuse(self, letta: RigaLetta, campo: str, frase: str) -> None:
        self.errori.append(Errore(frase, letta.chiave.get(campo, letta.posto), ferma=True))

    def _read_key(self, letta: RigaLetta, voce: Voce, tabella: Tabella) -> tuple[str, ...] | None:
        """The parts of the key; None when something is wrong with one of them."""
        scritte: dict[str, str] = {}
        for campo in parti.columns_of(tabella):
            posto = letta.chiave.get(campo)
            try:
                scritte[campo] = parti.read(campo, posto.testo if posto and campo != parti.NUMERO else "", self.sfondo)
            except ValidationError as errore:
                self._refuse(letta, campo, " ".join(errore.messages))
                return None
        if tabella.ramo:
            return self._key_of_branch(letta, voce, tabella, scritte[parti.NOME])
        scritte = {**scritte, **_name_from_title(letta, voce, tabella, scritte, self.sfondo)}
        prima = tabella.chiave[0].campo
        if not scritte[prima]:
            self._refuse(letta, prima, _missing(tabella))
            return None
        return tuple(scritte[parte.campo] or parte.predefinita for parte in tabella.chiave)

    def _key_of_branch(self, letta: RigaLetta, voce: Voce, tabella: Tabella, capo: str) -> tuple[str, ...] | None:
        """The next of a measure: «massimale 3» of one that has two."""
        capi = {riga.parti[0] for riga in self.sfondo.righe if riga.voce == voce.codice}
        capi |= {nome.partition("/")[2] for nome in self.nomi if nome.startswith(f"{voce.codice}/")}
        if capo not in capi:
            self._refuse(letta, parti.NOME, "Va scritto di quale misura è: il nome breve, o il titolo.")
            return None
        presenti = {*self.nomi, *(riga.nome for riga in self.sfondo.righe)}
        numeri = (str(n) for n in range(1, len(presenti) + 2))
        return next((capo, n) for n in numeri if Riga(voce.codice, tabella, (capo, n)).nome not in presenti)


def _name_from_title(
    letta: RigaLetta, voce: Voce, tabella: Tabella, scritte: Mapping[str, str], sfondo: Sfondo
) -> Mapping[str, str]:
    titolo = letta.misure.get(forma_of(voce.codice, tabella).titolo)
    if titolo and scritte.get(parti.NOME) == "":
        return {parti.NOME: parti.read(parti.NOME, titolo.testo, sfondo)}
    return {}


def _missing(tabella: Tabella) -> str:
    if tabella.chiave[0].campo == parti.UBICAZIONE:
        return f"Va scritto il comune; per ciò che non è diviso per comune, «{SENZA_COMUNE}»."
    return "Va scritto un nome."
