"""What the plans of other ambiti contain: for each point of the list, such data in, and the value found in the page."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from enti.models import Adesione, Alias, Designazione, Popolazione
from lessico.voce import StatoVoce
from patrimonio.models import Finestra, Integrazione, Proroga, Scheda
from piano.caricamento import load_schede
from piano.models import Approvazione, Parere
from piano.schema import load_default
from piano.testata import ROMA
from tests.ambiti_di_prova import AmbitoDiProva, create_comune, create_ente, line
from tests.lettura_html import Pagina

RICHIESTI = {*range(1, 20), *range(22, 26), *range(27, 30), *range(31, 37)}
ALTROVE = {20, 21, 26, 30}
"""They come with the parts of the single dwelling (5) and of the versions (6)."""

RIFERITE = "unità di proprietà del comune disponibili nell’anno"


@pytest.fixture(scope="module")
def valdemo(congelato: Callable[[str, int], bytes], documento_di: Callable[[bytes], str]) -> Pagina:
    return Pagina(documento_di(congelato("valdemo", 2026)))


@pytest.fixture(scope="module")
def valdemo_2025(congelato: Callable[[str, int], bytes], documento_di: Callable[[bytes], str]) -> Pagina:
    return Pagina(documento_di(congelato("valdemo", 2025)))


# Enti


def test_01_piu_aler_e_una_aler_in_piu_ambiti(db: None) -> None:
    """«More than one ALER in one ambito; an ALER spans many ambiti; an ALER may have branch offices.»"""
    grande, altra = create_ente("ALER Grande"), create_ente("ALER Altra")
    valle, piana = AmbitoDiProva("Alzate"), AmbitoDiProva("Busnago", nome="Piana")
    valle.join(grande, sede="sede di Alzate")
    valle.join(altra)
    piana.join(grande, sede="ufficio di Busnago")
    valle.declare(grande, {"consistenza/-/sap": 41})
    valle.declare(altra, {"consistenza/-/sap": 17})
    piana.declare(grande, {"consistenza/-/sap": 9})
    pagina, altrove = valle.page(), piana.page()
    assert [pagina.value("consistenza", slug, "sap") for slug in ("aler-grande", "aler-altra", "totale")] == [
        *("41", "17", "58")
    ]
    assert altrove.value("consistenza", "aler-grande", "sap") == "9"
    assert pagina.value("fonti", "aler-grande", "nomi") == "sede: sede di Alzate"
    assert altrove.value("fonti", "aler-grande", "nomi") == "sede: ufficio di Busnago"


def test_02_operatori_con_sap_o_con_soli_sas(db: None) -> None:
    """«Accredited operators and cooperatives with SAP of their own, or with SAS only.»"""
    casa, tetto = create_ente("Cooperativa Casa", "operatore"), create_ente("Fondazione Tetto", "operatore")
    valle = AmbitoDiProva("Alzate", casa, tetto)
    valle.declare(casa, {"consistenza/-/sap": 8, "consistenza/-/sas": 12})
    valle.declare(tetto, {"consistenza/-/sap": 0, "consistenza/-/sas": 18})
    pagina = valle.page()
    assert pagina.value("consistenza", "cooperativa-casa", "sap") == "8"
    assert pagina.value("consistenza", "fondazione-tetto", "sap") == "0"
    assert pagina.value("consistenza", "fondazione-tetto", "sas") == "18"
    assert "SAP: 8 (n. 8 di proprietà di Cooperativa Casa)" in pagina.sezioni["consistenza"]
    assert "SAS: 30 (n. 30 di proprietà degli operatori accreditati)" in pagina.sezioni["consistenza"]


def test_03_chi_gestisce_non_e_il_proprietario(db: None) -> None:
    """«Owner ≠ manager (an ALER or a company manages a comune's dwellings)»: a member, or one who is not."""
    aler, societa = create_ente("ALER Grande"), create_ente("Gestioni Spa", "operatore")
    valle = AmbitoDiProva("Alzate", aler)
    [alzate, _] = valle.enti
    valle.declare(alzate, {f"consistenza/@.{aler.slug}/sap": 22, f"consistenza/@.{societa.slug}/sap": 5})
    pagina = valle.page()
    assert pagina.value("consistenza", "alzate", "sap") == "27"
    assert pagina.value("consistenza", "alzate", "sap", f"{alzate.comune_id}.{aler.slug}") == "22"
    assert pagina.value("consistenza", "alzate", "sap", f"{alzate.comune_id}.{societa.slug}") == "5"
    assert "gestiti dall’ALER Grande" in pagina.sezioni["consistenza"]
    assert "gestiti da Gestioni Spa" in pagina.sezioni["consistenza"]
    assert "Gestioni Spa" not in pagina.sezioni["contesto"]


def test_04_aler_ripartita_per_comune_o_in_una_riga_sola(db: None) -> None:
    """«ALER units are split by comune in most plans; the seed has one ALER row only. Both must work.»"""
    divisa, intera = create_ente("ALER Divisa"), create_ente("ALER Intera")
    valle = AmbitoDiProva("Alzate", "Busnago", divisa, intera)
    alzate, busnago = (ente.comune_id for ente in valle.enti[:2])
    valle.declare(divisa, {f"consistenza/{alzate}/sap": 30, f"consistenza/{busnago}/sap": 12})
    valle.declare(divisa, {f"assegnabili/{alzate}/unita": 4, f"assegnabili/{busnago}/unita": 1})
    valle.declare(intera, {"consistenza/-/sap": 7, "assegnabili/-/unita": 2})
    pagina = valle.page()
    assert pagina.value("consistenza", "aler-divisa", "sap") == "42"
    assert pagina.value("consistenza", "aler-divisa", "sap", busnago) == "12"
    assert pagina.value("disponibili", "aler-divisa", "unita", alzate) == "4"
    assert "nel comune di Busnago" in pagina.sezioni["disponibili"]
    assert pagina.value("consistenza", "aler-intera", "sap") == "7"
    assert pagina.value("disponibili", "totale", "unita") == "7"


def test_05_un_nome_canonico_e_molti_alias(db: None, tmp_path: Path) -> None:
    """«A canonical name plus aliases for every ente and comune ("Cazzago S.M."; typographic apostrophes; capitals)»."""
    valle = AmbitoDiProva("Cazzago San Martino", "Urago d'Oglio", "Comezzano-Cizzago")
    Alias.objects.create(ente=valle.enti[0], nome="Cazzago S.M.")
    righe = ("ente,consistenza/@/sap", "CAZZAGO S. M.,31", "urago d’oglio,8", "Comezzano Cizzago,0")
    (tmp_path / "schede.csv").write_text("\n".join(righe), encoding="utf-8")
    load_schede(valle.ricognizione, tmp_path, {})
    pagina = valle.page()
    assert pagina.value("consistenza", "cazzago-san-martino", "sap") == "31"
    assert pagina.value("consistenza", "urago-doglio", "sap") == "8"
    for nome in ("Cazzago San Martino 31", "Urago d’Oglio 8", "Comezzano-Cizzago 0"):
        assert nome in pagina.sezioni["consistenza"]
    assert pagina.value("fonti", "cazzago-san-martino", "nomi") == "Cazzago S.M."


def test_06_un_unione_al_posto_dei_suoi_comuni(db: None) -> None:
    """«A union of comuni can be the member instead of its comuni.»"""
    unione = create_ente("Unione dell’Alpe", "unione")
    uniti = [create_comune(nome).comune for nome in ("Malga", "Pascolo")]
    unione.comuni_uniti.set(uniti)
    valle = AmbitoDiProva("Alzate", unione)
    valle.declare(unione, {f"consistenza/{uniti[0].istat}/sap": 14, f"consistenza/{uniti[1].istat}/sap": 6})
    pagina = valle.page()
    assert pagina.value("consistenza", "unione-dellalpe", "sap") == "20"
    assert pagina.value("consistenza", "unione-dellalpe", "sap", uniti[0].istat) == "14"
    assert "tre comuni: Alzate, Malga e Pascolo" in pagina.sezioni["contesto"]
    assert "l’Unione dell’Alpe" in pagina.sezioni["contesto"]
    assert not any(valore.ente == "malga" for valore in pagina.valori)


def test_07_chi_non_ha_alloggi_c_e_e_ignoto_non_e_zero(db: None) -> None:
    """«Comuni without any dwelling are listed all the same, sometimes most of the ambito. Unknown ≠ zero.»"""
    valle = AmbitoDiProva("Alzate", "Busnago", "Carugo", "Dolzago")
    alzate, busnago, carugo, _ = valle.enti
    valle.declare(alzate, {"consistenza/@/sap": 11})
    valle.declare(busnago, {"consistenza/-/stato": "nessuna"})
    valle.declare(carugo, {"consistenza/@/sap": 0, "consistenza/@/sas": 0})
    pagina = valle.page()
    totali = {ente.slug: pagina.value("consistenza", ente.slug, "totale") for ente in valle.enti}
    assert totali == {"alzate": "11", "busnago": "0", "carugo": "0", "dolzago": "nessun dato"}
    assert pagina.value("consistenza", "totale", "totale") == "11"
    assert "Nessun dato da: Comune di Dolzago." in pagina.sezioni["consistenza"]


# Ambito and governance


def test_08_capofila_non_eponimo_che_cambia_e_adesioni_con_data(db: None) -> None:
    """«The capofila need not be the comune that gives the ambito its name, and it can change; membership is dated.»"""
    valle = AmbitoDiProva("Valle", "Alzate", "Busnago")
    _, alzate, busnago = valle.enti
    assemblea = {"ambito": valle.ambito, "ruolo": "capofila", "organo": "Assemblea dei Sindaci"}
    Designazione.objects.create(**assemblea, ente=busnago, data=date(2020, 1, 11), al=date(2025, 12, 1))
    Designazione.objects.create(**assemblea, ente=alzate, data=date(2025, 12, 2), atto="deliberazione n. 8")
    uscito, entrato, futuro = (create_comune(nome) for nome in ("Uscio", "Entrate", "Futura"))
    valle.join(uscito, al=date(2025, 6, 30))
    valle.join(entrato, dal=date(2026, 3, 1))
    valle.join(futuro, dal=date(2027, 1, 1))
    valle.declare(entrato, {"consistenza/@/sap": 5})
    pagina = valle.page()
    assert (
        "Il capofila dell’ambito è il Comune di Alzate: lo ha designato l’Assemblea dei Sindaci "
        "il 2 dicembre 2025 (atto: deliberazione n. 8)." in pagina.sezioni["percorso"]
    )
    assert (
        "Il Comune di Uscio non fa più parte dell’ambito; l’ultimo giorno è stato il 30 giugno 2025."
        in (pagina.sezioni["percorso"])
    )
    assert pagina.value("consistenza", "entrate", "sap") == "5"
    assert "Comune di Alzate, capofila" in pagina.testo
    assert "Futura" not in pagina.testo


def test_08_il_capofila_dell_anno_prima_resta_nel_piano_dell_anno_prima(valdemo_2025: Pagina, valdemo: Pagina) -> None:
    """The demonstration changes its capofila between a plan and the next."""
    assert "il Comune di Borgo d’Arvèna: lo ha designato" in valdemo_2025.sezioni["percorso"]
    assert "il Comune di San Quirillo al Monte: lo ha designato" in valdemo.sezioni["percorso"]


def test_09_un_comune_solo(db: None) -> None:
    """«From 1 comune …»"""
    valle = AmbitoDiProva("Alzate")
    valle.declare(valle.enti[0], {"consistenza/@/sap": 1})
    pagina = valle.page()
    assert "Fa parte dell’ambito un solo comune: Alzate." in pagina.sezioni["contesto"]
    assert "Nell’ambito risulta 1 alloggio: n. 1 di proprietà del Comune di Alzate." in pagina.sezioni["consistenza"]
    assert pagina.value("consistenza", "alzate", "totale") == pagina.value("consistenza", "totale", "totale") == "1"


def test_09_sessantuno_enti(valdemo: Pagina) -> None:
    """«… to 61»"""
    enti = {valore.ente for valore in valdemo.valori if valore.sezione == "consistenza"} - {"totale"}
    assert len(enti) == 61
    assert valdemo.value("consistenza", "unione-alpe-di-demo", "sap") == "29"


def test_09_comuni_di_un_altra_provincia(db: None) -> None:
    """«interprovincial; a comune of another province»"""
    fuori = create_comune("Fuorivia", provincia="CR")
    valle = AmbitoDiProva("Alzate", "Busnago", fuori)
    Popolazione.objects.create(comune=fuori.comune, dal=date(2020, 1, 1), fascia="fino_5000", abitanti=4120)
    valle.declare(fuori, {"consistenza/@/sap": 3})
    pagina = valle.page()
    assert pagina.value("consistenza", "fuorivia", "sap") == "3"
    assert pagina.value("contesto", "fuorivia", "provincia", fuori.comune_id) == "CR"
    assert "Fuorivia (CR, 4.120 abitanti)" in pagina.sezioni["contesto"]


def approve(ambito: AmbitoDiProva, *atti: tuple[str, str, date, str]) -> Pagina:
    """The plan with these acts: kind, body, day, act."""
    for tipo, organo, quando, atto in atti:
        Approvazione.objects.create(piano=ambito.piano, tipo=tipo, organo=organo, data=quando, atto=atto)
    ambito.piano.stato = "approvato"
    ambito.piano.save()
    return ambito.page()


def test_10_chi_approva(db: None) -> None:
    """«The approving body varies: … a committee plus ratification …; act number optional; a later "presa d'atto"»."""
    percorso = approve(
        AmbitoDiProva("Alzate"),
        ("approvazione", "Comitato ristretto dei Sindaci", date(2026, 3, 1), ""),
        ("ratifica", "Assemblea consortile", date(2026, 3, 8), "deliberazione n. 3"),
        ("presa_atto", "Giunta comunale di Alzate", date(2026, 4, 11), "deliberazione n. 39"),
        ("presa_atto", "Consiglio comunale di Alzate", date(2026, 5, 2), ""),
    ).sezioni["percorso"]
    assert "Il Comitato ristretto dei Sindaci ha approvato il piano il 1° marzo 2026 (atto: numero non indicato)." in (
        percorso
    )
    assert "L’Assemblea consortile ha ratificato il piano l’8 marzo 2026 (atto: deliberazione n. 3)." in percorso
    assert "La Giunta comunale di Alzate ha preso atto del piano l’11 aprile 2026 (atto: deliberazione n. 39)." in (
        percorso
    )
    assert "Il Consiglio comunale di Alzate ha preso atto del piano il 2 maggio 2026" in percorso
    assert "non è ancora stato approvato" not in percorso


def test_11_un_ente_di_supporto(db: None) -> None:
    """«A supporting body (azienda speciale, consorzio) works for the capofila.»"""
    valle = AmbitoDiProva("Alzate")
    Designazione.objects.create(
        ambito=valle.ambito,
        ruolo="supporto",
        nome="Azienda speciale Insieme",
        organo="Assemblea dei Sindaci",
        data=date(2019, 11, 21),
    )
    percorso = valle.page().sezioni["percorso"]
    assert "L’ente che lavora a supporto del capofila è Azienda speciale Insieme: lo ha designato" in percorso
    assert "Designazione del capofila: nessun dato." in percorso


def test_12_finestre_e_canali(db: None) -> None:
    """«One or several collection windows; channels other than the regional platform (PEC).»"""
    valle = AmbitoDiProva("Alzate", "Busnago")
    alzate, _ = valle.enti
    valle.declare(alzate, {"consistenza/@/sap": 4})
    for mese, canale, motivo in ((10, "piattaforma regionale", ""), (12, "PEC", "guasto della piattaforma")):
        Finestra.objects.create(
            ricognizione=valle.ricognizione,
            dal=datetime(2025, mese, 8, tzinfo=ROMA),
            al=datetime(2025, mese, 21, tzinfo=ROMA),
            canale=canale,
            motivo=motivo,
        )
    scheda = Scheda.objects.for_system().get(ente=alzate)
    Proroga.objects.create(scheda=scheda, al=datetime(2026, 1, 9, tzinfo=ROMA), motivo="ufficio chiuso")
    arrivo = {"ricognizione": valle.ricognizione, "canale": "PEC", "ricevuta_il": date(2026, 1, 11)}
    Integrazione.objects.create(ordine=1, ente=alzate, protocollo="604/2026", **arrivo)
    Integrazione.objects.create(ordine=2, mittenti="comuni della valle", **arrivo)
    percorso = valle.page().sezioni["percorso"]
    assert "dall’8 al 20 ottobre 2025; canale: piattaforma regionale" in percorso
    assert "al 20 dicembre 2025; canale: PEC; motivo della riapertura: guasto della piattaforma" in percorso
    assert "al Comune di Alzate fino all’8 gennaio 2026; motivo: ufficio chiuso; atto non indicato" in percorso
    assert "inviate dal Comune di Alzate, l’11 gennaio 2026, canale: PEC, protocollo 604/2026" in percorso
    assert "inviate dai comuni della valle, l’11 gennaio 2026, canale: PEC" in percorso


def test_13_un_parere_per_ogni_aler(db: None) -> None:
    """«ALER's opinion: free text, date, one per ALER; given before or after the proposal.»"""
    valle = AmbitoDiProva("Alzate", *map(create_ente, ("ALER Prima", "ALER Seconda", "ALER Terza")))
    _, prima, seconda, _ = valle.enti
    Parere.objects.create(
        piano=valle.piano,
        aler=prima,
        esito="positivo",
        data=date(2026, 2, 1),
        protocollo="12/P",
        osservazioni="si apprezza la ripartizione per comune",
    )
    Parere.objects.create(
        piano=valle.piano,
        aler=seconda,
        esito="condizionato",
        data=date(2026, 3, 11),
        condizioni="che le unità di Alzate siano offerte con il primo avviso",
    )
    percorso = approve(valle, ("approvazione", "Assemblea dei Sindaci", date(2026, 3, 1), "n. 2")).sezioni["percorso"]
    assert "L’ALER Prima ha espresso parere positivo sul piano (1° febbraio 2026; protocollo: 12/P)." in percorso
    assert "Osservazioni: si apprezza la ripartizione per comune." in percorso
    assert (
        "L’ALER Seconda ha espresso parere positivo con condizioni sul piano (11 marzo 2026; protocollo: nessun dato). "
        "Condizioni: che le unità di Alzate siano offerte con il primo avviso." in percorso
    )
    assert "Parere dell’ALER Terza: nessun dato." in percorso


# Document


def headings(pagina: Pagina) -> str:
    return pagina.testo[: pagina.testo.index("Verifica di questo documento")]


def test_14_lettere_articoli_parti(db: None) -> None:
    """«Letters cannot be keys: other plans run a)–k) with another order, or use decimals, articles, parts.»"""
    valle = AmbitoDiProva("Alzate")
    valle.declare(valle.enti[0], {"consistenza/@/sap": 4, "libere/@/unita": 2})
    righe = [
        line("libere", "disponibilita", lettera="a)", titolo="Alloggi liberi", voci=["libere"]),
        line("consistenza", lettera="k)", titolo="Il patrimonio"),
        line("transitori", lettera="Art. 3", titolo="Transitori"),
        line("misure", lettera="Parte II", titolo="Le misure", voci=["misure_anno_piano"]),
        line("fonti", lettera="2.1.4", titolo="Le fonti"),
    ]
    valle.use_schema(righe)
    pagina = valle.page()
    indice = headings(pagina)
    attesi = ("a) Alloggi liberi", "k) Il patrimonio", "Art. 3 Transitori", "Parte II Le misure", "2.1.4 Le fonti")
    posti = [indice.index(titolo) for titolo in attesi]
    assert posti == sorted(posti)
    assert pagina.sezioni["consistenza"].startswith("k) Il patrimonio")
    assert pagina.value("consistenza", "alzate", "sap") == "4"
    assert pagina.value("libere", "alzate", "unita") == "2"


def test_15_insieme_o_separate(db: None) -> None:
    """«New building and renovation together or apart; free and turnover together or apart.»"""
    valle = AmbitoDiProva("Insieme", "Separate")
    insieme, separate = valle.enti
    valle.declare(insieme, {"edilizia/@/unita": 5, "liberazioni/@/unita": 4})
    valle.declare(separate, {"nuova_edificazione/@/unita": 1, "ristrutturazione/@/unita": 2})
    valle.declare(separate, {"libere/@/unita": 6, "avvicendamento/@/unita": 3})
    pagina = valle.page()
    assert pagina.value("edilizia", "insieme", "unita") == "5"
    assert pagina.value("edilizia", "separate", "unita") == "3"
    assert pagina.value("liberazioni", "insieme", "unita") == "4"
    assert pagina.value("liberazioni", "separate", "unita") == "9"
    assert pagina.value("liberazioni", "totale", "unita") == "13"
    assert "n. 1 nuova edificazione; n. 2 ristrutturazione" in pagina.sezioni["edilizia"]
    separati = [
        line(voce.replace("_", "-"), "disponibilita", voci=[voce])
        for voce in ("nuova_edificazione", "ristrutturazione", "libere", "avvicendamento")
    ]
    valle.use_schema(separati)
    divisa = valle.page()
    assert divisa.value("nuova-edificazione", "separate", "unita") == "1"
    assert divisa.value("avvicendamento", "separate", "unita") == "3"
    assert "Comune di Insieme, dato non diviso: «Libere e in avvicendamento» n. 4." in divisa.sezioni["libere"]
    assert "Nessun dato da" not in divisa.sezioni["libere"]


def test_15_una_parte_sola(db: None) -> None:
    """Half an answer is printed as such, and not summed: what is missing is unknown."""
    valle = AmbitoDiProva("Alzate")
    valle.declare(valle.enti[0], {"libere/@/unita": 6})
    testo = valle.page().sezioni["liberazioni"]
    assert "Comune di Alzate, dato parziale: «Libere» n. 6." in testo
    assert "Nessun dato da" not in testo
    valle.declare(valle.enti[0], {"libere/@/unita": None, "liberazioni/-/stato": "nessuna"})
    valle.use_schema([line("libere", "disponibilita", voci=["libere"])])
    assert "nessun ente proprietario dichiara alloggi liberi" in valle.page().sezioni["libere"]


def test_16_il_totale_prima_o_dopo_e_il_riepilogo(db: None, valdemo: Pagina) -> None:
    """«The total before its components or after them; an optional summary table.»"""
    valle = AmbitoDiProva("Alzate")
    valle.declare(valle.enti[0], {"liberazioni/@/unita": 6, "stato_di_fatto/@/unita": 2, "assegnabili/@/unita": 7})
    componenti = [
        line("stato-di-fatto", "disponibilita", voci=["stato_di_fatto"]),
        line("liberazioni", "disponibilita", voci=["liberazioni"]),
    ]
    posti = []
    for righe in ([line("disponibili"), *componenti], [*componenti, line("disponibili")]):
        valle.use_schema([*righe, line("riepilogo")])
        pagina = valle.page()
        assert pagina.value("disponibili", "alzate", "unita") == "7"
        assert pagina.value("liberazioni", "alzate", "unita") == "6"
        posti.append(list(pagina.sezioni).index("disponibili") < list(pagina.sezioni).index("liberazioni"))
    assert posti == [True, False]
    assert [pagina.value("riepilogo", "alzate", voce) for voce in ("stato_di_fatto", "liberazioni", "assegnabili")] == [
        *("2", "6", "7")
    ]
    assert valdemo.value("riepilogo", "valdemo", "assegnabili") == valdemo.value("disponibili", "valdemo", "unita")


def test_17_le_assegnazioni_dell_anno_prima_dentro_l_introduzione(db: None) -> None:
    """«Assignments of the previous year as a section of its own, or inside the introduction.»"""
    valle = AmbitoDiProva("Alzate")
    valle.declare(valle.enti[0], {"esiti/@/offerte": 9, "esiti/@/assegnate": 6})
    assert valle.page().value("assegnazioni", "alzate", "assegnate") == "6"
    valle.use_schema([line("premessa", "capitolo")])
    codice = valle.enti[0].comune_id
    valle.write_chapter(
        "premessa",
        "Nel [[anno_precedente]] se ne sono offerte [[offerte.totale]] e assegnate [[assegnate.totale]]; "
        f"Alzate ne ha assegnate [[alzate/esiti/{codice}/assegnate]].",
    )
    pagina = valle.page()
    assert "Nel 2025 se ne sono offerte 9 e assegnate 6; Alzate ne ha assegnate 6." in pagina.sezioni["premessa"]
    assert "assegnazioni" not in pagina.sezioni


@pytest.mark.parametrize(
    ("tipo", "titolo"),
    [
        ("annuale", "Piano annuale dell’offerta dei servizi abitativi pubblici e sociali 2026"),
        ("triennale", "Piano triennale dell’offerta dei servizi abitativi pubblici e sociali 2026–2028"),
        (
            "unico",
            "Piano triennale e piano annuale dell’offerta dei servizi abitativi pubblici e sociali 2026–2028 e 2026",
        ),
    ],
)
def test_18_annuale_triennale_o_tutti_e_due(db: None, tipo: str, titolo: str) -> None:
    """«Annual plan alone, triennial alone, or both in one document.»"""
    valle = AmbitoDiProva("Alzate")
    valle.declare(valle.enti[0], {"consistenza/@/sap": 4})
    valle.piano.tipo = tipo
    valle.piano.save()
    pagina = valle.page()
    assert f"Ambito territoriale Valle {titolo} Bozza" in pagina.testo
    assert pagina.value("consistenza", "alzate", "sap") == "4"


def test_19_sezioni_in_piu(db: None, valdemo: Pagina) -> None:
    """«Extra sections: demography by age band, … results of last year's objectives, … bibliography.»"""
    valle = AmbitoDiProva("Alzate")
    anziani = {"nome": "Residenti di 65 anni o più", "valore": 38949, "unita": "abitanti", "periodo": "1.1.2025"}
    canoni = {"nome": "Canone medio", "valore": "1475.50", "unita": "euro", "fonte": "agenzie immobiliari"}
    for slug, gruppo, valori in (("anziani", "demografia", anziani), ("canoni", "mercato", canoni)):
        celle = {f"indicatori/{slug}/{misura}": valore for misura, valore in valori.items()}
        valle.declare(None, {f"indicatori/{slug}/gruppo": gruppo, **celle})
    righe = [
        line("demografia", "indicatori", titolo="La popolazione per classi di età"),
        line("mercato", "indicatori", titolo="Il mercato delle case"),
        line("bibliografia", "capitolo"),
    ]
    valle.use_schema([*load_default(), *righe])
    valle.write_chapter("bibliografia", "*Il piano di zona*, Alzate.")
    pagina = valle.page()
    assert pagina.value("demografia", "ambito", "valore", "anziani") == "38.949 abitanti"
    assert pagina.value("mercato", "ambito", "valore", "canoni") == "1.475,50 euro"
    assert "Canone medio" not in pagina.sezioni["contesto"] + pagina.sezioni["demografia"]
    assert "Il piano di zona, Alzate." in pagina.sezioni["bibliografia"]
    assert valdemo.value("demografia", "ambito", "valore", "residenti") == "158.330 abitanti"
    assert "raggiunto, salvo che in montagna" in valdemo.sezioni["obiettivi"]


# Units


def test_22_stato_di_fatto_con_tetto_dei_lavori_e_scomputo(db: None) -> None:
    """«"Stato di fatto" as a flag with the works cap; rent offset.»"""
    valle = AmbitoDiProva("Alzate")
    celle = {"unita": 3, "costo_massimo": "5250.00", "scomputo_mesi": 8}
    valle.declare(valle.enti[0], {f"stato_di_fatto/@/{misura}": valore for misura, valore in celle.items()})
    pagina = valle.page()
    assert pagina.value("stato-di-fatto", "alzate", "unita") == "3"
    assert (
        "n. 3 di proprietà del Comune di Alzate, lavori fino a 5.250,00 euro per alloggio, "
        "scomputo dal canone in 8 mesi." in pagina.sezioni["stato-di-fatto"]
    )


def test_23_quando_sono_disponibili(db: None) -> None:
    """«Timing of availability: at once / by the notice's deadline / at the end of the works.»"""
    valle = AmbitoDiProva("Alzate")
    quando = {"subito": 1, "avviso": 2, "lavori": 4}
    valle.declare(valle.enti[0], {f"liberazioni/@.sap.{q}/unita": unita for q, unita in quando.items()})
    pagina = valle.page()
    assert pagina.value("liberazioni", "totale", "unita") == "7"
    testo = pagina.sezioni["liberazioni"]
    for frase in ("n. 1 subito", "n. 2 entro la scadenza dell’avviso", "n. 4 alla fine dei lavori"):
        assert frase in testo


def test_24_sas_accanto_ai_sap_e_transitori_fuori_dal_totale(db: None) -> None:
    """«SAS units assignable beside SAP; transitional units counted outside the SAP total, split by owner.»"""
    aler = create_ente("ALER Grande")
    valle = AmbitoDiProva("Alzate", aler)
    alzate, _ = valle.enti
    valle.declare(alzate, {"assegnabili/@/unita": 5, "assegnabili/@.sas/unita": 2, "transitori/@/unita": 1})
    valle.declare(aler, {"assegnabili/-/unita": 8, "transitori/-/unita": 3})
    pagina = valle.page()
    assert pagina.value("disponibili", "totale", "unita") == "13"
    assert pagina.value("disponibili", "alzate", "sas") == "2"
    assert "Si aggiungono n. 2 unità SAS." in pagina.sezioni["disponibili"]
    assert "Le unità per i servizi abitativi transitori non sono comprese." in pagina.sezioni["disponibili"]
    assert pagina.value("transitori", "alzate", "unita", alzate.comune_id) == "1"
    assert pagina.value("transitori", "aler-grande", "unita", "-") == "3"


def test_25_il_numero_disponibile_e_dichiarato(db: None) -> None:
    """«The number available is declared, not derived: it often differs from the sum of its sources.»"""
    valle = AmbitoDiProva("Alzate")
    valle.declare(valle.enti[0], {"stato_di_fatto/@/unita": 9, "edilizia/@/unita": 2, "assegnabili/@/unita": 5})
    valle.use_schema([*load_default(), line("riepilogo")])
    pagina = valle.page()
    assert pagina.value("stato-di-fatto", "alzate", "unita") == "9"
    assert pagina.value("disponibili", "alzate", "unita") == "5"
    assert pagina.value("riepilogo", "alzate", "assegnabili") == "5"
    assert pagina.value("riepilogo", "alzate", "edilizia") == "2"


# Thresholds and reserves


def test_27_la_soglia_per_comune_con_la_sua_base(db: None) -> None:
    """«Indigence threshold per comune (20/30/40%), with an explicit base (own units only, or all).»"""
    unione = create_ente("Unione dell’Alpe", "unione")
    malga, pascolo = (create_comune(nome).comune for nome in ("Malga", "Pascolo"))
    unione.comuni_uniti.set([malga, pascolo])
    valle = AmbitoDiProva("Alzate", "Busnago", unione)
    alzate, busnago, _ = valle.enti
    valle.declare(alzate, {"soglia_indigenza/@/percentuale": 30, "soglia_indigenza/@/base": RIFERITE})
    valle.declare(
        busnago, {"soglia_indigenza/@/percentuale": 40, "soglia_indigenza/@/base": "tutte le unità del comune"}
    )
    valle.declare(
        unione, {f"soglia_indigenza/{malga.istat}/percentuale": 20, f"soglia_indigenza/{pascolo.istat}/percentuale": 30}
    )
    pagina = valle.page()
    testo = pagina.sezioni["soglia-indigenza"]
    assert pagina.value("soglia-indigenza", "alzate", "percentuale", alzate.comune_id) == "30%"
    assert f"Il Comune di Alzate porta la quota per l’indigenza a: 30% (calcolato su: {RIFERITE})." in testo
    assert (
        "Il Comune di Busnago porta la quota per l’indigenza a: 40% (calcolato su: tutte le unità del comune)." in testo
    )
    assert pagina.value("soglia-indigenza", "unione-dellalpe", "percentuale", malga.istat) == "20%"
    assert "L’Unione dell’Alpe, nel comune di Pascolo, porta la quota per l’indigenza a: 30%" in testo


def test_28_percentuale_e_numero_intero(db: None) -> None:
    """«A percentage plus a whole number stated by the ente; real plans round both ways, one contradicts itself.»"""
    valle = AmbitoDiProva("Alzate", "Busnago", "Carugo")
    for ente, unita in zip(valle.enti, (1, 2, 7), strict=True):
        celle = {"percentuale": "12.5", "unita": unita, "base": "12 unità disponibili"}
        valle.declare(ente, {f"riserva_categorie/@.disabilita/{misura}": v for misura, v in celle.items()})
    pagina = valle.page()
    for ente, unita in zip(valle.enti, "127", strict=True):
        assert pagina.value("riserva-categorie", ente.slug, "percentuale", ente.comune_id) == "12,5%"
        assert pagina.value("riserva-categorie", ente.slug, "unita", ente.comune_id) == unita
    assert (
        "Il Comune di Carugo riserva alle categorie dell’articolo 14: 12,5% (calcolato su: 12 unità disponibili), "
        "pari a n. 7 unità." in pagina.sezioni["riserva-categorie"]
    )


def test_29_quote_per_le_forze_categoria_libera_e_ripartizioni(db: None) -> None:
    """«Police quota 0/3/5/10%; a free-text category of social relevance; splits … that add up to 100.»"""
    valle = AmbitoDiProva("Alzate", "Busnago", "Carugo", "Dolzago")
    for ente, quota in zip(valle.enti, (0, 3, 5, 10), strict=True):
        valle.declare(ente, {"forze_ordine/@.forze_polizia/percentuale": quota})
    alzate = valle.enti[0]
    valle.declare(alzate, {"categoria_rilevanza/@/descrizione": "boscaioli stagionali"})
    valle.declare(alzate, {"categoria_rilevanza/@/motivo": "mancano gli addetti formati"})
    parti = {"anziani": "33.33", "disabilita": "66.67"}
    valle.declare(alzate, {f"riserva_categorie/@.{c}/ripartizione": parte for c, parte in parti.items()})
    valle.declare(alzate, {"riserva_categorie/@.anziani/percentuale": 20})
    pagina = valle.page()
    forze = [pagina.value("rilevanza-forze", ente.slug, "percentuale", ente.comune_id) for ente in valle.enti]
    assert forze == ["0%", "3%", "5%", "10%"]
    assert (
        "Destinatari: boscaioli stagionali. Motivo: mancano gli addetti formati." in pagina.sezioni["rilevanza-forze"]
    )
    assert pagina.value("riserva-categorie", "alzate", "percentuale", alzate.comune_id) == "20%"
    assert pagina.value("riserva-categorie", "alzate", "ripartizione", "anziani") == "33,33%"
    assert pagina.value("riserva-categorie", "alzate", "ripartizione", "disabilita") == "66,67%"
    assert sum(map(Decimal, parti.values())) == 100


# Notices and measures


def notice(slug: str, **valori: object) -> dict[str, object]:
    return {f"avvisi/{slug}/{misura}": valore for misura, valore in valori.items()}


@pytest.mark.parametrize(("quanti", "frase"), [(0, "non ha emanato avvisi"), (1, "un solo avviso"), (3, "tre avvisi")])
def test_31_quanti_avvisi(db: None, quanti: int, frase: str) -> None:
    """«From 0 to n notices a year»"""
    valle = AmbitoDiProva("Alzate")
    stato = {"avvisi/-/stato": StatoVoce.NESSUNA.value} if not quanti else {}
    avvisi = [notice(f"avviso-{n}", numero=f"{n}/2025") for n in range(1, quanti + 1)]
    valle.declare(None, {**stato, **{cella: valore for avviso in avvisi for cella, valore in avviso.items()}})
    testo = valle.page().sezioni["assegnazioni"]
    assert f"Nell’anno 2025 l’ambito {'ha emanato ' if quanti else ''}{frase}" in testo
    assert all(f"avviso n. {n}/2025" in testo for n in range(1, quanti + 1))


def test_31_tipi_di_avviso_proroghe_numero_e_atto(db: None) -> None:
    """«kinds: ordinary, extraordinary "stato di fatto", SAS, police, dedicated; extensions; number and act.»"""
    valle = AmbitoDiProva("Alzate")
    date_ = {"dal": date(2025, 5, 12), "al": date(2025, 6, 20), "prorogato_al": date(2025, 7, 4)}
    valle.declare(None, notice("uno", tipo="ordinario", numero="1/2025", atto="determinazione n. 214", **date_))
    for tipo in ("stato_di_fatto", "sas", "forze", "dedicato"):
        valle.declare(None, notice(tipo.replace("_", "-"), tipo=tipo, numero=f"{tipo[0].upper()}/2025"))
    valle.declare(valle.enti[0], {"esiti/@.uno/offerte": 12, "esiti/@.sas/offerte": 2})
    pagina = valle.page()
    testo = pagina.sezioni["assegnazioni"]
    assert (
        "avviso n. 1/2025, ordinario; domande dal 12 maggio al 20 giugno 2025; termine prorogato al 4 luglio 2025; "
        "atto: determinazione n. 214" in testo
    )
    for frase in ("straordinario, per unità nello stato di fatto", "n. S/2025, per servizi abitativi sociali"):
        assert frase in testo
    for frase in ("n. F/2025, per le Forze dell’ordine", "n. D/2025, dedicato a una categoria"):
        assert frase in testo
    offerte = {(v.ente, v.testo) for v in pagina.valori if v.sezione == "assegnazioni" and v.misura == "offerte"}
    assert {("alzate", "14"), ("alzate", "12"), ("alzate", "2")} <= offerte


def test_32_esiti_per_proprietario_e_comune_e_graduatorie(db: None) -> None:
    """«Per owner × location: offered, applications, assigned, in progress; rankings by owner or by comune.»"""
    aler = create_ente("ALER Grande")
    valle = AmbitoDiProva("Alzate", "Busnago", aler)
    alzate, busnago = (ente.comune_id for ente in valle.enti[:2])
    valle.declare(None, notice("uno", numero="1", graduatoria="comune"))
    esito = {"offerte": 7, "domande": 104, "in_corso": 1, "assegnate": 6}
    valle.declare(aler, {f"esiti/{alzate}.uno/{misura}": valore for misura, valore in esito.items()})
    valle.declare(
        aler, {f"esiti/{busnago}.uno/{misura}": valore for misura, valore in zip(esito, (2, 5, 0, 2), strict=True)}
    )
    pagina = valle.page()
    qui = [pagina.value("assegnazioni", "aler-grande", misura, alzate) for misura in esito]
    assert qui == ["7", "104", "1", "6"]
    assert pagina.value("assegnazioni", "aler-grande", "domande") == "109"
    assert "di cui nel comune di Busnago" in pagina.sezioni["assegnazioni"]
    assert "graduatoria per comune" in pagina.sezioni["assegnazioni"]
    valle.declare(None, notice("uno", graduatoria="ente"))
    assert "graduatoria per ente proprietario" in valle.page().sezioni["assegnazioni"]


def test_33_assegnate_piu_di_quante_offerte(db: None) -> None:
    """«Planned ≠ offered ≠ assigned; assigned may exceed offered.»"""
    valle = AmbitoDiProva("Alzate")
    valle.declare(valle.enti[0], {"assegnabili/@/unita": 8, "esiti/@/offerte": 4, "esiti/@/assegnate": 5})
    pagina = valle.page()
    assert pagina.value("disponibili", "alzate", "unita") == "8"
    assert pagina.value("assegnazioni", "alzate", "offerte") == "4"
    assert pagina.value("assegnazioni", "alzate", "assegnate") == "5"
    assert pagina.value("assegnazioni", "totale", "assegnate") == "5"


def test_34_un_avviso_di_meno_comuni(db: None) -> None:
    """«A notice may list fewer comuni than the ambito.»"""
    valle = AmbitoDiProva("Alzate", "Busnago", "Carugo")
    alzate, busnago, carugo = valle.enti
    valle.declare(None, {**notice("uno", numero="1"), **notice("due", numero="2")})
    valle.declare(alzate, {"esiti/@.uno/offerte": 3, "esiti/@.due/offerte": 1})
    valle.declare(busnago, {"esiti/@.uno/offerte": 2})
    valle.declare(carugo, {"esiti/-/stato": "nessuna"})
    pagina = valle.page()
    testo = pagina.sezioni["assegnazioni"]
    assert re.search(r"avviso n\. 1; unità in due comuni;", testo)
    assert re.search(r"avviso n\. 2; unità in un comune;", testo)
    assert pagina.value("assegnazioni", "busnago", "offerte") == "2"
    assert "carugo" not in {valore.ente for valore in pagina.valori if valore.sezione == "assegnazioni"}


def test_35_importo_facoltativo_gestione_fondi_nuovi_o_residui(db: None) -> None:
    """«Measures with an optional amount, a share for management costs, and funds new or residual.»"""
    valle = AmbitoDiProva("Alzate")
    fondo = {"titolo": "Fondo affitti", "fondi_nuovi": "47315.26", "residui": "2108.04", "gestione": "2471.17"}
    residui = {"titolo": "Fondo morosità", "residui": "700"}
    for slug, valori in (("affitti", fondo), ("morosita", residui), ("sportello", {"titolo": "Sportello casa"})):
        valle.declare(None, {f"misure_anno_piano/{slug}/{misura}": valore for misura, valore in valori.items()})
    pagina = valle.page()
    for misura, scritto in (
        ("fondi_nuovi", "47.315,26 euro"),
        ("residui", "2.108,04 euro"),
        ("gestione", "2.471,17 euro"),
    ):
        assert pagina.value("misure", "ambito", misura, "affitti") == scritto
    assert pagina.value("misure", "ambito", "residui", "morosita") == "700,00 euro"
    assert pagina.value("misure", "ambito", "fondi", "sportello") == "nessun dato"
    assert pagina.value("misure", "totale", "fondi") == "50.123,30 euro"


# Quality of the sources


def test_36_un_totale_che_non_torna_si_scrive_accanto(db: None) -> None:
    """«Totals ≠ rows; sources that disagree; … warn, never correct in silence»"""
    valle = AmbitoDiProva("Alzate")
    valle.declare(
        valle.enti[0], {"consistenza/@/sap": 1475, "consistenza/@/sas": 58, "consistenza/-/totale_dichiarato": 1458}
    )
    valle.declare(valle.enti[0], {"consistenza/-/nota": "la piattaforma regionale ne conta 1.460"})
    pagina = valle.page()
    assert pagina.value("consistenza", "alzate", "sap") == "1.475"
    assert pagina.value("consistenza", "alzate", "totale") == "1.533"
    testo = pagina.sezioni["consistenza"]
    assert "totale dichiarato dall’ente: 1.458; la somma delle righe è 1.533" in testo
    assert "Nota del Comune di Alzate: la piattaforma regionale ne conta 1.460." in testo


def test_36_il_perimetro_che_cambia(db: None) -> None:
    """«the perimeter of the stock changing between years»: each year has its members, and its plan says who left."""
    valle = AmbitoDiProva("Alzate", "Busnago", anno=2026)
    Adesione.objects.filter(ente__slug="busnago").update(al=date(2025, 12, 31))
    valle.declare(valle.enti[0], {"consistenza/@/sap": 4})
    valle.declare(valle.enti[1], {"consistenza/@/sap": 90})
    pagina = valle.page()
    assert pagina.value("consistenza", "totale", "sap") == "4"
    assert (
        "Il Comune di Busnago non fa più parte dell’ambito; l’ultimo giorno è stato il 31 dicembre 2025."
        in (pagina.sezioni["percorso"])
    )


def test_ogni_punto_ha_la_sua_prova() -> None:
    """By name: every point that the issue asks for, and none of those that come with other parts."""
    provati = {int(trovato[1]) for nome in globals() if (trovato := re.match(r"test_(\d\d)_", nome))}
    assert provati == RICHIESTI
    assert provati & ALTROVE == set()
