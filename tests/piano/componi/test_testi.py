"""A text while it is written: one form, its tokens, its findings, its preview; no database."""

from msgspec.structs import replace

from lessico.congelamento import freeze
from piano.componi.anteprima import preview
from piano.componi.riferimenti import _PAROLE
from piano.componi.sommario import Posto, Sommario, StatoTesto
from piano.componi.testi import find_in_texts, find_quoted, text_of, tidy, with_text, write_heading
from piano.grandezze import GRANDEZZE
from piano.html import render_parts, render_template
from piano.numeratore import Numeratore
from piano.sintesi import summarise
from piano.valori import PianoSnapshot, RigaCongelata


def line_of(piano: PianoSnapshot, codice: str) -> RigaCongelata:
    return next(riga for riga in piano.contenuti.schema if riga.codice == codice)


def test_lo_stesso_testo_e_gli_stessi_byte() -> None:
    assert tidy("Uno\r\n\r\ndue  \n\n") == tidy("Uno\n\ndue") == tidy("Uno\r\rdue\x00\x07") == "Uno\n\ndue\n"
    assert tidy("  \r\n ") == tidy("") == ""
    assert tidy("  - rientrato\n") == "  - rientrato\n"


def test_i_testi_del_piano_vero_sono_gia_in_quella_forma(oglio_ovest: PianoSnapshot) -> None:
    assert [c.codice for c in oglio_ovest.contenuti.capitoli if tidy(c.testo) != c.testo] == []


def test_un_testo_in_prova_lascia_gli_altri_com_erano(oglio_ovest: PianoSnapshot) -> None:
    provato = with_text(oglio_ovest, "premessa", "Altro.\n")
    assert text_of(provato, "premessa") == "Altro.\n"
    assert freeze(with_text(provato, "premessa", text_of(oglio_ovest, "premessa"))) == freeze(oglio_ovest)
    assert len(with_text(oglio_ovest, "premessa", "").contenuti.capitoli) == len(oglio_ovest.contenuti.capitoli) - 1


def test_i_riferimenti_citati_col_loro_valore(oglio_ovest: PianoSnapshot) -> None:
    testo = (
        "Sono [[consistenza.totale]], [[consistenza.totali]], [[chiari/consistenza/017999/sap]] [[consistenza.totale]]."
    )
    buono, ignoto, vuoto = find_quoted(testo, oglio_ovest)
    assert (buono.valore, buono.ignota, buono.senza_dato) == ("957", False, False)
    assert ignoto.ignota
    assert "consistenza.totale" in ignoto.suggerimenti
    assert vuoto.senza_dato
    assert not vuoto.ignota


def test_un_ente_che_esce_lascia_il_riferimento_senza_oggetto_e_si_vede(oglio_ovest: PianoSnapshot) -> None:
    testata = oglio_ovest.contenuti.testata
    rimasti = tuple(ente for ente in testata.enti if ente.slug != "chiari")
    senza = replace(oglio_ovest, contenuti=replace(oglio_ovest.contenuti, testata=replace(testata, enti=rimasti)))
    token = "[[chiari/consistenza/017052/sap]]"
    assert [c.valore for c in find_quoted(token, oglio_ovest)] == ["134"]
    assert [c.ignota for c in find_quoted(token, senza)] == [True]
    assert "[[chiari/consistenza/017052/sap]]" in preview(senza, line_of(senza, "premessa"), f"Sono {token}.").html


def test_l_anteprima_e_la_pagina_del_documento(oglio_ovest: PianoSnapshot) -> None:
    intere = {parte.codice: parte.html for parte in render_parts(oglio_ovest, _after_summary(oglio_ovest))}
    for riga in oglio_ovest.contenuti.schema:
        html = preview(oglio_ovest, riga, text_of(oglio_ovest, riga.codice)).html
        assert html.replace("\N{NO-BREAK SPACE}", " ") == intere[riga.codice].replace("\N{NO-BREAK SPACE}", " ")


def _after_summary(piano: PianoSnapshot) -> Numeratore:
    numera = Numeratore()
    render_template("piano/sintesi.html", {"sintesi": summarise(piano), "numera": numera})
    return numera


def test_l_anteprima_mostra_cio_che_non_esiste_e_dice_perche_non_c_e(oglio_ovest: PianoSnapshot) -> None:
    riga = line_of(oglio_ovest, "premessa")
    html = preview(oglio_ovest, riga, "Sono **[[consistenza_totale]]** e [[a <b>]].").html
    assert "<strong>[[consistenza_totale]]</strong> e [[a &lt;b&gt;]]" in html
    rotta = replace(riga, sezione="inventata")
    assert preview(oglio_ovest, rotta, "Testo.").perche.startswith("La sezione «inventata» non esiste")


def test_i_rilievi_stanno_alla_loro_riga(oglio_ovest: PianoSnapshot) -> None:
    provato = with_text(oglio_ovest, "premessa", "Gli alloggi sono 4.321, il 37% in più.\n")
    trovati = find_in_texts(provato)["premessa"]
    assert {"PRS-01", "PRS-03"} <= {segnalazione.regola for segnalazione in trovati}
    assert "4.321" in " ".join(segnalazione.perche for segnalazione in trovati)


def test_un_titolo_con_un_riferimento_sbagliato_si_legge_lo_stesso(oglio_ovest: PianoSnapshot) -> None:
    riga = RigaCongelata("x", "k)", "anno [[anno]]", "capitolo", ())
    assert write_heading(riga, oglio_ovest) == "k) Anno 2026"
    assert write_heading(replace(riga, titolo="anno [[anni]]"), oglio_ovest) == "k) Anno [[anni]]"


def test_ogni_grandezza_ha_le_sue_parole() -> None:
    assert set(_PAROLE) == set(GRANDEZZE)
    assert len(set(_PAROLE.values())) == len(_PAROLE)


def place(stato: StatoTesto, **altro: object) -> Posto:
    vuoto = {"codice": "x", "titolo": "X", "sezione": "", "prosa": True, "riportato_da": None}
    return Posto(**{**vuoto, "segnalazioni": (), "citate": (), "stato": stato, **altro})


def test_la_frase_dice_che_cosa_resta() -> None:
    posti = (place(StatoTesto.DA_RIVEDERE), place(StatoTesto.VUOTO), place(StatoTesto.SCRITTO, guasto="No."))
    assert Sommario(posti).frase == "Restano: 1 da correggere, 1 da rivedere e 1 capitolo vuoto."
    assert Sommario((place(StatoTesto.SENZA_NOTA),)).frase == "Tutti i testi sono scritti e riletti."
    assert Sommario((place(StatoTesto.SCRITTO), posti[1])).primo is posti[1]
