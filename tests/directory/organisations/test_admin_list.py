"""The admin's list and chooser of organisations."""

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import Organisation, OrganisationPlace, Standing
from directory.organisations.choices import OrganisationType
from tests.factories import (
    AdminFactory,
    DistrictFactory,
    KeywordFactory,
    OrganisationFactory,
    ProvinceFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_directory_organisation:list"
CHOOSE = "wagtailsnippetchoosers_directory_organisation:choose"
RESULTS = "wagtailsnippetchoosers_directory_organisation:choose_results"
HOSTILE = [
    '"a',
    "'; DROP TABLE x; --",
    "AND OR NOT",
    "a*",
    "%_\\",
    "(" * 50,
    "\x00a",
    "\x07\x1b",
    "\u202eabc",
    "👩‍👩‍👧 ❤️",
    "x" * 10_000,
    "a " * 5_000,
    "İ" * 300,
    " ",
]


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


def names(response):
    return [row.name for row in response.context["object_list"]]


@pytest.mark.parametrize("typed", ["ISIK", "ışık", "Işık", "isik", "IŞIK DERNEĞİ", "dernegi isik"])
def test_list_finds_a_name_whatever_its_case_and_letters(editor, typed):
    OrganisationFactory(name="Işık Derneği")
    OrganisationFactory(name="Başka Vakıf")

    assert names(editor.get(reverse(LIST), {"q": typed})) == ["Işık Derneği"]


@pytest.mark.parametrize("typed", ["iyg", "eski ad", "Light"])
def test_list_finds_by_acronym_former_name_and_english_name(editor, typed):
    OrganisationFactory(name="Işık", acronym="İYG", aliases=["Eski Adı"], name_en="Light")
    OrganisationFactory(name="Başka")

    assert names(editor.get(reverse(LIST), {"q": typed})) == ["Işık"]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("address", [LIST, CHOOSE, RESULTS])
def test_no_input_makes_list_or_chooser_fail(editor, address, typed):
    OrganisationFactory(name="Işık")

    assert editor.get(reverse(address), {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    "query", ["q=a&q=b", "q=%FF%FE", "type=nothing", "topic=x", "province=-1", "ordering=;drop", "state=zzz"]
)
def test_no_malformed_parameter_makes_the_list_fail(editor, query):
    assert editor.get(f"{reverse(LIST)}?{query}").status_code == 200


def test_list_is_in_turkish_alphabetical_order(editor):
    for name in ("Zeytin", "Çınar", "Ceviz", "Işık", "İncir", "Hurma", "Şeftali", "Sedir"):
        OrganisationFactory(name=name)

    assert names(editor.get(reverse(LIST))) == ["Ceviz", "Çınar", "Hurma", "Işık", "İncir", "Sedir", "Şeftali", "Zeytin"]


def test_list_shows_what_tells_organisations_apart(editor):
    district = DistrictFactory()
    organisation = OrganisationFactory(
        name="Işık",
        acronym="IŞD",
        topics=[TopicFactory()],
        places=[OrganisationPlace(province=district.province, district=district)],
    )
    Standing.objects.filter(organisation=organisation).update(basis="organisation", claimed_at=timezone.now())

    page = editor.get(reverse(LIST)).content.decode()

    for shown in ("Işık (IŞD)", "Bornova, İzmir", "Engelli hakları"):
        assert shown in page


def test_every_filter_narrows_the_list(editor):
    district = DistrictFactory()
    topic = TopicFactory()
    wanted = OrganisationFactory(
        name="Aranan",
        type="foundation",
        status="dormant",
        scope="local",
        topics=[topic],
        places=[OrganisationPlace(province=district.province, district=district) for _ in range(2)],
    )
    Standing.objects.filter(organisation=wanted).update(basis="organisation", claimed_at=timezone.now())
    wanted.summary = "Taslak"
    wanted.save_revision()
    OrganisationFactory(name="Öteki", live=False)

    for query in (
        {"type": "foundation"},
        {"status": "dormant"},
        {"scope": "local"},
        {"topic": topic.pk},
        {"province": district.province.pk},
        {"district": district.pk},
        {"basis": "organisation"},
        {"claimed": "true"},
        {"state": "live"},
        {"state": "changed"},
    ):
        assert names(editor.get(reverse(LIST), query)) == ["Aranan"], query
    assert names(editor.get(reverse(LIST), {"state": "draft"})) == ["Öteki"]
    assert names(editor.get(reverse(LIST), {"claimed": "false"})) == ["Öteki"]


def test_list_asks_the_same_number_of_queries_for_two_rows_and_for_twenty(editor, django_assert_max_num_queries):
    district = DistrictFactory()
    topics = [TopicFactory(name=name) for name in ("Çevre", "Kadın", "Gençlik", "Eğitim")]

    def add(count):
        for _ in range(count):
            OrganisationFactory(
                topics=topics,
                keywords=[KeywordFactory()],
                places=[OrganisationPlace(province=district.province, district=district)],
            ).save_revision()

    add(20)
    editor.get(reverse(LIST))
    with django_assert_max_num_queries(30):
        editor.get(reverse(LIST))


def test_list_is_for_people_with_permission_only(client):
    client.force_login(UserFactory())

    assert client.get(reverse(LIST)).status_code == 302


def test_chooser_tells_equal_names_apart_by_type_and_place(editor):
    here = DistrictFactory()
    there = DistrictFactory(province=ProvinceFactory(name="Eskişehir", code="26"), name="Odunpazarı")
    for district, kind in ((here, "association"), (there, "foundation")):
        OrganisationFactory(name="Işık", type=kind, places=[OrganisationPlace(province=district.province, district=district)])

    page = editor.get(reverse(RESULTS), {"q": "ISIK"}).content.decode()

    kinds = (str(OrganisationType.ASSOCIATION.label), str(OrganisationType.FOUNDATION.label))
    for shown in (*kinds, "Bornova, İzmir", "Odunpazarı, Eskişehir"):
        assert shown in page


def test_chooser_offers_no_organisation_merged_into_another(editor):
    target, gone = OrganisationFactory(name="Kalan"), OrganisationFactory(name="Giden")
    Standing.objects.filter(organisation=gone).update(merged_into=target)

    found = [row.name for row in editor.get(reverse(RESULTS)).context["results"]]

    assert found == ["Kalan"]
    assert Organisation.objects.count() == 2
