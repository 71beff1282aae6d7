"""What every table holds about people: one declaration a model, written in the `privacy` module beside the models.

Export, erasure, retention and the record of processing are made from the declarations and from nothing else. A room's
`privacy.py` is found by itself (see `load`), so a new room only writes one:

    from cms.privacy.registry import Basis, Kind, Retention, Whose, about, deleted, nothing

    nothing("programmes.Theme", "programmes.Venue")  # tables that say nothing about anybody
    about(
        "programmes.Reflection",
        title=_("Your reflections"),
        kind=Kind.WRITTEN, whose=Whose.PARTICIPANTS, basis=Basis.CONTRACT,
        owner="author",  # the way from a row to the user; or a function of the user that returns Q
        purpose=_("…what it is for, in one sentence."),
        seen_by=_("You alone, until you share it."),
        gives={"module": _("Module"), "text": _("Text")},  # attributes of a row, dots allowed: what an export gives
        retention=Retention(_("…how long, in one sentence."), due=reflections_past_their_time),
        erasure=deleted(),  # or anonymised(_("…"), author=None), or kept(_("…the legal reason"))
    )
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Promise | str
Rows = QuerySet[Any]
OURS = ("cms", "programmes", "assessments", "localisation", "demo")


class Kind(TextChoices):
    """The classes of personal data."""

    NONE = "none", _("Nothing about people")
    ACCOUNT = "account", _("Account and log-in")
    CONTACT = "contact", _("Name and how to reach somebody")
    PARTICIPATION = "participation", _("Taking part")
    WRITTEN = "written", _("What somebody wrote")
    WORK = "work", _("Who did what at work")
    TECHNICAL = "technical", _("Technical traces")
    SEALED = "sealed", _("Sealed answers that nobody can trace")


class Whose(TextChoices):
    EVERYBODY = "everybody", _("Everybody who logs in")
    PARTICIPANTS = "participants", _("Participants")
    STAFF = "staff", _("Staff of the institute")
    CLIENTS = "clients", _("Clients, and those who ask us")


class Basis(TextChoices):
    """Why we may, by article 6 of the data protection regulation."""

    NONE = "", ""
    CONTRACT = "contract", _("The agreement with the employer (article 6.1 f)")
    CONSENT = "consent", _("Consent (article 6.1 a)")
    LEGAL = "legal", _("A duty by law (article 6.1 c)")
    INTEREST = "interest", _("Legitimate interest (article 6.1 f)")


class Action(TextChoices):
    DELETE = "delete", pgettext_lazy("personal data", "Deleted")
    ANONYMISE = "anonymise", pgettext_lazy("personal data", "Kept without the name")
    KEEP = "keep", pgettext_lazy("personal data", "Kept")


@dataclass(frozen=True)
class Retention:
    """`rule` in words; `due`: the rows that are to go at a moment; without it, what the words name takes them."""

    rule: Words
    due: Callable[[datetime], Rows] | None = None
    forget: Callable[[Rows], object] | None = None

    def carry_out(self, now: datetime) -> int:
        """Take away what is due; returns how many rows it was."""
        if self.due is None:
            return 0
        rows = self.due(now)
        count = rows.count()
        if count:
            (self.forget or _delete)(rows)
        return count


@dataclass(frozen=True)
class Erasure:
    """What becomes of somebody's rows when they ask to be erased, and what they are told about it."""

    action: Action
    words: Words = ""
    carry_out: Callable[[Rows], object] | None = None


@dataclass(frozen=True)
class Declaration:
    model: str
    kind: Kind
    title: Words = ""
    whose: Whose = Whose.EVERYBODY
    basis: Basis = Basis.NONE
    owner: str | Callable[[Any], Q] | None = None
    purpose: Words = ""
    seen_by: Words = ""
    gives: Mapping[str, Words] | None = None
    retention: Retention = Retention("")
    erasure: Erasure = Erasure(Action.KEEP)

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows_of(self, user: Any) -> Rows:
        """The rows that are about this user, each once."""
        manager = self.table._base_manager
        if self.owner is None:
            return manager.none()
        wanted = Q(**{self.owner: user}) if isinstance(self.owner, str) else self.owner(user)
        return manager.filter(pk__in=manager.filter(wanted).values("pk"))


_declared: dict[str, Declaration] = {}


def nothing(*models: str) -> None:
    """These tables say nothing about anybody."""
    for model in models:
        _add(Declaration(model, Kind.NONE))


