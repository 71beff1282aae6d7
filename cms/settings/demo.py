"""The demo and development: everything embedded, mail to files, log-ins that work only here."""

from cms.settings.base import *
from cms.settings.base import DATA_DIR, INSTALLED_APPS, SECRET_KEY, env
from cms.settings.secret import kept_secret

DEMO = True
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR / "secret-key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
INSTALLED_APPS = [*INSTALLED_APPS, "cms.demo"]
EMAIL_BACKEND = "cms.mail.backends.FileBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
ENQUIRY_RECIPIENTS = ["redaksjon@instituttet.example"]
# Everyone in the demo comes from one address; the limits of a real site would stop the second visitor.
ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip"}
