import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import path
from django.utils import timezone
from wagtail.models import Page, Site

from cms.core.context import path_in
from cms.core.preparation import EDITORS, prepare_site
from cms.pages.models import HomePage, StandardPage
from cms.urls import urlpatterns as site_patterns
from tests.factories import AdminFactory, OrganisationFactory, TopicFactory
from tests.factories.public import full_organisation, path_of, standing

pytestmark = pytest.mark.django_db
STANDARD = ("/hakkinda/", "/kisisel-veriler/", "/erisilebilirlik/")


def broken(request):
    raise RuntimeError("planted")


urlpatterns = [path("bozuk/", broken), *site_patterns]


@pytest.fixture
def site():
    prepare_site()


@pytest.mark.usefixtures("site")
def test_the_home_page_leads_to_search_rights_areas_and_organisations(client):
    organisation = full_organisation()
    html = client.get("/").content.decode()
    assert "Bu kentte kim, hangi hak için çalışıyor?" in html
    assert 'action="/ara/"' in html
    assert path_of(organisation) in html
    assert "/haklar/engelli-haklari/" in html


@pytest.mark.usefixtures("site")
def test_the_headline_breaks_where_the_language_wants_it(client):
    assert "Bu kentte kim,<br>hangi hak için\u00a0çalışıyor?</h1>" in client.get("/").content.decode()
    assert "Who works for which right in this city?</h1>" in client.get("/en/").content.decode()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("claimed", "filled"), [(0, 0), (1, 1), (12, 10), (22, 18), (24, 20)])
def test_claimed_and_unclaimed_organisations_stand_on_the_line_together(client, claimed, filled):
    for number in range(24):
        organisation = OrganisationFactory(name=f"Dernek {number}")
        if number < claimed:
            standing(organisation, claimed_at=timezone.now())
    first, again = (client.get("/").context["skyline"] for _time in range(2))
    assert len(first) == 20
    assert sum(card.claimed for card in first) == filled
    assert [card.key for card in first] == [card.key for card in again]
    assert "Burada 24 kuruluşun bir bölümü duruyor." in client.get("/").content.decode()


@pytest.mark.usefixtures("site")
def test_a_few_organisations_all_stand_on_the_line_and_nothing_else_is_said(client):
    for number in range(3):
        OrganisationFactory(name=f"Dernek {number}")
    answer = client.get("/")
    assert len(answer.context["skyline"]) == 3
    assert "bir bölümü duruyor" not in answer.content.decode()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("address", ["/", "/haklar/"])
def test_it_is_said_what_the_number_beside_a_right_counts(client, address):
    OrganisationFactory(topics=[TopicFactory()])
    assert "o hak için çalışan kuruluşların sayısıdır" in client.get(address).content.decode()


@pytest.mark.usefixtures("site")
def test_an_empty_directory_has_a_home_page_too(client):
    assert client.get("/").status_code == 200
    assert client.get("/en/").status_code == 200


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("address", STANDARD)
def test_standard_pages_have_a_text_in_each_language(client, address):
    turkish, english = client.get(address).content.decode(), client.get(f"/en{address}").content.decode()
    assert '<html lang="tr">' in turkish
    assert '<html lang="en">' in english
    assert "<h2>" in turkish
    assert ' lang="tr"' not in english.replace('lang="tr" hreflang="tr"', "")
    assert turkish.count("<h2>") == english.count("<h2>")


@pytest.mark.parametrize(("city", "turkish", "english"), [("Uşak", "Uşak’ın", "Uşak’s"), ("", "bir kentin", "a city’s")])
def test_the_first_text_names_the_city_and_leads_into_the_directory(client, settings, city, turkish, english):
    settings.SITE_CITY = city
    prepare_site()
    for prefix, said in (
        ("", f"Paydaş, {turkish} sivil toplum rehberidir."),
        ("/en", f"the directory of {english} civil society"),
    ):
        prose = client.get(f"{prefix}/hakkinda/").content.decode().split('class="prose"')[1]
        assert said in prose
        for address in ("/ara/", "/kuruluslar/", "/haklar/", "/yerler/"):
            assert f'href="{prefix}{address}"' in prose


