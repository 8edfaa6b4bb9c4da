"""What may help beside the results of a search: the same rights area elsewhere, and the areas nearest to it."""

import re

import pytest

from directory.models import Topic
from search.types import Facet, FacetValue, Interpretation
from tests.factories import DistrictFactory, TopicFactory
from tests.search.door import door, hit

__all__ = ["door"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(door):
    """A search for a rights area in Bornova, whose hits are in three districts of İzmir and one of another province."""
    for slug, name in (
        ("kadin-haklari", "Kadın hakları"),
        ("genclik", "Gençlik"),
        ("saglik", "Sağlık hakkı"),
        ("spor", "Spor"),
    ):
        TopicFactory(slug=slug, name=name)
    bornova = DistrictFactory(slug="bornova", name="Bornova", province__slug="izmir", province__name="İzmir")
    for slug, name in (("konak", "Konak"), ("buca", "Buca"), ("cigli", "Çiğli")):
        DistrictFactory(slug=slug, name=name, province=bornova.province)
    DistrictFactory(slug="yunusemre", name="Yunusemre", province__slug="manisa", province__name="Manisa")
    districts = ("manisa/yunusemre", "izmir/konak", "izmir/bornova", "izmir/buca", "izmir/cigli")
    topics = ("kadin-haklari", "genclik", "saglik", "spor")
    answer = {
        "hits": (hit(),),
        "total": 9,
        "exact": True,
        "facets": tuple(
            Facet(name, name, tuple(FacetValue(value, value, 9 - at, False) for at, value in enumerate(values)))
            for name, values in (("district", districts), ("topic", topics))
        ),
        "interpretation": (
            Interpretation("topic", "kadin-haklari", "Kadın hakları", "kadın"),
            Interpretation("place", "izmir/bornova", "Bornova", "bornovada"),
        ),
    }
    door.answer = lambda request: answer
    return answer


def beside(client, address="/ara/?q=bornovada+kadın"):
    """Return where the links lead, by their words."""
    html = client.get(address).content.decode()
    part = re.search(r'<section class="beside".*?</section>', html, re.DOTALL)
    links = re.findall(r'<a class="chip" href="([^"]+)"[^>]*>(.*?)</a>', part[0], re.DOTALL) if part else []
    return {re.sub(r"<svg.*?</svg>|\s+$|^\s+", "", words, flags=re.DOTALL).strip(): href for href, words in links}


@pytest.mark.usefixtures("asked")
def test_the_same_right_is_offered_elsewhere_in_the_province_and_its_neighbours(client):
    assert beside(client) == {
        "Konak’ta kadın hakları": "/ara/?topic=kadin-haklari&amp;district=izmir%2Fkonak",
        "Buca’da kadın hakları": "/ara/?topic=kadin-haklari&amp;district=izmir%2Fbuca",
        "Gençlik": "/ara/?topic=genclik",
        "Sağlık hakkı": "/ara/?topic=saglik",
    }


@pytest.mark.usefixtures("asked")
def test_in_english_it_is_said_in_english(client):
    Topic.objects.filter(slug="kadin-haklari").update(name_en="Women’s rights")
    assert "Women’s rights in Konak" in beside(client, "/en/ara/?q=women")


def test_what_is_chosen_is_not_offered_again(client, asked):
    found = beside(client, "/ara/?q=bornovada+kadın&topic=genclik&district=izmir/konak")
    assert not {"Gençlik", "Konak’ta kadın hakları"} & set(found)
    assert "Spor" in found


def test_where_no_right_is_asked_for_nothing_stands_beside(client, asked):
    asked["interpretation"] = asked["interpretation"][1:]
    assert beside(client) == {}


def test_the_shape_of_its_group_stands_on_a_chip_of_a_right(client, asked):
    html = client.get("/ara/?q=bornovada+kadın&topic=genclik").content.decode()
    chips = re.findall(r'<a class="chip chip-selected".*?</a>', html, re.DOTALL)
    assert [("mark-shape" in chip, "Hak alanı" in chip) for chip in chips] == [(True, True), (False, False), (True, True)]
