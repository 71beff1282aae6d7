"""Templates in the admin: their list, the programmes made from one, a programme beside its template, and a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.log_actions import log

from localisation import languages
from localisation.fields import LocalisedFormField
from programmes.library.vocabulary import TONES
from programmes.tailoring import access, board_links, comparing, querysets
from programmes.tailoring.board import hours_and_minutes
from programmes.tailoring.comparing import Change, ModuleComparison
from programmes.tailoring.copying import own_of, template_of
from programmes.tailoring.forms import ABOUT_TEMPLATE
from programmes.tailoring.models import Programme
from programmes.tailoring.plan import plans_of
from programmes.tailoring.services import free_slug
from programmes.tailoring.views import STATUS_TONES, ProgrammeIndex, ProgrammePage, board_url

PER_PAGE = 50
CHANGES = {
    Change.ADDED: (gettext_lazy("Added"), "success", "pluss"),
    Change.REMOVED: (gettext_lazy("Removed"), "danger", "kryss"),
    Change.MOVED: (gettext_lazy("Moved"), "info", "flytt"),
    Change.CHANGED: (gettext_lazy("Changed"), "warning", "refleksjon"),
}


class TemplateIndex(ProgrammeIndex):
    """The list says how long each template is. One query more."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        minutes = querysets.minutes_by_programme([row.pk for row in rows])
        for row in rows:
            row.hours = hours_and_minutes(round(minutes.get(row.pk, 0) / 60) * 60)
        return {**context, "object_list": rows}


def use_of(template: Any) -> str:
    """How many programmes were made from a template, by where they stand: "3: 1 running, 2 planned"."""
    parts = [
        (template.running, ngettext("%(count)d running", "%(count)d running", template.running)),
        (template.planned, ngettext("%(count)d planned", "%(count)d planned", template.planned)),
        (template.completed, ngettext("%(count)d completed", "%(count)d completed", template.completed)),
    ]
    return ", ".join(words % {"count": count} for count, words in parts if count) or _("not used yet")


class TemplateUse(ProgrammePage, TemplateView):
    """The programmes made from a template, by the version they come from."""

    open_when_over = True
    template_name = "staff/template_use.html"
    permission_required = None
    any_permission_required = ["add", "change", "view"]
    page_title = gettext_lazy("Programmes made from it")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template = self.programme
        if not template.is_template:
            raise Http404
        rows = template.deliveries.filter(access.among(self.request.user))
        rows = rows.order_by("-template_version", "-created_at", "-pk")
        earlier = rows.exclude(template_version=template.version).count()
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        made = [
            {
                "title": row,
                "url": board_url(row),
                "compare": reverse("programmes:compare", args=[row.pk]),
                "status": row.get_status_display(),
                "tone": STATUS_TONES[row.status],
                "version": row.template_version,
            }
            for row in page
        ]
        return super().get_context_data(template=template, made=made, earlier=earlier, page_obj=page, **kwargs)


class Compare(ProgrammePage, TemplateView):
    """A programme beside its template."""

    open_when_over = True
    template_name = "staff/compare.html"
    permission_required = None
    any_permission_required = ["add", "change", "view"]
    page_title = gettext_lazy("Beside its template")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = self.programme
        if programme.template is None:
            raise Http404
        before, now = plans_of([programme.template, programme], languages.current(), timezone.localdate())
        modules = comparing.compare(before, now)
        counted = comparing.totals(modules)
        return super().get_context_data(
            programme=programme,
            template=programme.template,
            minutes_before=hours_and_minutes(before.minutes),
            minutes_now=hours_and_minutes(now.minutes),
            counts=[_badge(change, counted[change]) for change in Change if counted[change]],
            modules=[_shown(module) for module in modules],
            may_make=self.user_has_permission("add"),
            back=board_url(programme),
            **kwargs,
        )


def _badge(change: Change, count: int | None = None) -> dict[str, Any]:
    label, tone, icon = CHANGES[change]
    return {"label": f"{label}: {count}" if count else label, "tone": tone, "icon": icon}


def _shown(module: ModuleComparison) -> dict[str, Any]:
    items = [{"item": item, "badge": _badge(item.change), "notes": ", ".join(item.notes)} for item in module.items]
    return {
        "module": module,
        "tone": TONES.get(module.theme, "accent"),
        "badge": _badge(module.change) if module.change else None,
        "before": hours_and_minutes(module.minutes_before) if module.minutes_before is not None else "",
        "now": hours_and_minutes(module.minutes_now) if module.minutes_now is not None else "",
        "items": items,
        "notes": ", ".join(module.notes),
    }


class TemplateForm(forms.Form):
    """What a template made from a programme is called."""

    title = LocalisedFormField(label=gettext_lazy("Title"), max_length=200)
    aim = LocalisedFormField(label=ABOUT_TEMPLATE, long=True, required=False)


class MakeTemplate(ProgrammePage, FormView):
    """Makes a template of a programme: dates become weeks, and what is the client's stays behind."""

    open_when_over = True
    permission_required = "add"
    template_name = "staff/template_make.html"
    form_class = TemplateForm
    page_title = gettext_lazy("Make a template of this programme")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copy = template_of(self.programme)
        return super().get_context_data(
            left_out=copy.left_out, own=own_of(copy), programme=self.programme, back=board_url(self.programme), **kwargs
        )

    def form_valid(self, form: TemplateForm) -> HttpResponse:
        copy = template_of(self.programme)
        copy.programme.title, copy.programme.aim = form.cleaned_data["title"], form.cleaned_data["aim"]
        copy.programme.slug = free_slug(str(copy.programme.title))
        template = copy.save()
        log(instance=template, action="wagtail.create", user=self.request.user)
        messages.success(self.request, _("%(title)s is a template now.") % {"title": template})
        return redirect(board_url(template))


@board_links.register
def template_links(programme: Programme) -> Iterable[board_links.BoardLink]:
    """From a template to its programmes, and from a programme to its template. One query for a template."""
    if programme.is_template:
        count = programme.deliveries.count()
        words = ngettext("used in %(count)d programme", "used in %(count)d programmes", count) % {"count": count}
        version = _("version %(number)d") % {"number": programme.version}
        yield board_links.BoardLink(
            f"{version}, {words}", reverse("programme_templates:use", args=[programme.pk]), "flytt"
        )
    elif programme.template_id:
        yield board_links.BoardLink(
            _("Beside its template"), reverse("programmes:compare", args=[programme.pk]), "flytt"
        )
    if not programme.is_template:
        yield board_links.BoardLink(
            _("Make a template"), reverse("programmes:make_template", args=[programme.pk]), "pluss"
        )
