"""Accounts: the e-mail address is the login, whatever its case; an editor's first account comes from a command."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from cms.accounts.models import User
from tests.factories import AdminFactory, UserFactory

pytestmark = pytest.mark.django_db


def create_editor(email: str = "editor@ornek.example") -> str:
    output = StringIO()
    call_command("create_editor", email, stdout=output)
    return output.getvalue()


@pytest.fixture
def editors():
    return Group.objects.get_or_create(name="Editörler")[0]


def test_a_person_signs_in_whatever_the_case_of_the_address():
    user = User.objects.create_user(" Deniz@Ornek.Example ", "parola-ornek-1")

    assert user.email == "deniz@ornek.example"
    assert authenticate(username="DENIZ@ornek.example", password="parola-ornek-1") == user


def test_two_accounts_never_share_an_address():
    UserFactory(email="deniz@ornek.example")

    with pytest.raises(IntegrityError):
        UserFactory(email="Deniz@Ornek.example")


@pytest.mark.parametrize("email", ["", "  "])
def test_an_account_needs_an_address(email):
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user(email)


def test_an_administrator_may_do_everything():
    user = User.objects.create_superuser("yonetici@ornek.example", "parola-ornek-1")

    assert user.is_superuser
    assert user.is_staff


def test_a_person_is_shown_by_name_and_by_address_without_one():
    assert str(UserFactory(first_name="Deniz", last_name="Ak")) == "Deniz Ak"
    assert str(UserFactory(first_name="", email="a@ornek.example")) == "a@ornek.example"


def test_the_editor_signs_in_with_the_password_that_was_printed(editors):
    output = create_editor()

    password = re.search(r"editor@ornek\.example\n\s+(\S+)", output).group(1)
    user = authenticate(username="editor@ornek.example", password=password)
    assert list(user.groups.all()) == [editors]
    assert not user.is_superuser


def test_an_existing_account_keeps_its_password_and_the_command_says_how_to_set_another(editors):
    create_editor()
    before = User.objects.get().password

    output = create_editor("Editor@Ornek.example")

    assert User.objects.get().password == before
    assert "changepassword editor@ornek.example" in output


def test_without_the_group_no_account_is_left_behind():
    Group.objects.filter(name="Editörler").delete()

    with pytest.raises(CommandError, match="prepare_site"):
        create_editor()

    assert not User.objects.exists()


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="no e-mail address"):
        create_editor("editor")


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("/admin/pages/", "/admin/pages/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("/\\evil.example", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ],
)
def test_signing_in_leads_nowhere_but_to_this_site(client, wanted, taken):
    AdminFactory(email="kapi@ornek.example")
    answer = client.post("/admin/login/", {"username": "kapi@ornek.example", "password": "parola-ornek-1", "next": wanted})

    assert (answer.status_code, answer.headers["Location"]) == (302, taken)
    session = answer.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
