"""Places in the admin: provinces and districts are corrected, never added or deleted; localities are the editors' own."""

import pytest
from django.contrib.auth.models import Group
from django.db.models import ProtectedError
from django.urls import reverse

from cms.core.preparation import EDITORS, prepare_site
from directory.models import District, Locality, OrganisationPlace, Province
from tests.factories import AdminFactory, DistrictFactory, OrganisationFactory, ProvinceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


def test_a_name_is_corrected(editor):
    district = DistrictFactory()
    data = {"name": "Bornova ilçesi", "latitude": "38.4", "longitude": "27.2"}

    assert editor.post(reverse("district_admin:edit", args=[district.pk]), data).status_code == 302

    district.refresh_from_db()
    assert (district.name, district.slug) == ("Bornova ilçesi", "bornova")


@pytest.mark.parametrize("kind", ["province", "district"])
def test_nobody_adds_or_deletes_a_place(editor, kind):
    district = DistrictFactory()
    row = district if kind == "district" else district.province

    editor.post(reverse(f"{kind}_admin:add"), {"name": "Yeni", "latitude": "1", "longitude": "1"})
    editor.post(reverse(f"{kind}_admin:delete", args=[row.pk]))

    assert District.objects.count() == Province.objects.count() == 1


@pytest.mark.parametrize("index", ["province_admin:index", "district_admin:index"])
def test_counts_are_of_public_organisations(editor, index):
    district = DistrictFactory()
    for live in (True, True, False):
        places = [OrganisationPlace(province=district.province, district=district) for _ in range(2)]
        OrganisationFactory(live=live, places=places)

    assert [row.used for row in editor.get(reverse(index)).context["object_list"]] == [2]


@pytest.mark.parametrize(("typed", "found"), [("IZMIR", 1), ("izmir", 1), ("ankara", 0)])
def test_provinces_are_found_folded(editor, typed, found):
    DistrictFactory()

    assert len(editor.get(reverse("province_admin:index"), {"q": typed}).context["object_list"]) == found


def locality_form(district, **values):
    return {"name": "Alsancak", "district": district.pk, "aliases": "", **values}


@pytest.fixture
def group_editor(client):
    """Someone who is no administrator and has what the editors' group has."""
    prepare_site()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return client


def test_an_editor_adds_changes_and_deletes_a_locality(group_editor):
    district = DistrictFactory(name="Konak")

    added = group_editor.post(reverse("locality_admin:add"), locality_form(district, aliases="Punta\n\n punta \nKordon boyu"))
    assert added.status_code == 302
    locality = Locality.objects.get()
    assert (locality.folded, locality.district, locality.aliases) == ("alsancak", district, ["Punta", "punta", "Kordon boyu"])

    edit = reverse("locality_admin:edit", args=[locality.pk])
    assert "Kordon boyu" in group_editor.get(edit).content.decode()
    assert group_editor.post(edit, locality_form(district, name="IŞIKKENT", ambiguous="on")).status_code == 302
    locality.refresh_from_db()
    assert (locality.folded, locality.ambiguous, locality.aliases) == ("isikkent", True, [])

    delete = reverse("locality_admin:delete", args=[locality.pk])
    assert "“IŞIKKENT”" in group_editor.get(delete).content.decode()
    assert group_editor.post(delete).status_code == 302
    assert not Locality.objects.exists()


def test_one_district_has_a_locality_once_however_it_is_spelt(editor):
    district = DistrictFactory(name="Konak")
    Locality.objects.create(name="Alsancak", district=district)

    response = editor.post(reverse("locality_admin:add"), locality_form(district, name=" ALSANCAK "))
    assert response.status_code == 200
    assert len(response.context["form"].errors["name"]) == 1

    other = DistrictFactory(name="Urla")
    assert editor.post(reverse("locality_admin:add"), locality_form(other)).status_code == 302


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("name", "…"), ("district", ""), ("district", "999999")])
def test_a_locality_has_a_name_and_a_district(editor, field, value):
    data = locality_form(DistrictFactory()) | {field: value}

    assert field in editor.post(reverse("locality_admin:add"), data).context["form"].errors
    assert not Locality.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "KEMERALTI"}, ["Kemeraltı"]),
        ({"q": "carsi"}, ["Kemeraltı"]),
        ({"q": "kadikoy"}, ["Moda"]),
        ({"q": "yok"}, []),
        ({"province": "istanbul"}, ["Moda"]),
        ({"ambiguous": "true"}, ["Moda"]),
        ({}, ["Kemeraltı", "Moda"]),
    ],
)
def test_localities_are_listed_by_name_other_name_and_province(editor, query, found):
    Locality.objects.create(name="Kemeraltı", district=DistrictFactory(name="Konak"), aliases=["Kemeraltı Çarşısı"])
    istanbul = ProvinceFactory(name="İstanbul", code="01")
    Locality.objects.create(name="Moda", district=DistrictFactory(name="Kadıköy", province=istanbul), ambiguous=True)
    query = {name: istanbul.pk if value == "istanbul" else value for name, value in query.items()}

    listed = editor.get(reverse("locality_admin:index"), query).context["object_list"]

    assert [row.name for row in listed] == found


@pytest.mark.parametrize("typed", ['"a', "%", "\x00", "x" * 10_000, "👩‍👩‍👧", "' OR 1=1"])
def test_no_input_makes_the_list_of_localities_fail(editor, typed):
    assert editor.get(reverse("locality_admin:index"), {"q": typed}).status_code == 200


def test_the_list_of_localities_costs_the_same_however_long_it_is(editor, django_assert_max_num_queries):
    for number in range(30):
        Locality.objects.create(name=f"Yer {number}", district=DistrictFactory(name=f"İlçe {number}"))
    with django_assert_max_num_queries(20):
        editor.get(reverse("locality_admin:index"))


@pytest.mark.parametrize("kind", ["province", "district"])
def test_other_names_are_written_one_a_line(editor, kind):
    district = DistrictFactory()
    row = district if kind == "district" else district.province
    data = {
        "name": row.name,
        "latitude": "38.4",
        "longitude": "27.2",
        "aliases": "Smyrna\nİzm",
        "region_tr": "E",
        "region_en": "A",
    }

    assert editor.post(reverse(f"{kind}_admin:edit", args=[row.pk]), data).status_code == 302

    row.refresh_from_db()
    assert row.aliases == ["Smyrna", "İzm"]


def test_a_district_with_localities_cannot_go():
    locality = Locality.objects.create(name="Alsancak", district=DistrictFactory())
    with pytest.raises(ProtectedError):
        locality.district.delete()
