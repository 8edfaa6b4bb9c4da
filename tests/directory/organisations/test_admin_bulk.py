"""Bulk actions: publish, unpublish, tag, delete."""

from unittest import mock
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from directory.models import Organisation, OrganisationContact, RetiredKey
from directory.organisations.bulk import OrganisationBulkAction
from directory.permissions import editor_permissions
from tests.factories import AdminFactory, KeywordFactory, OrganisationFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


def run(client, action, *organisations, data=None, **query):
    ids = [("id", organisation.pk) for organisation in organisations] or [("id", "all")]
    address = f"/admin/bulk/directory/organisation/{action}/?{urlencode([*ids, ('next', '/admin/'), *query.items()])}"
    return client.post(address, data or {})


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def now(organisation):
    return Organisation.objects.get(pk=organisation.pk)


def draft(organisation, **fields):
    state = now(organisation)
    for name, value in fields.items():
        setattr(state, name, value)
    state.save_revision(clean=False)


def test_publishing_publishes_the_latest_version_of_each(editor):
    changed, unpublished, same = OrganisationFactory(name="Önce"), OrganisationFactory(live=False), OrganisationFactory()
    draft(changed, name="Sonra")

    response = run(editor, "publish", changed, unpublished, same)

    assert now(changed).name == "Sonra"
    assert now(unpublished).live
    assert not now(changed).has_unpublished_changes
    assert "2" in said(response)


def test_publishing_names_an_unfinished_draft_and_goes_on(editor):
    unfinished, ready = OrganisationFactory(name="Yarım", live=False), OrganisationFactory(live=False)
    draft(unfinished, type="")

    response = run(editor, "publish", unfinished, ready)

    assert not now(unfinished).live
    assert now(ready).live
    assert "“Yarım” olduğu gibi bırakıldı: Tür: " in said(response)


def test_publishing_names_the_kind_of_row_that_is_wrong(editor):
    organisation = OrganisationFactory(name="Yarım", live=False)
    organisation.contacts = [OrganisationContact(kind="email", value="eksik")]
    organisation.save_revision(clean=False)

    assert "İletişim kanalları: Bu tam bir e-posta adresi değil" in said(run(editor, "publish", organisation))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["publish", "unpublish", "tag", "delete"])
def test_other_writers_get_in_between_two_organisations(editor, action):
    organisation = OrganisationFactory(name="Kuruluş")
    in_one_transaction = []

    def execute(*_args, **_kwargs):
        in_one_transaction.append(connection.in_atomic_block)
        return 0, 0

    with mock.patch.object(OrganisationBulkAction, "execute_action", execute):
        run(editor, action, organisation, data={"add_keywords": "yeni"})

    assert in_one_transaction == [False]


def test_unpublishing_keeps_a_pending_draft(editor):
    organisation = OrganisationFactory(name="Önce")
    draft(organisation, name="Sonra")

    run(editor, "unpublish", organisation)

    assert not now(organisation).live
    assert now(organisation).get_latest_revision_as_object().name == "Sonra"


def test_tagging_changes_the_live_profile_and_its_pending_draft(editor):
    stays, leaves, comes = (TopicFactory(name=name) for name in ("Kalan", "Giden", "Gelen"))
    word = KeywordFactory(name="eski")
    organisation = OrganisationFactory(name="Önce", topics=[stays, leaves], keywords=[word])
    draft(organisation, name="Sonra")

    data = {"add_topics": [comes.pk], "remove_topics": [leaves.pk], "add_keywords": "yeni", "remove_keywords": "ESKİ"}
    response = run(editor, "tag", organisation, data=data)

    assert "1" in said(response)
    assert [topic.name for topic in now(organisation).topics.all()] == ["Kalan", "Gelen"]
    assert [keyword.name for keyword in now(organisation).keywords.all()] == ["yeni"]
    assert now(organisation).name == "Önce"
    now(organisation).latest_revision.publish()
    assert now(organisation).name == "Sonra"
    assert [topic.name for topic in now(organisation).topics.all()] == ["Kalan", "Gelen"]
    assert [keyword.name for keyword in now(organisation).keywords.all()] == ["yeni"]


def test_tagging_asks_for_at_least_one_tag(editor):
    organisation = OrganisationFactory()

    response = run(editor, "tag", organisation)

    assert response.status_code == 200
    assert response.context["form"].errors


