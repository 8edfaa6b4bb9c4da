"""What is gathered for a card or a profile is what the organisation has."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import Need, Offer, Organisation, OrganisationContact, OrganisationPlace
from directory.organisations.cards import card
from directory.organisations.gathering import public_with_cards, public_with_profile
from tests.factories import DistrictFactory, KeywordFactory, OrganisationFactory, ProvinceFactory, TopicFactory
from tests.factories.public import NOT_PUBLIC, full_organisation, standing

pytestmark = pytest.mark.django_db

ROWS = ("tagged_topics", "tagged_keywords", "active_provinces", "active_districts", "places", "contacts", "offers", "needs")

RELATIONS = (
    "tagged_topics",
    "places",
    "contacts",
    "offers",
    "needs",
    "active_provinces",
    "active_districts",
    "tagged_keywords",
)


def several(name, keywords):
    """Return an organisation with several rows of each kind, in an order that is not that of the alphabet."""
    konak, bornova = DistrictFactory(name="Konak"), DistrictFactory(name="Bornova")
    return full_organisation(
        name,
        topics=[TopicFactory(name=f"Hak {n}", slug=f"hak-{n}") for n in (3, 1, 2)],
        keywords=keywords,
        active_provinces=[ProvinceFactory(name="Manisa"), ProvinceFactory(name="Aydın")],
        active_districts=[konak, bornova],
        places=[OrganisationPlace(province=at.province, district=at, visibility="full") for at in (konak, bornova)],
        contacts=[OrganisationContact(kind="email", value=f"{n}@isik.example") for n in "ba"],
        offers=[Offer(kind="venue", text=text) for text in ("Salon", "Bahçe")],
        needs=[Need(kind="volunteers", text=text) for text in ("Okur", "Aşçı")],
    )


@pytest.fixture
def made():
    keywords = [KeywordFactory(name=name) for name in ("rampa", "braille")]
    organisations = [
        several("Işık Derneği", keywords),
        full_organisation("Tek Derneği"),
        several("Umut Derneği", keywords),
    ]
    standing(organisations[2], claimed_at=timezone.now(), confirmed_on=timezone.localdate())
    return [*organisations, OrganisationFactory(name="Boş Dernek")]


def test_a_profile_has_every_row_in_its_order(made, django_assert_num_queries):
    pks = [organisation.pk for organisation in made]
    found = public_with_profile(pks)
    assert [one.pk for one in found] == pks
    for one in found:
        fresh = Organisation.objects.get(pk=one.pk)
        for relation in ROWS:
            assert list(getattr(one, relation).all()) == list(getattr(fresh, relation).all()), relation
        assert one.standing == fresh.standing
        assert {name: getattr(one, name) for name in values(one)} == {name: getattr(fresh, name) for name in values(fresh)}
        assert card(one) == card(fresh)
    with django_assert_num_queries(10):
        (profile,) = public_with_profile(pks[:1])
    with django_assert_num_queries(0):
        assert [row.tag.group.slug for row in profile.tagged_topics.all()]
        assert [place.district.province.name for place in profile.places.all()]
        assert [district.province.name for district in profile.active_districts.all()]
        assert [row.tag.name for row in profile.tagged_keywords.all()] == ["rampa", "braille"]
        assert profile.standing.basis
        assert profile.logo is None


def values(organisation):
    return [field.attname for field in organisation._meta.concrete_fields]


def test_cards_come_in_the_order_asked_for_and_four_questions(made, django_assert_num_queries):
    pks = [made[2].pk, made[3].pk, made[0].pk]
    with django_assert_num_queries(4):
        cards = [card(one) for one in public_with_cards(pks)]
    assert [one.name for one in cards] == ["Umut Derneği", "Boş Dernek", "Işık Derneği"]
    assert cards == [card(Organisation.objects.get(pk=pk)) for pk in pks]


@pytest.mark.parametrize("case", NOT_PUBLIC)
@pytest.mark.parametrize("gather", [public_with_cards, public_with_profile])
def test_what_is_not_public_is_not_gathered(case, gather):
    organisation, public = NOT_PUBLIC[case](), OrganisationFactory()
    assert [one.pk for one in gather([organisation.pk, public.pk])] == [public.pk]
    assert gather([organisation.pk]) == []
    assert gather([]) == []


def test_the_end_of_a_profile_is_seen_however_often_it_was_asked_for():
    organisation = OrganisationFactory()
    ends = [timezone.now() + timedelta(minutes=1), timezone.now() - timedelta(milliseconds=5), None]
    found = []
    for end in ends:
        Organisation.objects.filter(pk=organisation.pk).update(expire_at=end)
        found.append(len(public_with_cards([organisation.pk])))
    assert found == [1, 0, 1]
