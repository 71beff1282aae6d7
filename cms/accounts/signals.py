"""Staff meet the admin in their own language from the first day; what they choose there later stays."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from cms.accounts.models import User


@receiver(user_logged_in)
def admin_in_their_language(sender: type, user: User, **kwargs: Any) -> None:
    if not user.is_institute_staff:
        return
    profile = UserProfile.get_for_user(user)
    if not profile.preferred_language:
        profile.preferred_language = user.language
        profile.save(update_fields=["preferred_language"])
