"""The forms of the acts on a plan: one for each, that says what the act brings."""

from collections.abc import Mapping
from typing import Any, Final

from crispy_forms.layout import Column, Layout, LayoutObject, Row
from django import forms

from enti.allegati import CampoFile
from piano.componi.testi import write_heading
from piano.iter.flusso import Atto
from piano.iter.mossa import Dati
from piano.iter.situazione import ParereLetto, Situazione
from piano.models import EsitoParere, Parere, Piano, StatoPiano
from piano.services import find_amendment
from piano.snapshot import build_snapshot
from raccolta.forms.ricognizione import ModuloDiRaccolta
from raccolta.moduli.campi import CampoConteggio, CampoData, CampoTesto

DATI: Final = frozenset(Dati.__struct_fields__)


def _long(etichetta: str, aiuto: str = "", *, required: bool = False) -> CampoTesto:
    area = forms.Textarea(attrs={"rows": 3})
    return CampoTesto(label=etichetta, required=required, widget=area, max_length=4000, help_text=aiuto)


def _set_choices(campo: forms.Field, scelte: list[tuple[str, str]]) -> None:
    if isinstance(campo, forms.MultipleChoiceField):
        campo.choices = scelte


class ModuloDiAtto(ModuloDiRaccolta):
    """The form of an act that brings nothing but itself."""

    def __init__(self, *args: Any, piano: Piano, situazione: Situazione, **altro: Any) -> None:
        """What is chosen from depends on the plan."""
        self.piano, self.situazione = piano, situazione
        super().__init__(*args, **altro)
        self.offer()
        self.helper.layout = Layout(*self.parts())

    def offer(self) -> None:
        """The choices, where there are any."""

    def meant(self, **altro: Any) -> Dati:
        """What the act brings; a list of choices is a tuple. ``altro``: what the page knows by itself."""
        detti = {nome: valore for nome, valore in self.cleaned_data.items() if valore not in (None, "")}
        letti = {nome: detti[nome] for nome in detti.keys() & DATI}
        scelti = {nome: tuple(valore) for nome, valore in letti.items() if isinstance(valore, list)}
        return Dati(**{**letti, **scelti, **altro})


class PropostaForm(ModuloDiAtto):
    """Without a certification one goes ahead with a reason."""

    motivo = _long("Perché si procede senza", "Lo legge chi legge il piano: per esempio «il Comune è commissariato».")

    def offer(self) -> None:
        """Asked only where something is missing."""
        if not self.situazione.non_certificate:
            del self.fields["motivo"]


class RichiestaForm(ModuloDiAtto):
    """Of whom the opinion is asked."""

    aler = forms.MultipleChoiceField(label="A chi si chiede", widget=forms.CheckboxSelectMultiple, required=False)

    def offer(self) -> None:
        """Every ALER of the ambito; at first those that have not been heard on these contenuti."""
        _set_choices(self.fields["aler"], [(p.aler, _with_state(p)) for p in self.situazione.pareri])
        self.initial.setdefault("aler", [p.aler for p in self.situazione.pareri if p.mancano or not p.attuale])


def _with_state(parere: ParereLetto) -> str:
    if not parere.esito:
        return parere.nome
    return f"{parere.nome} (parere già dato{'' if parere.attuale else ', su contenuti poi cambiati'})"


class ParereForm(ModuloDiAtto):
    """The opinion of an ALER."""

    esito = forms.ChoiceField(
        label="Esito",
        choices=EsitoParere,
        widget=forms.RadioSelect,
        error_messages={"required": "Va scelto l’esito del parere."},
    )
    giorno = CampoData(label="Data del parere", help_text="Per esempio 12/12/2026.")
    protocollo = CampoTesto(label="Protocollo", max_length=100, help_text="Senza data e protocollo non è acquisito.")
    condizioni = _long("Condizioni", "Solo se il parere ne ha.")
    osservazioni = _long("Osservazioni", "Facoltative: il piano le riporta.")

    def parts(self) -> tuple[LayoutObject | str, ...]:
        """Day and protocol side by side."""
        return (
            "esito",
            Row(Column("giorno", css_class="col-sm-6"), Column("protocollo", css_class="col-sm-6")),
            *(
                "condizioni",
                "osservazioni",
            ),
        )

    @staticmethod
    def starting_from(parere: Parere) -> dict[str, object]:
        """What is known already."""
        campi = ("esito", "protocollo", "condizioni", "osservazioni")
        return {nome: getattr(parere, nome) for nome in campi} | {"giorno": parere.data}


