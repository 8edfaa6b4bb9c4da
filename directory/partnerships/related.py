"""Who else works on the same: public organisations sharing rights areas, each with the reason in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.organisations.cards import Card, card, topics_of
from directory.organisations.gathering import public_with_cards
from directory.organisations.models import Organisation
from search import service

SPARE = 4  # more than are shown: an index is a moment behind


@dataclass(frozen=True, slots=True)
class Related:
    card: Card
    shared_topics: tuple[str, ...]
    shared_places: tuple[str, ...]


def related_to(organisation: Organisation, *, limit: int = 4) -> list[Related]:
    """Return those that share most rights areas, then a district; equal ones by their key.

    The index of search says who that is: most of a large country shares some rights area, and counting what all of them share
    is what it is made for. What is public and what is shared is read from the rows.
    """
    topics = topics_of(organisation)
    districts = {p.district_id: p.district.value for p in organisation.places.all() if p.shows_district and p.district_id}
    wanted = {"topic": [topic.slug for topic in topics], "district": list(districts.values())}
    found = [int(pk) for pk in service.sharing("organisation", wanted, limit + 1 + SPARE) if int(pk) != organisation.pk]
    shared = {topic.pk for topic in topics}
    related: list[Related] = []
    for part in (found[:limit], found[limit:]):
        if len(related) < limit:
            related += [one for other in public_with_cards(part) if (one := _related(other, shared, districts)).shared_topics]
    return related[:limit]


def _related(other: Organisation, topics: Iterable[int], districts: Iterable[int]) -> Related:
    at = [place.district.name for place in other.places.all() if place.shows_district and place.district_id in districts]
    return Related(
        card=card(other),
        shared_topics=tuple(topic.label for topic in topics_of(other) if topic.pk in topics),
        shared_places=tuple(dict.fromkeys(at)),
    )
