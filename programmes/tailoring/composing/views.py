"""The pages of a new programme. Each keeps what was written, also when it is left by its way back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.log_actions import log

from localisation import languages
from programmes.tailoring import board, checks, querysets
from programmes.tailoring.composing import clients, showing
from programmes.tailoring.composing.answers import CLIENT, PROPOSED, SCHEDULE, START, SUMMARY, Answers
from programmes.tailoring.composing.composition import Composition, MadeAlready, make
from programmes.tailoring.composing.forms import EARLIER, ClientForm, ScheduleForm, StartForm, SummaryForm
from programmes.tailoring.models import Gathering, Programme, Sketch
from programmes.tailoring.plan import PlannedItem, PlannedModule
from programmes.tailoring.views import StaffPage, board_url

PAGES = (START, CLIENT, SCHEDULE, SUMMARY)
TITLES: dict[str, Promise] = {
    START: gettext_lazy("Starting point"),
    CLIENT: gettext_lazy("Client and leader groups"),
    SCHEDULE: gettext_lazy("Schedule"),
    SUMMARY: gettext_lazy("Summary"),
}
# What was written on a page that was left before it was right.
UNFINISHED = "unfinished"
NEXT = "next"


def page_url(sketch: Sketch, page: str) -> str:
    return reverse(f"programmes:new_{page}", args=[sketch.pk])


def open_pages(sketch: Sketch) -> set[str]:
    """Pages without an answer, or with one that is not right."""
    return {page for page in PAGES if page not in sketch.answers or page in sketch.answers.get(UNFINISHED, {})}


def first_open_page(sketch: Sketch) -> str:
    """Where somebody goes on with a sketch."""
    missing = open_pages(sketch)
    return page_url(sketch, next((page for page in PAGES if page in missing), SUMMARY))


class NewProgramme(StaffPage, View):
    """Gives every new programme an address of its own; nothing is kept until something was written there."""

    permission_required = "add"

    def get(self, request: HttpRequest) -> HttpResponse:
        """`?template=` names what it starts from, and leads past the first page."""
        sketch, asked = Sketch(pk=uuid4()), request.GET.get("template")
        return redirect(f"{page_url(sketch, CLIENT)}?template={asked}" if asked else page_url(sketch, START))


def better_days(sketch: Sketch, answers: Answers) -> dict[str, date]:
    """The days that are suggested for gatherings whose own day will not do, with what the sketch says by now."""
    return showing.better_days(Composition(replace(answers, given=sketch.answers), languages.current()))


class WizardLinks:
    """What the checks find is mended on the pages before the draft; for one element, in the library."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch

    def module(self, module: PlannedModule) -> str:
        return page_url(self.sketch, START)

    def gathering(self, module: PlannedModule, gathering: Gathering | None) -> str:
        return f"{page_url(self.sketch, SCHEDULE)}#module-{module.row.module.code}"

    def item(self, item: PlannedItem) -> str:
        return reverse("programmes:element", args=[item.row.thing_id])

    def booking(self, module: PlannedModule, item: PlannedItem) -> str:
        return self.gathering(module, None)

    def cases(self, module: PlannedModule, sector: str) -> str:
        return f"{page_url(self.sketch, SUMMARY)}#cases"

    def leader_groups(self, programme: Programme) -> str:
        return f"{page_url(self.sketch, CLIENT)}#id_groups"


def _named(finding: checks.Finding) -> checks.Finding:
    """A finding about one element says where its link leads from here."""
    if finding.item is None:
        return finding
    on_schedule = f"/{SCHEDULE}/" in finding.url
    return replace(finding, url_label=_("Choose another day") if on_schedule else _("See it in the library"))


