"""Migrations on PostgreSQL give up rather than make the site wait for a lock, and say so."""

import psycopg
import pytest

from tests.instances import Instance, databases


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_migration_that_would_wait_for_a_table_gives_up_and_can_be_run_again(tmp_path):
    with databases() as make:
        instance = Instance(tmp_path, make())
        instance.well("migrate", "-v0")
        with psycopg.connect(instance.database) as busy:
            busy.execute("LOCK TABLE search_vocabulary IN ACCESS SHARE MODE")
            done = instance.run("migrate", "search", "zero", "-v0")
            assert done.returncode == 1
            assert "5s" in done.stderr
            assert "migrate komutunu yeniden çalıştırın" in done.stderr
            assert "Traceback" not in done.stderr
        instance.well("migrate", "search", "zero", "-v0")
        instance.well("migrate", "-v0")
