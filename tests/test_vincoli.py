"""What must never be false of a row is refused by the database itself: every constraint, violated once with the ORM."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model

from assegnazioni.models import Assegnabile, Avviso, Esito, RigaPonte, Riserva
from enti.models import (
    Adesione,
    Alias,
    Allegato,
    Ambito,
    CategoriaRegistro,
    Comune,
    Designazione,
    Ente,
    Evento,
    Incarico,
    Invito,
    Parametro,
    Popolazione,
    Utente,
)
from misure.models import Indicatore, Massimale, Misura, Risultato
from patrimonio.models import (
    Consistenza,
    Disponibilita,
    Finestra,
    Integrazione,
    Proroga,
    Ricognizione,
    Scheda,
    UnitaAbitativa,
    VoceDichiarata,
)
from piano.models import (
    Approvazione,
    Capitolo,
    Composizione,
    Deroga,
    Emendamento,
    Fascicolo,
    FilePubblicato,
    Parere,
    Piano,
    Pubblicazione,
    Rettifica,
    SchemaRiga,
    Trasmissione,
    Versione,
)
from raccolta.alloggi.modelli import Importazione, Lavoro, MappaturaColonne
from raccolta.models import (
    Bozza,
    Certificazione,
    Conversazione,
    Documento,
    FoglioInAttesa,
    Messaggio,
    Modifica,
    Motivazione,
    Rinvio,
    Riporto,
    Sollecito,
)
from tests.dati import mondo

__all__ = ["mondo"]

CASE = ("enti", "patrimonio", "assegnazioni", "misure", "raccolta", "piano")
IERI, OGGI = date(2026, 1, 1), date(2026, 1, 2)
PRIMA, DOPO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


class Caso(NamedTuple):
    """A row that can be, and what makes it one that cannot: nothing when it is enough to write it twice."""

    modello: type[Model]
    buona: Callable[[SimpleNamespace], Mapping[str, Any]]
    cambia: Callable[[SimpleNamespace], Mapping[str, Any]] = lambda _: {}


def always(**campi: Any) -> Callable[[SimpleNamespace], Mapping[str, Any]]:
    return lambda _: campi


def of_scheda(voce: str, **campi: Any) -> Callable[[SimpleNamespace], Mapping[str, Any]]:
    return lambda m: {"scheda": m.rovato, "voce": voce, **campi}


def with_ambito(**campi: Any) -> Callable[[SimpleNamespace], Mapping[str, Any]]:
    return lambda m: {"ambito": m.ambito, "ente": m.rovato.ente, **campi}


def with_ricognizione(**campi: Any) -> Callable[[SimpleNamespace], Mapping[str, Any]]:
    return lambda m: {"ricognizione": m.ricognizione, **campi}


def with_piano(**campi: Any) -> Callable[[SimpleNamespace], Mapping[str, Any]]:
    return lambda m: {"piano": m.piano, **campi}


def by_table(modello: type[Model], nome: str, voce: str, **chiave: Any) -> dict[str, Caso]:
    """The two constraints of a table with a nullable location."""
    return {
        f"{nome}_per_comune": Caso(modello, of_scheda(voce, ubicazione_id="017166", **chiave)),
        f"{nome}_non_ripartita": Caso(modello, of_scheda(voce, **chiave)),
    }


COMUNE = {"istat": "017041", "nome": "Castelcovati", "provincia": "BS"}
LEGGE = {"codice": "prova", "nome": "Prova", "norma": "x", "fonte": "x", "stato": "verificato", "dal": OGGI}
VERSIONE = {"contenuto": b"", "html": b"", "pdf": b"", "impronta_contenuti": "", "quando": PRIMA, "chi": "x"}
EVENTO = {"catena": "prova", "atto": "x", "oggetto": "x", "quando": PRIMA, "chi": "x", "sigillo": "x"}
RIGA = {"dal_anno": 2030, "titolo": "x", "sezione": "x"}

INVITO = {"email": "a@example.org", "creato_il": PRIMA, "scade_il": DOPO, "da": "x"}
ALLEGATO = {
    "nome": "a.pdf",
    "tipo": "application/pdf",
    "contenuto": b"x",
    "impronta": "x",
    "caricato_il": PRIMA,
    "da": "x",
}
RINVIO = {"celle": ["consistenza"], "motivo": "x", "da": "x", "quando": PRIMA}


def invited(**campi: Any) -> Callable[[SimpleNamespace], Mapping[str, Any]]:
    return lambda m: {"ente": m.rovato.ente, "ruolo": "compilatore", "impronta_codice": "a", **INVITO, **campi}


CASI: dict[str, Caso] = {
    # enti
    "Invito.impronta_codice": Caso(Invito, invited(), always(email="b@example.org")),
    "invito_presso_uno": Caso(Invito, invited(), always(ruolo="capofila", impronta_codice="b")),
    "invito_usato_o_annullato": Caso(
        Invito, invited(), always(usato_il=PRIMA, annullato_il=PRIMA, impronta_codice="b")
    ),
    "invito_aperto_per_ente": Caso(Invito, invited(), always(impronta_codice="b")),
    "invito_aperto_per_ambito": Caso(
        Invito,
        lambda m: {"ambito": m.ambito, "ruolo": "capofila", "impronta_codice": "a", **INVITO},
        always(impronta_codice="b"),
    ),
    "allegato_non_vuoto": Caso(
        Allegato, lambda m: {"ambito": m.ambito, "dimensione": 1, **ALLEGATO}, always(dimensione=0)
    ),
    "comune_istat_sei_cifre": Caso(Comune, always(**COMUNE), always(istat="17041")),
    "popolazione_unica": Caso(Popolazione, always(comune_id="017166", dal=OGGI, fascia="oltre_10000")),
    "ente_codice_ipa_unico": Caso(
        Ente, always(slug="a", tipo="operatore", codice_ipa="c_c618"), always(slug="b", nome="B")
    ),
    "ente_comune_ha_territorio": Caso(Ente, always(slug="a", tipo="operatore"), always(slug="b", tipo="comune")),
    "Ente.comune": Caso(
        Ente,
        lambda _: {"slug": "a", "tipo": "comune", "comune": Comune.objects.get_or_create(**COMUNE)[0]},
        always(slug="b"),
    ),
    "Alias.nome": Caso(Alias, lambda m: {"ente": m.rovato.ente, "nome": "A"}, lambda m: {"ente": m.chiari.ente}),
    "Ambito.slug": Caso(Ambito, always(slug="nuovo")),
    "adesione_date": Caso(Adesione, with_ambito(dal=OGGI, al=OGGI), always(al=IERI)),
    "adesione_unica": Caso(Adesione, with_ambito(dal=OGGI), always(al=OGGI)),
    "designazione_date": Caso(Designazione, with_ambito(ruolo="supporto", data=OGGI, al=OGGI), always(al=IERI)),
    "designazione_di_qualcuno": Caso(
        Designazione, with_ambito(ruolo="capofila", data=OGGI), always(ente=None, nome="Una società")
    ),
    "designazione_capofila": Caso(
        Designazione, with_ambito(ruolo="capofila", data=OGGI), lambda m: {"ente": m.chiari.ente}
    ),
    "evento_primo_della_catena": Caso(Evento, always(**EVENTO)),
    "Evento.precedente": Caso(
        Evento, lambda _: {**EVENTO, "precedente": Evento.objects.get_or_create(**EVENTO, precedente=None)[0]}
    ),
    "parametro_date": Caso(Parametro, always(**LEGGE), always(al=IERI)),
    "parametro_unico": Caso(Parametro, always(**LEGGE), always(valore=3)),
    "parametro_non_negativo": Caso(Parametro, always(**LEGGE, valore=0), always(valore=-1)),
    "categoria_date": Caso(CategoriaRegistro, always(**LEGGE), always(al=IERI)),
    "categoria_unica": Caso(CategoriaRegistro, always(**LEGGE), always(ordine=3)),
    "Utente.email": Caso(Utente, always(email="gina@example.org")),
    "incarico_date": Caso(
        Incarico,
        lambda m: {"utente": m.anna.utente, "ente": m.rovato.ente, "ruolo": "lettura", "dal": OGGI},
        always(al=IERI),
    ),
    "incarico_presso_uno": Caso(
        Incarico,
        lambda m: {"utente": m.anna.utente, "ente": m.rovato.ente, "ruolo": "lettura", "dal": OGGI},
        lambda m: {"ambito": m.ambito},
    ),
    # patrimonio
    "ricognizione_unica": Caso(Ricognizione, lambda m: {"ambito": m.ambito, "anno": 2030}),
    "ricognizione_anno": Caso(Ricognizione, lambda m: {"ambito": m.ambito, "anno": 2030}, always(anno=1999)),
    "finestra_date": Caso(Finestra, with_ricognizione(dal=PRIMA, al=DOPO), always(dal=DOPO)),
    "finestra_unica": Caso(Finestra, with_ricognizione(dal=PRIMA, al=DOPO)),
    "integrazione_ordine": Caso(Integrazione, with_ricognizione(ordine=1)),
    "scheda_ente": Caso(
        Scheda,
        lambda m: {
            "ricognizione": Ricognizione.objects.get_or_create(ambito=m.ambito, anno=2030)[0],
            "ente": m.rovato.ente,
        },
    ),
    "scheda_ambito": Caso(
        Scheda, lambda m: {"ricognizione": Ricognizione.objects.get_or_create(ambito=m.ambito, anno=2030)[0]}
    ),
    "proroga_motivata": Caso(Proroga, lambda m: {"scheda": m.rovato, "al": DOPO, "motivo": "x"}, always(motivo="")),
    "proroga_unica": Caso(Proroga, lambda m: {"scheda": m.rovato, "al": DOPO, "motivo": "x"}),
    "voce_dichiarata_unica": Caso(VoceDichiarata, of_scheda("libere", stato="nessuna")),
    "voce_causa": Caso(VoceDichiarata, of_scheda("libere", stato="nessuna"), always(stato="non_applicabile")),
    "voce_stato": Caso(VoceDichiarata, of_scheda("libere", stato="nessuna"), always(stato="forse")),
    "voce_totale_se_valorizzata": Caso(
        VoceDichiarata, of_scheda("consistenza", stato="valorizzata", totale_dichiarato=1), always(stato="nessuna")
    ),
    "consistenza_non_ripartita": Caso(Consistenza, of_scheda("consistenza", sap=1)),
    "consistenza_comune": Caso(Consistenza, of_scheda("consistenza", ubicazione_id="017166")),
    "consistenza_gestore": Caso(Consistenza, of_scheda("consistenza", gestore_id="aler")),
    "consistenza_comune_gestore": Caso(
        Consistenza, of_scheda("consistenza", ubicazione_id="017166", gestore_id="aler")
    ),
    **by_table(Disponibilita, "disponibilita", "libere", tipo="sas", quando="subito"),
    "disponibilita_costo": Caso(Disponibilita, of_scheda("stato_di_fatto", costo_massimo=0), always(costo_massimo=-1)),
    # assegnazioni
    **by_table(Assegnabile, "assegnabile", "assegnabili", tipo="sas"),
    **by_table(Riserva, "riserva", "riserva_categorie", categoria="anziani"),
    "riserva_percentuale": Caso(Riserva, of_scheda("transitori", percentuale=100), always(percentuale=101)),
    "riserva_ripartizione": Caso(Riserva, of_scheda("transitori", ripartizione=0), always(ripartizione=-1)),
    "avviso_unico": Caso(Avviso, of_scheda("avvisi", slug="uno")),
    "avviso_date": Caso(Avviso, of_scheda("avvisi", slug="uno", dal=OGGI, al=OGGI), always(al=IERI)),
    "avviso_proroga": Caso(Avviso, of_scheda("avvisi", slug="uno", al=IERI, prorogato_al=OGGI), always(al=OGGI)),
    **by_table(Esito, "esito", "esiti", avviso="uno"),
    "riga_ponte_unica": Caso(RigaPonte, of_scheda("ponte", riga="riporto")),
    "riga_ponte_segno": Caso(RigaPonte, of_scheda("ponte", riga="rettifica", unita=-3), always(riga="riporto")),
    # misure
    "misura_unica": Caso(Misura, of_scheda("misure_anno_piano", slug="uno")),
    "misura_date": Caso(Misura, of_scheda("misure_anno_piano", slug="uno", dal=OGGI, al=OGGI), always(al=IERI)),
    **{
        f"misura_{campo}": Caso(Misura, of_scheda("misure_anno_piano", slug="uno"), always(**{campo: "-0.01"}))
        for campo in ("fondi_nuovi", "residui", "gestione")
    },
    "massimale_unico": Caso(Massimale, of_scheda("misure_anno_piano", slug="uno", ordine=1)),
    "massimale_importo": Caso(Massimale, of_scheda("misure_anno_piano", slug="uno", ordine=1), always(importo="-0.01")),
    "risultato_unico": Caso(Risultato, of_scheda("misure_anno_piano", slug="uno", ordine=1)),
    "indicatore_unico": Caso(Indicatore, of_scheda("indicatori", slug="uno")),
    # raccolta
    "modifica_cambia": Caso(
        Modifica,
        lambda m: {"scheda": m.rovato, "cella": "x", "a": "1", "origine": "digitata", "versione": 1},
        always(da="1"),
    ),
    "certificazione_numero": Caso(
        Certificazione, lambda m: {"scheda": m.rovato, "numero": 1, "versione": 1, "contenuto": b"", "quando": PRIMA}
    ),
    "riporto_unico": Caso(Riporto, of_scheda("consistenza")),
    "riporto_confermato_da": Caso(Riporto, of_scheda("consistenza"), always(voce="libere", confermato_il=PRIMA)),
    "rinvio_aperto": Caso(Rinvio, lambda m: {"scheda": m.rovato, **RINVIO}),
    "rinvio_motivato": Caso(
        Rinvio, lambda m: {"scheda": m.rovato, **RINVIO}, lambda m: {"scheda": m.chiari, "motivo": ""}
    ),
    "rinvio_di_qualcosa": Caso(
        Rinvio, lambda m: {"scheda": m.rovato, **RINVIO}, lambda m: {"scheda": m.chiari, "celle": []}
    ),
    "bozza_unica": Caso(Bozza, lambda m: {"scheda": m.rovato, "quadro": "patrimonio", "da": "x", "quando": PRIMA}),
    "conversazione_risolta_da": Caso(
        Conversazione, lambda m: {"scheda": m.rovato, "oggetto": "consistenza"}, always(risolta_il=PRIMA)
    ),
    "messaggio_scritto": Caso(
        Messaggio,
        lambda m: {
            "conversazione": Conversazione.objects.create(scheda=m.rovato, oggetto="consistenza"),
            **{"testo": "x", "da": "x", "quando": PRIMA},
        },
        always(testo=""),
    ),
    "Documento.allegato": Caso(
        Documento,
        lambda m: {
            "scheda": m.rovato,
            "allegato": Allegato.objects.get_or_create(ambito=m.ambito, dimensione=1, **ALLEGATO)[0],
        },
        lambda m: {"scheda": m.chiari},
    ),
    "sollecito_uno_al_giorno": Caso(
        Sollecito, lambda m: {"scheda": m.rovato, "giorno": OGGI, "testo": "x", "da": "x", "quando": PRIMA}
    ),
    "motivazione_della_scheda": Caso(
        Motivazione,
        lambda m: {"ricognizione": m.ricognizione, "scheda": m.rovato, "regola": "A", "testo": "x", "data": OGGI},
    ),
    "motivazione_del_piano": Caso(Motivazione, with_ricognizione(regola="A", testo="x", data=OGGI)),
    "motivazione_scritta": Caso(
        Motivazione, with_ricognizione(regola="A", testo="x", data=OGGI), always(testo="", regola="B")
    ),
    # piano
    "Piano.ricognizione": Caso(
        Piano,
        lambda m: {
            "ricognizione": Ricognizione.objects.get_or_create(ambito=m.ambito, anno=2030)[0],
            "regime_al": OGGI,
        },
    ),
    "schema_ordine": Caso(
        SchemaRiga, lambda m: {"ambito": m.ambito, "ordine": 1, "codice": "a", **RIGA}, always(codice="b")
    ),
    "schema_codice": Caso(
        SchemaRiga, lambda m: {"ambito": m.ambito, "ordine": 1, "codice": "a", **RIGA}, always(ordine=2)
    ),
    "capitolo_unico": Caso(Capitolo, with_piano(codice="premessa")),
    "parere_unico": Caso(Parere, with_piano(aler_id="aler")),
    "parere_condizioni": Caso(Parere, with_piano(aler_id="aler", esito="positivo"), always(condizioni="a patto che")),
    "approvazione_unica": Caso(Approvazione, with_piano(organo="Assemblea", data=OGGI)),
    "Composizione.piano": Caso(Composizione, with_piano(impronta="a", programma="b", html=b"", pdf=b"")),
    "Fascicolo.piano": Caso(Fascicolo, with_piano(impronta="a", programma="b", contenuto=b"")),
    "versione_numero": Caso(Versione, with_piano(numero=1, impronta="a", **VERSIONE), always(impronta="b")),
    "versione_catena": Caso(Versione, with_piano(numero=1, impronta="a", **VERSIONE), always(impronta="b", numero=2)),
    "Versione.impronta": Caso(
        Versione,
        with_piano(numero=1, impronta="a", **VERSIONE),
        lambda _: {"numero": 2, "precedente": Versione.objects.get()},
    ),
    "Versione.precedente": Caso(
        Versione,
        lambda m: {
            **VERSIONE,
            "piano": m.piano,
            "numero": 2,
            "impronta": "b",
            "precedente": Versione.objects.get_or_create(piano=m.piano, numero=1, defaults=VERSIONE)[0],
        },
        always(numero=3, impronta="c"),
    ),
    "Versione.evento": Caso(
        Versione,
        lambda m: {"piano": m.piano, "numero": 1, "impronta": "a", **VERSIONE, "evento": first_event()},
        lambda _: {"numero": 2, "impronta": "b", "precedente": Versione.objects.get()},
    ),
    "Pubblicazione.versione": Caso(
        Pubblicazione, lambda m: {"versione": first_version(m.piano), "quando": PRIMA, "chi": "x"}
    ),
    "file_pubblicato_unico": Caso(
        FilePubblicato,
        lambda m: {"versione": first_version(m.piano), "nome": "pdf", "dimensione": 1, "impronta": "x"},
    ),
    "emendamento_aperto": Caso(Emendamento, with_piano(testo="x", data=OGGI, aperto_il=PRIMA)),
    "emendamento_scritto": Caso(
        Emendamento, with_piano(testo="x", data=OGGI, aperto_il=PRIMA), always(testo="", chiuso_il=DOPO)
    ),
    "emendamento_chiuso": Caso(
        Emendamento,
        with_piano(testo="x", data=OGGI, aperto_il=PRIMA, chiuso_il=DOPO),
        lambda m: {"chiuso_il": None, "versione": first_version(m.piano)},
    ),
    "Emendamento.versione": Caso(
        Emendamento,
        lambda m: {
            **{"piano": m.piano, "testo": "x", "data": OGGI, "aperto_il": PRIMA, "chiuso_il": DOPO},
            "versione": first_version(m.piano),
        },
    ),
    "rettifica_aperta": Caso(Rettifica, with_piano(motivo="x", aperta_il=PRIMA)),
    "rettifica_motivata": Caso(
        Rettifica,
        with_piano(motivo="x", aperta_il=PRIMA),
        lambda m: {"motivo": "", "chiusa_il": DOPO, "versione": first_version(m.piano)},
    ),
    "rettifica_chiusa": Caso(Rettifica, with_piano(motivo="x", aperta_il=PRIMA), always(chiusa_il=DOPO)),
    "Rettifica.versione": Caso(
        Rettifica,
        lambda m: {
            **{"piano": m.piano, "motivo": "x", "aperta_il": PRIMA, "chiusa_il": DOPO},
            "versione": first_version(m.piano),
        },
    ),
    "trasmissione_unica": Caso(Trasmissione, with_piano(data=OGGI)),
    "deroga_unica": Caso(Deroga, with_piano(oggetto="parere", ente_id="aler", motivo="x", data=OGGI)),
    "deroga_ambito": Caso(Deroga, with_piano(oggetto="certificazione", motivo="x", data=OGGI)),
    "deroga_motivata": Caso(
        Deroga, with_piano(oggetto="parere", ente_id="aler", motivo="x", data=OGGI), always(ente_id="rovato", motivo="")
    ),
}


UNITA = {"indirizzo": "via Nuova 1", "comune_id": "017166", "stato": "libera", "modificata_il": PRIMA}
IMPORTAZIONE = {"nome": "a.csv", "contenuto": b"x", "quando": PRIMA}
LASCIATA = {"stato": "lasciata", "contenuto": None}


def dwelling(**campi: Any) -> Callable[[SimpleNamespace], Mapping[str, Any]]:
    return lambda m: {"ente": m.rovato.ente, "codice": "A1", **UNITA, **campi}


def job(**campi: Any) -> Callable[[SimpleNamespace], Mapping[str, Any]]:
    def riga(m: SimpleNamespace) -> Mapping[str, Any]:
        importazione = Importazione.objects.get_or_create(ente=m.rovato.ente, defaults=IMPORTAZIONE)[0]
        return {"ente": m.rovato.ente, "importazione": importazione, "tipo": "prova", "chiesto_il": PRIMA, **campi}

    return riga


CASI |= {
    "unita_codice": Caso(UnitaAbitativa, dwelling()),
    "unita_con_codice": Caso(UnitaAbitativa, dwelling(), always(codice="")),
    "unita_tipo": Caso(UnitaAbitativa, dwelling(), always(codice="B", tipo="boh")),
    "unita_stato": Caso(UnitaAbitativa, dwelling(), always(codice="B", stato="boh")),
    "unita_superficie": Caso(UnitaAbitativa, dwelling(), always(codice="B", superficie_utile=-1)),
    "unita_con_indirizzo": Caso(UnitaAbitativa, dwelling(), always(codice="B", indirizzo="")),
    "unita_accessibilita": Caso(UnitaAbitativa, dwelling(), always(codice="B", accessibilita="boh")),
    "unita_gestore": Caso(UnitaAbitativa, dwelling(), lambda m: {"codice": "B", "gestore": m.rovato.ente}),
    "unita_fine_lavori": Caso(
        UnitaAbitativa, dwelling(stato="lavori", fine_lavori=OGGI), always(codice="B", stato="carente")
    ),
    "unita_lavori": Caso(UnitaAbitativa, dwelling(stato="carente", costo_lavori=1), always(codice="B", stato="libera")),
    "unita_costo": Caso(UnitaAbitativa, dwelling(), always(codice="B", costo_lavori=-1)),
    "foglio_in_attesa_unico": Caso(
        FoglioInAttesa, lambda m: {"utente": m.anna.utente, "posto": "scheda/1", "contenuto": b"x", "quando": PRIMA}
    ),
    "importazione_file": Caso(
        Importazione,
        lambda m: {"ente": m.rovato.ente, **IMPORTAZIONE},
        always(**LASCIATA | {"contenuto": b"x"}),
    ),
    "importazione_conclusa": Caso(
        Importazione, lambda m: {"ente": m.rovato.ente, **IMPORTAZIONE}, always(**LASCIATA, conclusa_il=DOPO)
    ),
    "MappaturaColonne.ente": Caso(MappaturaColonne, lambda m: {"ente": m.rovato.ente}),
    "lavoro_uno_aperto": Caso(Lavoro, job()),
    "lavoro_fatte": Caso(Lavoro, job(), always(stato="finito", fatte=2, totale=1)),
    "lavoro_perche": Caso(Lavoro, job(), always(stato="fallito", perche="")),
    "file_pubblicato_unico": Caso(
        FilePubblicato,
        lambda m: {"versione": first_version(m.piano), "nome": "a.csv", "dimensione": 1, "impronta": "x"},
    ),
}


def first_event() -> Evento:
    return Evento.objects.get_or_create(catena="prova", precedente=None, defaults=EVENTO)[0]


def first_version(piano: Piano) -> Versione:
    return Versione.objects.get_or_create(piano=piano, numero=1, defaults=VERSIONE)[0]


def our_models() -> list[type[Model]]:
    return [modello for casa in CASE for modello in apps.get_app_config(casa).get_models()]


def name_of_unique(modello: type[Model], campo: str) -> str:
    return f"{modello._meta.object_name}.{campo}"


def test_ogni_vincolo_ha_il_suo_caso():
    vincoli = {vincolo.name for modello in our_models() for vincolo in modello._meta.constraints}
    unici = {
        name_of_unique(modello, campo.name)
        for modello in our_models()
        for campo in modello._meta.fields
        if campo.unique and not campo.primary_key
    }
    assert vincoli | unici == CASI.keys()


@pytest.mark.parametrize("nome", CASI)
def test_il_vincolo_rifiuta_la_riga(mondo, nome):
    caso = CASI[nome]
    buona = caso.buona(mondo)
    caso.modello.objects.create(**buona)
    with pytest.raises(IntegrityError) as errore, transaction.atomic():
        caso.modello.objects.create(**buona | caso.cambia(mondo))
    check = any(isinstance(v, CheckConstraint) and v.name == nome for v in caso.modello._meta.constraints)
    if check or (connection.vendor == "postgresql" and "." not in nome):
        assert nome in str(errore.value)
    else:
        assert "unique" in str(errore.value).lower()


POSITIVI = [
    (modello, campo.name)
    for modello in our_models()
    for campo in modello._meta.fields
    if campo.get_internal_type().startswith("Positive") and hasattr(modello, "voce")
]


@pytest.mark.parametrize(("modello", "campo"), POSITIVI, ids=lambda valore: getattr(valore, "__name__", valore))
def test_nessun_conteggio_e_negativo(mondo, modello, campo):
    chiave = {"ordine": 1} if hasattr(modello, "ordine") else {}
    stato = {"stato": "valorizzata"} if modello is VoceDichiarata else {}
    with pytest.raises(IntegrityError, match=r"(?i)check"), transaction.atomic():
        modello.objects.create(scheda=mondo.rovato, voce="prova", **{**chiave, **stato, campo: -1})


def test_ogni_riga_punta_a_righe_che_ci_sono(mondo):
    """Foreign keys are checked at the end of a transaction: here, when asked."""
    riga = Consistenza.objects.create(scheda=mondo.rovato, voce="consistenza", ubicazione_id="999999")
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    riga.delete()
