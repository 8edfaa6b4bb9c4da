"""Who works on a rights area is read from an index alone: neighbours of a profile, its related organisations, counts."""

from django.db import migrations, models

from directory.migration_operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("directory", "0003_about_violence"),
    ]

    operations = [
        AddIndexOnline(
            model_name="organisationtopic",
            index=models.Index(fields=["tag", "content_object"], name="organisation_topic_pair"),
        ),
    ]
