"""The comuni and the enti that a file of dwellings may name, by code, by name or by another spelling."""

import re
from collections import defaultdict
from typing import Any, Final

from enti.models import Alias, Comune, Ente
from enti.nomi import simplify
from raccolta.alloggi.celle import CellaErrata, to_text

_CIFRE: Final = re.compile(r"\d{4,6}")
_PROVINCIA: Final = re.compile(r"(.+?)\s*\((\w\w)\)")


class Luoghi:
    """Read once for a file: three queries."""

    def __init__(self, ente: Ente) -> None:
        """``ente``: whose dwellings they are; where a name is of two comuni, that of its province is meant."""
        self.ente, self.istat = ente, set[str]()
        self.comuni: defaultdict[str, set[str]] = defaultdict(set)
        self.enti: defaultdict[str, set[str]] = defaultdict(set)
        for istat, nome, provincia in Comune.objects.values_list("istat", "nome", "provincia"):
            self.istat.add(istat)
            self.comuni[simplify(nome)].add(istat)
            self.comuni[f"{simplify(nome)} {provincia.lower()}"].add(istat)
        for trovato in Ente.objects.all():
            for nome in (trovato.nome, str(trovato)):
                self._add(nome, trovato)
        for alias in Alias.objects.select_related("ente"):
            self._add(alias.nome, alias.ente)

    def _add(self, nome: str, ente: Ente) -> None:
        self.enti[simplify(nome)].add(ente.pk)
        if ente.comune_id:
            self.comuni[simplify(nome)].add(ente.comune_id)

    def read_comune(self, cella: Any) -> str:
        """The ISTAT code; raises CellaErrata."""
        testo = to_text(cella)
        if _CIFRE.fullmatch(testo):
            if (codice := testo.zfill(6)) in self.istat:
                return codice
            raise CellaErrata("Nessun comune ha questo codice ISTAT.")
        return self._one(self.comuni, _PROVINCIA.sub(r"\1 \2", testo), "comune")

    def read_gestore(self, cella: Any) -> str | None:
        """The slug of an ente; nothing where the owner manages."""
        trovato = self._one(self.enti, to_text(cella), "ente")
        return None if trovato == self.ente.pk else trovato

    def _one(self, nomi: defaultdict[str, set[str]], nome: str, cosa: str) -> str:
        semplice = simplify(nome)
        trovati = nomi.get(semplice) or nomi.get(semplice.removeprefix("comune di ")) or set()
        if len(trovati) == 1:
            return next(iter(trovati))
        if trovati:
            raise CellaErrata(f"Il nome è di più di un {cosa}: si aggiunge la provincia, o si scrive il codice ISTAT.")
        raise CellaErrata(f"Nessun {cosa} ha questo nome.")
