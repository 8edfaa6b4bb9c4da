"""The frame of every admin page: our name, our sign."""

import pytest
from django.urls import reverse

from tests.factories import AdminFactory

pytestmark = pytest.mark.django_db
PAGES = ("wagtailadmin_home", "wagtailsnippets_directory_organisation:list", "wagtailadmin_account")


def title(response):
    return " ".join(response.content.decode().partition("<title>")[2].partition("</title>")[0].split())


@pytest.mark.parametrize("name", PAGES)
def test_titles_end_in_our_name(client, name):
    client.force_login(AdminFactory())
    response = client.get(reverse(name))
    assert title(response).endswith("- Paydaş")
    assert "icon.svg" in response.content.decode().partition("</head>")[0]


def test_so_do_those_of_pages_for_who_is_not_signed_in(client):
    for name in ("wagtailadmin_login", "wagtailadmin_password_reset"):
        assert title(client.get(reverse(name))).endswith("- Paydaş")
