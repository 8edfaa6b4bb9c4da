"""The head of every page is one line on a telephone, however long its words and the city's name are."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from cms.core.preparation import prepare_site

TOPS = """() => ['.wordmark', '.header-search', '.site-menu > summary'].map(name => {
    const box = document.querySelector(name).getBoundingClientRect();
    return (box.top + box.bottom) / 2;
})"""
CITY_IS_SEEN = """() => {
    const city = document.querySelector('.wordmark-city'), mark = document.querySelector('.wordmark');
    return getComputedStyle(city).display != 'none' && city.getBoundingClientRect().top < mark.getBoundingClientRect().bottom;
}"""


@pytest.fixture
def site_of(new_page, settings) -> Callable[[str, int], Page]:
    """Return what opens a window of a width on the site of a city."""

    def opened(city: str, width: int) -> Page:
        settings.SITE_CITY = city
        prepare_site()
        return new_page(width=width)

    return opened


@pytest.mark.parametrize("city", ["İzmir", "Afyonkarahisar"])
@pytest.mark.parametrize("width", [320, 360, 412, 600])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_wordmark_search_and_menu_stand_beside_each_other(site_of, city, width, prefix):
    page = site_of(city, width)
    page.goto(f"{prefix}/kuruluslar/")
    tops = page.evaluate(TOPS)
    assert max(tops) - min(tops) < 8
    box = page.locator(".wordmark").bounding_box()
    assert box["x"] + box["width"] <= page.locator(".header-search").bounding_box()["x"]
    assert box["height"] >= 44


@pytest.mark.parametrize(
    ("city", "address", "width", "seen"),
    [
        ("İzmir", "/kuruluslar/", 360, True),
        ("İzmir", "/en/kuruluslar/", 360, False),
        ("İzmir", "/en/kuruluslar/", 412, True),
        ("Afyonkarahisar", "/kuruluslar/", 360, False),
    ],
)
def test_the_city_stands_beside_the_wordmark_where_there_is_room(site_of, city, address, width, seen):
    page = site_of(city, width)
    page.goto(address)
    assert page.evaluate(CITY_IS_SEEN) is seen
