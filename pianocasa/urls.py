"""Every address of the site, with the pages that no house owns: accounts, statements, administration."""

from collections.abc import Callable

from allauth.account import views as conto
from allauth.account.decorators import secure_admin_login
from allauth.mfa.base import views as fattore
from allauth.mfa.recovery_codes import views as recupero
from allauth.mfa.totp import views as totp
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import include, path
from django.views.generic import TemplateView

from pianocasa import views

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Pianocasa, amministrazione"
admin.site.index_title = "Registri e parametri"
admin.site.site_url = "/"

CONTO = [  # allauth's names, our addresses
    path("accedi/", conto.login, name="account_login"),
    path("esci/", conto.logout, name="account_logout"),
    path("conto/registrazione/", conto.signup, name="account_signup"),
    path("conto/sospeso/", conto.account_inactive, name="account_inactive"),
    path("conto/conferma/", conto.reauthenticate, name="account_reauthenticate"),
    path("conto/email/", conto.email, name="account_email"),
    path("conto/email/inviata/", conto.email_verification_sent, name="account_email_verification_sent"),
    path("conto/email/conferma/<key>/", conto.confirm_email, name="account_confirm_email"),
    path("conto/password/", conto.password_change, name="account_change_password"),
    path("conto/password/nuova/", conto.password_set, name="account_set_password"),
    path("conto/password/dimenticata/", conto.password_reset, name="account_reset_password"),
    path("conto/password/inviata/", conto.password_reset_done, name="account_reset_password_done"),
    path(
        "conto/password/scelta/<uidb36>-<key>/", conto.password_reset_from_key, name="account_reset_password_from_key"
    ),
    path("conto/password/cambiata/", conto.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("conto/secondo-fattore/", fattore.index, name="mfa_index"),
    path("conto/secondo-fattore/codice/", fattore.authenticate, name="mfa_authenticate"),
    path("conto/secondo-fattore/conferma/", fattore.reauthenticate, name="mfa_reauthenticate"),
    path("conto/secondo-fattore/attivazione/", totp.activate_totp, name="mfa_activate_totp"),
    path("conto/secondo-fattore/disattivazione/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("conto/secondo-fattore/recupero/", recupero.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("conto/secondo-fattore/recupero/nuovi/", recupero.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "conto/secondo-fattore/recupero/scarica/", recupero.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
]


def pagina(nome: str) -> Callable[..., HttpResponseBase]:
    """A page of plain text that anybody may read."""
    return login_not_required(TemplateView.as_view(template_name=f"pianocasa/{nome}.html"))


urlpatterns = [
    *CONTO,
    path("conto/", views.conto, name="conto"),
    path("accessibilita/", pagina("accessibilita"), name="accessibilita"),
    path("privacy/", pagina("privacy"), name="privacy"),
    path("amministrazione/", admin.site.urls),
    path("", include("enti.urls")),
    path("", include("raccolta.urls")),
    path("", include("piano.urls")),
]
