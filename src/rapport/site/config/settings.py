"""Django's settings, all derived from `environment.SETTINGS`; nothing else is configurable on purpose."""

from pathlib import Path

from csp.constants import NONE, SELF

from rapport.site.config import environment as _environment
from rapport.site.config.database import database, replica
from rapport.site.config.mail import sender as _sender
from rapport.site.config.mail import server as _mail_server

ENVIRONMENT = _environment.read()
SITE = Path(__file__).parents[1]

SECRET_KEY = ENVIRONMENT.secret_key
# Django's debug pages show requests and local variables, which hold what clients wrote: never, not even here.
DEBUG = False
# Timing header and the check that every page carries crisis help and the quick exit; tests turn it on too.
CHECK_EVERY_PAGE = ENVIRONMENT.debug
TIMING_HEADER = ENVIRONMENT.debug
ALLOWED_HOSTS = [*_environment.LOCAL_NAMES, *ENVIRONMENT.hosts]

INSTALLED_APPS = [
    "rapport.site.client",
    "rapport.site.portal",
    "rapport.site.access",
    "rapport.site.desk",
    "rapport.site.newsletter",
    "rapport.site.guides",
    "rapport.site.outcomes",
    "rapport.site.steps",
    "rapport.site.checkins",
    "rapport.site.referrals",
    "rapport.site.consultations",
    "rapport.site.matches",
    "rapport.site.intake",
    "rapport.site.directory",
    "rapport.site.people",
    "rapport.site.foundation",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "rapport.site.foundation.middleware.PageChecks",
    "rapport.site.foundation.middleware.PageHeaders",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rapport.site.foundation.middleware.ErrorPages",
    "rapport.site.foundation.languages.Languages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rapport.site.people.middleware.SecondFactorSetUp",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "rapport.site.config.urls"
WSGI_APPLICATION = "rapport.site.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]
FORM_RENDERER = "rapport.site.foundation.rendering.Renderer"

DATABASES = {
    "default": database(ENVIRONMENT.database_url, data=ENVIRONMENT.data, pool=ENVIRONMENT.database_pool),
    **replica(ENVIRONMENT.replica_url, of=ENVIRONMENT.database_url),
}
DATABASE_ROUTERS = ["rapport.site.foundation.replica.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People: no names, short visits.
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["rapport.site.people.sign_in.AccountBackend"]
# Second factors and passkeys are allauth's; its own table of plain addresses stays empty.
ACCOUNT_USER_MODEL_EMAIL_FIELD = ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
MFA_ADAPTER = "rapport.site.people.mfa.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SESSION_ENGINE = "rapport.site.people.session_store"
SESSION_COOKIE_AGE = ENVIRONMENT.session_minutes * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
RETENTION_DAYS = ENVIRONMENT.retention_days
EXIT_URL = ENVIRONMENT.exit_url
KEYS_FOLDER = ENVIRONMENT.keys

# Mails leave by this server alone (foundation/mail); where none is set up, they wait in the outbox. Django's
# own backend would send outside of the outbox: nothing may.
MAIL_SERVER = _mail_server(ENVIRONMENT.mail_url)
MAIL_FROM = _sender(ENVIRONMENT.mail_from, is_needed=MAIL_SERVER is not None)
SITE_ADDRESS = ENVIRONMENT.address
NEWSLETTER_A_MINUTE = ENVIRONMENT.newsletter_a_minute
EMAIL_BACKEND = "rapport.site.foundation.mail.refusal.Refusal"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        # NIST SP 800-63B-4: fifteen characters where the password is the only factor.
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    # Django ships nearly twenty thousand of the most common.
    {"NAME": "rapport.site.people.passwords.NotCommonAtHeart"},
]

# Headers and cookies.
_PREFIX = "__Host-" if ENVIRONMENT.tls else ""
SESSION_COOKIE_NAME = f"{_PREFIX}visit"
CSRF_COOKIE_NAME = f"{_PREFIX}form"
LANGUAGE_COOKIE_NAME = "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.tls
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# A form cookie that outlives the browser would tell the next person on this device that someone was here.
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "rapport.site.foundation.error_pages.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.tls else None
SECURE_SSL_REDIRECT = ENVIRONMENT.tls
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if ENVIRONMENT.tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.tls
# Nothing is told to other sites. `no-referrer` would tell them no less, but browsers then send `Origin: null`
# with our own forms, and the forgery check must refuse those.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Ten thousand characters of text in any script fit many times; a flood of fields does not.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = list(_environment.LANGUAGES)
LOCALE_PATHS = [SITE / "locale"]
FORMAT_MODULE_PATH = ["rapport.site.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rapport.site.foundation.static_files.HashedStorage"},
}
# The folder is made by `serve`; WhiteNoise warns about a missing one, and tests serve from the sources.
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT.mkdir(mode=0o700, exist_ok=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"content_free": {"()": "rapport.site.foundation.logs.ContentFree"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["content_free"], "formatter": "line"}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Pages that do not exist are asked for all day; only what failed is worth a line.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Django's own development server logs addresses of visitors; it is never used here.
        "django.server": {"handlers": [], "propagate": False},
    },
}
