"""The mail that invites a participant, written in their own language and queued once a place."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from cms.jobs.models import Job
from cms.jobs.services import handles, report
from cms.mail import services as mail
from programmes.participation.models import Enrolment


@handles("invite-participants")
def invite_all(job: Job) -> None:
    """Queue an invitation for each of the job's enrolments; those that have one already keep it."""
    rows = Enrolment.objects.filter(pk__in=job.subject["enrolments"]).select_related(
        "user", "leader_group__programme__course_leader", "leader_group__organisation"
    )
    total = len(rows)
    for number, enrolment in enumerate(rows, start=1):
        queue_invitation(enrolment)
        report(job, number, total)


def queue_invitation(enrolment: Enrolment) -> None:
    """Have the person invited to their place, unless they were."""
    with override(enrolment.user.language):
        context = {"enrolment": enrolment, "programme": enrolment.leader_group.programme, "address": _address()}
        subject = render_to_string("email/participation/invitation_subject.txt", context)
        body = render_to_string("email/participation/invitation.txt", context)
        html = render_to_string("email/participation/invitation.html", context)
    leader = enrolment.leader_group.programme.course_leader
    mail.queue(
        key=f"invitation-{enrolment.pk}",
        to=enrolment.user.email,
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        reply_to=leader.email if leader else "",
        html=html.strip() + "\n",
    )


def _address() -> str:
    return f"{settings.BASE_URL}{reverse('my_programme')}"
