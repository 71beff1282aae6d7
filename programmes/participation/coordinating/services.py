"""Coordinators are appointed and invited, and supply and replace participants."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles
from cms.mail import services as mail
from cms.tables.problems import InvalidTable, Problem
from localisation.text import LocalisedText, key_of
from programmes.participation.coordinating.access import Coordination
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.lists.rows import COLUMN_WORDS, Row, language_code, read_list
from programmes.participation.models import Enrolment, LeaderGroup, Organisation
from programmes.participation.services import Person, address_of, enrol, split_name
from programmes.tailoring.models import Programme

INVITE = "invite-coordinator"
LONGEST_LIST = 200  # people


@transaction.atomic
def appoint(
    programme: Programme, organisation: Organisation, *, name: str, email: str, language: str, by: User | None = None
) -> Coordinator:
    """Make somebody the organisation's coordinator and have them invited. Twice changes nothing."""
    user = User.objects.filter(email=address_of(email)).first()
    if user is None:
        first, last = split_name(name)
        user = User.objects.create_user(email, first_name=first, last_name=last, language=language)
    row, made = Coordinator.objects.get_or_create(user=user, programme=programme, organisation=organisation)
    if made:
        enqueue(INVITE, started_by=by, coordinator=row.pk)
    return row


@handles(INVITE)
def invite(job: Job) -> None:
    """Queue the coordinator's invitation, in their language. Nothing for one who was taken out meanwhile."""
    rows = Coordinator.objects.select_related("user", "programme__course_leader", "organisation")
    row = rows.filter(pk=job.subject["coordinator"]).first()
    if row is None:
        return
    with override(row.user.language):
        address = f"{settings.BASE_URL}{reverse('my_coordination_of', args=[row.programme.slug])}"
        context = {"row": row, "programme": row.programme, "address": address}
        subject = _("You coordinate the participants in %(programme)s") % {"programme": row.programme}
        body = render_to_string("email/participation/coordinator.txt", context)
    leader = row.programme.course_leader
    mail.queue(
        key=f"coordinator-{row.pk}-{row.created_at:%Y%m%d%H%M%S}", to=row.user.email,
        subject=" ".join(subject.split()), body=body.strip() + "\n", reply_to=leader.email if leader else "",
    )  # fmt: skip


@transaction.atomic
def replace(place: Enrolment, person: Person, by: User) -> Enrolment:
    """Give a place to somebody else, who is invited. Whoever had it no longer comes in, and keeps what they wrote."""
    new = enrol(person, place.leader_group, by=by)
    if new.pk != place.pk:
        place.delete()
    return new


def supply_list(coordination: Coordination, content: bytes, file_name: str, by: User) -> int:
    """Enrol everybody on a list, or nobody; returns how many were new. Raises InvalidTable."""
    rows = read_list(content, file_name).rows
    if len(rows) > LONGEST_LIST:
        message = _("At most %(most)d people at a time. Divide the list.") % {"most": LONGEST_LIST}
        raise InvalidTable([Problem(0, "", message)])
    groups = {
        (organisation, name): group
        for group in coordination.groups
        for organisation in _names(group.organisation)
        for name in _names(group)
    }
    placed = [(row, groups.get((key_of(row.organisation), key_of(row.leader_group)))) for row in rows]
    return _enrol_all(coordination, placed, by)


def _enrol_all(coordination: Coordination, placed: Iterable[tuple[Row, LeaderGroup | None]], by: User) -> int:
    known, wrong, added = [], [], 0
    for row, group in placed:
        if group is None:
            column = str(COLUMN_WORDS["leader_group"])
            wrong.append(Problem(row.number, column, _("is not one of your leader groups")))
        else:
            known.append((row, group))
    if wrong:
        raise InvalidTable(wrong)
    with transaction.atomic():
        for row, group in known:
            there = group.enrolments.filter(user__email=address_of(row.email)).exists()
            if not there:
                enrol(_person(row, coordination.programme), group, by=by)
                added += 1
    return added


def _person(row: Row, programme: Programme) -> Person:
    language = language_code(row.language) or next(iter(programme.languages), settings.LANGUAGE_CODE)
    return Person(row.name, row.email, language, {language: row.role} if row.role else {})


def _names(row: Organisation | LeaderGroup) -> set[str]:
    names = LocalisedText(row.name)
    return {row.slug, *(key_of(name) for name in names.values())}
