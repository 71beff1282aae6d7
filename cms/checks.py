"""A wrong, missing or unreachable setting fails `manage.py check`, not the night."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

BROKERS = ("filesystem://", "redis://", "rediss://")


@register(Tags.security)
def secret_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    with suppress(ImproperlyConfigured):  # which Django raises for an empty one
        if settings.SECRET_KEY:
            return []
    return [
        Error(
            "SECRET_KEY is not set.",
            hint="Set the environment variable SECRET_KEY to 50 random characters.",
            id="cms.E001",
        )
    ]


@register()
def data_directory(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    directory = Path(settings.DATA_DIR)
    nearest = next(path for path in (directory, *directory.parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return []
    return [
        Error(
            f"DATA_DIR ({directory}) can't be written to.",
            hint="Set DATA_DIR to a directory that this user may write to.",
            id="cms.E002",
        )
    ]


@register()
def broker(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.CELERY_BROKER_URL.startswith(BROKERS):
        return []
    return [
        Error(
            "CELERY_BROKER_URL names a broker this site can't use.",
            hint="Use redis://HOST:PORT/N, or leave it out for the broker in files.",
            id="cms.E003",
        )
    ]


@register()
def keys_apart_from_media(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    keys, media = Path(settings.ASSESSMENTS_KEY_DIR).resolve(), Path(settings.MEDIA_ROOT).resolve()
    if not keys.is_relative_to(media):
        return []
    return [
        Error(
            "ASSESSMENTS_KEY_DIR lies below the public media directory.",
            hint="Set ASSESSMENTS_KEY_DIR to a directory of its own, outside backups.",
            id="cms.E004",
        )
    ]


@register(Tags.security)
def hosts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.ALLOWED_HOSTS:
        return []
    return [
        Error("ALLOWED_HOSTS is empty.", hint="Set ALLOWED_HOSTS to the site's host names, with commas.", id="cms.E005")
    ]


@register()
def enquiry_recipients(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.ENQUIRY_RECIPIENTS:
        return []
    return [
        Warning(
            "ENQUIRY_RECIPIENTS is empty: enquiries are stored, but nobody gets a mail.",
            hint="Set ENQUIRY_RECIPIENTS to the addresses that answer enquiries, with commas.",
            id="cms.W001",
        )
    ]
