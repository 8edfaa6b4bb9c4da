"""Whether the main engine is asked at all: after a failure it is left alone, and tried again after a growing pause."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

FIRST_PAUSE = 1.0  # seconds
LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class BreakerState:
    """`open_since` and `reason`: since when the engine is left alone, and why; None and '' while it is asked."""

    open_since: datetime | None = None
    reason: str = ""
    next_try_in: float = 0.0  # seconds


class Breaker:
    """One a process and engine, for any number of threads. Closed it lets everybody through, open one now and then."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._attempt = 0  # which opening or trial is the present one; answers that belong to a former one count less
        self._pause = FIRST_PAUSE
        self._next = 0.0
        self._since: datetime | None = None
        self._reason = ""

    def enter(self) -> int | None:
        """Return a number to tell the outcome with, or None where the engine is not to be asked.

        While open, whoever comes first after the pause tries; should it never tell, the next one tries a pause later.
        """
        with self._lock:
            if self._since is not None:
                now = self._clock()
                if now < self._next:
                    return None
                self._attempt += 1
                self._next = now + self._pause
            return self._attempt

    def succeeded(self) -> datetime | None:
        """Close; return since when it was open, None if it was not."""
        with self._lock:
            since, self._since, self._reason = self._since, None, ""
            if since is not None:
                self._attempt += 1
                self._pause = FIRST_PAUSE
            return since

    def failed(self, attempt: int, reason: str) -> bool:
        """Open, or stay open for longer; return whether it was closed before. What was asked before that changes nothing."""
        with self._lock:
            if attempt != self._attempt:
                return False
            opened = self._since is None
            if opened:
                self._since, self._pause = timezone.now(), FIRST_PAUSE
            else:
                self._pause = min(2 * self._pause, LONGEST_PAUSE)
            self._attempt += 1
            self._reason = reason
            self._next = self._clock() + self._pause
            return opened

    @property
    def state(self) -> BreakerState:
        with self._lock:
            if self._since is None:
                return BreakerState()
            return BreakerState(self._since, self._reason, max(0.0, self._next - self._clock()))
