"""/healthz and /readyz: what they ask, what they answer, what they keep to themselves."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from search import sync
from search.models import JobRun
from tests.factories import OrganisationFactory
from tests.search.faulty import away, main_engine  # noqa: F401 - a fixture


def test_healthz_needs_nothing_but_the_process(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def ready(index, db):
    OrganisationFactory()
    sync.drain()
    JobRun.objects.create(name="drain", ran_at=timezone.now(), succeeded_at=timezone.now())


def test_readyz_is_well_when_everything_works(client, ready):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    search = response.json()["checks"]["search"]
    (own,) = search.pop("indexes")
    assert search == {
        "ok": True,
        "engine": "embedded",
        "answering": "embedded",
        "degraded": False,
        "since": None,
        "reason": "",
        "waiting": 0,
    }
    assert own.pop("name").startswith("embedded-")
    assert own == {
        "role": "main",
        "waiting": 0,
        "behind_seconds": 0.0,
        "failing_since": None,
        "reason": "",
        "next_try": None,
        "needs_rebuild": False,
        "refused": 0,
    }


@pytest.mark.django_db
def test_readyz_is_unavailable_while_the_database_is_not_prepared(client, monkeypatch):
    def refuse():
        raise OperationalError("no such table: search_change")

    monkeypatch.setattr("cms.core.health._search", refuse)
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] == {"ok": False}


def test_readyz_tells_what_waits(client, ready):
    sync.record("organisation", 1)

    search = client.get("/readyz").json()["checks"]["search"]
    assert search["waiting"] == search["indexes"][0]["waiting"] == 1
    assert search["indexes"][0]["behind_seconds"] >= 0


def test_readyz_without_an_index_is_unavailable(client, index, db):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["checks"]["search"]["answering"] is None
    assert "no search index" in response.json()["checks"]["search"]["reason"]


@pytest.mark.django_db
def test_a_main_engine_that_is_away_is_said_and_keeps_the_site_up(client, main):
    JobRun.objects.create(name="drain", ran_at=timezone.now(), succeeded_at=timezone.now())
    assert client.get("/readyz").json()["status"] == "ok"

    main.fault = away
    OrganisationFactory()
    sync.drain()
    response = client.get("/readyz")

    search = response.json()["checks"]["search"]
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert (search["engine"], search["answering"], search["degraded"]) == ("elasticsearch", "embedded", True)
    assert (search["reason"], search["since"] is None) == ("HTTP 503", False)
    behind = {index["role"]: (index["waiting"] > 0, index["failing_since"] is None) for index in search["indexes"]}
    assert behind == {"main": (True, False), "copy": (False, True)}


@pytest.mark.django_db
def test_an_index_that_takes_no_changes_is_said_even_while_its_engine_answers(client, main):
    JobRun.objects.create(name="drain", ran_at=timezone.now(), succeeded_at=timezone.now())
    main.fault = lambda call: away(call) if call == "write" else None
    OrganisationFactory()
    sync.drain()

    answer = client.get("/readyz").json()
    assert (answer["status"], answer["checks"]["search"]["degraded"]) == ("degraded", False)


def test_readyz_without_a_database_is_unavailable_and_says_no_more(client, ready, monkeypatch):
    def fail(*_args):
        raise DatabaseError("password=secret")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", fail)
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": {"ok": False}}


@pytest.mark.parametrize(
    "change",
    [
        lambda runs: runs.delete(),
        lambda runs: runs.update(ran_at=timezone.now() - timedelta(minutes=5)),
        lambda runs: runs.update(failures=1),
    ],
)
def test_a_worker_that_is_late_or_fails_is_said_and_keeps_the_site_up(client, ready, change):
    change(JobRun.objects.all())
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["checks"]["worker"]["ok"] is False


def test_readyz_says_when_each_job_last_ran(client, ready):
    worker = client.get("/readyz").json()["checks"]["worker"]

    run = JobRun.objects.get()
    assert worker["last_run"] == run.ran_at.isoformat()
    assert worker["jobs"]["drain"]["last_success"] == run.succeeded_at.isoformat()
