"""What every test may ask for: a browser page that forgives nothing, and a clean start."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from playwright.sync_api import Page

from enti.sola_aggiunta import install, remove
from tests.ambiente import trova_browser
from tests.guardia import watch
from tests.norme import SENZA_VERAPDF, trova_verapdf

pytest_plugins = ["tests.congelati"]

# How long an example takes depends on what else the machine does: it proves nothing.
settings.register_profile("prove", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("prove")

CHROMIUM = trova_browser()
SENZA_BROWSER = "prove nel browser: manca Chromium (Debian e Ubuntu: sudo apt-get install -y chromium)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    nella_build = bool(os.environ.get("PIANOCASA_CI"))
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):  # who asks for a page asks for it too
            item.add_marker("browser")
            if not CHROMIUM and not nella_build:
                item.add_marker(pytest.mark.skip(reason=SENZA_BROWSER))
        if (
            "verapdf" in getattr(item, "fixturenames", ())
            and not trova_verapdf()
            and not os.environ.get("PIANOCASA_CI")
        ):
            item.add_marker(pytest.mark.skip(reason=SENZA_VERAPDF))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was left out, for whoever reads the last lines (`make test` repeats it after both engines)."""
    motivi = sorted(
        {str(rapporto.longrepr[2]).removeprefix("Skipped: ") for rapporto in terminalreporter.stats.get("skipped", [])}
    )
    for motivo in motivi:
        terminalreporter.write_line(f"Tralasciate: {motivo}")
    if motivi and (file := os.environ.get("PIANOCASA_TRALASCIATI")):
        with Path(file).open("a") as elenco:
            elenco.writelines(f"  {motivo}\n" for motivo in motivi)


@pytest.fixture
def verapdf() -> None:
    """Who asks for it needs Java and veraPDF: left out where they are missing, and red in the build."""
    assert trova_verapdf(), SENZA_VERAPDF


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    assert CHROMIUM, SENZA_BROWSER
    opzioni = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return {"executable_path": CHROMIUM, "args": [*opzioni, "--disable-component-update", "--disable-sync"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "it-IT", "timezone_id": "Europe/Rome", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """At the end whoever is still connected (a browser that has gone) is sent away, or the database would stay."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursore:
            cursore.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _empty_all(prova: TransactionTestCase, svuota=TransactionTestCase._fixture_teardown) -> None:
    """A transactional test leaves an empty database: also the tables to which one only adds, which would refuse."""
    remove(connection)
    try:
        svuota(prova)
    finally:
        install(connection)


TransactionTestCase._fixture_teardown = _empty_all


@pytest.fixture(autouse=True)
def _limiti_azzerati() -> None:
    """The login's rate limits live in the cache: no test inherits those of another."""
    cache.clear()


@pytest.fixture
def pagina(page: Page, live_server) -> Iterator[Page]:
    """A browser page of the running site; at the end no error and no request to others may have been seen.

    A test that expects an answer over 399 adds its status to ``pagina.stati_attesi``.
    """
    guai = watch(page, live_server.url)
    yield page
    assert not guai, "\n".join(guai)
