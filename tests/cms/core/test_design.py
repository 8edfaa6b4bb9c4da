"""/tasarim/: the living page of the design system."""

import pytest

from cms.core.preparation import prepare_site
from tests.factories import AdminFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    prepare_site()


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get("/tasarim/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/admin/login/?next=/tasarim/")


def test_somebody_without_the_admin_finds_nothing(client):
    client.force_login(UserFactory())
    assert client.get("/tasarim/").status_code == 404


@pytest.mark.parametrize("address", ["/tasarim/", "/en/tasarim/"])
def test_an_editor_sees_every_component_and_nobody_indexes_it(client, address):
    client.force_login(AdminFactory())
    answer = client.get(address)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html
    assert "no-store" in answer["Cache-Control"]
    for css in (
        "badge-confirmed",
        "badge-stale",
        "badge-claimed",
        "badge-unclaimed",
        "chip-selected",
        "field-wrong",
        "fraction",
        "facet",
        "gap",
        "easy-switch",
        "pass-on",
        "tabs",
        "suggestion-number",
        "badge-missing",
        "way-out",
        "need-text",
        "counts",
        "counts-columns",
        "map-frame",
        "suggestions-last",
        "icons.svg#building-2",
        "result-summary missing",
        "Şuna uymuyor",
    ):
        assert css in html, css
    assert html.count('class="mark mark-column"') == 20
    assert html.count('role="option" aria-selected="true"') == 1
    assert html.count(">ÖR</text>") == 0  # every picture of one organisation has the same letters
    for kind in ("info", "error", "done"):
        assert f'data-kind="{kind}"' in html


def test_it_needs_nothing_of_the_directory(client, django_assert_max_num_queries):
    client.force_login(AdminFactory())
    client.get("/tasarim/")
    with django_assert_max_num_queries(8):
        client.get("/tasarim/")
