"""The one place where the plan is read: what the snapshot holds, and what it must not."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enti.models import Adesione, Alias, Designazione, Ente, Popolazione
from enti.regime import build_regime
from enti.registri import load_registri
from lessico.congelamento import ContenutoIllegibile, freeze, thaw
from patrimonio.models import Finestra, Integrazione, Proroga, Scheda
from piano import schema
from piano.caricamento import FIXTURES, load_ambito
from piano.models import Approvazione, Capitolo, Parere, Piano, SchemaRiga
from piano.snapshot import build_snapshot, fingerprints
from piano.testata import ROMA
from piano.valori import PianoSnapshot
from raccolta.certificazione import store_certification
from raccolta.models import Motivazione
from raccolta.rilievi import build_controlli
from tests.dati import SISTEMA, create_aler, create_comune, create_piano, write

SAP = "consistenza/017166/sap"


def heading(mondo):
    return build_snapshot(mondo.piano).contenuti.testata


def midnight(anno, mese, giorno):
    return datetime(anno, mese, giorno, tzinfo=ROMA)


# heading


def test_i_membri_prima_i_comuni_per_codice_poi_gli_altri(mondo):
    assert [ente.slug for ente in heading(mondo).enti] == ["chiari", "rovato", "aler"]
    assert [comune.istat for comune in heading(mondo).comuni] == ["017052", "017166"]


def test_chi_e_uscito_l_anno_prima_si_ricorda_e_non_e_membro(mondo):
    mondo.rovato.ente.adesioni.update(al=date(2025, 9, 30))
    write(mondo.rovato, {SAP: 81})
    snapshot = build_snapshot(mondo.piano)
    testata = snapshot.contenuti.testata
    assert [(uscita.nome, uscita.al) for uscita in testata.usciti] == [("Rovato", date(2025, 9, 30))]
    assert "rovato" not in {ente.slug for ente in testata.enti}
    assert "rovato" not in {scheda.ente for scheda in snapshot.contenuti.schede}


@pytest.mark.parametrize(
    ("al", "membro", "uscito"),
    [
        (date(2024, 12, 31), False, False),
        (date(2025, 1, 1), False, True),
        (date(2025, 12, 31), False, True),
        (date(2026, 1, 1), True, False),
        (date(2027, 1, 1), True, False),
    ],
)
def test_l_anno_del_piano_decide_chi_e_membro(mondo, al, membro, uscito):
    mondo.rovato.ente.adesioni.update(al=al)
    testata = heading(mondo)
    assert ("rovato" in {ente.slug for ente in testata.enti}) is membro
    assert bool(testata.usciti) is uscito


def test_chi_entra_dopo_l_anno_non_e_membro(mondo):
    mondo.rovato.ente.adesioni.update(dal=date(2027, 1, 1))
    assert "rovato" not in {ente.slug for ente in heading(mondo).enti}


def test_chi_esce_e_rientra_e_un_membro_solo(mondo):
    mondo.rovato.ente.adesioni.update(al=date(2026, 3, 31))
    Adesione.objects.create(ambito=mondo.ambito, ente=mondo.rovato.ente, dal=date(2026, 6, 1), sede="Brescia")
    [rovato] = [ente for ente in heading(mondo).enti if ente.slug == "rovato"]
    assert rovato.sede == "Brescia"
    assert heading(mondo).usciti == ()


def test_alias_unione_e_unico_addetto(mondo):
    Alias.objects.bulk_create([Alias(ente=mondo.rovato.ente, nome=nome) for nome in ("Zeta", "Alfa")])
    unione = Ente.objects.create(slug="unione", tipo="unione", nome="Unione", unico_addetto=True)
    unione.comuni_uniti.set(["017166", "017052"])
    Adesione.objects.create(ambito=mondo.ambito, ente=unione, dal=date(2020, 1, 1))
    enti = {ente.slug: ente for ente in heading(mondo).enti}
    assert enti["rovato"].alias == ("Alfa", "Zeta")
    assert (enti["unione"].comuni, enti["unione"].unico_addetto) == (("017052", "017166"), True)


def test_chi_gestisce_senza_essere_membro_e_nominato_a_parte(mondo):
    create_aler(mondo.altrove, "gestore")
    write(mondo.rovato, {"consistenza/017166.gestore/sap": 5, "consistenza/017166.aler/sap": 5})
    assert [ente.slug for ente in heading(mondo).altri_enti] == ["gestore"]


def test_un_comune_fuori_dall_ambito_dove_qualcuno_ha_alloggi(mondo):
    write(mondo.aler, {"consistenza/098001/sap": 5})
    assert "Lontano" in {comune.nome for comune in heading(mondo).comuni}


def test_la_popolazione_e_l_ultima_nota_al_giorno_del_regime(mondo):
    for dal, fascia, abitanti in (
        (date(2019, 1, 1), "5000_10000", None),
        (date(2025, 1, 1), "oltre_10000", 19_000),
        (date(2026, 1, 2), "fino_5000", 1),
    ):
        Popolazione.objects.create(comune_id="017166", dal=dal, fascia=fascia, abitanti=abitanti)
    chiari, rovato = heading(mondo).comuni
    assert (rovato.fascia, rovato.abitanti) == ("oltre_10000", 19_000)
    assert (chiari.fascia, chiari.abitanti) == ("", None)


def test_il_capofila_e_l_ultimo_designato_e_i_supporti_sono_quelli_in_vigore(mondo):
    organo = {"ambito": mondo.ambito, "organo": "Assemblea"}
    for ente, data in (
        (mondo.rovato, date(2019, 3, 19)),
        (mondo.chiari, date(2024, 5, 1)),
        (mondo.rovato, date(2027, 1, 1)),
    ):
        Designazione.objects.create(**organo, ruolo="capofila", ente=ente.ente, data=data)
    Designazione.objects.create(**organo, ruolo="supporto", nome="Una società", data=date(2020, 1, 1))
    Designazione.objects.create(**organo, ruolo="supporto", nome="Finita", data=date(2020, 1, 1), al=date(2025, 12, 31))
    designazioni = [(d.ruolo, d.ente, d.nome, d.data) for d in heading(mondo).designazioni]
    assert designazioni == [
        ("capofila", "chiari", "", date(2024, 5, 1)),
        ("supporto", "", "Una società", date(2020, 1, 1)),
    ]


def test_le_finestre_per_giorni_anche_quando_torna_l_ora_solare(mondo):
    for dal, al in (((2026, 2, 6), (2026, 2, 22)), ((2025, 10, 8), (2025, 11, 1)), ((2025, 10, 26), (2025, 10, 27))):
        Finestra.objects.create(ricognizione=mondo.ricognizione, dal=midnight(*dal), al=midnight(*al))
    assert [(finestra.dal, finestra.al) for finestra in heading(mondo).finestre] == [
        (date(2025, 10, 8), date(2025, 10, 31)),
        (date(2025, 10, 26), date(2025, 10, 26)),
        (date(2026, 2, 6), date(2026, 2, 21)),
    ]
    cambio = Finestra.objects.get(dal=midnight(2025, 10, 26))
    assert (cambio.al - cambio.dal).total_seconds() == 25 * 3600


def test_una_proroga_arriva_a_un_giorno_compreso(mondo):
    Proroga.objects.create(scheda=mondo.rovato, al=midnight(2025, 10, 26), motivo="festa")
    Proroga.objects.create(scheda=mondo.chiari, al=midnight(2025, 10, 27), motivo="altra festa")
    assert [(p.ente, p.al) for p in heading(mondo).proroghe] == [
        ("chiari", date(2025, 10, 26)),
        ("rovato", date(2025, 10, 25)),
    ]


def test_un_integrazione_di_cui_non_si_sa_nulla(mondo):
    Integrazione.objects.create(ricognizione=mondo.ricognizione, ordine=2, ente=mondo.rovato.ente)
    Integrazione.objects.create(ricognizione=mondo.ricognizione, ordine=1)
    prima, seconda = heading(mondo).integrazioni
    assert (prima.ente, prima.mittenti, prima.ricevuta_il, prima.canale, prima.protocollo) == ("", "", None, "", "")
    assert seconda.ente == "rovato"


# schema, chapters, regime, reasons


def test_lo_schema_e_quello_dell_anno(mondo):
    righe = [
        {"codice": "a", "titolo": "A", "sezione": "capitolo"},
        {"codice": "b", "titolo": "B", "sezione": "capitolo"},
    ]
    schema.update(mondo.ambito, 2026, righe)
    schema.update(mondo.ambito, 2027, righe[:1])
    SchemaRiga.objects.filter(codice="a", dal_anno=2026).update(attiva=False)
    assert [riga.codice for riga in build_snapshot(mondo.piano).contenuti.schema] == ["b"]
    assert len(build_snapshot(create_piano(mondo.ambito, 2025)).contenuti.schema) == len(
        [r for r in schema.load_default() if r.get("attiva", True)]
    )
    assert [riga.codice for riga in build_snapshot(create_piano(mondo.ambito, 2028)).contenuti.schema] == ["a"]


def test_senza_schema_il_piano_e_vuoto_e_non_rotto(mondo):
    assert build_snapshot(create_piano(mondo.altrove)).contenuti.schema == ()


def test_un_piano_senza_dati_e_uno_snapshot(mondo):
    snapshot = build_snapshot(create_piano(mondo.altrove))
    assert (snapshot.contenuti.schede, snapshot.contenuti.scheda_ambito) == ((), None)
    assert thaw(freeze(snapshot), PianoSnapshot) == snapshot


def test_i_capitoli_in_ordine_di_codice_col_testo_intatto(mondo):
    for codice in ("premessa", "contesto"):
        Capitolo.objects.create(piano=mondo.piano, codice=codice, testo=f"<b>{codice}</b> [[anno]]\r\n")
    capitoli = build_snapshot(mondo.piano).contenuti.capitoli
    assert [capitolo.codice for capitolo in capitoli] == ["contesto", "premessa"]
    assert capitoli[1].testo == "<b>premessa</b> [[anno]]\r\n"


@pytest.mark.parametrize(
    ("anno", "riserva", "forze"),
    [(2018, None, None), (2024, None, "10.00"), (2025, None, "10.00"), (2026, "20.00", "20.00")],
)
def test_il_regime_e_quello_del_suo_giorno(db, anno, riserva, forze):
    load_registri()
    regime = build_regime(date(anno, 1, 1))
    limiti = [regime.limite(codice) for codice in ("riserva_categorie", "forze_ordine")]
    assert [limite and str(limite.valore) for limite in limiti] == [riserva, forze]
    assert regime.limite("indigenza") is not None
    assert len(regime.forze()) == {2018: 0, 2026: 4}.get(anno, 2)


def test_il_regime_non_sa_di_fonti_e_verifiche(db):
    load_registri()
    scritto = freeze(build_regime(date(2026, 1, 1))).decode()
    assert "da_verificare" not in scritto
    assert "normelombardia" not in scritto


def test_il_giorno_del_regime_si_puo_spostare(mondo):
    load_registri()
    Piano.objects.filter(pk=mondo.piano.pk).update(regime_al=date(2024, 12, 20))
    mondo.piano.refresh_from_db()
    assert build_snapshot(mondo.piano).contenuti.regime.limite("riserva_categorie") is None


def test_si_riporta_solo_la_motivazione_che_spiega_ancora_qualcosa(mondo):
    write(mondo.rovato, {"esiti/017166/offerte": 1, "esiti/017166/assegnate": 2})
    rilievi = build_controlli([mondo.rovato])[mondo.rovato.pk].rilievi
    [trovata] = [r.segnalazione for r in rilievi if r.segnalazione.si_motiva]
    campi = {"ricognizione": mondo.ricognizione, "autore": "Anna", "data": date(2026, 1, 1)}
    campi |= {"scheda": mondo.rovato, "regola": trovata.regola, "celle": list(trovata.celle)}
    Motivazione.objects.create(impronta_valori=trovata.impronta, testo="Una si è liberata dopo.", **campi)
    Motivazione.objects.create(impronta_valori="di altri valori", testo="Prima erano tre.", **campi)
    [scritta] = build_snapshot(mondo.piano).contenuti.motivazioni
    assert (scritta.ente, scritta.regola, scritta.rilievo) == ("rovato", "ASS-01", trovata.perche)
    assert (scritta.testo, scritta.autore, scritta.data) == ("Una si è liberata dopo.", "Anna", date(2026, 1, 1))
    write(mondo.rovato, {"esiti/017166/assegnate": 3})
    assert build_snapshot(mondo.piano).contenuti.motivazioni == ()


# envelope


def test_un_parere_di_cui_non_si_sa_la_data(mondo):
    Parere.objects.create(piano=mondo.piano, aler_id="aler", esito="positivo")
    [parere] = build_snapshot(mondo.piano).busta.pareri
    assert (parere.aler, parere.esito, parere.data, parere.protocollo) == ("aler", "positivo", None, "")


def test_il_parere_e_l_approvazione_non_cambiano_i_contenuti(mondo):
    prima = fingerprints(freeze(build_snapshot(mondo.piano)))
    Parere.objects.create(piano=mondo.piano, aler_id="aler", esito="negativo")
    Approvazione.objects.create(piano=mondo.piano, organo="Assemblea", data=date(2026, 3, 1))
    dopo = fingerprints(freeze(build_snapshot(mondo.piano)))
    assert prima.contenuti == dopo.contenuti
    assert prima.versione != dopo.versione


def test_certificata_o_no_si_dice_scheda_per_scheda(mondo):
    write(mondo.rovato, {SAP: 81})
    write(mondo.chiari, {"consistenza/017052/sap": 134})
    quando = datetime(2025, 10, 20, tzinfo=UTC)
    certificazione = store_certification(mondo.rovato, nome="Bruno", ruolo="dirigente", quando=quando, by=SISTEMA)
    write(mondo.rovato, {SAP: 82})
    snapshot = build_snapshot(mondo.piano)
    fonti = {fonte.ente: fonte for fonte in snapshot.busta.fonti}
    assert fonti["rovato"].certificazione.impronta == certificazione.impronta
    assert fonti["rovato"].certificazione.quando == quando
    assert fonti["chiari"].certificazione is None
    assert not fonti["chiari"].completa
    assert fonti["chiari"].origini == ("digitata",)
    assert fonti["aler"].origini == ()
    assert {scheda.ente: scheda.stock("sap") for scheda in snapshot.contenuti.schede} == {
        "chiari": 134,
        "rovato": 81,
        "aler": None,
    }


# the value as a whole


def test_congelato_e_scongelato_e_lo_stesso(mondo):
    write(mondo.rovato, {SAP: 81, "misure_anno_piano/affitto/fondi_nuovi": "9836.17"})
    snapshot = build_snapshot(mondo.piano)
    assert thaw(freeze(snapshot), PianoSnapshot) == snapshot
    assert freeze(thaw(freeze(snapshot), PianoSnapshot)) == freeze(snapshot)


def test_byte_guasti_sono_un_errore_chiaro():
    with pytest.raises(ContenutoIllegibile):
        fingerprints(b'{"contenuti":{}}')


def test_scritti_in_un_altro_ordine_i_valori_danno_gli_stessi_contenuti(mondo):
    celle = {SAP: 81, "consistenza/017166.aler/sap": 3, "libere/017166/unita": 1, "libere/017166.sas/unita": 2}
    write(mondo.rovato, celle)
    prima = freeze(build_snapshot(mondo.piano).contenuti)
    Scheda.objects.get(pk=mondo.rovato.pk).delete()
    nuova = Scheda.objects.create(ricognizione=mondo.ricognizione, ente=mondo.rovato.ente)
    for cella in reversed(celle):
        write(nuova, {cella: 9})
        write(nuova, {cella: celle[cella]})
    assert freeze(build_snapshot(mondo.piano).contenuti) == prima


def count_queries(piano) -> int:
    piano = Piano.objects.select_related("ricognizione__ambito").get(pk=piano.pk)
    with CaptureQueriesContext(connection) as interrogazioni:
        build_snapshot(piano)
    return len(interrogazioni)


def fill(mondo, ente):
    """A scheda with something in every table, managed by somebody from elsewhere, and certified or not."""
    scheda = Scheda.objects.create(ricognizione=mondo.ricognizione, ente=ente)
    qui = ente.comune_id
    celle = {f"consistenza/{qui}.gestore/sap": 3, f"libere/{qui}/unita": 1, f"esiti/{qui}/offerte": 1}
    write(scheda, {**celle, "misure_anno_piano/affitto/titolo": "Affitto"})
    store_certification(scheda, nome="x", ruolo="x", quando=datetime(2026, 1, 1, tzinfo=UTC), by=SISTEMA)
    Proroga.objects.create(scheda=scheda, al=midnight(2026, 1, 2), motivo="x")
    Motivazione.objects.create(
        ricognizione=mondo.ricognizione, scheda=scheda, regola="A", testo="x", data=date(2026, 1, 1)
    )


def test_le_interrogazioni_non_crescono_con_gli_enti(mondo):
    create_aler(mondo.altrove, "gestore")
    fill(mondo, create_comune("017001", "Uno", mondo.ambito))
    poche = count_queries(mondo.piano)
    for numero in range(12):
        fill(mondo, create_comune(f"0171{numero:02}", f"Altro{numero}", mondo.ambito))
    assert count_queries(mondo.piano) == poche


def test_una_scheda_certificata_non_si_legge_dalle_righe(mondo):
    write(mondo.rovato, {SAP: 81})
    tante = count_queries(mondo.piano)
    for scheda in Scheda.objects.filter(ricognizione=mondo.ricognizione):
        store_certification(scheda, nome="x", ruolo="x", quando=datetime(2026, 1, 1, tzinfo=UTC), by=SISTEMA)
    assert count_queries(mondo.piano) == tante - 1


def certify_year_before(mondo, sap):
    """Rovato certifies some dwellings in the year before, on top of what was there."""
    scheda, _ = Scheda.objects.get_or_create(ricognizione=mondo.prima.ricognizione, ente=mondo.rovato.ente)
    write(scheda, {SAP: sap})
    store_certification(scheda, nome="x", ruolo="x", quando=datetime(2025, 1, 1, tzinfo=UTC), by=SISTEMA)


def test_l_anno_prima_e_l_ultima_certificazione_e_non_costa_di_piu(mondo):
    senza = count_queries(mondo.piano)
    mondo.prima = create_piano(mondo.ambito, 2025)
    assert build_snapshot(mondo.piano).contenuti.precedente is None
    for sap in (70, 71):
        certify_year_before(mondo, sap)
        [rovato] = build_snapshot(mondo.piano).contenuti.precedente.enti
        assert (rovato.ente, rovato.nome, rovato.sap) == ("rovato", "Rovato", sap)
    assert count_queries(mondo.piano) == senza
    write(Scheda.objects.get(ricognizione=mondo.prima.ricognizione), {SAP: 99})  # not certified: it does not count
    assert build_snapshot(mondo.piano).contenuti.precedente.enti == (rovato,)


@pytest.mark.parametrize(("al", "membro"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True)])
def test_nell_anno_prima_conta_chi_era_membro_allora(mondo, al, membro):
    mondo.prima = create_piano(mondo.ambito, 2025)
    certify_year_before(mondo, 70)
    mondo.rovato.ente.adesioni.update(al=al)
    assert bool(build_snapshot(mondo.piano).contenuti.precedente) is membro


# the real one


@pytest.fixture
def oglio_ovest(db):
    load_registri()
    return Piano.objects.get(ricognizione__ambito=load_ambito(FIXTURES / "oglio-ovest"))


def test_il_piano_vero(oglio_ovest):
    snapshot = build_snapshot(oglio_ovest)
    schede = snapshot.contenuti.schede
    assert sum(scheda.stock_total() for scheda in schede) == 957
    assert sum(scheda.units_assignable() for scheda in schede) == 28
    assert snapshot.contenuti.testata.enti[0].nome == "Castelcovati"
    assert snapshot.bozza
    assert all(fonte.completa and not fonte.certificazione for fonte in snapshot.busta.fonti)
    origini = {origine for fonte in snapshot.busta.fonti for origine in fonte.origini}
    assert origini == {"caricata: piano 2026, dati dalla piattaforma regionale"}


def test_nei_contenuti_non_c_e_chiave_ne_orologio(oglio_ovest):
    """The first load and a second one, with other keys and later in time, give the same bytes."""
    prima = freeze(build_snapshot(oglio_ovest).contenuti)
    ambito = oglio_ovest.ricognizione.ambito
    oglio_ovest.delete()
    for modello in (ambito.ricognizioni, ambito.adesioni, ambito.designazioni):
        modello.all().delete()
    ambito.delete()
    seconda = Piano.objects.get(ricognizione__ambito=load_ambito(FIXTURES / "oglio-ovest"))
    assert seconda.pk != oglio_ovest.pk
    assert freeze(build_snapshot(seconda).contenuti) == prima
