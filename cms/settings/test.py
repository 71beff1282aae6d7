"""Tests: as the demo, in directories of its own, mail in memory, plain static file names."""

import hashlib
import tempfile
from pathlib import Path

from cms.settings.demo import *
from cms.settings.demo import BASE_DIR, CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, STORAGES, env

# Gone again when the process ends.
_FOLDER = tempfile.TemporaryDirectory(prefix="kompetanseloftet-test-")
DATA_DIR = Path(_FOLDER.name)
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
ASSESSMENTS_KEY_DIR = DATA_DIR / "keys"
REFLECTIONS_KEY_DIR = DATA_DIR / "reflection-keys"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **STORAGES,
    "private": {**STORAGES["private"], "OPTIONS": {"location": DATA_DIR / "private"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    **{key: str(DATA_DIR / key) for key in ("data_folder_in", "data_folder_out", "control_folder")},
}
# Runs side by side have databases of their own. Where `script/test` has made an empty one, they begin as a copy of it.
_SUFFIX = env.str("TEST_DATABASE_SUFFIX", default="")
TEST_DATABASE_LIKE = env.str("TEST_DATABASE_LIKE", default="")
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: tests with threads and the live server share it.
    # Its name tells checkouts apart, so that they may be tested at the same time.
    _CHECKOUT = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:8]
    _NAME = f"kompetanseloftet-test-{_CHECKOUT}{_SUFFIX}.sqlite3"
    _WHERE = Path(TEST_DATABASE_LIKE).parent if TEST_DATABASE_LIKE else Path(tempfile.gettempdir())
    DATABASES["default"]["TEST"] = {"NAME": str(_WHERE / _NAME)}
else:
    DATABASES["default"]["TEST"] = {
        "NAME": f"test_{DATABASES['default']['NAME']}{_SUFFIX}",
        "TEMPLATE": TEST_DATABASE_LIKE or None,
    }
