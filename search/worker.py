"""The loop behind `manage.py worker`: runs each job when it is due; one that fails waits longer and longer."""

import logging
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connections
from django.utils import timezone

from search.jobs import Job
from search.models import JobRun

logger = logging.getLogger(__name__)

LONGEST_BACKOFF = 300.0  # seconds
LOOK_EVERY = 0.25  # seconds until a stop is noticed, at most
SELDOM = timedelta(hours=1)
NOTE_EVERY = timedelta(seconds=5)  # a job that runs more often is noted this often


@dataclass(slots=True)
class _Planned:
    job: Job
    due: float | None = None  # not known yet
    noted: JobRun | None = None

    def first_due(self, now: float) -> float:
        """Return when a job falls due that this process has not run: at once, but what runs seldom keeps its rhythm."""
        if self.job.every < SELDOM:
            return now
        try:
            self.noted = JobRun.objects.filter(name=self.job.name).first()
        except DatabaseError:
            return now  # the run will say so
        if self.noted is None or self.noted.succeeded_at is None:
            return now
        every = self.job.every.total_seconds()
        left = (self.noted.succeeded_at + self.job.every - timezone.now()).total_seconds()
        return now + max(0.0, min(left, every))  # a clock that went back makes nobody wait longer than that


class Worker:
    """Runs jobs until told to stop; the job in hand is finished first."""

    def __init__(self, jobs: Iterable[Job], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._plan = [_Planned(job) for job in jobs]
        self._clock = clock
        self.stopping = False

    def stop(self) -> None:
        """End after the job in hand. Only sets a flag: signal handlers call it."""
        self.stopping = True

    def run(self) -> None:
        """Run jobs as they fall due, until `stop`."""
        while not self.stopping:
            self.run_due()
            due = min((planned.due or 0.0 for planned in self._plan), default=math.inf)
            time.sleep(max(0.0, min(due - self._clock(), LOOK_EVERY)))

    def run_once(self) -> list[str]:
        """Run every job once, due or not; return the names of those that failed."""
        return [planned.job.name for planned in self._plan if not _run(planned)]

    def run_due(self) -> list[str]:
        """Run each job that is due once; return the names of those that failed."""
        failed = []
        for planned in self._plan:
            if self.stopping:
                break
            if planned.due is None:
                planned.due = planned.first_due(self._clock())
            if planned.due > self._clock():
                continue
            if not _run(planned):
                failed.append(planned.job.name)
            planned.due = self._clock() + _pause(planned)
        return failed


def _run(planned: _Planned) -> bool:
    """Run one job and note how it went; a failure is logged, never raised."""
    _drop_stale_connections()
    started = timezone.now()
    try:
        if planned.noted is None:
            planned.noted = JobRun.objects.filter(name=planned.job.name).first() or JobRun(name=planned.job.name)
        planned.job.run(planned.noted.succeeded_at)
    except Exception:  # whatever it was, the other jobs go on
        logger.exception("The job “%s” failed and is tried again later.", planned.job.name)
        _note(planned, started, succeeded=False)
        return False
    _note(planned, started, succeeded=True)
    return True


def _drop_stale_connections() -> None:
    """Let go of connections the server has closed or that are too old; one in a transaction belongs to whoever began it."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _note(planned: _Planned, started: datetime, *, succeeded: bool) -> None:
    noted = planned.noted = planned.noted or JobRun(name=planned.job.name)
    often = noted.pk is not None and planned.job.every < NOTE_EVERY and noted.ran_at > started - NOTE_EVERY
    if succeeded and often and not noted.failures:
        return
    noted.ran_at = started
    noted.succeeded_at = started if succeeded else noted.succeeded_at
    noted.failures = 0 if succeeded else noted.failures + 1
    try:
        noted.save()
    except DatabaseError:
        planned.noted = None  # read it again
        logger.exception("The run of the job “%s” could not be noted.", planned.job.name)


def _pause(planned: _Planned) -> float:
    every = planned.job.every.total_seconds()
    failures = planned.noted.failures if planned.noted else 1
    if not failures:
        return every
    return max(every, min(2.0 ** min(failures, 10), LONGEST_BACKOFF))
