"""What an editor does: correct a profile, look at it, publish it, find it; and what happens when a field is wrong."""

import pytest
from playwright.sync_api import Page

from cms.core.preparation import prepare_site
from directory.models import Organisation
from directory.organisations import services
from search import sync
from tests.browser.conftest import sign_in
from tests.factories import AdminFactory, TopicFactory
from tests.factories.public import full_organisation


@pytest.fixture
def organisation(index):
    prepare_site()
    topic = TopicFactory()
    TopicFactory(name="Çevre", slug="cevre")
    organisation = full_organisation("Engelsiz Yaşam Hakkı Ağı", topics=[topic])
    sync.drain()
    return organisation


@pytest.fixture
def editor(page, organisation) -> Page:
    """Signed in, on the edit form of the organisation, found through the list by a name in capitals."""
    sign_in(page, AdminFactory())
    page.goto("/admin/snippets/directory/organisation/?q=ENGELSIZ+YASAM")
    page.get_by_role("link", name="Engelsiz Yaşam Hakkı Ağı").first.click()
    page.get_by_role("tab", name="Temel bilgiler").wait_for()
    return page


def publish(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="Yayımla").click()


def test_a_change_is_previewed_published_and_found_at_once(editor, organisation):
    editor.get_by_role("textbox", name="Özet").fill("Tekerlekli iskemle onarım atölyesi.")
    editor.locator("[data-side-panel-toggle=preview]").click()
    preview = editor.frame_locator("#w-preview-iframe")
    preview.get_by_text("Tekerlekli iskemle onarım atölyesi.").first.wait_for()
    assert not Organisation.objects.filter(summary__contains="onarım").exists()

    publish(editor)
    editor.get_by_text("güncellendi ve yayımlandı").wait_for()

    editor.goto("/ara/?q=iskemle+onarımı")
    editor.get_by_role("main").get_by_role("link", name="Engelsiz Yaşam Hakkı Ağı").click()
    editor.get_by_text("Tekerlekli iskemle onarım atölyesi.").first.wait_for()


def test_a_mistake_is_marked_on_its_field_in_its_tab(editor):
    editor.get_by_role("tab", name="İletişim").click()
    value = editor.locator("[name=contacts-0-value]")
    editor.locator("[name=contacts-0-kind]").select_option("website")
    value.fill("isik.example")

    publish(editor)

    editor.get_by_role("tab", name="İletişim").click()
    editor.get_by_text("Başına https:// ekleyin. Örnek: https://kurulus.example").wait_for()


def test_a_rights_area_is_chosen_from_the_list(editor, organisation):
    editor.get_by_role("tab", name="Hak alanları").click()
    editor.get_by_label("Çevre").check()

    publish(editor)
    editor.get_by_text("güncellendi ve yayımlandı").wait_for()

    assert [topic.name for topic in Organisation.objects.get(pk=organisation.pk).topics.all()] == ["Engelli hakları", "Çevre"]


def test_a_newer_version_of_somebody_else_is_asked_about_once(editor, organisation):
    organisation.save_revision().publish()
    editor.reload()
    editor.get_by_role("tab", name="Temel bilgiler").wait_for()
    services.write_content(organisation=organisation, values={"acronym": "YENİ"})
    editor.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # asks the server at once
    editor.locator("[data-w-session-intercept-value=conflict]").wait_for(state="attached")
    editor.get_by_role("textbox", name="Özet").fill("Benim özetim")

    publish(editor)
    editor.get_by_role("dialog").get_by_role("button", name="Yayımla").click()

    editor.get_by_text("güncellendi ve yayımlandı").wait_for()
    assert Organisation.objects.get(pk=organisation.pk).summary == "Benim özetim"
