"""What is not public appears nowhere a visitor can look: no text of it, and no count of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.preparation import prepare_site
from directory.models import Need, Offer, Organisation, OrganisationContact, OrganisationPlace, Standing
from tests.factories import DistrictFactory, KeywordFactory, TopicFactory
from tests.factories.public import NOT_PUBLIC, SECRET, full_organisation, path_of

pytestmark = pytest.mark.django_db

PATHS = (
    "/",
    "/kuruluslar/",
    "/kuruluslar/?type=association",
    "/kuruluslar/?topic=engelli-haklari",
    "/haklar/",
    "/haklar/engelli-haklari/",
    "/yerler/",
    "/yerler/izmir/",
    "/yerler/izmir/bornova/",
    "/sitemap.xml",
    "/sitemap-organisations.xml",
    "/robots.txt",
)


@pytest.fixture
def seen(client):
    """Two public organisations and the pages around them, as (path, language) -> text."""
    prepare_site()
    visible = full_organisation("Görünen Dernek")
    full_organisation("Öteki Görünen")

    def look() -> dict[str, str]:
        paths = [*PATHS, path_of(visible), *(f"/en{path}" for path in (*PATHS[:-3], path_of(visible)))]
        return {path: client.get(path).content.decode() for path in paths}

    return look


@pytest.mark.parametrize("name", NOT_PUBLIC)
def test_an_organisation_that_is_not_public_changes_no_page(seen, name):
    hidden = NOT_PUBLIC[name]()
    found = seen()
    for path, html in found.items():
        assert SECRET.lower() not in html.lower(), path
        assert path_of(hidden) not in html, path
    Standing.objects.filter(organisation=hidden).delete()
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    hidden.delete()
    assert seen() == found, "it was counted somewhere"


def test_hidden_rows_of_a_public_organisation_are_on_no_page(seen):
    expected = seen()
    organisation = Organisation.objects.get(name="Görünen Dernek")
    yesterday = timezone.localdate() - timedelta(days=1)
    konak = DistrictFactory(name="Konak")
    organisation.contacts.add(OrganisationContact(kind="email", value="gizli@gizli.example", visibility="editors"))
    organisation.places.add(
        OrganisationPlace(address=f"{SECRET} Sokak", province=konak.province, district=konak, visibility="hidden")
    )
    organisation.offers.add(Offer(kind="venue", text=f"{SECRET} salon", until=yesterday))
    organisation.needs.add(Need(kind="venue", text=f"{SECRET} ihtiyaç", until=yesterday))
    organisation.save()
    assert seen() == expected


def test_the_tags_of_a_pending_draft_are_on_no_page(seen):
    expected = seen()
    organisation = Organisation.objects.get(name="Görünen Dernek")
    organisation.topics.add(TopicFactory(name=f"{SECRET} alan", name_en=f"{SECRET} area", slug="alan"))
    organisation.keywords.add(KeywordFactory(name=f"{SECRET} kelime"))
    organisation.name = f"{SECRET} ad"
    organisation.save_revision()
    found = seen()
    topic_pages = {
        path for path in found if path.rstrip("/").endswith(("haklar", "kuruluslar")) or path in {"/", "/en/"} or "?" in path
    }
    assert {path: html for path, html in found.items() if path not in topic_pages} == {
        path: html for path, html in expected.items() if path not in topic_pages
    }
    assert f"{SECRET} ad" not in "".join(found.values())
    assert f"{SECRET} kelime" not in "".join(found.values())
