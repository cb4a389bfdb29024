"""The entry for a web server (WSGI)."""

import os

from django.core.wsgi import get_wsgi_application

from pianocasa.riscaldamento import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pianocasa.settings")
application = get_wsgi_application()
warm_up(application)
