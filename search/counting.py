"""How often what was asked: day, folded words, language. No address, no user, nothing like a number or mail of a person.

Counted in memory and written by a thread now and then, so that nobody who searches waits for the database; a killed
process loses the last few counts, nothing else.
"""

import atexit
import logging
import os
import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import F, Max, Sum
from django.utils import timezone

from search import analysis
from search.models import QueryCount
from search.types import ResultPage

logger = logging.getLogger(__name__)

WRITE_EVERY = 10.0  # seconds
MAX_WAITING = 2_000  # different questions held in memory; beyond it new ones are not counted
MAX_LENGTH = 100
KEPT = timedelta(days=400)
SHOWN_FROM = 5  # a question fewer people asked may tell who asked
_PERSONAL = re.compile(r"@|\d{6,}|\d{3,}(?:\s\d{2,}){2,}")
Key = tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over some days. `empty`: nothing was found; `inexact`: nothing fitted all that was understood."""

    text: str
    lang: str
    asked: int
    empty: int
    inexact: int
    last: date


class Counts:
    """The counts of this process that are not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Key, Counter[str]] = {}
        self._timer: threading.Timer | None = None
        self._pid = os.getpid()

    def add(self, key: Key, **numbers: int) -> None:
        with self._lock:
            if self._pid != os.getpid():  # a forked child counts for itself
                self._pid, self._waiting, self._timer = os.getpid(), {}, None
            if key in self._waiting or len(self._waiting) < MAX_WAITING:
                self._waiting.setdefault(key, Counter()).update(numbers)
            if self._timer is None:
                self._timer = threading.Timer(WRITE_EVERY, self._write_and_close)
                self._timer.daemon = True
                self._timer.start()

    def take(self) -> dict[Key, Counter[str]]:
        with self._lock:
            taken, self._waiting = self._waiting, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        return taken

    def give_back(self, counts: Mapping[Key, Counter[str]]) -> None:
        for key, numbers in counts.items():
            self.add(key, **numbers)

    def _write_and_close(self) -> None:
        try:
            write()
        finally:
            connections.close_all()


_counts = Counts()


def count(page: ResultPage) -> None:
    """Count one question, asked without filters and seen from its first page."""
    request = page.request
    text = normal(request.text)
    if not text or page.degraded or request.page > 1 or set(request.facets) - {"kind"} or not settings.SEARCH_COUNT_QUERIES:
        return
    key = (timezone.localdate(), text, request.lang)
    _counts.add(key, asked=1, empty=int(not page.total), inexact=int(bool(page.total) and not page.exact))


def normal(text: str) -> str:
    """Return the folded words of a question; '' for one that is none or that may hold a person's number or address."""
    words = " ".join(token.folded for token in analysis.tokens(text[: MAX_LENGTH * 2]))
    return "" if _PERSONAL.search(text) or _PERSONAL.search(words) or len(words) > MAX_LENGTH else words


def write() -> int:
    """Add what was counted to the table; return how many questions that were. What cannot be written waits."""
    taken = _counts.take()
    if not taken:
        return 0
    try:
        with transaction.atomic():
            rows = [QueryCount(day=day, text=text, lang=lang) for day, text, lang in taken]
            QueryCount.objects.bulk_create(rows, ignore_conflicts=True)
            for (day, text, lang), numbers in taken.items():
                changes = {name: F(name) + number for name, number in numbers.items() if number}
                QueryCount.objects.filter(day=day, text=text, lang=lang).update(**changes)
    except DatabaseError:
        logger.warning("Counts of questions could not be written; they wait.", exc_info=True)
        _counts.give_back(taken)
        return 0
    return len(taken)


def forget(_since: object = None) -> None:
    """Delete counts older than a year and a month; a job of the worker."""
    QueryCount.objects.filter(day__lt=timezone.localdate() - KEPT).delete()


def unanswered(days: int = 30, limit: int = 100) -> list[Asked]:
    """Return questions nothing or nothing fitting was found for, the most asked first; only those asked often enough."""
    rows = (
        QueryCount.objects.filter(day__gt=timezone.localdate() - timedelta(days=days))
        .values("text", "lang")
        .annotate(times=Sum("asked"), nothing=Sum("empty"), near=Sum("inexact"), last=Max("day"))
        .filter(times__gte=SHOWN_FROM)
        .annotate(missed=F("nothing") + F("near"))
        .filter(missed__gt=0)
        .order_by("-missed", "-times", "text")[:limit]
    )
    return _asked(rows)


def most_asked(days: int = 30, limit: int = 50) -> list[Asked]:
    """Return the most asked questions; only those asked often enough."""
    rows = (
        QueryCount.objects.filter(day__gt=timezone.localdate() - timedelta(days=days))
        .values("text", "lang")
        .annotate(times=Sum("asked"), nothing=Sum("empty"), near=Sum("inexact"), last=Max("day"))
        .filter(times__gte=SHOWN_FROM)
        .order_by("-times", "text")[:limit]
    )
    return _asked(rows)


def _asked(rows: Iterable[Mapping[str, object]]) -> list[Asked]:
    return [
        Asked(str(r["text"]), str(r["lang"]), int(str(r["times"])), int(str(r["nothing"])), int(str(r["near"])), r["last"])  # type: ignore[arg-type]
        for r in rows
    ]


atexit.register(write)
