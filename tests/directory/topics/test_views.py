from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import Need, Organisation, OrganisationPlace, TopicSynonym
from directory.topics import views, where
from search import sync
from tests.factories import DistrictFactory, OrganisationFactory, ProvinceFactory, TopicFactory
from tests.factories.public import full_organisation, path_of

pytestmark = pytest.mark.django_db


def rows(places):
    return [(row.label, row.count) for row in places]


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
    assert rows(answer.context["where"].first) == [("Bornova", 2)]


def test_an_organisation_located_and_working_in_a_district_counts_once(client):
    full_organisation(topics=[TopicFactory()], active_districts=[DistrictFactory()])
    assert rows(client.get("/haklar/engelli-haklari/").context["where"].first) == [("Bornova", 1)]


def test_who_works_for_more_than_a_district_or_names_none_is_in_the_list_too(client):
    topic = TopicFactory()
    province = DistrictFactory().province
    for name in ("Bir", "İki"):
        seat = OrganisationPlace(province=province, visibility="full")
        OrganisationFactory(name=name, topics=[topic], scope="provincial", places=[seat])
    OrganisationFactory(name="Üç", topics=[topic], scope="national")
    OrganisationFactory(name="Dört", topics=[topic], scope="local")
    answer = client.get("/haklar/engelli-haklari/")
    assert rows(answer.context["where"].beyond) == [("İzmir geneli", 2), ("Ülke geneli", 1), ("İlçesi henüz girilmedi", 1)]
    assert 'href="/ara/?topic=engelli-haklari&amp;scope=national"' in answer.content.decode()


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("kind", ["first", "beyond"])
def test_a_row_of_the_list_of_districts_leads_to_as_many_organisations_as_it_says(client, kind):
    topic, district = TopicFactory(), DistrictFactory()
    full_organisation("Yerinde", topics=[topic])
    OrganisationFactory(name="Uzaktan", topics=[topic], active_districts=[district])
    seat = [OrganisationPlace(province=district.province)]
    OrganisationFactory(name="Bütün ilde", topics=[topic], scope="provincial", places=seat)
    OrganisationFactory(name="Bütün ülkede", topics=[topic], scope="national")
    OrganisationFactory(name="Başka hak", topics=[TopicFactory(name="Spor")], active_districts=[district])
    sync.drain(at_once=True)
    found = getattr(client.get("/haklar/engelli-haklari/").context["where"], kind)
    assert sum(row.count for row in found) == 2
    assert [client.get(row.href).content.decode().count('class="result"') for row in found] == [row.count for row in found]


def test_whole_provinces_have_a_row_each_while_they_are_few(client):
    topic = TopicFactory()
    for number in range(where.PROVINCES):
        province = ProvinceFactory(code=f"{60 + number}", name=f"İl {number}", slug=f"il-{number}")
        OrganisationFactory(topics=[topic], scope="provincial", active_provinces=[province])
    labels = [label for label, _count in rows(client.get("/haklar/engelli-haklari/").context["where"].beyond)]
    assert labels == ["İl 0 geneli", "İl 1 geneli", "İl 2 geneli"]
    OrganisationFactory(
        topics=[topic], scope="provincial", active_provinces=[ProvinceFactory(code="70", name="İl 3", slug="il-3")]
    )
    assert rows(client.get("/haklar/engelli-haklari/").context["where"].beyond) == [("İl geneli", 4)]


def test_districts_beyond_the_first_stand_behind_a_way_on(client):
    topic = TopicFactory()
    districts = [DistrictFactory(name=f"İlçe {n:02d}", slug=f"ilce-{n}") for n in range(where.FIRST + 3)]
    OrganisationFactory(topics=[topic], active_districts=districts)
    html = client.get("/haklar/engelli-haklari/").content.decode()
    assert "3 ilçe daha" in html
    assert all(district.name in html for district in districts)


def test_a_rights_area_names_the_districts_of_the_city_where_nobody_is_shown(client, settings):
    settings.SITE_CITY = "İzmir"
    full_organisation(topics=[TopicFactory()])
    DistrictFactory(name="Urla", slug="urla")
    DistrictFactory(name="Çeşme", slug="cesme")
    answer = client.get("/haklar/engelli-haklari/")
    assert [district.name for district in answer.context["where"].empty] == ["Çeşme", "Urla"]
    html = answer.content.decode()
    assert "İzmir’in 2 ilçesinde" in html
    assert "/yerler/izmir/urla/" in html


def test_nothing_is_said_of_missing_districts_where_there_is_nobody_at_all_or_no_city(client, settings):
    DistrictFactory()
    topic = TopicFactory()
    assert client.get("/haklar/engelli-haklari/").context["where"].empty == ()
    full_organisation(topics=[topic])
    DistrictFactory(name="Urla", slug="urla")
    settings.SITE_CITY = ""
    assert client.get("/haklar/engelli-haklari/").context["where"].empty == ()


