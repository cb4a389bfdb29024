"""Small plans for the tests of the sections: an ambito of a few invented enti, and a reader of the HTML they give."""

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

from assegnazioni.valori import AssegnabileCongelata, EsitoCongelato, RiservaCongelata
from lessico.regime import Arrotondamento, Categoria, Limite, Regime
from lessico.voce import StatoVoce
from misure.valori import MisuraCongelata
from patrimonio.valori import ConsistenzaCongelata, DisponibilitaCongelata, VoceCongelata
from piano.html import render_section
from piano.numeratore import Numeratore
from piano.valori import (
    Busta,
    CapitoloCongelato,
    ComuneCongelato,
    Contenuti,
    EnteCongelato,
    PianoSnapshot,
    RigaCongelata,
    Testata,
)
from raccolta.quadri import VOCI
from raccolta.valori import SchedaCongelata

ALTRA, BORGO, CIMA = (
    EnteCongelato(nome.lower(), "comune", nome, (istat,))
    for nome, istat in (("Altra", "099001"), ("Borgo", "099002"), ("Cima", "099003"))
)
ALER = EnteCongelato("aler-monti", "aler", "ALER Monti")
COOPERATIVA = EnteCongelato("tetto", "operatore", "Tetto cooperativa")
UNIONE = EnteCongelato("unione-valle", "unione", "Unione della Valle", ("099004", "099005"))
FASCE = ("fino_5000", "5000_10000", "oltre_10000")
COMUNI = tuple(
    ComuneCongelato(f"09900{n}", nome, "ZZ", fascia)
    for n, (nome, fascia) in enumerate(
        zip(("Altra", "Borgo", "Cima", "Duna", "Erta"), (*FASCE, "", ""), strict=True), 1
    )
)


def limite(codice: str, valore: str | None, norma: str = "r.r. 4/2017") -> Limite:
    numero = None if valore is None else Decimal(valore)
    return Limite(codice, numero, "percento" if valore else "", "unità", Arrotondamento.NON_INDICATO, norma)


def forza(codice: str, nome: str) -> Categoria:
    return Categoria(codice, "forze", "d bis", nome, f"Personale: {nome}.", "r.r. 4/2017")


ANZIANI = Categoria("anziani", "art14", "a", "Anziani", "Nuclei di persone anziane.", "r.r. 4/2017")
GIOVANI = Categoria("giovani", "art14", "b", "Giovani", "Nuclei di persone giovani.", "r.r. 4/2017")
REGIME_2026 = Regime(
    date(2026, 1, 1),
    (
        limite("indigenza", "20"),
        limite("soglia_indigenza", "100"),
        limite("riserva_categorie", "20"),
        limite("categoria_rilevanza", None),
        limite("forze_ordine", "20"),
        limite("transitori", "10"),
    ),
    (ANZIANI, GIOVANI, *map(forza, "pval", ("Forze di Polizia", "Vigili del Fuoco", "Forze Armate", "Polizia Locale"))),
)
REGIME_2018 = Regime(date(2018, 1, 1), (limite("indigenza", "20"),), ())


def declared(
    voce: str, stato: StatoVoce = StatoVoce.VALORIZZATA, causa: str = "", totale: int | None = None, nota: str = ""
):
    return VoceCongelata(voce, stato, causa, totale, nota)


def nessuna(voce: str, causa: str = "") -> VoceCongelata:
    return declared(voce, StatoVoce.NESSUNA, causa)


def non_applicabile(voce: str, causa: str) -> VoceCongelata:
    return declared(voce, StatoVoce.NON_APPLICABILE, causa)


def scheda(ente: EnteCongelato | None, *voci: VoceCongelata, **righe: tuple) -> SchedaCongelata:
    return SchedaCongelata(ente=ente.slug if ente else "", voci=voci, **righe)


def stock(sap: int | None = 0, sas: int | None = 0, altro: int | None = 0, ubicazione=None, gestore=None):
    return ConsistenzaCongelata(ubicazione, gestore, sap, sas, altro)


def available(voce: str, unita: int | None, tipo="sap", ubicazione=None, quando="", costo=None, mesi=None):
    return DisponibilitaCongelata(voce, ubicazione, tipo, quando, unita, costo, mesi)


def assignable(unita: int | None, tipo="sap", ubicazione=None) -> AssegnabileCongelata:
    return AssegnabileCongelata(ubicazione, tipo, unita)


def reserve(voce: str, percentuale: str | None = None, **altro: object) -> RiservaCongelata:
    vuota = {"ubicazione": None, "categoria": "", "base": "", "unita": None, "ripartizione": None}
    vuota |= {"descrizione": "", "motivo": ""}
    if "ripartizione" in altro:
        altro["ripartizione"] = Decimal(str(altro["ripartizione"]))
    return RiservaCongelata(voce=voce, percentuale=Decimal(percentuale) if percentuale else None, **(vuota | altro))


