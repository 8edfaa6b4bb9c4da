"""The test suite: nothing leaves the process, nothing touches an instance's data folder."""

import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403
from cms.settings.base import env

DATA_DIR = Path(env("PAYDAS_DATA_DIR", default="") or tempfile.mkdtemp(prefix="paydas-test-"))
SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
MEDIA_ROOT = str(DATA_DIR / "media")
STATIC_ROOT = None
SEARCH_INDEX_DIR = DATA_DIR / "index"
PAGES_KEPT = 0  # a change that is rolled back with its test gives its id to the next one
SEARCH_KNOWLEDGE_SECONDS = 0.0
SEARCH_COUNT_QUERIES = False
SEARCH_DRAIN = "worker"  # and there is none: a test that searches asks for `index`
SEARCH_BUDGET = 30.0  # a busy machine is no fault
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # or every client of a test would read all static folders first
