"""What no page may do unseen: report an error in the console, raise one, ask others for something."""

from playwright.sync_api import ConsoleMessage, Page, Request


def watch(page: Page, sito: str) -> list[str]:
    """The troubles of a page, as they come; who expects an answer over 399 adds its status to ``stati_attesi``."""
    guai: list[str] = []
    page.stati_attesi = set()
    page.set_default_timeout(10_000)

    def ascolta(messaggio: ConsoleMessage) -> None:
        if messaggio.type == "error" and not any(f"status of {stato}" in messaggio.text for stato in page.stati_attesi):
            guai.append(f"console: {messaggio.text}")

    def controlla(richiesta: Request) -> None:
        if not richiesta.url.startswith((sito, "data:", "blob:")):
            guai.append(f"richiesta ad altri: {richiesta.url}")

    page.on("console", ascolta)
    page.on("pageerror", lambda errore: guai.append(f"errore: {errore}"))
    page.on("request", controlla)
    return guai