def outcome(offerte=None, assegnate=None, domande=None, in_corso=None, avviso="", ubicazione=None) -> EsitoCongelato:
    return EsitoCongelato(avviso, ubicazione, offerte, domande, in_corso, assegnate)


def measure(voce: str, slug: str, **valori: object) -> MisuraCongelata:
    vuota = dict.fromkeys(MisuraCongelata.__struct_fields__, "")
    vuota |= dict.fromkeys(("anno", "fondi_nuovi", "residui", "gestione", "dal", "al"))
    return MisuraCongelata(**(vuota | {"voce": voce, "slug": slug} | valori))


def piano_con(
    *schede: SchedaCongelata, enti=(ALTRA, BORGO, ALER), capitoli=(), regime=REGIME_2026, **altro
) -> PianoSnapshot:
    """A plan of 2026 with these schede; the scheda with no ente is that of the ambito."""
    motivazioni = altro.pop("motivazioni", ())  # on the schede: those on the plan are replaced in the busta
    busta = {campo: altro.pop(campo) for campo in Busta.__struct_fields__ if campo in altro}
    testata = {"comuni": COMUNI, "tipo": "annuale", "dimostrazione": False} | altro
    return PianoSnapshot(
        contenuti=Contenuti(
            testata=Testata(
                ambito="prova",
                ambito_nome="Prova",
                organo="Assemblea dei Sindaci",
                anno=2026,
                enti=tuple(enti),
                **testata,
            ),
            schede=tuple(s for s in schede if s.ente),
            scheda_ambito=next((s for s in schede if not s.ente), None),
            capitoli=tuple(CapitoloCongelato(codice, testo) for codice, testo in capitoli),
            schema=(),
            regime=regime,
            motivazioni=motivazioni,
        ),
        busta=Busta(**({"stato": "raccolta", "fonti": ()} | busta)),
    )


def molti(quanti: int = 61) -> tuple[EnteCongelato, ...]:
    return tuple(EnteCongelato(f"ente-{n}", "comune", f"Ente {n}", (f"{98000 + n:06}",)) for n in range(1, quanti + 1))


def tutte_nulle(enti) -> tuple[SchedaCongelata, ...]:
    """Every voce declared nil by every ente, and by the ambito."""
    return tuple(scheda(ente, *(nessuna(codice) for codice in VOCI)) for ente in (None, *enti))


class _Lettore(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.aperti: list[dict[str, str | None]] = []
        self.pezzi: list[str] = []
        self.valori: list[tuple[str, str, str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs) -> None:
        if tag == "br":
            return
        ereditati = {nome: v for nome, v in (self.aperti[-1] if self.aperti else {}).items() if nome != "misura"}
        propri = {nome.removeprefix("data-"): v for nome, v in attrs if nome.startswith("data-")}
        if "ente" in propri:
            ereditati.pop("chiave", None)
        self.aperti.append(ereditati | propri)
        if misura := propri.get("misura"):
            self.valori.append((self.aperti[-1].get("ente", ""), self.aperti[-1].get("chiave", ""), misura, []))
            self.aperti[-1]["posto"] = str(len(self.valori) - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self.aperti.pop()

    def handle_data(self, data: str) -> None:
        self.pezzi.append(data)
        if self.aperti and "posto" in self.aperti[-1]:
            self.valori[int(self.aperti[-1]["posto"])][3].append(data)


class Pagina:
    """A rendered section: its text with single spaces, and its values by ente, measure and key."""

    def __init__(self, html: str) -> None:
        lettore = _Lettore()
        lettore.feed(html)
        assert lettore.aperti == [], "every tag is closed"
        self.html = html
        self.testo = " ".join("".join(lettore.pezzi).split())
        self.valori = [(ente, chiave, misura, "".join(testo)) for ente, chiave, misura, testo in lettore.valori]

    def find(self, ente: str, misura: str, chiave: str = "") -> str:
        """The first value at an address."""
        return next(v for e, c, m, v in self.valori if (e, c, m) == (ente, chiave, misura))

    def has(self, ente: str, misura: str) -> bool:
        return any((e, m) == (ente, misura) for e, _, m, _ in self.valori)


def pagina(
    piano: PianoSnapshot, sezione: str, voci: tuple[str, ...] = (), codice: str = "", lettera: str = ""
) -> Pagina:
    """A section of a plan as it is printed."""
    riga = RigaCongelata(codice or sezione, lettera, "Un titolo", sezione, voci)
    return Pagina(render_section(piano, riga, Numeratore()).html)
