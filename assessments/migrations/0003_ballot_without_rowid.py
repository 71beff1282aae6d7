"""SQLite numbers the rows of a table in the order they came, unless the table is made WITHOUT ROWID.

Django has no word for that, so the empty table is made again. Whatever remakes the table later must do this once more.
"""

from django.db import migrations

TABLE = "assessments_ballot"
WITHOUT_ROWID = " WITHOUT ROWID"


def _statements(cursor):
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type = 'index'", [TABLE]
    )
    return [sql for (sql,) in cursor.fetchall()]


def _remake(schema_editor, change):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {TABLE})")
        if cursor.fetchone()[0]:
            raise RuntimeError("There are ballots: close all rounds before this migration.")
        table, *indexes = _statements(cursor)
        cursor.execute(f"DROP TABLE {TABLE}")
        for statement in (change(table), *indexes):
            cursor.execute(statement)


def forwards(apps, schema_editor):
    _remake(schema_editor, lambda sql: sql.removesuffix(WITHOUT_ROWID) + WITHOUT_ROWID)


def backwards(apps, schema_editor):
    _remake(schema_editor, lambda sql: sql.removesuffix(WITHOUT_ROWID))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_initial")]

    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
