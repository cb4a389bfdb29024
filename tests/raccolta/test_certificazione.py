"""Certification: the content that is kept, and that the plan reads whatever happens to the scheda afterwards."""

from datetime import UTC, datetime

import msgspec
import pytest

from lessico.congelamento import fingerprint, thaw
from patrimonio.models import StatoScheda
from piano.snapshot import build_snapshot
from raccolta.certificazione import store_certification
from raccolta.models import Certificazione
from raccolta.valori import SchedaCongelata
from tests.dati import SISTEMA, write

QUANDO = datetime(2025, 10, 20, 9, 30, tzinfo=UTC)
SAP = "consistenza/017166/sap"


def certify(scheda, by=SISTEMA, quando=QUANDO) -> Certificazione:
    certificazione = store_certification(scheda, nome="Bruno Rossi", ruolo="dirigente", quando=quando, by=by)
    return Certificazione.objects.get(pk=certificazione.pk)


def test_si_conserva_il_contenuto_con_chi_ne_risponde(mondo):
    attesa = write(mondo.rovato, {SAP: 81})
    certificazione = certify(mondo.rovato, by=mondo.anna)
    assert thaw(bytes(certificazione.contenuto), SchedaCongelata) == attesa
    assert certificazione.impronta == fingerprint(bytes(certificazione.contenuto))
    assert (certificazione.numero, certificazione.nome, certificazione.quando) == (1, "Bruno Rossi", QUANDO)
    assert (certificazione.incarico, certificazione.unico_addetto) == (mondo.anna, False)


def test_la_scheda_si_chiude(mondo):
    certify(mondo.rovato)
    mondo.rovato.refresh_from_db()
    assert mondo.rovato.stato == StatoScheda.CERTIFICATA


def test_nel_contenuto_ci_sono_solo_valori_dichiarati(mondo):
    write(mondo.rovato, {SAP: 81})
    contenuto = msgspec.json.decode(bytes(certify(mondo.rovato, by=mondo.anna).contenuto))
    assert set(contenuto) == set(SchedaCongelata.__struct_fields__)
    assert not {"id", "pk", "quando", "stato", "incarico", "nome"} & set(contenuto)
    scritto = bytes(Certificazione.objects.get().contenuto).decode()
    assert not any(parola in scritto for parola in ("Bruno", "Anna", "dirigente", "2025"))


def test_certificare_di_nuovo_senza_cambiare_da_la_stessa_impronta(mondo):
    write(mondo.rovato, {SAP: 81})
    prima = certify(mondo.rovato)
    write(mondo.rovato, {SAP: 82})
    write(mondo.rovato, {SAP: 81})
    seconda = certify(mondo.rovato, by=mondo.anna, quando=datetime(2026, 1, 1, tzinfo=UTC))
    assert (prima.numero, seconda.numero) == (1, 2)
    assert prima.impronta == seconda.impronta


def test_cambiare_un_valore_cambia_l_impronta(mondo):
    write(mondo.rovato, {SAP: 81})
    prima = certify(mondo.rovato).impronta
    write(mondo.rovato, {SAP: 82})
    assert certify(mondo.rovato).impronta != prima


def test_l_unico_addetto_resta_scritto(mondo):
    mondo.rovato.ente.unico_addetto = True
    assert certify(mondo.rovato).unico_addetto


@pytest.mark.parametrize("ente", ["rovato", "scheda_ambito"])
def test_il_piano_legge_il_contenuto_certificato_mentre_la_scheda_cambia(mondo, ente):
    scheda = getattr(mondo, ente)
    titolo = "misure_anno_piano/affitto/titolo"
    write(scheda, {titolo: "Com’era"})
    certify(scheda)
    write(scheda, {titolo: "Come sarà"})
    contenuti = build_snapshot(mondo.piano).contenuti
    letta = next(s for s in (*contenuti.schede, contenuti.scheda_ambito) if s.ente == (scheda.ente_id or ""))
    assert letta.misure[0].titolo == "Com’era"
    certify(scheda)
    assert "Come sarà" in str(build_snapshot(mondo.piano).contenuti)
