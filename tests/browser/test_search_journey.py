"""A citizen searches: narrows, takes back, reads on; with a finger, with the keyboard alone, without scripts."""

import re

import pytest
from django.db import transaction

from cms.core.preparation import prepare_site
from directory.models import Offer, OrganisationPlace
from search.rebuild import rebuild
from tests.browser.conftest import THEMES, assert_no_sideways_scroll, at_each_width
from tests.factories import DistrictFactory, OrganisationFactory, TopicFactory
from tests.search.door import door

__all__ = ["door"]

PAGES = {
    "full": "/ara/?q=engelli+hakları",
    "english": "/en/ara/?q=engelli&topic=engelli-haklari&page=abc",
    "browsing": "/ara/",
    "second": "/ara/?page=2&sort=title",
    "place": "/ara/?q=bornovada+engelliler&district=izmir/bornova",
    "nothing": "/ara/?q=engelli+hakları&type=union&topic=egitim",
    "nonsense": "/ara/?q=qqqxxxwww",
}


@pytest.fixture
def found(index):
    """Enough organisations for two pages; one of them works on two rights."""
    with transaction.atomic():  # one change of the index, not twenty-five
        prepare_site()
        right, learning = TopicFactory(), TopicFactory(name="Eğitim")
        bornova, konak = DistrictFactory(), DistrictFactory(name="Konak")
        OrganisationFactory(
            name="Engelsiz Yaşam Hakkı Ağı",
            type="platform",
            summary="Engelli hakları için bir araya gelen kuruluşların ağı.",
            topics=[right, learning],
            places=[OrganisationPlace(province=bornova.province, district=bornova, visibility="full")],
            offers=[Offer(kind="venue", text="Düz ayak girişli sahne")],
        )
        for number in range(24):
            OrganisationFactory(
                name=f"Komşu Derneği {number}",
                topics=[right],
                scope="provincial" if number % 2 else "local",
                places=[OrganisationPlace(province=konak.province, district=konak, visibility="full")],
            )
    rebuild(index)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.usefixtures("found")
def test_searching_narrowing_taking_back_and_reading_on(new_page, scripts):
    page = new_page(width=360, scripts=scripts)
    page.goto("/ara/")
    page.get_by_label("Ne arıyorsunuz?", exact=True).fill("engelli hakları")
    page.get_by_role("main").get_by_role("button", name="Ara").click()
    page.get_by_text("Aramanızı böyle anladık.").wait_for()

    page.locator("summary").filter(has_text="Filtrele").click()
    page.get_by_role("group", name="Hak alanı").get_by_label("Eğitim").check()
    page.get_by_role("button", name="Filtreleri uygula").first.click()
    page.get_by_role("heading", level=1, name=re.compile("1 kuruluş")).wait_for()
    assert "topic=egitim" in page.url

    page.get_by_role("list", name="Filtreleriniz:").get_by_role("link", name="Eğitim").click()
    page.get_by_role("heading", level=1, name=re.compile("25 kuruluş")).wait_for()

    page.get_by_role("link", name="Sonraki sayfa").click()
    page.wait_for_url(re.compile("page=2"))
    page.go_back()
    page.get_by_role("link", name="Engelsiz Yaşam Hakkı Ağı").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Engelsiz Yaşam Hakkı Ağı"


@pytest.mark.usefixtures("found")
def test_an_interpretation_once_removed_stays_removed(new_page):
    page = new_page(scripts=False)
    page.goto("/ara/?q=engelli+hakları")
    page.get_by_role("list", name=re.compile("böyle anladık")).get_by_role("link", name="Engelli hakları").click()
    assert "ignored=topic" in page.url
    assert page.get_by_role("list", name=re.compile("böyle anladık")).get_by_role("link", name="Engelli hakları").count() == 0
    page.get_by_role("link", name="Ada göre").click()
    assert "ignored=topic" in page.url


@pytest.mark.usefixtures("found")
def test_the_keyboard_alone_leads_from_the_box_to_a_profile(new_page):
    page = new_page(width=1280)
    page.goto("/ara/")
    page.get_by_label("Ne arıyorsunuz?", exact=True).focus()
    page.keyboard.type("engelsiz yaşam hakkı ağı")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ara/?q=*")
    focused = "document.activeElement.innerText || document.activeElement.value || ''"
    seen = []
    for _step in range(80):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(focused))
        if seen[-1] == "Engelsiz Yaşam Hakkı Ağı":
            break
    assert seen[-1] == "Engelsiz Yaşam Hakkı Ağı", seen
    outline = page.evaluate("getComputedStyle(document.activeElement.closest('.result')).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/kuruluslar/**")


@pytest.mark.usefixtures("found")
def test_facets_are_open_beside_the_results_on_a_wide_screen(new_page):
    page = new_page(width=1280, scripts=False)
    page.goto("/ara/")
    assert page.get_by_role("button", name="Filtreleri uygula").is_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    assert not page.get_by_role("button", name="Filtreleri uygula").is_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_every_state_of_the_page_is_accessible(new_page, axe, found, theme):
    page = new_page(theme=theme)
    for address in at_each_width(page, *PAGES.values()):
        axe(page, enhanced=True)
        if address == PAGES["full"]:
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            assert_no_sideways_scroll(page)
            axe(page, enhanced=True)


def test_the_page_without_an_index_is_accessible(new_page, axe, door):
    prepare_site()
    door.answer = lambda request: {"degraded": True}
    page = new_page(width=320)
    response = page.goto("/ara/?q=engelli")
    assert response.status == 503
    assert page.get_by_label("Ne arıyorsunuz?", exact=True).input_value() == "engelli"
    assert_no_sideways_scroll(page)
    axe(page, enhanced=True)
