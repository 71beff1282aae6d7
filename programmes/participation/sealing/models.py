"""What holds a sealed text."""

from __future__ import annotations

import uuid

from django.db import models
from django.views.decorators.debug import sensitive_variables

from programmes.participation.sealing import boxes


class Sealed(models.Model):
    """A row whose texts only the key opens. A subclass has an `author`, to whom the box is bound."""

    author_id: int
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=16, blank=True, editable=False)
    box = models.BinaryField(default=bytes, editable=False)

    class Meta:
        abstract = True

    @property
    def about(self) -> str:
        """What the box is bound to: this row, and its writer."""
        return f"{self._meta.model_name}:{self.uuid}:{self.author_id}"

    @property
    def is_empty(self) -> bool:
        return not self.box

    @sensitive_variables()
    def seal(self, texts: list[str]) -> None:
        """Put the texts in the row, which is not saved. Raises keys.MissingKey."""
        box = boxes.seal(texts, self.about)
        self.key, self.box = box.key, box.sealed

    @sensitive_variables()
    def unseal(self) -> list[str]:
        """The texts. Raises boxes.Unreadable."""
        return boxes.unseal(boxes.Box(self.key, bytes(self.box)), self.about)
