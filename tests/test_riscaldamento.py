"""A server that has just started has loaded what the first visitor needs."""

from collections.abc import Callable
from typing import Any

import pytest

from pianocasa.riscaldamento import warm_up


class Risposta(list[bytes]):
    """A body that has to be closed."""

    chiusa = False

    def close(self) -> None:
        self.chiusa = True


@pytest.mark.parametrize(
    ("home", "chiesti"),
    [
        (
            b'<a href="/piani/oglio-ovest/2026/">2026</a> <a href="/piani/a/2025/">2025</a> <a href="/piani/a/2025/">',
            ["/", "/piani/oglio-ovest/2026/", "/piani/a/2025/"],
        ),
        ("Ancora nessun piano: perché?".encode(), ["/"]),
    ],
)
def test_si_chiede_la_home_e_un_piano(home: bytes, chiesti: list[str], settings) -> None:
    settings.ALLOWED_HOSTS = ["*", ".piani.example.it"]
    domande, risposte = list[dict[str, Any]](), list[Risposta]()

    def application(domanda: dict[str, Any], start_response: Callable[..., Any]) -> Risposta:
        start_response("200 OK", [])
        domande.append(domanda)
        risposte.append(Risposta([home]))
        return risposte[-1]

    warm_up(application)
    assert [domanda["PATH_INFO"] for domanda in domande] == chiesti
    assert {domanda["HTTP_HOST"] for domanda in domande} == {"piani.example.it"}
    assert all(risposta.chiusa for risposta in risposte)
