"""The admin in light and dark: every word can be read, and is Turkish where Wagtail's is not."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from cms.core.preparation import prepare_site
from tests.browser.conftest import sign_in
from tests.factories import AdminFactory
from tests.factories.public import full_organisation

PAGES = ("/admin/", "/admin/snippets/directory/organisation/", "edit", "/admin/reports/search-state/", "/admin/password_reset/")


def unreadable(page) -> str:
    found = Axe().run(page, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]})
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_can_be_read(new_page, index, theme):
    prepare_site()
    organisation = full_organisation()
    page = new_page(theme=theme)
    page.goto("/admin/login/")
    assert unreadable(page) == ""
    sign_in(page, AdminFactory())
    for name in PAGES:
        page.goto(f"/admin/snippets/directory/organisation/edit/{organisation.pk}/" if name == "edit" else name)
        assert unreadable(page) == "", name


def test_the_form_for_signing_in_is_turkish_and_leads_back(page):
    prepare_site()
    page.goto("/admin/login/")
    assert page.get_by_label("Şifre", exact=False).count() == 1
    assert "Password" not in page.locator("body").inner_text()
    assert page.locator("[placeholder]").count() == 0
    page.get_by_role("link", name="Siteye dön").click()
    page.get_by_role("search").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
def test_signing_in_looks_like_the_site(new_page, axe, theme, address):
    prepare_site()
    page = new_page(width=320, theme=theme)
    page.goto(address)
    axe(page, enhanced=True)
    field = page.locator("main input:visible").first
    field.press("Shift+Tab")
    page.keyboard.press("Tab")  # the ring of who comes by keyboard
    looks = field.evaluate(
        """field => {
            const style = (element, name) => getComputedStyle(element)[name], main = document.querySelector('main');
            const probe = main.appendChild(document.createElement('p'));
            const drawn = token => (probe.style.color = `var(--${token})`, style(probe, 'color'));
            return {
                outline: style(field, 'outlineColor') == drawn('ink'),
                halo: style(field, 'boxShadow').includes(drawn('mimosa')),
                line: style(main, 'borderBottomColor') == drawn('line') && style(main, 'borderLeftWidth') == '0px',
                edge: field != document.activeElement || style(field, 'borderBottomWidth') == '4px',
                heading: style(document.querySelector('h1'), 'fontFamily').startsWith('Aleo'),
                letters: style(field, 'fontFamily').includes('Atkinson'),
            };
        }"""
    )
    assert all(looks.values()), looks
    heights = page.locator("main :is(a, button, label:has([type=checkbox])):visible").evaluate_all(
        "found => found.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
