"""Opening and closing a round by hand, and the page that is shown to the group while it answers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from assessments.ballots.address import qr_code, short_address
from assessments.ballots.models import Round
from assessments.ballots.pages import title_of
from assessments.ballots.promise import moment
from assessments.ballots.rate import band_in_words
from assessments.ballots.staff import POLICY, UNFINISHED, AboutARound, round_or_404, url_of
from assessments.ballots.standing import may_open
from assessments.ballots.tasks import CLOSE, OPEN
from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue


class Ask(PermissionCheckedMixin, View):
    """A button that asks the worker for something. Asking twice is asking once."""

    permission_policy = POLICY
    permission_required = "change"
    http_method_names = ["post"]
    kind = ""
    done: str | Promise = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        round = round_or_404(pk)
        if not POLICY.user_has_permission_for_instance(request.user, "change", round):
            raise PermissionDenied
        waiting = Job.objects.filter(kind=self.kind, subject__round=pk, state__in=UNFINISHED)
        if not self.may(round):
            messages.error(request, _("The round has another state by now."))
        elif not waiting.exists():
            self.ask(round, request.user)
            if "room" not in request.POST:
                messages.success(request, self.done)
        return redirect(reverse("rounds:room", args=[pk]) if "room" in request.POST else url_of(round))

    def may(self, round: Round) -> bool:
        raise NotImplementedError

    def ask(self, round: Round, user: User) -> None:
        log(instance=round, action="wagtail.edit", user=user)
        enqueue(self.kind, started_by=user, round=round.pk)


class OpenNow(Ask):
    kind = OPEN
    done = gettext_lazy("The round is being opened.")

    def may(self, round: Round) -> bool:
        return may_open(round)

    def ask(self, round: Round, user: User) -> None:
        Round.objects.filter(pk=round.pk, state=Round.State.PLANNED).update(state=Round.State.OPENING)
        super().ask(round, user)


class CloseNow(Ask):
    kind = CLOSE
    done = gettext_lazy("The round is being closed and counted.")

    def may(self, round: Round) -> bool:
        return round.state == Round.State.OPEN


class Room(AboutARound, TemplateView):
    """For the screen in the gathering: the way in while the round is open, the way on when it is closed."""

    template_name = "staff/mapping/room.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round = self.round
        address = short_address(round.code)
        # Drawn from our own address alone.
        drawn = mark_safe(qr_code(address, _("QR code to %(address)s") % {"address": address}))
        return super().get_context_data(
            title=title_of(round),
            host=address.partition("://")[2],
            qr=drawn if round.state == Round.State.OPEN else "",
            band=band_in_words(round),
            closes=moment(round.closes_at) if round.closes_at else "",
            **kwargs,
        )
