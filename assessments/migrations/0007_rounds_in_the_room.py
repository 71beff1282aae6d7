import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import assessments.ballots.address
import assessments.ballots.models


def give_codes(apps, schema_editor):
    for round in apps.get_model("assessments", "Round").objects.filter(code="").only("pk"):
        round.code = assessments.ballots.address.new_code()
        round.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0006_free_text"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Turnout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("invited", models.JSONField(default=list)),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turnout", to="assessments.round"
                    ),
                ),
            ],
        ),
        migrations.AlterModelOptions(
            name="round",
            options={
                "ordering": ["-opens_at", "-pk"],
                "permissions": [("conduct_every_round", "Can plan, open and close the rounds of every programme")],
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
            },
        ),
        migrations.AddField(
            model_name="round", name="band", field=models.PositiveSmallIntegerField(editable=False, null=True)
        ),
        migrations.AddField(model_name="round", name="band_at", field=models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            model_name="round",
            name="remind_days",
            field=models.JSONField(
                blank=True, default=assessments.ballots.models.days_to_remind, verbose_name="reminders"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="remind_hour",
            field=models.PositiveSmallIntegerField(
                default=9,
                validators=[
                    django.core.validators.MinValueValidator(7),
                    django.core.validators.MaxValueValidator(20),
                ],
                verbose_name="hour of the reminders",
            ),
        ),
        migrations.AddField(
            model_name="round", name="reminded_at", field=models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddField(
            model_name="round",
            name="trouble",
            field=models.CharField(
                blank=True,
                choices=[("missing_key", "The key to the answers is missing")],
                editable=False,
                max_length=20,
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="round", name="code", field=models.CharField(default="", editable=False, max_length=8)
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="round",
            name="code",
            field=models.CharField(
                default=assessments.ballots.address.new_code, editable=False, max_length=8, unique=True
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("remind_hour__range", (7, 20))), name="round_reminds_by_day"
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="participant",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