def about(model: str, **values: Any) -> None:
    """This table is about people; the values are those of `Declaration`."""
    _add(Declaration(model, **values))


def work(model: str, *by: str, title: Words = "") -> None:
    """Here only staff are named, by these foreign keys, as those who did something."""

    def owner(user: Any) -> Q:
        wanted = Q(pk__in=[])
        for name in by:
            wanted |= Q(**{name: user})
        return wanted

    about(
        model,
        title=title or apps.get_model(model)._meta.verbose_name_plural,
        kind=Kind.WORK,
        whose=Whose.STAFF,
        basis=Basis.INTEREST,
        owner=owner,
        purpose=_("Colleagues see who did something, and whom to ask."),
        seen_by=_("Staff who work with the same thing."),
        gives={"pk": _("Number"), "__str__": _("What")},
        retention=Retention(_("As long as the thing itself.")),
        erasure=kept(_("The work stays; in place of your name it says that the account is deleted.")),
    )


def sealed(model: str, *, title: Words, purpose: Words, rule: Words, words: Words) -> None:
    """Answers that nobody can trace to a person: nothing to find, give or erase. `words` say so to whoever asks."""
    about(
        model, kind=Kind.SEALED, title=title, whose=Whose.PARTICIPANTS, basis=Basis.CONTRACT, purpose=purpose,
        seen_by=_("Nobody."), gives={}, retention=Retention(rule), erasure=kept(words),
    )  # fmt: skip


def deleted(words: Words = "", carry_out: Callable[[Rows], object] | None = None) -> Erasure:
    """The rows are deleted, or `carry_out` does what it takes."""
    return Erasure(Action.DELETE, words, carry_out or _delete)


def anonymised(words: Words, carry_out: Callable[[Rows], object] | None = None, **values: Any) -> Erasure:
    """The rows stay, with these values in place of what told whose they were."""
    return Erasure(Action.ANONYMISE, words, carry_out or (lambda rows: rows.update(**values)))


def kept(words: Words) -> Erasure:
    """The rows stay; `words` say why we must or may."""
    return Erasure(Action.KEEP, words)


def _delete(rows: Rows) -> None:
    rows.delete()


def _add(declaration: Declaration) -> None:
    if declaration.model in _declared:
        raise ValueError(f"{declaration.model} is declared twice")
    apps.get_model(declaration.model)  # LookupError for a name that is no model's
    _declared[declaration.model] = declaration


def declarations() -> list[Declaration]:
    """All that is about people, in the order of the rooms."""
    return [one for one in _declared.values() if one.kind != Kind.NONE]


def load() -> None:
    """Import the `privacy` module beside each of our models: in their package, or in one above it."""
    seen: set[str] = set()
    for model in our_models():
        for package in _packages(model.__module__):
            name = f"{package}.privacy"
            if name not in seen and find_spec(name):
                import_module(name)
            seen.add(name)


def _packages(module: str) -> Iterator[str]:
    parts = module.split(".")[:-1]
    for count in range(len(parts), 0, -1):
        yield ".".join(parts[:count])


def our_models() -> Iterable[type[Model]]:
    return (model for app in apps.get_app_configs() if app.label in OURS for model in app.get_models())


def undeclared() -> list[str]:
    """What is missing or wrong, each with what to write: for the test that keeps the declarations complete."""
    return [*_missing(), *_forgotten_people()]


def _missing() -> Iterator[str]:
    for model in our_models():
        label = model._meta.label
        if label not in _declared:
            room = model.__module__.rpartition(".")[0]
            yield (
                f"{label} has no declaration. In {room.replace('.', '/')}/privacy.py write nothing({label!r}) if it "
                f"says nothing about anybody, work({label!r}, 'FIELD') if it only names staff, or about({label!r}, …) "
                "with title, kind, whose, basis, owner, purpose, seen_by, gives, retention and erasure; the top of "
                "cms/privacy/registry.py shows how. Nothing else is needed: the module is found by itself."
            )


def _forgotten_people() -> Iterator[str]:
    user = apps.get_model("cms.User")
    for model in apps.get_models():
        names = [field.name for field in model._meta.local_fields if field.related_model is user]
        found = _declared.get(model._meta.label)
        if names and (found is None or found.kind == Kind.NONE):
            yield f"{model._meta.label} leads to people by {', '.join(names)}: declare it with about(…) or work(…)."
