"""Who coordinates for the clients, a leader group that is stuck, and a message that its course leader wrote."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils import timezone

from cms.accounts.models import User
from cms.demo import logins
from cms.demo.builder.plan import Plan
from localisation.text import LocalisedText
from programmes.library.vocabulary import Phase
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.models import Completion, LeaderGroup, Organisation
from programmes.tailoring.models import Programme, ProgrammeItem

STUCK = ("skagerrakringen", "tindvik-top")
QUIET_FOR = timedelta(days=24)


def build(plan: Plan) -> None:
    for person in logins.COORDINATORS:
        _coordinator(person)
    _stuck_group(plan)
    _others_prepare(plan)
    _message()


def _coordinator(person: logins.Coordinator) -> None:
    user = User.objects.create(
        email=person.email, first_name=person.first_name, last_name=person.last_name, language=person.language,
        password=make_password(None),
    )  # fmt: skip
    Coordinator.objects.create(
        user=user, programme=Programme.objects.get(slug=person.programme),
        organisation=Organisation.objects.get(slug=person.organisation),
    )  # fmt: skip


def _stuck_group(plan: Plan) -> None:
    """Nobody in it has done anything for weeks."""
    programme, code = STUCK
    group = LeaderGroup.objects.get(programme__slug=programme, slug=code)
    done = Completion.objects.filter(user__in=group.enrolments.values("user"))
    ended = Q(item__programme_module__ends_on__lt=plan.today)
    done.exclude(ended).delete()
    day = datetime.combine(plan.today - QUIET_FOR, time(15, 20), timezone.get_current_timezone())
    done.update(completed_at=day)


def _others_prepare(plan: Plan) -> None:
    """Three in four of each other group have done what the module going on asks for before its gathering.

    Whom the demo is tried as have something left to do.
    """
    running = Programme.objects.filter(status=Programme.Status.RUNNING)
    items = ProgrammeItem.objects.filter(
        programme_module__programme__in=running, programme_module__starts_on__lte=plan.today,
        programme_module__ends_on__gte=plan.today, phase=Phase.PREPARATION, required=True, opens_on__lte=plan.today,
    ).select_related("programme_module")  # fmt: skip
    others = LeaderGroup.objects.filter(programme__in=running).exclude(slug=STUCK[1])
    done = [
        Completion(user=place.user, item=item)
        for group in others.prefetch_related("enrolments__user")
        for number, place in enumerate(group.enrolments.all())
        for item in items
        if number % 4 != 3
        and place.user.email not in logins.PARTICIPANTS
        and item.programme_module.programme_id == group.programme_id
    ]
    Completion.objects.bulk_create(done, ignore_conflicts=True, batch_size=500)


def _message() -> None:
    programme = Programme.objects.select_related("course_leader").get(slug=STUCK[0])
    message = ProgrammeMessage.objects.create(
        programme=programme, audience=ProgrammeMessage.Audience.EVERYBODY, sent_by=programme.course_leader,
        subject=LocalisedText(nb="Ta med ett eksempel til samlingen", da="Tag et eksempel med til samlingen"),
        text=LocalisedText(
            nb="Hei!\n\nTenk på én tjeneste hos dere som innbyggerne må innom flere avdelinger for å få. "
            "Vi bruker eksemplene deres etter lunsj.",
            da="Hej!\n\nTænk på én ydelse hos jer, som borgerne skal omkring flere afdelinger for at få. "
            "Vi bruger jeres eksempler efter frokost.",
        ),
    )  # fmt: skip
    message.recipients.set(User.objects.filter(enrolments__leader_group__programme=programme))
