"""What a page says of itself to machines and shared links; nothing that is not public is ever among it."""

import json
import re
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from cms.core.preparation import prepare_site
from directory.models import OrganisationContact, OrganisationPlace
from directory.sharing.cards import picture_of_site
from tests.factories import DistrictFactory, OrganisationFactory
from tests.factories.public import NOT_PUBLIC, SECRET, full_organisation, merged, path_of, standing

pytestmark = pytest.mark.django_db
SITE = "https://paydas.example"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE
    prepare_site()


def head_of(client, path):
    return client.get(path).content.decode().split("</head>")[0]


def meta(html):
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html)
    return dict(found)


def facts(client, path):
    """Return what the page says as JSON-LD, by type."""
    (block,) = BLOCK.findall(client.get(path).content.decode())
    document = json.loads(block)
    assert document["@context"] == "https://schema.org"
    return {fact["@type"] if isinstance(fact["@type"], str) else fact["@type"][0]: fact for fact in document["@graph"]}


PAGES = ["/", "/en/", "/kuruluslar/", "/haklar/", "/haklar/engelli-haklari/", "/yerler/", "/yerler/izmir/", "/en/hakkinda/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_card_with_an_absolute_picture(client, path):
    full_organisation()
    html = head_of(client, path)
    said = meta(html)
    prefix = "/en" if path.startswith("/en") else ""
    assert said["og:image"] == f"{SITE}{prefix}/kart.png"
    assert said["og:url"] == f"{SITE}{path}"
    assert said["og:title"] == re.search(r"<title>(.*?)</title>", html)[1] != ""
    assert said["og:description"] == said["description"] != ""
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:locale"] == ("en_GB" if prefix else "tr_TR")


def test_titles_and_descriptions_differ_from_page_to_page(client):
    full_organisation()
    titles = [meta(head_of(client, path))["og:title"] for path in PAGES]
    assert len(set(titles)) == len(titles)


def test_descriptions_say_what_a_page_has(client):
    full_organisation()
    found = [meta(head_of(client, path))["description"] for path in PAGES]
    assert len(set(found)) == len(found)
    bare = OrganisationFactory(name="Özetsiz")
    assert meta(head_of(client, path_of(bare)))["description"] == "Özetsiz, Dernek"


def test_pages_of_a_list_are_told_apart(client):
    for _ in range(41):
        OrganisationFactory()
    assert meta(head_of(client, "/kuruluslar/?page=2"))["og:title"] == "Kuruluşlar (sayfa 2) – Paydaş"
    assert meta(head_of(client, "/kuruluslar/?page=2"))["og:url"] == f"{SITE}/kuruluslar/?page=2"


def test_a_profile_has_its_own_picture_title_and_description(client):
    organisation = full_organisation('Ad "ve" <ek> Derneği', summary='Kısa "anlatım" & <b>.')
    said = meta(head_of(client, path_of(organisation)))
    assert said["og:image"] == f"{SITE}{path_of(organisation)}kart.png"
    assert said["og:title"] == "Ad &quot;ve&quot; &lt;ek&gt; Derneği – Paydaş"
    assert said["og:description"] == "Kısa &quot;anlatım&quot; &amp; &lt;b&gt;."
    english = meta(head_of(client, f"/en{path_of(organisation)}"))
    assert english["og:image"] == f"{SITE}/en{path_of(organisation)}kart.png"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_picture_is_served_and_asked_about_again(client, prefix):
    path = f"{prefix}{path_of(full_organisation())}kart.png"
    answer = client.get(path)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert answer["Cache-Control"] == "public, no-cache"
    again = client.get(path, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(path).status_code == 200


def test_the_picture_changes_with_the_profile(client):
    organisation = full_organisation()
    path = f"{path_of(organisation)}kart.png"
    before = client.get(path)["ETag"]
    standing(organisation, claimed_at="2026-01-28T12:00:00Z")
    assert client.get(path)["ETag"] != before


@pytest.mark.parametrize(
    ("lang", "city", "facts"),
    [
        ("tr", "İzmir", "İzmir’in sivil toplum rehberi"),
        ("en", "İzmir", "İzmir civil society directory"),
        ("en", "", "Directory of civil society"),
    ],
)
def test_the_sites_picture_names_its_city(settings, lang, city, facts):
    settings.SITE_CITY = city
    with translation.override(lang):
        assert picture_of_site().facts == facts


def test_other_pages_share_the_citys_line(client):
    answer = client.get("/kart.png")
    assert answer.status_code == 200
    assert client.get("/en/kart.png")["ETag"] != answer["ETag"]
    assert client.get("/kart.png", headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("unpublished", 410), ("expired", 410), ("merged", 301)])
def test_what_is_not_public_has_no_picture(client, state, status):
    assert client.get(f"{path_of(NOT_PUBLIC[state]())}kart.png").status_code == status


def test_an_unpublished_profile_loses_its_picture_at_the_next_request(client):
    organisation = full_organisation()
    path = f"{path_of(organisation)}kart.png"
    etag = client.get(path)["ETag"]
    organisation.refresh_from_db()
    organisation.unpublish()
    assert client.get(path, headers={"if-none-match": etag}).status_code in (404, 410)


def test_the_picture_of_a_merged_profile_is_the_others(client):
    organisation = merged()
    answer = client.get(f"{path_of(organisation)}kart.png")
    assert answer["Location"] == f"{path_of(organisation.standing.merged_into)}kart.png"


def test_a_picture_asks_the_database_little(client, django_assert_max_num_queries):
    path = f"{path_of(full_organisation())}kart.png"
    with django_assert_max_num_queries(8):
        client.get(path)


def test_a_profile_says_what_it_is(client):
    organisation = full_organisation()
    said = facts(client, path_of(organisation))
    ngo = said["NGO"]
    assert ngo["name"] == "Işık Derneği"
    assert ngo["mainEntityOfPage"] == f"{SITE}{path_of(organisation)}"
    assert ngo["url"] == "https://isik.example"
    assert ngo["email"] == "bilgi@isik.example"
    assert ngo["telephone"] == "0232 555 00 00"
    assert ngo["foundingDate"] == "2004"
    assert ngo["location"][0]["address"]["streetAddress"] == "Ergene Sokak 1"
    assert ngo["location"][0]["address"]["addressLocality"] == "Bornova"
    crumbs = said["BreadcrumbList"]["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["Kuruluşlar", "Bornova", "Işık Derneği"]
    assert [crumb["position"] for crumb in crumbs] == [1, 2, 3]
    assert all(crumb["item"].startswith(f"{SITE}/") for crumb in crumbs)


def test_other_addresses_tell_who_it_is_and_ways_to_call_do_not(client):
    contacts = [
        OrganisationContact(kind="website", value="https://isik.example"),
        OrganisationContact(kind="website", value="https://ikinci.example"),
        OrganisationContact(kind="instagram", value="https://instagram.com/isik"),
        OrganisationContact(kind="whatsapp", value="+90 555 000 00 00"),
        OrganisationContact(kind="phone", value="sorun"),
    ]
    ngo = facts(client, path_of(full_organisation(contacts=contacts)))["NGO"]
    assert (ngo["url"], ngo["sameAs"]) == ("https://isik.example", ["https://instagram.com/isik"])
    assert "telephone" not in ngo


@pytest.mark.parametrize(("kind", "expected"), [("union", "WorkersUnion"), ("public_body", "GovernmentOrganization")])
def test_what_is_no_ngo_is_not_called_one(client, kind, expected):
    assert expected in facts(client, path_of(OrganisationFactory(type=kind)))


@pytest.mark.parametrize("visibility", ["full", "district", "hidden"])
def test_a_place_is_told_no_more_exactly_than_on_the_page(client, visibility):
    bornova = DistrictFactory()
    place = OrganisationPlace(
        label="Sığınak",
        address="Saklı Sokak 3",
        province=bornova.province,
        district=bornova,
        visibility=visibility,
        latitude=38.461234,
        longitude=27.211234,
    )
    organisation = full_organisation(
        places=[place], contacts=[OrganisationContact(kind="phone", value="0555 999", visibility="editors")]
    )
    said = json.dumps(facts(client, path_of(organisation)), ensure_ascii=False)
    assert ("Saklı Sokak" in said) is (visibility == "full")
    assert ("38.461234" in said) is (visibility == "full")
    assert ("Bornova" in said) is (visibility != "hidden")
    assert "0555" not in said


def test_nothing_written_in_a_profile_ends_the_block(client):
    evil = "</script><script>alert(1)</script><!--"
    organisation = full_organisation(name=f"Ad {evil}", summary=evil)
    html = client.get(path_of(organisation)).content.decode()
    assert "<script>alert" not in html
    assert facts(client, path_of(organisation))["NGO"]["description"] == evil


def test_the_home_page_names_the_way_to_search(client):
    said = facts(client, "/en/")["WebSite"]
    assert said["url"] == f"{SITE}/"
    assert said["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/en/ara/?q={{search_term_string}}"
    assert said["potentialAction"]["query-input"] == "required name=search_term_string"


def test_places_and_rights_areas_say_where_they_belong(client):
    full_organisation()
    district = facts(client, "/yerler/izmir/bornova/")
    assert district["Place"]["containedInPlace"]["name"] == "İzmir"
    assert [crumb["name"] for crumb in district["BreadcrumbList"]["itemListElement"]] == ["Yerler", "İzmir", "Bornova"]
    assert facts(client, "/yerler/izmir/")["Place"]["containedInPlace"]["name"] == "Türkiye"
    topic = facts(client, "/en/haklar/engelli-haklari/")["BreadcrumbList"]["itemListElement"]
    assert topic[-1] == {
        "@type": "ListItem",
        "position": 3,
        "name": "Disability rights",
        "item": f"{SITE}/en/haklar/engelli-haklari/",
    }


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_nothing_that_is_not_public_is_in_any_head(client, state):
    hidden = NOT_PUBLIC[state]()
    full_organisation()
    for path in (*PAGES, path_of(hidden)):
        html = head_of(client, path)
        assert SECRET not in html, path
