"""What public pages show stays until something is published: the pages themselves (`cms.core.page_cache`) and parts of many."""

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page

from directory.organisations.models import Organisation
from search import consumers

KEPT_FOR = 60.0  # seconds; bounds what changes without being published: a date that passes, a setting of the site
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Ends:
    """When the next public profile or page expires, looked up once after each change."""

    def __init__(self) -> None:
        self.change = -1
        self.end: datetime | None = None

    def seconds(self, change: int) -> float:
        """Return how long a page made now stays true at most."""
        now = timezone.now()
        if change != self.change or (self.end and self.end <= now):
            coming = {"live": True, "expire_at__gt": now}
            ends = [
                rows.filter(**coming).aggregate(end=Min("expire_at"))["end"] for rows in (Organisation.objects, Page.objects)
            ]
            self.change, self.end = change, min((end for end in ends if end), default=None)
        return min(KEPT_FOR, (self.end - now).total_seconds()) if self.end else KEPT_FOR


ends = Ends()


@dataclass(frozen=True, slots=True)
class _Values(Generic[K, T]):
    """`change`: the newest change when the first was made; `until`: in seconds of the monotonic clock."""

    change: int
    until: float
    by_key: dict[K, T] = field(default_factory=dict)


class UntilByKey(Generic[K, T]):
    """Values by key, kept as long as pages are. `make` returns those of some keys; beyond `most` of them they begin anew."""

    def __init__(self, make: Callable[[Sequence[K]], Mapping[K, T]], most: int) -> None:
        self.make, self.most = make, most
        self._kept: _Values[K, T] = _Values(-1, 0.0)

    def __call__(self, keys: Sequence[K]) -> dict[K, T]:
        """Return the values of the keys that have one."""
        if settings.PAGES_KEPT <= 0:
            return dict(self.make(keys))
        change, now, kept = consumers.newest_change(), time.monotonic(), self._kept
        if kept.change != change or now >= kept.until or len(kept.by_key) > self.most:
            kept = self._kept = _Values(change, now + ends.seconds(change))
        found = {key: kept.by_key[key] for key in keys if key in kept.by_key}
        if missing := [key for key in keys if key not in found]:
            settled = consumers.settled()  # before anything is read
            made = self.make(missing)
            found |= made
            if settled:
                kept.by_key.update(made)
        return found


class Until(Generic[T]):
    """A value that every page needs, kept as long as pages are."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._only: UntilByKey[None, T] = UntilByKey(lambda _keys: {None: make()}, most=1)

    def __call__(self) -> T:
        return self._only([None])[None]
