"""Provinces and districts in the admin: corrected, never added or deleted."""

import pytest
from django.urls import reverse

from directory.models import District, OrganisationPlace, Province
from tests.factories import AdminFactory, DistrictFactory, OrganisationFactory

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
