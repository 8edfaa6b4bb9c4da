"""Where an organisation is, in the few words that a row of a list has for it."""

import pytest
from django.utils import translation

from directory.models import OrganisationPlace
from directory.organisations.cards import card
from directory.templatetags.paydas import sentence
from tests.factories import DistrictFactory, OrganisationFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


def at(province, *names):
    districts = [DistrictFactory(name=name, slug=f"ilce-{at}", province=province) for at, name in enumerate(names)]
    return [OrganisationPlace(province=province, district=district, visibility="full") for district in districts]


@pytest.mark.parametrize(
    ("province", "districts", "words"),
    [
        ("İzmir", ["Bornova"], "Bornova"),
        ("İzmir", ["Bornova", "Konak"], "Bornova · Konak"),
        ("Artvin", ["Hopa"], "Hopa, Artvin"),
        ("Isparta", ["Merkez"], "Merkez, Isparta"),
    ],
)
def test_a_district_of_another_province_stands_with_its_province(province, districts, words):
    places = at(ProvinceFactory(name=province), *districts)
    assert card(OrganisationFactory(places=places)).place == words


def test_on_a_site_of_no_city_every_district_stands_with_its_province(settings):
    settings.SITE_CITY = ""
    assert card(OrganisationFactory(places=at(ProvinceFactory(name="İzmir"), "Bornova"))).place == "Bornova, İzmir"


@pytest.mark.parametrize(
    ("lang", "scope", "words", "alone"),
    [
        ("tr", "national", "ülke geneli", "Ülke geneli"),
        ("tr", "provincial", "il geneli", "İl geneli"),
        ("en", "national", "nationwide", "Nationwide"),
        ("en", "international", "international", "International"),
        ("tr", "", "", ""),
    ],
)
def test_how_far_it_works_stands_within_a_line_and_alone(lang, scope, words, alone):
    organisation = OrganisationFactory(scope=scope)
    with translation.override(lang):
        assert card(organisation).place == words
        assert sentence(words) == alone


def test_an_international_organisation_is_not_called_international_twice():
    assert card(OrganisationFactory(type="international", scope="international")).place == ""
