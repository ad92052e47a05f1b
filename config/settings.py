"""Settings of the portal, read from the environment (`.env.example` lists what may be set).

Nothing about a city stands here: its name, region, emblem and every legal term are data (`accounts.CityProfile`).
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import embedded, openapi
from config.look import UNFOLD  # noqa: F401 - read by the admin theme
from config.schedule import NIGHT_HOUR, SCHEDULE  # noqa: F401 - the night is read by its name

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()
embedded.read_settings_file()

DATA = embedded.data_folder()
PRODUCTION = env.bool("ANJU_PRODUCTION", default=False)
DEBUG = env.bool("ANJU_DEBUG", default=False)
DEMO = env.bool("ANJU_DEMO", default=not PRODUCTION)
"""True where invented cities and people may be loaded. The public pages say so at their foot."""


def kept_secret(name: str) -> str:
    """A secret from the environment; outside production one is made once and kept in the data folder."""
    given = env.str(name, default="").strip()
    if given:
        return given
    if PRODUCTION:
        raise ImproperlyConfigured(f"{name} must be set in production")
    place = DATA / name.lower()
    if not place.exists():
        make_secret(place)
    kept = place.read_text().strip()
    if not kept:
        raise ImproperlyConfigured(f"{place} is empty. Remove it; a new secret is made at the next start.")
    return kept


def make_secret(place: Path) -> None:
    """Write a new secret aside and give it its name when it is whole. Of two at once the first one's stays."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=place.parent, prefix=f"{place.name}-") as aside:
        aside.write(secrets.token_urlsafe(48))
        aside.flush()
        os.fsync(aside.fileno())
        with suppress(FileExistsError):
            os.link(aside.name, place)


SECRET_KEY = kept_secret("ANJU_SECRET_KEY")
TOKEN_PEPPER = kept_secret("ANJU_TOKEN_PEPPER")
"""Keyed into the digest of every API token, so that a stolen table alone opens nothing."""
WEBHOOK_KEYS = kept_secret("ANJU_WEBHOOK_KEYS").split(",")
"""Under which the signing secrets of webhooks are kept: the first one seals, any of them opens."""
PERSONAL_KEYS = kept_secret("ANJU_PERSONAL_KEYS").split(",")
"""Under which names and phones of residents are kept, likewise."""
WEBHOOK_ALLOWED = env.list("ANJU_WEBHOOK_ALLOWED", default=[])
"""Hosts and networks that webhooks may lead to, and photos be fetched from, although they are not public."""

ALLOWED_HOSTS = [*env.list("ANJU_HOSTS", default=["localhost", "[::1]"]), "127.0.0.1"]
"""This machine itself is always one of them: health checks ask it."""
CSRF_TRUSTED_ORIGINS = env.list("ANJU_ORIGINS", default=[])
BASE_URL = f"http://127.0.0.1:{env.str('PORT', default='') or 8000}"
"""Where `make run` serves; `demo.json` names it."""
PUBLIC_URL = (env.str("ANJU_PUBLIC_ADDRESS", default="") or next(iter(CSRF_TRUSTED_ORIGINS), BASE_URL)).rstrip("/")
"""Where residents reach the portal: what the codes on posters lead to."""
POSTER_KEYS = env.list("ANJU_POSTER_KEYS", default=[]) or [TOKEN_PEPPER]
"""The first signs the codes of posters, any is believed; a pepper that goes stays here as long as its posters hang."""
PROXIES = env.int("ANJU_PROXIES", default=0)
"""How many reverse proxies of our own stand in front: the caller's address is what the outermost was asked by."""

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "config.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "accounts",
    "exchange",
    "intake",
    "estates",
    "committees",
    "enterprises",
    "complaints",
    "fees",
    "credit",
    "oversight",
    *(["demo"] if DEMO else []),
]

