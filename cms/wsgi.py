"""WSGI entry point; production settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import os

from django.core.wsgi import get_wsgi_application

from cms.serving import count_together

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
count_together()  # before anything is counted

application = get_wsgi_application()
