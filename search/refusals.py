"""Dead letters: objects an index would not take, or that could not be read for it, with the reason, until they are written."""

import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from search.engines.base import Refused, Versioned
from search.models import Consumer, Refusal

logger = logging.getLogger(__name__)

BATCH = 500
REASON = Refusal._meta.get_field("reason").max_length or 0


def settle(consumer: Consumer, written: Sequence[Versioned], refused: Sequence[Refused]) -> None:
    """Keep what was refused, first seen when it was first refused; let go what is written by now."""
    wrong = {(one.item.kind, one.item.object_id) for one in refused}
    if Refusal.objects.filter(consumer=consumer).exists():
        well = [(item.kind, item.object_id) for item in written if (item.kind, item.object_id) not in wrong]
        for kind in {kind for kind, _ in well}:
            _of(consumer, kind, [object_id for other, object_id in well if other == kind]).delete()
    if not refused:
        return
    now = timezone.now()
    rows = []
    for one in refused:
        logger.error("%s refused %s %s: %s", consumer.name, one.item.kind, one.item.object_id, one.reason)
        values = {"version": one.item.version, "reason": one.reason[:REASON], "since": now}
        rows.append(Refusal(consumer=consumer, kind=one.item.kind, object_id=one.item.object_id, **values))
    Refusal.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["consumer", "kind", "object_id"],
        update_fields=["version", "reason"],
    )


def take_over(live: Consumer, building: Consumer) -> None:
    """Make what a new index refused the refusals of the live one, whose place it took."""
    with transaction.atomic():
        former = {(row.kind, row.object_id): row.since for row in Refusal.objects.filter(consumer=live)}
        Refusal.objects.filter(consumer=live).delete()
        fresh = list(Refusal.objects.filter(consumer=building))
        for row in fresh:
            row.consumer, row.since = live, former.get((row.kind, row.object_id), row.since)
        Refusal.objects.bulk_update(fresh, ["consumer", "since"], batch_size=BATCH)


def _of(consumer: Consumer, kind: str, ids: Iterable[str]) -> QuerySet[Refusal]:
    return Refusal.objects.filter(consumer=consumer, kind=kind, object_id__in=list(ids))