def test_all_means_what_the_filtered_list_shows(editor):
    wanted, other = OrganisationFactory(type="foundation"), OrganisationFactory(type="association")

    run(editor, "unpublish", type="foundation")

    assert not now(wanted).live
    assert now(other).live


def test_all_with_a_search_means_what_was_found(editor):
    wanted, other = OrganisationFactory(name="Işık"), OrganisationFactory(name="Başka")

    run(editor, "unpublish", q="ISIK")

    assert not now(wanted).live
    assert now(other).live


@pytest.mark.parametrize("action", ["publish", "unpublish", "tag"])
def test_a_person_without_the_permission_changes_nothing(client, action):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_organisation"]))
    client.force_login(user)
    organisation = OrganisationFactory(name="Önce")
    draft(organisation, name="Sonra")
    topic = TopicFactory()

    run(client, action, organisation, data={"add_topics": [topic.pk]})

    assert now(organisation).live
    assert now(organisation).name == "Önce"
    assert not now(organisation).topics.exists()


def test_a_profile_somebody_else_locked_is_left_alone(editor):
    organisation = OrganisationFactory()
    Organisation.objects.filter(pk=organisation.pk).update(locked=True, locked_by=AdminFactory(), locked_at=timezone.now())

    run(editor, "unpublish", organisation)

    assert now(organisation).live


def test_bulk_deletion_reserves_the_keys(editor):
    first, second = OrganisationFactory(key="bir"), OrganisationFactory(key="iki")

    run(editor, "delete", first, second)

    assert not Organisation.objects.exists()
    assert set(RetiredKey.objects.values_list("key", flat=True)) == {"bir", "iki"}


def test_every_permission_named_for_editors_exists_and_lets_them_work(client):
    wanted = [name.split(".") for name in editor_permissions()]
    found = Permission.objects.filter(content_type__app_label="directory", codename__in=[codename for _, codename in wanted])
    assert found.count() == len(wanted)
    group = Group.objects.create(name="Deneme")
    group.permissions.set([*found, Permission.objects.get(codename="access_admin")])
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    organisation = OrganisationFactory()

    run(client, "unpublish", organisation)

    assert not now(organisation).live


def test_deleting_all_of_a_filtered_list_leaves_what_the_list_does_not_show(editor):
    shown, hidden = OrganisationFactory(name="Işık Derneği"), OrganisationFactory(name="Çınar Vakfı")

    response = run(editor, "delete", q="ışık")

    assert list(Organisation.objects.all()) == [hidden]
    assert RetiredKey.objects.get().key == shown.key
    assert ModelLogEntry.objects.filter(action="wagtail.delete", label="Işık Derneği").exists()
    assert "1" in said(response)


@pytest.mark.parametrize("action", ["publish", "unpublish", "tag", "delete"])
def test_what_another_editor_locked_stays_and_is_named(editor, action):
    locked = OrganisationFactory(name="Kilitli")
    draft(locked, name="Taslak")
    Organisation.objects.update(locked=True, locked_by=AdminFactory(), locked_at=timezone.now())

    page = editor.get(f"/admin/bulk/directory/organisation/{action}/?id={locked.pk}&next=/admin/").content.decode()
    run(editor, action, locked, data={"add_keywords": "yeni"})

    assert "Kilitli" in page
    assert (now(locked).name, now(locked).live, now(locked).keywords.count()) == ("Kilitli", True, 0)


@pytest.mark.parametrize("view", ["delete", "unpublish"])
def test_what_another_editor_locked_is_neither_deleted_nor_taken_off_by_itself(editor, view):
    locked = OrganisationFactory(name="Kilitli")
    Organisation.objects.update(locked=True, locked_by=AdminFactory(), locked_at=timezone.now())
    address = reverse(f"wagtailsnippets_directory_organisation:{view}", args=[locked.pk])

    assert editor.get(address).status_code == 302
    response = editor.post(address, follow=True)

    assert now(locked).live
    assert "kilit" in response.content.decode().lower()


@pytest.mark.parametrize("view", ["delete", "unpublish"])
def test_who_locked_a_profile_may_still_take_it_off(editor, view):
    locked = OrganisationFactory(name="Kilitli")
    Organisation.objects.update(locked=True, locked_by=editor.session["_auth_user_id"], locked_at=timezone.now())
    address = reverse(f"wagtailsnippets_directory_organisation:{view}", args=[locked.pk])

    editor.post(address)

    assert not Organisation.objects.filter(live=True).exists()
