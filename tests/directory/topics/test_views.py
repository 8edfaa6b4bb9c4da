from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import Need, OrganisationPlace, TopicSynonym
from tests.factories import DistrictFactory, OrganisationFactory, TopicFactory
from tests.factories.public import full_organisation, path_of

pytestmark = pytest.mark.django_db


def test_rights_areas_are_listed_by_group_with_their_counts(client):
    topic = TopicFactory()
    TopicFactory(name="Hayvan hakları", name_en="Animal rights")
    OrganisationFactory(topics=[topic])
    OrganisationFactory(topics=[topic])
    groups = client.get("/haklar/").context["groups"]
    assert [(entry.topic.slug, entry.count) for entry in groups[0].topics] == [("engelli-haklari", 2), ("hayvan-haklari", 0)]


def test_a_rights_area_says_who_works_on_it_and_where(client):
    topic = TopicFactory()
    full_organisation("Yerinde", topics=[topic])
    OrganisationFactory(name="Uzaktan", topics=[topic], active_districts=[DistrictFactory()])
    hidden = OrganisationPlace(province=DistrictFactory().province, district=DistrictFactory(), visibility="hidden")
    OrganisationFactory(name="Saklı yerli", topics=[topic], places=[hidden])
    answer = client.get("/haklar/engelli-haklari/")
    assert [card.name for card in answer.context["cards"]] == ["Saklı yerli", "Uzaktan", "Yerinde"]
    assert [(district.slug, count) for district, count in answer.context["districts"]] == [("bornova", 2)]


def test_an_organisation_located_and_working_in_a_district_counts_once(client):
    full_organisation(topics=[TopicFactory()], active_districts=[DistrictFactory()])
    assert [count for _district, count in client.get("/haklar/engelli-haklari/").context["districts"]] == [1]


def test_open_needs_are_shown_with_who_needs_them_and_past_ones_are_not(client):
    past = Need(kind="venue", text="Geçmiş ihtiyaç", until=timezone.localdate() - timedelta(days=1))
    organisation = full_organisation(needs=[past, Need(kind="venue", text="Süren ihtiyaç")])
    html = client.get("/haklar/engelli-haklari/").content.decode()
    assert "Süren ihtiyaç" in html
    assert path_of(organisation) in html
    assert "Geçmiş ihtiyaç" not in html


def test_hidden_synonyms_are_never_shown(client):
    topic = TopicFactory()
    TopicSynonym.objects.create(topic=topic, term="engelsiz yaşam")
    TopicSynonym.objects.create(topic=topic, term="incitici söz", relation="hidden")
    TopicSynonym.objects.create(topic=topic, term="accessibility", lang="en")
    html = client.get("/haklar/engelli-haklari/").content.decode()
    assert "engelsiz yaşam" in html
    assert "incitici söz" not in html
    assert "accessibility" not in html
    assert "accessibility" in client.get("/en/haklar/engelli-haklari/").content.decode()


def test_an_unknown_rights_area_is_not_found(client):
    assert client.get("/haklar/yok/").status_code == 404


def test_a_rights_area_nobody_works_on_offers_ways_on(client):
    TopicFactory()
    assert "henüz yok" in client.get("/haklar/engelli-haklari/").content.decode()


@pytest.mark.parametrize("path", ["/haklar/", "/haklar/engelli-haklari/"])
@pytest.mark.parametrize("rows", [2, 20])
def test_rights_areas_ask_the_database_as_often_for_many_rows(client, django_assert_max_num_queries, path, rows):
    for n in range(rows):
        full_organisation(f"Dernek {n}")
        TopicFactory(name=f"Alan {n}", name_en=f"Area {n}")
    with django_assert_max_num_queries(18):
        client.get(path)
