"""Wagtail's own search boxes: pages, images, documents. Odd input finds nothing and never fails."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.search.query import MATCH_ALL, And, Or, Phrase, PlainText

from cms.core.page_search import MAX_WORDS, tame, words
from tests.factories import AdminFactory

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"a',
    '"',
    "a AND (b OR",
    "NEAR(a b)",
    "title:x",
    "a*",
    "-",
    "^a",
    "%s %d",
    "'; DROP TABLE x",
    "\x00",
    "_",
    "x" * 10_000,
    "a " * 5_000,
    "👩‍👩‍👧",
    "\u202e\u200f",
]
BOXES = [
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailimages:index",
    "wagtailimages_chooser:choose",
    "wagtaildocs:index",
    "wagtailadmin_choose_page_search",
    "wagtailusers_users:index",
]


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("typed", HOSTILE)
def test_no_input_makes_a_search_box_fail(editor, box, typed):
    assert editor.get(reverse(box), {"q": typed}).status_code == 200


def test_an_image_is_found_by_its_title(editor):
    Image.objects.create(title="Gönüllüler kahvaltısı", file=get_test_image_file())

    found = editor.get(reverse("wagtailimages:index"), {"q": 'gönüllüler "kahvaltısı"'}).context["object_list"]

    assert [image.title for image in found] == ["Gönüllüler kahvaltısı"]


def test_a_page_is_found_by_its_title(editor):
    Page.get_first_root_node().add_child(title="Hakkımızda", slug="hakkimizda")

    page = editor.get(reverse("wagtailadmin_pages:search"), {"q": "Hakkımızda"}).content.decode()

    assert "Hakkımızda" in page.split("<main")[1].split("search-bar")[-1]


@pytest.mark.parametrize("title", ["Işık İzmir", "IŞIK İZMİR", "ışık izmir"])
@pytest.mark.parametrize("typed", ["Işık", "IŞIK", "ışık", "ışık izmir", "İZMİR IŞIK", "ış"])
def test_an_image_is_found_whatever_the_case_of_its_i(editor, title, typed):
    Image.objects.create(title=title, file=get_test_image_file())
    Image.objects.create(title="Çınar", file=get_test_image_file())

    found = editor.get(reverse("wagtailimages:index"), {"q": typed}).context["object_list"]

    assert [image.title for image in found] == [title]


@pytest.mark.parametrize("title", ["Kadınların Işığı", "KADINLARIN IŞIĞI"])
@pytest.mark.parametrize("typed", ["kadınların ışığı", "KADINLARIN", "Işığı"])
def test_a_page_is_found_whatever_the_case_of_its_i(editor, title, typed):
    Page.get_first_root_node().add_child(title=title, slug="isik")

    page = editor.get(reverse("wagtailadmin_pages:search"), {"q": typed}).content.decode()

    assert title in page.split("<main")[1].split("search-bar")[-1]


@pytest.mark.parametrize("query", ['"', "()", "", "***", "_"])
def test_a_query_without_words_finds_nothing(query):
    assert tame(query) is None
    assert list(Page.objects.all().search(query)) == []


def test_parts_without_words_drop_out_of_a_query():
    query = tame(And([PlainText('"'), Or([Phrase("a-b"), PlainText("*")])]))

    assert isinstance(query, Phrase)
    assert query.query_string == "a b"
    assert tame(MATCH_ALL) is MATCH_ALL


@given(st.text(max_size=400))
def test_only_words_are_left(text):
    kept = words(text).split()

    assert len(kept) <= MAX_WORDS
    assert all(set('"()*:^-%') & set(word) == set() for word in kept)


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_the_database_takes_whatever_is_typed(db, text):
    list(Page.objects.all().search(text))
    list(Page.objects.all().autocomplete(text))
