"""Rounds in Wagtail's admin: how one stands, planning and changing. Nothing here counts answers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from assessments.ballots import outlook
from assessments.ballots.access import conducts
from assessments.ballots.address import short_address
from assessments.ballots.forms import OpenRoundForm, RoundForm
from assessments.ballots.freetext import pages as freetext
from assessments.ballots.models import Round
from assessments.ballots.pages import title_with_version
from assessments.ballots.promise import moment
from assessments.ballots.standing import has_result, may_open, standing
from assessments.ballots.tasks import CLOSE, OPEN
from cms.jobs.models import Job

TONES = {"planned": "neutral", "opening": "info", "open": "success", "closing": "info", "closed": "neutral"}
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


class RoundPolicy(ModelPermissionPolicy):
    """Rounds are changed by those who conduct their programme's, and nobody is offered to delete more than a plan."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Round) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        if action == "delete" and not instance.is_planned:
            return False
        return bool(allowed and (action == "view" or conducts(user, instance.programme)))


POLICY = RoundPolicy(Round)


def url_of(round: Round) -> str:
    """The round's own page in the admin."""
    return reverse("rounds:round", args=[round.pk])


def round_or_404(pk: int) -> Round:
    """A round with what its pages say of it; one query."""
    return get_object_or_404(Round.objects.select_related("programme", "version__instrument", "release"), pk=pk)


class AboutARound(PermissionCheckedMixin):
    """A page about one round, for all who may see rounds."""

    permission_policy = POLICY
    any_permission_required = ["add", "change", "view"]

    @cached_property
    def round(self) -> Round:
        return round_or_404(self.kwargs["pk"])

    @cached_property
    def may_change(self) -> bool:
        return POLICY.user_has_permission_for_instance(self.request.user, "change", self.round)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round = self.round
        job = last_job(round)
        stands = standing(round, timezone.now())
        return super().get_context_data(
            round=round,
            standing=stands,
            job=job,
            busy=stands.busy or bool(job and job["unfinished"]),
            may_open=self.may_change and may_open(round),
            may_close=self.may_change and round.state == Round.State.OPEN,
            is_closed=round.state == Round.State.CLOSED,
            has_result=has_result(round),
            address=short_address(round.code),
            **kwargs,
        )


class RoundPage(AboutARound, WagtailAdminTemplateMixin, TemplateView):
    """One round: how it stands, its rules and units, what can be done now, and how the work on it goes."""

    template_name = "staff/mapping/round.html"
    header_icon = "clipboard-list"

    def get_page_title(self) -> str:
        return title_with_version(self.round)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("rounds:index"), "label": _("Mappings")}
        return [*self.breadcrumbs_items, first, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round = self.round
        return super().get_context_data(
            tone=TONES[round.state],
            opens=moment(round.opens_at) if round.opens_at else "",
            closes=moment(round.closes_at) if round.closes_at else "",
            may_edit=self.may_change and round.state in (Round.State.PLANNED, Round.State.OPEN),
            units=_units(round),
            free_text=freetext.standing(round, self.request.user),
            **kwargs,
        )


def _units(round: Round) -> outlook.Outlook:
    if round.state in (Round.State.PLANNED, Round.State.OPENING):
        return outlook.before_opening(round)
    return outlook.afterwards(round) if round.state == Round.State.CLOSED else outlook.frozen(round)


def last_job(round: Round) -> dict[str, Any] | None:
    """How the last work that staff asked for stands, in words."""
    job = Job.objects.filter(kind__in=[OPEN, CLOSE], subject__round=round.pk).order_by("-created_at").first()
    if job is None:
        return None
    what = _("Opening the round") if job.kind == OPEN else _("Closing the round")
    return {
        "what": what,
        "state": job.get_state_display(),
        "unfinished": job.state in UNFINISHED,
        "failed": job.state == Job.State.FAILED,
    }


class PlanRound(CreateView):
    page_title = gettext_lazy("Plan a round")

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", "label": self.page_title}]

    def get_form_class(self) -> type[ModelForm]:
        return RoundForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"programme": self.request.GET.get("programme")}

    def get_success_url(self) -> str:
        return url_of(self.object)


def _check_conducts(request: HttpRequest, round: Round) -> None:
    """Raises PermissionDenied for those who conduct other programmes' rounds only."""
    if not conducts(request.user, round.programme):
        raise PermissionDenied


class DropPlan(DeleteView):
    """Only a plan can be dropped: an open round holds answers, a closed one is somebody's results."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        round = round_or_404(self.kwargs["pk"])
        _check_conducts(request, round)
        if not round.is_planned:
            messages.error(request, _("Only a planned round can be deleted."))
            return redirect(url_of(round))
        return super().dispatch(request, *args, **kwargs)


class ChangeRound(EditView):
    """The plan; of an open round only when it ends. Later there is nothing to change."""

    def get_form_class(self) -> type[ModelForm]:
        return RoundForm if self.object.is_planned else OpenRoundForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        round = round_or_404(self.kwargs["pk"])
        _check_conducts(request, round)
        if round.state not in (Round.State.PLANNED, Round.State.OPEN):
            messages.error(request, _("A closed round can't be changed."))
            return redirect(url_of(round))
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return url_of(self.object)
