"""The way to hand in, with the elements that ask for it; and what was handed in, in the workbook."""

from __future__ import annotations

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from programmes.participation import sections
from programmes.participation.deliveries.access import is_delivered
from programmes.participation.deliveries.models import Delivery
from programmes.participation.deliveries.pages import state_words
from programmes.participation.models import Enrolment
from programmes.participation.sections import Section
from programmes.participation.workbook import chapters
from programmes.participation.workbook.chapters import Chapter, Part, Passage
from programmes.participation.writing.titles import Titles
from programmes.tailoring.models import DeliveredBy, ProgrammeItem


@sections.register_for_elements
def with_element(user: User, item: ProgrammeItem) -> Section | None:
    """Whether a task is handed in, and the way there; one query, none with other elements."""
    if not is_delivered(item):
        return None
    by_group = item.delivered_by == DeliveredBy.GROUP
    groups = Enrolment.objects.filter(user=user, leader_group__programme=item.programme_module.programme_id)
    first = groups.order_by("pk").values("leader_group")[:1]
    owner = Q(leader_group=first) if by_group else Q(author=user)
    row = Delivery.objects.filter(owner, item=item).select_related("delivered_by").first() or Delivery(item=item)
    context = {
        "by_group": by_group, "state": state_words(row, item, timezone.localdate()), "delivered": row.is_delivered,
        "url": reverse("my_delivery", args=[item.uuid]),
    }  # fmt: skip
    return Section(_("Hand in"), render_to_string("portal/deliveries/section.html", context))


@chapters.register(40)
def chapter(enrolment: Enrolment, language: str) -> Chapter | None:
    """What the participant and their group handed in, and what the course leader said, in the workbook."""
    programme = enrolment.leader_group.programme_id
    owner = Q(author=enrolment.user_id) | Q(leader_group=enrolment.leader_group_id)
    rows = Delivery.objects.filter(owner, item__programme_module__programme=programme, delivered_at__isnull=False)
    rows = rows.select_related("item__thing__current_edition", "item__pinned_edition", "delivered_by")
    found = list(rows.prefetch_related("files", "feedback__author").order_by("delivered_at", "pk"))
    titles = Titles([row.item for row in found], language)
    return Chapter(_("After-work"), [_part(row, titles) for row in found])


def _part(row: Delivery, titles: Titles) -> Part:
    title = titles.of(row.item)
    passages = [Passage(row.text)] if row.text else []
    passages += [Passage(one.text, str(one.author or _("The course leader"))) for one in row.feedback.all()]
    meta = state_words(row, row.item, timezone.localdate())
    return Part(title.text, passages, meta, title.lang, [file.name for file in row.files.all()])
