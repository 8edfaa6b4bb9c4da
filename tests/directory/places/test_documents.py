"""Places while somebody types and as results: a locality leads to its district."""

import pytest

from directory.models import District, Locality, OrganisationPlace, Province
from directory.places.documents import PlaceSource
from search import service
from search.models import Change
from search.rebuild import rebuild
from search.types import SearchRequest
from tests.factories import DistrictFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def konak():
    district = DistrictFactory(name="Konak")
    Locality.objects.create(name="Alsancak", district=district, aliases=["Punta"])
    Locality.objects.create(name="Tepecik", district=district, ambiguous=True)
    return district


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("als", "Alsancak"),
        ("ALSAN", "Alsancak"),
        ("pun", "Punta"),
        ("tepecik", "Tepecik"),
        ("alsancka", "Alsancak"),
        ("kona", ""),
    ],
)
def test_a_locality_is_suggested_as_its_district(konak, index, typed, matched):
    rebuild(index)

    (found,) = service.suggest(typed)

    assert (found.title, found.path, found.matched) == ("Konak, İzmir", "/yerler/izmir/konak/", matched)


def test_other_names_of_a_province_are_suggested(konak, index):
    Province.objects.update(aliases=["Smyrna"])
    rebuild(index)

    assert [(found.title, found.matched) for found in service.suggest("smyr")] == [("İzmir", "Smyrna")]


def test_a_changed_locality_changes_what_is_found(konak, index, django_capture_on_commit_callbacks):
    rebuild(index)
    with django_capture_on_commit_callbacks(execute=True):
        Locality.objects.create(name="Basmane", district=konak)
    assert [found.matched for found in service.suggest("basm")] == ["Basmane"]

    with django_capture_on_commit_callbacks(execute=True):
        Locality.objects.get(name="Basmane").delete()
    assert service.suggest("basm") == ()


def test_organisations_of_the_district_are_found_by_a_locality(konak, index):
    OrganisationFactory(name="Burada", places=[_place(konak)])
    OrganisationFactory(name="Başka Yerde", places=[_place(DistrictFactory(name="Urla"))])
    rebuild(index)
    service.renew()

    page = service.search(SearchRequest(text="Alsancak'taki dernekler", facets={"kind": ("organisation",)}))

    assert [hit.title.text for hit in page.hits] == ["Burada"]
    assert page.exact
    assert ("place", "Konak") in [(reason.by, reason.label) for reason in page.hits[0].matched]
    assert page.interpretation[0].label == "Konak (Alsancak)"


def _place(district):
    return OrganisationPlace(province=district.province, district=district)


def test_documents_are_read_with_few_queries(konak, django_assert_num_queries):
    for number in range(5):
        Locality.objects.create(name=f"Evka-{number}", district=DistrictFactory(name=f"Yer {number}"))
    with django_assert_num_queries(3):
        documents = list(PlaceSource().iter_documents())
    assert len(documents) == District.objects.count() + 1


def test_a_locality_tells_the_district_it_leaves(konak):
    urla = DistrictFactory(name="Urla")
    Change.objects.all().delete()
    locality = Locality.objects.get(name="Alsancak")
    locality.district = urla
    locality.save()

    assert set(Change.objects.values_list("object_id", flat=True)) == {f"d{konak.pk}", f"d{urla.pk}"}