def test_a_page_that_is_not_there_has_one_way_to_the_search(client):
    html = client.get("/boyle-bir-sayfa-yok/").content.decode()
    assert "Aşağıdan arayın" in html
    assert 'class="search-box' in html
    assert "header-search" not in html
    assert "header-search" in client.get("/kuruluslar/").content.decode()


@pytest.mark.usefixtures("site")
def test_a_page_without_english_is_shown_in_turkish_and_marked(client):
    home = HomePage.objects.get()
    home.add_child(instance=StandardPage(title="Yalnız Türkçe", slug="yalniz", body="<p>Metin</p>"))
    html = client.get("/en/yalniz/").content.decode()
    assert '<h1 lang="tr">Yalnız Türkçe</h1>' in html
    assert '<div class="prose" lang="tr"><p>Metin</p></div>' in html


def test_preparing_twice_changes_nothing_and_keeps_what_an_editor_wrote():
    prepare_site()
    page = StandardPage.objects.get(slug="hakkinda")
    page.body = "<p>Bizim sözümüz</p>"
    page.save_revision().publish()
    assert prepare_site() == []
    assert StandardPage.objects.get(slug="hakkinda").body == "<p>Bizim sözümüz</p>"
    assert Page.objects.count() == 5


def test_preparing_follows_the_address_of_the_site(settings):
    prepare_site()
    settings.SITE_URL = "https://paydas.example"
    assert prepare_site() == ["site answers as https://paydas.example"]
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("paydas.example", 443)


@pytest.mark.usefixtures("site")
def test_editors_may_edit_organisations_and_pages_and_deal_with_reports():
    group = Group.objects.get(name=EDITORS)
    codes = set(group.permissions.values_list("codename", flat=True))
    assert {"access_admin", "change_organisation", "publish_organisation", "change_topic", "change_report"} <= codes
    assert not {"add_report", "delete_province", "change_user", "add_group"} & codes
    assert group.page_permissions.filter(page__slug="ana-sayfa", permission__codename="publish_page").exists()


@pytest.mark.parametrize(
    ("address", "code", "expected"),
    [
        ("/kuruluslar/", "en", "/en/kuruluslar/"),
        ("/en/kuruluslar/", "tr", "/kuruluslar/"),
        ("/en/", "tr", "/"),
        ("/", "en", "/en/"),
        ("/english/", "en", "/en/english/"),
        ("/en/kuruluslar/", "en", "/en/kuruluslar/"),
        ("/en//evil.example/", "tr", "/evil.example/"),
        ("//evil.example/", "tr", "/evil.example/"),
        ("//evil.example/", "en", "/en/evil.example/"),
        ("/ışık?#%/", "en", "/en/%C4%B1%C5%9F%C4%B1k%3F%23%25/"),
    ],
)
def test_a_path_is_translated_by_its_prefix_alone(address, code, expected):
    assert path_in(address, code) == expected


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("address", ["/en//evil.example/", "//evil.example/", "/en///evil.example/%22"])
def test_no_link_of_a_missing_page_leads_to_another_site(client, address):
    html = client.generic("GET", "/", PATH_INFO=address).content.decode()
    assert "evil.example" in html
    assert re.findall(r'(?:href|action)="(?://|\\\\|https?://evil)', html) == []


def test_the_language_switch_keeps_the_page_and_the_query(client):
    OrganisationFactory()
    html = client.get("/kuruluslar/?type=union&page=1").content.decode()
    assert '<a href="/en/kuruluslar/?type=union&amp;page=1" lang="en" hreflang="en">English</a>' in html
    english = client.get("/en/kuruluslar/?type=union").content.decode()
    assert '<a href="/kuruluslar/?type=union" lang="tr" hreflang="tr">Türkçe</a>' in english


