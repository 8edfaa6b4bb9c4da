"""The feed of new and updated organisations: valid, bounded, public only, asked about again cheaply."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from directory.models import Organisation
from directory.sharing import feeds
from tests.factories import OrganisationFactory
from tests.factories.public import NOT_PUBLIC, SECRET, full_organisation, path_of

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
PATH = "/kuruluslar/akis.atom"
SITE = "https://paydas.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def published(name="Işık", *, ago=0, **values):
    at = timezone.now() - timedelta(days=ago)
    organisation = full_organisation(name, **values)
    Organisation.objects.filter(pk=organisation.pk).update(first_published_at=at, last_published_at=at)
    return organisation


def feed(client, path=PATH):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer


def texts(root, tag):
    return [entry.findtext(f"a:{tag}", namespaces=ATOM) for entry in root.findall("a:entry", ATOM)]


def test_the_newest_change_comes_first_with_an_id_that_outlives_the_address(client):
    published("Eski", ago=9, key="eski")
    new = published("Yeni", key="yeni", summary="A & <b>")
    root = feed(client)
    assert texts(root, "title") == ["Yeni", "Eski"]
    assert texts(root, "id") == ["tag:paydas.example,2026:organisation/yeni", "tag:paydas.example,2026:organisation/eski"]
    assert texts(root, "summary")[0] == "A &amp; &lt;b&gt;"
    link = root.find("a:entry/a:link", ATOM)
    assert (link.get("rel"), link.get("href")) == ("alternate", f"{SITE}{path_of(new)}")


def test_it_has_what_every_feed_must_have(client):
    published()
    root = feed(client, f"/en{PATH}")
    assert root.findtext("a:id", namespaces=ATOM) == "tag:paydas.example,2026:organisations/en"
    assert root.findtext("a:author/a:name", namespaces=ATOM) == "Paydaş"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links == {"alternate": f"{SITE}/en/kuruluslar/", "self": f"{SITE}/en{PATH}"}
    for tag in ("title", "updated"):
        assert root.findtext(f"a:{tag}", namespaces=ATOM)
    for tag in ("title", "id", "updated", "published"):
        assert all(texts(root, tag))
    entry = root.find("a:entry", ATOM)
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "tr"  # it has no English name


def test_an_empty_feed_is_a_feed(client):
    assert feed(client).findtext("a:updated", namespaces=ATOM) == "2026-01-01T00:00:00+00:00"


def test_it_is_bounded(client, monkeypatch):
    monkeypatch.setattr(feeds, "ENTRIES", 3)
    for number in range(5):
        published(f"Dernek {number}", ago=number)
    assert texts(feed(client), "title") == ["Dernek 0", "Dernek 1", "Dernek 2"]


def test_control_characters_break_nothing(client):
    published("Ad\x08 ve\x0b", summary="satır\x01sonu")
    assert texts(feed(client), "title") == ["Ad ve"]


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_public_is_not_in_it(client, state):
    hidden = NOT_PUBLIC[state]()
    Organisation.objects.filter(pk=hidden.pk).update(last_published_at=timezone.now())
    assert SECRET not in client.get(PATH).content.decode()


def test_a_reader_asks_again_and_is_told_only_what_is_still_public(client):
    published("Kalan", ago=2)
    leaving = published("Giden")
    first = client.get(PATH)
    same = client.get(PATH, headers={"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]})
    assert (same.status_code, same.content) == (304, b"")
    Organisation.objects.get(pk=leaving.pk).unpublish()
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(PATH, headers=headers)
        assert again.status_code == 200
        assert "Giden" not in again.content.decode()


def test_the_last_change_is_told(client):
    organisation = OrganisationFactory()
    day = datetime(2026, 2, 3, 12, tzinfo=UTC)
    Organisation.objects.filter(pk=organisation.pk).update(last_published_at=day)
    assert client.get(PATH)["Last-Modified"] == "Tue, 03 Feb 2026 12:00:00 GMT"


@pytest.mark.parametrize("rows", [2, 20])
def test_it_asks_the_database_as_often_for_many_rows(client, django_assert_max_num_queries, rows):
    for number in range(rows):
        published(f"Dernek {number}")
    with django_assert_max_num_queries(6):
        client.get(PATH)


def test_pages_name_the_feed(client):
    html = client.get("/en/kuruluslar/").content.decode()
    link = '<link rel="alternate" type="application/atom+xml" title="New and updated organisations" href="{}">'
    assert link.format(f"/en{PATH}") in html
