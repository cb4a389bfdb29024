"""Bad input makes a sound page or a clear message; the law's regimes, and 0, 1, many, change the words."""

import json
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from enti.models import Adesione, Ambito, CategoriaRegistro, Ente, Parametro
from lessico.congelamento import freeze, thaw
from patrimonio.models import Integrazione
from piano.carta.stampa import render_pdf
from piano.errori import PianoNonComponibile
from piano.grandezze import TokenSconosciuto
from piano.html import render_html
from piano.models import Approvazione, Parere
from piano.schema import load_default
from piano.sezioni import SEZIONI, SezioneSconosciuta, VoceFuoriPosto
from piano.snapshot import build_snapshot
from piano.valori import Impronte, PianoSnapshot
from tests.ambiti_di_prova import AmbitoDiProva, create_comune, create_ente, line
from tests.lettura_html import Pagina
from tests.lettura_pdf import DocumentoLetto

IMPRONTE = Impronte("a" * 64, "b" * 64)


@pytest.fixture
def valle(db: None) -> AmbitoDiProva:
    """Two comuni and an ALER, and nothing declared."""
    return AmbitoDiProva("Alzate", "Busnago", create_ente("ALER Grande"))


# A token, a section, a voce that do not exist


def test_un_token_che_non_esiste_dice_dove_e_che_cosa_forse(valle: AmbitoDiProva) -> None:
    valle.write_chapter("premessa", "Gli alloggi sono [[consistenza.totali]].")
    with pytest.raises(TokenSconosciuto, match=r"\[\[consistenza.totali\]\] non esiste. Forse: consistenza.totale"):
        valle.html()


def test_un_token_che_non_esiste_in_un_titolo(valle: AmbitoDiProva) -> None:
    valle.use_schema([line("premessa", "capitolo", titolo="Premessa al [[anni]]")])
    with pytest.raises(TokenSconosciuto, match=r"\[\[anni\]\] non esiste. Forse: anno"):
        valle.html()


def test_nel_browser_un_piano_che_non_si_compone_dice_che_cosa_correggere(valle: AmbitoDiProva, client: Client) -> None:
    Ambito.objects.for_system().filter(pk=valle.ambito.pk).update(dimostrazione=True)
    valle.write_chapter("premessa", "Sono [[consistenza.totali]] <b>")
    for pagina in ("piano:piano_detail", "piano:piano_pdf"):
        risposta = client.get(reverse(pagina, args=["valle", 2026]))
        assert risposta.status_code == 409
        testo = risposta.content.decode()
        assert "[[consistenza.totali]] non esiste. Forse: consistenza.totale" in testo
        assert "Piano annuale dell’offerta dei servizi abitativi pubblici e sociali 2026, Ambito Valle" in testo


@pytest.mark.parametrize(
    ("riga", "errore", "frase"),
    [
        (line("patrimonio", "consistanza"), SezioneSconosciuta, "«consistanza» non esiste. Forse: consistenza"),
        (line("altro", "poesia"), SezioneSconosciuta, r"«poesia» non esiste\.$"),
        (
            line("riepilogo", voci=["consistenza"]),
            VoceFuoriPosto,
            "non può scrivere la voce «consistenza», ma solo: stato",
        ),
        (line("libere", "disponibilita", voci=["libera"]), VoceFuoriPosto, "non può scrivere la voce «libera»"),
        (line("misure", voci=["libere"]), VoceFuoriPosto, "ma solo: misure_anno_precedente, misure_ricorrenti"),
        (line("quote", "rilevanza_forze", voci=["transitori"]), VoceFuoriPosto, "ma solo: categoria_rilevanza"),
    ],
)
def test_una_riga_dello_schema_sbagliata(
    valle: AmbitoDiProva, riga: Mapping[str, object], errore: type[PianoNonComponibile], frase: str
) -> None:
    valle.use_schema([riga])
    with pytest.raises(errore, match=frase):
        valle.html()


# A plan with nothing in it


def every_section() -> list[Mapping[str, object]]:
    presenti = {riga["sezione"] for riga in load_default()}
    tutte = ({**riga, "attiva": True} for riga in load_default())
    return [*tutte, *(line(s.codice, s.codice) for s in SEZIONI if s.codice not in presenti)]


