"""What leader groups add to staff's pages: the way to them, a stop where there are none, whom an update affects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.participation.models import LeaderGroup
from programmes.tailoring import board_links, checks
from programmes.tailoring.models import Programme
from programmes.tailoring.plan import Plan, counter
from programmes.tailoring.updates import audience


@board_links.register
def people(programme: Programme) -> Iterable[board_links.BoardLink]:
    """How many leader groups and participants a programme has, with the way to each. One query."""
    found = LeaderGroup.objects.filter(programme=programme).aggregate(
        groups=Count("pk", distinct=True), members=Count("enrolments")
    )
    if found["groups"]:
        groups = ngettext("%(count)d leader group", "%(count)d leader groups", found["groups"])
        members = ngettext("%(count)d participant", "%(count)d participants", found["members"])
        yield _link(groups % {"count": found["groups"]}, "leader_groups:index", programme)
        yield _link(members % {"count": found["members"]}, "participants:index", programme)
        yield board_links.BoardLink(
            _("How the groups are doing"), reverse("leading:programme", args=[programme.pk]), "hake"
        )


@audience.register
def reach(programmes: Collection[int]) -> dict[int, audience.Audience]:
    """How many people take part in each of these programmes, in how many leader groups. One query."""
    rows = LeaderGroup.objects.filter(programme__in=programmes).order_by().values_list("programme")
    counted = rows.annotate(Count("enrolments", distinct=True), Count("pk", distinct=True))
    return {programme: audience.Audience(members, groups) for programme, members, groups in counted}


def _link(label: str, name: str, programme: Programme) -> board_links.BoardLink:
    return board_links.BoardLink(label, f"{reverse(name)}?programme={programme.pk}")


@counter("leader_groups")
def leader_groups(programmes: Collection[int]) -> Mapping[int, int]:
    rows = LeaderGroup.objects.filter(programme__in=programmes).values_list("programme")
    return dict(rows.annotate(groups=Count("pk")).order_by())


@checks.register
class NoLeaderGroup(checks.Check):
    """A programme without participants can't start."""

    id = "no-leader-group"
    severity = checks.Severity.STOP
    link = gettext_lazy("Add a leader group")

    def find(self, plan: Plan) -> Iterator[checks.Finding]:
        programme = plan.programme
        if not programme.is_template and not plan.counts["leader_groups"]:
            usual = f"{reverse('leader_groups:add')}?programme={programme.pk}"
            address = plan.links.leader_groups(programme) or usual
            yield self.finding(_("The programme has no leader group."), address)
