"""Two people, or a person and a service, at one profile: nobody's words disappear without being told."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import Organisation, OrganisationContact, Origin
from directory.organisations import services
from tests.factories import AdminFactory, OrganisationFactory, TopicFactory
from tests.factories.editing import form_of

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_directory_organisation:edit"


class Tab:
    """A browser tab with the edit form open: it sends back what it loaded, and takes over what an autosave answers."""

    def __init__(self, client, organisation):
        self.client = client
        self.url = reverse(EDIT, args=[organisation.pk])
        draft = Organisation.objects.get(pk=organisation.pk).get_latest_revision_as_object()
        contacts = [
            {"id": row.pk or "", "kind": row.kind, "value": row.value, "label": row.label, "visibility": row.visibility}
            for row in draft.contacts.all()
        ]
        self.data = form_of(draft, contacts=contacts) | {"contacts-INITIAL_FORMS": str(len(contacts))}
        page = client.get(self.url)
        self._take_token(page)

    def _take_token(self, page):
        latest = page.context["object"].latest_revision
        if latest:
            self.data |= {"loaded_revision_id": str(latest.pk), "loaded_revision_created_at": latest.created_at.isoformat()}

    def autosave(self, **values):
        self.data |= values
        response = self.client.post(self.url, self.data, headers={"accept": "application/json"})
        answer = response.json()
        if answer["success"]:
            self.data |= answer["field_updates"] | {"overwrite_revision_id": str(answer["revision_id"])}
        return answer

    def send(self, action="publish", **values):
        sent = {name: value for name, value in self.data.items() if name != "overwrite_revision_id"}
        return self.client.post(self.url, {**sent, **values, f"action-{action}": "1"})


@pytest.fixture
def organisation():
    contact = OrganisationContact(kind="phone", value="0232 555 00 00")
    organisation = OrganisationFactory(name="Işık", summary="Önce", contacts=[contact])
    organisation.save_revision().publish()
    return Organisation.objects.get(pk=organisation.pk)


@pytest.fixture
def tab(client, organisation):
    client.force_login(AdminFactory())
    return Tab(client, organisation)


def draft_of(organisation):
    return Organisation.objects.get(pk=organisation.pk).get_latest_revision_as_object()


def test_one_editor_saves_and_saves_again(tab, organisation):
    assert tab.autosave(summary="Bir")["success"]
    assert tab.autosave(summary="İki")["success"]
    response = tab.send(summary="Üç")

    assert response.status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).summary == "Üç"


def test_a_service_that_wrote_meanwhile_stops_the_autosave_instead_of_being_undone(tab, organisation):
    tab.autosave(summary="Taslak")
    services.write_content(organisation=organisation, values={"topics": [TopicFactory(name="Çevre")], "acronym": "IŞK"})

    answer = tab.autosave(summary="Taslak iki")

    assert answer["error_code"] == "invalid_revision"
    assert draft_of(organisation).acronym == "IŞK"
    assert [topic.name for topic in draft_of(organisation).topics.all()] == ["Çevre"]


def test_publishing_over_a_newer_version_is_asked_once_more(tab, organisation):
    services.write_content(organisation=organisation, values={"acronym": "IŞK"})

    response = tab.send(summary="Benim")

    assert response.status_code == 200
    assert Organisation.objects.get(pk=organisation.pk).acronym == "IŞK"
    text = response.content.decode()
    assert "Bu arada" in text
    assert "Benim" in text  # what was typed stays in the form
    assert 'data-controller="w-unsaved w-autosave"' not in text  # and is not saved unasked

    tab._take_token(response)
    assert tab.send(summary="Benim").status_code == 302
    live = Organisation.objects.get(pk=organisation.pk)
    assert (live.summary, live.acronym) == ("Benim", "")


def test_who_has_answered_the_question_in_the_browser_is_not_asked_again(tab, organisation):
    services.write_content(organisation=organisation, values={"acronym": "IŞK"})

    assert tab.send(summary="Benim", newer_version_accepted="1").status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).summary == "Benim"


def test_a_second_tab_that_publishes_is_noticed_by_the_first(tab, client, organisation):
    other = Tab(client, organisation)
    assert other.send(summary="Öteki").status_code == 302

    assert tab.send(summary="Benim").status_code == 200
    assert Organisation.objects.get(pk=organisation.pk).summary == "Öteki"


def test_rows_that_were_replaced_meanwhile_are_neither_doubled_nor_an_error(tab, organisation):
    services.write_content(
        organisation=organisation,
        values={"contacts": [{"kind": "email", "value": "bilgi@isik.example"}, {"kind": "phone", "value": "0232 555 00 00"}]},
    )
    response = tab.send()
    assert response.status_code == 200
    tab._take_token(response)

    response = tab.send()

    assert response.status_code == 302
    values = sorted(row.value for row in Organisation.objects.get(pk=organisation.pk).contacts.all())
    assert values == ["0232 555 00 00", "bilgi@isik.example"]


def test_a_row_that_was_taken_away_meanwhile_is_no_error(tab, organisation):
    services.write_content(organisation=organisation, values={"contacts": [{"kind": "email", "value": "bilgi@isik.example"}]})
    response = tab.send()
    tab._take_token(response)

    response = tab.send(summary="Benim")

    assert response.status_code == 302
    values = sorted(row.value for row in Organisation.objects.get(pk=organisation.pk).contacts.all())
    assert values == ["0232 555 00 00", "bilgi@isik.example"]


def test_the_first_version_of_an_imported_profile_is_noticed_too(client):
    imported = OrganisationFactory(name="Işık", summary="Önce")
    Origin.objects.create(organisation=imported, digest="x", content_digest="x", imported_at=timezone.now())
    client.force_login(AdminFactory())
    markup = client.get(reverse(EDIT, args=[imported.pk])).content.decode()
    sent = re.findall(r'name="(loaded_revision_\w+)" value="([^"]*)"', markup)
    services.write_content(organisation=imported, values={"acronym": "IŞK"})

    response = client.post(reverse(EDIT, args=[imported.pk]), form_of(imported) | dict(sent) | {"action-publish": "1"})

    assert response.status_code == 200
    assert Organisation.objects.get(pk=imported.pk).acronym == "IŞK"


def test_going_back_to_an_earlier_version_needs_no_second_question(tab, organisation):
    first = organisation.latest_revision
    organisation.summary = "Sonra"
    organisation.save_revision().publish()
    url = reverse("wagtailsnippets_directory_organisation:revisions_revert", args=[organisation.pk, first.pk])
    page = tab.client.get(url)
    tab._take_token(page)

    response = tab.client.post(url, {**tab.data, "action-publish": "1"})

    assert response.status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).summary == "Önce"
