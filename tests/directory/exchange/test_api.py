"""The public record of organisations: complete, and nothing in it that a visitor of the profile may not see."""

import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Need, Offer, Organisation, OrganisationContact, OrganisationPlace, RetiredKey, Standing
from directory.organisations import services
from tests.factories import DistrictFactory, KeywordFactory, OrganisationFactory, ProvinceFactory, TopicFactory

pytestmark = pytest.mark.django_db

RECORD = "/api/v1/organisations/"


@pytest.fixture
def district():  # type: ignore[no-untyped-def]
    return DistrictFactory()


def place(district, visibility: str, **values: object) -> OrganisationPlace:  # type: ignore[no-untyped-def]
    plain = {
        "label": "Ofis",
        "address": "Gizli Sokak 5",
        "latitude": 38.46123,
        "longitude": 27.21987,
        "access_notes": "Eczanenin yanındaki kapı",
        "province": district.province,
        "district": district,
    }
    return OrganisationPlace(**(plain | values), visibility=visibility)


def record_of(client: Client, organisation: Organisation) -> dict:  # type: ignore[type-arg]
    response = client.get(f"{RECORD}{organisation.key}")
    assert response.status_code == 200, response.content
    return response.json()  # type: ignore[no-any-return]


def test_record_tells_what_the_profile_tells(client: Client, district, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://rehber.example"
    organisation = OrganisationFactory(
        name="Işık Derneği",
        name_en="Light Association",
        acronym="ID",
        aliases=["Işık"],
        summary="Görmeyenler için.",
        about="<p>Uzun <b>hikâye</b></p>",
        founded=1999,
        scope="provincial",
        languages=["tr", "tsm"],
        target_groups=["disabled_people"],
        topics=[TopicFactory()],
        keywords=[KeywordFactory(name="braille")],
        active_provinces=[district.province],
        active_districts=[district],
        places=[place(district, "full", step_free="yes")],
        contacts=[OrganisationContact(kind="email", value="bilgi@isik.example", label="hafta içi")],
        offers=[Offer(kind="venue", text="Salon", text_en="Hall")],
        needs=[Need(kind="legal", text="Hukuki destek", until=timezone.localdate())],
        open_to_cooperation=True,
    )
    record = record_of(client, organisation)
    slug = organisation.addresses.get().slug
    assert record["url"] == {
        "tr": f"https://rehber.example/kuruluslar/{slug}/",
        "en": f"https://rehber.example/en/kuruluslar/{slug}/",
    }
    assert record["topics"] == [{"value": "engelli-haklari", "label": "Engelli hakları", "label_en": "Disability rights"}]
    assert record["keywords"] == ["braille"]
    assert record["active_in"] == {"provinces": ["izmir"], "districts": ["izmir/bornova"]}
    assert record["places"] == [
        {
            "label": "Ofis",
            "province": "izmir",
            "district": "izmir/bornova",
            "address": "Gizli Sokak 5",
            "point": {"latitude": 38.46123, "longitude": 27.21987, "approximate": False},
            "step_free": "yes",
            "access_notes": "Eczanenin yanındaki kapı",
            "access_notes_en": "",
        }
    ]
    assert record["contacts"] == [{"kind": "email", "value": "bilgi@isik.example", "label": "hafta içi"}]
    (offer,) = record["offers"]
    assert UUID(offer.pop("id")) == organisation.offers.get().uid
    assert offer == {"kind": "venue", "text": "Salon", "text_en": "Hall", "until": ""}
    assert record["needs"][0]["until"] == timezone.localdate().isoformat()
    plain = {
        name: record[name] for name in ("name", "name_en", "acronym", "aliases", "founded", "scope", "open_to_cooperation")
    }
    assert plain == {
        "name": "Işık Derneği",
        "name_en": "Light Association",
        "acronym": "ID",
        "aliases": ["Işık"],
        "founded": 1999,
        "scope": "provincial",
        "open_to_cooperation": True,
    }


def test_record_says_on_whose_word_it_stands(client: Client) -> None:
    organisation = OrganisationFactory()
    assert record_of(client, organisation)["standing"]["claimed"] is False
    services.claim(organisation=organisation)
    services.confirm(organisation=organisation)
    standing = record_of(client, organisation)["standing"]
    assert (standing["claimed"], standing["basis"]) == (True, "organisation")
    assert standing["confirmed_on"] == timezone.localdate().isoformat()


def test_district_only_place_tells_the_middle_of_its_district_and_nothing_else(client: Client, district) -> None:  # type: ignore[no-untyped-def]
    response = client.get(f"{RECORD}{OrganisationFactory(places=[place(district, 'district')]).key}")
    (told,) = response.json()["places"]
    assert told["point"] == {"latitude": district.latitude, "longitude": district.longitude, "approximate": True}
    assert (told["district"], told["address"], told["label"], told["access_notes"]) == ("izmir/bornova", "", "", "")
    assert "38.46123" not in response.content.decode()
    assert "Eczane" not in response.content.decode()


def test_hidden_place_contact_and_past_offer_are_not_told(client: Client, district) -> None:  # type: ignore[no-untyped-def]
    yesterday = timezone.localdate() - timedelta(days=1)
    organisation = OrganisationFactory(
        registry_number="35-001-002",
        places=[place(district, "hidden")],
        contacts=[OrganisationContact(kind="phone", value="0232 000 00 00", visibility="editors")],
        offers=[Offer(kind="venue", text="Eski salon", until=yesterday)],
        needs=[Need(kind="venue", text="Eski istek", until=yesterday)],
    )
    response = client.get(f"{RECORD}{organisation.key}")
    record = response.json()
    assert (record["places"], record["contacts"], record["offers"], record["needs"]) == ([], [], [], [])
    for secret in ("Gizli Sokak", "0232", "Eski", "38.46", "35-001", "bornova"):
        assert secret not in response.content.decode()


@pytest.mark.parametrize(
    "values", [{"live": False}, {"expire_at": timezone.now() - timedelta(hours=1)}], ids=["unpublished", "expired"]
)
def test_what_is_not_public_is_not_found(client: Client, values: dict[str, object]) -> None:
    organisation = OrganisationFactory(**values)
    response = client.get(f"{RECORD}{organisation.key}")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert organisation.name not in response.content.decode()
    assert client.get("/api/v1/organisations").json()["total"] == 0


def test_a_draft_of_a_public_organisation_is_not_told(client: Client) -> None:
    organisation = OrganisationFactory(name="Yayındaki")
    organisation.name = "Taslaktaki"
    organisation.contacts = [OrganisationContact(kind="email", value="taslak@x.example")]
    organisation.save_revision()
    text = client.get(f"{RECORD}{organisation.key}").content.decode() + client.get("/api/v1/organisations").content.decode()
    assert "Yayındaki" in text
    assert "aslak" not in text


def test_merged_key_leads_to_its_target_with_the_query(client: Client) -> None:
    source, target = OrganisationFactory(), OrganisationFactory()
    services.merge_organisations(source=source, target=target)
    response = client.get(f"{RECORD}{source.key}?lang=en")
    assert (response.status_code, response.headers["Location"]) == (301, f"{RECORD}{target.key}?lang=en")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert [result["key"] for result in client.get("/api/v1/organisations").json()["results"]] == [target.key]


def test_key_merged_into_something_not_public_is_not_found(client: Client) -> None:
    source, target = OrganisationFactory(), OrganisationFactory(live=False)
    Standing.objects.update_or_create(organisation=source, defaults={"merged_into": target})
    assert client.get(f"{RECORD}{source.key}").status_code == 404


def test_removed_key_is_gone(client: Client) -> None:
    organisation = OrganisationFactory()
    services.remove(organisation=organisation)
    assert RetiredKey.objects.filter(key=organisation.key).exists()
    response = client.get(f"{RECORD}{organisation.key}")
    assert response.status_code == 410
    assert json.loads(response.content)["status"] == 410


@pytest.mark.parametrize(
    "key",
    [
        "yok",
        "A",
        "a--b",
        "%00",
        "%ff",
        "%ED%A0%80",
        "..%2f..",
        "'%20OR%201=1",
        "%F0%9F%92%A5",
        "x" * 3000,
        "%E2%80%AE",
        "a%0A",
        "-",
    ],
)
def test_any_other_key_is_not_found(client: Client, key: str) -> None:
    response = client.get(f"{RECORD}{key}")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_list_meets_every_public_organisation_once_in_a_fixed_order(client: Client) -> None:
    keys = [OrganisationFactory().key for _ in range(7)]
    OrganisationFactory(live=False)
    pages = [client.get(f"/api/v1/organisations?page={page}&page_size=3").json() for page in (1, 2, 3, 4)]
    assert [result["key"] for page in pages for result in page["results"]] == keys
    assert [(page["total"], page["page"], page["pages"]) for page in pages] == [(7, 1, 3), (7, 2, 3), (7, 3, 3), (7, 4, 3)]


def test_list_tells_what_was_published_since(client: Client) -> None:
    old, fresh = OrganisationFactory(), OrganisationFactory()
    now = timezone.now()
    Organisation.objects.filter(pk=old.pk).update(last_published_at=now - timedelta(days=9))
    Organisation.objects.filter(pk=fresh.pk).update(last_published_at=now)
    Organisation.objects.filter(pk=OrganisationFactory().pk).update(last_published_at=None)
    since = (now - timedelta(days=2)).date().isoformat()
    assert [result["key"] for result in client.get(f"/api/v1/organisations?updated_since={since}").json()["results"]] == [
        fresh.key
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=abc", "page"),
        ("page=99999999999999", "page"),
        ("page_size=101", "page_size"),
        ("page_size=", None),
        ("updated_since=bald", "updated_since"),
        ("updated_since=2026-02-07T10:00:00%2B03:00", None),
    ],
)
def test_malformed_list_parameters_are_refused(client: Client, query: str, field: str | None) -> None:
    response = client.get(f"/api/v1/organisations?{query}")
    assert response.status_code == (400 if field else 200)
    if field:
        assert [error["field"] for error in json.loads(response.content)["errors"]] == [field]


