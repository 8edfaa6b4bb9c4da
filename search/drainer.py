"""Threads that drain after this process's own commits, so that nobody waits for the index and the index waits for nobody."""

import atexit
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress

from django.db import connections

logger = logging.getLogger(__name__)

GRACE = 5.0  # seconds a process that ends gives the batch in hand


class Background:
    """One daemon thread a process, started by the first wake; a forked child starts its own."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._starting = threading.Lock()
        self._awake = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._ending = False
        self._thread: threading.Thread | None = None
        self._work: Callable[[], object] = lambda: None

    def wake(self, work: Callable[[], object]) -> None:
        """Have `work` done soon. Wakes that come while it is at it are one more round, not many."""
        if self._pid != os.getpid():
            self._reset()
        with self._starting:
            if self._ending:
                return
            self._work = work
            self._idle.clear()
            self._awake.set()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="search-drainer", daemon=True)
                self._thread.start()

    def rest(self) -> None:
        """Wait until all that was asked for is done."""
        if self._pid == os.getpid():
            self._idle.wait()

    def end(self, grace: float = GRACE) -> None:
        """Let the thread finish the round in hand, then end."""
        if self._pid != os.getpid() or self._thread is None:
            return
        with self._starting:
            self._ending = True
            self._awake.set()
        with suppress(KeyboardInterrupt):  # Ctrl-C: what is not confirmed is done again
            self._thread.join(grace)

    def _run(self) -> None:
        while True:
            self._awake.wait()
            self._awake.clear()
            ending = self._ending  # read after clearing: an end that comes later sets the event again
            try:
                self._work()
            except Exception:
                logger.exception("The search index could not be brought up to date; the worker tries again.")
            finally:
                connections.close_all()
            with self._starting:
                if not self._awake.is_set():
                    self._idle.set()
            if ending:
                return


background = Background()
elsewhere = Background()  # for an engine that is reached through a network: it may keep its thread waiting
atexit.register(background.end)
atexit.register(elsewhere.end)
