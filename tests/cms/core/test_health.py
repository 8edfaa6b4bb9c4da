"""/healthz and /readyz: what they ask, what they answer, what they keep to themselves."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from search import sync
from search.models import JobRun
from tests.factories import OrganisationFactory


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
    assert response.json()["checks"]["search"] == {"ok": True, "engines": ["embedded"], "waiting": 0, "oldest_seconds": 0.0}


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

    assert client.get("/readyz").json()["checks"]["search"]["waiting"] == 1


def test_readyz_without_an_index_is_unavailable(client, index, db):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"


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
