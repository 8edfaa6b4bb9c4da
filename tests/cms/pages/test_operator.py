"""Who runs the site: entered once in the admin, told where the law and readers expect it, honest while it is missing."""

import pytest
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.urls import reverse

from cms.core.preparation import EDITORS, prepare_site
from cms.pages.checks import operator_is_named
from cms.pages.models import Operator, StandardPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
STATEMENTS = ("/kisisel-veriler/", "/erisilebilirlik/")
VALUES = {
    "name": "Örnek Kent Konseyi <b>",
    "address": "Çınar Sokak 1\nBornova",
    "email": "bilgi@ornek.example",
    "phone": "0232 555 00 00",
    "kep": "ornek@hs01.kep.example",
}


@pytest.fixture(autouse=True)
def site():
    prepare_site()


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", STATEMENTS)
def test_without_an_operator_the_statements_say_so_and_whom_to_write_to(client, address):
    turkish = client.get(address).content.decode()
    english = client.get(f"/en{address}").content.decode()

    assert "Siteyi kim işletiyor?" in turkish
    assert "henüz girilmedi" in turkish
    assert "Yanlışı bildirin" in turkish
    assert '<a class="more" href="/kuruluslar/">' in turkish
    assert "bu sayfanın sonundadır" not in turkish
    assert 'href="#operator"' in turkish
    assert "have not been entered yet" in english


@pytest.mark.parametrize("address", STATEMENTS)
def test_an_operator_is_named_at_the_end_of_the_statements(client, address):
    Operator.objects.create(**VALUES)
    html = client.get(address).content.decode()

    assert "Örnek Kent Konseyi &lt;b&gt;" in html
    assert "Çınar Sokak 1<br>Bornova" in html
    assert 'href="mailto:bilgi@ornek.example"' in html
    assert "0232 555 00 00" in html
    assert "ornek@hs01.kep.example" in html
    assert "henüz girilmedi" not in html


def test_the_operator_is_warned_until_somebody_is_named():
    def told():
        return [warning.id for warning in run_checks(tags=["database"], databases=["default"]) if warning.id == "pages.W001"]

    assert told() == ["pages.W001"]
    Operator.objects.create(name="Örnek Dernek")
    assert told() == []


def test_before_there_are_pages_nobody_is_warned():
    StandardPage.objects.all().delete()
    assert operator_is_named(["default"]) == []


def test_a_name_alone_leaves_no_empty_list(client):
    Operator.objects.create(name="Örnek Dernek")

    assert (
        "<ul>\n      </ul>" not in client.get(STATEMENTS[0]).content.decode().split('id="operator"')[1].split("</section>")[0]
    )


def test_other_pages_do_not_name_the_operator(client):
    assert "Siteyi kim işletiyor?" not in client.get("/hakkinda/").content.decode()
    assert list(StandardPage.objects.filter(names_operator=False).values_list("slug", flat=True)) == ["hakkinda"]


def test_an_editor_enters_the_operator_in_the_settings(editor):
    address = reverse("wagtailsettings:edit", args=["pages", "operator", Operator.load().pk])

    assert "Siteyi kim işletiyor" in editor.get(address).content.decode()
    assert editor.post(address, VALUES).status_code == 302
    assert Operator.load().name == VALUES["name"]


def test_an_editor_sees_who_runs_the_site_in_the_menu_and_nothing_of_the_settings_of_the_machine(editor):
    html = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("wagtailsettings:edit", args=["pages", "operator"]) in html
    assert "/admin/sites/" not in html
