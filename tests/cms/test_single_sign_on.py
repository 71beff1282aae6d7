"""Single sign-on lets in who has an account and whom the provider vouches for, and makes, joins and gives away none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cms.accounts.checks import single_sign_on
from cms.accounts.models import User
from tests.cms.provider import CLIENT, SECRET, Provider, running_provider

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
EMAIL, PASSWORD = "torleif.aas@instituttet.example", "bro-mellom-to-land"
LOGIN = "/nb/konto/login/code/"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings: Any) -> Provider:
    running.signed_by, running.claims = None, {"email": EMAIL, "email_verified": True}
    app = {
        "provider_id": "sso", "name": "Kommunen", "client_id": CLIENT, "secret": SECRET,
        "settings": {"server_url": running.url},
    }  # fmt: skip
    settings.OIDC_SERVER_URL, settings.OIDC_NAME = running.url, "Kommunen"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return running


@pytest.fixture
def user() -> User:
    return User.objects.create_user(EMAIL, PASSWORD, first_name="Torleif", language="nb")


def go(client: Client, provider: Provider, **changes: str) -> HttpResponse:
    """To the provider and back again, as a browser does; `changes` to what comes back."""
    away = client.post("/sso/sso/", headers={"accept-language": "nb"})
    assert away.status_code == 302, away.content
    assert away.url.startswith(f"{provider.url}/authorise?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away.url).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://testserver/sso/sso/back/"
    provider.challenge = asked["code_challenge"]
    back = {"code": "once", "state": asked["state"], **changes}
    return client.get("/sso/sso/back/", back, headers={"accept-language": "nb"})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_account_with_the_address_is_let_in_and_nothing_is_joined(
    client: Client, provider: Provider, user: User
) -> None:
    assert "Logg inn med Kommunen" in client.get(LOGIN).content.decode()
    provider.claims["email"] = EMAIL.upper()
    response = go(client, provider)
    assert response.url == reverse("after_login")
    assert client.session["_auth_user_id"] == str(user.pk)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)  # theirs stays
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"email": "ukjent@instituttet.example"},
        {"email": ""},
        {"aud": "another-site"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
    ],
    ids=str,
)
def test_nobody_is_let_in_by_less(client: Client, provider: Provider, user: User, changes: dict[str, Any]) -> None:
    provider.claims |= changes
    response = go(client, provider)
    assert response.url == LOGIN
    assert not is_in(client)
    assert User.objects.count() == 1
    said = client.get(LOGIN).content.decode()
    assert ("Det finnes ingen konto" in said) is not ("Det gikk ikke på denne måten" in said)


def test_a_token_that_somebody_else_signed_is_worth_nothing(client: Client, provider: Provider, user: User) -> None:
    provider.signed_by = rsa.generate_private_key(65537, 2048)
    assert go(client, provider).url == LOGIN
    assert not is_in(client)


def test_a_closed_account_an_unasked_answer_and_a_refusal(client: Client, provider: Provider, user: User) -> None:
    assert go(client, provider, state="made-up").url == LOGIN
    assert go(client, provider, error="access_denied").url == LOGIN
    planted = Client().get("/sso/sso/back/", {"code": "once", "state": "planted"}, follow=True)
    assert planted.request["PATH_INFO"].endswith("/login/code/")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert go(client, provider).url == LOGIN
    assert not is_in(client)


def test_it_only_ever_logs_in(client: Client, provider: Provider, user: User) -> None:
    assert client.get("/sso/sso/").status_code == 405
    for path, sent in (("sso/?process=connect", {}), ("sso/", {"process": "connect"}), ("another/", {})):
        assert client.post(f"/sso/{path}", sent, follow=True).status_code == 404


def test_the_second_step_is_asked_for_here_too(client: Client, provider: Provider, user: User) -> None:
    TOTP.activate(user, generate_totp_secret())
    assert go(client, provider).url == reverse("mfa_authenticate")
    assert not is_in(client)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert stored.startswith("sealed:")


def test_an_address_somebody_had_before_is_not_theirs(client: Client, provider: Provider, user: User) -> None:
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    user.email = "ny.adresse@instituttet.example"
    user.save()
    assert go(client, provider).url == LOGIN
    assert not EmailAddress.objects.exists()


def test_off_until_the_settings_name_a_provider(client: Client, settings: Any) -> None:
    assert "/sso/" not in client.get(LOGIN).content.decode()
    assert client.post("/sso/sso/", follow=True).status_code == 404
    assert client.get("/sso/sso/back/", follow=True).status_code == 404
    assert single_sign_on(None) == []
    settings.OIDC_SERVER_URL = "http://login.example"
    assert [problem.id for problem in single_sign_on(None)] == ["cms.E006"]
    settings.OIDC_CLIENT_ID = settings.OIDC_CLIENT_SECRET = "x"
    assert single_sign_on(None) == []  # the demo may
    settings.DEMO = False
    assert [problem.id for problem in single_sign_on(None)] == ["cms.E007"]
