"""Who else works on the same: public organisations sharing rights areas, each with the reason in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from directory.kept import UntilByKey
from directory.organisations.cards import Card, card, shown_places, topics_of
from directory.organisations.choices import Status
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
            related += [one for other in _public(part) if (one := _related(other, shared, districts)).shared_topics]
    return related[:limit]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What others' profiles show of a public organisation: its card, its rights areas and districts by their keys."""

    card: Card
    topics: Mapping[int, str]
    districts: Mapping[int, str]


def _neighbours(keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Neighbour]:
    """Return those that are public and not closed by language, the active one, and key."""
    lang = keys[0][0]
    return {
        (lang, other.pk): Neighbour(
            card=card(other),
            topics={topic.pk: topic.label for topic in topics_of(other)},
            districts={place.district_id: place.district.name for place in shown_places(other) if place.district_id},
        )
        for other in public_with_cards([pk for _lang, pk in keys])
        if other.status != Status.CLOSED  # nobody is there to talk to
    }


_kept = UntilByKey(_neighbours, most=5_000)


def _public(pks: Sequence[int]) -> Iterable[Neighbour]:
    """Return those that are public, in the order asked for. The first of many are beside a thousand others."""
    keys = [(get_language() or settings.LANGUAGE_CODE, pk) for pk in pks]
    found = _kept(keys) if keys else {}
    return (found[key] for key in keys if key in found)


def _related(other: Neighbour, topics: Collection[int], districts: Collection[int]) -> Related:
    return Related(
        card=other.card,
        shared_topics=tuple(label for pk, label in other.topics.items() if pk in topics),
        shared_places=tuple(name for pk, name in other.districts.items() if pk in districts),
    )
