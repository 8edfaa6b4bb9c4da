"""What is counted while people search: how long answers take and who gives them, whether the main engine is left alone.
Times are in seconds; no name and no label holds anything of a visitor. Names follow the conventions of Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

NOBODY = "none"  # stands for an answer that no engine gave

counted = CollectorRegistry()
_seconds = Histogram(
    "paydas_search_seconds",
    "How long an answer took, from the question as text to what a page shows.",
    ("question", "engine", "degraded"),
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5),
    registry=counted,
)
_unanswered = Counter(
    "paydas_search_unanswered_total",
    "Questions that the main engine did not answer, or not in time.",
    ("engine",),
    registry=counted,
)
_breaker = Gauge(
    "paydas_search_breaker_open",
    "1 while a process leaves the main engine alone because it failed.",
    ("engine",),
    registry=counted,
    multiprocess_mode="livemax",
)


def answered(question: str, engine: str, *, degraded: bool, seconds: float) -> None:
    """Count an answer; `question` is what was asked for, a function of `search.service`, `engine` "" where none answered."""
    _seconds.labels(question, engine or NOBODY, "yes" if degraded else "no").observe(seconds)


def unanswered(engine: str) -> None:
    """Count a question that the main engine did not answer."""
    _unanswered.labels(engine).inc()


def left_alone(engine: str, *, alone: bool) -> None:
    """Note that this process asks the main engine no more, or again."""
    _breaker.labels(engine).set(alone)