def test_un_piano_senza_schede(valle: AmbitoDiProva) -> None:
    valle.use_schema(every_section())
    pagina = valle.page()
    assert pagina.value("consistenza", "alzate", "totale") == "nessun dato"
    assert pagina.value("disponibili", "totale", "unita") == "nessun dato"
    for riga in every_section():
        vuota = riga["sezione"] not in {"capitolo", "indicatori", "motivazioni"}
        scritto = pagina.sezioni[str(riga["codice"])]
        assert ("essun" in scritto or "non prevede" in scritto) if vuota else scritto.endswith((".", "dato")), scritto
    assert "0" not in {valore.testo for valore in pagina.valori}


def test_un_piano_senza_enti(db: None) -> None:
    vuoto = AmbitoDiProva()
    vuoto.use_schema(every_section())
    pagina = vuoto.page()
    assert "L’ambito non ha ancora comuni." in pagina.sezioni["contesto"]
    assert "Nessun ente fa parte dell’ambito." in pagina.sezioni["consistenza"]
    assert "Nessun ente fa parte dell’ambito." in pagina.sezioni["disponibili"]
    assert render_pdf(vuoto.html()).startswith(b"%PDF-")


def test_un_piano_senza_schema(valle: AmbitoDiProva) -> None:
    valle.use_schema([])
    assert "Verifica di questo documento" in valle.page().testo


# Who left


def test_un_ente_uscito_dopo_aver_compilato(valle: AmbitoDiProva) -> None:
    """What it declared is not in the plan; where the plan still names it, it does so by its name."""
    alzate, busnago, aler = valle.enti
    valle.declare(alzate, {"consistenza/@.aler-grande/sap": 3})
    valle.declare(busnago, {"consistenza/@/sap": 90, "assegnabili/@/unita": 7})
    valle.declare(aler, {"consistenza/-/sap": 50})
    Adesione.objects.filter(ente__in=[busnago, aler]).update(al=date(2025, 12, 31))
    Parere.objects.create(piano=valle.piano, aler=aler, esito="positivo", data=date(2025, 12, 1))
    Integrazione.objects.create(ricognizione=valle.ricognizione, ordine=1, ente=busnago)
    pagina = valle.page()
    assert pagina.value("consistenza", "totale", "totale") == "3"
    assert "busnago" not in {valore.ente for valore in pagina.valori}
    assert "gestiti dall’ALER Grande" in pagina.sezioni["consistenza"]
    percorso = pagina.sezioni["percorso"]
    assert "Il Comune di Busnago non fa più parte dell’ambito; l’ultimo giorno è stato il 31 dicembre 2025." in percorso
    assert "L’ALER Grande ha espresso parere positivo sul piano (1° dicembre 2025" in percorso
    assert "integrazioni inviate dal Comune di Busnago" in percorso


def test_chi_esce_durante_l_anno_resta_nel_piano_dell_anno(valle: AmbitoDiProva) -> None:
    valle.declare(valle.enti[1], {"consistenza/@/sap": 90})
    Adesione.objects.filter(ente=valle.enti[1]).update(al=date(2026, 3, 31))
    assert valle.page().value("consistenza", "busnago", "sap") == "90"


# Names and texts


def test_un_nome_di_quattrocento_caratteri(db: None) -> None:
    lungo = ("Fondazione per l’abitare solidale " * 12)[:400].strip().ljust(400, "x")
    valle = AmbitoDiProva(
        create_comune("Borgo" + "o" * 95), Ente.objects.create(slug="f", tipo="operatore", nome=lungo)
    )
    Ambito.objects.for_system().filter(pk=valle.ambito.pk).update(nome="A" * 400)
    valle.declare(valle.enti[1], {"consistenza/-/sap": 8, "libere/-/unita": 3, "misure_anno_piano/m/titolo": "T" * 400})
    pagina = valle.page()
    assert pagina.value("consistenza", "f", "sap") == "8"
    assert f"n. 8 di proprietà di {lungo}" in pagina.sezioni["consistenza"]
    assert "T" * 400 in pagina.sezioni["misure"]
    assert "A" * 50 in "".join(DocumentoLetto(render_pdf(valle.html())).whole_text().split())


TRUCCHI = [
    "<script>alert(1)</script>",
    "![x](http://example.org/x.png)",
    "[a](javascript:alert(1))",
    "</span></li></section></article><h1>Altro</h1>",
    '" onmouseover="alert(1)',
    "&lt;b&gt; &amp; < > ' \"",
    "[[consistenza.totale]] [[",
    "{{ anno }} {% include 'x' %}",
    "<!-- --> <![CDATA[ ]]>",
]


