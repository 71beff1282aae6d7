"""Where the links on a participant's pages lead: to their own pages, or to the same ones as staff preview them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.urls import reverse


class Ways(Protocol):
    """Addresses of pages; '' for what there is no way to. Values, so that rows with links can be remembered by them."""

    # Whether also what has not opened yet is linked to.
    everything: bool

    def programme(self, slug: str) -> str: ...

    def schedule(self, slug: str) -> str: ...

    def module(self, uuid: UUID) -> str: ...

    def element(self, uuid: UUID) -> str: ...

    def gathering(self, uuid: UUID) -> str: ...

    def mark(self, uuid: UUID) -> str:
        """Where an element is marked as done."""

    def recording(self, uuid: UUID) -> str:
        """The file of an element's own recording."""

    def captions(self, uuid: UUID, code: str) -> str:
        """An element's captions in the language `code`."""

    def calendar(self, slug: str) -> str:
        """The file with all gatherings of a programme."""

    def gathering_calendar(self, uuid: UUID) -> str: ...


@dataclass(frozen=True)
class OwnWays:
    """A participant's own pages."""

    everything: bool = False

    def programme(self, slug: str) -> str:
        return reverse("my_programme_of", args=[slug])

    def schedule(self, slug: str) -> str:
        return reverse("my_schedule_of", args=[slug])

    def module(self, uuid: UUID) -> str:
        return reverse("my_module", args=[uuid])

    def element(self, uuid: UUID) -> str:
        return reverse("my_element", args=[uuid])

    def gathering(self, uuid: UUID) -> str:
        return reverse("my_gathering", args=[uuid])

    def mark(self, uuid: UUID) -> str:
        return reverse("mark_element", args=[uuid])

    def recording(self, uuid: UUID) -> str:
        return reverse("my_recording", args=[uuid])

    def captions(self, uuid: UUID, code: str) -> str:
        return reverse("my_captions", args=[uuid, code])

    def calendar(self, slug: str) -> str:
        return reverse("my_calendar", args=[slug])

    def gathering_calendar(self, uuid: UUID) -> str:
        return reverse("my_gathering_calendar", args=[uuid])


@dataclass(frozen=True)
class PreviewWays:
    """The pages of a programme as staff preview them in a language. Nothing there can be marked or taken along."""

    programme_id: int
    language: str
    everything: bool = True

    def programme(self, slug: str) -> str:
        return self.page("programme")

    def schedule(self, slug: str) -> str:
        return self.page("schedule")

    def module(self, uuid: UUID) -> str:
        return self.page("module", uuid)

    def element(self, uuid: UUID) -> str:
        return self.page("element", uuid)

    def gathering(self, uuid: UUID) -> str:
        return self.page("gathering", uuid)

    def mark(self, uuid: UUID) -> str:
        return ""

    def recording(self, uuid: UUID) -> str:
        return self.page("recording", uuid)

    def captions(self, uuid: UUID, code: str) -> str:
        return self.page("captions", uuid, code)

    def calendar(self, slug: str) -> str:
        return ""

    def gathering_calendar(self, uuid: UUID) -> str:
        return ""

    def page(self, name: str, *args: UUID | str) -> str:
        """One of the previews by its name."""
        return reverse(f"programme_preview:{name}", args=[self.programme_id, self.language, *args])


OWN = OwnWays()
