"""Logging in and what belongs to it: allauth's views with our forms, and where people land."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.stages import LoginStage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache

from cms.accounts import forms, sessions
from cms.accounts.adapter import CODE_FAILED
from cms.accounts.links import links_for


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Staff go to the admin, participants to their programme in their own language."""
    if request.user.is_institute_staff:
        return redirect("wagtailadmin_home")
    with override(request.user.language):
        return redirect(reverse("my_programme"))


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Name and language, and the way to everything else that belongs to one's account."""
    form = forms.AboutMeForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        with override(request.user.language):
            messages.success(request, gettext("Saved."))
            return redirect(reverse("account"))
    context = {"form": form, "links": links_for(request.user)}
    return render(request, "account/account.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def places(request: HttpRequest) -> HttpResponse:
    """Where one is logged in. Sending `place` ends that one, sending nothing all but this."""
    key = request.session.session_key
    if request.method != "POST":
        return render(request, "account/places.html", {"places": sessions.places(request.user, key)})
    place = request.POST.get("place", "")
    if place and not place.isdecimal():
        raise Http404
    if sessions.end(request.user, key, int(place) if place else None):
        messages.success(request, gettext("You are logged out there."))
    return redirect("usersessions_list")


class SingleSignOn:
    """Tells the page whether there is a single sign-on, and what it is called."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sso_name=settings.OIDC_SERVER_URL and settings.OIDC_NAME, **kwargs)


class StartsOver:
    """Whoever comes here again begins again, instead of being sent back to the code they did not get."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        return None


class RequestCode(SingleSignOn, StartsOver, allauth_views.RequestLoginCodeView):
    form_class = forms.RequestCodeForm


class PasswordLogin(SingleSignOn, StartsOver, allauth_views.LoginView):
    form_class = forms.PasswordLoginForm


class ConfirmCode(allauth_views.ConfirmLoginCodeView):
    """Every code that fails is told the same: wrong, too old, used up, or asked for in another browser."""

    form_class = forms.ConfirmCodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        sent_back = isinstance(response, HttpResponseRedirect) and response.url == _request_address()
        if sent_back and request.method == "POST":
            messages.error(request, CODE_FAILED)
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        return redirect(_request_address())


def _request_address() -> str:
    return reverse("account_request_login_code")


class Reauthenticate(allauth_views.ReauthenticateView):
    form_class = forms.ReauthenticateForm


class ChangePassword(allauth_views.PasswordChangeView):
    form_class = forms.ChangePasswordForm


class SetPassword(allauth_views.PasswordSetView):
    form_class = forms.SetPasswordForm


class ResetPassword(allauth_views.PasswordResetView):
    form_class = forms.ResetPasswordForm


class NewPasswordFromMail(allauth_views.PasswordResetFromKeyView):
    form_class = forms.NewPasswordFromMailForm
