"""After-work on the participant's side: write, add files, hand in, take back, and read what the course leader says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from localisation import languages
from programmes.participation.deliveries import access, files, services
from programmes.participation.deliveries.models import Delivery
from programmes.participation.deliveries.pages import delivery_page
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.models import Enrolment
from programmes.participation.writing.forms import Asked, Saved, WritingForm, Written
from programmes.participation.writing.titles import Titles
from programmes.participation.writing.views import frame_of, handle, private, wants_json
from programmes.tailoring.models import DeliveredBy, ProgrammeItem

# What a form with a file takes beside the file.
ROOM = 64 * 1024


@private
def delivery(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What oneself, or one's leader group, hands in with an element."""
    item, enrolment = access.task_for(request.user, uuid, timezone.localdate())

    def save(written: list[Written]) -> Saved:
        return services.write(item, enrolment, written)

    row = services.delivery_of(item, enrolment)
    sheet = handle(request, [Asked(_label(item), row.text)], save, lambda: _address(item))
    status = 422 if sheet.form.errors else 200
    return sheet.response or _page(request, item, enrolment, row, sheet.form, status)


def _label(item: ProgrammeItem) -> str:
    return _("Your group's text") if item.delivered_by == DeliveredBy.GROUP else _("Your text")


def _address(item: ProgrammeItem) -> str:
    return reverse("my_delivery", args=[item.uuid])


def _refused(request: PersonRequest, item: ProgrammeItem, error: Exception) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"errors": str(error)}, status=409)
    messages.warning(request, str(error))
    return redirect(_address(item))


def _page(
    request: PersonRequest, item: ProgrammeItem, enrolment: Enrolment, row: Delivery, form: WritingForm,
    status: int = 200, error: str = "",
) -> HttpResponse:  # fmt: skip
    titles = Titles([item, item.programme_module], languages.current())
    context: dict[str, Any] = {
        "title": titles.of(item), "module": titles.of(item.programme_module), "item": item, "form": form,
        "page": delivery_page(row, item, enrolment, timezone.localdate()), "action": _address(item),
        "file_error": error, "allowed": files.allowed(), "largest": files.LARGEST,
    }  # fmt: skip
    return portal_page(request, "portal/deliveries/delivery.html", status=status, **context, **frame_of(request.user))


@csrf_exempt
def upload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add a file. One that is far too large is refused before it is read, and so before its token is looked for."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > files.LARGEST + ROOM:
        return _too_large(request, uuid)
    return _upload(request, uuid)


@private
def _too_large(request: PersonRequest, uuid: UUID) -> HttpResponse:
    item, enrolment = access.task_for(request.user, uuid, timezone.localdate())
    return _with_error(request, item, enrolment, files.too_large(), 413)


@csrf_protect
@private
def _upload(request: PersonRequest, uuid: UUID) -> HttpResponse:
    item, enrolment = access.task_for(request.user, uuid, timezone.localdate())
    if request.method != "POST":
        return redirect(_address(item))
    file = request.FILES.get("file")
    try:
        if file is None:
            raise ValidationError(_("Choose a file."))
        services.add_file(item, enrolment, file)
    except ValidationError as error:
        return _with_error(request, item, enrolment, error, 422)
    except services.NotNow as error:
        return _refused(request, item, error)
    messages.success(request, _("The file is added."))
    return redirect(f"{_address(item)}#files")


def _with_error(
    request: PersonRequest, item: ProgrammeItem, enrolment: Enrolment, error: ValidationError, status: int
) -> HttpResponse:
    row = services.delivery_of(item, enrolment)
    form = WritingForm([Asked(_label(item), row.text)])
    return _page(request, item, enrolment, row, form, status, " ".join(error.messages))


@private
@require_POST
def remove_file(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a file out of the draft."""
    return _step(request, uuid, lambda item, enrolment: _remove(item, enrolment, request.POST.get("file", "")))


def _remove(item: ProgrammeItem, enrolment: Enrolment, file: str) -> str:
    try:
        services.remove_file(item, enrolment, str(UUID(file)))
    except ValueError:
        return ""
    return _("The file is taken away.")


@private
def hand_in(request: PersonRequest, uuid: UUID) -> HttpResponse:
    def step(item: ProgrammeItem, enrolment: Enrolment) -> str:
        services.deliver(item, enrolment)
        return _("Handed in. The course leader sees it now.")

    return _step(request, uuid, step)


@private
def take_back(request: PersonRequest, uuid: UUID) -> HttpResponse:
    def step(item: ProgrammeItem, enrolment: Enrolment) -> str:
        services.take_back(item, enrolment)
        return _("Taken back. Hand it in again when it is ready.")

    return _step(request, uuid, step)


def _step(request: PersonRequest, uuid: UUID, step: Any) -> HttpResponse:
    """Do one thing, say what came of it, and show the page. By GET, as after a log-in, nothing is done."""
    item, enrolment = access.task_for(request.user, uuid, timezone.localdate())
    if request.method != "POST":
        return redirect(_address(item))
    try:
        said = step(item, enrolment)
    except services.NotNow as error:
        return _refused(request, item, error)
    if said:
        messages.success(request, said)
    return redirect(_address(item))


@private
@require_safe
def download(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """A file, to be saved and never shown in the page's own name."""
    file = access.file_for(request.user, uuid)
    response = FileResponse(file.content.open("rb"), as_attachment=True, filename=file.name, content_type=file.kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
