"""Settings shared by every way of running the site.

Everything that differs between machines comes from the environment; `cms.checks` names what is wrong or missing.
"""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# All that the site writes lies below one directory, which is never served as a whole.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "assessments",
    "programmes",
    "cms",
    "localisation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "cms.people.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.contrib.redirects",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.languages.SiteLanguages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.accounts.middleware.AdminForStaff",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
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
                "cms.pages.context.site_frame",
            ],
        },
    }
]

# --- data -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue instead of failing when a read transaction turns into a write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten: a closed round's boxes don't stay in the file.
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "cms.User"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Shared by all processes, since log-in rate limits count there.
CACHES = {
    "default": env.cache_url("CACHE_URL", default="")
    if env.str("CACHE_URL", default="")
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(DATA_DIR / "cache")}
}

# --- languages --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nb", _("Norwegian")), ("da", _("Danish"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nb", "Norsk bokmål"), ("da", "Dansk")]
# The supplement has the words that packages lack, or have wrong, in our languages.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "localisation" / "supplement"]
USE_I18N = WAGTAIL_I18N_ENABLED = USE_TZ = True
TIME_ZONE = "Europe/Oslo"
USE_THOUSAND_SEPARATOR = False

# --- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# What only people with a right to it may read; views hand it out.
PRIVATE_ROOT = DATA_DIR / "private"
RECORDING_MEGABYTES = env.int("RECORDING_MEGABYTES", default=500)  # the largest film or podcast that editors upload
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "cms.private_storage.PrivateStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "cms.static_storage.JoinedStaticFilesStorage"},
}

# --- log-in -----------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "cms.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# Nine digits in groups of three: easy on a phone, and too many to guess with five attempts a code.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 9, "dashed": True}
# The same answer for every address; nobody is written to who has no account.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when what one logs in by has changed
MFA_ADAPTER = "cms.accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Whether staff need a second step, or a passkey, before they come to the administration.
STAFF_SECOND_STEP = env.bool("STAFF_SECOND_STEP", default=False)
# Single sign-on for accounts that exist already; off until the provider is named. `cms.accounts.oidc` has the rules.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect")
SOCIALACCOUNT_ADAPTER = "cms.accounts.oidc.SingleSignOnAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
MFA_TOTP_ISSUER = "Digitaliseringsinstituttet"
MFA_FORMS = {
    "authenticate": "cms.accounts.forms.SecondStepForm",
    "reauthenticate": "cms.accounts.forms.SecondStepAgainForm",
    "activate_totp": "cms.accounts.forms.TurnOnSecondStepForm",
    "add_webauthn": "cms.accounts.forms.MakePasskeyForm",
    "authenticate_webauthn": "cms.accounts.forms.PasskeyStepForm",
    "edit_webauthn": "cms.accounts.forms.RenamePasskeyForm",
    "login_webauthn": "cms.accounts.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "cms.accounts.forms.PasskeyAgainForm",
}
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "after_login"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_request_login_code"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # passwords are reset where everybody logs in, in the language of the page

# --- mail -------------------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
EMAIL_CONFIG["EMAIL_BACKEND"] = {
    "django.core.mail.backends.smtp.EmailBackend": "cms.mail.backends.SMTPBackend",
    "django.core.mail.backends.filebased.EmailBackend": "cms.mail.backends.FileBackend",
}.get(EMAIL_CONFIG["EMAIL_BACKEND"], EMAIL_CONFIG["EMAIL_BACKEND"])
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Digitaliseringsinstituttet <post@instituttet.example>")
ENQUIRY_RECIPIENTS: list[str] = env.list("ENQUIRY_RECIPIENTS", default=[])

# --- background work --------------------------------------------------------------------------------------------------
BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        # Both directions are one folder: messages written by the web process are read by the worker.
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {"visibility_timeout": 600}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
# The hours at which the site looks after itself; every entry is idempotent.
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "cms.jobs.tasks.sweep", "schedule": 30.0},
    "retention": {"task": "cms.privacy.tasks.remove_what_is_due", "schedule": 24 * 3600.0},
    "erasures": {"task": "cms.privacy.tasks.erase_who_asked", "schedule": 3600.0},
    "open-modules": {"task": "programmes.tailoring.tasks.pin_opened_modules", "schedule": 3600.0},
    "rounds": {"task": "assessments.ballots.tasks.sweep_rounds", "schedule": 60.0},
    "letters": {"task": "programmes.participation.letters.tasks.send_due", "schedule": 900.0},
    "own-letters": {"task": "programmes.participation.reflections.tasks.tell_of_letters", "schedule": 6 * 3600.0},
    "lists": {"task": "programmes.participation.lists.tasks.sweep", "schedule": 3600.0},
    "library-lists": {"task": "programmes.library.lists.tasks.sweep", "schedule": 3600.0},
    "benchmarks": {"task": "assessments.results.tasks.refresh_benchmarks", "schedule": 24 * 3600.0},
    "collected-answers": {"task": "assessments.ballots.collected.tasks.sweep", "schedule": 60.0},
    "forget-texts": {"task": "assessments.ballots.freetext.tasks.forget_unreviewed", "schedule": 24 * 3600.0},
    "reminders": {"task": "assessments.mailing.reminders.remind", "schedule": 60.0},
}

# --- mapping ----------------------------------------------------------------------------------------------------------
# The private keys of open rounds. In production only the worker's host has this directory, and no backup does.
ASSESSMENTS_KEY_DIR = Path(env.str("ASSESSMENTS_KEY_DIR", default=str(DATA_DIR / "keys")))

# --- reflections ------------------------------------------------------------------------------------------------------
# The keys that reflections are sealed with: on every web host, outside the database and its backups.
REFLECTIONS_KEY_DIR = Path(env.str("REFLECTIONS_KEY_DIR", default=str(DATA_DIR / "reflection-keys")))

# --- Wagtail ----------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Digitaliseringsinstituttet"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- safety in the browser --------------------------------------------------------------------------------------------
_OURSELVES = ["'self'"]
_SINGLE_SIGN_ON = "/".join(OIDC_SERVER_URL.split("/")[:3])
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin"],  # Wagtail's own admin has inline scripts
    "DIRECTIVES": {
        "default-src": _OURSELVES,
        "script-src": _OURSELVES,
        "style-src": _OURSELVES,
        "img-src": [*_OURSELVES, "data:"],
        "font-src": _OURSELVES,
        "connect-src": _OURSELVES,
        "frame-ancestors": _OURSELVES,
        # Forms lead on to the single sign-on, and browsers ask about that as well.
        "form-action": [*_OURSELVES, *([_SINGLE_SIGN_ON] if OIDC_SERVER_URL else [])],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews pages in a frame of its own
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- words about what happens -----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Debug logging of SQL would write answers; it stays off whatever LOG_LEVEL says.
    "loggers": {
        "django.db.backends": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},  # the file broker has no host, and needs none
    },
}
