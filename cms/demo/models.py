"""What the demo's builder remembers, so that a second run leaves everything as people have made it."""

from django.db import models


class BuiltStage(models.Model):
    """A stage of the content that was built, stored in the same transaction as the content itself."""

    name = models.CharField(max_length=40, unique=True)
    seed = models.IntegerField()
    built_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
