"""The facets of the search on the list of organisations, on rights areas and on places: right counts, plain links."""

import re

import pytest

from directory.models import Organisation, OrganisationPlace
from directory.organisations import browsing
from search import sync
from tests.factories import DistrictFactory, OrganisationFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


@pytest.fixture
def city(index):
    """Three associations and a foundation in two districts, three of them for one right."""
    right, other = (
        TopicFactory(name="Kadın hakları", slug="kadin-haklari"),
        TopicFactory(name="Çocuk hakları", slug="cocuk-haklari"),
    )
    bornova, buca = DistrictFactory(name="Bornova", slug="bornova"), DistrictFactory(name="Buca", slug="buca")

    def at(district):
        return [OrganisationPlace(province=district.province, district=district, visibility="district")]

    OrganisationFactory(name="Şafak", type="association", topics=[right], places=at(bornova), target_groups=["children"])
    OrganisationFactory(name="Çınar", type="association", topics=[right], places=at(buca))
    OrganisationFactory(name="Işık", type="foundation", topics=[right], places=at(bornova))
    OrganisationFactory(name="Ağaç", type="association", topics=[other], places=at(buca))
    sync.drain(at_once=True)


def choices(html, facet):
    """Return the values a facet offers, with their counts."""
    box = rf'<input type="checkbox" id="{facet}-\w+" name="{facet}" value="([^"]+)".*?</span> (\d+)</span>'
    return {value: int(count) for value, count in re.findall(box, html, re.DOTALL)}


def names(html):
    return re.findall(r"<bdi[^>]*>([^<]+)</bdi>", html)


def get(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("city")
def test_the_list_offers_every_value_with_its_count_and_narrows_itself(client):
    html = get(client, "/kuruluslar/")
    assert choices(html, "type") == {"association": 3, "foundation": 1}
    assert choices(html, "topic") == {"kadin-haklari": 3, "cocuk-haklari": 1}
    assert 'action="/kuruluslar/"' in html

    html = get(client, "/kuruluslar/?topic=kadin-haklari&type=association")
    assert names(html) == ["Çınar", "Şafak"]
    assert choices(html, "type") == {"association": 2, "foundation": 1}  # its own choice does not narrow a facet
    assert choices(html, "topic") == {"kadin-haklari": 2, "cocuk-haklari": 1}
    assert 'href="/kuruluslar/?topic=kadin-haklari"' in html  # what removes the other choice


@pytest.mark.usefixtures("city")
def test_several_values_of_a_facet_are_any_of_them(client):
    assert names(get(client, "/kuruluslar/?type=association&type=foundation")) == ["Ağaç", "Çınar", "Işık", "Şafak"]
    assert names(get(client, "/en/kuruluslar/?district=izmir/bornova")) == ["Işık", "Şafak"]


def test_pages_of_a_narrowed_list_go_on_where_the_last_ended(client):
    for number in range(45):
        OrganisationFactory(name=f"Dernek {number:02d}")
    OrganisationFactory(name="Vakıf", type="foundation")
    sync.drain(at_once=True)
    first, second = (names(get(client, f"/kuruluslar/?type=association&page={page}")) for page in (1, 2))
    assert first + second == [f"Dernek {number:02d}" for number in range(45)]
    assert names(get(client, "/kuruluslar/?type=association&page=99")) == second


@pytest.mark.usefixtures("city")
def test_what_is_unpublished_is_not_listed_however_far_the_index_is(client, settings):
    settings.SEARCH_DRAIN = "worker"
    Organisation.objects.get(name="Işık").unpublish()
    assert names(get(client, "/kuruluslar/?topic=kadin-haklari")) == ["Çınar", "Şafak"]
    assert names(get(client, "/kuruluslar/")) == ["Ağaç", "Çınar", "Şafak"]


def test_all_numbers_of_a_few_pages_are_links(client):
    for number in range(browsing.PAGE_SIZE * 4 + 1):
        OrganisationFactory(name=f"Dernek {number:03d}")
    assert client.get("/kuruluslar/").context["page_numbers"] == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("query", ["type=xyz", "topic=kadin-haklari&type=union"])
def test_where_nothing_fits_the_choices_can_be_taken_back(client, query):
    html = get(client, f"/kuruluslar/?{query}")
    assert names(html) == []
    assert 'href="/kuruluslar/' in html
    assert "Seçtiğiniz filtrelerin hepsine uyan kuruluş yok" in html


@pytest.mark.usefixtures("city")
def test_where_nothing_fits_each_filter_can_be_left_out_with_what_that_finds(client):
    answer = client.get("/kuruluslar/?topic=kadin-haklari&type=union&district=izmir/buca")
    ways = answer.context["listing"].ways_out
    assert [(way.count, way.href) for way in ways] == [
        ("1 kuruluş", "/kuruluslar/?topic=kadin-haklari&district=izmir%2Fbuca"),
        ("4 kuruluş", "/kuruluslar/"),
    ]
    assert 'href="/kuruluslar/?topic=kadin-haklari&amp;district=izmir%2Fbuca"' in answer.content.decode()
    assert names(get(client, ways[0].href)) == ["Çınar"]


@pytest.mark.usefixtures("city")
def test_without_an_index_the_list_is_there_and_says_what_does_not_work(client, monkeypatch):
    from search import answering
    from search.engines.base import EngineError

    def away(_question):
        raise EngineError("away")

    monkeypatch.setattr(answering, "ask", away)
    assert names(get(client, "/kuruluslar/")) == ["Ağaç", "Çınar", "Işık", "Şafak"]
    html = get(client, "/kuruluslar/?type=foundation&district=izmir/buca")
    assert names(html) == ["Işık"]
    assert "yalnızca tür ve hak alanı" in html
    assert get(client, "/haklar/kadin-haklari/")


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("address", "kept", "counts"),
    [
        (
            "/haklar/kadin-haklari/",
            'name="topic" value="kadin-haklari"',
            {"type": {"association": 2, "foundation": 1}, "topic": {}, "district": {}},
        ),
        (
            "/yerler/izmir/",
            'name="province" value="izmir"',
            {"type": {"association": 3, "foundation": 1}, "district": {}, "province": {}},  # its districts stand above
        ),
        ("/yerler/izmir/bornova/", 'name="district" value="izmir/bornova"', {"type": {"association": 1, "foundation": 1}}),
        ("/en/yerler/izmir/bornova/", 'action="/en/ara/"', {"target": {}}),
    ],
)
def test_a_page_offers_the_facets_of_what_it_shows_and_leads_to_the_search(client, address, kept, counts):
    html = get(client, address)
    assert kept in html
    for facet, values in counts.items():
        assert choices(html, facet) == values
    assert len(re.findall(r'id="filters-title"', html)) == 1


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("address", "said"), [("/yerler/izmir/", "4 kuruluş içinde filtrele"), ("/yerler/izmir/buca/", "2 ku")]
)
def test_the_filter_of_a_place_says_what_it_counts_and_stands_before_the_list(client, address, said):
    html = get(client, address)
    assert said in re.findall(r'id="filters-title">([^<]+)<', html)[0]
    assert html.index('class="filters"') < html.index('id="located"')


@pytest.mark.usefixtures("city")
def test_what_a_page_leads_to_is_what_it_counted(client):
    html = get(client, "/ara/?topic=kadin-haklari&type=association")
    assert len(re.findall(r'class="result"', html)) == 2
