"""Finds an ente by any name that documents give it; apostrophes, hyphens, dots, spaces and capitals do not count."""

import re
import unicodedata
from collections import defaultdict
from difflib import get_close_matches

from enti.models import Alias, Ente


class EnteSconosciuto(LookupError):
    """A name that leads to no ente, or to more than one; the sentence says which it may have meant."""


class Nomi:
    """The names of all the enti, read once, in two queries: use it to look up many of them."""

    def __init__(self) -> None:
        """Slugs, canonical names («Chiari», «Comune di Chiari») and aliases."""
        self.slug: set[str] = set()
        self.conosciuti: defaultdict[str, set[str]] = defaultdict(set)
        for ente in Ente.objects.all():
            self.slug.add(ente.slug)
            for nome in (ente.nome, str(ente)):
                self.conosciuti[simplify(nome)].add(ente.slug)
        for slug, nome in Alias.objects.values_list("ente_id", "nome"):
            self.conosciuti[simplify(nome)].add(slug)

    def find(self, nome: str) -> str:
        """The slug of the ente that has this slug or this name; raises EnteSconosciuto."""
        if nome in self.slug:
            return nome
        trovati = sorted(self.conosciuti.get(simplify(nome), ()))
        if len(trovati) == 1:
            return trovati[0]
        if trovati:
            raise EnteSconosciuto(f"Il nome «{nome}» è di più enti: {', '.join(trovati)}. Si usi uno di questi codici.")
        simili = get_close_matches(simplify(nome), self.conosciuti, n=3)
        forse = f" Forse: {', '.join(sorted({slug for s in simili for slug in self.conosciuti[s]}))}." if simili else ""
        raise EnteSconosciuto(f"Nessun ente si chiama «{nome}», né così né con un altro nome.{forse}")


def find_ente(nome: str) -> Ente:
    """The ente that a document calls so; raises EnteSconosciuto."""
    return Ente.objects.get(pk=Nomi().find(nome))


def simplify(nome: str) -> str:
    """What is left of a name when its spelling does not count: «CAZZAGO S.M.» and «Cazzago s. m.» are one."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", nome).casefold()))
