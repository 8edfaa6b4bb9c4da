"""Feeds of searches, and what a browser needs to search here: the page's parameters, bounded, escaped."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from search import service
from search.rebuild import rebuild
from search.types import Suggestion
from tests.factories import OrganisationFactory
from tests.factories.public import NOT_PUBLIC, SECRET
from tests.search.door import door, hit

__all__ = ["door"]

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://paydas.example"
DAY = datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def feed(client, query="", prefix=""):
    answer = client.get(f"{prefix}/ara/akis.atom?{query}")
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer


def titles(root):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in root.findall("a:entry", ATOM)]


def test_a_feed_asks_what_the_page_asks_newest_first_and_little(client, door):
    door.answer = lambda request: {"hits": (hit(updated=DAY),), "total": 900}
    root = feed(client, "q=su&topic=cevre&sort=title&page=7&page_size=100", prefix="/en")
    (asked,) = door.asked
    assert (asked.text, asked.facets["topic"], asked.lang) == ("su", ("cevre",), "en")
    assert (asked.sort, asked.page, asked.page_size) == ("updated", 1, 30)
    assert root.findtext("a:id", namespaces=ATOM) == "tag:paydas.example,2026:search/en?q=su&topic=cevre"
    entry = root.find("a:entry", ATOM)
    assert entry.findtext("a:id", namespaces=ATOM) == "tag:paydas.example,2026:organisation/engelsiz-yasam-hakki-agi"
    assert entry.find("a:link", ATOM).get("href") == f"{SITE}/en/kuruluslar/engelsiz-yasam-hakki-agi/"
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-02-03T12:00:00+00:00"
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links == {"alternate": f"{SITE}/en/ara/?q=su&topic=cevre", "self": f"{SITE}/en/ara/akis.atom?q=su&topic=cevre"}


def test_what_has_no_date_is_no_entry(client, door):
    door.answer = lambda request: {"hits": (hit("Tarihsiz"), hit("Tarihli", updated=DAY)), "total": 2}
    assert titles(feed(client)) == ["Tarihli"]


def test_hostile_words_stay_words(client, door):
    door.answer = lambda request: {"hits": (hit("<b>Ad</b>]]>", updated=DAY),), "total": 1}
    root = feed(client, "q=%3C%2Ftitle%3E%3Cscript%3E%00%08&topic=%27&page=-1")
    assert titles(root) == ["<b>Ad</b>]]>"]
    assert "</title><script>" in root.findtext("a:title", namespaces=ATOM)


def test_a_reader_asks_again(client, door):
    door.answer = lambda request: {"hits": (hit(updated=DAY),), "total": 1}
    first = client.get("/ara/akis.atom?q=su")
    assert client.get("/ara/akis.atom?q=su", headers={"if-none-match": first["ETag"]}).status_code == 304
    door.answer = lambda request: {"hits": (), "total": 0}
    assert client.get("/ara/akis.atom?q=su", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_search_that_does_not_answer_is_no_empty_feed(client, door):
    door.answer = lambda request: {"degraded": True}
    answer = client.get("/ara/akis.atom")
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")


def test_the_result_page_leads_to_its_feed(client, door):
    html = client.get("/ara/?q=su+%C4%B1&topic=cevre&page=3&sort=title").content.decode()
    start = html.index('type="application/atom+xml" title="Bu aramada yeni olanlar" href="')
    address = html[start:].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert urlsplit(address).path == "/ara/akis.atom"
    assert parse_qs(urlsplit(address).query) == {"q": ["su ı"], "topic": ["cevre"]}


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_public_is_in_no_feed(client, index, state):
    NOT_PUBLIC[state]()
    rebuild(index)
    assert SECRET not in client.get("/ara/akis.atom").content.decode()


def test_found_organisations_come_with_the_date_of_their_publication(client, index):
    OrganisationFactory(name="Zürafa Derneği", last_published_at=DAY)
    rebuild(index)
    root = feed(client, "q=z%C3%BCrafa")
    assert titles(root) == ["Zürafa Derneği"]
    assert root.findtext("a:updated", namespaces=ATOM) == "2026-02-03T12:00:00+00:00"


@pytest.mark.parametrize(("prefix", "language"), [("", "tr"), ("/en", "en")])
def test_a_browser_is_told_how_to_search_here(client, prefix, language):
    answer = client.get(f"{prefix}/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    ns = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert len(root.findtext("o:ShortName", namespaces=ns)) <= 16
    assert root.findtext("o:Language", namespaces=ns) == language
    urls = {url.get("type"): url.get("template") for url in root.findall("o:Url", ns)}
    assert urls["text/html"] == f"{SITE}{prefix}/ara/?q={{searchTerms}}"
    assert urls["application/x-suggestions+json"] == f"{SITE}{prefix}/ara/oneriler.json?q={{searchTerms}}"
    assert root.findtext("o:Image", namespaces=ns).startswith(f"{SITE}/static/icon")
    assert (
        f'type="application/opensearchdescription+xml" title="Paydaş" href="{prefix}/opensearch.xml"'
        in client.get(f"{prefix}/haklar/").content.decode()
    )


def test_a_browser_gets_suggestions_in_its_own_form(client, monkeypatch):
    found = (Suggestion("organisation", "isik", "Işık Derneği", "/kuruluslar/isik/", "IŞD"),)
    monkeypatch.setattr(service, "suggest", lambda text, lang, limit: found)
    answer = client.get("/en/ara/oneriler.json?q=%C4%B1%C5%9F")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert json.loads(answer.content) == ["ış", ["Işık Derneği"], ["IŞD"], [f"{SITE}/en/kuruluslar/isik/"]]
    assert json.loads(client.get("/ara/oneriler.json").content) == ["", [], [], []]
