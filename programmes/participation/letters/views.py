"""Which mails one gets, and the one click that ends them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.letters.forms import MailChoiceForm
from programmes.participation.letters.models import MailChoice
from programmes.participation.letters.services import choice_of, switch
from programmes.participation.letters.unsubscribing import read_token


@never_cache
@login_required
def choices(request: PersonRequest) -> HttpResponse:
    """The switches, for whoever is logged in."""
    form = MailChoiceForm(request.POST or None, instance=choice_of(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choices are saved."))
        return redirect("my_mail")
    return portal_page(request, "portal/mail_choices.html", form=form)


# Mail programs post here without having seen a page (RFC 8058); the signed address is what lets them.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End mails of one sort, or begin again (`on=yes`). Looking at the page changes nothing: scanners follow links."""
    user, sort = read_token(token)
    if request.method == "POST":
        switch(user, sort, request.POST.get("on") == "yes")
    return portal_page(
        request,
        "portal/mail_stop.html",
        label=MailChoice._meta.get_field(sort.value).verbose_name,
        on=getattr(choice_of(user), sort.value),
        email=user.email,
        changed=request.method == "POST",
    )
