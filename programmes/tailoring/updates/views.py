"""*Updates* in Wagtail's admin: what waits, what is different, and what to do about it, here or in many programmes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.templatetags.look import minutes
from localisation import languages
from programmes.library import comparison
from programmes.library.comparison import Comparison, Own
from programmes.library.models import Edition, Thing
from programmes.library.services import contents
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.updates import deciding, history, waiting
from programmes.tailoring.updates.deciding import Choice, Outcome, Target, programme_of
from programmes.tailoring.updates.jobs import DECIDE, hand_in
from programmes.tailoring.updates.lines import Line, lines, own_words
from programmes.tailoring.updates.waiting import Row
from programmes.tailoring.views import StaffPage, board_url

# So many places are decided about while one waits for the page; more are the worker's.
AT_ONCE = 50
PER_PAGE = 50


class UpdatesPage(StaffPage):
    """A page of the inbox: for those who work with programmes, with what they decide about."""

    header_icon = "download"

    @property
    def user(self) -> User:
        return self.request.user

    @cached_property
    def programmes(self) -> QuerySet[Programme]:
        return waiting.decided_by(self.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("updates:index"), "label": _("Updates")}
        return [*self.breadcrumbs_items, first, *self.trail(), {"url": "", "label": self.get_page_title()}]


class Inbox(UpdatesPage, TemplateView):
    """What waits, by library object, or by programme."""

    template_name = "staff/updates/inbox.html"
    page_title = gettext_lazy("Updates")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.request.GET.get("by") == "programme":
            return super().get_context_data(
                by_programme=True, programmes=waiting.by_programme(self.programmes), **kwargs
            )
        found = waiting.by_thing(self.programmes)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        editions = [one.thing.current_edition for one in page.object_list if one.thing.current_edition]
        titles = contents(editions, languages.current())
        rows = [{"waiting": one, "content": titles.get(one.thing.current_edition_id or 0)} for one in page.object_list]
        return super().get_context_data(by_programme=False, rows=rows, page_obj=page, **kwargs)


class Deciding(UpdatesPage):
    """A page with places to decide about, and the buttons to do it."""

    def targets(self, request: HttpRequest) -> list[Target]:
        """The places that were ticked; ValueError for what is none."""
        return [Target.read(text) for text in request.POST.getlist("targets")]

    def after(self) -> str:
        """Where to go when something was decided."""
        return self.request.get_full_path()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        choice = request.POST.get("choice", "")
        try:
            targets = self.targets(request)
        except ValueError as error:
            raise Http404 from error
        if choice not in Choice.values:
            raise Http404
        if not targets:
            messages.error(request, _("Tick at least one programme."))
            return redirect(request.get_full_path())
        if len(targets) > AT_ONCE:
            return redirect("updates:work", hand_in(choice, targets, self.user).pk)
        say(request, Choice(choice), deciding.decide(choice, targets, self.user, uuid.uuid4()), targets)
        return redirect(self.after())


def say(request: HttpRequest, choice: Choice, outcome: Outcome, targets: Sequence[Target]) -> None:
    """Tell what was decided, and who was faster where nothing was."""
    if outcome.programmes:
        messages.success(request, done_words(choice, len(outcome.programmes)))
    if outcome.late:
        people = history.names_of(history.last_deciders(_programmes_of(targets) - outcome.programmes))
        messages.warning(request, late_words(outcome.late, people))


def _programmes_of(targets: Sequence[Target]) -> frozenset[int]:
    ids = {kind: [target.pk for target in targets if target.kind == kind] for kind in ("item", "module")}
    items = ProgrammeItem.objects.filter(pk__in=ids["item"]).order_by().values_list("programme_module__programme")
    modules = ProgrammeModule.objects.filter(pk__in=ids["module"]).order_by().values_list("programme")
    return frozenset(pk for (pk,) in items.union(modules))


def done_words(choice: Choice, count: int) -> str:
    if choice is Choice.KEEP:
        words = ngettext(
            "%(count)d programme stays with its edition. You are asked again when there is a newer one.",
            "%(count)d programmes stay with their edition. You are asked again when there is a newer one.",
            count,
        )
    else:
        words = ngettext(
            "The update is used in %(count)d programme.", "The update is used in %(count)d programmes.", count
        )
    return words % {"count": count}


def late_words(count: int, people: str) -> str:
    words = ngettext(
        "%(count)d was left as it is: it has been decided, or there is a newer edition by now.",
        "%(count)d were left as they are: they have been decided, or there is a newer edition by now.",
        count,
    ) % {"count": count}
    return f"{words} {_('Last decided by %(people)s.') % {'people': people}}" if people else words


class ThingUpdates(Deciding, TemplateView):
    """One library object: what is different, and the programmes it waits for, by the edition they hold on to."""

    template_name = "staff/updates/thing.html"

    @cached_property
    def thing(self) -> Thing:
        rows = Thing.objects.select_related("current_edition__published_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"], current_edition__isnull=False)

    @cached_property
    def title(self) -> str:
        return contents([self.thing.current_edition], languages.current())[self.thing.current_edition_id].title

    def get_page_title(self) -> str:
        return self.title

    @property
    def rows(self) -> QuerySet[Any]:
        """Everything that waits, by the edition that is held: places of the module, or items with the element."""
        items, modules = waiting.rows_of(self.programmes, self.thing.pk)
        return (modules if self.thing.kind == ThingKind.MODULE else items).order_by(
            "pinned_edition__number", "pinned_edition__correction", "pk"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            thing=self.thing, edition=self.thing.current_edition, groups=self.groups(list(page.object_list)),
            page_obj=page, places=page.paginator.count, **kwargs,
        )  # fmt: skip

    def groups(self, rows: list[Row]) -> list[dict[str, Any]]:
        """The rows of a page by the edition they hold on to, with what is different from it."""
        if not rows:
            return []
        newest = self.thing.current_edition
        shown = {edition: list(some) for edition, some in groupby(lines(rows), key=lambda line: line.before)}
        known = comparison.versions([newest, *(edition for edition in shown if edition)])
        totals = dict(self.rows.order_by().values_list("pinned_edition").annotate(Count("pk")))
        return [
            _group(
                edition,
                some,
                totals[edition.pk],
                comparison.compare(self.thing.kind, known[edition.pk], known[newest.pk]),
            )
            for edition, some in shown.items()
            if edition
        ]

    def targets(self, request: HttpRequest) -> list[Target]:
        """The ticked ones, or all that hold on to an edition, also those on other pages."""
        if every := request.POST.get("every"):
            seen = int(request.POST.get("seen", ""))
            kind = "module" if self.thing.kind == ThingKind.MODULE else "item"
            held = self.rows.filter(pinned_edition=int(every)).values_list("pk", flat=True)
            return [Target(kind, pk, seen) for pk in held]
        return super().targets(request)

    def after(self) -> str:
        return self.request.path if self.rows.exists() else reverse("updates:index")


def _group(edition: Edition, some: list[Line], total: int, found: Comparison) -> dict[str, Any]:
    rows = [{"line": line, "own_words": own_words(line.row, found.fields)} for line in some]
    more = total > len(some)
    return {
        "edition": edition, "comparison": found, "rows": rows, "total": total, "more": more,
        "own_words": more or any(row["own_words"] for row in rows),
    }  # fmt: skip


class ProgrammeUpdates(Deciding, TemplateView):
    """Everything that waits for one programme."""

    template_name = "staff/updates/programme.html"

    @cached_property
    def programme(self) -> Programme:
        return get_object_or_404(self.programmes, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.programme)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items, modules = waiting.rows_of(self.programmes.filter(pk=self.programme.pk))
        found = lines([*modules, *items])
        return super().get_context_data(
            programme=self.programme, lines=found, own_words=any(line.own_words for line in found),
            board=board_url(self.programme), **kwargs,
        )  # fmt: skip


class Place(Deciding, TemplateView):
    """Exactly what is different at one place of a programme, beside what the programme says in its own words."""

    template_name = "staff/updates/place.html"

    @cached_property
    def row(self) -> Row:
        if self.kwargs["kind"] == "item":
            items = ProgrammeItem.objects.select_related(
                "thing__current_edition__published_by", "pinned_edition", "programme_module__programme__course_leader",
                "speaker_override",
            )  # fmt: skip
            return get_object_or_404(items, pk=self.kwargs["pk"])
        modules = ProgrammeModule.objects.select_related(
            "module__current_edition__published_by", "pinned_edition", "programme__course_leader"
        )
        return get_object_or_404(modules, pk=self.kwargs["pk"])

    @cached_property
    def programme(self) -> Programme:
        return programme_of(self.row)

    @cached_property
    def line(self) -> Line:
        return lines([self.row])[0]

    def get_page_title(self) -> str:
        return self.line.title

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": board_url(self.programme), "label": str(self.programme)}]

    @cached_property
    def may_decide(self) -> bool:
        return self.programmes.filter(pk=self.programme.pk).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = self.row.behind and self.programme.decides_on_updates
        found = self.comparison() if offered else None
        return super().get_context_data(
            row=self.row, line=self.line, programme=self.programme, thing=self.row.held, offered=offered,
            board=board_url(self.programme), edition=self.row.held.current_edition, may_decide=self.may_decide,
            comparison=found, own_words=own_words(self.row, found.fields) if found else "", **kwargs,
        )  # fmt: skip

    def comparison(self) -> Comparison | None:
        before, after = self.row.pinned_edition, self.row.held.current_edition
        if before is None or after is None:
            return None
        known = comparison.versions([before, after])
        wanted = self.programme.languages
        return comparison.compare(self.row.held.kind, known[before.pk], known[after.pk], wanted).beside(self.own)

    def own(self, field: str, language: str) -> Own | None:
        """What the programme says instead of a field, as its participants read it in a language."""
        if field not in deciding.own_fields(self.row) or not isinstance(self.row, ProgrammeItem):
            return None
        if field == "minutes":
            return Own(minutes(self.row.minutes_override))
        if field == "speaker":
            return Own(str(self.row.speaker_override))
        text = getattr(self.row, deciding.OWN[field])
        return Own(text.in_(language), text.language_for(language))

    def after(self) -> str:
        return board_url(self.programme)


class Work(UpdatesPage, TemplateView):
    """How the worker gets on with a decision about many programmes, for whoever made it."""

    template_name = "staff/updates/work.html"
    page_title = gettext_lazy("Many at once")

    @cached_property
    def job(self) -> Job:
        return get_object_or_404(Job, pk=self.kwargs["pk"], kind=DECIDE, started_by=self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        total = len(self.job.subject["targets"])
        context = {"job": self.job, "total": total, "finished": self.job.state == Job.State.DONE}
        if context["finished"]:
            decided = len(history.remembered(self.job.pk))
            context["done"] = done_words(Choice(self.job.subject["choice"]), decided) if decided else ""
            context["late"] = late_words(total - decided, "") if total > decided else ""
        return super().get_context_data(**context, **kwargs)