def test_every_page_names_itself_and_its_translation(client, settings):
    settings.SITE_URL = "https://paydas.example"
    html = client.get("/en/haklar/?utm=1").content.decode()
    assert '<link rel="canonical" href="https://paydas.example/en/haklar/">' in html
    assert '<link rel="alternate" hreflang="tr" href="https://paydas.example/haklar/">' in html
    assert '<link rel="alternate" hreflang="en" href="https://paydas.example/en/haklar/">' in html
    assert '<link rel="alternate" hreflang="x-default" href="https://paydas.example/haklar/">' in html


@pytest.mark.usefixtures("site")
def test_a_missing_page_says_where_to_go_on(client):
    answer = client.get("/boyle/bir/sayfa/yok/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Burada bir sayfa yok" in html
    assert "noindex" in html
    assert 'rel="canonical"' not in html
    assert "There is no page here" in client.get("/en/no/such/page/").content.decode()


@pytest.mark.urls(__name__)
def test_a_fault_is_admitted_without_the_database(django_assert_num_queries, client):
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        answer = client.get("/bozuk/")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Bir sorun oldu" in html
    assert "planted" not in html
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "address",
    ["/", "/kuruluslar/", "/en/haklar/", "/yok/", "/kuruluslar", "/robots.txt", "/sitemap.xml", "/ara/", "/static/icon.svg"],
)
def test_every_answer_carries_the_security_headers(client, address):
    headers = client.get(address).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "address",
    ["/", "/kuruluslar/", "/haklar/", "/haklar/engelli-haklari/", "/yerler/izmir/", "/hakkinda/", "/yok/", "profile", "report"],
)
def test_a_page_has_no_inline_code_and_nothing_from_elsewhere(client, address):
    organisation = full_organisation()
    special = {"profile": path_of(organisation), "report": f"{path_of(organisation)}bildir/yanlis/"}
    html = client.get(special.get(address, address)).content.decode()
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)(?! type=.application/ld\+json.>)|\sstyle=|\son\w+=|javascript:", html)
    assert not re.search(r'(?:src|srcset)="(?:https?:)?//', html)
    assert all(href.startswith("/static/") for href in re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', html))


@pytest.mark.usefixtures("site")
def test_a_signed_in_editor_sees_the_same_page_without_a_toolbar():
    TopicFactory()
    visitor, editor = Client(), Client()
    editor.force_login(AdminFactory())
    for address in ("/", "/haklar/", "/hakkinda/"):
        assert editor.get(address).content == visitor.get(address).content


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("address", ["/", "/kuruluslar/", "/haklar/", "/yerler/", "/hakkinda/"])
def test_reading_sets_no_cookie(client, address):
    answer = client.get(address)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_robots_are_told_the_site_map_and_to_leave_the_search_alone(client, settings):
    settings.SITE_URL = "https://paydas.example"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /ara/" in lines
    assert "Disallow: /en/ara/" in lines
    assert "Sitemap: https://paydas.example/sitemap.xml" in lines


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("rows", [3, 30])
def test_the_home_page_asks_the_database_as_often_for_many_rows(client, django_assert_max_num_queries, rows):
    for n in range(rows):
        full_organisation(f"Dernek {n}")
    client.get("/")
    with django_assert_max_num_queries(20):
        client.get("/")


@pytest.mark.usefixtures("site")
def test_the_city_stands_beside_the_wordmark_and_at_the_end(client, settings):
    settings.SITE_CITY = "Muş"
    html = client.get("/").content.decode()
    assert '<span class="wordmark-city" aria-hidden="true">Muş</span>' in html
    assert "Muş’un sivil toplum rehberi" in html
    assert "Muş’un sivil toplum kuruluşlarını" in html
    assert "Muş civil society directory" in client.get("/en/").content.decode()


@pytest.mark.usefixtures("site")
def test_without_a_city_the_site_is_just_a_directory(client, settings):
    settings.SITE_CITY = ""
    html = client.get("/").content.decode()
    assert "wordmark-city" not in html
    assert "Sivil toplum rehberi" in html
