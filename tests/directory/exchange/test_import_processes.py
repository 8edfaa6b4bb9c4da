"""Imports as processes of their own: killed with -9 at any moment, or beside somebody else who writes."""

import json
import os
import random
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests import forked, migrated

ROWS = 600

pytestmark = pytest.mark.process


class Instance:
    """A data folder with a migrated database, and commands that run in it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "paydas.sqlite3"
        self.environment = {
            **os.environ,
            "PAYDAS_DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        }

    def start(self, *command: str) -> forked.Process:
        return forked.Process(forked.manage, *command, env=self.environment)

    def run(self, *command: str) -> str:
        return self.well(self.start(*command))

    def do(self, code: str, *arguments: str) -> None:
        assert "locked" not in self.well(forked.Process(forked.code, code, *arguments, env=self.environment))

    def well(self, process: forked.Process) -> str:
        output, _ = process.communicate()
        assert process.returncode == 0, output
        return output

    def value(self, sql: str):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def wait_until(self, sql: str, process: subprocess.Popen) -> None:
        """Wait for a state of the database, as long as the process lives."""
        while not self.value(sql):
            try:
                process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
            return


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    instance = Instance(tmp_path_factory.mktemp("instance"))
    migrated.copy_sqlite(migrated.sqlite_file(), instance.database)
    instance.run("load_reference")
    return instance


@pytest.fixture
def instance(empty, tmp_path):
    """A copy of a freshly set up instance."""
    copy = Instance(tmp_path)
    with sqlite3.connect(empty.database) as source, sqlite3.connect(copy.database) as target:
        source.backup(target)
    return copy


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kuruluslar.jsonl"
    rows = (
        {
            "key": f"k{number}",
            "name": "Işık Derneği",
            "type": "association",
            "topics": ["cevre", "egitim"],
            "keywords": [f"kelime {number % 40}", "ortak"],
            "province": "İzmir",
            "offers": ["salon"],
            "website": "https://isik.example",
        }
        for number in range(ROWS)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def whole(instance: Instance) -> None:
    """Every organisation is there once, with all that belongs to it."""
    for table, each in [
        ("directory_organisation", 1),
        ("directory_standing", 1),
        ("directory_address", 1),
        ("directory_origin", 1),
        ("directory_organisationtopic", 2),
        ("directory_organisationkeyword", 2),
        ("directory_organisationplace", 1),
        ("directory_organisationcontact", 1),
        ("directory_offer", 1),
    ]:
        assert instance.value(f"SELECT count(*) FROM {table}") == ROWS * each, table  # noqa: S608
    assert instance.value("SELECT count(*) FROM directory_importrun") == 1
    assert instance.value("SELECT state FROM directory_importrun") == "done"
    assert instance.value("SELECT json_extract(counts, '$.new') FROM directory_importrun") == ROWS
    assert instance.value("SELECT count(*) FROM pragma_foreign_key_check") == 0


def test_import_killed_again_and_again_loses_and_doubles_nothing(instance, file):
    rng = random.Random()
    for done in (0, 300):
        process = instance.start("import_organisations", file, "--publish")
        instance.wait_until(f"SELECT coalesce(max(done_rows), -1) >= {done} FROM directory_importrun", process)  # noqa: S608
        try:
            process.wait(timeout=rng.uniform(0, 0.5))  # somewhere in the transaction that follows
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        organisations = instance.value("SELECT count(*) FROM directory_organisation")
        assert organisations == instance.value("SELECT coalesce(max(done_rows), 0) FROM directory_importrun")
        assert organisations == instance.value("SELECT count(*) FROM directory_origin")

    instance.run("import_organisations", file, "--publish")

    whole(instance)


def test_editor_writes_while_an_import_runs_and_nobody_is_locked_out(instance, file):
    instance.run("load_network", "directory/data/izmir.yaml")
    process = instance.start("import_organisations", file, "--publish")
    instance.do(EDITOR)
    output, _ = process.communicate()

    assert process.returncode == 0, output
    assert "locked" not in output
    assert instance.value("SELECT count(*) FROM directory_organisation") == ROWS + 20
    assert instance.value("SELECT summary FROM directory_organisation WHERE key = 'izmir-barosu'") == "Söz 19"


EDITOR = """
from directory.models import Organisation
from directory.organisations import services
for number in range(20):
    organisation = Organisation.objects.get(key="izmir-barosu")
    services.write_content(organisation=organisation, values={"summary": f"Söz {number}"})
    services.confirm(organisation=organisation)
"""


def test_two_imports_of_the_same_file_at_once_make_each_organisation_once(instance, file):
    processes = [instance.start("import_organisations", file, "--publish") for _ in range(2)]
    outputs = [process.communicate()[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], outputs
    assert instance.value("SELECT count(*) FROM directory_organisation") == ROWS
    assert instance.value("SELECT count(DISTINCT slug) FROM directory_address") == ROWS


BESIDE = """
import sys
from django.conf import settings
from django.core.management import call_command
from directory.exchange.importing import beside
from search import sync
settings.SEARCH_DRAIN = "worker"
beside.MANY = 100
sync.drain = lambda: None  # this process leaves the index to the other
call_command("import_organisations", sys.argv[1], "--publish")
"""


def test_the_index_of_a_large_import_is_written_by_another_process(instance, file):
    instance.do(BESIDE, file)

    whole(instance)
    instance.run("search_check")  # fails where index and database differ
