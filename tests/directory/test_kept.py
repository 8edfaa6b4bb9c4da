"""Parts of many pages are made once until something is published, and are never kept longer than they are true."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from directory import kept
from directory.models import Organisation
from directory.partnerships import related
from search import consumers, sync
from tests.factories import OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def making(settings, monkeypatch):
    """Return what keeps the squares of numbers, and the numbers whose square was worked out."""
    monkeypatch.setattr(consumers, "SETTLING", timedelta(0))
    settings.PAGES_KEPT = 1024
    monkeypatch.setattr(kept, "ends", kept.Ends())
    monkeypatch.setattr(related, "_kept", kept.UntilByKey(related._neighbours, most=100))
    made = []

    def squares(numbers):
        made.extend(numbers)
        return {number: number**2 for number in numbers if number >= 0}

    return kept.UntilByKey(squares, most=3), made


def test_each_is_made_once_until_something_is_published(making):
    squares, made = making
    assert squares([2, 3]) == {2: 4, 3: 9}
    assert squares([3, 1, 2]) == {3: 9, 1: 1, 2: 4}
    assert made == [2, 3, 1]
    sync.record("organisation", 1)
    assert squares([2]) == {2: 4}
    assert made == [2, 3, 1, 2]


def test_what_has_no_value_is_asked_for_each_time(making):
    squares, made = making
    assert squares([-1, 2]) == squares([-1, 2]) == {2: 4}
    assert made == [-1, 2, -1]
    assert squares([]) == {}


def test_beyond_the_most_they_begin_anew(making):
    squares, made = making
    squares([1, 2, 3, 4])
    assert squares([1]) == {1: 1}
    assert made == [1, 2, 3, 4, 1]


def test_a_minute_later_they_are_made_anew(making, monkeypatch):
    squares, made = making
    squares([2])
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + kept.KEPT_FOR + 1)
    squares([2])
    assert made == [2, 2]


def test_what_is_read_while_a_change_is_young_is_not_kept(making, monkeypatch):
    squares, made = making
    sync.record("organisation", 1)
    monkeypatch.setattr(consumers, "SETTLING", timedelta(minutes=1))
    squares([2])
    squares([2])
    assert made == [2, 2]


def test_where_no_page_is_kept_nothing_is(making, settings):
    squares, made = making
    settings.PAGES_KEPT = 0
    squares([2])
    squares([2])
    assert made == [2, 2]


def test_neighbours_are_kept_by_language_and_gone_with_their_publication(making, index, monkeypatch):
    topic = TopicFactory(name="Çevre", name_en="Environment", slug="cevre")
    one, other, third = (OrganisationFactory(key=f"k-{n}", name=f"Kurum {n}", topics=[topic]) for n in range(3))
    sync.drain()
    asked = []
    fetch = related.public_with_cards
    monkeypatch.setattr(related, "public_with_cards", lambda pks: asked.append(list(pks)) or fetch(pks))

    def named(organisation):
        return [
            (found.card.name, found.shared_topics) for found in related.related_to(Organisation.objects.get(pk=organisation.pk))
        ]

    assert named(one) == [("Kurum 1", ("Çevre",)), ("Kurum 2", ("Çevre",))]
    assert named(third) == [("Kurum 0", ("Çevre",)), ("Kurum 1", ("Çevre",))]
    with translation.override("en"):
        assert named(one) == [("Kurum 1", ("Environment",)), ("Kurum 2", ("Environment",))]
    assert asked == [[other.pk, third.pk], [one.pk], [other.pk, third.pk]]

    other.unpublish()
    assert named(one) == [("Kurum 2", ("Çevre",))]


def test_a_neighbour_is_gone_when_its_end_has_come(making, index):
    topic = TopicFactory()
    one, other = (OrganisationFactory(key=f"k-{n}", topics=[topic]) for n in range(2))
    sync.drain()
    Organisation.objects.filter(pk=other.pk).update(expire_at=timezone.now() + timedelta(seconds=1))
    assert len(related.related_to(one)) == 1
    time.sleep(1.1)
    assert related.related_to(one) == []
