"""The administrator's pages: registries and legal parameters, every change in the registro. No scheda is shown here."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from enti import registro
from enti.models import (
    Adesione,
    Alias,
    Ambito,
    AttoreSistema,
    CategoriaRegistro,
    Comune,
    Designazione,
    Ente,
    Evento,
    Incarico,
    Parametro,
    Popolazione,
    Utente,
)

CATENA = "registri"

if TYPE_CHECKING:  # the admin's classes are generic for the type checker only
    Pagina = admin.ModelAdmin[Any]
    Accanto = admin.TabularInline[Any, Any]
else:
    Pagina, Accanto = admin.ModelAdmin, admin.TabularInline


class Registrato(Pagina):
    """A registry whose changes are written in the registro."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """A row was added."""
        self.append("aggiunta", request, obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """A row was changed."""
        self.append("modifica", request, obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Rows were deleted."""
        for riga in queryset:
            self.append("cancellazione", request, riga, "")
        return super().log_deletions(request, queryset)

    def append(self, atto: str, request: HttpRequest, riga: Model, messaggio: object) -> None:
        """One event: what was done, to which row, by whom."""
        registro.append(
            atto,
            catena=CATENA,
            oggetto=f"{riga._meta.verbose_name}: {riga}"[:400],
            dettaglio=str(messaggio),
            by=AttoreSistema(f"amministratore {request.user}"),
            quando=timezone.now(),
        )


class AliasInline(Accanto):
    """Other names of an ente, beside it."""

    model = Alias
    extra = 0


class PopolazioneInline(Accanto):
    """The population of a comune, beside it."""

    model = Popolazione
    extra = 0


class AdesioneInline(Accanto):
    """The members of an ambito, beside it."""

    model = Adesione
    extra = 0
    autocomplete_fields = ("ente",)


class DesignazioneInline(Accanto):
    """The designations of an ambito, beside it."""

    model = Designazione
    extra = 0
    autocomplete_fields = ("ente",)


@admin.register(Comune)
class ComuneAdmin(Registrato):
    """The comuni of Italy."""

    list_display = ("istat", "nome", "provincia")
    search_fields = ("nome", "istat")
    inlines = (PopolazioneInline,)


@admin.register(Ente)
class EnteAdmin(Registrato):
    """Owner bodies."""

    list_display = ("nome", "tipo", "codice_ipa", "unico_addetto")
    list_filter = ("tipo",)
    search_fields = ("nome", "slug", "alias__nome")
    autocomplete_fields = ("comune", "comuni_uniti")
    inlines = (AliasInline,)


@admin.register(Ambito)
class AmbitoAdmin(Registrato):
    """Ambiti and their members."""

    list_display = ("nome", "slug", "dimostrazione")
    search_fields = ("nome",)
    inlines = (DesignazioneInline, AdesioneInline)

    def get_queryset(self, request: HttpRequest) -> Any:  # noqa: ARG002 - Django's signature
        """The administrator keeps all of them."""
        return Ambito.objects.for_system()


@admin.register(Parametro, CategoriaRegistro)
class ParametroAdmin(Registrato):
    """Numbers and categories of the law, with source and verification."""

    list_display = ("codice", "nome", "dal", "al", "norma", "stato")
    list_filter = ("stato", "codice")
    search_fields = ("codice", "nome", "norma")


@admin.register(Utente)
class UtenteAdmin(Registrato):
    """People; passwords are set by themselves."""

    list_display = ("email", "first_name", "last_name", "is_active")
    search_fields = ("email", "last_name")
    fields = ("email", "first_name", "last_name", "is_active", "is_staff", "is_superuser")


@admin.register(Incarico)
class IncaricoAdmin(Registrato):
    """Who does what, for whom, from when."""

    list_display = ("utente", "ruolo", "ente", "ambito", "dal", "al")
    list_filter = ("ruolo",)
    autocomplete_fields = ("utente", "ente", "ambito")


@admin.register(Evento)
class EventoAdmin(Pagina):
    """The registro can be read, never written."""

    list_display = ("quando", "chi", "atto", "oggetto")
    list_filter = ("catena", "atto")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody deletes."""
        return False
