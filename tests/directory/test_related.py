"""Who else works on the same: the index says who shares most, the rows say what is public and shared now."""

import random
from typing import Any

import pytest

from directory.models import Organisation, OrganisationPlace
from directory.organisations.gathering import public_with_profile
from directory.partnerships.related import related_to
from search import sync
from tests.factories import DistrictFactory, OrganisationFactory, ProvinceFactory, TopicFactory

pytestmark = pytest.mark.django_db


def world(seed: int) -> tuple[list[Any], dict[str, tuple[set[int], set[int]]]]:
    """Return organisations, and for each key its rights areas and the districts it shows."""
    rng = random.Random(seed)
    topics = [TopicFactory(name=f"Hak {n}", slug=f"hak-{n}") for n in range(4)]
    province = ProvinceFactory(code="35")
    districts = [DistrictFactory(name=f"İlçe {n}", province=province) for n in range(3)]
    made, known = [], {}
    for n in rng.sample(range(100), 24):
        mine = rng.sample(topics, rng.randint(0, 3))
        at = {district: rng.choice(("full", "district", "hidden")) for district in rng.sample(districts, rng.randint(0, 2))}
        places = [
            OrganisationPlace(address="Sokak 1", province=province, district=district, visibility=visibility)
            for district, visibility in at.items()
        ]
        made.append(
            OrganisationFactory(key=f"k-{n:02d}", name=f"Kurum {n}", topics=mine, places=places, live=rng.random() < 0.9)
        )
        shown = {district.pk for district, visibility in at.items() if visibility != "hidden"}
        known[f"k-{n:02d}"] = ({topic.pk for topic in mine}, shown)
    sync.drain()
    return made, known


def named(organisation: Any) -> list[str]:
    return [one.card.name for one in related_to(Organisation.objects.get(pk=organisation.pk))]


@pytest.fixture
def topics() -> list[Any]:
    return [TopicFactory(name=f"Hak {n}", slug=f"hak-{n}") for n in range(2)]


@pytest.mark.parametrize("seed", range(4))
def test_the_first_of_all_are_named(index, seed):
    made, known = world(seed)
    public = [one for one in made if one.live]
    for organisation in public:
        wanted, at = known[organisation.key]
        sharing = [one for one in public if one is not organisation and known[one.key][0] & wanted]
        sharing.sort(key=lambda one: (-len(known[one.key][0] & wanted), -len(known[one.key][1] & at), one.key))
        assert named(organisation) == [one.name for one in sharing[:4]]


def test_what_was_unpublished_a_moment_ago_makes_room_for_the_next(index, topics):
    made = [OrganisationFactory(key=f"k-{n}", name=f"Kurum {n}", topics=topics) for n in range(7)]
    sync.drain()
    assert named(made[0]) == ["Kurum 1", "Kurum 2", "Kurum 3", "Kurum 4"]
    Organisation.objects.filter(pk__in=[made[1].pk, made[3].pk]).update(live=False)  # the index has not heard of it
    assert named(made[0]) == ["Kurum 2", "Kurum 4", "Kurum 5", "Kurum 6"]


def test_who_has_closed_is_nobody_to_talk_to(index, topics):
    made = [OrganisationFactory(key=f"k-{n}", name=f"Kurum {n}", topics=topics) for n in range(7)]
    Organisation.objects.filter(pk__in=[made[1].pk, made[3].pk]).update(status="closed")
    Organisation.objects.filter(pk=made[2].pk).update(status="dormant")
    sync.drain()
    assert named(made[0]) == ["Kurum 2", "Kurum 4", "Kurum 5", "Kurum 6"]


def test_the_reason_is_what_is_shared_now(index, topics):
    one, other = (OrganisationFactory(key=f"k-{n}", name=f"Kurum {n}", topics=topics) for n in range(2))
    sync.drain()
    other.tagged_topics.first().delete()
    (found,) = related_to(Organisation.objects.get(pk=one.pk))
    assert found.shared_topics == ("Hak 1",)
    other.tagged_topics.all().delete()
    assert related_to(Organisation.objects.get(pk=one.pk)) == []


def test_without_an_index_nobody_is_named(settings, tmp_path, topics):
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    made = [OrganisationFactory(topics=topics) for _ in range(2)]
    assert related_to(made[0]) == []


def test_it_costs_four_questions_to_the_database(index, topics, django_assert_num_queries):
    many = [OrganisationFactory(name=f"Kurum {n}", topics=topics) for n in range(12)]
    sync.drain()
    (organisation,) = public_with_profile([many[0].pk])
    with django_assert_num_queries(4):
        assert len(related_to(organisation)) == 4
