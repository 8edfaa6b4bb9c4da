"""What every environment shares. Everything that differs between instances comes from environment variables."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from pythonjsonlogger.core import RESERVED_ATTRS

from cms.settings.surroundings import from_url, media_folder, one_of, secret, site_address, tiles_origin

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# Everything an instance owns lives here: database, search index, media.
DATA_DIR = Path(env("PAYDAS_DATA_DIR", default="") or BASE_DIR / "var").resolve()

SITE_URL = site_address(env("SITE_URL", default="") or "http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

INSTALLED_APPS = [
    "cms.accounts",
    "cms.core",
    "cms.pages",
    "directory",
    "search",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.core.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.core.middleware.SecurityHeadersMiddleware",  # early: redirects and files carry the headers too
    "cms.core.middleware.HeadMiddleware",
    "cms.core.middleware.UploadLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.core.middleware.CleanInputMiddleware",
    "cms.core.api_edge.ApiEdgeMiddleware",
    "cms.core.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.core.context.site",
            ],
            "builtins": ["directory.templatetags.icons"],
        },
    },
]

DATABASE_URL = env("DATABASE_URL", default="")
DATABASES: dict[str, dict[str, Any]] = {
    "default": from_url("DATABASE_URL", env.db_url_config, DATABASE_URL)
    if DATABASE_URL
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "paydas.sqlite3")}
}
# Readers never wait for the writer (WAL); a writer takes its lock at BEGIN, so it waits instead of failing half-way.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; each connection reads the schema anew, which takes as long as a page
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"timeout": 10}}  # a server that is away is said soon
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PAGES_KEPT = 16 * 1024 * 1024  # bytes of public pages that a process keeps, compressed; 0: none
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", "Türkçe"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Istanbul"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = str(media_folder(env("STORAGE_URL", default=""), DATA_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

vars().update(from_url("EMAIL_URL", env.email_url_config, env("EMAIL_URL", default="") or "consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="paydas@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# The public site loads nothing from anywhere else and runs no inline code; Wagtail's admin needs inline parts.
MAP_TILES_URL = env("MAP_TILES_URL", default="")  # https://…/{z}/{x}/{y}.png; without one the map draws its own ground
MAP_TILES_ATTRIBUTION = env("MAP_TILES_ATTRIBUTION", default="")  # whose tiles they are, as plain text
_TILES = tiles_origin(MAP_TILES_URL)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([_TILES] if _TILES else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
ADMIN_CSP_UPDATE = {
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an organisation's edit form carries many child rows

WAGTAIL_SITE_NAME = "Paydaş"
SITE_CITY = env("SITE_CITY", default="İzmir")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.SignInForm"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Documents are offered for download; pages and scripts are none that a visitor should be handed under our name.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "epub", "jsonl", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.core.rich_text.FormattedText"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # embedding would ask third parties
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.core.page_search"}}
TAGGIT_CASE_INSENSITIVE = False  # directory.topics.Keyword folds; Turkish İ/ı is beyond iexact

# Search: which engine answers, and who drains the outbox (background thread | inline | worker only).
SEARCH_URL = env("SEARCH_URL", default="") or "embedded://"
SEARCH_CA_FILE = env("SEARCH_CA_FILE", default="")  # whose certificates the cluster's servers show, if no known authority's
SEARCH_API_KEY = env("SEARCH_API_KEY", default="")  # instead of a user in SEARCH_URL
SEARCH_INDEX_DIR = DATA_DIR / "index"
SEARCH_BUDGET = env.int("SEARCH_BUDGET_MS", default=800) / 1000  # what a main engine has before the node's copy answers
SEARCH_KNOWLEDGE_SECONDS = 1.0
SEARCH_COUNT_QUERIES = True
SEARCH_DRAIN = "background"

METRICS_TOKEN = secret("METRICS_TOKEN", env("METRICS_TOKEN", default=""))  # whoever knows it reads /metrics; "": nobody does

LOG_FORMAT = one_of("LOG_FORMAT", env("LOG_FORMAT", default="") or "line", ("line", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": ["asctime", "levelname", "name", "message"],
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            # What Django hands to the logger beside the message: the request, whose address may hold a question.
            "reserved_attrs": [*RESERVED_ATTRS, "request", "status_code", "server_time"],
            "json_ensure_ascii": False,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # A line for every revision and every reference-index task would bury what a command says.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        "paydas.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "elastic_transport": {"level": "ERROR"},  # it names every request; what fails is said by whoever asked
        # Anybody can send any host name; the answer is 400, and a trace for each would let them fill the disk.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
