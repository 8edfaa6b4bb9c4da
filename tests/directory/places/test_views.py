import pytest

from directory.models import OrganisationPlace
from directory.places import views
from tests.factories import DistrictFactory, OrganisationFactory, ProvinceFactory
from tests.factories.public import full_organisation

pytestmark = pytest.mark.django_db


def at(district, visibility="full"):
    return [OrganisationPlace(province=district.province, district=district, visibility=visibility)]


def names(working) -> list[str]:
    return [card.name for card in working.cards]


def test_a_district_keeps_located_by_name_and_by_scope_apart(client):
    bornova, konak = DistrictFactory(), DistrictFactory(name="Konak")
    manisa = ProvinceFactory(name="Manisa")
    OrganisationFactory(name="Yerinde", places=at(bornova), active_districts=[bornova], scope="national")
    OrganisationFactory(name="Adıyla", places=at(konak), active_districts=[bornova])
    OrganisationFactory(name="İl geneli", places=at(konak), scope="provincial")
    OrganisationFactory(name="İli adıyla", active_provinces=[bornova.province])
    OrganisationFactory(name="Ülke geneli", scope="national")
    OrganisationFactory(name="Bölge", places=at(konak), scope="regional")
    OrganisationFactory(name="Komşu ilçe", places=at(konak))
    OrganisationFactory(name="Başka il", active_provinces=[manisa], scope="provincial")
    context = client.get("/yerler/izmir/bornova/").context
    assert names(context["located"]) == ["Yerinde"]
    assert names(context["by_name"]) == ["Adıyla"]
    assert names(context["covering"]) == ["Bölge", "İl geneli", "İli adıyla", "Ülke geneli"]


def test_a_province_lists_its_districts_and_who_is_there(client):
    bornova = DistrictFactory()
    full_organisation("Yerinde")
    OrganisationFactory(name="Adıyla", active_provinces=[bornova.province], active_districts=[bornova])
    context = client.get("/yerler/izmir/").context
    assert [(area.place.slug, area.count) for area in context["districts"]] == [("bornova", 2)]
    assert names(context["located"]) == ["Yerinde"]
    assert names(context["by_name"]) == ["Adıyla"]


def test_who_is_located_in_a_district_and_names_it_counts_once(client):
    bornova = DistrictFactory()
    OrganisationFactory(places=at(bornova), active_districts=[bornova])
    assert [area.count for area in client.get("/yerler/izmir/").context["districts"]] == [1]


def test_the_provinces_begin_with_the_sites_own_and_the_blocks_measure_the_others(client):
    izmir, adana, aydin = (DistrictFactory(province=ProvinceFactory(name=name)) for name in ("İzmir", "Adana", "Aydın"))
    for district, number in ((izmir, 30), (adana, 10), (aydin, 4)):
        for _ in range(number):
            OrganisationFactory(places=at(district))
    areas = client.get("/yerler/").context["provinces"]
    assert [(area.place.name, area.count, area.blocks) for area in areas] == [
        ("İzmir", 30, 5),
        ("Adana", 10, 5),
        ("Aydın", 4, 2),
    ]


def test_every_group_of_a_place_says_how_many_more_there_are_and_leads_to_them(client, monkeypatch):
    monkeypatch.setattr(views, "LIMIT", 1)
    bornova = DistrictFactory()
    for number in range(3):
        OrganisationFactory(name=f"Yerinde {number}", places=at(bornova))
        OrganisationFactory(name=f"Adıyla {number}", active_districts=[bornova])
        OrganisationFactory(name=f"Ülke {number}", scope="national")
    html = client.get("/yerler/izmir/bornova/").content.decode()
    assert html.count("Kalan 2 kuruluşu aramada gör") == 3
    assert html.count('href="/ara/?district=izmir%2Fbornova"') == 3
    assert "Burada 3 kuruluş var. Merkezi başka yerde olan 3 kuruluş da burada çalışıyor." in html


def test_on_the_line_of_a_place_stand_organisations_from_all_over_its_list(client):
    bornova = DistrictFactory()
    for number in range(40):
        OrganisationFactory(name=f"Dernek {number:02d}", places=at(bornova))
    found = [card.name for card in client.get("/yerler/izmir/bornova/").context["skyline"]]
    assert found == [f"Dernek {number:02d}" for number in range(0, 40, 5)]


def test_a_hidden_place_puts_nobody_anywhere(client):
    bornova = DistrictFactory()
    OrganisationFactory(name="Sığınak", places=at(bornova, "hidden"), scope="provincial")
    for path in ("/yerler/", "/yerler/izmir/", "/yerler/izmir/bornova/"):
        html = client.get(path).content.decode()
        assert "Sığınak" not in html
    assert client.get("/yerler/").context["provinces"] == []


def test_only_provinces_with_somebody_are_listed(client):
    full_organisation()
    ProvinceFactory(name="Manisa")
    assert [item.place.slug for item in client.get("/yerler/").context["provinces"]] == ["izmir"]


@pytest.mark.parametrize("path", ["/yerler/yok/", "/yerler/izmir/yok/", "/yerler/yok/bornova/"])
def test_an_unknown_place_is_not_found(client, path):
    DistrictFactory()
    assert client.get(path).status_code == 404


def test_a_place_with_nobody_offers_ways_on(client):
    DistrictFactory()
    assert "henüz yok" in client.get("/yerler/izmir/bornova/").content.decode()


@pytest.mark.parametrize("path", ["/yerler/", "/yerler/izmir/", "/yerler/izmir/bornova/"])
@pytest.mark.parametrize("rows", [2, 20])
def test_places_ask_the_database_as_often_for_many_rows(client, django_assert_max_num_queries, path, rows):
    for n in range(rows):
        full_organisation(f"Dernek {n}")
        OrganisationFactory(name=f"Ülke {n}", scope="national")
        OrganisationFactory(name=f"Adıyla {n}", active_districts=[DistrictFactory()], active_provinces=[ProvinceFactory()])
    with django_assert_max_num_queries(18):
        client.get(path)
