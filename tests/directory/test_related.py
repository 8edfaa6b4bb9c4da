"""Who else works on the same: the few that a profile names are the first of all, however they were sought."""

import random
from typing import Any

import pytest

from directory.models import Organisation, OrganisationPlace
from directory.organisations.profile import profile_rows
from directory.partnerships.related import related_to
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
    return made, known


@pytest.mark.parametrize("seed", range(4))
def test_the_first_of_all_are_named(seed):
    made, known = world(seed)
    public = [one for one in made if one.live]
    for organisation in public:
        wanted, at = known[organisation.key]
        sharing = [one for one in public if one is not organisation and known[one.key][0] & wanted]
        sharing.sort(key=lambda one: (-len(known[one.key][0] & wanted), -len(known[one.key][1] & at), one.key))
        found = related_to(Organisation.objects.get(pk=organisation.pk))
        assert [one.card.name for one in found] == [one.name for one in sharing[:4]]


def test_it_costs_five_questions_to_the_database(django_assert_max_num_queries):
    topic, other = TopicFactory(name="Hak 1", slug="hak-1"), TopicFactory(name="Hak 2", slug="hak-2")
    many = [OrganisationFactory(name=f"Kurum {n}", topics=[topic, other]) for n in range(12)]
    organisation = profile_rows(Organisation.objects.all()).get(pk=many[0].pk)
    with django_assert_max_num_queries(5):
        assert len(related_to(organisation)) == 4
