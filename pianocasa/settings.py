"""Every setting, read from the environment with defaults that are safe: no debug, HTTPS, a strict CSP."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.str("PIANOCASA_VAR", default=str(BASE_DIR / "var")))

DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=not DEBUG)


def secret_key() -> str:
    """The key from the environment, or the one that `make` wrote once under var/."""
    file = VAR / "segreto"
    if chiave := env.str("SECRET_KEY", default="") or (file.read_text().strip() if file.exists() else ""):
        return chiave
    if DEBUG:
        return "insicura-solo-per-lo-sviluppo"
    message = f"Manca la chiave segreta: impostare SECRET_KEY, oppure avviare con «make run», che la scrive in {file}."
    raise ImproperlyConfigured(message)


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "piano",
    "raccolta",
    "misure",
    "assegnazioni",
    "patrimonio",
    "enti",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "bootstrap_italia_template",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pianocasa.confini.ConfiniMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pianocasa.frammenti.FrammentiMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "enti.middleware.IncarichiMiddleware",
    "enti.middleware.AttiMiddleware",
    "enti.nome.NomeMiddleware",
    "enti.secondo_fattore.SecondoFattoreMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "pianocasa.urls"
WSGI_APPLICATION = "pianocasa.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pianocasa.contesto.pagina",
            ],
        },
    },
]

# Storage: SQLite is the embedded default, DATABASE_URL moves the same code to PostgreSQL.
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL")
    if "DATABASE_URL" in env
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR / "pianocasa.sqlite3")}
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # so atomic() only around writes, and never ATOMIC_REQUESTS
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A connection keeps the plan of what is asked again: to plan a short query takes longer than to answer it.
    # POOLER=1 behind one that lends the same connection to many, such as PgBouncer by transactions.
    DATABASES["default"]["OPTIONS"] = {
        "server_side_binding": True,
        "prepare_threshold": None if env.bool("POOLER", default=False) else 3,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)  # opening SQLite anew costs 4 ms a request
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and used codes live in the cache, which the server's processes must share: a table of the database.
CACHES = {
    "default": env.cache("CACHE_URL", default="locmemcache://pianocasa" if DEBUG else "dbcache://pianocasa_cache"),
    # The published pages, compressed: each process its own, some 40 kB apiece; they never grow old, they go when full.
    "pagine": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pagine",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

# Long work waits in a table of the database for `manage.py db_worker`, which `make run` starts.
TASKS = {"default": {"BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend")}}

# Language, numbers and time are Italian.
LANGUAGE_CODE = "it"
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# Forms
FORM_RENDERER = "pianocasa.campi.Penna"

# Static files
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "pianocasa.statici.Cercatore"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.str("STATICFILES_BACKEND", default="pianocasa.statici.Deposito")},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Accounts: local, by e-mail, by invitation.
AUTH_USER_MODEL = "enti.Utente"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if hasher := env.list("PASSWORD_HASHERS", default=[]):  # the tests ask for a quick one
    PASSWORD_HASHERS = hasher
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/scrivania/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "enti.conto.ContoAdapter"
ACCOUNT_FORMS = {"signup": "enti.forms.inviti.RegistrazioneForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Pianocasa: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pianocasa"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_RUOLI = env.list("MFA_RUOLI", default=[])  # who must have a second factor: values of enti.models.utente.Ruolo
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY", default=0)

# Mail goes to the terminal until a server is named: EMAIL_URL=smtp+tls://utente:chiave@posta.example:587
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10  # seconds: who sends a reminder waits for the answer
INDIRIZZO = env.str("INDIRIZZO", default="http://127.0.0.1:8000")  # of the site, in the mail that no page sends
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_MITTENTE", default="pianocasa@localhost")

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a quadro of an ALER with sixty comuni is one form
X_FRAME_OPTIONS = "DENY"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],  # the icons inside the theme's CSS, the QR code of the second factor
        "font-src": [SELF, "data:"],  # the theme's CSS embeds a font that Chromium loads at once
        "connect-src": [SELF],
        "form-action": [SELF, *env.list("CSP_FORM_ACTION", default=[])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Whom to ask, on every page and in the statements.
CONTATTO = env.str("CONTATTO", default="")
SORGENTE = env.str("SORGENTE", default="")
GESTORE = env.str("GESTORE", default="Ambiti territoriali della Lombardia")  # publishes the catalogue of the open data
GESTORE_IPA = env.str("GESTORE_IPA", default="")  # its code in the Indice PA

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"senza_segreti": {"()": "pianocasa.confini.SenzaSegreti"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["senza_segreti"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
