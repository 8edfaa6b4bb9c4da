"""/metrics: for those who know the token. It counts what happened, in whichever process, and tells nothing of a visitor."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cms.core.metrics import exposition
from cms.settings.surroundings import secret
from search import answering, service, sync
from search.models import JobRun
from search.types import SearchRequest
from tests.factories import OrganisationFactory
from tests.instances import Instance
from tests.migrated import ROOT
from tests.search.faulty import away, main_engine  # noqa: F401 - a fixture

TOKEN = "a-token-for-these-tests"


def read(text):
    """Return the value of every sample, by its name and the values of its labels."""
    families = text_string_to_metric_families(text)
    return {
        (row.name, *(row.labels[k] for k in sorted(row.labels))): row.value for family in families for row in family.samples
    }


def now():
    return read(exposition().decode())


def test_without_a_token_there_is_no_such_page(client, db, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", TOKEN, f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer", "Bearer ğ"])
def test_a_wrong_token_reads_nothing(client, db, settings, given):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": given})
    assert (answer.status_code, answer.content) == (401, b"")


def test_the_right_one_reads_and_nothing_of_a_visitor_is_there(client, index, db, settings):
    settings.METRICS_TOKEN = TOKEN
    OrganisationFactory(name="Gizemli Dernek")
    sync.drain()
    before = now()
    client.get("/ara/?q=gizemli")
    client.get("/api/v1/suggest?q=gizemli")
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    assert "izemli" not in text
    found = read(text)
    for question in ("search", "suggest"):
        sample = ("paydas_search_seconds_count", "no", "embedded", question)
        assert found[sample] == before.get(sample, 0) + 1
        assert found["paydas_search_seconds_sum", "no", "embedded", question] > 0


@pytest.mark.parametrize("value", ["tiny", "with a space in it, long", "ğ" * 30, "line\nbreak" * 3])
def test_a_token_that_is_easily_guessed_is_refused_and_not_shown(value):
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN") as refused:
        secret("METRICS_TOKEN", value)
    assert value not in str(refused.value)
    assert secret("METRICS_TOKEN", "") == ""
    assert secret("METRICS_TOKEN", TOKEN) == TOKEN


def test_how_far_behind_an_index_is_and_when_jobs_ran(index, db):
    OrganisationFactory()
    sync.drain()
    ran = timezone.now() - timedelta(hours=1)
    JobRun.objects.create(name="sweep", ran_at=timezone.now(), succeeded_at=ran, failures=2)
    JobRun.objects.create(name="never", ran_at=timezone.now(), succeeded_at=None, failures=1)
    found = now()
    (name,) = (key[2] for key in found if key[0] == "paydas_search_index_waiting")
    assert found["paydas_search_changes_waiting",] == 0
    assert found["paydas_search_index_waiting", "embedded", name, "main"] == 0
    assert found["paydas_search_index_behind_seconds", "embedded", name, "main"] == 0
    assert found["paydas_job_last_success_timestamp_seconds", "sweep"] == pytest.approx(ran.timestamp())
    assert found["paydas_job_last_success_timestamp_seconds", "never"] == 0
    assert found["paydas_job_failures", "sweep"] == 2

    sync.record("organisation", 1)
    found = now()
    assert found["paydas_search_changes_waiting",] == 1
    assert found["paydas_search_index_waiting", "embedded", name, "main"] == 1
    assert found["paydas_search_index_behind_seconds", "embedded", name, "main"] > 0


def test_a_main_engine_that_fails_is_counted_and_seen_until_it_answers_again(main, db):
    unanswered, opened = ("paydas_search_unanswered_total", "elasticsearch"), ("paydas_search_breaker_open", "elasticsearch")
    copied = ("paydas_search_seconds_count", "yes", "embedded", "search")
    before = now()
    main.fault = away
    for _ in range(3):
        service.search(SearchRequest(text="ışık"))
    found = now()
    assert found[opened] == 1
    assert found[unanswered] == before.get(unanswered, 0) + 1  # then it was left alone
    assert found[copied] == before.get(copied, 0) + 3

    OrganisationFactory()
    sync.drain()
    failing = {key[-1]: value for key, value in now().items() if key[0] == "paydas_search_index_failing"}
    assert failing == {"main": 1, "copy": 0}

    main.fault = lambda call: None
    answering.breaker()._next = 0
    service.search(SearchRequest(text="ışık"))
    assert now()[opened] == 0


def test_where_nothing_answers_it_is_said(index, db):
    nobody = ("paydas_search_seconds_count", "yes", "none", "search")
    before = now()
    service.search(SearchRequest(text="ışık"))
    assert now()[nobody] == before.get(nobody, 0) + 1


@pytest.mark.process
def test_all_processes_of_a_server_count_together_and_a_new_server_forgets(tmp_path):
    instance = Instance(tmp_path)
    instance.migrate()
    for _start in range(2):
        with served(instance) as get:
            asked = 0
            while asked < 40 or (len(counting(tmp_path)) < 2 and asked < 2000):  # until both processes took a part
                get("/api/v1/search?q=x")
                asked += 1
            found = [read(get("/metrics", Authorization=f"Bearer {TOKEN}")) for _ in range(4)]
        assert {row["paydas_search_seconds_count", "yes", "none", "search"] for row in found} == {asked}
        assert len(counting(tmp_path)) == 2


def counting(root):
    return list((root / "metrics").glob("histogram_*.db"))


@contextmanager
def served(instance):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:cms.serving", "cms.wsgi:application"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--log-level", "warning"]
    env = {**instance.env, "METRICS_TOKEN": TOKEN}
    server = subprocess.Popen(command, cwd=ROOT, env=env)

    def get(path, **headers):
        with urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=20
        ) as got:
            return got.read().decode()

    try:
        for _ in range(200):
            try:
                get("/healthz")
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield get
    finally:
        server.terminate()
        server.wait(20)
