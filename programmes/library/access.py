"""The door to the library: who reads it, who writes which language, who publishes.

Whoever may publish a kind writes it in every language. Whoever may only change it, a translator, writes drafts in the
languages that stand on their account; an editor publishes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.accounts import door
from cms.accounts.door import Guard, both, right, rights_to
from cms.accounts.models import User
from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Module, Speaker

KINDS: tuple[type[LibraryObject], ...] = (Module, LearningElement, Speaker, IndustryCase)


def writes_in(user: User, kind: type[LibraryObject], language: str) -> bool:
    """Whether somebody may write texts of this kind in a language."""
    name = kind._meta.model_name
    if not user.has_perm(f"programmes.change_{name}"):
        return False
    return user.has_perm(f"programmes.publish_{name}") or language in user.translates


def _writes_row(kind: type[LibraryObject]) -> Guard:
    def guard(user: User, values: Mapping[str, Any]) -> bool:
        if user.has_perm(f"programmes.publish_{kind._meta.model_name}"):
            return True
        language = kind.objects.filter(pk=values["pk"]).values_list("locale__language_code", flat=True).first()
        return language is not None and writes_in(user, kind, language)

    return guard


def _starts_language(kind: type[LibraryObject]) -> Guard:
    return lambda user, values: writes_in(user, kind, values["language"])


def guards(kind: type[LibraryObject]) -> dict[str, Guard]:
    """By the last part of an address's name; the kind's other addresses are for whoever publishes it."""
    name = kind._meta.model_name

    def may(*actions: str) -> Guard:
        return right(*(f"programmes.{action}_{name}" for action in actions))

    knows = may("add", "change", "view")
    writes = both(may("change"), _writes_row(kind))
    return {
        "list": knows, "list_results": knows, "history": knows, "history_results": knows, "revisions_compare": knows,
        "inspect": knows, "usage": knows, "add": may("add"), "edit": writes, "delete": may("delete"),
        "write_in": both(may("change"), _starts_language(kind)),
        "*": both(may("change", "add"), may("publish")),
    }  # fmt: skip


for kind in KINDS:
    namespace = f"wagtailsnippets_programmes_{kind._meta.model_name}"
    door.register({f"{namespace}:{name}": guard for name, guard in guards(kind).items()})
    choosers = f"wagtailsnippetchoosers_programmes_{kind._meta.model_name}"
    door.register({f"{choosers}:*": right(f"programmes.view_{kind._meta.model_name}")})
    door.register({f"{choosers}:create": right(f"programmes.add_{kind._meta.model_name}")})
reads = right(*(f"programmes.{action}_{kind._meta.model_name}" for kind in KINDS for action in ("view", "change")))
PUBLISHES = right(*(f"programmes.publish_{kind._meta.model_name}" for kind in KINDS))
door.register({"wagtail_bulk_action": PUBLISHES, "library_review:*": PUBLISHES, "library_lists:*": PUBLISHES})
door.register({f"abilities:{name}": guard for name, guard in rights_to("programmes.ability").items()})
door.register({"speaker_chooser:create": right("programmes.add_speaker")})
door.register({"case_chooser:create": right("programmes.add_industrycase")})
door.register({"speaker_chooser:*": reads, "case_chooser:*": reads, "wagtailsnippets:index": reads})
