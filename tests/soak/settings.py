"""The demo's settings, without what costs time and shows nothing: strong password hashes and collected static files."""

from cms.settings.demo import *
from cms.settings.demo import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
