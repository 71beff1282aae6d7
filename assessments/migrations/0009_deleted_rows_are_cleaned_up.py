"""PostgreSQL keeps deleted rows in its files until it cleans a table up, and small tables can wait for that for months.

So the tables that a closing round empties, and that of mails deleted once they are sent, are cleaned within about a
minute: boxes nobody can open, who had delivered, and who was reminded are not only invisible then, but gone.
"""

from django.db import migrations

TABLES = ("assessments_ballot", "assessments_ticket", "cms_outgoingmail")
AT_ONCE = "autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0"
AS_USUAL = "autovacuum_vacuum_threshold, autovacuum_vacuum_scale_factor"


def _alter(schema_editor, change):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE {table} {change}")


def forwards(apps, schema_editor):
    _alter(schema_editor, f"SET ({AT_ONCE})")


def backwards(apps, schema_editor):
    _alter(schema_editor, f"RESET ({AS_USUAL})")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0008_tables_handed_in"), ("cms", "0002_pages_jobs_mail")]

    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
