"""Logging in by code: the same answer for everyone, mail only to those we know, and one message for codes that fail."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from cms.accounts.adapter import CODE_FAILED
from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
PASSWORD = "bro-mellom-to-land"
KNOWN, UNKNOWN = "solveig.berg@havrum.example", "ukjent.person@havrum.example"


@pytest.fixture
def user() -> User:
    return User.objects.create_user(KNOWN, first_name="Solveig", language="da")


def work() -> None:
    """Do what the worker does."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(str(job.pk))


def ask(client: Client, email: str, language: str = "nb") -> HttpResponse:
    with override(language):
        return client.post(reverse("account_request_login_code"), {"email": email})


def enter(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def sent_code() -> str:
    work()
    return mail.outbox[-1].body.splitlines()[0]


def told(response: HttpResponse) -> bool:
    return str(CODE_FAILED) in response.content.decode()


@pytest.fixture(autouse=True)
def _norwegian() -> Iterator[None]:
    with override("nb"):
        yield


def test_a_code_lets_one_in_to_ones_programme_in_ones_language(client: Client, user: User) -> None:
    assert ask(client, KNOWN).url == reverse("account_confirm_login_code")
    response = enter(client, sent_code())
    assert response.url == reverse("after_login")
    assert client.get(response.url).url == "/da/mit-forloeb/"
    assert client.get("/da/mit-forloeb/").status_code == 200


def test_the_mail_is_in_the_recipients_language_with_the_code_on_a_line_of_its_own(client: Client, user: User) -> None:
    ask(client, KNOWN, language="nb")
    work()
    (message,) = mail.outbox
    assert message.to == [KNOWN]
    assert message.subject == "Din kode til at logge ind"
    first, empty, *_rest = message.body.splitlines()
    assert re.fullmatch(r"\d{3}-\d{3}-\d{3}", first)
    assert empty == ""
    assert first not in message.subject
    assert message.content_subtype == "plain"


def test_codes_are_not_kept_once_they_are_sent(client: Client, user: User) -> None:
    ask(client, KNOWN)
    code = OutgoingMail.objects.get().body.splitlines()[0]
    assert code == sent_code()
    assert OutgoingMail.objects.get().body == ""
    assert OutgoingMail.objects.get().sent_at
    assert code not in str(list(Job.objects.values()))


def test_unknown_addresses_get_the_same_answer_and_no_mail(user: User) -> None:
    pages = {}
    for email in (KNOWN, UNKNOWN):
        client = Client()
        response = ask(client, email)
        page = client.get(response.url).content.decode()
        wrong = enter(client, "000-000-000").content.decode()
        pages[email] = [response.status_code, response.url, *(_without_secrets(text, email) for text in (page, wrong))]
    assert pages[KNOWN] == pages[UNKNOWN]
    work()
    assert [message.to for message in mail.outbox] == [[KNOWN]]


def _without_secrets(text: str, email: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text).replace(email, "")


def test_closed_accounts_are_as_unknown(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert ask(client, KNOWN).url == reverse("account_confirm_login_code")
    work()
    assert mail.outbox == []


def test_no_mail_server_is_waited_for(client: Client, user: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "there.is.no.such.Backend"
    assert ask(client, KNOWN).status_code == 302


@pytest.mark.parametrize("fails", ["wrong", "old", "used up", "other browser"])
def test_every_code_that_fails_is_told_the_same(
    client: Client, user: User, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, KNOWN)
    code = sent_code()
    attempt: dict[str, Callable[[], HttpResponse]] = {
        "wrong": lambda: enter(client, "000-000-000"),
        "old": lambda: _later(monkeypatch, lambda: enter(client, code)),
        "used up": lambda: _used_up(client, code),
        "other browser": lambda: enter(Client(), code),
    }
    response = attempt[fails]()
    if response.status_code == 302:
        assert response.url == reverse("account_request_login_code")
        response = response.client.get(response.url)
    assert told(response)
    assert not client.session.get("_auth_user_id")


def _later(monkeypatch: pytest.MonkeyPatch, act: Callable[[], HttpResponse]) -> HttpResponse:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1)
    return act()


def _used_up(client: Client, code: str) -> HttpResponse:
    for _attempt in range(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS):
        enter(client, "000-000-000")
    return enter(client, code)


def test_a_code_works_once(client: Client, user: User) -> None:
    ask(client, KNOWN)
    code = sent_code()
    enter(client, code)
    client.post(reverse("account_logout"))
    response = enter(client, code)
    assert response.url == reverse("account_request_login_code")


def test_one_can_ask_for_a_new_code_at_once(client: Client, user: User) -> None:
    ask(client, KNOWN)
    first = sent_code()
    assert client.get(reverse("account_request_login_code")).status_code == 200
    ask(client, KNOWN)
    second = sent_code()
    assert first != second
    assert told(enter(client, first))
    assert enter(client, second).url == reverse("after_login")


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_nobody_asks_for_codes_without_end(client: Client, user: User, email: str) -> None:
    answers = [ask(client, email).status_code for _time in range(5)]
    assert answers == [302, 302, 302, 200, 200]
    assert "Det var mange forsøk på kort tid" in ask(client, email).content.decode()


def test_a_flood_from_one_address_is_stopped_kindly(client: Client) -> None:
    responses = [client.post(reverse("account_login"), {"login": UNKNOWN, "password": "x"}) for _time in range(31)]
    assert responses[-1].status_code == 429
    assert "<h1>Vent litt</h1>" in responses[-1].content.decode()


def test_one_comes_back_to_the_page_one_wanted(client: Client, user: User) -> None:
    target = reverse("my_schedule")
    wanted = client.get(target).url
    response = client.post(wanted, {"email": KNOWN})
    code = sent_code()
    assert client.post(response.url, {"code": code, "next": target}).url == target


def test_staff_log_in_with_a_password_and_land_in_the_admin(client: Client) -> None:
    User.objects.create_superuser("aksel@instituttet.example", PASSWORD)
    assert reverse("account_login") in client.get(reverse("account_request_login_code")).content.decode()
    assert client.get("/admin/login/").url == reverse("account_login")
    response = client.post(reverse("account_login"), {"login": "aksel@instituttet.example", "password": PASSWORD})
    assert response.url == reverse("after_login")
    assert client.get(response.url).url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("path", ["", "programmes/", "no-such-page/"])
def test_the_admin_is_there_for_staff_alone(client: Client, user: User, path: str) -> None:
    visit = client.get(f"/admin/{path}", follow=True)
    assert (visit.status_code, visit.request["PATH_INFO"]) == (200, reverse("account_login"))
    client.force_login(user)
    assert client.get(f"/admin/{path}", follow=True).status_code == 404
    client.force_login(User.objects.create_superuser("aksel@instituttet.example", PASSWORD))
    assert client.get(f"/admin/{path}", follow=True).status_code == (404 if path == "no-such-page/" else 200)


@pytest.mark.parametrize("login", ["aksel@instituttet.example", UNKNOWN])
def test_a_wrong_password_says_nothing_of_the_address(client: Client, login: str) -> None:
    User.objects.create_superuser("aksel@instituttet.example", PASSWORD)
    page = client.post(reverse("account_login"), {"login": login, "password": "feil"}).content.decode()
    assert "Adressen og passordet hører ikke sammen" in page


def test_logging_out_takes_a_post(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.session.get("_auth_user_id")
    assert client.post(reverse("account_logout")).status_code == 302
    assert not client.session.get("_auth_user_id")


def test_nobody_signs_up(client: Client) -> None:
    for path in ("signup/", "email/", "confirm-email/"):
        assert client.get(f"/nb/konto/{path}").status_code == 404


@pytest.mark.parametrize("language", ["nb", "da"])
@pytest.mark.parametrize(
    "name", ["account_request_login_code", "account_login", "account_reset_password", "account_reset_password_done",
             "account_reset_password_from_key_done", "account_inactive"],
)  # fmt: skip
def test_pages_before_log_in_are_ours(client: Client, name: str, language: str) -> None:
    with override(language):
        _is_ours(client.get(reverse(name)), language)


@pytest.mark.parametrize("language", ["nb", "da"])
@pytest.mark.parametrize("name", ["account_change_password", "account_logout", "account_reauthenticate", "mfa_index"])
def test_pages_of_ones_account_are_ours(client: Client, name: str, language: str) -> None:
    client.login(email=User.objects.create_user("a@b.example", PASSWORD).email, password=PASSWORD)
    with override(language):
        _is_ours(client.get(reverse(name)), language)


def _is_ours(response: HttpResponse, language: str) -> None:
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert 'placeholder="' not in page
    assert page.count('class="button"') <= 1


def test_a_password_is_renewed_by_mail_in_ones_language(client: Client, user: User) -> None:
    for email in (KNOWN, UNKNOWN):
        response = client.post(reverse("account_reset_password"), {"email": email})
        assert response.url == reverse("account_reset_password_done")
    work()
    (message,) = mail.outbox
    assert message.subject == "Vælg en ny adgangskode"
    address = re.search(r"http\S+", message.body).group()
    form = client.get(address, follow=True)
    path = form.request["PATH_INFO"]
    response = client.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert response.url == reverse("account_reset_password_from_key_done")
    assert "virker ikke lenger" in client.get(address, follow=True).content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_second_step_is_asked_for_after_a_code_too(client: Client) -> None:
    staff = User.objects.create_superuser("aksel@instituttet.example", PASSWORD)
    client.post(reverse("account_login"), {"login": staff.email, "password": PASSWORD})
    again = client.get(reverse("mfa_activate_totp"))
    page = client.post(again.url, {"password": PASSWORD}, follow=True)
    _is_ours(page, "nb")
    _turn_on_second_step(client, page)
    codes = client.get(reverse("mfa_view_recovery_codes"))
    _is_ours(codes, "nb")
    for path in ("mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        assert client.get(reverse(path)).status_code == 200
    client.post(reverse("account_logout"))
    ask(client, staff.email)
    response = enter(client, sent_code())
    assert response.url == reverse("mfa_authenticate")
    _is_ours(client.get(response.url), "nb")
    assert not client.session.get("_auth_user_id")


def _turn_on_second_step(client: Client, page: HttpResponse) -> None:
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302


@pytest.mark.parametrize(("chosen", "heard"), [("", "da"), ("nb", "nb")])
def test_staff_meet_the_admin_in_their_own_language(client: Client, chosen: str, heard: str) -> None:
    staff = User.objects.create_superuser("asger@instituttet.example", PASSWORD, language="da")
    profile = UserProfile.get_for_user(staff)
    profile.preferred_language = chosen
    profile.save()
    client.post(reverse("account_login"), {"login": staff.email, "password": PASSWORD})
    page = client.get(reverse("wagtailadmin_home"))
    assert f'lang="{heard}"' in page.content.decode()
