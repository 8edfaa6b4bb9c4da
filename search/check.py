"""Database and index side by side: what is missing, too much or different. What is on its way is no difference."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from search import codec, consumers, sync
from search.engines.base import Engine, EngineError, Stored
from search.models import Change
from search.rebuild import rebuild
from search.registry import registry

logger = logging.getLogger(__name__)

BATCH = 500
Object = tuple[str, str]  # kind, object id


@dataclass(frozen=True, slots=True)
class Difference:
    """`missing`: public, not in the index. `extra`: in the index, not public. `stale`: another content. `double`: in the
    index more than once. `foreign`: of another database, or of this one before it was restored."""

    problem: Literal["missing", "extra", "stale", "double", "foreign"]
    kind: str
    object_id: str
    key: str  # '' where there is no document to ask


def compare(engine: Engine) -> list[Difference]:
    """Return every difference, ordered by kind and object. Reads all documents once, and the doubtful ones once more."""
    suspects = {(found.kind, found.object_id) for found in _differences(engine, only=None)}
    if not suspects:
        return []
    # A change may have come in between the two readings; what differs twice and does not wait in the outbox is wrong.
    second = list(_differences(engine, only=suspects))
    consumer = consumers.present(engine)
    waiting = consumers.waiting(consumer) if consumer else Change.objects.all()
    on_its_way = set(waiting.order_by().values_list("kind", "object_id").distinct())
    return sorted(
        (found for found in second if (found.kind, found.object_id) not in on_its_way),
        key=lambda found: (found.kind, found.object_id, found.problem),
    )


def repair(engine: Engine, differences: Collection[Difference]) -> None:
    """Have every difference mended: by writing the objects again, or by a rebuild where that would change nothing."""
    if any(found.problem in ("double", "foreign") for found in differences) or not engine.ready():
        rebuild(engine)
    else:
        for kind in sorted({found.kind for found in differences}):
            sync.record_all(kind, (found.object_id for found in differences if found.kind == kind))
    sync.drain(among=[engine], at_once=True)


def mend(engine: Engine) -> list[Difference] | None:
    """Compare and mend; return what differed, or None where the index could not be read and was built anew."""
    try:
        differences = compare(engine)
    except EngineError:
        if consumers.is_shared(engine):
            raise
        logger.exception("The search index cannot be read; it is built anew.")
        rebuild(engine)
        return None
    if differences:
        repair(engine, differences)
    return differences


def _differences(engine: Engine, *, only: Collection[Object] | None) -> Iterator[Difference]:
    newest = consumers.newest_change()
    stored: dict[Object, Stored] = {}
    for one in _stored(engine):
        identity = (one.kind, one.object_id)
        if only is not None and identity not in only:
            continue
        if identity in stored:
            yield Difference("double", *identity, "")
        stored[identity] = one
    for kind, object_id, key, digest in _wanted(only):
        found = stored.pop((kind, object_id), None)
        if found is None:
            yield Difference("missing", kind, object_id, key)
        elif found.version > newest:
            yield Difference("foreign", kind, object_id, key)
        elif found.digest != digest:
            yield Difference("stale", kind, object_id, key)
    for kind, object_id in stored:
        yield Difference("extra", kind, object_id, "")


def _stored(engine: Engine) -> Iterator[Stored]:
    if not engine.ready():
        return
    try:
        yield from engine.stored()
    except ValueError as error:  # a damaged index is one more thing to report, not a stack trace
        raise EngineError(str(error)) from error


def _wanted(only: Collection[Object] | None) -> Iterator[tuple[str, str, str, str]]:
    """Yield what an index should hold. After an object that cannot be read some come twice; the second reading knows better."""
    for kind in sorted(registry.sources):
        if only is None:
            batches = (items for items, _ in sync.read_all(kind, 0, BATCH))
        else:
            objects = sorted(one for one in only if one[0] == kind)
            batches = (sync.read(objects[at : at + BATCH], 0)[0] for at in range(0, len(objects), BATCH))
        for item in (item for items in batches for item in items):
            if item.document is not None:
                yield kind, item.object_id, item.document.key, codec.digest(item.document)
