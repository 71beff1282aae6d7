"""The demo's settings, with the floors' addresses added and mail kept in memory."""

from cms.settings.demo import *

ROOT_URLCONF = "tests.bench.urls"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {}
