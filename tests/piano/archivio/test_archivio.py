"""The archive of a plan: the same bytes, the same impronte elsewhere, every changed byte found and named."""

import io
import shutil
import zipfile
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command

from enti.models import Ambito, Ente, Evento, Parametro, Utente
from enti.registri import load_registri
from lessico.congelamento import fingerprint, freeze
from patrimonio.models import Ricognizione, RigaScheda
from piano.archivio import indice, modelli
from piano.archivio.consegna import export_file
from piano.archivio.indice import ArchivioRifiutato
from piano.archivio.lettura import Archivio
from piano.archivio.ripresa import import_archive
from piano.models import Piano, Versione
from piano.snapshot import build_snapshot
from piano.verifica.banca_dati import verify_all
from piano.verifica.copertura import COPERTURA
from tests.dati import SISTEMA
from tests.piano.archivio.anno_pieno import PRIVATI, archivio_di_valle
from tests.piano.verifica.conservate import composti, create_valle
from tests.piano.verifica.test_giudizio import flip
from tests.raccolta.persone import ORA

__all__ = ["archivio_di_valle", "composti"]

pytestmark = pytest.mark.django_db


def bring(percorso: Path) -> Piano:
    with Archivio(percorso) as archivio:
        return import_archive(archivio, by=SISTEMA, quando=ORA)


