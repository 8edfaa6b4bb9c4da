"""Which engine answers: the main one that SEARCH_URL names, or this node's embedded copy while that one is away.

With `embedded://` both are one and the same, and nothing stands between it and the question.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from django.utils import timezone

from search import consumers, metrics
from search.breaker import Breaker
from search.engines.base import Engine, EngineError
from search.engines.choice import EMBEDDED, engine_at

logger = logging.getLogger(__name__)

T = TypeVar("T")
_engines: dict[tuple[str, str], Engine] = {}
_breakers: dict[str, Breaker] = {}
_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What an engine said, and which one. `degraded`: it is not the one that should have answered."""

    value: T
    engine: str
    degraded: bool = False


def engine() -> Engine:
    """Return the main engine; raises ImproperlyConfigured where SEARCH_URL names none that exists."""
    return _engine_at(str(settings.SEARCH_URL))


def copy() -> Engine:
    """Return the embedded engine of this node."""
    return _engine_at(EMBEDDED)


def engines() -> tuple[Engine, ...]:
    """Return the engines that are kept up to date from here, the one that is nearest first."""
    return tuple(dict.fromkeys((copy(), engine())))


def breaker() -> Breaker:
    """Return what this process knows of the main engine's health."""
    with _making:
        return _breakers.setdefault(str(settings.SEARCH_URL), Breaker())


def _engine_at(url: str) -> Engine:
    root = str(settings.SEARCH_INDEX_DIR)
    with _making:
        if (url, root) not in _engines:
            _engines[url, root] = engine_at(url, Path(root))
        return _engines[url, root]


def ask(question: Callable[[Engine], T]) -> Answer[T]:
    """Put a question to the main engine, and to the copy when it gives no answer in time. Raises EngineError without any."""
    main, near = engine(), copy()
    if main is near:
        return Answer(question(main), main.name)
    guard = breaker()
    attempt = guard.enter()
    if attempt is not None:
        try:
            value = in_time(question, main, settings.SEARCH_BUDGET)
        except EngineError as error:
            reason = consumers.reason_of(error)
            metrics.unanswered(main.name)
            if _is_about_the_question(error):
                logger.warning(
                    "The search engine %s would not take a question (%s); the copy of this node answers.", main.name, reason
                )
            elif guard.failed(attempt, reason):
                metrics.left_alone(main.name, alone=True)
                logger.warning("The search engine %s does not answer (%s); the copy of this node answers.", main.name, reason)
        else:
            since = guard.succeeded()
            if since is not None:
                metrics.left_alone(main.name, alone=False)
                seconds = (timezone.now() - since).total_seconds()
                logger.warning("The search engine %s answers again, after %.0f seconds.", main.name, seconds)
            return Answer(value, main.name)
    return Answer(question(near), near.name, degraded=True)


def _is_about_the_question(error: EngineError) -> bool:
    """Say whether the engine is well and refused this one (HTTP 400): nobody's odd words may close it to everybody."""
    return getattr(error.__cause__, "status_code", None) == HTTPStatus.BAD_REQUEST


def in_time(question: Callable[[Engine], T], main: Engine, seconds: float) -> T:
    """Return the answer, or raise EngineError after so many seconds; a thread that still waits ends when its client gives up.

    A client's own time-out is for each part of an answer: one that trickles in never ends by it.
    """
    said: list[T] = []
    wrong: list[Exception] = []

    def run() -> None:
        try:
            said.append(question(main))
        except Exception as error:  # noqa: BLE001 - told to whoever waits for the thread
            wrong.append(error)

    thread = threading.Thread(target=run, name="search-question", daemon=True)
    thread.start()
    thread.join(seconds)
    if said:
        return said[0]
    if not wrong:
        raise EngineError(f"no answer within {1000 * seconds:.0f} ms")
    if not isinstance(wrong[0], EngineError):
        logger.error("The search engine %s stumbled over a question.", main.name, exc_info=wrong[0])
        raise EngineError(f"{type(wrong[0]).__name__}: {wrong[0]}") from wrong[0]
    raise wrong[0]
