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


def test_the_form_for_signing_in_is_turkish(page):
    prepare_site()
    page.goto("/admin/login/")
    assert page.get_by_label("Şifre", exact=False).count() == 1
    assert "Password" not in page.locator("body").inner_text()
