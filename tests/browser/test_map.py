"""The map as browsers show it: on a press, by keyboard, without a third party, and never instead of the list."""

from itertools import combinations

import pytest
from playwright.sync_api import expect

from cms.core.preparation import prepare_site
from directory.models import OrganisationPlace, Province
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
    apart = area.get_by_role("button", name="(yaklaşık yer)")
    expect(apart).to_have_count(3)
    assert [halo.bounding_box()["width"] for halo in apart.all()] == [44, 44, 44]  # side by side, none on another


def box(locator):
    found = locator.bounding_box()
    return (found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"])


@pytest.mark.parametrize(
    ("path", "seen", "unseen"),
    [
        ("/harita/", ["İzmir", "Eskişehir", "Manisa"], ["Bornova", "Konak"]),
        ("/harita/?district=izmir/bornova", ["Bornova", "Buca"], ["İzmir", "Eskişehir"]),
        ("/kuruluslar/kapali-0/", ["Konak", "Buca"], ["İzmir", "Manisa"]),
    ],
)
def test_the_ground_names_places_and_no_name_lies_on_anything(page, path, seen, unseen):
    ProvinceFactory(name="Manisa", slug="manisa", latitude=38.61, longitude=27.43)
    DistrictFactory(name="Buca", slug="buca", province=Province.objects.get(slug="izmir"), latitude=38.38, longitude=27.18)
    area = opened(page, path)
    names = area.locator(".map-name:visible")
    told = names.all_inner_texts()
    assert set(seen) <= set(told)
    assert not set(unseen) & set(told)
    others = area.locator(".leaflet-control, .map-cluster, .map-halo")
    boxes = [box(one) for one in (*names.all(), *others.all())]
    for one, other in ((one, other) for one, other in combinations(boxes, 2) if one in boxes[: len(told)]):
        beside = one[0] >= other[2] - 2 or one[2] <= other[0] + 2
        assert beside or one[1] >= other[3] - 2 or one[3] <= other[1] + 2


def test_the_map_closes_again_and_opens_as_it_was(page):
    asked = []
    area = opened(page)
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Haritayı kapat").click()
    expect(area).to_have_count(0)
    expect(page.locator("[data-map] [role=status]")).to_have_text("Harita kapandı.")
    expect(page.get_by_role("button", name="Haritayı göster")).to_be_focused()
    page.get_by_role("button", name="Haritayı göster").click()
    expect(area).to_be_visible()
    assert asked == []


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_pressed_on_the_map_is_large_and_to_be_seen(new_page, theme):
    page = new_page(width=360, theme=theme)
    area = opened(page)
    for name in ("Yakınlaştır", "Uzaklaştır"):
        button = area.get_by_role("button", name=name)
        button.hover()
        size = button.bounding_box()
        assert (size["width"], size["height"]) >= (44, 44)
        colours = button.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
        assert colours[0] != colours[1]
    assert area.bounding_box()["height"] < 400


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
    page.context.set_geolocation({"latitude": 39.7712, "longitude": 30.5344})
    asked = []
    page.goto("/harita/")
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    rows = page.locator("[data-near-list] li")
    assert rows.nth(0).inner_text().startswith("İzmir")
    assert page.get_by_text("Konumunuz bir kilometreye yuvarlanır ve bu tarayıcıda kalır.").is_visible()
    page.get_by_role("button", name="Bana yakın").click()
    page.get_by_text("Size uzaklığa göre sıralandı.").wait_for()
    assert rows.nth(0).inner_text().startswith("Eskişehir")  # it stood second
    assert "yaklaşık 1 km" in rows.nth(0).inner_text()
    assert "yaklaşık 329 km" in rows.nth(1).inner_text()
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
