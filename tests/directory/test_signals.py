"""Whoever changes something that a document shows leaves a Change row."""

import pytest

from directory.models import Address, District, KeywordSynonym, OrganisationPlace, Province, Standing, Topic, TopicSynonym
from search.models import Change
from tests.factories import DistrictFactory, KeywordFactory, OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    district = DistrictFactory()
    organisation = OrganisationFactory(
        topics=[TopicFactory()],
        keywords=[KeywordFactory(name="kompost")],
        places=[OrganisationPlace(province=district.province, district=district, visibility="full")],
    )
    OrganisationFactory()  # is told of nothing
    Change.objects.all().delete()
    return organisation


def recorded():
    return set(Change.objects.values_list("kind", "object_id"))


def test_saving_and_deleting_an_organisation(organisation):
    pk = str(organisation.pk)
    organisation.save()
    assert ("organisation", pk) in recorded()

    Change.objects.all().delete()
    organisation.delete()
    assert ("organisation", pk) in recorded()


def test_publishing_and_unpublishing(organisation):
    organisation.save_revision().publish()
    assert ("organisation", str(organisation.pk)) in recorded()

    Change.objects.all().delete()
    organisation.refresh_from_db()
    organisation.unpublish()
    assert ("organisation", str(organisation.pk)) in recorded()


def test_standing_and_address(organisation):
    Standing.objects.get(organisation=organisation).save()
    assert recorded() == {("organisation", str(organisation.pk))}

    Change.objects.all().delete()
    Address.objects.get(organisation=organisation).save()
    assert recorded() == {("organisation", str(organisation.pk))}


def test_a_rights_area_tells_its_organisations(organisation):
    topic = Topic.objects.get()
    topic.save()

    assert recorded() == {("topic", str(topic.pk)), ("organisation", str(organisation.pk))}


def test_a_group_tells_its_rights_areas_and_their_organisations(organisation):
    topic = Topic.objects.get()
    topic.group.save()

    assert recorded() == {("topic", str(topic.pk)), ("organisation", str(organisation.pk))}


def test_a_synonym_tells_its_rights_area_alone(organisation):
    topic = Topic.objects.get()
    TopicSynonym.objects.create(topic=topic, term="erişim")

    assert recorded() == {("topic", str(topic.pk))}


@pytest.mark.parametrize("change", [lambda keyword: keyword.save(), lambda keyword: keyword.delete()])
def test_a_keyword_tells_its_organisations(organisation, change):
    change(organisation.keywords.get())

    assert ("organisation", str(organisation.pk)) in recorded()


def test_a_merged_word_tells_the_organisations_of_the_keyword(organisation):
    KeywordSynonym.objects.create(keyword=organisation.keywords.get(), term="gübre")

    assert recorded() == {("organisation", str(organisation.pk))}


def test_a_place_tells_who_sits_or_works_there(organisation):
    working = OrganisationFactory(active_districts=[District.objects.get()])
    Change.objects.all().delete()
    District.objects.get().save()

    district = District.objects.get()
    assert recorded() == {
        ("place", f"d{district.pk}"),
        ("organisation", str(organisation.pk)),
        ("organisation", str(working.pk)),
    }


def test_a_province_tells_its_districts_and_everybody_in_them(organisation):
    Province.objects.get().save()

    assert recorded() == {
        ("place", f"p{Province.objects.get().pk}"),
        ("place", f"d{District.objects.get().pk}"),
        ("organisation", str(organisation.pk)),
    }
