"""What a citizen does, on a phone, with and without JavaScript."""

import pytest

from cms.core.preparation import prepare_site
from directory.models import Report
from search import service, sync
from tests.factories import TopicFactory
from tests.factories.public import full_organisation


@pytest.fixture
def network(index):
    """Two organisations that work on one right, found by the search."""
    prepare_site()
    topic = TopicFactory()
    full_organisation("Engelsiz Yaşam Hakkı Ağı", topics=[topic])
    full_organisation("Komşu Engelli Derneği", topics=[topic])
    sync.drain()
    return service


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.usefixtures("network")
def test_finding_who_works_on_a_right_and_who_else_does(new_page, scripts):
    page = new_page(width=360, scripts=scripts)
    page.goto("/")
    page.get_by_label("Hak, kuruluş ya da ilçe yazın", exact=True).fill("engelli hakları")
    page.get_by_role("main").get_by_role("button", name="Ara").click()
    page.get_by_role("link", name="Engelsiz Yaşam Hakkı Ağı").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Engelsiz Yaşam Hakkı Ağı"
    page.get_by_role("heading", name="Bu alanda başka kimler çalışıyor?").wait_for()
    page.get_by_role("link", name="Komşu Engelli Derneği").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Komşu Engelli Derneği"


@pytest.mark.usefixtures("network")
def test_going_from_a_right_to_a_district_to_a_profile_in_english(new_page):
    page = new_page(width=360)
    page.goto("/haklar/")
    page.get_by_role("main").get_by_role("link", name="Engelli hakları").click()
    page.get_by_role("link", name="Bornova").click()
    page.get_by_role("main").get_by_role("link", name="Komşu Engelli Derneği").click()
    page.get_by_role("banner").get_by_text("Menü", exact=True).click()
    page.get_by_role("banner").get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").get_attribute("lang") == "tr"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.usefixtures("network")
def test_telling_the_editors_that_something_is_wrong(new_page, scripts):
    page = new_page(width=360, scripts=scripts)
    page.goto("/kuruluslar/")
    page.get_by_role("main").get_by_role("link", name="Engelsiz Yaşam Hakkı Ağı").click()
    page.get_by_role("link", name="Yanlışı bildirin").click()
    page.get_by_role("button", name="Editörlere gönder").click()
    page.get_by_role("alert").get_by_role("link", name="Neyin değişmesi gerektiğini bir iki cümleyle yazın.").wait_for()
    page.get_by_label("Neyi bilmeliyiz?").fill("Telefon numarası yanlış.")
    page.get_by_role("button", name="Editörlere gönder").click()
    page.get_by_role("heading", name="Teşekkürler").wait_for()
    assert Report.objects.get().message == "Telefon numarası yanlış."
