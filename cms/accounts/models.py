"""People who log in: staff and participants. An address is the name they log in by."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with the address in lower case; without a password they log in by code."""
        user = self.model(email=email.strip().lower(), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An administrator, as `manage.py createsuperuser` makes them."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    username = None
    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="nb")
    # Whoever may not publish writes in these alone; see `access` of the library.
    translates = models.JSONField(_("translates into"), default=list, blank=True)
    # Nothing but the row is left then; see `accounts.erasing`.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """First and last name, or that the account is deleted, in the reader's language."""
        if self.erased_at:
            return gettext("Former colleague") if self.is_staff else gettext("Deleted participant")
        return super().get_full_name()

    @property
    def is_institute_staff(self) -> bool:
        """Whether this is someone who works in the admin, rather than a participant."""
        return self.is_superuser or self.has_perm("wagtailadmin.access_admin")
