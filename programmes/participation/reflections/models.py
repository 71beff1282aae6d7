"""A reflection and a letter to oneself. Their texts are sealed; the tables say when, and nothing of what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from programmes.participation.sealing.boxes import Unreadable
from programmes.participation.sealing.models import Sealed
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule


class Reflection(Sealed):
    """What a participant wrote with an element, or freely in a module. Theirs alone until they share it."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reflections")
    programme_module = models.ForeignKey(ProgrammeModule, on_delete=models.CASCADE, related_name="reflections")
    item = models.ForeignKey(ProgrammeItem, null=True, on_delete=models.CASCADE, related_name="reflections")
    for_leader_group = models.BooleanField(_("the leader group may read it"), default=False)
    for_course_leader = models.BooleanField(_("the course leader may read it"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        # Nobody has rights to other people's reflections, so there are none to give.
        default_permissions = ()
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "item"], condition=Q(item__isnull=False), name="reflection_once_an_element"
            )
        ]

    def __str__(self) -> str:
        return f"{self.author_id} {self.programme_module_id}"

    @property
    def is_shared(self) -> bool:
        return self.for_leader_group or self.for_course_leader

    @property
    @sensitive_variables()
    def in_words(self) -> str:
        """All of it as one text, for the writer's own copy of their data; says so when it can't be read."""
        return _in_words(self)


class Letter(Sealed):
    """A letter to oneself that waits until a day after the programme."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="letters")
    opens_on = models.DateField(_("arrives"))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("letter to oneself")
        verbose_name_plural = _("letters to oneself")
        default_permissions = ()
        ordering = ["opens_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["author", "programme"], name="letter_once_a_programme")]

    def __str__(self) -> str:
        return f"{self.author_id} {self.programme_id}"

    @property
    @sensitive_variables()
    def in_words(self) -> str:
        return _in_words(self)


@sensitive_variables()
def _in_words(row: Sealed) -> str:
    try:
        return "\n\n".join(text for text in row.unseal() if text)
    except Unreadable:
        return str(_("This can't be read any more, since the key to it is missing."))
