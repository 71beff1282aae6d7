"""What rounds and instruments add to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from assessments.ballots.freetext import views as freetext
from assessments.ballots.freetext.models import FreeText
from assessments.ballots.models import Round
from assessments.ballots.preview import preview_viewset
from assessments.ballots.viewsets import round_viewset, rounds_url
from assessments.instruments.viewsets import instrument_viewset
from programmes.tailoring.board_links import BoardLink, register
from programmes.tailoring.models import Programme


@hooks.register("register_admin_viewset")
def mapping_pages() -> list[ViewSet]:
    return [round_viewset, instrument_viewset, preview_viewset]


@hooks.register("register_permissions")
def right_for_every_programme() -> QuerySet[Permission]:
    """Offered with the rights of a group, in the admin."""
    return Permission.objects.filter(content_type__app_label="assessments", codename="conduct_every_round")


@hooks.register("register_log_actions")
def review_actions(actions: LogActionRegistry) -> None:
    """What the log says of reviews: that something was decided, never about which text."""
    actions.register_action(freetext.READ, _("Read free text"), _("Read free text that was held"))
    actions.register_action(freetext.ACTIONS[FreeText.Decision.SHOW], _("Show a text"), _("Chose to show a text"))
    actions.register_action(freetext.ACTIONS[FreeText.Decision.WITHHOLD], _("Hold back"), _("Held back a text"))
    actions.register_action(freetext.FINISH, _("Finish the review"), _("Finished the review of free text"))
    actions.register_action(freetext.WITHDRAW, _("Delete a text"), _("Deleted a text that was shown"))


@register
def rounds(programme: Programme) -> Iterable[BoardLink]:
    """How many rounds a programme has, with the way to them, or to planning the first."""
    number = Round.objects.filter(programme=programme).count()
    if number:
        words = ngettext("%(number)d mapping", "%(number)d mappings", number) % {"number": number}
        yield BoardLink(words, rounds_url(programme), "kartlegging")
    elif not programme.is_template:
        yield BoardLink(gettext("Plan a mapping"), f"{reverse('rounds:add')}?programme={programme.pk}", "kartlegging")
