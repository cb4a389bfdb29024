"""Mail: one message to each person, and never an error where what it speaks of has been kept."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from raccolta.conduzione.posta import connect, send


class ServerFermo(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError

    def send_messages(self, _messages):
        self.open()


def test_un_messaggio_per_persona():
    assert send(["anna@example.org", "bruno@example.org"], "Oggetto", "Testo") == ()
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["anna@example.org"], "Oggetto", "Testo"),
        (["bruno@example.org"], "Oggetto", "Testo"),
    ]


def test_un_server_fermo_si_dice_e_non_interrompe(settings):
    settings.EMAIL_BACKEND = f"{__name__}.ServerFermo"
    assert send(["anna@example.org"], "Oggetto", "Testo") == ("anna@example.org",)
    with pytest.raises(ConnectionRefusedError), connect():
        pass


def test_un_oggetto_su_due_righe_non_parte():
    assert send(["anna@example.org"], "Oggetto\nBcc: altri@example.org", "Testo") == ("anna@example.org",)
    assert mail.outbox == []
