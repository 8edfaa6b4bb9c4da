"""The outbox: whoever changes a document says so in the same transaction; after commit the indexes are brought up to date.

A drainer reads objects as they are, so it may run at any time, twice, or be killed: what is not confirmed is done again.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from search import answering, consumers, locks, refusals
from search.drainer import Background, background, elsewhere
from search.engines.base import Engine, EngineError, Refused, Versioned
from search.models import Change, Consumer, Refusal
from search.registry import registry

logger = logging.getLogger(__name__)

Write = Callable[[Sequence[Versioned]], tuple[Refused, ...]]
BATCH = 500
LOOK_WITHIN = 5.0  # seconds an engine elsewhere has to show its index, before anything is written to it
HEAD_START = 0.5  # seconds a worker has before a process drains its own changes; it looks every quarter


@dataclass(slots=True)
class Drained:
    """What one call of `drain` did."""

    applied: int = 0
    refused: int = 0  # of these, kept as refusals with their reason
    rebuilt: bool = False
    busy: str = ""  # who else is at work, if anybody
    away: dict[str, str] = field(default_factory=dict)  # engine -> why it took nothing; what waits for it stays


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


def requeue(refused: Iterable[Refusal]) -> int:
    """Have refused objects written again; return how many. A refusal goes when its object is taken."""
    by_kind: dict[str, set[str]] = {}
    for row in refused:
        by_kind.setdefault(row.kind, set()).add(row.object_id)
    with transaction.atomic():
        for kind, ids in by_kind.items():
            record_all(kind, sorted(ids))
    return sum(map(len, by_kind.values()))


def nudge() -> None:
    """Have the outbox drained: at once, by this process's background threads, or by the worker alone (SEARCH_DRAIN)."""
    if settings.SEARCH_DRAIN == "inline":
        drain()
    elif settings.SEARCH_DRAIN == "background":
        for engine in engines():
            _thread_of(engine).wake(partial(drain_leftovers, engine))


def drain_leftovers(engine: Engine) -> None:
    """Drain what no worker has taken by now: a web process then need not load the lemmatiser (decision 4)."""
    time.sleep(HEAD_START)
    if Change.objects.exists():
        drain(among=[engine], may_rebuild=False)


def engines() -> tuple[Engine, ...]:
    """Return the engines that are kept up to date from here."""
    return answering.engines()


def _thread_of(engine: Engine) -> Background:
    return elsewhere if consumers.is_shared(engine) else background


def drain(*, among: Iterable[Engine] | None = None, may_rebuild: bool = True, at_once: bool = False) -> Drained:
    """Apply every waiting change to every engine. Does nothing where somebody else is at it: they look again when they end.

    An engine that fails is noted and keeps what waits for it; until its pause is over it is not asked, unless `at_once`.
    """
    result = Drained()
    for engine in engines() if among is None else among:
        _attempt(engine, result, may_rebuild=may_rebuild, at_once=at_once)
    return result


def drain_apart() -> None:
    """Do the same without waiting for an engine elsewhere: it has a thread of its own, however long it takes to answer."""
    if settings.SEARCH_DRAIN == "inline":
        drain()
        return
    for engine in engines():
        if consumers.is_shared(engine):
            _thread_of(engine).wake(partial(drain, among=[engine]))
        else:
            drain(among=[engine])


def follow(ended: threading.Event, *, pause: float) -> Drained:
    """Drain again and again, `pause` seconds apart, until `ended` is set, and once more then; return what was done in all."""
    total = Drained()
    while True:
        last = ended.is_set()
        result = drain(at_once=last)
        total.applied += result.applied
        total.refused += result.refused
        total.rebuilt |= result.rebuilt
        total.away, total.busy = result.away, result.busy
        if last:
            return total
        ended.wait(pause)


def lock_name(consumer: Consumer) -> str:
    return f"drain-{consumer.name}"


def needs_rebuild(engine: Engine, consumer: Consumer) -> bool:
    """Say whether the index cannot be caught up: missing, damaged, missed changes, or knows some this database never made."""
    if consumers.is_shared(engine):
        seen = answering.in_time(_newest, engine, LOOK_WITHIN)
    else:
        try:
            seen = _newest(engine)
        except EngineError:  # an index in our own folder that cannot be read is damaged
            seen = None
    return consumer.needs_rebuild or seen is None or seen > consumers.newest_change()


def _newest(engine: Engine) -> int | None:
    return engine.newest_version() if engine.ready() else None


