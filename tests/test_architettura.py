"""The rules of the house that no linter knows: who may write, who may ask, how long things are, what has a name."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps
from django.template.utils import get_app_template_dirs

from patrimonio.models import RigaScheda
from piano.sezioni import SEZIONI

RADICE = Path(__file__).parents[1]
CASE = ("lessico", "enti", "patrimonio", "assegnazioni", "misure", "raccolta", "piano", "pianocasa")
MODULI = sorted(p for casa in CASE for p in (RADICE / casa).rglob("*.py") if "migrations" not in p.parts)
TEMPLATE = sorted((RADICE / "templates").rglob("*.html"))
NOMI = [str(percorso.relative_to(RADICE)) for percorso in MODULI]

DOMANDE = {"visible_to", "published", "for_system"}
SCRITTURE = {"create", "bulk_create", "bulk_update", "update", "get_or_create", "update_or_create", "delete", "save"}
CHI_SCRIVE = {"raccolta/foglio.py", "raccolta/services.py"}
OROLOGI = {"now", "localdate", "localtime", "today", "utcnow"}
CHI_GUARDA_L_ORA = re.compile(r"(^|/)(views(/\w+)?|admin|middleware|management/commands/\w+)\.py$")
VIETATI = {"utils", "helpers", "common", "core", "manager", "misc"}
MASSIMO_MODULO, MASSIMO_FUNZIONE, MEDIANA = 300, 40, 10
DEROGHE = {"# type: ignore": 6, "# noqa": 18}


def parse(percorso: Path) -> ast.Module:
    return ast.parse(percorso.read_text(encoding="utf-8"))


def functions(albero: ast.Module) -> Iterator[ast.FunctionDef]:
    return (nodo for nodo in ast.walk(albero) if isinstance(nodo, ast.FunctionDef))


def tracked() -> list[Path]:
    """The files of the tree: those git knows, and those it would add."""
    comando = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        elenco = subprocess.run(comando, cwd=RADICE, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("le parole dell’albero: manca git, o questa non è una copia di git")
    return [percorso for nome in elenco.split("\0") if nome and (percorso := RADICE / nome).is_file()]


# sections


def test_ogni_sezione_ha_modulo_template_e_prova_con_lo_stesso_nome():
    codici = [sezione.codice for sezione in SEZIONI]
    assert len(codici) == len(set(codici))
    moduli = {p.stem for p in (RADICE / "piano/sezioni").glob("*.py")} - {"__init__"}
    parziali = {p.stem for p in (RADICE / "templates/piano/sezioni").glob("*.html") if not p.stem.startswith("_")}
    prove = {p.stem.removeprefix("test_") for p in (RADICE / "tests/piano/sezioni").glob("test_*.py")}
    assert set(codici) == moduli == parziali == prove


@pytest.mark.parametrize("sezione", SEZIONI, ids=lambda sezione: sezione.codice)
def test_una_sezione_e_la_funzione_del_suo_modulo(sezione):
    assert sezione.context.__module__ == f"piano.sezioni.{sezione.codice}"
    assert sezione.template == f"piano/sezioni/{sezione.codice}.html"


@pytest.mark.parametrize("percorso", sorted((RADICE / "piano/sezioni").glob("*.py")), ids=lambda p: p.stem)
def test_una_sezione_non_conosce_la_banca_dati(percorso):
    importati = {nodo.module or "" for nodo in ast.walk(parse(percorso)) if isinstance(nodo, ast.ImportFrom)}
    assert not {nome for nome in importati if nome.startswith("django.db") or nome.endswith(".models")}


# who asks, who writes, who looks at the clock


def unguarded(albero: ast.Module) -> list[int]:
    """The lines on which ``.objects`` is not followed at once by one of the three questions."""
    difesi = {id(nodo.value) for nodo in ast.walk(albero) if isinstance(nodo, ast.Attribute) and nodo.attr in DOMANDE}
    return [
        nodo.lineno
        for nodo in ast.walk(albero)
        if isinstance(nodo, ast.Attribute)
        and nodo.attr in {"objects", "_default_manager", "_base_manager"}
        and id(nodo) not in difesi
    ]


@pytest.mark.parametrize(
    ("codice", "righe"),
    [
        ("Piano.objects.visible_to(chi).get(pk=1)", []),
        ("Piano.objects.published()", []),
        ("Piano.objects.get(pk=1)", [1]),
        ("righe = Piano.objects\nrighe.for_system()", [1]),
        ("Piano.objects.filter(pk=1).visible_to(chi)", [1]),
    ],
)
def test_la_prova_vede_le_domande_di_nessuno(codice, righe):
    assert unguarded(ast.parse(codice)) == righe


@pytest.mark.parametrize("percorso", [p for p in MODULI if {"views", "forms"} & {p.stem, p.parent.name}], ids=str)
def test_viste_e_moduli_chiedono_sempre_per_qualcuno(percorso):
    assert unguarded(parse(percorso)) == []


def base_name(nodo: ast.expr) -> str:
    """The name at the beginning of a chain: ``Consistenza.objects.filter().update`` → Consistenza."""
    while isinstance(nodo, ast.Attribute | ast.Call):
        nodo = nodo.func if isinstance(nodo, ast.Call) else nodo.value
    return nodo.id if isinstance(nodo, ast.Name) else ""


def written_rows(albero: ast.Module) -> set[str]:
    """The rows of a scheda that a module makes or changes."""
    righe = {modello.__name__ for modello in RigaScheda.__subclasses__()} | {"RigaScheda"}
    chiamate = [nodo.func for nodo in ast.walk(albero) if isinstance(nodo, ast.Call)]
    importati = {
        nodo for nodo in ast.walk(albero) if isinstance(nodo, ast.ImportFrom) and "models" in (nodo.module or "")
    }
    modelli = {alias.name for nodo in importati for alias in nodo.names}
    create = {funzione.id for funzione in chiamate if isinstance(funzione, ast.Name)} & modelli
    scritte = {base_name(f) for f in chiamate if isinstance(f, ast.Attribute) and f.attr in SCRITTURE}
    return (create | scritte) & righe


@pytest.mark.parametrize(
    "codice",
    [
        "Consistenza.objects.for_system().filter(pk=1).update(sap=2)",
        "from misure.models import Misura\nMisura(scheda=1)",
        "Esito.objects.create()",
    ],
)
def test_la_prova_vede_chi_scrive(codice):
    assert written_rows(ast.parse(codice))


@pytest.mark.parametrize("percorso", MODULI, ids=NOMI)
def test_le_righe_di_una_scheda_si_scrivono_in_un_posto_solo(percorso):
    if str(percorso.relative_to(RADICE)) not in CHI_SCRIVE:
        assert written_rows(parse(percorso)) == set()


@pytest.mark.parametrize("percorso", MODULI, ids=NOMI)
def test_l_ora_e_un_argomento(percorso):
    chiamate = (nodo for nodo in ast.walk(parse(percorso)) if isinstance(nodo, ast.Call))
    orologi = [n.lineno for n in chiamate if isinstance(n.func, ast.Attribute) and n.func.attr in OROLOGI]
    assert not orologi or CHI_GUARDA_L_ORA.search(str(percorso.relative_to(RADICE))), orologi


# names, sizes, words


def test_il_glossario_nomina_ogni_modello():
    glossario = (RADICE / "README.md").read_text(encoding="utf-8").partition("## Glossario")[2]
    nominati = set(re.findall(r"^\| `(\w+)` \|", glossario, re.MULTILINE))
    modelli = {m.__name__ for casa in CASE[1:-1] for m in apps.get_app_config(casa).get_models()}
    assert modelli - nominati == set()


def test_ogni_modulo_comincia_con_una_frase():
    senza = [nome for nome, p in zip(NOMI, MODULI, strict=True) if not (ast.get_docstring(parse(p)) or "").strip()]
    assert senza == []


def test_nessun_nome_che_non_dice_nulla():
    nomi = {p: {*p.relative_to(RADICE).with_suffix("").parts} for p in (*MODULI, *TEMPLATE)}
    assert [str(p) for p, parti in nomi.items() if parti & VIETATI] == []


def test_le_misure():
    lunghi = {
        nome: n for nome, p in zip(NOMI, MODULI, strict=True) if (n := len(p.read_text().splitlines())) > MASSIMO_MODULO
    }
    assert lunghi == {}
    funzioni = {
        f"{nome}:{f.name}": (f.end_lineno or f.lineno) - f.lineno + 1
        for nome, p in zip(NOMI, MODULI, strict=True)
        for f in functions(parse(p))
    }
    assert {nome: righe for nome, righe in funzioni.items() if righe > MASSIMO_FUNZIONE} == {}
    assert median(funzioni.values()) <= MEDIANA


@pytest.mark.parametrize(("deroga", "massimo"), DEROGHE.items())
def test_le_deroghe_sono_poche_e_contate(deroga, massimo):
    righe = [
        f"{n}: {r.strip()}"
        for n, p in zip(NOMI, MODULI, strict=True)
        for r in p.read_text().splitlines()
        if deroga in r
    ]
    assert len(righe) <= massimo, "\n".join(righe)


def test_ogni_template_serve():
    testi = {p: p.read_text(encoding="utf-8") for p in (*TEMPLATE, *MODULI)}
    altrove = [Path(cartella) for cartella in get_app_template_dirs("templates")]
    for percorso in TEMPLATE:
        nome = percorso.relative_to(RADICE / "templates").as_posix()
        di_django = re.fullmatch(r"\d{3}(_csrf)?\.html", nome)
        sostituisce = any((cartella / nome).exists() for cartella in altrove)
        della_pagina = nome.startswith("pianocasa/") and f'pagina("{percorso.stem}")' in "".join(testi.values())
        nominato = any(nome in testo for altro, testo in testi.items() if altro != percorso)
        assert di_django or sostituisce or della_pagina or nominato, f"nessuno usa {nome}"


@pytest.mark.parametrize("percorso", TEMPLATE, ids=lambda p: p.relative_to(RADICE / "templates").as_posix())
def test_un_indirizzo_si_usa_nel_blocco_in_cui_ha_nome(percorso):
    """Django forgets at the end of a block what was named in it: a link would lead nowhere, without a word."""
    blocchi = re.findall(r"{% block (\w+) %}(.*?){% endblock", percorso.read_text(), re.DOTALL)
    nomi = {nome for _, testo in blocchi for nome in re.findall(r"{% url [^%]+ as (\w+) %}", testo)}
    for blocco, testo in blocchi:
        for nome in nomi:
            usato = re.search(rf"({{{{ |=){nome}\b", testo)
            assert not usato or f"as {nome} %}}" in testo, f"{nome} non esiste nel blocco {blocco}"


def test_una_chiave_non_prende_il_punto_delle_migliaia():
    """In an attribute a number is read by a program: «4.831» is not the key 4831. The key of an ente is a name."""
    nuda = re.compile(r"""=\"[^\"]*\{\{ (?![\w.]*ente\.pk)[\w.]*(?:\.pk|\.versione|\.fatte|\.totale) \}\}""")
    trovate = {p.name: nuda.findall(p.read_text(encoding="utf-8")) for p in TEMPLATE}
    assert {nome: righe for nome, righe in trovate.items() if righe} == {}


def test_nell_albero_nessun_percorso_di_una_macchina_e_nessun_attrezzo():
    macchine = re.compile(r"(?<![\w./}*])/(?:work|root|home|Users)/\w")
    attrezzi = re.compile(
        r"\b(?:"
        + "|".join(
            [
                "cla" + "ude",
                "anth" + "ropic",
                "chat" + "gpt",
                "open" + "ai",
                "co" + "pilot",
                "sub" + "agent",
                "ll" + "m",
            ]
        )
        + r")\b",
        re.IGNORECASE,
    )
    for percorso in tracked():
        try:
            testo = percorso.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        trovati = [m.group() for schema in (macchine, attrezzi) for m in schema.finditer(testo)]
        assert trovati == [], percorso
