"""Lists of participants are looked at, confirmed, imported by steps and taken back. What was noted of earlier ones says
nothing of that, and goes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("programmes", "0005_removed_rows_stay"),
        ("cms", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="ParticipantImport"),
        migrations.CreateModel(
            name="ParticipantImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField(null=True)),
                ("create_groups", models.BooleanField(default=False, verbose_name="make organisations and leader groups that are missing")),
                ("send_invitation", models.BooleanField(default=True, verbose_name="invite by mail")),
                ("state", models.CharField(choices=[("handed_in", "Handed In"), ("read", "Read"), ("wrong", "Wrong"), ("confirmed", "Confirmed"), ("done", "Done"), ("undoing", "Undoing"), ("undone", "Undone")], default="handed_in", max_length=10)),
                ("preview", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("problem_count", models.PositiveIntegerField(default=0)),
                ("imported_rows", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("made", models.JSONField(default=dict)),
                ("taken_back", models.JSONField(default=dict)),
                ("kept", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("job", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cms.job")),
                ("programme", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.programme", verbose_name="programme")),
            ],
            options={"ordering": ["-created_at", "-pk"], "default_permissions": ()},
        ),
        migrations.AddConstraint(
            model_name="participantimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("content__isnull", False), ("state__in", ["handed_in", "read", "confirmed"]))
                | models.Q(("content__isnull", True), ("state__in", ["wrong", "done", "undoing", "undone"])),
                name="participant_list_kept_until_used",
            ),
        ),
    ]
