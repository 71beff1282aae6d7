"""The leader group's space, and the programme's network list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from localisation import languages
from programmes.participation import access as doors
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.groups import access, network, services
from programmes.participation.groups.forms import NetworkForm
from programmes.participation.groups.models import NetworkEntry
from programmes.participation.groups.space import is_discussion, space
from programmes.participation.models import Enrolment
from programmes.participation.writing.forms import Asked, Saved, WritingForm, Written
from programmes.participation.writing.views import frame_of, handle, private
from programmes.tailoring.models import ProgrammeItem, ProgrammeModule


def _address(module: ProgrammeModule) -> str:
    return reverse("my_group_space", args=[module.uuid])


@private
def group_space(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What the reader's leader group wrote in a module."""
    enrolment, module = access.space_for(request.user, uuid)
    return portal_page(
        request,
        "portal/groups/space.html",
        programme=enrolment.leader_group.programme,
        module=module,
        space=space(enrolment.leader_group, module, languages.current(), request.user),
        decide_url=reverse("decide_in_group", args=[uuid]),
        answer_url=reverse("answer_in_group", args=[uuid]),
        decision=WritingForm([Asked(_("We agree that …"), "")], key="decision-"),
        **frame_of(request.user),
    )


@private
def answer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Answer a question of a module, or comment. `about`: the uuid of the element; empty for the module as a whole."""
    enrolment, module = access.space_for(request.user, uuid)

    def save(written: list[Written]) -> Saved:
        item = _item(enrolment, request.POST.get("about", ""), module)
        services.say(request.user, enrolment.leader_group, module, item, written[0].text)
        return Saved([written[0].text], False)

    sheet = handle(request, [Asked(_("Your answer or comment"), "")], save, lambda: _address(module))
    if request.method == "GET" and not sheet.response:
        return redirect(_address(module))
    return sheet.response or _again(request, sheet.form, _("Your answer or comment"), _address(module))


def _item(enrolment: Enrolment, about: str, module: ProgrammeModule) -> ProgrammeItem | None:
    if not about:
        return None
    try:
        item = doors.item_for(enrolment.user, UUID(about), timezone.localdate())
    except ValueError as error:
        raise Http404 from error
    if item.programme_module_id != module.pk or not is_discussion(item):
        raise Http404
    return item


@private
def change_answer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Change what one said oneself."""
    row = access.contribution_of(request.user, uuid)

    def save(written: list[Written]) -> Saved:
        return services.rephrase(row, written)

    back, label = _address(row.programme_module), _("Your answer or comment")
    sheet = handle(request, [Asked(label, row.text)], save, lambda: back)
    return sheet.response or _again(request, sheet.form, _("Change your answer"), back)


@private
def decide(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Write down what the group agreed on."""
    enrolment, module = access.space_for(request.user, uuid)

    def save(written: list[Written]) -> Saved:
        services.decide(request.user, enrolment.leader_group, module, written[0].text)
        return Saved([written[0].text], False)

    sheet = handle(request, [Asked(_("We agree that …"), "")], save, lambda: _address(module))
    if request.method == "GET" and not sheet.response:
        return redirect(_address(module))
    return sheet.response or _again(request, sheet.form, _("Decision"), _address(module))


@private
def change_decision(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Write on a decision, together with whoever does so at the same time."""
    row = access.decision_for(request.user, uuid)

    def save(written: list[Written]) -> Saved:
        return services.redecide(request.user, row, written)

    back = _address(row.programme_module)
    sheet = handle(request, [Asked(_("We agree that …"), row.text)], save, lambda: back)
    return sheet.response or _again(request, sheet.form, _("Change the decision"), back)


def _again(request: PersonRequest, form: WritingForm, title: str, back: str) -> HttpResponse:
    """One text on a page of its own: to change it, or since something is wrong with it."""
    status = 422 if request.method == "POST" else 200
    return portal_page(
        request, "portal/groups/change.html", form=form, title=title, back=back, action=request.path, status=status,
        about=request.POST.get("about", ""), **frame_of(request.user),
    )  # fmt: skip


@private
def network_list(request: PersonRequest, slug: str) -> HttpResponse:
    """Who stands on the programme's network list, and whether oneself does."""
    programme = doors.enrolment_of(request.user, slug).leader_group.programme
    own = NetworkEntry.objects.filter(user=request.user, programme=programme).first()
    joining = request.method == "POST" and "leave" not in request.POST
    form = NetworkForm(request.POST if joining else None, instance=own)
    if joining and form.is_valid():
        services.join_network(request.user, programme, **form.cleaned_data)
        messages.success(request, _("You stand on the network list."))
        return redirect("my_network", slug)
    if request.method == "POST" and not joining:
        services.leave_network(request.user, programme)
        messages.success(request, _("You no longer stand on the network list."))
        return redirect("my_network", slug)
    return portal_page(
        request, "portal/groups/network.html", programme=programme, form=form, own=own,
        people=network.people(programme), status=422 if form.errors else 200,
    )  # fmt: skip
