"""A version of an instrument is a draft until it is published, in the languages in which nothing is missing."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def _texts(part):
    """Every text below, a mapping of language to words. Nothing else in a definition has only languages for keys."""
    codes = {code for code, _name in settings.LANGUAGES}
    below = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    if isinstance(part, dict) and part and part.keys() <= codes:
        yield part
    for each in below:
        yield from _texts(each)


def forwards(apps, schema_editor):
    """What is there has been in use: it is published, at the time it was stored."""
    versions = apps.get_model("assessments", "InstrumentVersion").objects
    codes = [code for code, _name in settings.LANGUAGES]
    for version in versions.all():
        complete = [code for code in codes if all(text.get(code) for text in _texts(version.definition))]
        versions.filter(pk=version.pk).update(published_at=F("created_at"), languages=complete or codes)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_ballot_without_rowid")]

    operations = [
        migrations.AddField(
            model_name="instrumentversion",
            name="languages",
            field=models.JSONField(blank=True, default=list, verbose_name="languages"),
        ),
        migrations.AddField(
            model_name="instrumentversion",
            name="published_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published"),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
