"""What is not public appears nowhere: not in results, counts, suggestions, records, lists or what a question is read as."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Need, Offer, Organisation, OrganisationContact, OrganisationPlace, Standing
from search.rebuild import rebuild
from tests.factories import DistrictFactory, KeywordFactory, OrganisationFactory, ProvinceFactory, TopicFactory

pytestmark = pytest.mark.django_db

# One word for each thing that must not be found; none of them occurs anywhere else.
SECRETS = ("Zamkinos", "Torpilik", "Gılgamya", "Kadırgeç", "Lüfernaz", "Mızrapol", "Fesleğon")
# What answers would hold if they told them; a word alone may be the visitor's own, repeated.
PHRASES = (
    "Zamkinos Derneği",
    "zamkinos-dernegi",
    "zamkinos.example",
    "Gılgamya Topluluğu",
    "Kadırgeç için",
    "Kadırgeç donanımı",
    "Kadırgeç Lüfernaz",
    "Lüfernaz hikâyesi",
    "Fesleğon Sokak",
    "Torpilik desteği",
)
PAGES = ("/ara/", "/ara/?q={}", "/en/ara/?q={}", "/ara/?q={}&sort=updated", "/kuruluslar/", "/haklar/")
JSON = ("/api/v1/search?q={}", "/api/v1/search?page_size=100", "/api/v1/suggest?q={}", "/api/v1/organisations?page_size=100")


def secretive(**values: object) -> Organisation:
    """An organisation of which every part holds a secret word."""
    province = ProvinceFactory(name="Bilecik", slug="bilecik")
    district = DistrictFactory(province=province, name="Söğüt", slug="sogut")
    plain = {
        "key": "zamkinos-dernegi",
        "name": "Zamkinos Derneği",
        "acronym": "Torpilik",
        "aliases": ["Gılgamya Topluluğu"],
        "summary": "Kadırgeç için çalışır.",
        "about": "<p>Lüfernaz hikâyesi</p>",
        "type": "confederation",
        "target_groups": ["prisoners"],
        "topics": [TopicFactory(name="Hayvan hakları", slug="hayvan-haklari")],
        "keywords": [KeywordFactory(name="Mızrapol")],
        "places": [OrganisationPlace(province=province, district=district, address="Fesleğon Sokak", visibility="full")],
        "contacts": [OrganisationContact(kind="email", value="bilgi@zamkinos.example")],
        "offers": [Offer(kind="funding", text="Torpilik desteği")],
        "needs": [Need(kind="equipment", text="Kadırgeç donanımı")],
    }
    return OrganisationFactory(**(plain | values))


def unpublished() -> None:
    secretive(live=False)


def expired() -> None:
    secretive(expire_at=timezone.now() - timedelta(minutes=1))


def merged() -> None:
    target = OrganisationFactory(name="Hedef")
    Standing.objects.update_or_create(organisation=secretive(), defaults={"merged_into": target})


def draft() -> None:
    """A public organisation whose draft holds the secrets, child rows included."""
    organisation = OrganisationFactory(name="Açık Kuruluş", key="acik-kurulus")
    organisation.name = "Zamkinos Derneği"
    organisation.acronym = "Torpilik"
    organisation.summary = "Kadırgeç Lüfernaz"
    organisation.aliases = ["Gılgamya"]
    organisation.type = "confederation"
    organisation.contacts = [OrganisationContact(kind="email", value="bilgi@zamkinos.example")]
    organisation.offers = [Offer(kind="funding", text="Torpilik desteği")]
    organisation.keywords.set([KeywordFactory(name="Mızrapol")])
    organisation.topics.set([TopicFactory(name="Hayvan hakları", slug="hayvan-haklari")])
    organisation.save_revision()


def every_answer(client: Client) -> str:
    answers = []
    for word in SECRETS:
        answers += [client.get(address.format(word)).content.decode() for address in (*PAGES, *JSON)]
    return "\n".join(answers)


@pytest.mark.parametrize("hidden", [unpublished, expired, merged, draft])
def test_what_is_not_public_appears_nowhere(index, client: Client, hidden) -> None:  # type: ignore[no-untyped-def]
    OrganisationFactory(name="Görünen Kuruluş")
    hidden()
    rebuild(index)
    seen = every_answer(client)
    assert "Görünen Kuruluş" in seen
    for phrase in PHRASES:
        assert phrase not in seen, phrase


@pytest.mark.parametrize("hidden", [unpublished, expired, merged, draft])
def test_what_is_not_public_is_not_counted_or_found(index, client: Client, hidden) -> None:  # type: ignore[no-untyped-def]
    OrganisationFactory(name="Görünen Kuruluş")
    hidden()
    rebuild(index)
    public = Organisation.objects.public().count()
    body = client.get("/api/v1/search?kind=organisation&page_size=100").json()
    assert body["total"] == public
    counts = {
        name: {value["value"] for value in body["facets"].get(name, ()) if value["count"]}
        for name in ("topic", "type", "target", "offers", "needs", "province", "district")
    }
    assert counts["type"] == {"association"}
    assert not any(counts[name] for name in ("topic", "target", "offers", "needs", "province", "district"))
    for word in SECRETS:
        found = client.get("/api/v1/search", {"q": word, "kind": "organisation"}).json()
        assert found["total"] == 0, word
        assert (found["corrected"], found["interpretation"]) == ("", [])
        assert client.get("/api/v1/suggest", {"q": word[:5]}).json() == {"suggestions": []}, word
    assert (
        client.get("/api/v1/search?organisation=zamkinos-dernegi&topic=hayvan-haklari&kind=organisation").json()["total"] == 0
    )
    assert client.get("/api/v1/organisations/zamkinos-dernegi").status_code in (301, 404)


def test_hidden_parts_of_a_public_organisation_are_neither_found_nor_counted(index, client: Client) -> None:  # type: ignore[no-untyped-def]
    yesterday = timezone.localdate() - timedelta(days=1)
    province = ProvinceFactory(name="Bilecik", slug="bilecik")
    OrganisationFactory(
        name="Görünen Kuruluş",
        registry_number="Torpilik",
        places=[
            OrganisationPlace(
                province=province,
                district=DistrictFactory(province=province, name="Söğüt", slug="sogut"),
                address="Zamkinos Sokak",
                label="Fesleğon",
                visibility="hidden",
            )
        ],
        contacts=[
            OrganisationContact(kind="email", value="gizli@kadirgec.example", visibility="editors", label="Gılgamya"),
            OrganisationContact(kind="phone", value="Lüfernaz", visibility="public"),
        ],
        offers=[Offer(kind="funding", text="Mızrapol desteği", until=yesterday)],
        needs=[Need(kind="equipment", text="Mızrapol donanımı", until=yesterday)],
    )
    rebuild(index)
    for word in (*SECRETS, "gizli", "Söğüt"):
        assert client.get("/api/v1/search", {"q": word, "kind": "organisation"}).json()["total"] == 0, word
        suggested = client.get("/api/v1/suggest", {"q": word}).json()["suggestions"]
        assert not any(suggestion["kind"] == "organisation" for suggestion in suggested), word
    facets = client.get("/api/v1/search?kind=organisation").json()["facets"]
    for name in ("province", "district", "offers", "needs"):
        assert not any(value["count"] for value in facets[name]), name


def test_district_only_place_is_found_by_district_and_not_by_street(index, client: Client) -> None:  # type: ignore[no-untyped-def]
    district = DistrictFactory()
    OrganisationFactory(
        name="Sığınak",
        places=[
            OrganisationPlace(
                province=district.province,
                district=district,
                address="Zamkinos Sokak",
                latitude=38.45678,
                longitude=27.34567,
                visibility="district",
            )
        ],
    )
    rebuild(index)
    response = client.get("/api/v1/search?district=izmir/bornova&kind=organisation")
    assert response.json()["total"] == 1
    assert "38.45" not in response.content.decode()
    assert client.get("/api/v1/search?q=Zamkinos&kind=organisation").json()["total"] == 0
