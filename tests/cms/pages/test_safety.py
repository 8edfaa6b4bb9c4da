"""What is about violence shows a way out and the emergency numbers; nothing else does."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.core.preparation import prepare_site
from cms.pages.models import EmergencyNumber, Safety
from tests.factories import OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared():
    prepare_site()


@pytest.fixture
def violence():
    return TopicFactory(slug="siddet", name="Şiddetle mücadele", name_en="Ending violence", about_violence=True)


def page(client, path):
    return client.get(path).content.decode()


def test_a_rights_area_about_violence_shows_the_way_out_and_the_numbers(client, violence):
    told = page(client, violence.get_absolute_url())
    assert "data-exit" in told
    assert 'href="https://www.mgm.gov.tr/"' in told  # a plain link: it works without JavaScript
    assert 'href="tel:112"' in told
    assert "henüz denetlemedi" in told


def test_so_does_a_profile_that_names_it(client, violence):
    organisation = OrganisationFactory(topics=[violence])
    assert 'href="tel:183"' in page(client, organisation_path(organisation))
    other = OrganisationFactory(topics=[TopicFactory()])
    assert "data-exit" not in page(client, organisation_path(other))


def organisation_path(organisation):
    return reverse("organisation", args=[organisation.addresses.get(current=True).slug])


def test_no_other_rights_area_shows_it(client):
    told = page(client, TopicFactory().get_absolute_url())
    assert "data-exit" not in told
    assert "tel:112" not in told


def test_an_editors_numbers_take_the_place_of_the_shipped_ones_and_are_dated(client, violence):
    setting = Safety.load()
    setting.numbers.set([EmergencyNumber(number="0232 000 00 00", label="Belediye", label_en="City")])
    setting.checked_on = date(2026, 11, 2)
    setting.exit_url = "https://example.org/hava"
    setting.save()

    told = page(client, violence.get_absolute_url())
    assert 'href="tel:02320000000"' in told
    assert "tel:183" not in told
    assert "2 Kasım 2026" in told.replace("\xa0", " ")
    assert 'href="https://example.org/hava"' in told
    assert "City" in page(client, "/en" + violence.get_absolute_url())


def test_a_number_is_one_that_can_be_dialled():
    with pytest.raises(ValidationError, match="rakam"):
        EmergencyNumber(safety=Safety.load(), number="yüz on iki", label="x").full_clean()
    EmergencyNumber(safety=Safety.load(), number="+90 232 000 00 00", label="x").full_clean()


def test_an_editor_reaches_the_setting_and_finds_the_shipped_numbers_in_it(admin_client):
    address = reverse("wagtailsettings:edit", args=["pages", "safety", Safety.load().pk])
    told = page(admin_client, address)
    assert 'value="112"' in told
    assert "Acil numaralar" in told


def test_what_an_editor_took_out_stays_out():
    setting = Safety.load()
    setting.numbers.set([])
    setting.save()
    prepare_site()
    assert not Safety.load().numbers.exists()
