"""An institute's own site: PostgreSQL, HTTPS, and no defaults for what must be chosen (README, "For real")."""

from cms.settings.base import *
from cms.settings.base import env

STAFF_SECOND_STEP = env.bool("STAFF_SECOND_STEP", default=True)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
