"""Veduta: draws the sections of a quadro from what is kept, what is typed and what can be written."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache

from django import forms
from django.urls import reverse
from django.utils.http import urlencode
from msgspec import Struct

from assegnazioni.voci import ASSEGNABILI
from lessico import italiano
from lessico.cella import NON_RIPARTITA
from lessico.voce import StatoVoce, Tabella, Voce
from raccolta.errori import Altrui
from raccolta.lettura.etichette import Nomi as NomiLetti
from raccolta.lettura.etichette import label_of
from raccolta.moduli.accanto import Accanto
from raccolta.moduli.apertura import Apertura
from raccolta.moduli.campi import CampoLetto
from raccolta.moduli.confronto import STATI, beside, in_words
from raccolta.moduli.forma import Forma, forma_of
from raccolta.moduli.guida import GUIDA, limit_of
from raccolta.moduli.modulo import ModuloQuadro, field_of, known_declaration, known_field, name_of_row
from raccolta.moduli.nuove import ModuloRiga, Offerte, read_offers
from raccolta.moduli.righe import Riga, title_of
from raccolta.moduli.sfondo import Fondale
from raccolta.moduli.stesura import Stesura
from raccolta.moduli.viste import CellaVista, Colonna, Contesa, GrigliaVista, NuovaVista, RigaVista, SezioneVista
from raccolta.moduli.visti import see
from raccolta.quadri import VOCI, whole_of

VUOTO = (None, "")


class Veduta(Struct, frozen=True, kw_only=True, dict=True):
    """All that the page shows of a quadro is drawn from here."""

    sfondo: Fondale
    stesura: Stesura
    modulo: ModuloQuadro
    apertura: Apertura
    contese: Mapping[str, Altrui] = {}
    nuova: ModuloRiga | None = None
    fuoco: str = ""
    accanto: Accanto = Accanto()

    def cella(self, nome: str, campo: forms.Field, etichetta: str, di_che: str) -> CellaVista:
        """One value."""
        kept = self.sfondo.valori.get(nome)
        legato = self.modulo[nome] if nome in self.modulo.fields else None
        if legato is not None and nome == self.fuoco:
            legato.field.widget.attrs["autofocus"] = True
        vicini = self.accanto.near(nome)
        if legato is not None and vicini:
            detti = (legato.aria_describedby, *(rilievo.nome for rilievo in vicini))
            legato.field.widget.attrs["aria-describedby"] = " ".join(detto for detto in detti if detto)
        return CellaVista(
            nome=nome,
            misura=nome.rsplit("/", maxsplit=1)[-1],
            etichetta=etichetta,
            di_che=di_che,
            campo=see(legato) if legato is not None else None,
            testo=in_words(campo, kept),
            prima=beside(campo, nome, kept, self.sfondo.passato) if legato is None else "",
            numero=isinstance(campo, CampoLetto),
            ufficio=nome in self.sfondo.ufficio,
            contesa=self._contesa(nome, campo),
            storia=self.storia(nome),
            segno=vicini[0].peso if vicini else "",
        )

    def storia(self, cella: str) -> str:
        """The address of the panel of a cella."""
        return _story_of(self.sfondo.chiave, cella)

    def _contesa(self, nome: str, campo: forms.Field) -> Contesa | None:
        if (altrui := self.contese.get(nome)) is None:
            return None
        scritto = str(self.stesura.dati.get(nome) or "")
        return Contesa(
            qui=_text_in_words(campo, scritto) or "vuoto",
            altrui=_text_in_words(campo, altrui.valore) or "vuoto",
            da=altrui.da,
            ora=f"{altrui.quando.astimezone(italiano.ROMA):%H:%M}",
            scelta=str(self.stesura.dati.get(f"scelta/{nome}", "")),
        )

    def contested(self, nomi: NomiLetti) -> tuple[CellaVista, ...]:
        """The celle that two have written, for the list at the head of the page."""
        return tuple(self.cella(nome, field_of(nome), label_of(nome, nomi), "") for nome in self.contese)

    def value(self, nome: str) -> object:
        """What a sum takes of a cella: what is typed, if it can be read; else what is kept."""
        if nome in self.modulo.fields:
            return self.modulo.read(nome)
        return self.sfondo.valori.get(nome)

    def sezioni(self) -> tuple[SezioneVista, ...]:
        """The voci of the page; the parts of a composite are inside it."""
        return tuple(self.sezione(voce) for voce in self.sfondo.voci if not whole_of(voce.codice))

    def sezione(self, voce: Voce) -> SezioneVista:
        """One voce."""
        codice = voce.codice
        aperta = self.apertura.opens_voce(codice)
        da_confermare = codice in self.sfondo.da_confermare
        parti = tuple(self.sezione(VOCI[parte]) for parte in voce.parti)
        return SezioneVista(
            codice=codice,
            nome=voce.nome,
            guida=GUIDA.get(codice, ""),
            norma=str(voce.norma),
            limite=limit_of(codice, self.sfondo.regime),
            segno=self._sign(voce),
            stato=self._declared(codice, "stato"),
            causa=self._declared(codice, "causa"),
            totale=self._declared(codice, "totale_dichiarato"),
            griglie=tuple(self.griglia(voce, tabella) for tabella in voce.tabelle if not tabella.ramo),
            nuova=self._new_row(voce) if aperta else None,
            aggiungi=forma_of(codice, voce.tabelle[0]).nome,
            aggiungi_aperto=aperta and self._wants_rows(voce),
            conferma=f"conferma/{codice}" if da_confermare and aperta and not self.apertura.ufficio else "",
            confermata=f"conferma/{codice}" in self.stesura.dati,
            anno=str(self.sfondo.passato.anno),
            parti=parti,
            parti_aperte=any(self._has_anything(VOCI[parte]) for parte in voce.parti),
            rilievi=self.accanto.rilievi.get(codice, ()),
            conti=self.accanto.conti.get(codice, ()),
            ponte=reverse("piano:ponte", args=[self.sfondo.chiave]) if voce is ASSEGNABILI else "",
        )

    def _declared(self, codice: str, misura: str) -> CellaVista:
        nome = f"{codice}/{NON_RIPARTITA}/{misura}"
        etichette = {"stato": "Che cosa c’è", "totale_dichiarato": "Totale dichiarato"}
        campo = known_declaration(nome)
        return self.cella(nome, campo, etichette.get(misura, misura.capitalize()), VOCI[codice].nome)

    def _sign(self, voce: Voce) -> str:
        """In a word, how the voce stands: what is to be done first."""
        if any(nome.startswith(f"{voce.codice}/") for nome in self.sfondo.campi):
            return "da correggere"
        if voce.codice in self.sfondo.da_confermare:
            return "da confermare"
        if voce.codice in self.sfondo.mancanti:
            return "da compilare"
        stato = self.sfondo.valori.get(f"{voce.codice}/{NON_RIPARTITA}/stato", StatoVoce.DA_COMPILARE)
        return "" if whole_of(voce.codice) and stato == StatoVoce.DA_COMPILARE else "fatto"

    def _has_anything(self, voce: Voce) -> bool:
        """Whether a voce has values, or a state, or had values last year, or is being written."""
        inizio = f"{voce.codice}/"
        if any(nome.startswith(inizio) and valore not in VUOTO for nome, valore in self.stesura.dati.items()):
            return True
        return any(riga.voce == voce.codice for riga in self.sfondo.passate)

    def _new_row(self, voce: Voce) -> NuovaVista:
        if self.nuova is not None and self.nuova.voce == voce:
            return see_new(self.nuova)
        inizio = f"nuova/{voce.codice}-"
        scritti = {n.removeprefix(inizio): t for n, t in self.stesura.dati.items() if n.startswith(inizio)}
        if not scritti:
            return _blank(self.offerte, voce)
        return see_new(ModuloRiga(self.offerte, voce, voce.tabelle[0], None, scritti))

    @cached_property
    def offerte(self) -> Offerte:
        """What the forms of new rows offer."""
        return read_offers(self.sfondo)

    def _wants_rows(self, voce: Voce) -> bool:
        """What adds a row is in sight where it was just used, and where there is no row yet and none is proposed."""
        usata = self.nuova is not None and self.nuova.voce == voce
        return usata or (forma_of(voce.codice, voce.tabelle[0]).blocco and not self.stesura.rows(voce.codice))

    def griglia(self, voce: Voce, tabella: Tabella, capo: str = "") -> GrigliaVista:
        """The rows of a table; with ``capo``, those that hang from one row."""
        forma = forma_of(voce.codice, tabella)
        righe = self.stesura.rows(voce.codice, tabella.ramo, capo)
        vive = [riga for riga in righe if riga.nome not in self.stesura.tolte]
        campi = {misura: known_field(tabella, misura) for misura in forma.principali}
        colonne = tuple(
            Colonna(
                misura,
                str(campo.label),
                isinstance(campo, CampoLetto),
                self._total(vive, misura) if misura in forma.somma else None,
            )
            for misura, campo in campi.items()
        )
        con_totale = bool(forma.somma) and len(vive) > 1
        return GrigliaVista(
            voce=voce.codice,
            titolo=voce.nome
            if not tabella.ramo
            else {"massimale": "Massimali", "risultato": "Risultati"}[tabella.ramo],
            forma=forma,
            colonne=colonne,
            righe=tuple(self.riga(voce, riga, forma) for riga in righe if self._is_shown(riga)),
            con_totale=con_totale,
            totale=self._sum(v for r in vive for v in self._row_values(r, forma)) if forma.insieme else None,
            aggiungi=f"aggiungi:{voce.codice}/{capo}.{tabella.ramo}"
            if tabella.ramo and self.apertura.opens_voce(voce.codice)
            else "",
        )

    def _is_shown(self, riga: Riga) -> bool:
        """Where nothing can be written an empty row says nothing, unless last year it had something."""
        if self.apertura.opens_voce(riga.voce) or riga in self.sfondo.passate:
            return True
        return any(c in self.modulo.fields or self.sfondo.valori.get(c) not in VUOTO for c in riga.celle())

    def riga(self, voce: Voce, riga: Riga, forma: Forma) -> RigaVista:
        """One row, whole or taken away."""
        scrivibile = self.apertura.opens_voce(voce.codice) or any(c in self.modulo.fields for c in riga.celle())
        titolo = self._title(riga, forma)
        if riga.nome in self.stesura.tolte:
            return self._taken_away(riga, titolo)
        dettagli = tuple(self._cell(riga, misura) for misura in forma.dettagli)
        rami = [t for t in voce.tabelle if t.ramo] if not riga.tabella.ramo else []
        return RigaVista(
            nome=riga.nome,
            titolo=titolo,
            principali=tuple(self._cell(riga, misura) for misura in forma.principali),
            dettagli=dettagli,
            aperta=any(self.stesura.dati.get(c.nome) not in VUOTO or (c.campo and c.campo.errori) for c in dettagli),
            scrivibile=scrivibile,
            si_toglie=self.apertura.opens_voce(voce.codice),
            totale=self._sum(self._row_values(riga, forma)) if forma.insieme else None,
            rami=tuple(self.griglia(voce, tabella, riga.parti[0]) for tabella in rami),
        )

    def _taken_away(self, riga: Riga, titolo: str) -> RigaVista:
        """A row that is only said: its texts, and those of what hangs from it, are kept out of sight."""
        nomi = self.stesura.hanging_from(riga.nome)
        tolte = [altra for altra in self.stesura.righe if altra.nome in nomi]
        return RigaVista(
            nome=riga.nome,
            titolo=titolo,
            tolta=True,
            tolte=tuple(altra.nome for altra in tolte),
            tolti=tuple((c, str(self.stesura.dati.get(c) or "")) for altra in tolte for c in altra.celle()),
            fuoco=riga.nome == self.fuoco,
        )

    def _title(self, riga: Riga, forma: Forma) -> str:
        titolo = self.stesura.dati.get(riga.cella(forma.titolo)) if forma.titolo else ""
        return str(titolo or title_of(riga, self.sfondo.nomi))

    def _cell(self, riga: Riga, misura: str) -> CellaVista:
        campo = known_field(riga.tabella, misura)
        return self.cella(
            riga.cella(misura), campo, str(campo.label), f"{name_of_row(self.sfondo, riga)} ({VOCI[riga.voce].nome})"
        )

    def _row_values(self, riga: Riga, forma: Forma) -> list[object]:
        return [self.value(riga.cella(misura)) for misura in forma.somma]

    def _total(self, righe: Iterable[Riga], misura: str) -> str:
        return self._sum(self.value(riga.cella(misura)) for riga in righe)

    @staticmethod
    def _sum(valori: Iterable[object]) -> str:
        """Nothing where there is no number; zero is a number."""
        numeri = [valore for valore in valori if isinstance(valore, int | Decimal)]
        return italiano.numero(int(sum(numeri))) if numeri else ""

    def note(self) -> tuple[CellaVista, ...]:
        """The notes of all the voci."""
        nomi = [(f"{voce.codice}/{NON_RIPARTITA}/nota", voce.nome) for voce in self.sfondo.voci]
        return tuple(self.cella(nome, known_declaration(nome), voce, "nota") for nome, voce in nomi)


def see_new(modulo: ModuloRiga) -> NuovaVista:
    """What is asked to add a row."""
    return NuovaVista(tuple(see(campo) for campo in modulo), tuple(map(str, modulo.non_field_errors())))


@lru_cache(maxsize=128)
def _blank(offerte: Offerte, voce: Voce) -> NuovaVista:
    """The same in all the schede of an ambito, until somebody types in it."""
    return see_new(ModuloRiga(offerte, voce, voce.tabelle[0], None))


@lru_cache(maxsize=4096)
def _story_of(scheda: int, cella: str) -> str:
    """Asked for each cella of a page."""
    return f"{reverse('raccolta:valore', args=[scheda])}?{urlencode({'cella': cella})}"


def _text_in_words(campo: forms.Field, testo: str) -> str:
    """A text that may be a value."""
    if testo in STATI:
        return STATI[StatoVoce(testo)]
    try:
        return in_words(campo, campo.clean(testo))
    except forms.ValidationError:
        return testo
