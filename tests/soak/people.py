"""Participants who answer over HTTP as a browser without scripts would: log-in, page, form, token, redirect."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from assessments.ballots.models import Round, Ticket
from cms.accounts.models import User
from tests.soak.house import Broken

FORM = "application/x-www-form-urlencoded"
NO_ANSWER = (ConnectionError, TimeoutError, http.client.HTTPException)


class Form(HTMLParser):
    """The one form on a page that is posted to the page itself: its hidden fields and the names of its choices."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.hidden: dict[str, str] = {}
        self.choices: dict[str, set[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self.inside = known.get("action") == self.action
        if tag == "input" and self.inside:
            name, value = known.get("name") or "", known.get("value") or ""
            if known.get("type") == "hidden":
                self.hidden[name] = value
            elif known.get("type") == "radio":
                self.choices.setdefault(name, set()).add(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False

    def filled(self, steps: dict[str, int]) -> str:
        """The form as it is sent: by item these steps, the same today and in three years, 0 for "vet ikke". Raises
        Broken when the page doesn't offer them."""
        chosen = {name: str(step) for name in self.choices if (step := steps[name.partition("-")[0]])}
        if any(value not in self.choices[name] for name, value in chosen.items()):
            raise Broken("the page does not ask what it should")
        unknown = {f"{item}-unknown": "1" for item, step in steps.items() if not step}
        return urlencode(self.hidden | chosen | unknown)


@dataclass
class Answer:
    """What came back: a status, an address it leads to, a page."""

    status: int
    leads_to: str
    page: str


class Caller:
    """Somebody who is logged in, at a network address of their own."""

    def __init__(self, user: User, port: int, address: str = "127.0.0.1") -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.port, self.address = port, address
        self.cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}

    def get(self, path: str) -> Answer:
        """Ask for a page. Raises one of NO_ANSWER."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form with the token of the last page that had one. Raises one of NO_ANSWER."""
        token = {"csrfmiddlewaretoken": self.cookies[settings.CSRF_COOKIE_NAME]}
        return self._ask("POST", path, urlencode(fields | token))

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.address, 0))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "Connection": "close", **more}

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = self._connect()
        try:
            connection.request(method, path, body, self._headers({"Content-Type": FORM} if body else {}))
            response = connection.getresponse()
            page = response.read().decode()
        finally:
            connection.close()
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(response.status, response.headers.get("Location", ""), page)


class Person(Caller):
    """A participant of a round."""

    def __init__(self, number: int, ticket: Ticket, port: int, address: str) -> None:
        super().__init__(ticket.participant, port, address)
        self.number, self.ticket = number, ticket
        with override("nb"):
            self.questions = reverse("mapping_answer", args=[self.ticket.round_id])
            self.thanks = reverse("mapping_delivered", args=[self.ticket.round_id])

    def form(self) -> Form | None:
        """The questions, or None when the page says that there is nothing to answer. Raises one of NO_ANSWER."""
        page = self.get(self.questions)
        if page.status != 200:
            raise Broken(f"the questions answered {page.status} {page.leads_to}")
        form = Form(page.page, self.questions)
        return form if form.choices else None

    def deliver(self, form: Form, steps: dict[str, int]) -> bool:
        """Send the form; whether the answer says that it was taken. Raises one of NO_ANSWER, and Broken when the answer
        says neither that nor that something was delivered before."""
        answer = self._ask("POST", self.questions, form.filled(steps))
        if answer.status == 302 and answer.leads_to == self.thanks:
            return True
        if answer.status == 200 and says_delivered(answer.page) and says_refused(answer.page):
            return False
        raise Broken(f"a delivery was answered {answer.status} {answer.leads_to}")

    def send_and_leave(self, form: Form, steps: dict[str, int]) -> None:
        """Send the form and cut the connection without waiting for an answer."""
        connection = self._connect()
        connection.request("POST", self.questions, form.filled(steps), self._headers({"Content-Type": FORM}))
        connection.close()


def says_delivered(page: str) -> bool:
    """Whether a page tells its reader, in Norwegian, that their answers are delivered."""
    with override("nb"):
        return gettext("Your answers are delivered") in page


def says_refused(page: str) -> bool:
    """Whether a page tells its reader, in Norwegian, that what they just sent was not taken."""
    with override("nb"):
        return gettext("What you sent now was not stored") in page


def everyone(round: Round, port: int) -> list[Person]:
    """All participants of a round, each logged in on a session of their own."""
    tickets: Any = Ticket.objects.filter(round=round).select_related("participant").order_by("pk")
    return [
        Person(number, ticket, port, f"127.1.{number // 250}.{1 + number % 250}")
        for number, ticket in enumerate(tickets)
    ]
