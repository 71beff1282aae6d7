"""The institute's staff, in the groups that say what they may do."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from wagtail.models import Page

from cms.accounts.groups import make_groups
from cms.accounts.models import User
from cms.demo import logins
from cms.demo.builder.plan import Plan
from programmes.library.models import LibraryObject


def build(plan: Plan) -> None:
    """Staff who log in with the demo's password."""
    groups = make_groups()
    password = make_password(logins.PASSWORD)
    for person in logins.STAFF:
        is_administrator = person is logins.ADMINISTRATOR
        user = User.objects.create(
            email=person.email, first_name=person.first_name, last_name=person.last_name, language=person.language,
            translates=list(person.translates), password=password, is_staff=is_administrator,
            is_superuser=is_administrator,
        )  # fmt: skip
        if person.group:
            user.groups.add(groups[person.group])


def author() -> User:
    """The editor in whose name everything is published."""
    return User.objects.get(email=logins.EDITOR.email)


def named(name: str) -> User:
    """The member of staff with this first and last name."""
    first, last = name.rsplit(" ", 1)
    return User.objects.get(first_name=first, last_name=last)


def publish(thing: LibraryObject | Page, by: User) -> None:
    """A revision of the object as it is, published by `by`, who needs the right to."""
    thing.save_revision(user=by).publish(user=by)
