"""What an editor does about a question that finds nothing: see that people ask it, say what it means, ask again."""

import pytest
from django.contrib.auth.models import Group

from cms.core.preparation import EDITORS, prepare_site
from directory.models import TopicSynonym
from search import counting, sync
from tests.browser.conftest import sign_in
from tests.factories import OrganisationFactory, TopicFactory, UserFactory

QUESTION = "patron kovdu"


@pytest.fixture
def labour(index, settings):
    """Nobody's profile says what people ask."""
    settings.SEARCH_COUNT_QUERIES = True
    prepare_site()
    labour = TopicFactory(name="Çalışma hakları", slug="calisma")
    OrganisationFactory(name="Emek Evi", topics=[labour], summary="İşçilerin yanında.")
    OrganisationFactory(name="Ezgi Topluluğu", summary="Konser verir.")
    sync.drain()
    yield labour
    counting.write()  # nothing is left to be counted in another test


def test_a_question_that_found_nothing_is_mended(page, new_page, axe, labour):
    for _ in range(counting.SHOWN_FROM):
        page.goto(f"/ara/?q={QUESTION}")
    counting.write()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    sign_in(page, user)

    page.get_by_role("button", name="Raporlar").click()
    page.get_by_role("link", name="Aranıp bulunamayanlar").click()
    page.get_by_role("link", name=QUESTION).click()
    page.get_by_role("heading", name="Hiçbir şey bulmuyor").wait_for()
    axe(page)
    page.locator("[name=topic]").select_option(label="Çalışma hakları")
    page.get_by_role("button", name="Ne değişir?").click()
    page.get_by_text("Emek Evi").first.wait_for()
    assert not TopicSynonym.objects.filter(topic=labour).exists()

    page.get_by_role("button", name="Kaydet ve yeniden sor").click()
    page.get_by_role("heading", name="İlk sonuç anlaşılan her şeye uyuyor").wait_for()
    axe(page, exclude=(".messages",))  # Wagtail fades its message in, and is read in between

    visitor = new_page(width=360)
    visitor.goto(f"/ara/?q={QUESTION}")
    visitor.get_by_role("main").get_by_role("link", name="Emek Evi").wait_for()
