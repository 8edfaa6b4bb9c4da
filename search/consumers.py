"""The indexes that must hear of every change: they register, renew a lease, and confirm the rows they applied."""

import hashlib
import logging
import random
import re
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from search.engines.base import Engine
from search.models import Change, Confirmation, Consumer
from search.sequences import newest_id

logger = logging.getLogger(__name__)

LEASE = timedelta(days=1)
REBUILD_LEASE = timedelta(minutes=15)  # renewed with every batch
SETTLING = timedelta(seconds=5)  # an index that needs longer is behind for a while; pages are kept all the same
RENEW_AFTER = timedelta(minutes=10)
FORGET_AFTER = timedelta(days=30)
BUILDING = "+building"  # ends the name of an index that is being built
# Shorter than the breaker's longest pause: an engine that is back is caught up before visitors are sent to it again.
LONGEST_PAUSE = 15.0  # seconds until an engine that takes nothing is tried again


def is_shared(engine: Engine) -> bool:
    """Say whether several machines write to the same index."""
    return engine.name != "embedded"


def name_of(engine: Engine) -> str:
    """Return the consumer's name: of a cluster where it is and the form it holds, as two versions of the program keep an
    index each while one follows the other; of an embedded index what its folder says, so a lost one is another."""
    if is_shared(engine):
        place = str(settings.SEARCH_URL).rsplit("://", maxsplit=1)[-1].rsplit("@", maxsplit=1)[-1].rstrip("/")
        return f"{engine.name}-{hashlib.sha256(f'{place} {engine.form}'.encode()).hexdigest()[:12]}"
    path = Path(settings.SEARCH_INDEX_DIR) / "consumer"
    try:
        return f"{engine.name}-{path.read_text().strip()}"
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"consumer.{uuid.uuid4().hex[:12]}")
        fresh.write_text(fresh.suffix[1:])
        try:
            path.hardlink_to(fresh)  # whoever is first wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return f"{engine.name}-{path.read_text().strip()}"


def attend(engine: Engine) -> Consumer:
    """Return the engine's consumer with a valid lease. A new one, or one that was away too long, needs a rebuild."""
    name, now = name_of(engine), timezone.now()
    consumer = Consumer.objects.filter(name=name).first()
    if consumer is None:
        values = {"engine": engine.name, "lease_until": now + LEASE, "needs_rebuild": True}
        consumer, _created = Consumer.objects.get_or_create(name=name, defaults=values)
    if consumer.lease_until < now:
        consumer.needs_rebuild = True
    if consumer.lease_until < now + LEASE - RENEW_AFTER:
        consumer.lease_until = now + LEASE
        consumer.save(update_fields=["lease_until", "needs_rebuild"])
    return consumer


def present(engine: Engine) -> Consumer | None:
    """Return the engine's consumer if it has ever been attended."""
    return Consumer.objects.filter(name=name_of(engine)).first()


def is_resting(consumer: Consumer) -> bool:
    """Say whether an engine that failed is left alone a little longer, whatever the clock did meanwhile."""
    now = timezone.now()
    return consumer.retry_at is not None and now < consumer.retry_at <= now + timedelta(seconds=LONGEST_PAUSE)


def failed(consumer: Consumer, error: Exception) -> str:
    """Note that the engine took nothing, and why; return the reason. It is tried again after a longer and longer pause."""
    reason = reason_of(error)
    now = timezone.now()
    pause = min(2.0 ** min(consumer.failures, 10), LONGEST_PAUSE) * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
    if consumer.failing_since is None or consumer.reason != reason:
        since = f"{timezone.localtime(consumer.failing_since or now):%Y-%m-%d %H:%M:%S}"
        waits = waiting(consumer).count()
        logger.warning("%s takes no changes since %s: %s. %d changes wait for it.", consumer.name, since, reason, waits)
    consumer.failing_since = consumer.failing_since or now
    consumer.failures += 1
    consumer.reason = reason
    consumer.retry_at = now + timedelta(seconds=pause)
    consumer.save(update_fields=["failing_since", "failures", "reason", "retry_at"])
    return reason


def reason_of(error: Exception) -> str:
    """Return what went wrong and what was behind it, in a line that may be shown: without the password of an address."""
    told = " ".join(str(error).split()) or type(error).__name__
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    behind = " ".join(str(cause).split())
    if behind not in told and not hasattr(cause, "status_code"):  # an answer has been told; a broken connection has causes
        told = f"{told} ({behind})"
    return re.sub(r"//[^/\s@]*@", "//", told)[: Consumer._meta.get_field("reason").max_length]


