"""`make run`: one machine, loopback only."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATA_DIR, env
from cms.settings.surroundings import writable_folder

writable_folder(DATA_DIR)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="development-only-never-on-a-public-machine")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None  # static files come straight from their folders
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
