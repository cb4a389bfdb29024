"""The judges of a PDF: veraPDF (Java), outloud, pdfua; each answers with what it found wrong, document by document."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import outloud
import pdfua

CARTELLA = Path(__file__).resolve().parent.parent / "var" / "verapdf"
SENZA_VERAPDF = (
    "prove con veraPDF (PDF/A-3a e PDF/UA-1): manca Java o Maven "
    "(Debian e Ubuntu: sudo apt-get install -y default-jre-headless maven, poi ancora make test)"
)


def trova_verapdf() -> bool:
    """Whether there is a Java, and the jars that ``passi.sh verapdf`` copies."""
    return bool(shutil.which("java") and (CARTELLA / ".fatto").exists())


def ask_verapdf(profilo: str, percorsi: list[Path]) -> dict[str, set[str]]:
    """The rules that each document breaks, such as «7.18.5-1»: one start of Java for all of them."""
    assert trova_verapdf(), SENZA_VERAPDF
    comando = ["java", "-Duser.language=en", "-cp", f"{CARTELLA}{os.sep}*", "org.verapdf.apps.GreenfieldCliWrapper"]
    fatto = subprocess.run(
        [*comando, "--flavour", profilo, "--format", "json", *map(str, percorsi)], capture_output=True, check=False
    )
    esiti = json.loads(fatto.stdout)["report"]["jobs"]
    assert len(esiti) == len(percorsi), fatto.stderr
    return {Path(esito["itemDetails"]["name"]).stem: _broken(esito) for esito in esiti}


def _broken(esito: Mapping) -> set[str]:
    [verdetto] = esito["validationResult"]
    regole = {f"{r['clause']}-{r['testNumber']}" for r in verdetto["details"]["ruleSummaries"]}
    assert verdetto["compliant"] is (not regole)
    return regole


def ask_outloud(percorso: Path) -> list[str]:
    """The errors, with their page."""
    esito = outloud.check(str(percorso))
    assert esito.error is None
    return [f"{f.rule} p.{f.page}: {f.message} {f.evidence}" for f in esito.findings if f.severity == "error"]


def ask_pdfua(percorso: Path) -> list[str]:
    """All its findings."""
    return [f"{trovato.rule_id}: {trovato.message}" for trovato in pdfua.validate(str(percorso)).findings]
