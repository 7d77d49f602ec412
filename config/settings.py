"""All settings in one file; every value that differs between machines comes from the environment.

`docs/running.md` lists each variable. A wrong or missing one stops the start with a sentence that says which.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.logging import LOGGING  # noqa: F401 - a setting
from servicepoint.biometrics.limits import limits_from
from servicepoint.kit.address import is_safe_way
from servicepoint.staff.paths import UPLOAD_BYTES_MAX

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- where we run ------------------------------------------------------------------------------------------
DEMO = env.bool("DEMO", default=False)  # invented people, mails readable in the browser; never with real data
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
DATA_KEY = env.str("DATA_KEY")  # keys for digests, manage links and encrypted columns are derived from it
DATA_KEYS_OLD = env.list("DATA_KEYS_OLD", default=[])  # earlier data keys, which still open what they sealed
if min(len(SECRET_KEY), len(DATA_KEY)) < 32 or SECRET_KEY == DATA_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY and DATA_KEY: set two different random texts of 32 characters or more"
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = env.str("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
PROXIES_TRUSTED = env.int("PROXIES_TRUSTED", default=0)  # how many proxies in front append to X-Forwarded-For
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- what we promise (docs/running.md says what each means) ------------------------------------------------
HOLD_MINUTES = env.int("HOLD_MINUTES", default=10)
HOLD_EXTENSIONS_MAX = env.int("HOLD_EXTENSIONS_MAX", default=2)
MOVES_MAX = env.int("MOVES_MAX", default=3)
CHANGE_UNTIL_MINUTES = env.int(
    "CHANGE_UNTIL_MINUTES", default=60
)  # before the start: no more moves after that
REMINDER_DAYS = env.list("REMINDER_DAYS", cast=int, default=[3, 1])
DRAFT_HOURS = env.int("DRAFT_HOURS", default=24)
KEEP_DAYS = env.int("KEEP_DAYS", default=30)  # personal data of an appointment, after the day of the visit
VISIT_EARLY_MINUTES = env.int("VISIT_EARLY_MINUTES", default=15)
VISIT_LATE_MINUTES = env.int("VISIT_LATE_MINUTES", default=15)
VISIT_PRIORITY_MINUTES = env.int("VISIT_PRIORITY_MINUTES", default=15)
WALK_IN_MINUTES = env.int("WALK_IN_MINUTES", default=20)  # by which who booked goes before who did not
WALK_INS_MAX = env.int("WALK_INS_MAX", default=0)  # a day, until the lead allows more: by appointment only
CALLS_MIN = env.int("CALLS_MIN", default=2)  # before a party counts as missed, or so many minutes:
CALL_MINUTES = env.int("CALL_MINUTES", default=3)
UNDO_SECONDS = env.int("UNDO_SECONDS", default=60)
RETURN_AFTER_DAYS = env.int("RETURN_AFTER_DAYS", default=14)  # uncollected documents go back to the IND then
CATALOGUE_SECONDS = env.int("CATALOGUE_SECONDS", default=5)  # how long a worker may answer from memory
THEME_CSS = env.str("THEME_CSS", default="")  # one more stylesheet under static/, for a location's own look
THEME_CLASS = env.str("THEME_CLASS", default="")  # and the class on <html> that switches it on
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:security@ind-consultation.example")
API_CONTACT = env.str("API_CONTACT", default="api@ind-consultation.example")
RATE_LIMITS = env.bool("RATE_LIMITS", default=True)

# --- photo and fingerprints --------------------------------------------------------------------------------
BIOMETRICS_CERTIFICATE = env.str("BIOMETRICS_CERTIFICATE", default="")  # the receiver's; none: all is off
BIOMETRICS_HANDOVER_URL = env.str("BIOMETRICS_HANDOVER_URL", default="")
BIOMETRICS_HANDOVER_TOKEN = env.str("BIOMETRICS_HANDOVER_TOKEN", default="")
BIOMETRICS_HOURS_MAX = env.int("BIOMETRICS_HOURS_MAX", default=24)  # and the end of the day at the latest
BIOMETRICS_ALARM_MINUTES = env.int("BIOMETRICS_ALARM_MINUTES", default=30)
try:
    BIOMETRICS_LIMITS = limits_from(env.dict("BIOMETRICS_LIMITS", cast={"value": float}, default={}))
except ValueError as error:
    raise ImproperlyConfigured(f"BIOMETRICS_LIMITS: {error}") from error
SCANNER_URL = env.str("SCANNER_URL", default="").rstrip("/")  # the agent on the counter's own machine
for _name, _url in (("BIOMETRICS_HANDOVER_URL", BIOMETRICS_HANDOVER_URL), ("SCANNER_URL", SCANNER_URL)):
    if _url and not is_safe_way(_url):
        raise ImproperlyConfigured(f"{_name}: use https://, or http:// to this machine itself")
# --- calling people in ------------------------------------------------------------------------------------
LETTERS_PER = env.str("LETTERS_PER", default="household")  # or "person"
LETTER_WAIT_MINUTES = env.int("LETTER_WAIT_MINUTES", default=30)  # for the rest of a family to be scanned in
LETTER_REMINDER_DAYS = env.list("LETTER_REMINDER_DAYS", cast=int, default=[14, 28])  # after the invitation
ASSIGN_DAYS = env.int("ASSIGN_DAYS", default=21)  # before the end: a time is chosen for who chose none,
ASSIGN_NOTICE_DAYS = env.int("ASSIGN_NOTICE_DAYS", default=10)  # so many days ahead, for the letter to arrive
if LETTERS_PER not in {"household", "person"}:
    raise ImproperlyConfigured('LETTERS_PER: write "household" or "person"')
if ASSIGN_DAYS <= ASSIGN_NOTICE_DAYS:
    raise ImproperlyConfigured("ASSIGN_DAYS: more than ASSIGN_NOTICE_DAYS, or no time could be chosen")
# --- letters on paper --------------------------------------------------------------------------------------
PRINT_FOLDER = env.str("PRINT_FOLDER", default="")  # which the print service watches; or where it listens:
PRINT_URL = env.str("PRINT_URL", default="").rstrip("/")
PRINT_TOKEN = env.str("PRINT_TOKEN", default="")
PRINT_FORM = env.str("PRINT_FORM", default="one_file")
LETTERS_PER_BATCH = env.int("LETTERS_PER_BATCH", default=50)
if PRINT_FOLDER and PRINT_URL:
    raise ImproperlyConfigured("PRINT_FOLDER and PRINT_URL: set one of them, letters go to one print service")
if PRINT_URL and not is_safe_way(PRINT_URL):
    raise ImproperlyConfigured("PRINT_URL: use https://, or http:// to this machine itself")
if PRINT_FORM not in ("one_file", "single_files") or not 1 <= LETTERS_PER_BATCH <= 200:
    raise ImproperlyConfigured(
        "PRINT_FORM is one_file or single_files; LETTERS_PER_BATCH is a number from 1 to 200"
    )

# --- how staff log in --------------------------------------------------------------------------------------
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")  # empty: no single sign-on
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_CLIENT_KEY = env.str("OIDC_CLIENT_KEY", default="", multiline=True)  # a private key (PEM) instead
OIDC_ROLE_CLAIM = env.str("OIDC_ROLE_CLAIM", default="roles")
OIDC_ROLES = env.dict("OIDC_ROLES", default={})  # their name of a role -> ours
OIDC_ACR = env.str("OIDC_ACR", default="")  # the level at which the provider asks for two factors
if OIDC_ISSUER and not (OIDC_CLIENT_ID and (OIDC_CLIENT_SECRET or OIDC_CLIENT_KEY) and OIDC_ROLES):
    raise ImproperlyConfigured(
        "OIDC_ISSUER: set OIDC_CLIENT_ID, OIDC_ROLES, and OIDC_CLIENT_SECRET or OIDC_CLIENT_KEY too"
    )

# --- the application ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "servicepoint.staff.admin_app.StaffAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "servicepoint.audit",
    "servicepoint.accounts",
    "servicepoint.limits",
    "servicepoint.content",
    "servicepoint.services",
    "servicepoint.locations",
    "servicepoint.biometrics",
    "servicepoint.devices",
    "servicepoint.documents",
    "servicepoint.letters",
    "servicepoint.notifications",
    "servicepoint.appointments",
    "servicepoint.visits",
    "servicepoint.collection",
    "servicepoint.public",
    "servicepoint.staff",
    "servicepoint.api",
]
MIDDLEWARE = [
    "config.request_log.request_log",
    "servicepoint.api.v1.every_answer.every_answer",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.programs.Policies",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.programs.Sessions",
    "config.programs.Languages",
    "config.body_limit.body_limit",  # its page needs the language; whoever reads the body comes after it
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.programs.Accounts",
    "config.programs.Notices",
    "servicepoint.staff.calls.calls",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "servicepoint.public.context.frame",
            ],
        },
    }
]

# --- database ----------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": True,  # after a restart of the database the pool hands out no dead connection
    "ATOMIC_REQUESTS": False,
    "OPTIONS": DATABASES["default"].get("OPTIONS", {})  # from the address: sslmode, ...
    | {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_MAX", default=4), "timeout": 5},
        # A network that swallows everything is noticed after ten seconds, not after hours.
        "connect_timeout": 5,
        "tcp_user_timeout": 10_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        # JIT costs a third of a second on short queries; a lock that waits longer than this means "taken".
        "options": "-c jit=off -c lock_timeout=4000 -c statement_timeout=15000",
    },
}

DATABASES["default"]["HOST"] = DATABASES["default"]["OPTIONS"].pop("host", DATABASES["default"]["HOST"])

# --- languages and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- files -------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- mail --------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:1025")
vars().update(EMAIL_CONFIG)
EMAIL_BACKEND = env.str("MAIL_BACKEND", default=EMAIL_CONFIG["EMAIL_BACKEND"])
if "demo_mail" in EMAIL_BACKEND and not DEMO:
    raise ImproperlyConfigured(
        "MAIL_BACKEND: the demonstration's mailbox is for everyone to read; set DEMO=1"
    )
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="IND Consultation <noreply@ind-consultation.example>")

# --- security ----------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, where there is no certificate
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES_TRUSTED else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = [
    "security.W021"
]  # the browsers' preload list is for the owner of the domain to enter
# Nothing to other sites. "no-referrer" would also blank the Origin of our own forms, which CSRF needs to see.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/staff/login/"
CSRF_FAILURE_VIEW = "servicepoint.public.views.errors.csrf_failure"

# --- limits on what comes in -------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# A delivery of documents is the one file that comes in. It stays in memory: a file on disk would be unsealed.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_BYTES_MAX
