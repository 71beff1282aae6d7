"""Erasing somebody: asked for, waited for a few days, then done table by table as each declares it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from cms.accounts.mail import send_once_and_forget
from cms.accounts.models import User
from cms.privacy.models import ErasureRequest
from cms.privacy.registry import Action, Declaration, declarations
from cms.privacy.terms import REGRET


class NotByThemselves(Exception):
    """Staff are not erased at their own wish: an administrator closes their account."""


def waiting_for(user: User) -> ErasureRequest | None:
    """The wish that can still be taken back."""
    return ErasureRequest.objects.filter(user=user, done_at__isnull=True).first()


@transaction.atomic
def ask(user: User) -> ErasureRequest:
    """Note the wish and write to the person, who may not be the one who asked. Asking again changes nothing.

    Raises NotByThemselves for staff.
    """
    if user.is_institute_staff:
        raise NotByThemselves
    request, made = ErasureRequest.objects.get_or_create(
        user=user, done_at__isnull=True, defaults={"due_at": timezone.now() + REGRET}
    )
    if made:
        _write(request)
    return request


def take_back(user: User) -> bool:
    """Forget the wish; False when there is none, or it was done."""
    return bool(ErasureRequest.objects.filter(user=user, done_at__isnull=True).delete()[0])


def erase_due(now: datetime) -> int:
    """Erase everybody whose time to think is over; returns how many."""
    due = list(ErasureRequest.objects.filter(done_at__isnull=True, due_at__lte=now).values_list("pk", flat=True))
    for pk in due:
        _carry_out(pk, now)
    return len(due)


@transaction.atomic
def _carry_out(pk: int, now: datetime) -> None:
    # Taken by the UPDATE, so that two rounds at once erase once.
    if not ErasureRequest.objects.filter(pk=pk, done_at__isnull=True).update(done_at=now):
        return
    request = ErasureRequest.objects.select_related("user").get(pk=pk)
    ErasureRequest.objects.filter(pk=pk).update(removed=erase(request.user))


def touched_by(user: User) -> dict[str, int]:
    """How many rows erasing would touch, by the model's label."""
    counted = {one.model: one.rows_of(user).count() for one in in_order()}
    return {model: count for model, count in counted.items() if count}


@transaction.atomic
def erase(user: User) -> dict[str, int]:
    """Do to every table what it declares; returns how many rows were touched, by the model's label."""
    touched = touched_by(user)
    for one in in_order():
        if one.model in touched and one.erasure.carry_out:
            one.erasure.carry_out(one.rows_of(user))
    return touched


def in_order() -> list[Declaration]:
    """The tables that are changed, the account itself last: what others are found by is there until then."""
    changed = [one for one in declarations() if one.erasure.action != Action.KEEP]
    return sorted(changed, key=lambda one: one.model == User._meta.label)


def _write(request: ErasureRequest) -> None:
    user = request.user
    with override(user.language):
        text = render_to_string("email/erasure_asked.txt", {"request": request, "user": user})
    subject, _line, body = text.strip().partition("\n")
    send_once_and_forget(key=f"erasure-{request.pk}", to=user.email, subject=subject.strip(), body=f"{body.strip()}\n")
