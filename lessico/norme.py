"""The citations of the law, as constants, each with how far its text was read.

Key of the comments: [V] read in the text, [V-ind] read in an indirect source only, [INF] inferred from the order of
the letters confirmed elsewhere. S and A numbers are those of the list of sources in «Il dominio», section 8.
"""

from typing import Final

from msgspec import Struct


class Norma(Struct, frozen=True):
    """A place in an act; what is not cited is empty."""

    atto: str
    articolo: str = ""
    comma: str = ""
    lettera: str = ""
    numero: str = ""

    def __str__(self) -> str:
        commi = "commi" if " e " in self.comma else "comma"
        parti = (
            self.atto,
            self.articolo and f"art. {self.articolo}",
            self.comma and f"{commi} {self.comma}",
            self.lettera and f"lett. {self.lettera})",
            self.numero and f"n. {self.numero}",
        )
        return ", ".join(parte for parte in parti if parte)


_LEGGE: Final = "l.r. 16/2016"
_REGOLAMENTO: Final = "r.r. 4/2017"


def _contenuto(lettera: str, numero: str = "") -> Norma:
    """A content of the annual plan: art. 4, comma 3."""
    return Norma(_REGOLAMENTO, "4", "3", lettera, numero)


# How the plan is made
PIANO_TRIENNALE: Final = Norma(_REGOLAMENTO, "3")  # [V] S3; the end of comma 2 was not readable
PIANO_ANNUALE: Final = Norma(_REGOLAMENTO, "4", "1")  # [V] S38: it updates and carries out the triennial plan
RICOGNIZIONE: Final = Norma(_REGOLAMENTO, "4", "2")  # opening words [V] S38, content [V-ind] S33
CAPOFILA: Final = Norma(_REGOLAMENTO, "3", "3")  # [V] S5: designated by the Assemblea dei Sindaci
PARERE_ALER: Final = Norma(_REGOLAMENTO, "4")  # [V-ind] S35; comma not found, nor a number of days
APPROVAZIONE: Final = Norma(_REGOLAMENTO, "28", "1 e 2")  # cited by Comunicato 45/2019 [V] S19; text not retrieved

# What the plan contains
CONSISTENZA: Final = _contenuto("a")  # [V-ind] S22, S23; the letter [V] S1, S5
ALTRI_USI: Final = Norma("comunicato regionale 45/2019")  # [V] S19: counted for the consistency only
DISPONIBILI: Final = _contenuto("b")  # [V-ind] S22; the letter [V] S1
AVVICENDAMENTO: Final = _contenuto("b", "1")  # [V] S1: «normale avvicendamento»
STATO_DI_FATTO: Final = Norma(_REGOLAMENTO, "10")  # [V] S39; its number in letter b) was not found
PIANI_E_PROGRAMMI: Final = Norma(_LEGGE, "6", "2")  # [V] S10; its number in letter b) was not found
CONFERITE: Final = Norma(_LEGGE, "23", "2")  # [V-ind] S21; its number in letter b) was not found
SOGLIA_INDIGENZA: Final = _contenuto("c")  # [V-ind] S22, S25; the letter [INF]
INDIGENZA: Final = Norma(_REGOLAMENTO, "13", "3")  # [V] S40: 20 per cent, rounded up
RISERVA_CATEGORIE: Final = _contenuto("c bis")  # [V] S1, new in 2025
CATEGORIA_RILEVANZA: Final = _contenuto("d")  # [V] S5, new wording in 2019
FORZE_ORDINE: Final = _contenuto("d bis")  # [V] S1, rewritten in 2025
TRANSITORI: Final = _contenuto("e")  # [V-ind] S22, S23; the letter [INF]
MISURE: Final = _contenuto("f")  # [V-ind] S22, S23; the letter [INF]
ASSEGNAZIONI: Final = _contenuto("g")  # [V-ind] S22, S23; the letter [INF]

# What goes with the plan
AVVISO: Final = Norma(_REGOLAMENTO, "8", "1")  # [V] S7: issued by the capofila, for the ambito
DATI_APERTI: Final = Norma("d.lgs. 82/2005", "52", "2")  # [V] A6: published without a licence, they are open

# What no norm says
COERENZA: Final = Norma("coerenza dei dati")  # ours: two figures of the plan that cannot both be right
