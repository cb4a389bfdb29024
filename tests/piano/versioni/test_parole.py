"""Two texts word by word: nothing is lost, and what is shown can be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piano.versioni.parole import CAPOVERSO, Brano, Segno, compare_texts, split_words

U, T, A = Segno.UGUALE, Segno.TOLTO, Segno.AGGIUNTO
CAPOVERSI = st.lists(st.sampled_from(["il", "piano", "offre", "case", "12", "nel"]), min_size=1, max_size=8)
TESTI = st.lists(CAPOVERSI.map(" ".join), max_size=5).map("\n\n".join)


def one_side(brani: tuple[Brano, ...], segno: Segno) -> list[str]:
    """The words of one of the two texts, without the marks of the paragraphs."""
    return [p for b in brani for pezzo in b.pezzi if pezzo.segno in (U, segno) for p in pezzo.testo.split()]


def words(testo: str) -> list[str]:
    return [parola for parola in split_words(testo) if parola != CAPOVERSO]


@settings(max_examples=150)
@given(TESTI, TESTI)
def test_ogni_parola_dei_due_testi_si_legge_una_volta(prima: str, dopo: str) -> None:
    brani = compare_texts(prima, dopo)
    assert one_side(brani, T) == words(prima)
    assert one_side(brani, A) == words(dopo)
    assert all(brano.pezzi for brano in brani)
    assert all(pezzo.testo for brano in brani for pezzo in brano.pezzi)


@settings(max_examples=50)
@given(TESTI)
def test_un_testo_uguale_a_se_stesso_non_ha_differenze(testo: str) -> None:
    assert all(brano.uguale for brano in compare_texts(testo, testo.replace(" ", "  ")))


@pytest.mark.parametrize(
    ("prima", "dopo", "attesi"),
    [
        ("", "", []),
        ("Sono 5 case libere.", "Sono 7 case libere.", [[(U, "Sono"), (T, "5"), (A, "7"), (U, "case libere.")]]),
        ("", "Nuovo testo.", [[(A, "Nuovo testo.")]]),
        ("Primo.\n\nSecondo.", "Primo.", [[(U, "Primo.")], [(T, "Secondo.")]]),
        ("Primo.\n\nUltimo.", "Primo.\n\nMezzo.\n\nUltimo.", [[(U, "Primo.")], [(A, "Mezzo.")], [(U, "Ultimo.")]]),
        ("- uno\n- due", "- uno\n- tre", [[(U, "- uno")], [(U, "-"), (T, "due"), (A, "tre")]]),
    ],
)
def test_i_casi_che_si_incontrano(prima: str, dopo: str, attesi: list[list[tuple[Segno, str]]]) -> None:
    assert [[(p.segno, p.testo) for p in brano.pezzi] for brano in compare_texts(prima, dopo)] == attesi


def test_una_frase_riscritta_si_legge_intera_prima_e_dopo() -> None:
    """A lone word in common does not cut the sentence in pieces."""
    [brano] = compare_texts("Il Comune vende le case di via Roma", "La Regione acquista gli edifici di piazza Dante")
    assert [p.segno for p in brano.pezzi] == [T, A]
