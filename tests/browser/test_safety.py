"""Out of a page about violence in one press, and no way back to it."""

import pytest

from cms.pages.models import Safety
from tests.factories import TopicFactory


@pytest.fixture
def page_about_violence(live_server):
    setting = Safety.load()
    setting.exit_url = f"{live_server.url}/yerler/"
    setting.save()
    return TopicFactory(
        slug="siddet", name="Şiddetle mücadele", name_en="Ending violence", about_violence=True
    ).get_absolute_url()


@pytest.mark.parametrize("way", ["press", "keyboard", "escape"])
def test_the_exit_takes_the_place_of_the_page_in_the_history(new_page, page_about_violence, way):
    page = new_page(width=360)
    page.goto("/kuruluslar/")
    page.goto(page_about_violence)
    link = page.get_by_role("link", name="Hızlı çıkış")
    if way == "press":
        link.click()
    elif way == "keyboard":
        link.focus()
        page.keyboard.press("Enter")
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("**/yerler/")
    page.go_back()
    page.wait_for_url("**/kuruluslar/")


def test_without_scripts_it_is_a_link(new_page, page_about_violence):
    page = new_page(width=320, scripts=False)
    page.goto(page_about_violence)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Hızlı çıkış").click()
    page.wait_for_url("**/yerler/")


@pytest.mark.parametrize("width", [360, 1280])
def test_it_stays_at_the_same_edge_of_the_window(new_page, page_about_violence, width):
    page = new_page(width=width)
    page.goto(page_about_violence)
    for scrolled in (0, 10_000):
        page.evaluate(f"window.scrollTo(0, {scrolled})")
        box = page.get_by_role("link", name="Hızlı çıkış").bounding_box()
        assert 0 < width - (box["x"] + box["width"]) < 40
        assert 0 <= box["y"] <= 900 - box["height"]
