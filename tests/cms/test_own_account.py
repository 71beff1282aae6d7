"""An account belongs to its owner: what they see and change there, and that nobody else comes in or stays in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from nacl.exceptions import CryptoError

from cms.accounts.checks import attempts_are_counted_together
from cms.accounts.middleware import AdminForStaff
from cms.accounts.models import User
from cms.accounts.second_step import SecondStepAdapter
from cms.accounts.sessions import browser_of
from tests.cms.test_accounts import KNOWN, PASSWORD, UNKNOWN, ask, enter, sent_code, work

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ACCOUNT, PLACES = "/nb/konto/", "/nb/konto/innlogget/"
# Session, user, two for rights, three for menus; and what the page is about.
ACCOUNT_QUERIES, PLACES_QUERIES = 6, 7


@pytest.fixture
def user() -> User:
    return User.objects.create_user(KNOWN, PASSWORD, first_name="Solveig", last_name="Berg", language="nb")


def log_in(agent: str = "") -> Client:
    """Another browser, logged in with the password."""
    browser = Client(headers={"user-agent": agent, "accept-language": "nb"})
    response = browser.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    assert response.status_code == 302, response.content
    return browser


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_one_changes_name_and_language_and_finds_the_rest(user: User, django_assert_num_queries: Any) -> None:
    client = log_in()
    with django_assert_num_queries(ACCOUNT_QUERIES):
        page = client.get(ACCOUNT).content.decode()
    for name in ("mfa_index", "usersessions_list", "account_change_password", "my_data"):
        assert f'href="{reverse(name)}"' in page
    wrong = client.post(ACCOUNT, {"first_name": "", "last_name": "Berg", "language": "sv"})
    assert wrong.status_code == 422
    assert 'value="Berg"' in wrong.content.decode()
    sent = {"first_name": "Sol", "last_name": "Berg", "language": "da", "email": UNKNOWN, "is_superuser": "on"}
    assert client.post(ACCOUNT, sent).url == "/da/konto/"
    user.refresh_from_db()
    assert (user.first_name, user.language, user.email, user.is_superuser) == ("Sol", "da", KNOWN, False)
    assert Client().get(ACCOUNT).status_code == 302


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) (KHTML, like Gecko) HeadlessChrome/140.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Mobile Safari/604.1", "Chrome, iPhone"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) FxiOS/140.0 Mobile Safari/605.1", "Firefox, iPad"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari, Mac"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/26.0 Chrome/122.0 Safari/537.36", "Samsung Internet, Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/140.0.0.0 Safari/537.36", "Chrome, Chromebook"),
    ],
)
def test_a_browser_is_called_what_its_user_calls_it(agent: str, name: str) -> None:
    assert browser_of(agent) == name


def test_places_are_listed_and_left_from_afar(user: User, django_assert_num_queries: Any) -> None:
    phone = log_in("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1")
    office = log_in("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0")
    other = Client()
    other.force_login(User.objects.create_user(UNKNOWN))
    with django_assert_num_queries(PLACES_QUERIES):
        page = office.get(PLACES).content.decode()
    assert page.index("Edge, Windows") < page.index("Safari, iPhone")
    for client, place in ((other, _place(phone)), (office, _place(office))):
        client.post(PLACES, {"place": place})
        assert is_in(phone)
        assert is_in(office)
    assert office.post(PLACES, {"place": "x"}).status_code == 404
    office.post(PLACES, {"place": _place(phone)})
    assert (is_in(phone), is_in(office), is_in(other)) == (False, True, True)
    third = log_in()
    office.post(PLACES)
    assert (is_in(third), is_in(office), is_in(other)) == (False, True, True)
    assert browser_of("") == "Ukjent nettleser"


def _place(client: Client) -> int:
    return UserSession.objects.get(session_key=client.session.session_key).pk


def test_a_session_that_somebody_planted_is_not_the_one_logged_in(user: User) -> None:
    client = Client()
    client.get(reverse("account_login"))
    ask(client, KNOWN)
    planted = client.session.session_key
    thief = Client()
    thief.cookies["sessionid"] = planted
    enter(client, sent_code())
    assert client.session.session_key != planted
    assert is_in(client)
    assert not is_in(thief)


def test_codes_are_not_guessed(user: User) -> None:
    client = Client()
    answers = []
    for _ask in range(6):  # as often as anybody may ask, and some more
        ask(client, KNOWN)
        answers += [enter(client, f"{number:03}-000-000").status_code for number in range(8)]
    assert not is_in(client)
    code = sent_code()
    assert not is_in(client)
    enter(client, code)
    assert not is_in(client)  # the last code died with the wrong ones


def test_who_changes_the_password_is_alone_afterwards_and_is_told(user: User) -> None:
    here, elsewhere = log_in(), log_in()
    new = "en-helt-annen-setning"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post(reverse("account_change_password"), sent)
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    work()
    assert mail.outbox[-1].subject == "Måten du logger inn på, er endret"
    assert "Passordet er endret." in mail.outbox[-1].body
    here.post(reverse("account_reset_password"), {"email": KNOWN})
    work()
    address = re.search(r"http\S+", mail.outbox[-1].body)
    thief = Client()
    form = thief.get(address.group(), follow=True)
    thief.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert (is_in(here), is_in(thief)) == (False, False)


def test_nobody_gets_a_new_password_who_has_no_account(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    for email in (UNKNOWN, KNOWN):
        client.post(reverse("account_reset_password"), {"email": email})
    work()
    assert mail.outbox == []
    assert client.get("/nb/konto/password/reset/key/1-planted/", follow=True).status_code == 200


def test_when_staff_change_an_address_the_old_one_opens_nothing(user: User) -> None:
    inside = log_in()
    EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)
    user.email = "ny.adresse@havrum.example"
    user.save()
    assert not is_in(inside)
    client = Client()
    ask(client, KNOWN)
    work()
    assert mail.outbox == []
    ask(client, user.email)
    enter(client, sent_code())
    assert is_in(client)


def test_staff_without_a_second_step_come_no_further_when_it_is_demanded(client: Client, settings: Any) -> None:
    settings.STAFF_SECOND_STEP = True
    staff = User.objects.create_superuser("aksel@instituttet.example", PASSWORD)
    client.force_login(staff)
    response = client.get(reverse("wagtailadmin_home"))
    assert response.url == reverse("mfa_index")
    assert "må ha en passnøkkel" in client.get(response.url).content.decode()
    RecoveryCodes.activate(staff)  # these alone are no second step
    assert client.post("/admin/pages/1/add/").status_code == 302
    TOTP.activate(staff, generate_totp_secret())
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert AdminForStaff.__doc__


def test_secrets_of_second_steps_are_sealed_and_survive_a_new_key(user: User, settings: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    adapter, sealed = SecondStepAdapter(), Authenticator.objects.get(type="totp").data["secret"]
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [old]
    assert adapter.decrypt(sealed) == secret
    assert adapter.decrypt("stored before they were sealed") == "stored before they were sealed"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CryptoError):
        adapter.decrypt(sealed)


def test_attempts_are_counted_for_all_processes_together(settings: Any) -> None:
    assert [problem.id for problem in attempts_are_counted_together(None)] == ["cms.E008"]  # the tests' own cache
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}}
    assert attempts_are_counted_together(None) == []


def test_a_passkey_that_was_made_up_is_refused(user: User) -> None:
    client = log_in()
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    page: HttpResponse = client.get(reverse("mfa_add_webauthn"))
    assert 'id="passkey-options"' in page.content.decode()
    for credential in ("{}", "not json", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}'):
        sent = {"name": "Telefonen", "passwordless": "on", "credential": credential}
        assert client.post(reverse("mfa_add_webauthn"), sent).status_code == 200
    stranger = Client(headers={"x-requested-with": "XMLHttpRequest"})
    asked = stranger.get(reverse("mfa_login_webauthn")).json()["request_options"]["publicKey"]
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")
    for credential in ('{"response": {"userHandle": "MQ"}}', "[]", '{"response": 1}', "7"):
        stranger.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert not is_in(stranger)
    assert not Authenticator.objects.exists()
