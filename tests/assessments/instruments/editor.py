"""What an editor does in the browser: forms are taken from the page, changed, and sent back."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from django.contrib.auth.models import Permission
from django.http import QueryDict
from django.test import Client

from cms.accounts.models import User

EDITOR = ("add_instrumentversion", "change_instrumentversion", "view_instrumentversion")
READER = ("view_instrumentversion",)


def staff(client: Client, *codes: str, language: str = "nb") -> Client:
    user = User.objects.create_user(f"ansatt-{language}@instituttet.example", language=language)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codes]))
    client.force_login(user)
    return client


class _Fields(HTMLParser):
    """The fields of all forms of a page as a browser would send them, without its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.select = self.area = ""
        self.first: str | None = None
        self.chosen: str | None = None
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "input" and name and values.get("type") not in ("submit", "file"):
            ticks = values.get("type") in ("checkbox", "radio")
            if (not ticks or "checked" in values) and "disabled" not in values:
                self.found.append((name, values.get("value", "on" if ticks else "")))
        elif tag == "textarea":
            self.area, self.text = name, []
        elif tag == "select":
            self.select, self.first, self.chosen = name, None, None
        elif tag == "option" and self.select:
            value = values.get("value", "")
            self.first = value if self.first is None else self.first
            self.chosen = value if "selected" in values else self.chosen

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.found.append((self.area, "".join(self.text).removeprefix("\n")))
            self.area = ""
        elif tag == "select" and self.select:
            self.found.append((self.select, (self.first if self.chosen is None else self.chosen) or ""))
            self.select = ""


def fields(page: str, changed: Mapping[str, str] | None = None) -> QueryDict:
    """What sending the page's form posts, with these fields changed."""
    reader = _Fields()
    reader.feed(page)
    data = QueryDict(mutable=True)
    for name, value in reader.found:
        data.appendlist(name, value)
    for name, value in (changed or {}).items():
        data[name] = value
    return data


def send(client: Client, address: str, changed: Mapping[str, str] | None = None, *, page: str = "") -> object:
    """Open the address, change these fields, and send its form; or send the form of a page opened before."""
    data = fields(page or client.get(address).content.decode(), changed)
    return client.post(address, data.urlencode(), content_type="application/x-www-form-urlencoded")
