"""What accounts and the log-in hold about people, with the tables of the packages that do the work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from cms.accounts.erasing import close_account, unused_since
from cms.privacy.erasing import erase
from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, anonymised, deleted, work
from cms.privacy.terms import ACCOUNT_MONTHS, AFTER_LOG_IN, WITH_ACCOUNT, months_before

ACCOUNT = {"kind": Kind.ACCOUNT, "whose": Whose.EVERYBODY, "basis": Basis.CONTRACT, "owner": "user"}
LOG_IN = _("To let you in, and nobody else.")
OF_PEOPLE = {"content_type__app_label": "cms", "content_type__model": "user"}
NOBODY = _("Nobody; the site alone uses it.")


def unused_accounts(now: datetime) -> Rows:
    """Participants' accounts that belong to no programme, a year after the last log-in."""
    return unused_since(months_before(now, ACCOUNT_MONTHS))


def close_accounts(users: Rows) -> None:
    for user in users:
        close_account(user)


def closed_places(now: datetime) -> Rows:
    return UserSession.objects.exclude(session_key__in=Session.objects.filter(expire_date__gt=now).values("pk"))


def end_places(rows: Rows) -> None:
    for row in rows:
        row.end()


def sessions_past_their_day(now: datetime) -> Rows:
    return Session.objects.filter(expire_date__lt=now)


def erase_all(users: Rows) -> None:
    """All that is stored about these people goes with the account."""
    for user in users:
        erase(user)


def logged_about(user: Any) -> Q:
    return Q(**OF_PEOPLE, object_id=str(user.pk))


def forget_label(rows: Rows) -> None:
    """What was done stays in the log; the name of the account it was done to does not."""
    about_people = list(rows.filter(**OF_PEOPLE).values_list("pk", flat=True))
    ModelLogEntry.objects.filter(pk__in=about_people).update(label="", data={})


about(
    "cms.User",
    title=_("Your account"),
    purpose=_("To know who you are, write to you, and show you your own pages in your language."),
    seen_by=_("The course leader, your leader group, and administrators."),
    gives={
        "first_name": _("First name"), "last_name": _("Last name"), "email": _("E-mail"),
        "get_language_display": _("Language"), "date_joined": _("Made"), "last_login": _("Last log-in"),
    },
    retention=Retention(AFTER_LOG_IN, due=unused_accounts, forget=erase_all),
    erasure=anonymised(
        _("Name, address and password disappear. Where your name stood, it says “Deleted participant”."),
        carry_out=close_accounts,
    ),
    **ACCOUNT | {"owner": lambda user: Q(pk=user.pk)},
)  # fmt: skip
about(
    "account.EmailAddress",
    title=_("The address you log in by"),
    purpose=LOG_IN,
    seen_by=_("Administrators."),
    gives={"email": _("E-mail"), "verified": _("Confirmed")},
    retention=Retention(WITH_ACCOUNT),
    erasure=deleted(),
    **ACCOUNT,
)
about(
    "mfa.Authenticator",
    title=_("Passkeys and other second steps"),
    purpose=LOG_IN,
    seen_by=NOBODY,
    gives={"get_type_display": _("Kind"), "created_at": _("Made"), "last_used_at": _("Last used")},
    retention=Retention(WITH_ACCOUNT),
    erasure=deleted(),
    **ACCOUNT,
)
about(
    "usersessions.UserSession",
    title=_("Where you are logged in"),
    purpose=_("So that you see it, and can log out of a place you have left."),
    seen_by=_("You."),
    gives={"created_at": _("Since"), "ip": _("Network address"), "user_agent": _("Browser")},
    retention=Retention(_("Until you log out, or two weeks."), due=closed_places),
    erasure=deleted(carry_out=end_places),
    **ACCOUNT,
)
about(
    "sessions.Session",
    title=_("What the site remembers while you are logged in"),
    purpose=LOG_IN,
    seen_by=NOBODY,
    gives={"expire_date": _("Deleted on")},
    retention=Retention(_("Until you log out, or two weeks."), due=sessions_past_their_day),
    erasure=deleted(),
    **ACCOUNT | {"owner": lambda user: Q(pk__in=UserSession.objects.filter(user=user).values("session_key"))},
)
about(
    "socialaccount.SocialAccount",
    title=_("Single sign-on"),
    purpose=LOG_IN,
    seen_by=NOBODY,
    gives={"provider": _("What")},
    retention=Retention(_("Nothing of it is stored.")),
    erasure=deleted(),
    **ACCOUNT,
)
about(
    "wagtailusers.UserProfile",
    title=_("Settings of the admin"),
    purpose=_("The admin looks the way you set it."),
    seen_by=NOBODY,
    gives={"preferred_language": _("Language"), "current_time_zone": _("Time zone"), "theme": _("Theme")},
    retention=Retention(WITH_ACCOUNT),
    erasure=deleted(),
    **ACCOUNT | {"whose": Whose.STAFF},
)
about(
    "wagtailcore.ModelLogEntry",
    title=_("The log of what was done"),
    kind=Kind.WORK,
    whose=Whose.STAFF,
    basis=Basis.INTEREST,
    owner=lambda user: Q(user=user) | logged_about(user),
    purpose=_("To find out who changed what."),
    seen_by=_("Administrators, and whoever may change the same thing."),
    gives={"timestamp": _("When"), "action": _("What"), "label": _("On what")},
    retention=Retention(_("As long as the thing itself.")),
    erasure=anonymised(_("What was done stays; names disappear."), carry_out=forget_label),
)


# Tables of Wagtail's that name staff.
for model, by in {
    "wagtailcore.PageLogEntry": ("user",),
    "wagtailcore.Revision": ("user",),
    "wagtailcore.Page": ("owner", "locked_by"),
    "wagtailcore.UploadedFile": ("uploaded_by_user",),
    "wagtailcore.WorkflowState": ("requested_by",),
    "wagtailcore.TaskState": ("finished_by",),
    "wagtailcore.Comment": ("user", "resolved_by"),
    "wagtailcore.CommentReply": ("user",),
    "wagtailcore.PageSubscription": ("user",),
    "wagtailadmin.EditingSession": ("user",),
    "wagtailadmin.FormState": ("user",),
    "wagtaildocs.Document": ("uploaded_by_user",),
    "wagtailimages.Image": ("uploaded_by_user",),
    "wagtail_localize.StringTranslation": ("last_translated_by",),
    "wagtail_localize.SegmentOverride": ("last_translated_by",),
}.items():
    work(model, *by)
