"""The worker: jobs when they are due, failures kept apart, one worker an instance."""

import io
import sys
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.models import Organisation
from search import consumers, jobs, locks, sync
from search.jobs import Job
from search.models import Change, Consumer, JobRun
from search.worker import LONGEST_BACKOFF, Worker
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def job(name, run, seconds=60):
    return Job(name, timedelta(seconds=seconds), run)


def fail(_since):
    raise ValueError("odd")


def test_a_job_runs_at_once_and_then_after_its_interval():
    runs, clock = [], Clock()
    worker = Worker([job("a", runs.append, seconds=10)], clock=clock)
    for clock.now in (0, 5, 10, 11):
        worker.run_due()

    assert len(runs) == 2


def test_a_job_that_runs_seldom_keeps_its_rhythm_when_the_worker_starts_again():
    runs, clock = [], Clock()
    daily = job("daily", runs.append, seconds=24 * 3600)
    Worker([daily], clock=clock).run_due()
    again = Worker([daily], clock=clock)
    again.run_due()
    assert len(runs) == 1

    clock.now = 24 * 3600
    again.run_due()
    assert len(runs) == 2


def test_a_clock_that_went_back_keeps_a_job_waiting_no_longer_than_its_interval():
    clock = Clock()
    JobRun.objects.create(name="daily", ran_at=timezone.now(), succeeded_at=timezone.now() + timedelta(days=30))
    worker = Worker([job("daily", lambda _: None, seconds=24 * 3600)], clock=clock)
    worker.run_due()

    assert worker._plan[0].due == 24 * 3600


def test_a_job_hears_when_it_last_succeeded():
    heard, clock = [], Clock()
    started = timezone.now()
    worker = Worker([job("a", heard.append)], clock=clock)
    for clock.now in (0, 60):
        worker.run_due()

    assert heard[0] is None
    assert started <= heard[1] <= timezone.now()


def test_a_failing_job_is_logged_noted_and_stops_nobody(caplog):
    runs = []
    failed = Worker([job("odd", fail), job("good", runs.append)]).run_due()

    assert failed == ["odd"]
    assert len(runs) == 1
    assert "odd" in caplog.text
    assert (JobRun.objects.get(name="odd").failures, JobRun.objects.get(name="odd").succeeded_at) == (1, None)


def test_a_failing_job_waits_longer_and_longer_and_recovers():
    clock, waits, outcomes = Clock(), [], iter([False] * 12 + [True])

    def run(_since):
        if not next(outcomes):
            raise ValueError("odd")

    worker = Worker([job("odd", run, seconds=1)], clock=clock)
    for _ in range(13):
        before = clock.now
        worker.run_due()
        waits.append(worker._plan[0].due - before)
        clock.now = worker._plan[0].due

    assert waits[:4] == [2, 4, 8, 16]
    assert waits[11] == LONGEST_BACKOFF
    assert waits[12] == 1
    assert JobRun.objects.get(name="odd").failures == 0


def test_a_job_that_runs_all_the_time_is_noted_only_now_and_then(django_assert_num_queries):
    clock = Clock()
    worker = Worker([job("a", lambda _: None, seconds=0.25)], clock=clock)
    worker.run_due()
    clock.now = 1

    with django_assert_num_queries(0):
        worker.run_due()


def test_stopping_ends_the_loop_after_the_job_in_hand():
    runs = []

    def first(_since):
        worker.stop()
        runs.append("first")

    worker = Worker([job("first", first), job("second", lambda _: runs.append("second"))])
    worker.run()

    assert runs == ["first"]


def test_once_runs_every_job_once(index):
    OrganisationFactory(name="Işık")
    call_command("worker", "--once")

    assert index.newest_version() > 0
    assert set(jobs.jobs) == set(JobRun.objects.values_list("name", flat=True))
    assert {"drain", "sweep", "reconcile", "publish_scheduled", "expire", "mail"} <= set(jobs.jobs)


def test_once_names_the_jobs_that_failed(index, monkeypatch):
    monkeypatch.setitem(jobs.jobs, "odd", job("odd", fail))

    with pytest.raises(CommandError, match="odd"):
        call_command("worker", "--once")


def test_a_second_worker_says_that_there_is_one(index):
    with locks.exclusive("worker"), pytest.raises(CommandError, match=r"already: process \d+"):
        call_command("worker")


def test_the_sweep_finishes_what_nobody_was_woken_for(index):
    organisation = OrganisationFactory(name="Işık")
    jobs.sweep(None)
    Organisation.objects.filter(pk=organisation.pk).update(name="Umut")
    sync.record("organisation", organisation.pk)
    jobs.sweep(None)

    assert not Change.objects.exists()
    assert index.get("organisation", str(organisation.pk)).title["tr"] == "Umut"


def test_reconciling_mends_what_left_no_change(index):
    organisation = OrganisationFactory(name="Işık")
    sync.drain()
    Organisation.objects.filter(pk=organisation.pk).update(name="Umut")
    jobs.reconcile(None)

    assert index.get("organisation", str(organisation.pk)).title["tr"] == "Umut"


def test_each_index_is_compared_once_a_day_and_soon_after_its_engine_was_away(index, monkeypatch):
    sync.drain()
    compared = []
    monkeypatch.setattr(jobs.check, "mend", compared.append)
    jobs.reconcile(None)
    jobs.reconcile(None)
    assert len(compared) == 1

    consumer = Consumer.objects.get()
    consumers.failed(consumer, ValueError("HTTP 503"))
    Consumer.objects.update(compared_at=None)
    jobs.reconcile(None)
    assert len(compared) == 1  # not while it is away
    Consumer.objects.update(compared_at=timezone.now())

    consumers.recovered(consumer)
    jobs.reconcile(None)
    assert len(compared) == 2
    assert Consumer.objects.get().compared_at is not None


def test_a_comparison_of_the_future_is_none(index, monkeypatch):
    """The clock has gone back since."""
    sync.drain()
    Consumer.objects.update(compared_at=timezone.now() + timedelta(days=300))
    compared = []
    monkeypatch.setattr(jobs.check, "mend", compared.append)
    jobs.reconcile(None)

    assert len(compared) == 1


def test_draining_nothing_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        jobs.drain(None)


def test_search_sync_says_what_it_did(index, capsys):
    sync.drain()
    sync.record("organisation", 1)
    call_command("search_sync")

    assert "1 changes applied." in capsys.readouterr().out


def test_search_sync_ends_with_an_error_where_something_is_left(index, monkeypatch, capsys):
    drained = sync.Drained(refused=2, away={"elasticsearch": "HTTP 503"}, busy="process 1", rebuilt=True)
    monkeypatch.setattr(sync, "drain", lambda **_options: drained)

    with pytest.raises(CommandError, match="elasticsearch: HTTP 503"):
        call_command("search_sync")
    assert "2 documents were refused" in capsys.readouterr().out


def test_following_drains_until_its_input_ends_and_once_more(monkeypatch):
    ended = threading.Event()
    rounds = []

    def drain(**_options):
        rounds.append(len(rounds))
        if len(rounds) == 3:
            ended.set()
        return sync.Drained(applied=10)

    monkeypatch.setattr(sync, "drain", drain)

    assert sync.follow(ended, pause=0.001).applied == 40


def test_search_sync_follows_until_standard_input_ends(index, capsys, monkeypatch):
    sync.drain()
    sync.record("organisation", 1)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    call_command("search_sync", "--follow")

    assert "1 changes applied." in capsys.readouterr().out
