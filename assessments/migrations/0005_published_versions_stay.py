"""A published version of an instrument never changes, whoever writes to the database.

On SQLite a trigger goes with its table: whatever remakes the table later must make it once more; a test looks.
"""

import django.db.models.deletion
from django.db import migrations, models

NAME = "assessments_published_version_stays"
TABLE = "assessments_instrumentversion"
WORDS = "a published version of an instrument never changes"
COLUMNS = ("instrument_id", "number", "is_example", "definition", "languages", "published_at")


def _changed(differs):
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in COLUMNS)


SQLITE = f"""
CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE}
WHEN OLD.published_at IS NOT NULL AND ({_changed("IS NOT")})
BEGIN SELECT RAISE(ABORT, '{WORDS}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW
WHEN (OLD.published_at IS NOT NULL AND ({_changed("IS DISTINCT FROM")}))
EXECUTE FUNCTION {NAME}();
"""


def forwards(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {NAME}")
    else:
        schema_editor.execute(f"DROP TRIGGER {NAME} ON {TABLE}; DROP FUNCTION {NAME}();")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_instrument_drafts")]

    operations = [
        migrations.AddConstraint(
            model_name="instrumentversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)), fields=("instrument",), name="instrument_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True), models.Q(("languages", []), _negated=True), _connector="OR"
                ),
                name="instrument_published_for_somebody",
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="version",
            field=models.ForeignKey(
                limit_choices_to={"published_at__isnull": False},
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="assessments.instrumentversion",
                verbose_name="instrument",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
