"""Every fault of the main engine, caused for real: visitors are answered, nobody who saves waits, nothing is lost."""

import logging
import os
import random
import re
import signal
import sqlite3
import ssl
import subprocess
import time
import urllib.error
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from directory.models import Organisation
from search import answering, check, consumers, jobs, sync
from search.engines.elastic import ElasticRebuild
from search.engines.embedded import EmbeddedEngine
from search.models import Consumer, Refusal
from search.query import Plan
from search.rebuild import rebuild
from search.types import SearchRequest
from tests.factories import OrganisationFactory
from tests.faults.conftest import SAVED_WITHIN
from tests.faults.proxy import Proxy
from tests.search.test_outbox import set_newest_change
from tests.search.test_processes import Instance

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


def endure(site, *, reason=""):
    """Save while the fault lasts: the copy knows at once and answers, the main engine is noted as failing."""
    site.save("Yeni Işık")
    drained = sync.drain(at_once=True)

    assert set(drained.away) == {"elasticsearch"}
    assert reason in drained.away["elasticsearch"]
    assert site.ask("ışık") == (2, "embedded", True)
    assert site.consumer().failing_since is not None
    assert site.waiting() > 0


def recover(site):
    """After the fault: the main engine is caught up, answers again, and lacks nothing."""
    site.recover()

    assert site.ask("ışık") == (2, "elasticsearch", False)
    assert site.consumer().failing_since is None
    site.assert_in_step()


@pytest.mark.parametrize("mode", ["refuse", "hang", "slow", "trickle", 429, 500, 502, 503])
def test_a_server_that_cannot_be_used(site, mode, monkeypatch):
    monkeypatch.setattr(sync, "LOOK_WITHIN", 2.0)
    site.proxy.delay = 2.5 if mode == "slow" else 0.3
    site.proxy.mode = mode
    endure(site, reason=f"HTTP {mode}" if isinstance(mode, int) else "")

    site.proxy.mode = "pass"
    recover(site)


def test_a_server_that_stands_still(site):
    os.kill(site.cluster.node.pid, signal.SIGSTOP)
    try:
        endure(site, reason="imed out")
    finally:
        os.kill(site.cluster.node.pid, signal.SIGCONT)
    recover(site)


def test_a_server_that_is_killed_and_comes_back(site):
    site.cluster.kill()
    try:
        endure(site)
    finally:
        site.cluster.start_again()
    recover(site)


def test_a_server_that_takes_no_writes_still_answers(site):
    index = site.index()
    site.cluster.call("PUT", f"{index}/_settings", {"index.blocks.write": True})
    site.save("Yeni Işık")
    drained = sync.drain(at_once=True)

    assert "HTTP 403" in drained.away["elasticsearch"]
    assert site.ask("ışık") == (1, "elasticsearch", False)  # what it last heard
    assert site.waiting() > 0

    site.cluster.call("PUT", f"{index}/_settings", {"index.blocks.write": None})
    recover(site)


def test_a_missing_alias_is_made_anew_and_the_copy_answers_meanwhile(site):
    former = site.index()
    site.cluster.call("DELETE", f"{former}/_alias/{site.alias}")
    site.main._checked = float("-inf")  # what it saw a moment ago
    assert site.ask("ışık") == (1, "embedded", True)

    site.save("Yeni Işık")
    assert sync.drain(at_once=True).rebuilt
    recover(site)
    assert site.index() != former


@pytest.mark.parametrize("mapping", [{"properties": {"title": {"type": "keyword"}}}, {"dynamic": "strict"}])
def test_a_foreign_index_under_our_alias_is_neither_written_to_nor_deleted(site, mapping):
    ours, foreign = site.index(), f"{site.prefix}-of-somebody-else"
    site.cluster.call("PUT", foreign, {"mappings": mapping})
    swap = [
        {"remove": {"index": ours, "alias": site.alias}},
        {"add": {"index": foreign, "alias": site.alias}},
    ]
    site.cluster.call("POST", "_aliases", {"actions": swap})
    site.main._checked = float("-inf")
    assert site.ask("ışık") == (1, "embedded", True)

    site.save("Yeni Işık")
    assert sync.drain(at_once=True).rebuilt
    recover(site)
    assert site.cluster.call("GET", f"{foreign}/_count")["count"] == 0


def test_a_deleted_index_is_built_anew(site):
    site.cluster.call("DELETE", site.index())
    site.save("Yeni Işık")

    assert sync.drain(at_once=True).rebuilt
    recover(site)


