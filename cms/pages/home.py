"""What the home page shows of the directory."""

from typing import Any

from django.db.models import QuerySet

from directory.organisations.cards import Card, card, with_card_rows
from directory.organisations.marks import fnv1a
from directory.organisations.models import Organisation
from directory.sharing import structured
from directory.topics.views import topics_by_group

SKYLINE = 20
FEWEST = 5  # of the claimed and of the unclaimed ones, so that both kinds of doors are seen
OLDEST = 400  # of each, among which is chosen; a page does not read a hundred thousand


def skyline(*, total: int) -> list[Card]:
    """Return the organisations that stand on the home page's line: claimed and unclaimed ones in the proportion of the
    whole, but some of both where there are both. Always the same ones, in a mixed order of their own."""
    public = Organisation.objects.public()
    claimed = public.filter(standing__claimed_at__isnull=False)
    filled, hollow = _oldest(claimed), _oldest(public.exclude(pk__in=claimed.values("pk")))
    share = round(SKYLINE * claimed.count() / total) if total else 0
    doors = min(max(share, FEWEST, SKYLINE - len(hollow)), SKYLINE - min(FEWEST, len(hollow)), len(filled))
    chosen = public.filter(pk__in=[*_spread(filled, doors), *_spread(hollow, SKYLINE - doors)])
    return [card(one) for one in sorted(with_card_rows(chosen), key=lambda one: (fnv1a(one.key), one.key))]


def _oldest(organisations: QuerySet[Any]) -> list[int]:
    return list(organisations.order_by("pk").values_list("pk", flat=True)[:OLDEST])


def _spread(rows: list[int], wanted: int) -> list[int]:
    """Return so many of the rows, at equal distances."""
    return [rows[at * len(rows) // wanted] for at in range(wanted)] if len(rows) > wanted else rows


def home_context() -> dict[str, Any]:
    total = Organisation.objects.public().count()
    return {
        "skyline": skyline(total=total),
        "groups": topics_by_group(),
        "total": total,
        "hide_header_search": True,
        "structured": structured.website(),
    }
