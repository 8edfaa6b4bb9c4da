"""Every public page at three widths and in three themes: no accessibility violation, no sideways scroll, no third party."""

import pytest

from cms.core.preparation import prepare_site
from directory.models import Standing
from tests.browser.conftest import THEMES, assert_no_sideways_scroll, at_each_width
from tests.factories import DistrictFactory, TopicFactory
from tests.factories.public import full_organisation, path_of

LONG = "Çokuzunbirkelimedenoluşankuruluşadıyokdenmesindiyeyazılmışbirad Derneği"


@pytest.fixture
def full_site() -> dict[str, str]:
    """A site with content of every kind; returns the pages that depend on it."""
    prepare_site()
    organisation = full_organisation()
    full_organisation(LONG, status="closed")
    confirmed = full_organisation("Doğrulanmış Dernek", name_en="Confirmed Association")
    Standing.objects.update_or_create(organisation=confirmed, defaults={"confirmed_on": "2026-01-28"})
    return {
        "profile": path_of(organisation),
        "confirmed": path_of(confirmed),
        "report": f"{path_of(organisation)}bildir/yanlis/",
        "unlist": f"{path_of(organisation)}bildir/listelenmesin/",
        "sent": f"{path_of(organisation)}bildirildi/",
    }


SMALLER_THAN_A_FINGER = """() => {
    const controls = '.site-nav a, .button, .chip, .topic-links a, .crumbs a, .counts a, .pagination a';
    const boxes = [...document.querySelectorAll(controls)].map(e => [e.textContent.trim(), e.getBoundingClientRect()]);
    return boxes.filter(([, box]) => box.width && box.height < 44).map(([text]) => text);
}"""
PAGES = (
    "/",
    "/kuruluslar/",
    "/kuruluslar/?type=union&topic=engelli-haklari",
    "profile",
    "confirmed",
    "report",
    "unlist",
    "sent",
    "/haklar/",
    "/haklar/engelli-haklari/",
    "/haklar/engelli-haklari/ihtiyaclar/",
    "/yerler/",
    "/yerler/izmir/",
    "/yerler/izmir/bornova/",
    "/harita/",
    "/hakkinda/",
    "/kisisel-veriler/",
    "/erisilebilirlik/",
    "/boyle-bir-sayfa-yok/",
    "/en/",
)


@pytest.mark.parametrize("theme", THEMES)
def test_full_pages(new_page, axe, full_site, theme):
    page = new_page(theme=theme)
    for _address in at_each_width(page, *(full_site.get(name, name) for name in PAGES)):
        axe(page, enhanced=True)


@pytest.mark.parametrize("theme", THEMES)
def test_empty_pages(new_page, axe, theme):
    prepare_site()
    TopicFactory()
    DistrictFactory()
    page = new_page(theme=theme)
    empty = ("/", "/kuruluslar/", "/haklar/", "/haklar/engelli-haklari/", "/yerler/", "/yerler/izmir/bornova/", "/harita/")
    for _address in at_each_width(page, *empty):
        axe(page, enhanced=True)


@pytest.mark.parametrize("theme", THEMES)
def test_a_form_with_mistakes(new_page, axe, full_site, theme):
    page = new_page(theme=theme)
    for _address in at_each_width(page, full_site["report"]):
        page.locator("#id_reply_to").fill("yarım")
        page.get_by_role("button", name="Editörlere gönder").click()
        page.get_by_role("alert").wait_for()
        assert_no_sideways_scroll(page)
        axe(page, enhanced=True)


READERS = {
    "spacing": "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }",
    "twice as large": "html { font-size: 36px !important }",
}


@pytest.mark.parametrize("style", READERS)
def test_a_readers_own_spacing_and_size_keep_the_page_whole(new_page, full_site, style):
    page = new_page()
    for _address in at_each_width(page, *(full_site.get(name, name) for name in PAGES)):
        page.evaluate(
            "css => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets = [own] }",
            READERS[style],
        )
        assert_no_sideways_scroll(page)


def test_targets_are_large_enough_for_a_finger(new_page, full_site):
    page = new_page(width=360)
    for path in ("/", full_site["profile"], "/haklar/", "/yerler/izmir/"):
        page.goto(path)
        small = page.evaluate(SMALLER_THAN_A_FINGER)
        assert small == [], path


def test_a_keyboard_skips_to_the_content(new_page, full_site):
    page = new_page()
    page.goto(full_site["profile"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "İçeriğe geç"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
