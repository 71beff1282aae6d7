"""Rounds may ask for free text, which is held for the course leader before anyone sees it."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0005_published_versions_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="free_text",
            field=models.BooleanField(default=False, verbose_name="free text"),
        ),
        migrations.CreateModel(
            name="TextReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for review"),
                            ("finished", "Reviewed"),
                            ("expired", "Deleted, nobody reviewed it"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("salt", models.BinaryField(null=True)),
                ("withheld", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="text_review", to="assessments.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "review of free text",
                "verbose_name_plural": "reviews of free text",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FreeText",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("question", models.CharField(max_length=50)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not decided"), ("show", "To be shown"), ("withhold", "To be held back")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("blacked", models.JSONField(default=list)),
                ("box", models.BinaryField(null=True)),
                ("text", models.TextField(blank=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="assessments.textreview"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="textreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("salt__isnull", False), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("salt__isnull", True)),
                    _connector="OR",
                ),
                name="text_review_salt_while_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="freetext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("box__isnull", False), ("text", "")),
                    models.Q(("box__isnull", True), ("decision", "show"), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="free_text_held_or_shown",
            ),
        ),
    ]
