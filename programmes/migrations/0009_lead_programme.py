from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programmes", "0008_content_of_one_programme")]

    operations = [
        migrations.AlterModelOptions(
            name="programme",
            options={
                "ordering": ["-updated_at"],
                "permissions": [
                    ("decide_updates", "Can decide on updates in every programme"),
                    ("lead_programme", "Can run the programmes they lead"),
                ],
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
            },
        ),
    ]