def test_a_wrong_password(site):
    site.connect(password="guessed")
    endure(site, reason="HTTP 401")
    assert "guessed" not in site.consumer().reason

    site.connect()
    recover(site)


def test_rights_on_our_prefix_are_enough_and_no_others_are_there(site):
    site.cluster.call("PUT", "elsewhere-secret", {})
    with_other_prefix = {"prefix": "elsewhere"}
    site.connect(**with_other_prefix)
    site.save("Yeni Işık")
    assert "HTTP 403" in sync.drain(at_once=True).away["elasticsearch"]
    assert site.ask("ışık") == (2, "embedded", True)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        site.cluster.call("GET", "elsewhere-live")

    site.cluster.call("DELETE", "elsewhere-secret")
    Consumer.objects.filter(name=consumers.name_of(site.main)).delete()
    site.connect()
    recover(site)


def test_a_certificate_nobody_vouches_for(site, tmp_path):
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "crt")]
    subprocess.run([*made, *named], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "crt", tmp_path / "key")
    with Proxy(site.cluster.place, shown=context, trusted=site.cluster.trusted()) as impostor:
        site.connect(port=impostor.port)
        endure(site, reason="certificate")

    Consumer.objects.filter(name=consumers.name_of(site.main)).delete()
    site.connect()
    recover(site)


def test_a_full_disk(site):
    if not site.cluster.small_disk:
        pytest.skip("mounting a small disk takes root")
    ballast = site.cluster.data / "ballast"
    fill = ["dd", "if=/dev/zero", f"of={ballast}", "bs=64k"]
    assert "No space left" in subprocess.run(fill, check=False, capture_output=True, text=True).stderr
    try:
        for number in range(40):
            OrganisationFactory(name=f"Uzun {number}", summary="dolu disk " * 30)
        site.save("Yeni Işık")
        assert set(sync.drain(at_once=True).away) == {"elasticsearch"}
        assert site.ask("ışık")[0] > 0  # whoever answers: what it holds it may still read
        assert site.waiting() > 40
    finally:
        ballast.unlink()
    # What an operator does when there is room again.
    site.cluster.call("PUT", "_all/_settings", {"index.blocks.read_only_allow_delete": None})
    site.cluster.call("POST", "_cluster/reroute?retry_failed=true")
    site.cluster.call("GET", f"_cluster/health/{site.index()}?wait_for_status=yellow&timeout=30s")
    recover(site)


def test_a_document_it_will_not_take_is_kept_with_the_reason_and_holds_up_nobody(site):
    odd, other = OrganisationFactory(name="Uzun Işık"), OrganisationFactory(name="Kısa Işık")
    write = site.main.write

    def write_one_too_long(items):
        """The server itself refuses a term of more than 32,766 bytes; no rule of ours lets one through."""
        long = [replace(item.document, key="x" * 40_000) if item.object_id == str(odd.pk) else item.document for item in items]
        return write([replace(item, document=document) for item, document in zip(items, long, strict=True)])

    site.main.write = write_one_too_long
    drained = sync.drain(at_once=True)
    refusal = Refusal.objects.get()

    assert (drained.away, drained.refused) == ({}, 1)
    assert (refusal.object_id, refusal.consumer) == (str(odd.pk), site.consumer())
    assert "failed to parse field" in refusal.reason
    assert site.main.get("organisation", str(other.pk)) is not None
    assert [found.problem for found in check.compare(site.main)] == ["missing"]

    site.main.write = write
    sync.requeue(Refusal.objects.all())
    site.recover()
    site.assert_in_step()


def test_a_restored_older_database_is_noticed(site):
    set_newest_change(1_000_000)
    site.save("Sonraki Işık")
    sync.drain(at_once=True)
    Organisation.objects.filter(name="Sonraki Işık").update(name="Önceki Işık")  # as the copy from yesterday has it
    set_newest_change(900_000)

    assert sync.drain(at_once=True).rebuilt
    recover(site)


def test_a_database_restored_while_the_engine_was_away_is_noticed_by_the_comparison(site):
    """Its numbers have overtaken those of the index by the time it is back: only the content tells."""
    site.proxy.mode = 503
    site.save("Yeni Işık")
    Organisation.objects.filter(name="Umut Vakfı").update(summary="Önceki", name="Önceki Işık")
    sync.drain(at_once=True)
    site.proxy.mode = "pass"
    site.recover()
    assert check.compare(site.main) != []

    jobs.reconcile(None)
    sync.drain(at_once=True)
    site.assert_in_step()
    assert site.consumer().compared_at is not None