def members(percorso: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(percorso) as letto:
        return {nome: letto.read(nome) for nome in letto.namelist()}


# which models


def test_ogni_modello_e_nell_archivio_o_si_sa_perche_no():
    """A model that is born tomorrow is in the archive if it hangs from a plan; otherwise this test asks for it."""
    detti = {*modelli.find_owned(), *modelli.A_PARTE, *modelli.FUORI, *(c.modello for c in modelli.CONTORNO)}
    tutti = {m._meta.label for m in modelli.list_models() if not issubclass(m, RigaScheda)}
    assert tutti - detti == set()
    assert detti - tutti == set()
    assert all(perche.strip() for perche in modelli.FUORI.values())


def test_di_ogni_modello_si_sa_che_cosa_lo_copre():
    assert set(COPERTURA) == set(modelli.in_order())


def test_ogni_modello_sta_dopo_quelli_che_nomina():
    ordine = modelli.in_order()
    assert set(ordine) == {*modelli.find_owned(), *modelli.A_PARTE}
    for posto, etichetta in enumerate(ordine):
        nominati = {campo.related_model._meta.label for campo in modelli.keys_of(modelli.model_of(etichetta))}
        assert not nominati & set(ordine[posto + 1 :]), etichetta


# there and back


def test_un_installazione_vuota_lo_riprende_con_le_stesse_impronte(archivio_di_valle, tmp_path):
    percorso, congelato = archivio_di_valle
    assert not Ambito.objects.filter(slug="valle").exists()
    piano = bring(percorso)
    assert freeze(build_snapshot(piano)) == congelato
    assert list(verify_all("valle", 2026)) == []
    versioni = Versione.objects.for_system().filter(piano=piano).order_by("numero")
    assert [v.precedente and v.precedente.numero for v in versioni] == [None, 1, 2]
    assert all(fingerprint(bytes(v.pdf)) == v.impronta_pdf for v in versioni)
    assert Evento.objects.get(catena="ambito/valle").atto == "ripresa di un archivio"
    assert not Utente.objects.exists()
    di_nuovo = tmp_path / "di-nuovo.zip"
    export_file(piano, di_nuovo)
    assert di_nuovo.read_bytes() == percorso.read_bytes()


def test_ogni_tabella_piena_e_nell_archivio(archivio_di_valle):
    with Archivio(archivio_di_valle[0]) as archivio:
        vuote = {m for m in modelli.in_order() if not list(archivio.rows(m))}
        assert list(archivio.verify()) == []
    assert vuote <= {"piano.FilePubblicato"}  # made when a version goes out


def test_accanto_ad_altri_dati_non_li_tocca(archivio_di_valle):
    load_registri()
    altro = create_valle("Altra")
    prima = fingerprint(freeze(build_snapshot(altro.piano)))
    assert bring(archivio_di_valle[0]).pk != altro.piano.pk
    assert fingerprint(freeze(build_snapshot(altro.piano))) == prima
    assert list(verify_all()) == []


def test_non_sovrascrive(archivio_di_valle):
    percorso, _ = archivio_di_valle
    bring(percorso)
    contati = [Ricognizione.objects.count(), Evento.objects.count(), Ente.objects.count()]
    with pytest.raises(ArchivioRifiutato, match="c’è già"):
        bring(percorso)
    assert [Ricognizione.objects.count(), Evento.objects.count(), Ente.objects.count()] == contati


def test_con_un_altra_legge_il_piano_non_sarebbe_lo_stesso(archivio_di_valle):
    load_registri()
    Parametro.objects.filter(codice=Parametro.objects.order_by("pk").first().codice).update(nome="Un altro nome")
    Parametro.objects.update(valore=1)
    with pytest.raises(ArchivioRifiutato, match=r"il piano non sarebbe lo stesso\. È diverso: parametro"):
        bring(archivio_di_valle[0])
    assert not Ricognizione.objects.exists()


def test_nessun_indirizzo_di_posta_delle_persone(archivio_di_valle):
    tutto = b"".join(members(archivio_di_valle[0]).values())
    assert not [indirizzo for indirizzo in PRIVATI if indirizzo.encode() in tutto]
    assert b"password" not in tutto.replace(b"Non contiene password", b"")


@pytest.mark.django_db(transaction=True)
def test_si_scrive_con_le_righe_di_un_solo_momento(tmp_path):
    percorso = tmp_path / "valle.zip"
    export_file(create_valle().piano, percorso)
    with Archivio(percorso) as archivio:
        assert list(archivio.verify()) == []
        assert archivio.indice.impronte.schede.keys() == {"rio"}


# one byte


def test_un_byte_cambiato_in_ogni_file_si_trova_e_si_nomina(archivio_di_valle, tmp_path):
    intero, copia = archivio_di_valle[0].read_bytes(), tmp_path / "copia.zip"
    with zipfile.ZipFile(io.BytesIO(intero)) as letto:
        voci = [info for info in letto.infolist() if info.file_size and info.filename != indice.NOME]
    assert len(voci) > 30
    for info in voci:
        inizio = info.header_offset + 30 + len(info.filename) + len(info.extra) + 20
        copia.write_bytes(flip(intero, inizio + info.compress_size // 2))
        with Archivio(copia) as archivio:
            assert info.filename in {guasto.riga for guasto in archivio.verify()}, info.filename


def is_found(percorso: Path) -> bool:
    try:
        with Archivio(percorso) as archivio:
            return bool(list(archivio.verify()))
    except ArchivioRifiutato:
        return True


def test_un_byte_cambiato_dovunque_si_trova(archivio_di_valle, tmp_path):
    intero, copia = archivio_di_valle[0].read_bytes(), tmp_path / "copia.zip"
    for posto in [*range(0, len(intero), len(intero) // 60), *range(len(intero) - 90, len(intero), 7)]:
        copia.write_bytes(flip(intero, posto))
        assert is_found(copia), posto


def rewrite(percorso: Path, nome: str, contenuto: bytes) -> None:
    """A forger who knows the format: another content, with its impronta in the index, and the seal of the file."""
    file = members(percorso) | {nome: contenuto}
    vecchio = msgspec.json.decode(file[indice.NOME], type=indice.Indice)
    nuovo = msgspec.structs.replace(
        vecchio,
        file=tuple(indice.FileDellIndice(f.nome, len(file[f.nome]), fingerprint(file[f.nome])) for f in vecchio.file),
    )
    file[indice.NOME] = freeze(nuovo)
    scritto = io.BytesIO()
    with zipfile.ZipFile(scritto, "w") as archivio:
        archivio.comment = b"0" * indice.SIGILLO
        for sua, suo in file.items():
            archivio.writestr(sua, suo)
    senza = scritto.getvalue()[: -indice.SIGILLO]
    percorso.write_bytes(senza + fingerprint(senza).encode())


@pytest.mark.parametrize(
    ("file", "da", "a", "tabella"),
    [
        ("righe/enti.Evento.jsonl", b'"chi":"Carla"', b'"chi":"Marla"', "enti_evento"),
        ("righe/piano.Versione.jsonl", b'"chi":"prova"', b'"chi":"altri"', "piano_versione"),
        ("byte/righe/piano.Versione/2-pdf", b"%PDF", b"%PDX", "piano_versione"),
        ("byte/righe/raccolta.Certificazione/1-contenuto", b'"sap":12', b'"sap":13', "raccolta_certificazione"),
        ("byte/righe/enti.Allegato/1-contenuto", b"1;2", b"1;3", "enti_allegato"),
    ],
)
def test_chi_rifa_anche_l_indice_si_scontra_con_le_impronte(archivio_di_valle, tmp_path, file, da, a, tabella):
    copia = Path(shutil.copy(archivio_di_valle[0], tmp_path))
    prima = members(copia)[file]
    assert da in prima
    rewrite(copia, file, prima.replace(da, a, 1))
    with Archivio(copia) as archivio:
        assert list(archivio.verify_bytes()) == []
        assert tabella in {guasto.tabella for guasto in archivio.verify()}
    with pytest.raises(ArchivioRifiutato, match=tabella):
        bring(copia)


def test_un_valore_cambiato_nelle_celle_non_entra(archivio_di_valle, tmp_path):
    copia = Path(shutil.copy(archivio_di_valle[0], tmp_path))
    celle = members(copia)["celle/rio.json"]
    rewrite(copia, "celle/rio.json", celle.replace(b'"12"', b'"13"', 1))
    with pytest.raises(ArchivioRifiutato, match="La scheda «rio» ripresa non ha la stessa impronta"):
        bring(copia)
    assert not Ambito.objects.exists()


@pytest.mark.parametrize("contenuto", [b"", b"ciao", b"PK\x05\x06" + bytes(18)])
def test_cio_che_non_e_un_archivio(tmp_path, contenuto):
    file = tmp_path / "x.zip"
    file.write_bytes(contenuto)
    with pytest.raises(ArchivioRifiutato):
        Archivio(file)


def test_un_archivio_di_un_altra_versione(archivio_di_valle, tmp_path):
    copia = Path(shutil.copy(archivio_di_valle[0], tmp_path))
    file = members(copia)
    file[indice.NOME] = file[indice.NOME].replace(b'"versione":1}', b'"versione":9}')
    with zipfile.ZipFile(copia, "w") as archivio:
        for nome, contenuto in file.items():
            archivio.writestr(nome, contenuto)
    with pytest.raises(ArchivioRifiutato, match="versione 9"):
        Archivio(copia)


# commands


def run(*argomenti: str, codice: int = 0) -> str:
    fuori, male, avuto = io.StringIO(), io.StringIO(), 0
    try:
        call_command(*argomenti, stdout=fuori, stderr=male)
    except SystemExit as uscita:
        avuto = uscita.code
    assert avuto == codice, male.getvalue()
    return fuori.getvalue() + male.getvalue()


def test_i_comandi(archivio_di_valle, tmp_path, composti):
    percorso, _ = archivio_di_valle
    detto = run("verifica", str(percorso))
    assert "tutto è come fu conservato" in detto
    assert "Sigillate nel registro: eventi" in detto
    assert "Non coperte da alcuna impronta: " in detto
    pdf = tmp_path / "piano.pdf"
    pdf.write_bytes(composti[1][1].pdf)
    assert "Non è una" in run("verifica", str(pdf), codice=1)
    assert "È la versione 2" in run("verifica", str(pdf), "--archivio", str(percorso))
    assert "Le impronte sono quelle" in run("importa_archivio", str(percorso))
    assert "È la versione 2" in run("verifica", str(pdf), "--tutto")
    assert "c’è già" in run("importa_archivio", str(percorso), codice=2)
    rotto = tmp_path / "rotto.zip"
    rotto.write_bytes(flip(percorso.read_bytes(), 4000))
    assert "rotto.zip" in run("verifica", str(rotto), codice=1)
    assert "Va detto che cosa" in run("verifica", codice=2)
    uscita = tmp_path / "x.zip"
    assert "Scritto" in run("esporta_archivio", "valle", "2026", "--output", str(uscita))
    assert "non ha piani" in run("esporta_archivio", "nessuno", "2026", "--output", str(uscita), codice=2)
