"""Second steps and passkeys: how allauth's part behaves here, and whether staff must have one."""

from __future__ import annotations

import base64
from hashlib import sha256

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from cms.accounts.models import User

SEALED = "sealed:"


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes are not readable in a copy of the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code does not work. Check it, or write a new one."),
        "unverified_email": _("Log in once with a code by mail first; then we know that the address is yours."),
    }

    def encrypt(self, text: str) -> str:
        sealed = _box(settings.SECRET_KEY).encrypt(text.encode())
        return SEALED + base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises CryptoError when none of the site's keys opens it. What an older version stored is plain."""
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        sealed = base64.b64decode(encrypted_text.removeprefix(SEALED))
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return _box(key).decrypt(sealed).decode()
            except CryptoError:
                continue
        raise CryptoError("none of the site's secret keys opens this")

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("My passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": settings.WAGTAIL_SITE_NAME}


def _box(key: str) -> SecretBox:
    return SecretBox(sha256(b"second step:" + key.encode()).digest())


def is_missing(user: User) -> bool:
    """Whether this is staff who must have a second step, and has none."""
    return (
        settings.STAFF_SECOND_STEP
        and not Authenticator.objects.filter(
            user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exists()
    )
