"""Suggestions while typing: with the keyboard, with a finger, without scripts; recent questions stay in the browser."""

import pytest

from cms.core.preparation import prepare_site
from search import service
from search.rebuild import rebuild
from tests.browser.conftest import assert_no_sideways_scroll
from tests.factories import DistrictFactory, OrganisationFactory, TopicFactory
from tests.search.door import door

__all__ = ["door"]

LABEL = "Hak, kuruluş ya da ilçe yazın"


@pytest.fixture
def city(index):
    prepare_site()
    right = TopicFactory()
    DistrictFactory()
    for name in ("Engelsiz Yaşam Hakkı Ağı", "365 Gün Engelliyiz Platformu", "Kestane Korosu"):
        OrganisationFactory(name=name, topics=[right])
    rebuild(index)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("width", [320, 1280])
def test_typing_opens_groups_and_the_keyboard_leads_to_a_profile(new_page, axe, width):
    page = new_page(width=width)
    page.goto("/")
    box = page.get_by_label(LABEL)
    box.press_sequentially("engel")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    groups = (
        page.get_by_role("listbox").get_by_role("group").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    )
    assert groups == ["Hak alanları", "Kuruluşlar", "Olduğu gibi ara"]
    assert page.get_by_role("status").filter(has_text="öneri").count() == 1
    axe(page)
    assert_no_sideways_scroll(page)

    box.press("ArrowDown")
    first = page.locator("[role=option][aria-selected=true]")
    assert first.get_attribute("id") == box.get_attribute("aria-activedescendant")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    assert "geçen bütün kayıtlar" in first.inner_text()
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowDown")
    name = first.locator("bdi").inner_text()
    box.press("Enter")
    page.wait_for_url("**/kuruluslar/**")
    assert name in page.get_by_role("heading", level=1).inner_text()


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("width", [360, 1280])
def test_the_list_ends_with_a_whole_row_inside_the_window_and_its_last_group_is_seen(new_page, width):
    for number in range(6):
        OrganisationFactory(name=f"Engelliler ve Aileleri Uzun Adlı Dayanışma Derneği {number}")
    rebuild(service.engine())
    page = new_page(width=width)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    page.get_by_label(LABEL).press_sequentially("engel")
    page.get_by_role("option", name="geçen bütün kayıtlar").wait_for()
    edges = page.evaluate(
        """() => {
            const last = document.querySelector(".suggestions-last").getBoundingClientRect();
            const rows = [...document.querySelectorAll("[role=option]")].map((row) => row.getBoundingClientRect());
            return {
                bottom: last.bottom,
                cut: rows.slice(0, -1).filter((row) => row.top < last.top - 1 && row.bottom > last.top + 1).length,
                whole: rows.slice(0, -1).filter((row) => row.bottom <= last.top + 1).length,
                all: rows.length - 1,
            };
        }"""
    )
    assert edges["bottom"] <= 800
    assert edges["cut"] == 0
    assert 0 < edges["whole"] < edges["all"]


@pytest.mark.usefixtures("city")
def test_escape_closes_and_enter_searches_what_is_typed(new_page):
    page = new_page(width=1280)
    page.goto("/")
    box = page.get_by_label(LABEL)
    box.press_sequentially("kest")
    page.get_by_role("option").first.wait_for()
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "kest"
    box.press("Enter")
    page.wait_for_url("**/ara/?q=kest*")


@pytest.mark.usefixtures("city")
def test_a_slip_and_missing_turkish_letters_are_forgiven(new_page):
    page = new_page(width=1280)
    page.goto("/")
    box = page.get_by_label(LABEL)
    box.press_sequentially("engelsiz yasm")
    page.get_by_role("option", name="Engelsiz Yaşam Hakkı Ağı").wait_for()


@pytest.mark.usefixtures("city")
def test_recent_questions_are_offered_and_forgotten_and_never_sent(new_page):
    page = new_page(width=360)
    page.goto("/")
    page.get_by_label(LABEL).fill("kestane")
    page.get_by_label(LABEL).press("Enter")
    page.wait_for_url("**/ara/?q=kestane*")
    page.goto("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label(LABEL).click()
    page.get_by_role("option", name="kestane").wait_for()
    page.get_by_role("option", name="Aramalarımı unut").click()
    assert page.evaluate("localStorage.length") == 0
    assert page.get_by_role("listbox").count() == 0
    assert [url for url in asked if "/static/" not in url] == []


@pytest.mark.usefixtures("city")
def test_without_scripts_the_box_is_a_plain_form(new_page):
    page = new_page(width=360, scripts=False)
    page.goto("/")
    page.get_by_role("searchbox", name=LABEL).fill("kestane")
    page.get_by_role("main").get_by_role("button", name="Ara").click()
    page.get_by_role("link", name="Kestane Korosu").wait_for()
