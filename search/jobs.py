"""What the worker does, and when: rooms register idempotent jobs here; search's own are at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from search import check, consumers, counting, sync
from search.models import Change


@dataclass(frozen=True, slots=True)
class Job:
    """`run` gets the time of its last success, or None; it may be killed anywhere and is then run again."""

    name: str
    every: timedelta
    run: Callable[[datetime | None], object]


jobs: dict[str, Job] = {}


def add_job(name: str, every: timedelta, run: Callable[[datetime | None], object]) -> None:
    """Have the worker call `run` again and again; a job of the same name is replaced."""
    jobs[name] = Job(name, every, run)


class UnfinishedError(Exception):
    """Something is left to do; the worker tries again later."""


def drain(_since: datetime | None) -> None:
    """Apply waiting changes; one small query when there are none."""
    if Change.objects.exists():
        _drain()


def sweep(_since: datetime | None) -> None:
    """Do what nobody was woken for: a missing or foreign index, changes a killed process left, consumers that went away."""
    consumers.tidy()
    _drain()


def reconcile(_since: datetime | None) -> None:
    """Compare the whole index with the database and mend what differs."""
    for engine in sync.engines():
        check.mend(engine)


def _drain() -> None:
    drained = sync.drain()
    if drained.failed:
        raise UnfinishedError(f"{len(drained.failed)} changes could not be applied")


def add_own_jobs() -> None:
    """Register search's jobs."""
    add_job("drain", timedelta(seconds=0.25), drain)
    add_job("sweep", timedelta(minutes=1), sweep)
    add_job("reconcile", timedelta(days=1), reconcile)
    add_job("forget_questions", timedelta(days=1), counting.forget)
