"""The outbox: whoever changes a document says so in the same transaction; after commit the indexes are brought up to date.

A drainer reads objects as they are, so it may run at any time, twice, or be killed: what is not confirmed is done again.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search import consumers, locks
from search.drainer import background
from search.engines.base import Engine, EngineError, Refused, Versioned
from search.models import Change, Consumer
from search.registry import registry

logger = logging.getLogger(__name__)

Write = Callable[[Sequence[Versioned]], tuple[Refused, ...]]
BATCH = 500
HEAD_START = 0.5  # seconds a worker has before a process drains its own changes; it looks every quarter


@dataclass(slots=True)
class Drained:
    """What one call of `drain` did. `failed`: changes whose object could not be read; they stay."""

    applied: int = 0
    failed: set[int] = field(default_factory=set)
    rebuilt: bool = False
    busy: str = ""  # who else is at work, if anybody


def record(kind: str, *object_ids: object) -> None:
    """Say, in the current transaction, that the documents of these objects may have changed."""
    if not object_ids:
        return
    rows = (Change(kind=kind, object_id=str(object_id)) for object_id in object_ids)
    Change.objects.bulk_create(rows, batch_size=BATCH)
    transaction.on_commit(nudge, robust=True)


def record_all(kind: str, object_ids: Iterable[object]) -> None:
    """Do the same for any number of objects, with flat memory."""
    batch: list[object] = []
    for object_id in object_ids:
        batch.append(object_id)
        if len(batch) == BATCH:
            record(kind, *batch)
            batch = []
    record(kind, *batch)


def nudge() -> None:
    """Have the outbox drained: at once, by this process's background thread, or by the worker alone (SEARCH_DRAIN)."""
    if settings.SEARCH_DRAIN == "inline":
        drain()
    elif settings.SEARCH_DRAIN == "background":
        background.wake(drain_leftovers)


def drain_leftovers() -> None:
    """Drain what no worker has taken by now: a web process then need not load the lemmatiser (decision 4)."""
    time.sleep(HEAD_START)
    if Change.objects.exists():
        drain(may_rebuild=False)


def engines() -> tuple[Engine, ...]:
    """Return the engines that are kept up to date from here."""
    from search import service  # noqa: PLC0415 - the service asks engines, which record nothing

    return (service.engine(),)


def drain(*, may_rebuild: bool = True) -> Drained:
    """Apply every waiting change to every engine. Does nothing where somebody else is at it: they look again when they end."""
    result = Drained()
    for engine in engines():
        _drain(engine, result, may_rebuild=may_rebuild)
    return result


def follow(ended: threading.Event, *, pause: float) -> Drained:
    """Drain again and again, `pause` seconds apart, until `ended` is set, and once more then; return what was done in all."""
    total = Drained()
    while True:
        last = ended.is_set()
        result = drain()
        total.applied += result.applied
        total.rebuilt |= result.rebuilt
        total.failed, total.busy = result.failed, result.busy
        if last:
            return total
        ended.wait(pause)


def lock_name(consumer: Consumer) -> str:
    return f"drain-{consumer.name}"


def needs_rebuild(engine: Engine, consumer: Consumer) -> bool:
    """Say whether the index cannot be caught up: missing, damaged, missed changes, or knows some this database never made."""
    try:
        return consumer.needs_rebuild or not engine.ready() or engine.newest_version() > consumers.newest_change()
    except EngineError:
        if consumers.is_shared(engine):  # it is away; an index in our own folder that cannot be read is damaged
            raise
        return True


def _drain(engine: Engine, result: Drained, *, may_rebuild: bool) -> None:
    from search.rebuild import rebuild  # noqa: PLC0415 - a rebuild replays changes with this module

    consumer = consumers.attend(engine)
    while True:
        if needs_rebuild(engine, consumer):
            if not may_rebuild:
                logger.debug("The search index needs a rebuild; the worker or search_rebuild makes it.")
                return
            try:
                rebuild(engine)
            except locks.BusyError as busy:
                result.busy = str(busy)
                return
            result.rebuilt = True
            consumer.refresh_from_db()
        try:
            with locks.exclusive(lock_name(consumer), shared=consumers.is_shared(engine)):
                result.applied += replay(engine.write, consumer, result.failed)
                Consumer.objects.filter(pk=consumer.pk).update(last_drained_at=timezone.now())
        except locks.BusyError as busy:
            result.busy = str(busy)
            return
        if not consumers.waiting(consumer).exclude(id__in=list(result.failed)[:BATCH]).exists():
            return


def replay(write: Write, consumer: Consumer, failed: set[int], *, covered: Collection[int] = ()) -> int:
    """Apply what the consumer has not applied yet, in the order of ids; return how many changes that were.

    Changes whose object cannot be read are added to `failed` and left: they hold up nobody else. The changes in
    `covered` were in every object the index was filled with: they are confirmed unread.
    """
    applied, after = 0, 0
    while rows := list(consumers.waiting(consumer).filter(id__gt=after)[:BATCH]):
        after = rows[-1].id
        # Read before the objects: every later reading carries at least this number, even of changes that
        # were numbered earlier and committed later.
        version = consumers.newest_change()
        items, unread = read(((row.kind, row.object_id) for row in rows if row.id not in covered), version)
        if items:
            write(items)
        done = [row.id for row in rows if (row.kind, row.object_id) not in unread]
        failed.update(row.id for row in rows if (row.kind, row.object_id) in unread)
        consumers.confirm(consumer, done)
        applied += len(done)
    return applied


def read(objects: Iterable[tuple[str, str]], version: int) -> tuple[list[Versioned], set[tuple[str, str]]]:
    """Return the objects as they are now, ready to write, and those that could not be read."""
    by_kind: dict[str, dict[str, None]] = {}
    for kind, object_id in objects:
        by_kind.setdefault(kind, {})[object_id] = None
    items: list[Versioned] = []
    unread: set[tuple[str, str]] = set()
    for kind, ids in by_kind.items():
        try:
            items += _read_kind(kind, ids, version)
        except Exception:  # noqa: BLE001 - logged below; one odd object must not hold up the rest
            for object_id in ids:
                try:
                    items += _read_kind(kind, (object_id,), version)
                except Exception:
                    logger.exception("The document of %s %s could not be made.", kind, object_id)
                    unread.add((kind, object_id))
    return items, unread


def _read_kind(kind: str, ids: Iterable[str], version: int) -> list[Versioned]:
    source = registry.sources.get(kind)
    wanted = list(ids)
    found = {document.object_id: document for document in source.documents(wanted)} if source else {}
    return [Versioned(kind, object_id, version, found.get(object_id)) for object_id in wanted]
