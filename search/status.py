"""How search stands at this moment: which engine answers, how far behind each index is, what was refused. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from search import answering, consumers
from search.engines.base import Engine, EngineError
from search.models import Change, Consumer, Refusal
from search.registry import registry


@dataclass(frozen=True, slots=True)
class IndexState:
    """An index and what it has not heard of yet. `main`: it should answer; `copy`: it stands in; '': another machine's."""

    name: str
    engine: str
    role: str
    waiting: int
    waiting_since: datetime | None
    failing_since: datetime | None
    failures: int
    reason: str
    next_try: datetime | None
    needs_rebuild: bool
    drained_at: datetime | None
    compared_at: datetime | None
    refused: int

    @property
    def behind_seconds(self) -> float:
        return (timezone.now() - self.waiting_since).total_seconds() if self.waiting_since else 0.0


@dataclass(frozen=True, slots=True)
class State:
    """`answering` is '' where no engine answers; `since` and `reason` tell of the main engine while it does not."""

    engine: str
    answering: str
    since: datetime | None
    reason: str
    next_try_in: float
    indexes: tuple[IndexState, ...]

    @property
    def degraded(self) -> bool:
        return self.answering != self.engine

    @property
    def well(self) -> bool:
        """Say whether the main engine answers and every index that is kept from here takes changes."""
        return not self.degraded and not any(index.failing_since for index in self.indexes if index.role)


def read() -> State:
    """Return how search stands. Puts a small question to the main engine, in the time that a visitor's question has."""
    main = answering.engine()
    reason = ""
    try:
        answers = answering.ask(_has_index).engine
    except EngineError as error:
        answers, reason = "", consumers.reason_of(error)
    breaker = answering.breaker().state
    return State(
        engine=main.name,
        answering=answers,
        since=breaker.open_since,
        reason=breaker.reason or reason,
        next_try_in=breaker.next_try_in,
        indexes=indexes(),
    )


def indexes() -> tuple[IndexState, ...]:
    """Return the indexes that hear of changes: those kept from here first, then those of other machines."""
    roles = {}
    for engine in answering.engines():
        if consumer := consumers.present(engine):
            roles[consumer.pk] = "main" if engine is answering.engine() else "copy"
    rows = Consumer.objects.exclude(name__endswith=consumers.BUILDING).order_by("name")
    ordered = sorted(rows, key=lambda row: ("main", "copy", "").index(roles.get(row.pk, "")))
    return tuple(_state(row, roles.get(row.pk, "")) for row in ordered)


def _state(consumer: Consumer, role: str) -> IndexState:
    waiting = consumers.waiting(consumer)
    resting = consumers.is_resting(consumer)
    return IndexState(
        name=consumer.name,
        engine=consumer.engine,
        role=role,
        waiting=waiting.count(),
        waiting_since=waiting.values_list("created_at", flat=True).first(),
        failing_since=consumer.failing_since,
        failures=consumer.failures,
        reason=consumer.reason,
        next_try=consumer.retry_at if resting else None,
        needs_rebuild=consumer.needs_rebuild,
        drained_at=consumer.last_drained_at,
        compared_at=consumer.compared_at,
        refused=consumer.refusals.count(),
    )


def _has_index(engine: Engine) -> int:
    return engine.newest_version()


@dataclass(frozen=True, slots=True)
class RefusedDocument:
    """A refusal with what people call the object: the label of its kind, and its title where it can be read."""

    row: Refusal
    kind: str
    title: str


def refused(limit: int) -> Sequence[RefusedDocument]:
    """Return what is not in an index as it should be, the oldest first."""
    rows = Refusal.objects.select_related("consumer")[:limit]
    return [RefusedDocument(row, *_named(row)) for row in rows]


def _named(row: Refusal) -> tuple[str, str]:
    source = registry.sources.get(row.kind)
    if source is None:
        return row.kind, row.object_id
    try:
        document = source.document(row.object_id)
    except Exception:  # noqa: BLE001 - that it cannot be read may be why it is here
        document = None
    return str(source.label), document.title.get("tr", row.object_id) if document else row.object_id


def waiting_changes() -> int:
    """Return how many changes are not in every index yet."""
    return Change.objects.count()
