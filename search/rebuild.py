"""A whole index anew, beside the live one, which answers and is kept up to date until the moment of the swap."""

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from django.utils import timezone

from search import consumers, locks, refusals, sync
from search.engines.base import Engine, Rebuild, Refused, Versioned
from search.models import Consumer
from search.registry import registry

logger = logging.getLogger(__name__)

BATCH = 500
SWAP_WAIT = 120.0  # seconds for a drainer to end its round


def lock_name(consumer_name: str) -> str:
    return f"rebuild-{consumer_name}"


def rebuild(engine: Engine, *, wait: float = 0, progress: Callable[[int], object] = lambda count: None) -> int:
    """Build, replay what changed meanwhile, swap; return the number of documents. `progress` hears of every batch.

    Raises BusyError if somebody else is still rebuilding after `wait` seconds. Killed anywhere, the live index stays.
    """
    shared = consumers.is_shared(engine)
    with locks.exclusive(lock_name(consumers.name_of(engine)), shared=shared, wait=wait):
        live = consumers.attend(engine)
        building = consumers.start_building(live)
        covered = consumers.committed()
        try:
            with ExitStack() as still:
                with engine.rebuild(sum(1 for source in registry.sources.values() for _ in source.ids())) as index:
                    count = _fill(index, building, progress)
                    sync.replay(_renewing(index, building), building, covered=covered)
                    # From here nobody else writes: what has changed until now is replayed, then the swap.
                    still.enter_context(locks.exclusive(sync.lock_name(live), shared=shared, wait=SWAP_WAIT))
                    sync.replay(_renewing(index, building), building, covered=covered)
                consumers.take_over(live, building)
                refusals.take_over(live, building)
                Consumer.objects.filter(pk=live.pk).update(
                    needs_rebuild=False, lease_until=timezone.now() + consumers.LEASE, last_drained_at=timezone.now()
                )
        finally:
            building.delete()
            consumers.tidy()
    return count


def _fill(index: Rebuild, building: Consumer, progress: Callable[[int], object]) -> int:
    version, count = consumers.newest_change(), 0
    for kind in sorted(registry.sources):
        write = _renewing(index, building)
        for items, unread in sync.read_all(kind, version, BATCH):
            refusals.settle(building, items, (*write(items), *unread))
            count += len(items)
            progress(len(items))
    return count


def _renewing(index: Rebuild, building: Consumer) -> sync.Write:
    """Return the index's write, which also shows that the rebuild is alive."""

    def write(items: Sequence[Versioned]) -> tuple[Refused, ...]:
        refused = index.write(items)
        now = timezone.now()
        if building.lease_until < now + consumers.REBUILD_LEASE / 2:
            building.lease_until = now + consumers.REBUILD_LEASE
            building.save(update_fields=["lease_until"])
        return refused

    return write
