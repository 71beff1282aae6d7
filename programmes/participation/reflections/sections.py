"""Reflections with the elements that ask for them, on a participant's page, and in the workbook."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from cms.accounts.models import User
from cms.pages import portal
from localisation import languages
from programmes.participation import sections
from programmes.participation.models import Enrolment
from programmes.participation.reflections import access, services
from programmes.participation.reflections.log import LOST, shared_words
from programmes.participation.reflections.models import Reflection
from programmes.participation.reflections.pages import asked_among, asked_by, fields
from programmes.participation.sections import Section
from programmes.participation.workbook import chapters
from programmes.participation.workbook.chapters import Chapter, Part, Passage
from programmes.participation.writing.forms import WritingForm
from programmes.participation.writing.titles import Questions, Titles, questions_of
from programmes.participation.writing.views import frame_of
from programmes.tailoring.models import ProgrammeItem

portal.register(gettext_lazy("Reflections"), "my_reflections", 30)


@sections.register_for_elements
@sensitive_variables()
def with_element(user: User, item: ProgrammeItem) -> Section | None:
    """The form to write in, with an element that asks for a reflection; two queries, none with others."""
    if not access.asks_for_reflection(item):
        return None
    entry = services.with_exercise(user, item)
    texts = services.texts_of(entry)
    questions = asked_by(item, languages.current())
    form = WritingForm(fields(questions, texts), key="reflection-") if texts is not None else None
    context = {
        "form": form, "lost": LOST, "action": reverse("my_exercise", args=[item.uuid]), "label_lang": questions.lang,
        "seen_by": shared_words(entry) or _("Only you can see this."), **frame_of(user),
        "more_url": reverse("my_reflection", args=[entry.uuid]) if entry.pk else "",
    }  # fmt: skip
    return Section(_("Your reflection"), template="portal/reflections/section.html", context=context)


@chapters.register(20)
@sensitive_variables()
def chapter(enrolment: Enrolment, language: str) -> Chapter | None:
    """The participant's own reflections of this programme in their workbook, in the order they were begun."""
    programme = enrolment.leader_group.programme_id
    rows = list(access.own(enrolment.user).filter(programme_module__programme=programme).order_by("created_at", "pk"))
    titles = Titles([place for row in rows for place in (row.programme_module, row.item) if place], language)
    asked = questions_of([row.item for row in rows if row.item], language)
    parts = [_part(row, asked_among(asked, row.item), titles) for row in rows]
    return Chapter(_("My reflections"), [part for part in parts if part.passages])


@sensitive_variables()
def _part(row: Reflection, questions: Questions, titles: Titles) -> Part:
    written = fields(questions, services.texts_of(row) or [])
    title = titles.of(row.item or row.programme_module)
    passages = [Passage(text, label if row.item else "") for label, text in written if text.strip()]
    return Part(title.text, passages, lang=title.lang)