def test_open_needs_are_shown_with_who_needs_them_and_past_ones_are_not(client):
    past = Need(kind="venue", text="Geçmiş ihtiyaç", until=timezone.localdate() - timedelta(days=1))
    organisation = full_organisation(needs=[past, Need(kind="venue", text="Süren ihtiyaç")])
    html = client.get("/haklar/engelli-haklari/").content.decode()
    assert "Süren ihtiyaç" in html
    assert path_of(organisation) in html
    assert "Geçmiş ihtiyaç" not in html


def test_a_need_is_told_in_its_own_words_with_a_way_to_help(client):
    organisation = full_organisation(needs=[Need(kind="sign_language", text="İşaret dili çevirisi")])
    html = client.get("/haklar/engelli-haklari/").content.decode()
    assert '<p class="need-text">İşaret dili çevirisi</p>' in html
    assert f'href="{path_of(organisation)}#contact"' in html


def test_who_has_closed_needs_nothing(client):
    full_organisation(needs=[Need(kind="venue", text="Kapananın ihtiyacı")], status="closed")
    full_organisation("Açık", needs=[Need(kind="venue", text="Süren ihtiyaç")])
    assert [row.need.text for row in client.get("/haklar/engelli-haklari/").context["needs"]] == ["Süren ihtiyaç"]


def test_needs_that_end_come_first_then_the_newest_and_no_organisation_waits_for_its_letter(client):
    soon = timezone.localdate() + timedelta(days=3)
    old = full_organisation("A", needs=[Need(kind="venue", text="A bir"), Need(kind="venue", text="A iki")])
    new = full_organisation("Z", needs=[Need(kind="venue", text="Z bir"), Need(kind="venue", text="Z iki")])
    dated = full_organisation("M", needs=[Need(kind="venue", text="M yakında", until=soon)])
    for organisation, days in ((old, 9), (dated, 9), (new, 1)):
        published = timezone.now() - timedelta(days=days)
        Organisation.objects.filter(pk=organisation.pk).update(last_published_at=published)
    needs = client.get("/haklar/engelli-haklari/").context["needs"]
    assert [row.need.text for row in needs] == ["M yakında", "Z bir", "A bir", "Z iki", "A iki"]


def test_every_need_is_reached_page_by_page(client):
    organisation = full_organisation(needs=[Need(kind="venue", text=f"Salon {n:02d}.") for n in range(views.NEEDS_PAGE + 5)])
    html = client.get("/haklar/engelli-haklari/").content.decode()
    assert '<a class="more" href="/haklar/engelli-haklari/ihtiyaclar/">Bütün ihtiyaçları göster (45)' in html
    pages = "".join(client.get(f"/haklar/engelli-haklari/ihtiyaclar/?page={page}").content.decode() for page in (1, 2))
    assert all(f'<p class="need-text">{need.text}</p>' in pages for need in organisation.needs.all())


def test_without_needs_their_page_leads_back(client):
    TopicFactory()
    assert "/haklar/engelli-haklari/" in client.get("/en/haklar/engelli-haklari/ihtiyaclar/").content.decode()
    assert client.get("/haklar/yok/ihtiyaclar/").status_code == 404


def test_words_are_printed_as_they_should_be_and_not_broken_inside(client):
    TopicSynonym.objects.create(topic=TopicFactory(), term="women's council", lang="en")
    assert "women’s\u00a0council" in client.get("/en/haklar/engelli-haklari/").content.decode()


def test_hidden_synonyms_are_never_shown(client):
    topic = TopicFactory()
    TopicSynonym.objects.create(topic=topic, term="engelsiz yaşam")
    TopicSynonym.objects.create(topic=topic, term="incitici söz", relation="hidden")
    TopicSynonym.objects.create(topic=topic, term="accessibility", lang="en")
    html = client.get("/haklar/engelli-haklari/").content.decode()
    assert "engelsiz\u00a0yaşam" in html
    assert "incitici söz" not in html
    assert "accessibility" not in html
    assert "accessibility" in client.get("/en/haklar/engelli-haklari/").content.decode()


def test_an_unknown_rights_area_is_not_found(client):
    assert client.get("/haklar/yok/").status_code == 404


def test_a_rights_area_nobody_works_on_offers_ways_on(client):
    TopicFactory()
    assert "henüz yok" in client.get("/haklar/engelli-haklari/").content.decode()


@pytest.mark.parametrize("path", ["/haklar/", "/haklar/engelli-haklari/", "/haklar/engelli-haklari/ihtiyaclar/"])
@pytest.mark.parametrize("rows", [2, 20])
def test_rights_areas_ask_the_database_as_often_for_many_rows(client, django_assert_max_num_queries, path, rows):
    for n in range(rows):
        full_organisation(f"Dernek {n}")
        TopicFactory(name=f"Alan {n}", name_en=f"Area {n}")
    with django_assert_max_num_queries(18):
        client.get(path)
