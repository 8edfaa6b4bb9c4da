"""Names that hold numbers are put in order by what the numbers count: 8 Mart before 35½."""

from typing import Any

from django.db import migrations

AT_ONCE = 500


def put_in_order(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("directory", "Organisation")
    organisations, key = model.objects.using(schema_editor.connection.alias), model._meta.get_field("sort_key")
    found = organisations.filter(name__regex="[0-9]").only("pk", "name", "sort_key").order_by("pk")
    after = 0
    while rows := list(found.filter(pk__gt=after)[:AT_ONCE]):
        for row in rows:
            key.pre_save(row, False)  # sets what it computes
        organisations.bulk_update(rows, ["sort_key"])
        after = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False  # each step is short: people go on writing

    dependencies = [
        ("directory", "0004_topic_and_organisation"),
    ]

    operations = [
        migrations.RunPython(put_in_order, migrations.RunPython.noop),
    ]