class Page(StaffPage, FormView):
    """One page. `page` is its name in the address and in the answers."""

    permission_required = "add"
    page_title = gettext_lazy("New programme")
    page: ClassVar[str]

    # --- what is known ---

    @cached_property
    def sketch(self) -> Sketch:
        """The sketch of the address, or one that is not kept yet. Somebody else's is not there."""
        found = Sketch.objects.filter(pk=self.kwargs["key"]).select_related("programme").first()
        if found and found.started_by_id != self.request.user.pk:
            raise Http404
        return found or Sketch(pk=self.kwargs["key"], started_by=self.request.user, answers=self._asked_for())

    def _asked_for(self) -> dict[str, Any]:
        """The template that the address of a new programme names, so that nobody has to choose it again."""
        asked = self.request.GET.get("template", "")
        named = Programme.objects.filter(pk=asked, kind=Programme.Kind.TEMPLATE) if asked.isdecimal() else None
        return {START: {"start": asked, "source": int(asked)}} if named and named.exists() else {}

    @cached_property
    def answers(self) -> Answers:
        source = self.sketch.answers.get(START, {}).get("source")
        return Answers(
            self.sketch.answers,
            timezone.localdate(),
            source=Programme.objects.filter(pk=source).first() if source else None,
            clients=clients.known(),
        )

    @cached_property
    def composition(self) -> Composition:
        return Composition(self.answers, languages.current())

    @property
    def given(self) -> dict[str, Any]:
        """The answers of this page."""
        return self.sketch.answers.get(self.page, {})

    @property
    def unfinished(self) -> QueryDict | None:
        """What was written here and is not right yet."""
        text = self.sketch.answers.get(UNFINISHED, {}).get(self.page)
        return QueryDict(text) if text is not None else None

    # --- coming and going ---

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._detour() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._detour() or super().post(request, *args, **kwargs)

    def _detour(self) -> HttpResponse | None:
        """The board when the draft is made; the first page that must be answered before this one."""
        if self.sketch.programme:
            return redirect(board_url(self.sketch.programme))
        before = PAGES[: PAGES.index(self.page)]
        missing = [page for page in before if page in open_pages(self.sketch)]
        return redirect(page_url(self.sketch, missing[0])) if missing else None

    def get_form_kwargs(self) -> dict[str, Any]:
        kept = {"data": self.unfinished} if self.request.method == "GET" and self.unfinished is not None else {}
        return {**super().get_form_kwargs(), **kept}

    def form_valid(self, form: Any) -> HttpResponse:
        self._keep(form.answers())
        return redirect(self._target())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        if self.goes_back:
            unfinished = {**self.sketch.answers.get(UNFINISHED, {}), self.page: self._written()}
            self.sketch.answers = {**self.sketch.answers, UNFINISHED: unfinished}
            self.sketch.save()
            return redirect(self._target())
        return super().form_invalid(form)

    def _written(self) -> str:
        written = self.request.POST.copy()
        for name in ("csrfmiddlewaretoken", "go"):
            written.pop(name, None)
        return written.urlencode()

    def _keep(self, answers: dict[str, Any], page: str = "") -> None:
        plain = json.loads(json.dumps(answers, cls=DjangoJSONEncoder))
        kept = {**self.sketch.answers, page or self.page: plain}
        kept[UNFINISHED] = {name: text for name, text in kept.get(UNFINISHED, {}).items() if name != self.page}
        self.sketch.answers = kept
        self.sketch.save()

    @property
    def goes_back(self) -> bool:
        go = self.request.POST.get("go")
        return go in PAGES and PAGES.index(go) < PAGES.index(self.page)

    def _target(self) -> str:
        go = self.request.POST.get("go", NEXT)
        return page_url(self.sketch, go if go in PAGES else PAGES[PAGES.index(self.page) + 1])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place, unanswered = PAGES.index(self.page), open_pages(self.sketch)
        steps = [
            {
                "page": page,
                "title": TITLES[page],
                "current": page == self.page,
                "done": page not in unanswered,
                "reachable": page != self.page and not unanswered.intersection(PAGES[: PAGES.index(page)]),
            }
            for page in PAGES
        ]
        context = {
            "steps": steps, "place": place + 1, "step_title": TITLES[self.page],
            "before": PAGES[place - 1] if place else "", "wishes": self.answers.wishes,
        }  # fmt: skip
        return super().get_context_data(**{**context, **kwargs})


