"""Passing on, printing and reading easily, as browsers do it."""

import json

import pytest

from cms.core.preparation import prepare_site
from tests.browser.conftest import THEMES, at_each_width
from tests.factories import TopicFactory
from tests.factories.public import full_organisation, path_of

EASY = "<p>Biz sağırız.</p><ul><li>Kurs veriyoruz.</li></ul>"


@pytest.fixture
def profile():
    prepare_site()
    topic = TopicFactory(easy_read="Herkes gibi yaşama hakkı.")
    for number in range(6):
        full_organisation(f"Komşu Dernek {number}", topics=[topic])
    about = "<p>" + "Cumartesi ve pazar işaret dili kursu yapıyoruz, isteyen gelir. " * 12 + "</p>"
    return path_of(full_organisation("Parmak Ucu Sağır Kültürü ve İşaret Dili Derneği", about=about, easy_read=EASY))


def test_the_address_is_copied(new_page, profile, live_server):
    page = new_page(width=360)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(profile)
    page.get_by_role("button", name="Adresi kopyala").click()
    page.get_by_role("button", name="Kopyalandı").wait_for()
    assert page.locator(".pass-on [role=status]").inner_text() == "Kopyalandı"
    assert page.evaluate("navigator.clipboard.readText()").endswith(profile)


def test_where_the_browser_does_not_copy_the_address_is_marked(new_page, profile):
    page = new_page()
    page.goto(profile)
    page.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    page.get_by_role("button", name="Adresi kopyala").click()
    page.wait_for_function("document.activeElement.id === 'share-address'")
    assert page.evaluate("document.activeElement.selectionEnd") > len(profile)


def test_without_scripts_the_address_can_be_read(new_page, profile):
    page = new_page(width=360, scripts=False)
    page.goto(profile)
    assert page.get_by_label("Bu sayfanın adresi").input_value().endswith(profile)
    assert page.get_by_role("button", name="Adresi kopyala").count() == 0
    assert page.get_by_role("link", name="WhatsApp ile").get_attribute("href").startswith("https://wa.me/?text=")


def test_a_profile_prints_as_one_page_with_a_code(new_page, profile):
    page = new_page()
    page.goto(profile)
    assert not page.locator(".qr").is_visible()
    page.evaluate("document.fonts.ready")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    assert page.locator(".qr").is_visible()
    assert page.locator(".qr").bounding_box()["width"] > 90  # CSS pixels: 24 mm, enough for a telephone
    for hidden in (".pass-on", ".site-menu", ".related", ".site-footer"):
        assert not page.locator(hidden).is_visible(), hidden


def test_what_machines_read_is_no_code_to_the_browser(new_page, profile):
    page = new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(profile)
    block = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(block)["@graph"][0]["@type"] == "NGO"
    assert said == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_easy_reading_is_kept_from_page_to_page(new_page, profile, scripts):
    page = new_page(width=360, scripts=scripts)
    page.goto(profile)
    page.get_by_role("link", name="Kolay okunur metin").click()
    page.get_by_text("Biz sağırız.").wait_for()
    page.get_by_text("Kolay okunur metni okuyorsunuz.").wait_for()
    page.get_by_role("main").get_by_role("link", name="Engelli hakları").first.click()
    page.get_by_text("Herkes gibi yaşama hakkı.").wait_for()
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["value"], cookie["expires"]) == ("kolay_okunur", "1", -1)
    page.get_by_role("link", name="Ayrıntılı metin").click()
    page.wait_for_url("**okuma=ayrintili")
    assert page.get_by_text("Herkes gibi yaşama hakkı.").count() == 0
    assert page.context.cookies() == []


@pytest.mark.parametrize("theme", THEMES)
def test_easy_pages_are_accessible(new_page, axe, profile, theme):
    page = new_page(theme=theme)
    for _address in at_each_width(page, f"{profile}?okuma=kolay", "/haklar/engelli-haklari/?okuma=kolay"):
        axe(page, enhanced=True)
