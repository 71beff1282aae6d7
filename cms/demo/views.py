"""The demo's own pages."""

from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms.demo.inbox import found, newest


@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """The mails that the demo sent, for everyone to read: it writes to nobody real."""
    mails = newest(Path(settings.EMAIL_FILE_PATH))
    # One address for all languages, so there is nothing to switch to.
    context = {"title": _("Mail"), "mails": mails, "robots": "noindex", "language_links": []}
    return render(request, "demo/mail.html", context)


# A mail brings its own style, and nothing else may run or be fetched.
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"], "img-src": ["'none'"]})
@never_cache
def mail_as_html(request: HttpRequest, key: str) -> HttpResponse:
    """One mail as a mail program shows it."""
    shown = found(Path(settings.EMAIL_FILE_PATH), key)
    if shown is None or not shown.html:
        raise Http404
    return HttpResponse(shown.html)