def test_the_clock_goes_back(site, monkeypatch):
    site.proxy.mode = 503
    site.save("Yeni Işık")
    sync.drain(at_once=True)
    before = timezone.now() - timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: before)

    site.proxy.mode = "pass"
    assert sync.drain().away == {}  # not two hours later
    recover(site)


def test_a_rebuild_while_500_changes_arrive(site, monkeypatch):
    rows = [Organisation(name=f"Eski {n}", key=f"cok-{n}", live=True) for n in range(500)]
    Organisation.objects.bulk_create(rows)
    sync.record_all("organisation", Organisation.objects.filter(key__startswith="cok-").values_list("pk", flat=True))
    sync.drain(at_once=True)
    ids = iter(list(Organisation.objects.filter(key__startswith="cok-").values_list("pk", flat=True)))

    def change(number):
        for pk in (pk for _, pk in zip(range(number), ids, strict=False)):
            Organisation.objects.filter(pk=pk).update(name=f"Yeni {pk}")
            sync.record("organisation", pk)

    write = ElasticRebuild.write

    def write_while_people_work(self, items):
        change(100)
        sync.drain(among=[site.main], may_rebuild=False)  # the live index is kept up to date meanwhile
        return write(self, items)

    monkeypatch.setattr(ElasticRebuild, "write", write_while_people_work)
    rebuild(site.main)
    change(500)
    assert next(ids, None) is None
    sync.drain(at_once=True)

    assert site.ask("yeni")[0] == 500
    site.assert_in_step()


def test_the_log_says_what_was_wrong_and_for_how_long(site, caplog):
    caplog.set_level(logging.WARNING)
    site.proxy.mode = 503
    endure(site)
    site.proxy.mode = "pass"
    recover(site)

    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("search."))
    for part in ("takes no changes since", "HTTP 503", "does not answer", "answers again, after", "takes changes again, after"):
        assert part in said
    assert answering.breaker().state.open_since is None


# -- with processes of their own


COUNT = 12


@pytest.fixture
def instance(site, tmp_path):
    """Another machine on the same database and cluster, with a copy of its own; its organisations wait to be indexed."""
    folder = tmp_path / "instance"
    folder.mkdir()
    environment = {"SEARCH_URL": site.settings.SEARCH_URL, "SEARCH_CA_FILE": site.settings.SEARCH_CA_FILE}
    for number in range(COUNT):
        OrganisationFactory(key=f"kurulus-{number}", name=f"Kuruluş {number}", summary="ilk")
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        environment["DATABASE_URL"] = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    else:
        with closing(sqlite3.connect(folder / "paydas.sqlite3")) as target:
            connection.connection.backup(target)
    return Instance(folder, **environment)


def run(instance, *arguments, **options):
    code, output = instance.run(*arguments, **options)
    assert code == 0, output
    return output


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [10, pytest.param(100, marks=pytest.mark.long)])
def test_drains_and_rebuilds_of_both_engines_killed_at_random_calls(instance, rounds):
    output = run(instance, "killed", str(rounds), str(random.randrange(10**6)), str(COUNT), timeout=120 + 10 * rounds)

    assert "nothing left" in output


@pytest.mark.django_db(transaction=True)
def test_two_that_drain_at_once(instance):
    assert "nothing left" in run(instance, "together", "2", str(COUNT))


@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_its_copy_fresh_while_the_main_engine_hangs_and_catches_up_afterwards(site, instance):
    worker = instance.start("-", "worker")
    copy = EmbeddedEngine(instance.folder / "index")
    try:
        assert worker.stdout.readline().startswith("Worker: ")
        wait_until(lambda: copy.ready() and found(copy, "ilk") == COUNT)
        site.proxy.mode = "hang"
        said = run(instance, "rename", "0", str(COUNT), "asilirken", TEST_DRAIN="background")
        slowest = re.search(r"^slowest: (\S+)$", said, re.MULTILINE)
        assert slowest, said
        assert float(slowest[1]) < SAVED_WITHIN
        wait_until(lambda: found(copy, "asilirken") == COUNT)
        site.proxy.mode = "pass"
        wait_until(lambda: found(site.main, "asilirken") == COUNT)
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=60)
    finally:
        worker.kill()

    assert worker.returncode == 0
    assert run(instance, "-", "search_sync", "search_check").count("index and database agree") == 2


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def found(engine, summary):
    """Return how many organisations an index holds with this summary."""
    request = SearchRequest(facets={"kind": ("organisation",)}, page_size=100)
    result = engine.search(Plan(), request)
    return sum(one.document.summary.get("tr") == summary for one in result.found)
