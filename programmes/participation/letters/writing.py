"""A mail's subject, text and HTML from its three templates, in the language of whoever gets it."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from cms.mail.services import Letter
from programmes.participation.gatherings.calendar import site_address
from programmes.participation.letters.recipients import Recipient, Sort
from programmes.participation.letters.unsubscribing import stop_address
from programmes.tailoring.models import Programme


def write(name: str, to: Recipient, programme: Programme, sort: Sort | None, **about: Any) -> Letter:
    """The mail `name` to somebody. `sort`: the switch that turns it off; None for what everybody is told.

    To be called with the recipient's language active (`speaking`), since `about` has words in it.
    """
    stop = stop_address(to.user, sort) if sort else ""
    context = {
        "name": to.user.first_name, "programme": programme, "stop_url": stop,
        "choices_url": site_address(reverse("my_mail")), **about,
    }  # fmt: skip
    text, html = _render(f"{name}.txt", context), _render(f"{name}.html", context)
    leader = programme.course_leader
    return Letter(
        to=to.user.email, subject=subject(name, **context), body=text.strip() + "\n", html=html.strip() + "\n",
        reply_to=leader.email if leader else "", unsubscribe=stop,
    )  # fmt: skip


def subject(mail: str, /, **about: Any) -> str:
    """The mail's subject in the active language, on one line."""
    return " ".join(_render(f"{mail}_subject.txt", about).split())


def speaking(to: Recipient) -> override:
    """Within it everything is said in the recipient's language."""
    return override(to.user.language)


def _render(template: str, context: dict[str, Any]) -> str:
    return render_to_string(f"email/participation/{template}", context)
