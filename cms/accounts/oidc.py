"""Single sign-on by OpenID Connect, when the settings name a provider: for accounts that exist, and for nobody else.

Nothing of the provider's is stored. Each time the provider vouches for an address, and the account with that address is
let in; an account is never made, joined or taken over.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cms.accounts.models import User

PROVIDER = "sso"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Who is let in when the provider has answered."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account with an address that the provider says is checked. The address left empty in the answer tells
        allauth to join nothing, and to leave the password alone: nobody signs up here, so it is its owner's."""
        checked = [address.email for address in sociallogin.email_addresses if address.verified is True]
        user = User.objects.filter(email__in=[email.lower() for email in checked], is_active=True).first()
        return (user, "") if user else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not sociallogin.is_existing:
            _turn_away(request, _("There is no account with the address that the log-in gave us."))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        _turn_away(request, _("It did not work this way. Try again, or log in in another way."))


def _turn_away(request: HttpRequest, words: str) -> None:
    """Raises ImmediateHttpResponse: back to the log-in with a sentence."""
    messages.error(request, words)
    raise ImmediateHttpResponse(redirect(reverse(settings.LOGIN_URL)))


class CheckedIdToken(OpenIDConnectOAuth2Adapter):
    """Demands the signed token and checks its signature, also when it came by a direct connection."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("the provider sent no signed token")
        claims = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        told = self._fetch_user_info(token.token) if "email" not in claims else {}
        if told and told.get("sub") != claims["sub"]:
            raise OAuth2Error("the provider told of somebody else")
        return self.get_provider().sociallogin_from_response(request, {"id_token": {**told, **claims}})


def _view(kind: type, request: HttpRequest, provider_id: str) -> HttpResponse:
    if not settings.OIDC_SERVER_URL or provider_id != PROVIDER:
        raise Http404
    # The address is the same in all languages, as providers know it letter by letter.
    with override(get_language_from_request(request)):
        return kind.adapter_view(CheckedIdToken(request, provider_id))(request)


@login_not_required
@never_cache
@require_POST
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the provider; only ever to log in, never to join an account."""
    if set(request.GET) - {"next"} or set(request.POST) - {"next", "csrfmiddlewaretoken"}:
        raise Http404
    return _view(OAuth2LoginView, request, provider_id)


@login_not_required
@never_cache
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Somebody comes back from the provider."""
    return _view(OAuth2CallbackView, request, provider_id)