def recovered(consumer: Consumer) -> None:
    """Note that the engine takes changes again. What it may have missed meanwhile, a comparison finds within the hour."""
    if consumer.failing_since is None:
        return
    seconds = (timezone.now() - consumer.failing_since).total_seconds()
    logger.warning("%s takes changes again, after %.0f seconds and %d attempts.", consumer.name, seconds, consumer.failures)
    consumer.failing_since = consumer.retry_at = consumer.compared_at = None
    consumer.failures, consumer.reason = 0, ""
    consumer.save(update_fields=["failing_since", "failures", "reason", "retry_at", "compared_at"])


def start_building(live: Consumer) -> Consumer:
    """Return the consumer that holds back, from here on, every change a new index has not seen."""
    name = live.name + BUILDING
    with transaction.atomic():
        Consumer.objects.filter(name=name).delete()
        return Consumer.objects.create(name=name, engine=live.engine, lease_until=timezone.now() + REBUILD_LEASE)


def committed() -> frozenset[int]:
    """Return the changes whose transaction has ended: whoever reads an object from here on reads them too."""
    return frozenset(Change.objects.values_list("id", flat=True))


def take_over(consumer: Consumer, building: Consumer) -> None:
    """Confirm for the live index what the index that replaced it has applied."""
    told = Change.objects.filter(confirmations__consumer=building).exclude(confirmations__consumer=consumer)
    while ids := list(told.values_list("id", flat=True)[:500]):
        confirm(consumer, ids)


def waiting(consumer: Consumer) -> QuerySet[Change]:
    """Return the changes the consumer has not applied, oldest first."""
    return Change.objects.exclude(Q(confirmations__consumer=consumer)).order_by("id")


def confirm(consumer: Consumer, change_ids: Sequence[int]) -> None:
    """Remember that the consumer applied exactly these changes; those that nobody else waits for go."""
    with transaction.atomic():
        active = _active()
        if active == [consumer.pk]:
            _delete(change_ids)
            return
        rows = [Confirmation(change_id=change_id, consumer=consumer) for change_id in change_ids]
        Confirmation.objects.bulk_create(rows, ignore_conflicts=True)
        _delete(_confirmed_by_all(Change.objects.filter(id__in=change_ids), active))


def tidy() -> None:
    """Let go what lapsed consumers held back; they rebuild when they return, and are forgotten after a month."""
    now = timezone.now()
    with transaction.atomic():
        lapsed = Consumer.objects.filter(lease_until__lt=now)
        lapsed.filter(Q(name__endswith=BUILDING) | Q(lease_until__lt=now - FORGET_AFTER)).delete()
        lapsed.filter(needs_rebuild=False).update(needs_rebuild=True)
        if active := _active():
            _delete(_confirmed_by_all(Change.objects.filter(confirmations__isnull=False), active))


def newest_change() -> int:
    """Return the highest Change id ever given out in this database, whether or not its transaction has ended."""
    return newest_id(connection, Change)


def settled() -> bool:
    """Say whether what is read now holds every change that has an id by now, and the indexes have had time for them all.

    On PostgreSQL an id shows before its transaction ends; on SQLite it shows with it.
    """
    if Change.objects.filter(created_at__gt=timezone.now() - SETTLING).exists():
        return False
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            # Every transaction that has written anything holds its own number.
            "SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'transactionid' AND granted"
            " AND mode = 'ExclusiveLock' AND datname = current_database() AND pid <> pg_backend_pid() LIMIT 1"
        )
        return cursor.fetchone() is None


def _active() -> list[int]:
    return list(Consumer.objects.filter(lease_until__gte=timezone.now()).order_by("id").values_list("id", flat=True))


def _confirmed_by_all(changes: QuerySet[Change], active: Sequence[int]) -> list[int]:
    told = Count("confirmations", filter=Q(confirmations__consumer__in=active), distinct=True)
    return list(changes.annotate(told=told).filter(told__gte=len(active)).values_list("id", flat=True))


def _delete(change_ids: Sequence[int]) -> None:
    for start in range(0, len(change_ids), 500):
        Change.objects.filter(id__in=change_ids[start : start + 500]).delete()