def test_a_page_of_the_list_takes_a_fixed_number_of_queries(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    province = ProvinceFactory()
    for _ in range(6):
        OrganisationFactory(
            topics=[TopicFactory()],
            keywords=[KeywordFactory()],
            places=[OrganisationPlace(province=province, district=DistrictFactory(province=province), visibility="full")],
            active_districts=[DistrictFactory(province=province)],
            contacts=[OrganisationContact(kind="phone", value="1")],
        )
    with django_assert_max_num_queries(17):
        assert client.get("/api/v1/organisations").json()["total"] == 6


@pytest.mark.parametrize(
    "planted",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<p onclick="alert(1)" style="color:red">x</p>',
        '<iframe src="https://evil.example"></iframe>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "<svg onload=alert(1)>",
    ],
)
def test_the_html_of_a_record_is_harmless_whatever_was_imported(client: Client, planted: str) -> None:
    organisation = OrganisationFactory(about=f"<p>Önce</p>{planted}", about_en=planted)
    record = client.get(f"/api/v1/organisations/{organisation.key}").json()
    for html in (record["about"], record["about_en"]):
        assert not re.search(r"<script|<img|<iframe|<svg|javascript:|data:|\son\w+=|style=", html)
    assert "<p>Önce</p>" in record["about"]


def test_a_text_without_markup_is_html_too(client: Client) -> None:
    organisation = OrganisationFactory(about="1 & 2", about_en="")
    record = client.get(f"/api/v1/organisations/{organisation.key}").json()
    assert (record["about"], record["about_en"]) == ("<p>1 &amp; 2</p>", "")