class Start(Page):
    page = START
    template_name = "staff/composing/start.html"
    form_class = StartForm

    @cached_property
    def templates(self) -> list[Any]:
        return list(querysets.templates().order_by("-times_used", "pk"))

    def get_form_kwargs(self) -> dict[str, Any]:
        earlier = Programme.objects.filter(kind=Programme.Kind.DELIVERY).order_by("-created_at")
        return {**super().get_form_kwargs(), "templates": self.templates, "earlier": earlier}

    def get_initial(self) -> dict[str, Any]:
        return {"start": self.given.get("start"), "earlier": self.given.get("source")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = context["form"]["start"].value()
        sketches = Sketch.objects.filter(started_by=self.request.user, programme=None).exclude(pk=self.sketch.pk)
        return {
            **context,
            "points": showing.starting_points(self.templates, chosen),
            "chosen": chosen,
            "earlier_chosen": chosen == EARLIER,
            "begun": showing.begun(sketches),
        }


class ClientPage(Page):
    page = CLIENT
    template_name = "staff/composing/client.html"
    form_class = ClientForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "clients": self.answers.clients}

    def get_initial(self) -> dict[str, Any]:
        return {"course_leader": self.request.user.pk, **self.sketch.answers.get(PROPOSED, {}), **self.given}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return {
            **context,
            "pair": [form[name] for name in ("sector", "country")],
            "folded": [form[name] for name in ("title", "course_leader", "aim")],
        }

    def form_valid(self, form: ClientForm) -> HttpResponse:
        """Straight to the summary: the dates are those that are proposed, and gatherings keep off holidays."""
        if self.request.POST.get("go") == SUMMARY and SCHEDULE not in self.sketch.answers:
            self._keep(form.answers())
            self._propose_dates()
        return super().form_valid(form)

    def _propose_dates(self) -> None:
        timing = self.answers.timing
        proposed = {"starts_on": timing.starts_on, "summer": timing.summer, "weeks": {}, "days": {}}
        self._keep(proposed, SCHEDULE)
        self._keep({**proposed, "days": better_days(self.sketch, self.answers)}, SCHEDULE)


class Schedule(Page):
    page = SCHEDULE
    template_name = "staff/composing/schedule.html"
    form_class = ScheduleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "copy": self.composition.copy, "given": self.given}

    def get_initial(self) -> dict[str, Any]:
        timing = self.answers.timing
        return {"starts_on": timing.starts_on, "summer": timing.summer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = showing.schedule(self.composition, context["form"])
        suggestions = [gathering for row in rows for gathering in row.gatherings if gathering.better]
        return {**context, "modules": rows, "suggestions": suggestions}

    def form_valid(self, form: ScheduleForm) -> HttpResponse:
        """`shift` names a gathering, or "all": it moves to the day that is suggested for it."""
        shift = self.request.POST.get("shift")
        self._keep(form.answers())
        if shift:
            self._shift(shift)
        if shift or "reckon" in self.request.POST:
            return redirect(f"{page_url(self.sketch, SCHEDULE)}#modules")
        return redirect(self._target())

    def _shift(self, wanted: str) -> None:
        better = better_days(self.sketch, self.answers)
        moved = {key: day for key, day in better.items() if wanted in ("all", key)}
        self._keep({**self.given, "days": {**self.given["days"], **moved}})


class Summary(Page):
    page = SUMMARY
    template_name = "staff/composing/summary.html"
    form_class = SummaryForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "proposals": self.composition.proposals}

    def get_initial(self) -> dict[str, Any]:
        return {"cases": self.composition.chosen_cases}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.composition.plan(WizardLinks(self.sketch))
        findings = checks.run(plan)
        return super().get_context_data(
            plan=plan,
            summary=showing.summary(self.composition, plan),
            checks=board.check_rows(_named(finding) for finding in findings),
            check_counts=board.check_counts(findings),
            proposals=showing.proposals(self.composition, plan),
            **kwargs,
        )

    def form_valid(self, form: SummaryForm) -> HttpResponse:
        if self.request.POST.get("go", NEXT) != NEXT:
            return super().form_valid(form)
        try:
            programme = make(self.sketch, self.composition, form.cleaned_data["cases"])
        except MadeAlready:
            programme = Programme.objects.get(sketch=self.sketch)
        else:
            log(instance=programme, action="wagtail.create", user=self.request.user)
            messages.success(self.request, _("%(title)s is a draft now.") % {"title": programme})
        return redirect(board_url(programme))


def paths() -> list[URLPattern]:
    """The addresses of the pages."""
    views: tuple[type[Page], ...] = (Start, ClientPage, Schedule, Summary)
    return [path(f"new/<uuid:key>/{view.page}/", view.as_view(), name=f"new_{view.page}") for view in views]
