"""Bulk actions: publish, unpublish, tag, delete."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.utils import timezone

from directory.models import Organisation, RetiredKey
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
    assert "Yarım" in said(response)


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
