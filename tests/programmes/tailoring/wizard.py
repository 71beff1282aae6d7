"""Going through the pages of a new programme with the test client."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from programmes.tailoring.models import Programme, Sketch

GROUPS = "Rådmannens ledergruppe\nOppvekst\nHelse\nTeknisk\nKultur\nHavrum kommune: Økonomi"
CLIENT = {"client": "Tareholmen kommune", "groups": GROUPS, "country": "NO", "languages": ["nb"]}
SCHEDULE = {"starts_on": "2027-03-01", "summer": "on"}


class Wizard:
    """A new programme of whoever the client is logged in as."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.key = uuid4()

    def url(self, page: str) -> str:
        return reverse(f"programmes:new_{page}", args=[self.key])

    def get(self, page: str) -> Any:
        return self.client.get(self.url(page))

    def post(self, page: str, **data: Any) -> Any:
        return self.client.post(self.url(page), data)

    def start(self, source: Programme | None = None) -> Any:
        if source is None:
            return self.post("start", start="empty")
        if source.is_template:
            return self.post("start", start=str(source.pk))
        return self.post("start", start="earlier", earlier=source.pk)

    def client_page(self, **changes: Any) -> Any:
        return self.post("client", **{**CLIENT, **changes})

    def schedule(self, **changes: Any) -> Any:
        """The page as it was shown, with changes."""
        return self.post("schedule", **{**self.shown(), **SCHEDULE, **changes})

    def shown(self) -> dict[str, Any]:
        """What the fields of the schedule show."""
        form = self.get("schedule").context["form"]
        values = {field.html_name: field.value() for field in form}
        return {name: value for name, value in values.items() if value not in (None, False)}

    def finish(self, cases: list[str] | None = None) -> Programme:
        """Everything from the summary on."""
        shown = self.get("summary").context["proposals"]
        self.post("summary", cases=[case.key for case in shown if case.chosen] if cases is None else cases)
        return Sketch.objects.select_related("programme").get(pk=self.key).programme

    def all_the_way(self, source: Programme | None, **client: Any) -> Programme:
        self.start(source)
        self.client_page(**client)
        self.schedule()
        return self.finish()
