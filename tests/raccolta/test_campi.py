"""The fields: one for every measure, understood as the way in understands it, written back as it was typed."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from assegnazioni.models import Avviso, Riserva
from misure.models import Indicatore, Massimale, Misura
from patrimonio.models import Consistenza, Disponibilita
from patrimonio.voci import DICHIARAZIONE
from raccolta.foglio import as_text, clean
from raccolta.moduli.campi import (
    NON_INDICATO,
    CampoAnno,
    CampoConteggio,
    CampoData,
    CampoDecimale,
    CampoEuro,
    CampoIntero,
    CampoPercentuale,
    CampoScelta,
    CampoTesto,
    field_for,
)
from raccolta.quadri import VOCI

TABELLE = {tabella.modello: tabella for voce in VOCI.values() for tabella in (*voce.tabelle, DICHIARAZIONE)}
COLONNE = [apps.get_model(t.modello)._meta.get_field(misura) for t in TABELLE.values() for misura in t.misure]
DIGITATI = {
    CampoConteggio: (" 1.475 ", "1.475"),
    CampoIntero: (" −19 ", "-19"),
    CampoEuro: ("€ 9836.17", "9.836,17"),
    CampoPercentuale: ("12.50 %", "12,5"),
    CampoDecimale: ("-1475", "-1.475,00"),
    CampoData: ("31 ottobre 2025", "31/10/2025"),
    CampoAnno: (" 2026", "2026"),
}
LETTI = [*DIGITATI]


def column(modello: type[models.Model], nome: str) -> forms.Field:
    return field_for(modello._meta.get_field(nome))


def sample(campo: models.Field, campo_del_modulo: forms.Field) -> str:
    """Something that a person would type there."""
    if campo.choices:
        return campo.flatchoices[-1][0]
    return DIGITATI.get(type(campo_del_modulo), ("sfratti-2025",))[0]


def why_not(campo: forms.Field, testo: str) -> str:
    with pytest.raises(ValidationError) as errore:
        campo.clean(testo)
    return " ".join(errore.value.messages)


# every measure


@pytest.mark.parametrize("colonna", COLONNE, ids=str)
def test_ogni_misura_ha_il_suo_campo_e_si_conserva_cio_che_si_e_capito(colonna):
    campo = field_for(colonna)
    assert not campo.required
    assert campo.label[0].isupper()
    letto = campo.clean(sample(colonna, campo))
    assert letto not in (None, "")
    assert as_text(clean(colonna, letto)) == as_text(letto)
    assert campo.clean(campo.prepare_value(letto)) == letto
    assert not campo.has_changed(letto, campo.prepare_value(letto))


@pytest.mark.parametrize("colonna", COLONNE, ids=str)
@pytest.mark.parametrize("vuoto", ["", "  ", None])
def test_nulla_e_nulla(colonna, vuoto):
    letto = field_for(colonna).clean(vuoto if not colonna.choices else "")
    assert letto == ("" if isinstance(colonna, models.CharField | models.TextField) else None)
    assert clean(colonna, letto) == colonna.get_default()


@pytest.mark.parametrize(
    ("modello", "nome", "tipo"),
    [
        (Consistenza, "sap", CampoConteggio),
        (Disponibilita, "costo_massimo", CampoEuro),
        (Disponibilita, "scomputo_mesi", CampoConteggio),
        (Riserva, "percentuale", CampoPercentuale),
        (Riserva, "ripartizione", CampoPercentuale),
        (Riserva, "base", CampoTesto),
        (Avviso, "anno", CampoAnno),
        (Avviso, "tipo", CampoScelta),
        (Avviso, "dal", CampoData),
        (Misura, "fondi_nuovi", CampoEuro),
        (Misura, "nota", CampoTesto),
        (Massimale, "mesi", CampoConteggio),
        (Indicatore, "valore", CampoDecimale),
        (Indicatore, "gruppo", CampoTesto),
    ],
)
def test_il_campo_di_una_colonna(modello, nome, tipo):
    assert type(column(modello, nome)) is tipo


def test_le_etichette_cominciano_con_la_maiuscola():
    assert column(Consistenza, "sap").label == "SAP"
    assert column(Disponibilita, "unita").label == "Unità"
    assert column(Misura, "copertura").label == "Che cosa copre"


def test_una_colonna_senza_campo_non_passa_in_silenzio():
    with pytest.raises(KeyError):
        field_for(models.BooleanField())


# what is typed and what is written


@pytest.mark.parametrize(("tipo", "testi"), DIGITATI.items(), ids=lambda v: getattr(v, "__name__", ""))
def test_un_valore_si_scrive_e_un_testo_resta_com_e(tipo, testi):
    digitato, scritto = testi
    campo = tipo()
    assert campo.prepare_value(campo.clean(digitato)) == scritto
    assert campo.prepare_value(digitato) == digitato
    assert campo.prepare_value(None) is None


@pytest.mark.parametrize("tipo", LETTI)
@pytest.mark.parametrize("testo", ["boh", "1\x002", "=1+1", "٣", "9" * 5000])
def test_cio_che_non_si_capisce_si_spiega(tipo, testo):
    motivo = why_not(tipo(), testo)
    assert "«" in motivo
    assert "\x00" not in motivo


def test_nella_pagina_resta_cio_che_e_stato_digitato():
    class Modulo(forms.Form):
        sap = CampoConteggio()
        importo = CampoEuro()
        dal = CampoData()

    digitato = Modulo({"sap": "1,5", "importo": " 1.475", "dal": "31/02/2026"})
    assert set(digitato.errors) == {"sap", "importo", "dal"}
    assert 'value="1,5"' in str(digitato["sap"])
    assert 'value=" 1.475"' in str(digitato["importo"])
    conservato = Modulo(initial={"sap": 1475, "importo": Decimal("9836.17"), "dal": date(2025, 10, 31)})
    assert 'value="1.475"' in str(conservato["sap"])
    assert 'value="9.836,17"' in str(conservato["importo"])
    assert 'value="31/10/2025"' in str(conservato["dal"])


def test_la_tastiera_e_quella_del_valore():
    tastiere = {tipo: tipo().widget.attrs["inputmode"] for tipo in LETTI}
    assert tastiere[CampoConteggio] == tastiere[CampoAnno] == "numeric"
    assert tastiere[CampoEuro] == tastiere[CampoPercentuale] == "decimal"
    assert tastiere[CampoDecimale] == tastiere[CampoData] == "text"
    assert {tipo().widget.attrs["autocomplete"] for tipo in LETTI} == {"off"}


def test_ogni_colonna_ha_il_suo_massimo():
    assert "il massimo è 32.767" in why_not(column(Massimale, "mesi"), "32768")
    assert "il massimo è 2.147.483.647" in why_not(column(Consistenza, "sap"), "2147483648")
    assert "il massimo è 99.999.999,99" in why_not(column(Disponibilita, "costo_massimo"), "100000000")
    assert column(Misura, "residui").clean("999.999.999.999,99") == Decimal("999999999999.99")


# texts and choices


def test_un_testo_troppo_lungo_dice_di_quanto():
    assert why_not(column(Misura, "titolo"), "a" * 412) == (
        "Il testo è di 412 caratteri e va accorciato: il massimo è 400."
    )
    assert "maxlength" not in column(Misura, "titolo").widget.attrs


@pytest.mark.parametrize("nome", ["titolo", "nota"])
def test_un_carattere_nullo_si_rifiuta(nome):
    assert "carattere nullo" in why_not(column(Misura, nome), "a\x00b")


def test_un_testo_su_piu_righe_che_nessuno_tocca_non_cambia():
    campo = column(Misura, "nota")
    assert isinstance(campo.widget, forms.Textarea)
    assert campo.widget.attrs["rows"] == 2
    assert campo.clean(" prima\r\nseconda ") == "prima\nseconda"
    assert not campo.has_changed("prima\nseconda", "prima\r\nseconda")


def test_uno_slug_non_ha_spazi_ne_accenti():
    campo = column(Indicatore, "gruppo")
    assert campo.clean("morosita_2025") == "morosita_2025"
    assert "senza accenti" in why_not(campo, "morosità 2025")


def test_una_scelta_si_puo_non_indicare():
    campo = column(Misura, "livello")
    assert campo.choices[0] == ("", NON_INDICATO)
    assert [valore for valore, _ in campo.choices[1:]] == ["stato", "regione", "ambito", "comune", "aler"]
    assert campo.clean("") == ""
    assert why_not(campo, "a\x00") == "La scelta non è tra quelle previste: va presa dall’elenco."
