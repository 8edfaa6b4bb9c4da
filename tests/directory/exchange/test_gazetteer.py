"""load_reference and the gazetteer: localities and other names arrive once; editors' changes and rows stay and are named."""

import pytest
import yaml

from directory.exchange.loaders import LoadError
from directory.exchange.reference import load_reference
from directory.models import District, Locality, Province
from search.models import Change

pytestmark = pytest.mark.django_db

PROVINCES = "code,name,slug,region_tr,region_en,latitude,longitude\n35,İzmir,izmir,Ege,Aegean,38.4,27.1\n"
DISTRICTS = "province_code,name,slug,latitude,longitude\n35,Bornova,bornova,38.4,27.2\n35,Konak,konak,38.4,27.1\n"
NAMES = [
    {"province": "İzmir", "aliases": ["Smyrna"]},
    {"province": "İzmir", "district": "Konak", "aliases": ["Merkez Konak"]},
]
ALSANCAK = {"name": "Alsancak", "province": "İzmir", "district": "Konak", "aliases": ["Punta"]}
HATAY = {"name": "Hatay", "province": "İzmir", "district": "Konak", "ambiguous": True}
EVKA = {"name": "Evka-3", "province": "İzmir", "district": "Bornova"}


@pytest.fixture
def data(tmp_path):
    """A small copy of the shipped data that a test may change."""
    (tmp_path / "provinces.csv").write_text(PROVINCES, encoding="utf-8")
    (tmp_path / "districts.csv").write_text(DISTRICTS, encoding="utf-8")
    (tmp_path / "topics.yaml").write_text("groups: []\ntopics: []\n", encoding="utf-8")
    return ship(tmp_path, ALSANCAK, HATAY, EVKA)


def ship(folder, *places, names=NAMES):
    text = yaml.safe_dump({"names": list(names), "places": list(places)}, allow_unicode=True)
    (folder / "gazetteer.yaml").write_text(text, encoding="utf-8")
    return folder


def report(reports):
    """The localities' report as (created, updated, unchanged, removed) and its notes."""
    found = reports[2]
    return (found.created, found.updated, found.unchanged, found.removed), " ".join(found.notes)


def rows():
    return {row.name: row for row in Locality.objects.select_related("district")}


def test_localities_arrive_in_their_districts(data):
    assert report(load_reference(data)) == ((3, 0, 0, 0), "")

    found = rows()
    assert {name: row.district.name for name, row in found.items()} == {
        "Alsancak": "Konak", "Hatay": "Konak", "Evka-3": "Bornova",
    }  # fmt: skip
    assert (found["Alsancak"].folded, found["Alsancak"].aliases, found["Alsancak"].ambiguous) == ("alsancak", ["Punta"], False)
    assert found["Hatay"].ambiguous


def test_provinces_and_districts_get_their_other_names(data):
    load_reference(data)

    assert Province.objects.get().names == ("İzmir", "Smyrna")
    assert District.objects.get(slug="konak").names == ("Konak", "Merkez Konak")
    assert District.objects.get(slug="bornova").names == ("Bornova",)


def test_the_documents_of_their_districts_are_told(data):
    load_reference(data)
    konak = f"d{District.objects.get(slug='konak').pk}"
    Change.objects.all().delete()

    load_reference(ship(data, ALSANCAK, HATAY, EVKA, ALSANCAK | {"name": "Basmane", "aliases": []}))
    assert set(Change.objects.values_list("kind", "object_id")) == {("place", konak)}

    Change.objects.all().delete()
    Locality.objects.get(name="Basmane").delete()
    assert set(Change.objects.values_list("kind", "object_id")) == {("place", konak)}


def test_a_second_run_changes_nothing(data):
    load_reference(data)
    stamps = list(Locality.objects.values_list("updated_at"))

    assert report(load_reference(data)) == ((0, 0, 3, 0), "")
    assert list(Locality.objects.values_list("updated_at")) == stamps


def test_an_editors_change_stays_and_is_named(data):
    load_reference(data)
    alsancak = rows()["Alsancak"]
    alsancak.aliases = ["Punta", "Kıbrıs Şehitleri"]
    alsancak.district = District.objects.get(slug="bornova")
    alsancak.save()

    counts, notes = report(load_reference(data))

    assert counts == (0, 0, 3, 0)
    assert "Alsancak" in notes
    alsancak.refresh_from_db()
    assert (alsancak.aliases, alsancak.district.slug) == (["Punta", "Kıbrıs Şehitleri"], "bornova")


def test_a_shipped_change_reaches_what_nobody_edited(data):
    load_reference(data)
    Locality.objects.filter(name="Alsancak").update(ambiguous=True)

    load_reference(ship(data, ALSANCAK | {"aliases": ["Punta", "Alsancak Limanı"]}, HATAY, EVKA))

    alsancak = rows()["Alsancak"]
    assert (alsancak.aliases, alsancak.ambiguous) == (["Punta", "Alsancak Limanı"], True)


def test_what_an_editor_added_or_deleted_stays_so(data):
    load_reference(data)
    Locality.objects.filter(name="Hatay").delete()
    Locality.objects.create(name="Basmane", district=District.objects.get(slug="konak"))

    _, notes = report(load_reference(data))

    assert set(rows()) == {"Alsancak", "Evka-3", "Basmane"}
    assert "Hatay" in notes


def test_a_row_that_left_the_file_goes_unless_somebody_edited_it(data):
    load_reference(data)
    Locality.objects.filter(name="Hatay").update(ambiguous=False)

    counts, notes = report(load_reference(ship(data, EVKA)))

    assert set(rows()) == {"Hatay", "Evka-3"}
    assert counts[3] == 1
    assert "Hatay" in notes


def test_a_locality_of_an_unknown_district_loads_nothing(data):
    with pytest.raises(LoadError):
        load_reference(ship(data, ALSANCAK | {"district": "Kanak"}))
    assert not Province.objects.exists()


def test_without_a_gazetteer_places_load_all_the_same(data):
    (data / "gazetteer.yaml").unlink()

    load_reference(data)

    assert District.objects.count() == 2
    assert not Locality.objects.exists()
