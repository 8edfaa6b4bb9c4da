"""Who else works on the same: public organisations sharing rights areas, each with the reason in words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from directory.organisations.cards import Card, card, topics_of, with_card_rows
from directory.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Related:
    card: Card
    shared_topics: tuple[str, ...]
    shared_places: tuple[str, ...]


def related_to(organisation: Organisation, *, limit: int = 4) -> list[Related]:
    """Return those that share most rights areas, then a district; equal ones by their key."""
    topics = topics_of(organisation)
    if not topics:
        return []
    wanted = {topic.pk for topic in topics}
    districts = {p.district_id for p in organisation.places.all() if p.shows_district and p.district_id}
    near = Q(places__district__in=districts, places__visibility__in=("full", "district"))
    others: Any = (
        Organisation.objects.public()
        .exclude(pk=organisation.pk)
        .filter(tagged_topics__tag__in=wanted)
        .annotate(
            shared=Count("tagged_topics__tag", filter=Q(tagged_topics__tag__in=wanted), distinct=True),
            near=Count("places__district", filter=near, distinct=True),
        )
        .order_by("-shared", "-near", "key")
    )
    return [
        Related(
            card=card(other),
            shared_topics=tuple(topic.label for topic in topics_of(other) if topic.pk in wanted),
            shared_places=tuple(
                dict.fromkeys(p.district.name for p in other.places.all() if p.shows_district and p.district_id in districts)
            ),
        )
        for other in with_card_rows(others)[:limit]
    ]
