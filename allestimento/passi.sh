#!/usr/bin/env bash
# The steps of the set-up, one word each: passi.sh ambiente requisiti dati statici servi …
# Every step says what it does, is skipped when its stamp matches the content it depends on, and writes the stamp last:
# an interrupted step is simply done again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 DJANGO_SETTINGS_MODULE=pianocasa.settings HTTPS="${HTTPS:-0}"
# Behind a filter with its own certificate, uv must trust what the system trusts, as pip does.
[ ! -s /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=1
PY=.venv/bin/python

passo="inizio"
trap 'esito=$?; [ $esito -eq 0 ] || [ $esito -eq 130 ] || dico "Non riuscito: $passo. Dopo aver rimediato basta ripetere lo stesso comando." >&2' EXIT
trap 'exit 130' INT TERM

dico() { printf '▸ %s\n' "$*"; }
puo_installare() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }
installa() { # PACCHETTO…: Debian and Ubuntu, as root
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
somma() { if command -v sha256sum >/dev/null; then sha256sum; elif command -v shasum >/dev/null; then shasum -a 256; else cksum; fi; }
impronta() { # PERCORSO…: of the names and the contents of all files below
  find "$@" -type f ! -name '*.pyc' 2>/dev/null | LC_ALL=C sort | while IFS= read -r file; do printf '%s\n' "$file"; cat "$file"; done | somma
}
fatto() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }          # STAMPO IMPRONTA
segna() { printf '%s\n' "$2" >"$1.parte" && mv "$1.parte" "$1"; } # STAMPO IMPRONTA

trova_python() {
  local nome
  for nome in python3.13 python3.12 python3.11 python3; do
    if "$nome" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then echo "$nome"; return; fi
  done
  echo "Serve Python 3.11, 3.12 o 3.13. Su Debian e Ubuntu: sudo apt-get install python3 python3-venv" >&2
  return 1
}