class _Marche(HTMLParser):
    """The tags of a document with the names of their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.viste: list[tuple[str, tuple[str, ...]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.viste.append((tag, tuple(nome for nome, _ in attrs)))


def write_everywhere(valle: AmbitoDiProva, testo: str) -> str:
    """The document of a plan in which every free text is this one."""
    alzate, busnago, aler = valle.enti
    Ente.objects.filter(pk__in=[alzate.pk, aler.pk]).update(nome=testo)
    Ambito.objects.for_system().filter(pk=valle.ambito.pk).update(nome=testo)
    valle.ricognizione.ambito.refresh_from_db()
    valle.declare(
        alzate,
        {
            **{"consistenza/@.aler-grande/sap": 3, "consistenza/-/nota": testo},
            **{"libere/@/unita": 2, "conferite/-/stato": "nessuna", "conferite/-/causa": testo},
            **{"transitori/-/stato": "non_applicabile", "transitori/-/causa": testo},
            **{
                f"misure_anno_piano/m/{m}": testo
                for m in ("titolo", "atto", "destinatari", "copertura", "motivo", "nota")
            },
            **{"misure_anno_piano/m.massimale.1/importo": 5, "misure_anno_piano/m.massimale.1/condizione": testo},
            **{"categoria_rilevanza/@/descrizione": testo, "categoria_rilevanza/@/motivo": testo},
            **{"soglia_indigenza/@/percentuale": 30, "soglia_indigenza/@/base": testo},
        },
    )
    valle.declare(None, {"avvisi/uno/numero": testo[:40], "avvisi/uno/atto": testo, "indicatori/i/gruppo": "contesto"})
    valle.declare(
        None, {f"indicatori/i/{misura}": testo[:60] for misura in ("nome", "periodo", "unita", "base", "fonte")}
    )
    valle.declare(None, {"indicatori/i/valore": 7})
    Integrazione.objects.create(
        ricognizione=valle.ricognizione, ordine=1, mittenti=testo, canale=testo, protocollo=testo
    )
    Approvazione.objects.create(piano=valle.piano, organo=testo, data=date(2026, 3, 1), atto=testo, voti=testo)
    Parere.objects.create(piano=valle.piano, aler=aler, esito="negativo", condizioni=testo, protocollo=testo)
    valle.write_chapter("premessa", f"Ambito [[ambito.nome]], {busnago.nome}.")
    return valle.html()


@pytest.mark.parametrize("trucco", TRUCCHI)
def test_i_trucchi_nei_testi_restano_testo(valle: AmbitoDiProva, trucco: str) -> None:
    """The document has the same marks as with an innocent text, and prints the trick as it was typed."""
    html = write_everywhere(valle, trucco)
    pagina, parole = Pagina(html), " ".join(trucco.replace("'", "’").split())
    innocente = render_html(innocent(build_snapshot(valle.piano), trucco), IMPRONTE)
    assert _Marche(html).viste == _Marche(innocente).viste
    assert pagina.sezioni["premessa"] == f"Premessa Ambito {parole}, Busnago."
    for sezione in ("consistenza", "contesto", "percorso", "misure", "assegnazioni", "rilevanza-forze", "transitori"):
        assert parole[:20] in pagina.sezioni[sezione].replace("'", "’"), sezione
    assert pagina.value("misure", "alzate", "destinatari", "m").replace("'", "’") == parole


def innocent(snapshot: PianoSnapshot, trucco: str) -> PianoSnapshot:
    """The same snapshot with a word in place of every occurrence of the trick."""

    def change(valore: object) -> object:
        if isinstance(valore, dict):
            return {chiave: change(contenuto) for chiave, contenuto in valore.items()}
        if isinstance(valore, list):
            return [change(contenuto) for contenuto in valore]
        return (
            "parola" if isinstance(valore, str) and valore and valore in {trucco, trucco[:40], trucco[:60]} else valore
        )

    return thaw(json.dumps(change(json.loads(freeze(snapshot)))).encode(), PianoSnapshot)


@pytest.mark.parametrize("trucco", [t for t in TRUCCHI if "[[" not in t])
def test_i_trucchi_in_un_capitolo_e_in_un_titolo_restano_testo(valle: AmbitoDiProva, trucco: str) -> None:
    valle.use_schema([line("premessa", "capitolo", titolo=f"Titolo {trucco}")])
    valle.write_chapter("premessa", f"Prima {trucco} dopo.")
    html = valle.html()
    pagina = Pagina(html)
    assert [tag for tag, _ in _Marche(html).viste if tag in {"script", "img", "a"}] == ["a", "a", "a"]
    assert pagina.sezioni["premessa"].startswith("Titolo")
    assert pagina.sezioni["premessa"].endswith("dopo.")
    assert len([tag for tag, _ in _Marche(html).viste if tag == "section"]) == 3


# The law of another year


def test_tre_regimi_tre_testi(db: None) -> None:
    """The same data under the law of 2018, 2024 and 2026: letters g) and h), headings included."""
    valle = AmbitoDiProva("Alzate", "Busnago")
    alzate, busnago = valle.enti
    valle.declare(alzate, {"riserva_categorie/@.genitori_separati/percentuale": 10, "forze_ordine/-/stato": "nessuna"})
    valle.declare(busnago, {"riserva_categorie/-/stato": "nessuna", "forze_ordine/-/stato": "nessuna"})
    testi = {}
    for anno in (2018, 2024, 2026):
        valle.piano.regime_al = date(anno, 1, 1)
        valle.piano.save()
        testi[anno] = valle.page().sezioni
        assert "10%" in testi[anno]["riserva-categorie"]
    for sezione in ("riserva-categorie", "rilevanza-forze"):
        assert len({testi[anno][sezione] for anno in testi}) == 3
    vecchio, medio, nuovo = (testi[anno] for anno in testi)
    assert "Il regime in vigore al 1° gennaio 2018 non prevede questa riserva." in vecchio["riserva-categorie"]
    assert (
        "Categoria «genitori_separati», che il regime in vigore al 1° gennaio 2024 non prevede."
        in (medio["riserva-categorie"])
    )
    assert "Limite della riserva: 20%" in nuovo["riserva-categorie"]
    assert "Genitori separati o divorziati. Genitori" in nuovo["riserva-categorie"]
    titoli = [testo["rilevanza-forze"].partition("riserva per ")[2] for testo in (vecchio, medio, nuovo)]
    assert titoli[0].startswith("corpi di polizia e di soccorso Il regime in vigore al 1° gennaio 2018")
    assert titoli[1].startswith("Forze di Polizia e Vigili del Fuoco ")
    assert titoli[2].startswith("Forze di Polizia, Vigili del Fuoco, Forze Armate e Polizia Locale ")
    assert "non prevede alloggi riservati" in titoli[0]
    assert "Limite della riserva: 10%" in titoli[1]
    assert "Limite della riserva: 20%" in titoli[2]


# 0, 1, many


@pytest.mark.parametrize(
    ("quanti", "frasi"),
    [
        (
            0,
            {
                "consistenza": "Nell’ambito non risultano alloggi",
                "liberazioni": "nessuno degli enti che hanno risposto dichiara alloggi liberi",
                "disponibili": "Nessuna unità è disponibile per l’assegnazione nell’anno 2026.",
                "assegnazioni": "Nell’anno 2025 non risultano unità offerte né assegnate.",
            },
        ),
        (
            1,
            {
                "consistenza": "Nell’ambito risulta 1 alloggio:",
                "liberazioni": "Per l’anno 2026 risulta n. 1 alloggio libero o che si libera per avvicendamento:",
                "disponibili": "È disponibile per l’assegnazione, nell’anno 2026, n. 1 unità.",
                "assegnazioni": "È stata messa a bando n. 1 unità: n. 1 di proprietà del Comune di Alzate.",
            },
        ),
        (
            1475,
            {
                "consistenza": "Nell’ambito risultano 1.475 alloggi:",
                "liberazioni": "risultano n. 1.475 alloggi liberi o che si liberano per avvicendamento:",
                "disponibili": "Sono disponibili per l’assegnazione, nell’anno 2026, n. 1.475 unità.",
                "assegnazioni": "Sono state messe a bando n. 1.475 unità:",
            },
        ),
    ],
)
def test_zero_uno_molti(valle: AmbitoDiProva, quanti: int, frasi: Mapping[str, str]) -> None:
    celle = ("consistenza/@/sap", "liberazioni/@/unita", "assegnabili/@/unita", "esiti/@/offerte", "esiti/@/assegnate")
    valle.declare(valle.enti[0], dict.fromkeys(celle, quanti))
    pagina = valle.page()
    for sezione, frase in frasi.items():
        assert frase in pagina.sezioni[sezione]


def test_senza_una_riga_di_legge(db: None) -> None:
    """The plan says that the regime has nothing."""
    valle = AmbitoDiProva("Alzate")
    Parametro.objects.all().delete()
    CategoriaRegistro.objects.all().delete()
    valle.declare(valle.enti[0], {"riserva_categorie/@.anziani/percentuale": 10})
    assert "non prevede questa riserva" in valle.page().sezioni["riserva-categorie"]
