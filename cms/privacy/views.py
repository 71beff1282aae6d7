"""My data: what is stored, a copy of it, and the wish to be deleted. Only ever about whoever is logged in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cms.jobs.models import Job
from cms.privacy import erasing, exporting
from cms.privacy.forms import EraseForm
from cms.privacy.holding import fates, holdings
from cms.privacy.models import DataExport


@login_required
@never_cache
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """What is stored, in words; the copies that lie ready; the way to be deleted."""
    exports = _exports(request)
    context = {
        "holdings": holdings(request.user),
        "exports": exports,
        "waits": any(one.job and one.job.state in (Job.State.QUEUED, Job.State.RUNNING) for one in exports),
        "erasure": erasing.waiting_for(request.user),
        "by_an_administrator": request.user.is_institute_staff,
    }
    return render(request, "privacy/my_data.html", context)


def _exports(request: HttpRequest) -> list[DataExport]:
    rows = DataExport.objects.filter(user=request.user, expires_at__gt=timezone.now())
    return list(rows.select_related("job"))


@login_required
@require_POST
@reauthentication_required
def ask_for_copy(request: HttpRequest) -> HttpResponse:
    exporting.ask(request.user, str(get_language()))
    return redirect("my_data")


@login_required
@never_cache
@require_GET
@reauthentication_required
def fetch_copy(request: HttpRequest, pk: UUID) -> FileResponse:
    """The ZIP; 404 for everybody else's, before it is made, and when its days are over."""
    export = next((one for one in _exports(request) if one.pk == pk and one.file), None)
    if export is None:
        raise Http404
    name = f"{_('my-data')}-{export.created_at:%Y-%m-%d}.zip"
    return FileResponse(export.file.open(), as_attachment=True, filename=name)


@login_required
@never_cache
@reauthentication_required
def ask_for_erasure(request: HttpRequest) -> HttpResponse:
    """Says in words what disappears and what stays, and notes the wish once it is confirmed. Staff: 404."""
    if request.user.is_institute_staff:
        raise Http404
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        erasing.ask(request.user)
        return redirect("my_data")
    context: dict[str, Any] = {"form": form, "fates": fates(request.user), "waiting": erasing.waiting_for(request.user)}
    return render(request, "privacy/erase.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    if erasing.take_back(request.user):
        messages.success(request, _("You stay. Nothing was deleted."))
    return redirect("my_data")