ambiente() {
  if [ -f .venv/.creato ] && $PY -c '' 2>/dev/null; then return; fi
  local python versione
  python=$(trova_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    versione=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if ! puo_installare; then
      echo "A questo Python manca venv. Eseguire: sudo apt-get install $versione" >&2
      return 1
    fi
    dico "Installo $versione"
    installa "$versione"
  fi
  dico "Creo l'ambiente Python in .venv ($("$python" --version))"
  "$python" -m venv --clear .venv
  touch .venv/.creato
}

uv() { # installed from its own hashed line
  local stampo=.venv/.uv segno
  segno=$(impronta requirements/uv.txt)
  if ! fatto $stampo "$segno"; then
    dico "Installo uv, che installa il resto"
    $PY -m pip install --quiet --require-hashes -r requirements/uv.txt
    segna $stampo "$segno"
  fi
  $PY -m uv "$@"
}

requisiti() { # run | dev, which holds run
  local quali=${1:-run} segno altro
  segno=$(impronta "requirements/$quali.txt")
  altro=$(impronta requirements/dev.txt)
  if fatto ".venv/.requisiti-$quali" "$segno"; then return; fi
  if [ "$quali" = run ] && fatto .venv/.requisiti-dev "$altro"; then return; fi
  dico "Installo i pacchetti Python (requirements/$quali.txt, con le impronte)"
  uv pip install --quiet --python $PY --require-hashes -r "requirements/$quali.txt"
  segna ".venv/.requisiti-$quali" "$segno"
}
requisiti-dev() { requisiti dev; }

trova_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
browser() {
  if trova_browser >/dev/null; then return; fi
  if puo_installare; then
    dico "Installo Chromium per le prove nel browser"
    installa chromium || dico "Chromium non si installa: le prove nel browser saranno tralasciate"
  fi
}

# veraPDF judges PDF/A and PDF/UA. It is a Java program that Maven fetches, whole or not at all, into var/verapdf.
CON_JAVA="default-jre-headless maven"
verapdf() {
  local segno
  segno=$(impronta allestimento/verapdf)
  if command -v java >/dev/null && fatto var/verapdf/.fatto "$segno"; then return; fi
  if ! { command -v java && command -v mvn; } >/dev/null && puo_installare; then
    dico "Installo Java e Maven per veraPDF"
    installa $CON_JAVA || dico "Java e Maven non si installano"
  fi
  if { command -v java && command -v mvn; } >/dev/null; then
    dico "Prendo veraPDF con Maven"
    rm -rf var/verapdf
    if mvn --quiet --batch-mode -Dstyle.color=never --file allestimento/verapdf/pom.xml dependency:copy-dependencies \
      -DoutputDirectory="$PWD/var/verapdf"; then
      segna var/verapdf/.fatto "$segno"
      return
    fi
  fi
  [ -z "${PIANOCASA_CI:-}" ] || { echo "Manca veraPDF: servono $CON_JAVA" >&2; return 1; }
  dico "veraPDF non c'è: le sue prove saranno tralasciate"
}

segreto() {
  mkdir -p var out
  if [ -s var/segreto ]; then return; fi
  dico "Genero la chiave segreta in var/segreto"
  (umask 077 && $PY -c 'import secrets; print(secrets.token_urlsafe(64))' >var/segreto.parte && mv var/segreto.parte var/segreto)
}

dati() {
  local segno
  segno=$(impronta fixtures requirements/run.txt ./*/migrations ./*/management; printf '%s' "${DATABASE_URL:-}")
  if { [ -n "${DATABASE_URL:-}" ] || [ -s var/pianocasa.sqlite3 ]; } && fatto var/.dati "$segno"; then return; fi
  dico "Preparo la base di dati"
  $PY manage.py migrate --no-input --verbosity 0
  DEBUG=0 $PY manage.py createcachetable --verbosity 0 # the cache of the server, which runs without DEBUG
  dico "Carico i registri: parametri di legge e comuni d'Italia"
  $PY manage.py carica_registri
  dico "Carico i dati di Oglio Ovest e della dimostrazione"
  $PY manage.py carica_dimostrazione
  segna var/.dati "$segno"
}

statici() {
  local segno
  segno=$(impronta static pianocasa/statici.py requirements/run.txt)
  if [ -f var/static/staticfiles.json ] && fatto var/.statici "$segno"; then return; fi
  dico "Raccolgo e comprimo i file statici"
  $PY manage.py collectstatic --no-input --clear --verbosity 0
  segna var/.statici "$segno"
}

porta_libera() { # from the one asked for upwards
  $PY - "$1" <<'PYTHON'
import socket
import sys

for porta in range(int(sys.argv[1]), int(sys.argv[1]) + 50):
    with socket.socket() as presa:
        presa.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            presa.bind(("127.0.0.1", porta))
        except OSError:
            continue
        print(porta)
        break
else:
    sys.exit(1)
PYTHON
}
servi() {
  local voluta=${PORTA:-8000} porta
  porta=$(porta_libera "$voluta")
  [ "$porta" = "$voluta" ] || dico "La porta $voluta è occupata: uso la $porta"
  $PY manage.py conti_dimostrazione
  dico "Pianocasa è su http://127.0.0.1:$porta/ (si ferma con Ctrl-C)"
  export DEBUG=0
  $PY manage.py db_worker --interval 1 --verbosity 0 & # long files of dwellings are read in the background
  $PY manage.py componi_piani --ogni 5 & # the drafts that change are composed before anybody asks
  $PY -m gunicorn pianocasa.wsgi --bind "127.0.0.1:$porta" --workers 2 --threads 4 --no-control-socket --log-level warning &
  trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
  wait -n
}

piano() {
  dico "Scrivo out/piano-oglio-ovest-2026.pdf"
  $PY manage.py esporta_piano oglio-ovest 2026 --formato pdf --output out/piano-oglio-ovest-2026.pdf
}

collaudo() { # on both engines; what was left out is said last
  local base esito=0 tralasciati
  tralasciati=$(mktemp)
  for base in ${SUITE_DB:-sqlite postgres}; do
    dico "Prove su $base"
    PIANOCASA_TRALASCIATI="$tralasciati" SUITE_DB=$base $PY -m pytest -q -n "${PROCESSI:-auto}" --dist worksteal ${ARGS:-} || esito=1
  done
  if [ -s "$tralasciati" ]; then
    dico "Tralasciate:"
    LC_ALL=C sort -u "$tralasciati"
  else
    dico "Nessuna prova tralasciata"
  fi
  rm -f "$tralasciati"
  return $esito
}

controlli() {
  local esito=0
  prova() { dico "$*"; "$@" || { dico "Qui c’è da rimediare: $*"; esito=1; }; }
  prova $PY -m ruff check .
  prova $PY -m ruff format --check .
  prova $PY -m mypy .
  prova $PY -c 'import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())'
  prova $PY -m djlint --check templates
  prova $PY -m djlint --quiet --lint templates
  prova $PY manage.py makemigrations --check --dry-run
  prova env HTTPS=1 $PY manage.py check --deploy --fail-level WARNING
  [ $esito -eq 0 ] && dico "Controlli superati"
  return $esito
}

misure() {
  $PY -m benchmarks
}

schermate() { # from a database of their own, that is thrown away; Playwright keeps a loop where the queries are made
  local var
  var=$(mktemp -d)
  dico "Prendo le schermate della guida"
  env -u DATABASE_URL PIANOCASA_VAR="$var" DEBUG=1 DJANGO_ALLOW_ASYNC_UNSAFE=true \
    $PY manage.py shell --verbosity 0 --command "from allestimento.schermate import main; main()"
  rm -rf "$var"
}

requirements() { # one set for Python 3.11 to 3.13 and every system, with hashes and without addresses
  unset PIP_FIND_LINKS UV_FIND_LINKS
  local opzioni=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
    --custom-compile-command "make requirements")
  uv pip compile "${opzioni[@]}" pyproject.toml -o requirements/run.txt
  uv pip compile "${opzioni[@]}" pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
  grep -E '^ *"uv==' pyproject.toml | cut -d'"' -f2 | uv pip compile "${opzioni[@]}" --no-annotate - -o requirements/uv.txt
  if grep -nE '://|file:|--(extra-)?index|--find-links' requirements/*.txt; then
    echo "Nei requisiti è finito un indirizzo." >&2
    return 1
  fi
  dico "Scritti requirements/run.txt, dev.txt e uv.txt"
}

for passo in "$@"; do
  "$passo"
done