MIDDLEWARE = [
    "accounts.middleware.bare_answer_to_head",
    "accounts.middleware.content_policy",
    "accounts.middleware.private_answers",
    "django.middleware.security.SecurityMiddleware",
    "accounts.browsing.StaticFiles",
    "accounts.middleware.origin_of_request",
    "accounts.api.limit_headers.tell_allowance",
    "accounts.browsing.Sessions",
    "accounts.look.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.browsing.Login",
    "accounts.browsing.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.city.context",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **env.db("DATABASE_URL", default="postgres:///anju"),
        "ENGINE": "config.database",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
STATEMENT_SECONDS = env.int("ANJU_STATEMENT_SECONDS", default=30) if env.bool("ANJU_WEB", default=False) else 0
"""How long the database may take over one statement of a request; 0: no limit. Gunicorn says which process is web."""
if STATEMENT_SECONDS:
    limits = DATABASES["default"].setdefault("OPTIONS", {})
    limits["options"] = f"{limits.get('options', '')} -c statement_timeout={STATEMENT_SECONDS}s".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
REMEMBERED_SECONDS = env.float("ANJU_REMEMBERED_SECONDS", default=2)
"""How long a process tells the city's lists and rule values from memory; see `accounts.moments`."""
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "anju"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("ANJU_HTTPS_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
    SECURE_HSTS_SECONDS = env.int("ANJU_HSTS_SECONDS", default=365 * 24 * 3600) if SECURE_SSL_REDIRECT else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("ANJU_HSTS_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("ANJU_HSTS_PRELOAD", default=True)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.path("ANJU_FILES", default=str(DATA / "files"))},
    },
    "photos": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.path("ANJU_FILES", default=str(DATA / "files"))("photos"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.path("ANJU_FILES", default=str(DATA / "files"))("private"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
IMPORT_MAX_BYTES = env.int("ANJU_IMPORT_MAX_BYTES", default=40 * 1024 * 1024)
IMPORT_SHEETS = "oversight.sheets.SHEETS"
"""The registers that take files: declared on their own floors, listed on the top one."""

CHANGES_KEPT_DAYS = env.int("ANJU_CHANGES_KEPT_DAYS", default=90)
"""How long the change feed can be read on from."""
REACH_TABLE = "enterprises_reach"
"""Which code prefixes see which company: asked by the change feed, kept upstairs."""

NIGHT_PROCESSES = env.int("ANJU_NIGHT_PROCESSES", default=2)
"""How many processes judge a big night."""
NIGHT_ONE_PROCESS_UP_TO = env.int("ANJU_NIGHT_ONE_PROCESS_UP_TO", default=20_000)
"""Companies. Below this a second process costs more than it brings."""
NIGHT_COMPANIES_AT_ONCE = env.int("ANJU_NIGHT_COMPANIES_AT_ONCE", default=10_000)
"""How many companies are judged between two steps of the progress; a process holds that many results in memory."""

API_CALLS_PER_MINUTE = env.int("ANJU_API_CALLS_PER_MINUTE", default=1200)
"""Of each token without a limit of its own, of each OAuth client, and of each person with a session."""
API_CALLS_PER_MINUTE_WITHOUT_LOGIN = env.int("ANJU_API_CALLS_PER_MINUTE_WITHOUT_LOGIN", default=120)
"""Of each address: what needs no login, fetching OAuth tokens, and calls whose token was refused."""
REPORTS_PER_ADDRESS_AND_HOUR = env.int("ANJU_REPORTS_PER_ADDRESS_AND_HOUR", default=120)
"""Complaints filed on the public pages. A whole mobile network may share one address."""
REPORTS_PER_PHONE_AND_DAY = env.int("ANJU_REPORTS_PER_PHONE_AND_DAY", default=10)
REPORT_DRAFTS_PER_ADDRESS_AND_HOUR = env.int("ANJU_REPORT_DRAFTS_PER_ADDRESS_AND_HOUR", default=400)
REPORT_PHOTOS_PER_ADDRESS_AND_HOUR = env.int("ANJU_REPORT_PHOTOS_PER_ADDRESS_AND_HOUR", default=400)
FOLLOWERS_PER_ADDRESS_AND_HOUR = env.int("ANJU_FOLLOWERS_PER_ADDRESS_AND_HOUR", default=60)
"""Codes that are asked for by those who want to follow an estate by text message; and such codes to one phone."""
FOLLOWER_CODES_PER_PHONE_AND_DAY = env.int("ANJU_FOLLOWER_CODES_PER_PHONE_AND_DAY", default=5)

CAPTCHA_FORM = env.str("ANJU_CAPTCHA_FORM", default="complaints.captcha.fields.CaptchaForm")
"""What tells people from programs on public forms outside of complaints: a form with `challenge`."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.MayCall"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.limits.CallsPerMinute"],
    "DEFAULT_RENDERER_CLASSES": ["accounts.api.rendering.FastJSON"],
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_PARSER_CLASSES": ["accounts.api.parsers.BoundedJSON"],
    "DEFAULT_FILTER_BACKENDS": ["accounts.api.filtering.KnownFilters"],
    "DEFAULT_PAGINATION_CLASS": "accounts.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "accounts.api.schema.Schema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "accounts.api.problems.answer",
    "COERCE_DECIMAL_TO_STRING": False,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = openapi.SETTINGS

CONSOLE_NOTICES = "" if PRODUCTION else "accounts.ports.Console"
NOTICE_WAYS = {
    "sms": env.str("ANJU_NOTICES_SMS", default=CONSOLE_NOTICES),
    "email": env.str("ANJU_NOTICES_EMAIL", default=CONSOLE_NOTICES),
    "wechat": env.str("ANJU_NOTICES_WECHAT", default=CONSOLE_NOTICES),
}
"""The adapter of each way of telling people, such as `accounts.ports.Email`; empty: the way is not used."""
NOTICE_RESIDENTS_BY = env.str("ANJU_NOTICES_TO_RESIDENTS", default="sms")
"""By which of them residents are told, at the phone that they left."""
VOTER_IDENTITY = env.str("ANJU_VOTER_IDENTITY", default="committees.identity.PhoneCode")
"""The check of who votes on a phone, after the code of the letter."""
vars().update(env.email_url("ANJU_MAIL_SERVER", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("ANJU_MAIL_FROM", default="anju@localhost")
EMAIL_TIMEOUT = 10

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
}
"""Who hands something to the worker while the broker is away is told so at once: the clock takes it up later."""
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ROUTES = {
    "exchange.tasks.tell_subscribers": {"queue": "webhooks"},
    "exchange.tasks.tell_subscriber": {"queue": "webhooks"},
}
"""The courier's queue: a receiver that hangs holds up neither nights nor imports."""
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA / "beat-schedule")
CELERY_BEAT_SCHEDULE = SCHEDULE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "celery.app.trace": {"level": "WARNING"},
        "oauthlib": {"level": "INFO"},
    },
}
