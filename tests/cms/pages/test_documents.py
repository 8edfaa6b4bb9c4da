"""Standard pages in search: public ones, under the address they have."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.pages.documents import PageSource
from cms.pages.models import HomePage, StandardPage
from search.models import Change

pytestmark = pytest.mark.django_db
source = PageSource()


@pytest.fixture
def home():
    Locale.objects.get_or_create(language_code="tr")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Paydaş", slug="ev"))
    Site.objects.update(is_default_site=False)
    Site.objects.create(hostname="paydas.example", root_page=home, is_default_site=True)
    return home


@pytest.fixture
def page(home):
    page = StandardPage(
        title="Hakkında",
        title_en="About",
        slug="hakkinda",
        search_description="Kim, ne, neden",
        body="<p>Kent <b>rehberi</b></p>",
        body_en="<p>City directory</p>",
    )
    return home.add_child(instance=page)


def recorded():
    return set(Change.objects.filter(kind="page").values_list("object_id", flat=True))


def test_document_of_a_page(page):
    document = source.document(str(page.pk))

    assert document.path == "/hakkinda/"
    assert document.title == {"tr": "Hakkında", "en": "About"}
    assert document.summary == {"tr": "Kim, ne, neden"}
    assert {(p.text, p.kind, p.lang) for p in document.passages} == {
        ("Kim, ne, neden", "summary", "tr"),
        ("Kent rehberi", "other", "tr"),
        ("City directory", "other", "en"),
    }
    assert list(source.iter_documents()) == [document]


def unpublish(page):
    page.unpublish()


def let_expire(page):
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))


def restrict_the_home_page(page):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)


def move_out_of_the_site(page):
    Site.objects.all().delete()


@pytest.mark.parametrize("change", [unpublish, let_expire, restrict_the_home_page, move_out_of_the_site])
def test_a_page_that_not_everybody_may_read_has_no_document(page, change):
    change(page)

    assert source.document(str(page.pk)) is None


def test_a_draft_of_a_page_changes_no_document(page):
    before = source.document(str(page.pk))
    page.body = "<p>Gizli</p>"
    page.save_revision()

    assert source.document(str(page.pk)) == before


def publish(page):
    page.save_revision().publish()


def move(page):
    other = page.get_parent().add_child(instance=StandardPage(title="Kurum", slug="kurum"))
    Change.objects.all().delete()
    page.move(other, pos="last-child")


def rename_the_parent(page):
    parent = page.get_parent()
    parent.slug = "yeni-ev"
    parent.specific.save_revision()
    home = HomePage.objects.get()
    home.slug = "yeni-ev"
    home.save_revision().publish()


def change_the_site(page):
    Site.objects.get(is_default_site=True).save()


@pytest.mark.parametrize(
    "change", [publish, unpublish, move, rename_the_parent, restrict_the_home_page, change_the_site, lambda page: page.delete()]
)
def test_whatever_changes_the_document_of_a_page_is_recorded(page, change):
    pk = str(page.pk)
    Change.objects.all().delete()
    change(page)

    assert pk in recorded()
