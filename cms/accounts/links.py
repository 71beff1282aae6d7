"""What stands on the page of one's account. Rooms above register theirs; this room knows nothing more of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from cms.accounts.models import User


@dataclass(frozen=True)
class AccountLink:
    """`text`: a sentence on what one does there. `shown`: for whom it is there."""

    url_name: str
    label: str | Promise
    text: str | Promise
    order: int = 100
    shown: Callable[[User], bool] = lambda user: True

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_links: dict[str, AccountLink] = {}


def register(link: AccountLink) -> None:
    """Add a page to the account page, once per `url_name` (ValueError)."""
    if link.url_name in _links:
        raise ValueError(f"{link.url_name} is on the account page already")
    _links[link.url_name] = link


def links_for(user: User) -> list[AccountLink]:
    return sorted((link for link in _links.values() if link.shown(user)), key=lambda link: link.order)
