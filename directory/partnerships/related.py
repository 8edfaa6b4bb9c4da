"""Who else works on the same: public organisations sharing rights areas, each with the reason in words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce

from directory.organisations.cards import Card, card, card_rows, topics_of
from directory.organisations.choices import SHOWN_PLACES
from directory.organisations.models import Organisation, OrganisationPlace, OrganisationTopic


@dataclass(frozen=True, slots=True)
class Related:
    card: Card
    shared_topics: tuple[str, ...]
    shared_places: tuple[str, ...]


def related_to(organisation: Organisation, *, limit: int = 4) -> list[Related]:
    """Return those that share most rights areas, then a district; equal ones by their key.

    Most of a large country shares some rights area, so nobody counts what all of them share: the first of those nearby and
    the first of all, wherever they are, hold the first of both.
    """
    topics = topics_of(organisation)
    if not topics:
        return []
    wanted = {topic.pk for topic in topics}
    districts = {p.district_id for p in organisation.places.all() if p.shows_district and p.district_id}
    shared = OrganisationTopic.objects.filter(content_object=OuterRef("pk"), tag__in=wanted)
    others: Any = Organisation.objects.public().exclude(pk=organisation.pk).select_related("standing")
    others = others.annotate(shared=_number(shared, "content_object", "tag"), near=Value(0))
    first = {other.key: other for other in (*_anywhere(others, wanted, limit), *_nearby(others, districts, limit))}
    rows = sorted(first.values(), key=lambda other: (-other.shared, -other.near, other.key))[:limit]
    prefetch_related_objects(rows, *card_rows())
    return [
        Related(
            card=card(other),
            shared_topics=tuple(topic.label for topic in topics_of(other) if topic.pk in wanted),
            shared_places=tuple(
                dict.fromkeys(p.district.name for p in other.places.all() if p.shows_district and p.district_id in districts)
            ),
        )
        for other in rows
    ]


def _nearby(others: Any, districts: Collection[int], limit: int) -> list[Any]:
    """Return the first of those that stand in one of the districts, each with the number of those it stands in."""
    if not districts:
        return []
    placed = OrganisationPlace.objects.filter(district__in=districts, visibility__in=SHOWN_PLACES)
    number = _number(placed.filter(organisation=OuterRef("pk")), "organisation", "district") if len(districts) > 1 else Value(1)
    here = others.filter(pk__in=placed.values("organisation"), shared__gt=0).annotate(near=number)
    return list(here.order_by("-shared", "-near", "key")[:limit])


def _anywhere(others: Any, wanted: Collection[int], limit: int) -> list[Any]:
    """Return the first of all, wherever they are: who shares several, and only where those are too few, who shares one."""
    tagged = OrganisationTopic.objects.filter(tag__in=wanted).order_by()
    several = tagged.values("content_object").annotate(rows=Count("pk")).filter(rows__gt=1).values("content_object")
    most = others.filter(pk__in=several, shared__gt=1).order_by("-shared", "key")
    found = list(most[:limit]) if len(wanted) > 1 else []
    if len(found) < limit:
        one = others.exclude(pk__in=[other.pk for other in found]).filter(pk__in=tagged.values("content_object"))
        found += one.order_by("key")[: limit - len(found)]
    return found


def _number(rows: Any, of: str, what: str) -> Any:
    """Return how many different ones each has, as a value of a query."""
    counted = rows.order_by().values(of).annotate(number=Count(what, distinct=True)).values("number")
    return Coalesce(Subquery(counted), 0)
