"""The site map: every public page once a language, nothing else, files that stay small, dates that are true."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from cms.core import sitemaps
from cms.core.preparation import prepare_site
from cms.pages.models import StandardPage
from directory.models import Organisation, OrganisationPlace
from directory.organisations import services
from tests.factories import DistrictFactory, OrganisationFactory, TopicFactory
from tests.factories.public import NOT_PUBLIC, full_organisation, path_of

pytestmark = pytest.mark.django_db
SITE = "https://paydas.example"
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE
    prepare_site()


def tree(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer


def files(client):
    """Return the files that the index names, with their dates."""
    found = tree(client, "/sitemap.xml").findall("s:sitemap", NS)
    return {item.findtext("s:loc", namespaces=NS): item.findtext("s:lastmod", namespaces=NS) for item in found}


def entries(client):
    """Return every address of every file with its date."""
    found = {}
    for name in files(client):
        assert name.startswith(f"{SITE}/")
        for url in tree(client, name.removeprefix(SITE)).findall("s:url", NS):
            location = url.findtext("s:loc", namespaces=NS)
            assert location not in found
            found[location] = url.findtext("s:lastmod", namespaces=NS)
    return found


def test_it_lists_public_pages_in_both_languages(client):
    organisation = full_organisation()
    found = entries(client)
    paths = ["/", "/hakkinda/", "/kuruluslar/", "/haklar/", "/haklar/engelli-haklari/", "/yerler/", "/yerler/izmir/"]
    for path in (*paths, "/yerler/izmir/bornova/", path_of(organisation)):
        assert f"{SITE}{path}" in found
        assert f"{SITE}/en{path}" in found
    assert all(address.startswith(f"{SITE}/") for address in found)


def test_every_address_is_a_page_that_may_be_indexed(client):
    full_organisation()
    for address in entries(client):
        answer = client.get(address.removeprefix(SITE))
        assert answer.status_code == 200, address
        html = answer.content.decode()
        assert "noindex" not in html
        assert f'<link rel="canonical" href="{address}">' in html


def test_each_address_names_the_other_languages(client):
    path = path_of(full_organisation())
    for url in tree(client, "/sitemap-organisations.xml").findall("s:url", NS):
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NS)}
        assert links == {"tr": f"{SITE}{path}", "en": f"{SITE}/en{path}", "x-default": f"{SITE}{path}"}


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_public_is_in_no_file(client, state):
    path = path_of(NOT_PUBLIC[state]())
    found = "\n".join(entries(client))
    assert path not in found
    assert "/yerler/izmir/bornova/" not in found


def test_a_place_nobody_may_know_of_is_not_listed(client):
    karsiyaka = DistrictFactory(name="Karşıyaka")
    place = OrganisationPlace(province=karsiyaka.province, district=karsiyaka, visibility="hidden")
    OrganisationFactory(places=[place])
    assert "karsiyaka" not in "\n".join(entries(client))


def test_an_expired_page_is_not_listed(client):
    StandardPage.objects.filter(slug="hakkinda").update(expire_at=timezone.now() - timedelta(minutes=1))
    assert f"{SITE}/hakkinda/" not in entries(client)


def test_dates_are_those_of_what_a_page_shows(client):
    day = datetime(2030, 2, 3, 12, tzinfo=UTC)
    organisation = full_organisation()
    Organisation.objects.filter(pk=organisation.pk).update(last_published_at=day)
    TopicFactory(name="Çevre")
    found = entries(client)
    for path in (path_of(organisation), "/haklar/engelli-haklari/", "/yerler/izmir/", "/yerler/izmir/bornova/", "/kuruluslar/"):
        assert found[f"{SITE}{path}"].startswith("2030-02-03"), path
    assert not found[f"{SITE}/haklar/cevre/"].startswith("2030")
    assert files(client)[f"{SITE}/sitemap-organisations.xml"].startswith("2030-02-03")


def test_many_organisations_are_several_files(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "ROWS", 3)
    organisations = [OrganisationFactory() for _ in range(7)]
    names = [name for name in files(client) if "organisations" in name]
    assert names == [f"{SITE}/sitemap-organisations.xml", *(f"{SITE}/sitemap-organisations.xml?p={n}" for n in (2, 3))]
    assert {f"{SITE}{path_of(one)}" for one in organisations} <= set(entries(client))
    assert len(tree(client, "/sitemap-organisations.xml?p=1").findall("s:url", NS)) == 6


def test_a_file_holds_five_thousand_addresses_at_most():
    assert sitemaps.ROWS * 2 <= 5000


@pytest.mark.parametrize("path", ["/sitemap-yok.xml", "/sitemap-organisations.xml?p=9", "/sitemap-organisations.xml?p=x"])
def test_a_file_that_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("rows", [2, 20])
def test_a_file_asks_the_database_as_often_for_many_rows(client, django_assert_max_num_queries, rows):
    for _ in range(rows):
        OrganisationFactory()
    with django_assert_max_num_queries(4):
        client.get("/sitemap-organisations.xml")
    with django_assert_max_num_queries(16):
        client.get("/sitemap.xml")


def test_a_removed_organisation_leaves_at_once(client):
    organisation = OrganisationFactory()
    path = path_of(organisation)
    assert re.search(path, "\n".join(entries(client)))
    services.remove(organisation=organisation)
    assert path not in "\n".join(entries(client))
