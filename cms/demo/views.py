"""The demo's own pages."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms.demo.inbox import newest


@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """The mails that the demo sent, for everyone to read: it writes to nobody real."""
    mails = newest(Path(settings.EMAIL_FILE_PATH))
    # One address for all languages, so there is nothing to switch to.
    context = {"title": _("Mail"), "mails": mails, "robots": "noindex", "language_links": []}
    return render(request, "demo/mail.html", context)
