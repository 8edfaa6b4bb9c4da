"""The map as browsers show it: on a press, by keyboard, without a third party, and never instead of the list."""

import pytest
from playwright.sync_api import expect

from cms.core.preparation import prepare_site
from directory.models import OrganisationPlace
from tests.browser.conftest import THEMES, assert_no_sideways_scroll, at_each_width
from tests.factories import DistrictFactory, OrganisationFactory, ProvinceFactory


@pytest.fixture(autouse=True)
def _places():
    prepare_site()
    bornova = DistrictFactory(name="Bornova", slug="bornova", latitude=38.466, longitude=27.219)
    konak = DistrictFactory(name="Konak", slug="konak", province=bornova.province, latitude=38.41, longitude=27.13)
    eskisehir = ProvinceFactory(name="Eskişehir", slug="eskisehir", latitude=39.77, longitude=30.53)

    def at(province, district=None, **values):
        return [OrganisationPlace(**{"province": province, "district": district, "visibility": "full", **values})]

    OrganisationFactory(
        name="Açık Ofis", places=at(bornova.province, bornova, address="Ergene Sokak 1", latitude=38.47, longitude=27.22)
    )
    for number in range(3):
        OrganisationFactory(name=f"Kapalı {number}", places=at(konak.province, konak, visibility="district"))
    OrganisationFactory(name="Uzak", places=at(eskisehir))


def opened(page, path="/harita/"):
    page.goto(path)
    page.get_by_role("button", name="Haritayı göster").click()
    page.locator("[data-map] [role=status]", has_text="Harita açıldı.").wait_for()
    return page.get_by_role("region", name="Listedeki yerlerin haritası")


def test_nothing_of_the_map_is_loaded_before_it_is_asked_for(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/harita/")
    page.wait_for_load_state("networkidle")
    assert not any("leaflet" in url or "noktalar" in url for url in asked)
    opened(page)
    assert sum("leaflet" in url for url in asked) == 4
    assert page.get_by_role("button", name="Haritayı göster").count() == 0


def test_a_point_says_what_is_there_and_leads_there_by_keyboard_alone(page):
    area = opened(page, "/harita/?district=izmir/bornova")
    expect(area).to_be_focused()
    point = area.get_by_role("button", name="Açık Ofis, Ergene Sokak 1")
    point.focus()
    page.keyboard.press("Enter")
    link = area.get_by_role("link", name="Açık Ofis")
    expect(link).to_be_focused()
    assert "Ergene Sokak 1, Bornova, İzmir" in area.locator(".leaflet-popup-content").inner_text()
    page.keyboard.press("Escape")
    expect(point).to_be_focused()
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kuruluslar/acik-ofis/")


def test_places_that_lie_together_are_one_circle_that_opens(page):
    area = opened(page, "/harita/?district=izmir/konak")
    circle = area.get_by_role("button", name="burada 3 yer var, aç")
    circle.press("Enter")
    expect(area.get_by_role("button", name="(yaklaşık yer)")).to_have_count(3)


def test_a_name_is_text_and_never_markup(page):
    OrganisationFactory(
        name="<img src=x onerror=alert(1)>", places=[OrganisationPlace(province=ProvinceFactory(), visibility="full")]
    )
    area = opened(page)
    assert area.locator("img").count() == 0


@pytest.mark.parametrize("theme", THEMES)
def test_the_map_is_accessible_closed_and_open(new_page, axe, theme):
    page = new_page(theme=theme)
    for address in at_each_width(page, "/harita/?province=izmir"):
        axe(page, enhanced=True)
        area = opened(page, address)
        assert_no_sideways_scroll(page)
        axe(page, enhanced=True)
        area.get_by_role("button", name="Açık Ofis").press("Enter")
        area.get_by_role("link", name="Açık Ofis").wait_for()
        axe(page)


def test_without_scripts_the_list_says_all_and_no_button_does_nothing(new_page):
    page = new_page(width=360, scripts=False)
    page.goto("/harita/")
    for name in ("Açık Ofis", "Kapalı 0", "Kapalı 1", "Kapalı 2", "Uzak"):
        assert page.get_by_role("link", name=name).is_visible()
    assert page.locator("main button:visible").all_inner_texts() == ["Filtrele"]
    page.get_by_label("İl", exact=True).select_option("eskisehir")
    page.get_by_role("button", name="Filtrele").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Eskişehir"


def test_a_map_that_cannot_be_loaded_says_so_and_may_be_asked_for_again(page):
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto("/harita/")
    page.get_by_role("button", name="Haritayı göster").click()
    page.get_by_text("Harita yüklenemedi. Liste aynı bilgileri veriyor.").wait_for()
    page.unroute("**/leaflet.js")
    page.get_by_role("button", name="Haritayı göster").click()
    page.get_by_text("Harita açıldı.").wait_for()


def test_near_me_sorts_here_and_tells_nobody(page):
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 38.4212, "longitude": 27.1344})
    asked = []
    page.goto("/harita/")
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    rows = page.locator("[data-near-list] li")
    assert rows.nth(0).inner_text().startswith("Eskişehir")
    page.get_by_role("button", name="Bana yakın").click()
    page.get_by_text("Size uzaklığa göre sıralandı.").wait_for()
    assert rows.nth(0).inner_text().startswith("İzmir")  # it stood second
    assert "yaklaşık 1 km" in rows.nth(0).inner_text()
    assert "yaklaşık 330 km" in rows.nth(1).inner_text()
    expect(rows.nth(0).get_by_role("link")).to_be_focused()
    assert asked == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_who_gives_no_position_is_led_to_the_list(page):
    page.goto("/harita/")
    page.get_by_role("button", name="Bana yakın").click()
    page.get_by_text("Konum alınamadı. Listeden seçebilirsiniz.").wait_for()


def test_a_profile_has_a_map_of_its_places(new_page, axe):
    page = new_page(width=360)
    area = opened(page, "/kuruluslar/acik-ofis/")
    assert area.get_by_role("button", name="Açık Ofis, Ergene Sokak 1").count() == 1
    assert_no_sideways_scroll(page)
    axe(page)
