"""Migrations on PostgreSQL give up rather than make the site wait for a lock, and say so; none holds a lock for long."""

import re

import psycopg
import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now

from tests.instances import Instance, databases


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_migration_that_would_wait_for_a_table_gives_up_and_can_be_run_again(tmp_path):
    with databases() as make:
        instance = Instance(tmp_path, make(empty=False))
        with psycopg.connect(instance.database) as busy:
            busy.execute("LOCK TABLE search_vocabulary IN ACCESS SHARE MODE")
            done = instance.run("migrate", "search", "zero", "-v0")
            assert done.returncode == 1
            assert "5s" in done.stderr
            assert "migrate komutunu yeniden çalıştırın" in done.stderr
            assert "Traceback" not in done.stderr
        instance.well("migrate", "search", "zero", "-v0")
        instance.well("migrate", "-v0")


# What makes everybody wait who reads or writes the table, for as long as it has rows: on a table that is not new.
LONG = {
    r'ALTER COLUMN "\w+" TYPE': "rewrites the table",
    r"ADD COLUMN .*(?:DEFAULT \(|DEFAULT \w+\(|GENERATED)": "rewrites the table",
    r"ALTER COLUMN .* SET NOT NULL": "reads the table while nobody may write",
    r"ADD CONSTRAINT (?!.*NOT VALID)": "reads the table while nobody may write",
    r"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)": "nobody may write until the index is built",
}
KNOWN = {
    ("directory", "0002_easy_read"): ["nobody may write until the index is built"],  # before any instance had rows
    ("directory", "0005_numbers_in_order"): ["does what cannot be seen here"],  # writes some hundred rows at a time
}


def locks(migration, before):
    """Return what holds locks for long in a migration that follows the state `before`."""
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(before, editor, collect_sql=True)
    statements = [line for line in editor.collected_sql if not line.startswith("--")]
    new = {table for line in statements for table in re.findall(r'CREATE TABLE "(\w+)"', line)}
    found = [
        why
        for line in statements
        for pattern, why in LONG.items()
        if re.search(pattern, line) and not new & set(re.findall(r'(?:TABLE|ON) "(\w+)"', line)[:1])
    ]
    runs = (migrations.RunPython, migrations.RunSQL)
    return found + ["does what cannot be seen here" for one in migration.operations if isinstance(one, runs)]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)  # an index is built concurrently outside of any
def test_no_migration_of_ours_keeps_a_site_waiting():
    loader = MigrationLoader(connection, replace_migrations=False)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(("cms", "directory", "search"))}
    found = {}
    for node, migration in loader.disk_migrations.items():
        if node[0] in ours and (long := locks(migration, loader.project_state([node], at_end=False))):
            found[node] = long
    assert found == KNOWN


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    "operation",
    [
        migrations.AlterField("province", "name", models.TextField()),
        migrations.AlterField("organisation", "open_to_cooperation", models.BooleanField(default=False)),
        migrations.AddIndex("province", models.Index(fields=["region_tr"], name="by_region")),
        migrations.AddConstraint("province", models.CheckConstraint(condition=models.Q(latitude__gt=0), name="north")),
        migrations.AddConstraint("province", models.UniqueConstraint(fields=["region_tr"], name="one_a_region")),
        migrations.AddField("province", "seen", models.DateTimeField(db_default=Now())),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_would_keep_it_waiting_is_seen(operation):
    loader = MigrationLoader(connection, replace_migrations=False)
    migration = migrations.Migration("9999_made_up", "directory")
    migration.operations = [operation]
    assert len(locks(migration, loader.project_state())) == 1


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("province", "seen", models.DateTimeField(null=True)),
        migrations.AddField("province", "people", models.IntegerField(default=0)),
        migrations.CreateModel("Village", [("id", models.BigAutoField(primary_key=True)), ("of", models.SlugField())]),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_is_quick_passes(operation):
    loader = MigrationLoader(connection, replace_migrations=False)
    migration = migrations.Migration("9999_made_up", "directory")
    migration.operations = [operation]
    assert locks(migration, loader.project_state()) == []
