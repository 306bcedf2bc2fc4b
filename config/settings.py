"""One settings file. Whatever differs between machines comes from the environment (README, Settings)."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.startup import refuse_unsafe_start

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("AMPARO_DEMO", False)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env("SECRET_KEY", default="")
AMPARO_KEYS = env("AMPARO_KEYS", default="")
AMPARO_KEYS_FILE = env("AMPARO_KEYS_FILE", default="")
AMPARO_DATA = Path(env("AMPARO_DATA", default=str(BASE_DIR / ".data")))
SITE_NAME = env("SITE_NAME", default="Registro")
NEUTRAL_PAGE = env("NEUTRAL_PAGE", default="/inicio/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=not DEMO)
# Where people reach this installation; links in mails and on the command line begin with it.
SITE_ADDRESS = env("SITE_ADDRESS", default=next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")).rstrip(
    "/"
)

INSTALLED_APPS = [
    "audit",
    "vault",
    "work",
    "codebook",
    "accounts",
    "programmes",
    "cases",
    "shelters",
    "reintegration",
    "referrals",
    "trainings",
    "reports",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
    "template_partials",
]
INSTALLED_APPS += env.list("AMPARO_EXTRA_APPS", default=[])

MIDDLEWARE = [
    "audit.middleware.TrailMiddleware",
    "work.api.limits.LimitsMiddleware",
    "config.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.SmallPagesMiddleware",
    "vault.middleware.ForgetKeysMiddleware",
    "codebook.middleware.ListsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.NeutralPageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.unsent.SentAgainMiddleware",
    "accounts.middleware.SignInFirstMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.ActingRoleMiddleware",
    "config.refusals.RefusalsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

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
                "config.context.site",
                "config.display.display",
                "config.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "work.templatetags.look",
            ],
        },
    }
]
FORM_RENDERER = "work.forms.Renderer"

# Data base: web, workers and tests connect as a role that owns nothing; migrations as the owner.
DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres://amparo_app@127.0.0.1:5432/amparo"),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# A page asks many small questions: to start helpers or a compiler for one took longer than to answer it. What
# reads a whole quarter takes helpers back (`reports.making.undisturbed`).
DATABASES["default"]["OPTIONS"].setdefault("options", "-c max_parallel_workers_per_gather=0 -c jit=off")
OWNER_DATABASE_URL = env("AMPARO_OWNER_DATABASE_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("CACHE_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "work_cache"}
}

# Signing in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["accounts.hashers.MeasuredArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("sign_in_name", "email", "full_name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotGuessableValidator"},
]  # fmt: skip
SECOND_FACTOR_REQUIRED = not DEMO or env.bool("SECOND_FACTOR_REQUIRED", default=False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-day"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "accounts.adapters.ClosedDoorAdapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "accounts.adapters.SealedSecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "accounts.lockout.account_key"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.answer"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
# An account is counted whatever the address; addresses are counted apart (accounts.lockout).
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
BAD_TRIES_OF_AN_ADDRESS, BAD_TRIES_IN_ALL = 20, 1000
INVITATION_HOURS, INVITATION_TRIES = 72, 5
TOKEN_HOURS = env.int("TOKEN_HOURS", default=12)

# So many days after somebody left a shelter, whoever works there on shift can still open her stay.
FORMER_RESIDENT_DAYS = env.int("FORMER_RESIDENT_DAYS", default=30)

# Days after which a complaint presses that nobody has opened, or answered: each programme confirms them.
COMPLAINT_OPENED_DAYS = env.int("COMPLAINT_OPENED_DAYS", default=3)
COMPLAINT_ANSWERED_DAYS = env.int("COMPLAINT_ANSWERED_DAYS", default=15)
# What may be sent in an hour without an account: messages of one box, wrong codes of one address and of all.
BOX_MESSAGES, BOX_WRONG_CODES, BOX_WRONG_CODES_IN_ALL = 30, 10, 200

# Where one process answers who is called so (`manage.py search_index`); without it each web process holds the
# names itself, as long as they are not too many.
NAMES_SOCKET = env("NAMES_SOCKET", default="")

# Sessions: 20 minutes without a sign of life, 12 hours in all (accounts.middleware counts both).
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=20 * 60)
SESSION_LONGEST_SECONDS = 12 * 60 * 60
# An ended session opens nothing, but tells for a weekend whose it was: what she sends after her computer
# slept is kept for her (accounts.unsent).
SESSION_COOKIE_AGE = 3 * 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "config.refusals.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What the browser is told
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": with it browsers send forms of our own pages with "Origin: null", which are then refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY = {
    name: []
    for name in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
                 "microphone", "midi", "payment", "usb")
}  # fmt: skip
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "work.uploads.SealedUploadHandler",
]

# Languages, dates, numbers
LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = env("TIME_ZONE", default="America/Guatemala")

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
COLLECTED = env("STATIC_ROOT", default="")  # set where collectstatic runs: hashed names, compressed files
STATIC_ROOT = COLLECTED or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED

# Mail is optional: without a server, notices stand on My day only.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="dummymail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="registro@localhost")

# Work behind the page: Celery delivers, PostgreSQL remembers.
BROKER_DIR = AMPARO_DATA / "broker"
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that is away for long is still waited for
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
# The file by whose time a container tells whether its worker is well (config.watch).
WORKER_SIGN = env("WORKER_SIGN", default="")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "relay": {"task": "work.relay", "schedule": 2.0, "options": {"expires": 10}},
    "tidy": {"task": "work.tidy", "schedule": crontab(hour=3, minute=30)},
    "reports": {"task": "reports.ask_what_is_due", "schedule": 60.0, "options": {"expires": 50}},
    "tidy-accounts": {"task": "accounts.tidy", "schedule": crontab(hour=3, minute=40)},
}
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "polling_interval": 0.05,
    }

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["work.api_input.JSONBody"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "work.api.schema.Schema",
    "EXCEPTION_HANDLER": "config.refusals.api_refusal",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_LIMITS = {"usual": env.int("API_LIMIT", default=300), "heavy": env.int("API_LIMIT_HEAVY", default=10)}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["work.api.schema.tidied"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"allowed_words": {"()": "config.logs.AllowedWords"}},
    "formatters": {"line": {"()": "config.logs.LineFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["allowed_words"]}
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "axes": {"level": "ERROR"},
        # Every two seconds beat asks and a worker answers: only what goes wrong is worth a line.
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}

refuse_unsafe_start(
    secret_key=SECRET_KEY, keys=AMPARO_KEYS, keys_file=AMPARO_KEYS_FILE, debug=DEBUG, demo=DEMO
)
