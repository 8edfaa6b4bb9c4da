"""What the worker does, and when: rooms register idempotent jobs here; search's own are at the end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from search import check, consumers, counting, sync
from search.engines.base import EngineError
from search.models import Change, Consumer

logger = logging.getLogger(__name__)

COMPARE_EVERY = timedelta(hours=23)  # a little less than a day, so that an hourly look keeps to one


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
        sync.drain_apart(idle_too=False)


def sweep(_since: datetime | None) -> None:
    """Do what nobody was woken for: a missing or foreign index, changes a killed process left, consumers that went away."""
    consumers.tidy()
    sync.drain_apart()


def reconcile(_since: datetime | None) -> None:
    """Compare every index with the database, once a day and after its engine was away, and mend what differs."""
    away = []
    for engine in sync.engines():
        consumer = consumers.attend(engine)
        lately = consumer.compared_at and timezone.now() - COMPARE_EVERY < consumer.compared_at <= timezone.now()
        if lately or consumer.failing_since:
            continue
        try:
            check.mend(engine)
        except EngineError as error:
            away.append(f"{engine.name}: {error}")
        else:
            Consumer.objects.filter(pk=consumer.pk).update(compared_at=timezone.now())
    if away:
        logger.warning("Not compared with the database: %s", "; ".join(away))


def add_own_jobs() -> None:
    """Register search's jobs."""
    add_job("drain", timedelta(seconds=0.25), drain)
    add_job("sweep", timedelta(minutes=1), sweep)
    add_job("reconcile", timedelta(hours=1), reconcile)
    add_job("forget_questions", timedelta(days=1), counting.forget)
