"""/harita/: the list is complete and first; nothing is nearer than it may be; nothing that is not public is anywhere."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.surroundings import tiles_origin
from directory.models import OrganisationPlace, Topic
from directory.places import maps, points
from tests.factories import DistrictFactory, OrganisationFactory, ProvinceFactory, TopicFactory
from tests.factories.public import NOT_PUBLIC, SECRET

pytestmark = pytest.mark.django_db
POINTS = "/harita/noktalar.json"


def place(district, visibility="full", **values):
    return OrganisationPlace(province=district.province, district=district, visibility=visibility, **values)


@pytest.fixture
def bornova():
    return DistrictFactory(name="Bornova", slug="bornova", latitude=38.466, longitude=27.219)


def drawn(client, query=""):
    answer = client.get(f"{POINTS}{query}")
    assert answer.status_code == 200
    return answer.json()


def names(html):
    return re.findall(r"<bdi>([^<]+)</bdi>", html)


def test_a_place_that_shows_its_address_stands_where_it_is(client, bornova):
    OrganisationFactory(name="Açık", places=[place(bornova, address="Ergene Sokak 1", latitude=38.4711, longitude=27.2222)])
    (point,) = drawn(client)["points"]
    assert point["at"] == [38.4711, 27.2222]
    assert not point["near"]
    assert point["address"] == "Ergene Sokak 1"
    assert "Ergene Sokak 1" in client.get("/harita/").content.decode()


@pytest.mark.parametrize("path", ["/harita/", "/en/harita/", POINTS, "/harita/?province=izmir"])
def test_where_only_the_district_may_be_known_nothing_nearer_leaves_the_server(client, bornova, path):
    OrganisationFactory(
        name="Sığınak", places=[place(bornova, "district", address="Gizli Sokak 5", latitude=38.4711, longitude=27.2222)]
    )
    text = client.get(path).content.decode()
    assert "Sığınak" in text
    for told in ("Gizli Sokak", "38.4711", "27.2222", "38,4711"):
        assert told not in text
    (point,) = drawn(client)["points"]
    assert (point["at"], point["near"]) == ([38.466, 27.219], True)


def test_a_place_without_a_position_or_district_stands_at_the_nearest_centre(client, bornova):
    OrganisationFactory(name="A", places=[place(bornova, address="Adres")])
    OrganisationFactory(name="B", places=[OrganisationPlace(province=bornova.province, visibility="full")])
    at = {point["name"]: (point["at"], point["near"]) for point in drawn(client)["points"]}
    province = bornova.province
    assert at == {"A": ([38.466, 27.219], True), "B": ([province.latitude, province.longitude], True)}


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_public_is_on_no_map(client, state):
    NOT_PUBLIC[state]()
    for path in ("/harita/", POINTS):
        assert SECRET not in client.get(path).content.decode()


def test_a_hidden_place_is_on_no_map(client, bornova):
    OrganisationFactory(name="Saklı", places=[place(bornova, "hidden", address="Sokak")])
    assert "Saklı" not in client.get("/harita/").content.decode()
    assert drawn(client)["points"] == []


def test_every_point_is_in_the_list_and_a_choice_narrows_both(client, bornova):
    right = TopicFactory()
    buca = DistrictFactory(name="Buca", slug="buca", province=bornova.province)
    elsewhere = DistrictFactory(name="Söğüt", slug="sogut", province=ProvinceFactory(name="Bilecik", slug="bilecik"))
    OrganisationFactory(name="Bir", topics=[right], places=[place(bornova), place(buca)])
    OrganisationFactory(name="İki", places=[place(buca)])
    OrganisationFactory(name="Üç", topics=[right], places=[place(elsewhere)])
    for query, found in {
        "": ["Bir", "Bir", "İki", "Üç"],
        "?province=izmir": ["Bir", "Bir", "İki"],
        "?district=izmir/buca": ["Bir", "İki"],
        f"?topic={right.slug}": ["Bir", "Bir", "Üç"],
        f"?province=izmir&topic={right.slug}": ["Bir", "Bir"],
    }.items():
        html = client.get(f"/harita/{query}").content.decode()
        assert sorted(names(html)) == sorted(found)
        assert sorted(point["name"] for point in drawn(client, query)["points"]) == sorted(found)
    assert (
        'data-points="/harita/noktalar.json?district=izmir%2Fbuca"'
        in client.get("/harita/?district=izmir/buca").content.decode()
    )


@pytest.mark.parametrize(
    "query",
    [
        "?province=yok",
        "?district=izmir",
        "?district=/",
        "?topic=%27",
        "?page=x",
        "?province=%00",
        "?organisation=" + "x" * 9000,
    ],
)
def test_an_odd_choice_is_no_choice(client, bornova, query):
    OrganisationFactory(name="Tek", places=[place(bornova)])
    assert client.get(f"/harita/{query}").status_code == 200
    assert client.get(f"{POINTS}{query}").status_code == 200


def test_an_empty_directory_says_so(client):
    html = client.get("/harita/").content.decode()
    assert "Uyan bir yer yok." in html
    assert "data-map" not in html


def test_very_many_places_are_counted_by_district(client, bornova, monkeypatch):
    monkeypatch.setattr(points, "MOST_POINTS", 2)
    monkeypatch.setattr(maps, "MOST_POINTS", 2)
    for name in ("Bir", "İki", "Üç"):
        OrganisationFactory(name=name, places=[place(bornova)])
    found = drawn(client)
    assert found["points"] == []
    assert found["areas"] == [
        {"name": "Bornova", "count": 3, "url": "/harita/?district=izmir%2Fbornova", "at": [38.466, 27.219]}
    ]
    html = client.get("/harita/").content.decode()
    assert names(html) == []
    assert "Yerleri görmek için bir il seçin." in html
    assert sorted(names(client.get("/harita/?province=izmir").content.decode())) == ["Bir", "Üç", "İki"]


@pytest.mark.parametrize("rows", [2, 20])
@pytest.mark.parametrize("path", ["/harita/", "/harita/?province=izmir", POINTS])
def test_the_database_is_asked_as_often_for_many_rows(client, bornova, django_assert_max_num_queries, path, rows):
    for number in range(rows):
        OrganisationFactory(name=f"Dernek {number}", places=[place(bornova)])
    with django_assert_max_num_queries(15):
        client.get(path)


@pytest.mark.parametrize("districts", [2, 20])
def test_the_counts_of_many_districts_ask_the_database_as_often(
    client, bornova, monkeypatch, django_assert_max_num_queries, districts
):
    monkeypatch.setattr(points, "MOST_POINTS", 1)
    for number in range(districts):
        there = DistrictFactory(name=f"İlçe {number}", slug=f"ilce-{number}", province=bornova.province)
        OrganisationFactory(name=f"Dernek {number}", places=[place(there)])
    with django_assert_max_num_queries(7):
        assert len(drawn(client)["areas"]) == districts


def test_the_ground_names_every_province_and_the_districts_in_question_the_fullest_first(client, bornova):
    izmir = bornova.province
    konak = DistrictFactory(name="Konak", slug="konak", province=izmir)
    DistrictFactory(name="Merkez", slug="merkez", province=izmir)
    DistrictFactory(name="Hopa", slug="hopa", province=ProvinceFactory(name="Artvin", slug="artvin"))
    for district in (konak, konak, bornova):
        OrganisationFactory(places=[place(district)])
    told = [(row["name"], row["district"], row["large"]) for row in drawn(client)["names"]]
    assert told == [
        ("İzmir", False, True),
        ("Konak", True, True),
        ("Bornova", True, True),
        ("Artvin", False, False),
        ("İzmir", True, False),  # its centre
    ]


def test_the_list_begins_with_the_sites_own_province_and_ends_it_with_who_names_no_district(client, bornova):
    adana = DistrictFactory(name="Seyhan", province=ProvinceFactory(name="Adana", slug="adana", code="01"))
    OrganisationFactory(name="Uzak", places=[place(adana)])
    OrganisationFactory(name="İl", places=[OrganisationPlace(province=bornova.province, visibility="full")])
    OrganisationFactory(name="Yakın", places=[place(bornova, address="Ergene Sokak 1")])
    html = client.get("/harita/").content.decode()
    assert names(html) == ["Yakın", "İl", "Uzak"]
    assert re.findall(r"<h2>([^<]+)</h2>", html) == ["İzmir", "Adana"]
    assert re.findall(r"<h3>([^<]+)</h3>", html) == ["Bornova", "İlçe belirtilmemiş"]
    assert html.count("henüz girilmedi") == 1
    assert "Dernek · Seyhan" in html


def test_a_list_in_which_every_address_stands_misses_none(client, bornova):
    OrganisationFactory(places=[place(bornova, address="Ergene Sokak 1")])
    assert "henüz girilmedi" not in client.get("/harita/").content.decode()


def test_a_profile_offers_a_map_of_its_own_places(client, bornova):
    organisation = OrganisationFactory(name="Işık", places=[place(bornova)])
    OrganisationFactory(name="Başka", places=[place(bornova)])
    html = client.get("/kuruluslar/isik/").content.decode()
    (address,) = re.findall(r'data-points="([^"]+)"', html)
    assert [point["name"] for point in client.get(address).json()["points"]] == ["Işık"]
    assert (
        "data-map"
        not in client.get(f"/kuruluslar/{OrganisationFactory(name='Yersiz', places=[]).key}/", follow=True).content.decode()
    )
    assert Topic.objects.count() == 0
    assert organisation.key in address


def test_tiles_come_from_the_operators_server_or_from_nowhere(client, bornova, settings):
    OrganisationFactory(name="Işık", places=[place(bornova)])
    answer = client.get("/harita/")
    assert 'data-tiles=""' in answer.content.decode()
    assert "img-src 'self' data:;" in f"{answer['Content-Security-Policy']};"
    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"
    assert 'data-tiles="https://tiles.example/{z}/{x}/{y}.png"' in client.get("/harita/").content.decode()


@pytest.mark.parametrize(
    ("url", "origin"), [("", ""), ("https://tiles.example:8443/a/{z}/{x}/{y}.png", "https://tiles.example:8443")]
)
def test_the_origin_of_tiles(url, origin):
    assert tiles_origin(url) == origin


@pytest.mark.parametrize(
    "url", ["http://tiles.example/{z}/{x}/{y}", "https://tiles.example/", "{z}{x}{y}", "https://{s}.t.example/{z}/{x}/{y}"]
)
def test_what_is_no_address_of_tiles_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES_URL"):
        tiles_origin(url)
