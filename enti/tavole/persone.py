"""The people of an ambito or of an ente, and the members of an ambito, as tables."""

from collections.abc import Iterable, Iterator, Sequence

from enti.membri import Membro
from enti.persone import Elenco
from lessico.tavole.tavola import Tavola, Valore, of_texts


def people_table(elenco: Elenco, presso: str, nome: str) -> Tavola:
    """Everybody of a list, with how things stand: in force, invited, ended."""
    return Tavola(
        titolo=f"Persone, {presso}",
        nome=f"persone-{nome}",
        colonne=of_texts("Nome", "Indirizzo", "Incarico", "Presso", "Stato", "Dal", "Al", "Ultimo accesso"),
        righe=_people(elenco),
        note=("«Invito»: la persona non ha ancora accettato; «Al» dice fino a quando può farlo.",),
    )


def _people(elenco: Elenco) -> Iterator[Sequence[Valore]]:
    for righe, stato in ((elenco.in_corso, "In corso"), (elenco.passati, "Concluso")):
        for r in righe:
            yield (r.nome, r.email, r.ruolo, r.presso, stato, r.dal, r.al, r.ultimo_accesso)
    for i in elenco.inviti:
        stato = "Invito scaduto" if i.scaduto else "Invito"
        yield (i.nome, i.email, i.ruolo, i.presso, stato, "", i.fino_al, "")


def members_table(membri: Iterable[Membro], ambito: str, nome: str) -> Tavola:
    """All who belong or have belonged to an ambito."""
    return Tavola(
        titolo=f"Enti dell’ambito {ambito}",
        nome=f"enti-{nome}",
        colonne=of_texts("Ente", "Tipo", "Capofila", "Nell’ambito dal", "Fino al", "Unico addetto"),
        righe=((m.nome, m.tipo, _yes(m.capofila), m.dal, m.al, _yes(m.unico_addetto)) for m in membri),
    )


def _yes(vero: object) -> str:
    return "sì" if vero else "no"
