"""Mail that the program sends: plain text, one message to each person, after what it speaks of has been kept."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend


@contextmanager
def connect() -> Iterator[BaseEmailBackend]:
    """The mail server, for who has many messages to send; raises OSError when it does not answer."""
    server = get_connection()
    server.open()
    try:
        yield server
    finally:
        with suppress(OSError):  # a server that takes its leave badly has taken the messages
            server.close()


def send(
    destinatari: Iterable[str], oggetto: str, testo: str, *, server: BaseEmailBackend | None = None
) -> tuple[str, ...]:
    """One message to each address; the addresses to which nothing could be sent. Never raises for the mail's sake.

    Inside a transaction it is called by ``transaction.on_commit``: what is undone must not have been announced.
    """
    return tuple(indirizzo for indirizzo in destinatari if not _deliver(indirizzo, oggetto, testo, server))


def _deliver(indirizzo: str, oggetto: str, testo: str, server: BaseEmailBackend | None) -> bool:
    try:
        return EmailMessage(oggetto, testo, to=[indirizzo], connection=server).send() == 1
    except (OSError, ValueError):  # smtplib's errors are among the first, addresses that are none among the second
        return False
