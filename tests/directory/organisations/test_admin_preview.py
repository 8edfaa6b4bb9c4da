"""The preview is the public profile, in both languages, of content nobody has saved yet."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from directory.models import Keyword, Organisation, OrganisationContact
from tests.factories import AdminFactory, DistrictFactory, KeywordFactory, OrganisationFactory, TopicFactory
from tests.factories.editing import form_of

pytestmark = pytest.mark.django_db
NAMES = "wagtailsnippets_directory_organisation:"


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


def preview(client, organisation=None, *, mode="tr", **values):
    address = reverse(NAMES + "preview_on_edit", args=[organisation.pk]) if organisation else reverse(NAMES + "preview_on_add")
    assert client.post(address, form_of(organisation, **values)).json()["is_valid"]
    return client.get(address, {"mode": mode})


def test_unsaved_changes_are_shown_and_nothing_is_stored(editor):
    district, topic = DistrictFactory(), TopicFactory()
    organisation = OrganisationFactory(name="Önce", topics=[topic])

    response = preview(
        editor,
        organisation,
        name="Sonra Derneği",
        places=[{"district": district.pk, "province": "", "address": "Deneme Sokağı 5", "visibility": ""}],
        contacts=[{"kind": "website", "value": "https://sonra.example", "visibility": "public"}],
        offers=[{"kind": "training", "text": "Okuma yazma kursu"}],
    )

    page = response.content.decode()
    assert response.status_code == 200
    for shown in ("Sonra Derneği", "Deneme Sokağı 5", "https://sonra.example", "Okuma yazma kursu", topic.name):
        assert shown in page
    live = Organisation.objects.get(pk=organisation.pk)
    assert (live.name, live.latest_revision) == ("Önce", None)
    assert not OrganisationContact.objects.exists()


def test_a_profile_that_was_never_saved_can_be_previewed(editor):
    assert "Yepyeni" in preview(editor, name="Yepyeni").content.decode()
    assert not Organisation.objects.exists()


def test_the_english_preview_is_the_english_page(editor):
    organisation = OrganisationFactory(name="Işık", name_en="Light")

    turkish = preview(editor, organisation, name_en="Light").content.decode()
    english = editor.get(reverse(NAMES + "preview_on_edit", args=[organisation.pk]), {"mode": "en"}).content.decode()

    assert 'lang="tr"' in turkish
    assert "<h1" in english
    assert "Light" in english.split("<h1")[1].split("</h1>")[0]
    assert 'lang="en"' in english.split("<head")[0]


def test_what_only_editors_see_is_not_in_the_preview(editor):
    organisation = OrganisationFactory(name="Işık", keywords=[KeywordFactory(name="bilinen")])

    page = preview(
        editor, organisation, contacts=[{"kind": "email", "value": "gizli@isik.example", "visibility": "editors"}]
    ).content.decode()

    assert "gizli@isik.example" not in page
    assert Keyword.objects.count() == 1


def test_the_preview_may_be_framed_by_the_admin_and_by_nobody_else(editor):
    policy = preview(editor, OrganisationFactory()).headers["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_an_earlier_version_can_be_previewed(editor):
    organisation = OrganisationFactory(name="Önce")
    before = organisation.save_revision()
    organisation.name = "Sonra"
    organisation.save_revision().publish()

    page = editor.get(reverse(NAMES + "revisions_view", args=[organisation.pk, before.pk])).content.decode()

    assert "Önce" in page


@pytest.mark.parametrize(("mode", "shown"), [("tr", False), ("tr-easy", True), ("en-easy", True)])
def test_the_easy_text_has_a_preview_of_its_own(editor, mode, shown):
    easy = rich_text("<p>Kurs veriyoruz.</p>")

    page = preview(editor, OrganisationFactory(), mode=mode, easy_read=easy).content.decode()

    assert ("Kurs veriyoruz." in page) is shown
    assert page.count('class="easy-switch"') == 1
