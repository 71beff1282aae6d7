"""A list on its way in, and what came of it. Each kind of list has a table of its own with these columns."""

from __future__ import annotations

import uuid

from django.db import models

from cms.jobs.models import Job


class HandedIn(models.Model):
    """One list. The file is thrown away once it is imported, dropped or wrong.

    `preview`: what importing would do. `problems`: [{row, column, message}], the first of `problem_count`, never what
    stands in the file. `made`: the ids of what importing made, less what was taken back; `taken_back`: how much that
    was, by kind, and `kept`: {why: how many}.
    """

    class State(models.TextChoices):
        HANDED_IN = "handed_in"
        READ = "read"
        WRONG = "wrong"
        CONFIRMED = "confirmed"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HANDED_IN)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    preview = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    # Rows that are in the database; the rest of the list is not.
    imported_rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    made = models.JSONField(default=dict)
    taken_back = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def there_already(self) -> int:
        """Rows that stood for something that was there."""
        return self.imported_rows - self.added
