"""How allauth behaves here: accounts are made by staff, never by signing up, and mail goes out by the worker."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.accounts.mail import send_once_and_forget
from cms.accounts.models import User

# The one answer to a code that does not work, whatever the reason.
CODE_FAILED = _("The code does not work. It may be mistyped or too old. Check it, or ask for a new one.")


# What changed, by the last part of the name of allauth's own mail about it.
CHANGES = {
    "password_changed": _("The password was changed."),
    "password_reset": _("The password was changed."),
    "password_set": _("The account got a password."),
    "totp_activated": _("Two-step login was turned on."),
    "totp_deactivated": _("Two-step login was turned off."),
    "recovery_codes_generated": _("New recovery codes were made."),
    "webauthn_added": _("A passkey was made."),
    "webauthn_removed": _("A passkey was removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": CODE_FAILED,
        "too_many_login_attempts": _("That was many attempts in a short time. Wait some minutes and try again."),
        "rate_limited": _("That was many attempts in a short time. Wait some minutes and try again."),
        "email_password_mismatch": _("The address and the password do not belong together. Check both."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("Write the password you have now."),
        "account_inactive": _("This account is closed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """Tell somebody that what they log in by has changed, in their language and without how."""
        with override(user.language):
            changed = CHANGES.get(template_prefix.rpartition("/")[2], _("Something about how you log in was changed."))
            self.send_mail("account/email/changed", email or user.email, {"changed": changed})

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show that it is oneself: the passkey first, for those who have one."""
        passkey = reverse("mfa_reauthenticate_webauthn")
        ways = super().get_reauthentication_methods(user)
        named = [{**way, "description": _("Use the passkey")} if way["url"] == passkey else way for way in ways]
        return sorted(named, key=lambda way: way["url"] != passkey)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail in the recipient's language and leave the sending to the worker.

        So the answer takes about as long for a known address as for an unknown one, whatever the mail server does.
        """
        with override(language_of(email)):
            message = self.render_mail(template_prefix, email, {"email": email, **context})
        send_once_and_forget(key=f"account-{uuid4()}", to=email, subject=message.subject, body=str(message.body))


def language_of(email: str) -> str:
    """The language of the person with this address."""
    known = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return known or settings.LANGUAGE_CODE
