"""Real processes on one data folder: killed at any point, or several at once. Nothing is lost, nothing doubled."""

import os
import random
import shutil
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from tests import forked, migrated
from tests.search import victim

pytestmark = [pytest.mark.process, pytest.mark.django_db]

COUNT = 24


class Instance:
    """A data folder, the processes that work on it, and what is in it."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SEARCH_URL")},
            "PAYDAS_DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            **environment,
        }

    def start(self, *arguments, **environment):
        return forked.Process(victim.main, *arguments, env=self.environment | environment)

    def run(self, *arguments, timeout=120, **environment):
        process = self.start(*arguments, **environment)
        output, _ = process.communicate(timeout=timeout)
        return process.returncode, output

    def waiting(self):
        with sqlite3.connect(self.folder / "paydas.sqlite3") as database:
            return database.execute("SELECT COUNT(*) FROM search_change").fetchone()[0]

    def summaries(self):
        """Return the summary of every organisation in the index; a doubled one counts twice."""
        engine = EmbeddedEngine(self.folder / "index")
        stored = [stored for stored in engine.stored() if stored.kind == "organisation"]
        assert max(Counter(found.object_id for found in stored).values(), default=1) == 1
        return Counter(engine.get(found.kind, found.object_id).summary["tr"] for found in stored)

    def generations(self):
        return len(list((self.folder / "index").glob("g-*")))

    def assert_agrees(self):
        code, output = self.run("-", "search_check")
        assert code == 0, output


def finish(process):
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An instance with an index of COUNT organisations and, for each, a change that nobody has applied."""
    instance = Instance(tmp_path_factory.mktemp("instance"))
    migrated.copy_sqlite(migrated.sqlite_file(), instance.folder / "paydas.sqlite3")
    for arguments in [
        ("seed", str(COUNT)),
        ("-", "search_rebuild"),
        ("rename", "0", str(COUNT), "yeni"),
    ]:
        code, output = instance.run(*arguments)
        assert code == 0, output
    return instance


@pytest.fixture
def instance(template, tmp_path):
    return Instance(Path(shutil.copytree(template.folder, tmp_path / "instance")))


def test_changes_wait_until_somebody_drains(instance):
    assert instance.waiting() >= COUNT
    assert instance.summaries() == {"ilk": COUNT}


@pytest.mark.parametrize(
    "point",
    [
        "search.engines.embedded:EmbeddedEngine.write:1:before",
        "search.engines.tantivy_schema:pack:5:before",
        "search.engines.embedded:EmbeddedEngine.write:1:after",
        "search.consumers:_delete:1:before",
        "search.consumers:_delete:1:after",
    ],
)
def test_a_drainer_killed_at_any_point_loses_and_doubles_nothing(instance, point):
    code, _ = instance.run(point, "search_sync")

    assert code == -signal.SIGKILL
    assert instance.summaries() in ({"ilk": COUNT}, {"yeni": COUNT})
    code, output = instance.run("-", "search_sync", "search_check")
    assert code == 0, output
    assert instance.waiting() == 0
    assert instance.summaries() == {"yeni": COUNT}


@pytest.mark.parametrize(
    "point",
    [
        "search.engines.embedded:EmbeddedRebuild.write:1:before",
        "search.engines.embedded:EmbeddedRebuild.write:1:after",
        "search.sync:replay:1:after",
        "search.engines.generations:Generations.publish:1:before",
        "search.engines.generations:Generations.publish:1:after",
    ],
)
def test_a_rebuild_killed_at_any_point_leaves_an_index_that_answers(instance, point):
    code, _ = instance.run(point, "search_rebuild")

    assert code == -signal.SIGKILL
    assert instance.summaries() in ({"ilk": COUNT}, {"yeni": COUNT})
    code, output = instance.run("-", "search_rebuild", "search_check")
    assert code == 0, output
    assert instance.waiting() == 0
    assert instance.summaries() == {"yeni": COUNT}
    assert instance.generations() == 1


def test_a_killed_rebuild_holds_no_change_back_from_the_live_index(instance):
    instance.run("search.engines.generations:Generations.publish:1:before", "search_rebuild")
    code, output = instance.run("-", "search_sync", "search_check")

    assert code == 0, output
    assert instance.summaries() == {"yeni": COUNT}


def test_two_drainers_at_once_share_the_work(instance):
    for process in [instance.start("-", "search_sync"), instance.start("-", "search_sync")]:
        finish(process)

    assert instance.waiting() == 0
    assert instance.summaries() == {"yeni": COUNT}
    instance.assert_agrees()


def test_two_writers_that_drain_at_once_leave_nothing_behind(instance):
    half = str(COUNT // 2)
    writers = [
        instance.start("rename", "0", half, "bir", TEST_DRAIN="inline"),
        instance.start("rename", half, str(COUNT), "iki", TEST_DRAIN="background"),
    ]
    for process in writers:
        finish(process)

    code, output = instance.run("-", "search_sync", "search_check")
    assert code == 0, output
    assert instance.waiting() == 0
    assert instance.summaries() == {"bir": COUNT // 2, "iki": COUNT // 2}


def test_a_rebuild_while_people_write_loses_nothing(instance):
    processes = [
        instance.start("rename", "0", str(COUNT), "sonra", TEST_DRAIN="inline"),
        instance.start("-", "search_rebuild"),
    ]
    for process in processes:
        finish(process)

    code, output = instance.run("-", "search_sync", "search_check")
    assert code == 0, output
    assert instance.summaries() == {"sonra": COUNT}


def test_the_worker_drains_refuses_a_second_one_and_stops_when_told(instance):
    worker = instance.start("-", "worker")
    try:
        started = worker.stdout.readline()
        second, output = instance.run("-", "worker")
        deadline = time.monotonic() + 60
        while instance.waiting() and time.monotonic() < deadline:
            instance.run("-", "worker")  # refused at once: it only passes the time
        worker.send_signal(signal.SIGTERM)
        finish(worker)
    finally:
        worker.kill()

    assert started.startswith("Worker: ")
    assert second != 0
    assert f"process {worker.pid}" in output
    assert instance.waiting() == 0
    assert instance.summaries() == {"yeni": COUNT}


@pytest.mark.parametrize("rounds", [10, pytest.param(100, marks=pytest.mark.long)])
def test_drains_and_rebuilds_killed_at_random_calls_lose_and_double_nothing(instance, rounds):
    seed = random.randrange(10**6)
    code, output = instance.run("killed", str(rounds), str(seed), str(COUNT), timeout=120 + 10 * rounds)

    assert code == 0, output
    assert instance.waiting() == 0
    instance.summaries()
