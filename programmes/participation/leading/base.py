"""What the course leader's pages about a programme share."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from localisation import languages
from programmes.participation.leading.reading import ProgrammeStanding, standing_of
from programmes.tailoring.models import Programme
from programmes.tailoring.views import ProgrammePage


class LeadingPage(ProgrammePage):
    """A page that changes nothing of the programme itself, so that it stays open when that is completed."""

    open_when_over = True
    header_icon = "group"

    @cached_property
    def standing(self) -> ProgrammeStanding:
        if self.programme.kind != Programme.Kind.DELIVERY:
            raise Http404
        return standing_of(self.programme, languages.current(), timezone.localdate())

    def trail(self) -> list[dict[str, Any]]:
        url = reverse("leading:programme", args=[self.programme.pk])
        return [*super().trail(), {"url": url, "label": _("How the groups are doing")}]
