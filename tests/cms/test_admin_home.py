"""The admin's first page, people with accounts, and what the admin never does: ask a third party."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cms.core.wagtail_hooks import waiting_for
from directory.models import Organisation, Report, Standing
from tests.factories import AdminFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


def test_the_first_page_counts_what_waits():
    report_on = OrganisationFactory()
    Report.objects.create(organisation=report_on, kind="wrong", message="x")
    Report.objects.create(organisation=report_on, kind="wrong", message="x", state="done")
    claimed = OrganisationFactory()
    Standing.objects.filter(organisation=claimed).update(claimed_at=timezone.now())
    OrganisationFactory(live=False)
    Organisation.objects.get(pk=claimed.pk).save_revision()

    assert [item["count"] for item in waiting_for(AdminFactory())] == [1, 1, 1, 1]


def test_every_number_leads_to_the_list_it_counts(editor):
    Report.objects.create(organisation=OrganisationFactory(), kind="wrong", message="x")
    OrganisationFactory(live=False)

    for item in waiting_for(AdminFactory()):
        assert len(editor.get(item["url"]).context["object_list"]) == item["count"]


def test_a_person_without_permission_sees_no_numbers():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert waiting_for(user) == []


def test_an_account_is_created_with_an_email_address(editor):
    data = {
        "email": "Yeni@Ornek.Example",
        "first_name": "Deniz",
        "last_name": "Ak",
        "password1": "uzun-bir-parola-7",
        "password2": "uzun-bir-parola-7",
    }

    assert editor.get(reverse("wagtailusers_users:add")).status_code == 200
    response = editor.post(reverse("wagtailusers_users:add"), data)

    assert response.status_code == 302, response.context["form"].errors
    user = get_user_model().objects.get(email="yeni@ornek.example")
    assert user.check_password("uzun-bir-parola-7")


def test_an_account_is_edited(editor):
    user = UserFactory()
    address = reverse("wagtailusers_users:edit", args=[user.pk])

    assert editor.get(address).status_code == 200
    data = {"email": user.email, "first_name": "Ada", "last_name": "Ak", "is_active": "on", "password1": "", "password2": ""}
    assert editor.post(address, data).status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Ada"


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_home",
        "wagtailsnippets_directory_organisation:list",
        "wagtailsnippets_directory_organisation:add",
        "rights_area:index",
        "keyword:index",
        "report:index",
        "wagtailimages:index",
        "wagtailusers_users:index",
        "wagtailadmin_account",
    ],
)
def test_no_admin_page_loads_anything_from_elsewhere(editor, name):
    page = editor.get(reverse(name))

    tags = r"<(?:script|img|iframe|link|source)"
    loaded = re.findall(tags + r"""[^>]*?(?:src|href)=["'](?:https?:)?//([^/"']+)""", page.content.decode())
    assert loaded == []
    policy = page.headers["Content-Security-Policy"]
    assert "http:" not in policy
    assert "https:" not in policy