def _attempt(engine: Engine, result: Drained, *, may_rebuild: bool, at_once: bool) -> None:
    consumer = consumers.attend(engine)
    if consumers.is_resting(consumer) and not at_once:
        result.away[engine.name] = consumer.reason
        return
    try:
        done = _drain(engine, consumer, result, may_rebuild=may_rebuild)
    except (OperationalError, InterfaceError):
        raise  # the database is away, not the engine
    except Exception as error:
        if not isinstance(error, EngineError):
            logger.exception("Writing to %s failed.", consumer.name)
        result.away[engine.name] = consumers.failed(consumer, error)
    else:
        if done:
            consumers.recovered(consumer)


def _drain(engine: Engine, consumer: Consumer, result: Drained, *, may_rebuild: bool) -> bool:
    """Bring one index up to date; return whether that was done, here and not by somebody else."""
    from search.rebuild import rebuild  # noqa: PLC0415 - a rebuild replays changes with this module

    while True:
        if needs_rebuild(engine, consumer):
            if not may_rebuild:
                logger.debug("The search index needs a rebuild; the worker or search_rebuild makes it.")
                return False
            try:
                rebuild(engine)
            except locks.BusyError as busy:
                result.busy = str(busy)
                return False
            result.rebuilt = True
            consumer.refresh_from_db()
        try:
            with locks.exclusive(lock_name(consumer), shared=consumers.is_shared(engine)):
                done = replay(engine.write, consumer)
                Consumer.objects.filter(pk=consumer.pk).update(last_drained_at=timezone.now())
        except locks.BusyError as busy:
            result.busy = str(busy)
            return False
        result.applied += done.applied
        result.refused += done.refused
        if not consumers.waiting(consumer).exists():
            return True


@dataclass(slots=True)
class Replayed:
    """How many changes were applied, and how many objects were refused."""

    applied: int = 0
    refused: int = 0


def replay(write: Write, consumer: Consumer, *, covered: Collection[int] = ()) -> Replayed:
    """Apply what the consumer has not applied yet, in the order of ids.

    An object that the index refuses or that cannot be read becomes a refusal: it holds up nobody. The changes in
    `covered` were in every object the index was filled with: they are confirmed unread.
    """
    done, after = Replayed(), 0
    while rows := list(consumers.waiting(consumer).filter(id__gt=after)[:BATCH]):
        after = rows[-1].id
        # Read before the objects: every later reading carries at least this number, even of changes that
        # were numbered earlier and committed later.
        version = consumers.newest_change()
        items, unread = read(((row.kind, row.object_id) for row in rows if row.id not in covered), version)
        if items or unread:
            refused = (*(write(items) if items else ()), *unread)
            refusals.settle(consumer, items, refused)
            done.refused += len(refused)
        consumers.confirm(consumer, [row.id for row in rows])
        done.applied += len(rows)
    return done


def read(objects: Iterable[tuple[str, str]], version: int) -> tuple[list[Versioned], list[Refused]]:
    """Return the objects as they are now, ready to write, and those that could not be read."""
    by_kind: dict[str, dict[str, None]] = {}
    for kind, object_id in objects:
        by_kind.setdefault(kind, {})[object_id] = None
    items: list[Versioned] = []
    unread: list[Refused] = []
    for kind, ids in by_kind.items():
        try:
            items += _read_kind(kind, ids, version)
        except (OperationalError, InterfaceError):
            raise  # nothing is wrong with the objects
        except Exception:  # noqa: BLE001 - logged below; one odd object must not hold up the rest
            for object_id in ids:
                try:
                    items += _read_kind(kind, (object_id,), version)
                except (OperationalError, InterfaceError):
                    raise
                except Exception as error:
                    logger.exception("The document of %s %s could not be made.", kind, object_id)
                    unread.append(Refused(Versioned(kind, object_id, version, None), f"{type(error).__name__}: {error}"))
    return items, unread


def read_all(kind: str, version: int, size: int) -> Iterator[tuple[list[Versioned], list[Refused]]]:
    """Yield every public object of a kind in batches; where one cannot be read, all of them once more, and that one apart."""
    source = registry.sources[kind]
    try:
        items = (Versioned(kind, document.object_id, version, document) for document in source.iter_documents())
        while batch := list(islice(items, size)):
            yield batch, []
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Reading all documents of %s failed; they are read one by one.", kind)
        ids = iter(source.ids())
        while wanted := list(islice(ids, size)):
            yield read(((kind, object_id) for object_id in wanted), version)


def _read_kind(kind: str, ids: Iterable[str], version: int) -> list[Versioned]:
    source = registry.sources.get(kind)
    wanted = list(ids)
    found = {document.object_id: document for document in source.documents(wanted)} if source else {}
    return [Versioned(kind, object_id, version, found.get(object_id)) for object_id in wanted]
