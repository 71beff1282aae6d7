"""Settings of the log-in that would let somebody in who should not be, or nobody at all."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

# Caches of one process: each would count attempts for itself.
OF_ONE_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")


@register()
def single_sign_on(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """All of it or nothing, and over HTTPS: the provider is believed about who somebody is."""
    given = {name: getattr(settings, name) for name in ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")}
    missing = [name for name, value in given.items() if not value]
    if len(missing) == len(given):
        return []
    if missing:
        hint = "Set all of OIDC_SERVER_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or none of them."
        return [Error(f"{', '.join(missing)} is missing for single sign-on.", hint=hint, id="cms.E006")]
    if urlsplit(settings.OIDC_SERVER_URL).scheme == "https" or getattr(settings, "DEMO", False):
        return []
    return [Error("OIDC_SERVER_URL is not https.", hint="Use the provider's https address.", id="cms.E007")]


@register(Tags.security, deploy=True)
def attempts_are_counted_together(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.CACHES["default"]["BACKEND"].endswith(OF_ONE_PROCESS):
        return []
    hint = "Set CACHE_URL to redis://HOST:PORT/N, or leave it out for the cache in files."
    return [Error("Attempts to log in are counted in each process for itself.", hint=hint, id="cms.E008")]
