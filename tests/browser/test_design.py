"""The design system's own page: every component in every theme, narrow and wide; and what scripts are not needed for."""

import pytest
from django.conf import settings
from django.test import Client

from cms.core.preparation import prepare_site
from tests.browser.conftest import assert_no_sideways_scroll, at_each_width
from tests.factories import AdminFactory


@pytest.mark.parametrize("theme", ["light", "dark", "forced"])
def test_every_component_is_accessible(new_page, axe, live_server, theme):
    prepare_site()
    client = Client()
    client.force_login(AdminFactory())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = new_page(theme=theme)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    assert page.goto("/tasarim/").status == 200
    for _address in at_each_width(page, "/tasarim/"):
        axe(page, enhanced=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_menu_opens_on_a_phone_and_lies_open_on_a_wide_screen(new_page, axe, scripts):
    prepare_site()
    page = new_page(width=320, scripts=scripts)
    page.goto("/haklar/")
    menu = page.get_by_role("navigation", name="Ana menü")
    assert not menu.is_visible()
    page.get_by_text("Menü", exact=True).click()
    menu.get_by_role("link", name="Yerler").wait_for()
    assert_no_sideways_scroll(page)
    if scripts:
        axe(page, enhanced=True)
    menu.get_by_role("link", name="Yerler").click()
    page.wait_for_url("**/yerler/")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert menu.get_by_role("link", name="Kuruluşlar").is_visible()
    assert not page.get_by_text("Menü", exact=True).is_visible()


def test_our_letters_are_loaded_from_here(new_page):
    prepare_site()
    page = new_page()
    page.goto("/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    assert sorted(name.strip('"') for name in loaded) == ["Aleo", "Atkinson Hyperlegible Next", "Atkinson Hyperlegible Next"]
