"""Plans that are awkward to export, made by hand: no ente, one, names that go on, texts that attack."""

from datetime import date

from msgspec.structs import replace

from lessico.congelamento import freeze
from piano.sezioni import SEZIONI
from piano.snapshot import fingerprints
from piano.valori import EnteCongelato, Impronte, MotivazioneCongelata, PianoSnapshot, RigaCongelata
from tests.piano.snapshot_di_prova import ALTRA, declared, piano_con, scheda, stock

LUNGO = "Comune dal nome che non finisce " * 40
ATTACCHI = ("=1+1", "+39 030", "-5", "@SUM(A1)", '=HYPERLINK("http://x.example")', 'a;b,c\n"d"', "\x07campana")


def with_sections(piano: PianoSnapshot, *sezioni: str) -> PianoSnapshot:
    """The plan with a line of the schema for each section; all of them when none is named."""
    codici = sezioni or tuple(sezione.codice for sezione in SEZIONI)
    righe = tuple(RigaCongelata(codice.replace("_", "-"), "a)", codice.capitalize(), codice, ()) for codice in codici)
    return replace(piano, contenuti=replace(piano.contenuti, schema=righe))


def senza_enti() -> PianoSnapshot:
    return with_sections(piano_con(enti=(), comuni=()))


def un_ente() -> PianoSnapshot:
    return with_sections(
        piano_con(scheda(ALTRA, declared("consistenza"), consistenza=(stock(sap=1234, sas=5),)), enti=(ALTRA,))
    )


def nomi_lunghi() -> PianoSnapshot:
    enti = tuple(EnteCongelato(f"lungo-{n}", "operatore", f"{LUNGO}{n}") for n in range(3))
    piano = with_sections(piano_con(enti=enti, comuni=()))
    testata = replace(piano.contenuti.testata, ambito_nome=LUNGO)
    return replace(piano, contenuti=replace(piano.contenuti, testata=testata))


def ostile() -> PianoSnapshot:
    """Texts that a spreadsheet would run, in a name and in the free words of a reason."""
    ente = EnteCongelato("ostile", "operatore", "=cmd|' /C calc'!A0")
    motivazioni = tuple(
        MotivazioneCongelata("ostile", f"QTA-{n:02}", testo, (), testo, "@autore", date(2026, 1, 2))
        for n, testo in enumerate(ATTACCHI)
    )
    return with_sections(piano_con(enti=(ente,), comuni=(), motivazioni=motivazioni))


def impronte_di(piano: PianoSnapshot) -> Impronte:
    return fingerprints(freeze(piano))


DIFFICILI = {"senza enti": senza_enti, "un ente": un_ente, "nomi lunghi": nomi_lunghi, "ostile": ostile}
