"""The faces of the document: where they are, which characters they have, how wide those are."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

TITILLIUM: Final = Path(str(files("bootstrap_italia_template"))) / "static" / "fonts" / "Titillium_Web"
FIRA: Final = Path(str(files("fontpkg_fira_sans"))) / "files"
DRITTI: Final = (("300", "Light"), ("400", "Regular"), ("600", "SemiBold"), ("700", "Bold"))
CORSIVI: Final = (("400", "Italic"), ("700", "BoldItalic"))
"""Weights in use, with the names that Fira gives them: each face costs time at every render."""


def list_faces(html: str) -> str:
    """The faces that a document wants, as TrueType: quicker than WOFF2, and the same everywhere."""
    volti = [*DRITTI, *(CORSIVI if "<em>" in html else ())]
    regole = [_face("Titillium Web", peso, nome, _titillium(peso, nome)) for peso, nome in volti]
    if _beyond_titillium(html):
        regole += [_face("Fira Sans", peso, nome, FIRA / f"FiraSans-{nome}.ttf") for peso, nome in volti]
    return "\n".join(regole)


def _face(famiglia: str, peso: str, nome: str, percorso: Path) -> str:
    stile = "italic" if nome.endswith("Italic") else "normal"
    return (
        f'@font-face {{ font-family: "{famiglia}"; font-weight: {peso}; font-style: {stile}; '
        f'src: url("{percorso.as_uri()}") }}'
    )


def _titillium(peso: str, nome: str) -> Path:
    stile = {"400Regular": "regular", "400Italic": "italic", "700BoldItalic": "700italic"}.get(f"{peso}{nome}", peso)
    return TITILLIUM / f"titillium-web-v10-latin-ext_latin-{stile}.ttf"


def _beyond_titillium(html: str) -> set[str]:
    """The printable characters of a document that Titillium does not have: names of people and places, mostly."""
    return {carattere for carattere in set(html) if carattere.isprintable()} - _advances().keys()


def measure_letters(testo: str, corpo: float) -> float | None:
    """How wide a text is in Titillium, one letter after the other; nothing if a letter is missing."""
    larghezze = _advances()
    return corpo * sum(larghezze[c] for c in testo) if larghezze.keys() >= set(testo) else None


@lru_cache(maxsize=1)
def _advances() -> dict[str, float]:
    """The characters of Titillium, and how wide each is where letters are 1 high."""
    font = TTFont(_titillium("400", "Regular"))
    alta, larghe = font["head"].unitsPerEm, font["hmtx"]
    return {chr(codice): larghe[nome][0] / alta for codice, nome in font.getBestCmap().items()}
