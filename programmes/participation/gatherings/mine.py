"""What the page of a gathering holds for its reader alone: the way in, whether they come, what they thought of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from cms.accounts.models import User
from localisation import nordic
from programmes.participation.gatherings.forms import EvaluationForm
from programmes.participation.gatherings.models import Attendance
from programmes.participation.gatherings.services import attendance_of, evaluation_of
from programmes.participation.gatherings.timing import Stage, door_opens, stage
from programmes.participation.survey import hours
from programmes.tailoring.models import Gathering


@dataclass(frozen=True)
class Door:
    """The video link: small while the gathering is far, in front from `opens` until `closes`. Moments as ISO."""

    url: str
    in_front: bool
    opens: str
    closes: str
    opens_clock: str


@dataclass(frozen=True)
class Mine:
    door: Door | None
    attendance: Attendance | None
    # Where one says whether one comes; '' once it is over, or while it has no day.
    attendance_url: str
    # What one thought of it; None before it is over.
    evaluation: EvaluationForm | None
    evaluated: bool
    evaluation_url: str


def mine(user: User, gathering: Gathering, now: datetime, answers: EvaluationForm | None = None) -> Mine:
    """Two queries. `answers`: a form that was handed in and has errors."""
    where = stage(gathering, now)
    attendance, given = attendance_of(user, gathering), evaluation_of(user, gathering)
    asked = where is Stage.OVER and not (attendance and attendance.present is False)
    return Mine(
        door=_door(gathering, where) if where in (Stage.AHEAD, Stage.ON) and gathering.video_link else None,
        attendance=attendance,
        attendance_url=reverse("my_attendance", args=[gathering.uuid]) if where in (Stage.AHEAD, Stage.ON) else "",
        evaluation=(answers or EvaluationForm(instance=given)) if asked else None,
        evaluated=given is not None,
        evaluation_url=reverse("my_evaluation", args=[gathering.uuid]) if asked else "",
    )


def _door(gathering: Gathering, where: Stage | None) -> Door:
    opens, closes = door_opens(gathering), hours(gathering)[1]
    return Door(
        gathering.video_link, where is Stage.ON, opens.isoformat(), closes.isoformat(), nordic.clock(opens.time())
    )
