"""Which static files are published, and under which names: only what the pages use, each with its hash."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What packages ship and no page asks for: 30 of the theme's 39 MB, modules that import files it lacks, other htmx.
SUPERFLUI = (
    "Lora",
    "Roboto_Mono",
    "*.eot",
    "*.ttf",
    "*.woff",
    "titillium*.svg",
    "bootstrap-italia*.min.js",
    "_virtual",
    "plugins/init.js",
    "plugins/select-autocomplete.js",
    "plugins/vendor/*",
    "django_htmx/ext/*",
    "htmax*",
    "htmx-2.js",
    "htmx-4*",
    "mfa/js/*",
)


class Cercatore(AppDirectoriesFinder):
    """Finds the static files of the apps, but for the superfluous ones.

    A subclassed StaticFilesConfig would do the same, and leave pytest-django's live server without static files.
    """

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *SUPERFLUI])


class Deposito(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; imports are rewritten in the theme's modules only.

    `support_js_module_import_aggregation` on everything takes comments of other scripts for imports.
    """

    patterns = (
        *HashedFilesMixin.patterns,
        ("plugins/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )
    keep_only_hashed_files = True