class InvioForm(PropostaForm):
    """Without an opinion one goes ahead with a reason."""

    def offer(self) -> None:
        """Asked only where something is missing."""
        if not any(parere.mancano and not parere.in_deroga for parere in self.situazione.pareri):
            del self.fields["motivo"]


class MotivoForm(ModuloDiAtto):
    """Why."""

    motivo = _long("Perché", "Resta nella storia del piano.", required=True)


class AttoDiOrganoForm(ModuloDiAtto):
    """Who decided, when, with which act."""

    organo = CampoTesto(label="Organo", required=True, max_length=200)
    giorno = CampoData(label="Data", required=True, help_text="Il giorno della deliberazione: per esempio 18/12/2026.")
    atto = CampoTesto(label="Atto (facoltativo)", max_length=200, help_text="Per esempio «deliberazione n. 5».")

    def parts(self) -> tuple[LayoutObject | str, ...]:
        """Day and act side by side; then the rest."""
        lato = Row(Column("giorno", css_class="col-sm-6"), Column("atto", css_class="col-sm-6"))
        return "organo", lato, *(nome for nome in self.fields if nome not in ("organo", "giorno", "atto"))


class ApprovazioneForm(AttoDiOrganoForm):
    """With the votes, where they are known."""

    presenti = CampoConteggio(label="Presenti (facoltativo)")
    favorevoli = CampoConteggio(label="Favorevoli (facoltativo)")
    contrari = CampoConteggio(label="Contrari (facoltativo)")
    astenuti = CampoConteggio(label="Astenuti (facoltativo)")

    motivo = _long(
        "Perché non si chiede di nuovo il parere dell’ALER",
        "L’ALER ha esaminato altri contenuti. Il piano stampa questo motivo: «È cambiata solo la premessa».",
    )

    def offer(self) -> None:
        """The body that usually approves in the ambito, and the day on which it voted; a reason where one is asked."""
        self.initial.setdefault("organo", self.piano.ricognizione.ambito.organo)
        if votate := find_amendment(self.piano):
            self.initial.setdefault("giorno", votate.data)
        if not any(rilievo.si_motiva for rilievo in self.situazione.in_the_way(StatoPiano.ASSEMBLEA)):
            del self.fields["motivo"]


class TrasmissioneForm(ModuloDiAtto):
    """To whom, when, how."""

    destinatario = CampoTesto(label="A chi", required=True, max_length=200, initial="Regione Lombardia")
    giorno = CampoData(label="Data", required=True)
    canale = CampoTesto(label="Canale (facoltativo)", max_length=200, help_text="Per esempio «PEC».")
    protocollo = CampoTesto(label="Protocollo (facoltativo)", max_length=100)


class ParteForm(MotivoForm):
    """Which parts change, and why."""

    sezioni = forms.MultipleChoiceField(label="Che cosa cambia", widget=forms.CheckboxSelectMultiple, required=False)

    def offer(self) -> None:
        """The lines of the schema, as they are printed."""
        snapshot = build_snapshot(self.piano)
        nomi = [(riga.codice, write_heading(riga, snapshot)) for riga in snapshot.contenuti.schema]
        _set_choices(self.fields["sezioni"], nomi)


class RettificaForm(ParteForm):
    """What is corrected in a plan that was approved."""


class ModificheForm(ParteForm):
    """What the Assembly changed while it approved."""

    motivo = _long("Che cosa ha deciso l’Assemblea", "Come dice la deliberazione, o il verbale.", required=True)
    giorno = CampoData(label="Giorno della seduta", required=True, help_text="Per esempio 18/12/2026.")


class FirmatoForm(forms.Form):
    """A signed file."""

    file = CampoFile(label="File firmato (PDF o P7M)")


MODULI: Final[Mapping[Atto, type[ModuloDiAtto]]] = {
    Atto.CHIUSURA: ModuloDiAtto,
    Atto.RIAPERTURA: ModuloDiAtto,
    Atto.PROPOSTA: PropostaForm,
    Atto.RICHIESTA: RichiestaForm,
    Atto.PARERE: ParereForm,
    Atto.INVIO: InvioForm,
    Atto.RITIRO: MotivoForm,
    Atto.APPROVAZIONE: ApprovazioneForm,
    Atto.MODIFICHE: ModificheForm,
    Atto.NESSUNA_MODIFICA: ModuloDiAtto,
    Atto.DICHIARAZIONE: ModuloDiAtto,
    Atto.PRESA_ATTO: AttoDiOrganoForm,
    Atto.PUBBLICAZIONE: ModuloDiAtto,
    Atto.TRASMISSIONE: TrasmissioneForm,
    Atto.RETTIFICA: RettificaForm,
}
"""Act → its form."""
