"""Citations as they are printed."""

import pytest

from lessico import norme
from lessico.norme import Norma


@pytest.mark.parametrize(
    ("norma", "scritta"),
    [
        (norme.RISERVA_CATEGORIE, "r.r. 4/2017, art. 4, comma 3, lett. c bis)"),
        (norme.FORZE_ORDINE, "r.r. 4/2017, art. 4, comma 3, lett. d bis)"),
        (norme.AVVICENDAMENTO, "r.r. 4/2017, art. 4, comma 3, lett. b), n. 1"),
        (norme.APPROVAZIONE, "r.r. 4/2017, art. 28, commi 1 e 2"),
        (norme.STATO_DI_FATTO, "r.r. 4/2017, art. 10"),
        (norme.PIANI_E_PROGRAMMI, "l.r. 16/2016, art. 6, comma 2"),
        (norme.ALTRI_USI, "comunicato regionale 45/2019"),
    ],
)
def test_una_norma_si_scrive_intera(norma: Norma, scritta: str) -> None:
    assert str(norma) == scritta


def test_le_lettere_del_piano_annuale_sono_tutte_diverse() -> None:
    lettere = [norma.lettera for norma in vars(norme).values() if isinstance(norma, Norma) and not norma.numero]
    assert sorted(filter(None, lettere)) == ["a", "b", "c", "c bis", "d", "d bis", "e", "f", "g"]
