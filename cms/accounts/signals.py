"""Staff meet the admin in their own language from the first day; what they choose there later stays."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.users.models import UserProfile

from cms.accounts import sessions
from cms.accounts.models import User


@receiver([password_changed, password_set])
def end_other_places(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever changes the password means it: everywhere else somebody must log in anew."""
    sessions.end(user, request.session.session_key)


@receiver(password_reset)
def end_all_places(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.end_all(user)


@receiver(authenticator_added)
def has_just_shown_who_they_are(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever made a passkey a moment ago is not asked for it to see the recovery codes that came with it."""
    record_authentication(request, user, "mfa", reauthenticated=True)


@receiver(pre_save, sender=User)
def only_the_address_of_the_account(sender: type, instance: User, **kwargs: Any) -> None:
    """allauth lets people in by every address it knows of them; only the account's own is theirs now. When it changes,
    everybody who is logged in by the old one is out."""
    changed = kwargs.get("update_fields")
    if instance.pk is None or kwargs.get("raw") or (changed is not None and "email" not in changed):
        return
    if User.objects.filter(pk=instance.pk).exclude(email=instance.email).exists():
        EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).delete()
        sessions.end_all(instance)


@receiver(user_logged_in)
def admin_in_their_language(sender: type, user: User, **kwargs: Any) -> None:
    if not user.is_institute_staff:
        return
    profile = UserProfile.get_for_user(user)
    if not profile.preferred_language:
        profile.preferred_language = user.language
        profile.save(update_fields=["preferred_language"])
