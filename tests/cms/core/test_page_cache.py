"""Public pages kept in memory: the same for everybody, and never a moment longer than they are true."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core import page_cache
from cms.core.preparation import prepare_site
from cms.pages import footer
from cms.pages.models import StandardPage
from directory import kept
from directory.models import Organisation
from search import consumers, sync
from search.models import Change
from tests.factories import AdminFactory, OrganisationFactory
from tests.factories.public import path_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept(settings, monkeypatch):
    monkeypatch.setattr(consumers, "SETTLING", timedelta(0))
    settings.PAGES_KEPT = 1024 * 1024
    page_cache.store.clear()
    kept.ends.change = -1
    yield
    page_cache.store.clear()


@pytest.fixture
def organisation():
    return OrganisationFactory(
        name="Işık İzi",
        easy_read="Kolay metin budur.",
        about="<p>Ayrıntılı metin budur.</p>",
        first_published_at=timezone.now(),
    )


def asked(client, address, **headers):
    """Return the answer and how many questions the database was asked for it."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers=headers)
    return answer, len(queries)


def test_a_page_is_made_once_and_looks_the_same_from_memory(client, organisation):
    made, many = asked(client, path_of(organisation))
    again, one = asked(Client(), path_of(organisation))

    assert many > 5
    assert one == 1
    assert again.content == made.content
    for header in ("ETag", "Cache-Control", "Content-Type", "Content-Language", "Content-Security-Policy"):
        assert again[header] == made[header]
    assert made["Cache-Control"] == "public, no-cache"


def test_the_foot_of_the_pages_is_read_once_until_something_is_published(client, organisation):
    prepare_site()
    footer.links._kept = None
    page = StandardPage.objects.live().in_menu().first()
    other = OrganisationFactory(name="Başka", first_published_at=timezone.now())
    client.get(path_of(organisation))
    with CaptureQueriesContext(connection) as queries:
        shown = client.get(path_of(other)).content.decode()
    assert page.title in shown
    assert not [query for query in queries if "wagtailcore_page" in query["sql"]]

    page.title = "Yeni başlık"
    page.save_revision().publish()
    assert "Yeni başlık" in client.get(path_of(other)).content.decode()


def test_a_browser_that_has_the_page_is_told_so(client, organisation):
    made = client.get(path_of(organisation))
    again, one = asked(client, path_of(organisation), **{"if-none-match": made["ETag"]})

    assert (again.status_code, again.content, one) == (304, b"", 1)


@pytest.mark.parametrize("list_page", ["/kuruluslar/", "/en/kuruluslar/"])
def test_what_is_unpublished_is_gone_at_the_next_request(client, organisation, list_page):
    path = path_of(organisation)
    tag = client.get(path)["ETag"]
    assert "Işık İzi" in client.get(list_page).content.decode()

    Organisation.objects.get(pk=organisation.pk).unpublish()

    assert client.get(path, headers={"if-none-match": tag}).status_code == 410
    assert "Işık İzi" not in client.get(list_page).content.decode()


def test_a_change_that_every_index_has_taken_is_not_forgotten(client, organisation, index):
    """The outbox is empty before and after it: it must be seen all the same."""
    sync.drain(at_once=True)
    path = path_of(organisation)
    client.get(path)
    Organisation.objects.get(pk=organisation.pk).unpublish()
    sync.drain(at_once=True)
    Change.objects.all().delete()

    assert client.get(path).status_code == 410


def test_a_page_made_before_the_indexes_can_have_taken_a_change_is_not_kept(client, organisation, monkeypatch):
    """What a list counts comes from the index."""
    monkeypatch.setattr(consumers, "SETTLING", timedelta(seconds=5))
    assert Change.objects.exists()
    client.get("/kuruluslar/")
    assert not page_cache.store.pages

    Change.objects.update(created_at=timezone.now() - timedelta(seconds=6))  # an index that is away
    client.get("/kuruluslar/")
    assert page_cache.store.pages


def test_what_expires_is_gone_in_that_moment(client, organisation):
    path = path_of(organisation)
    Organisation.objects.filter(pk=organisation.pk).update(expire_at=timezone.now() + timedelta(seconds=2))
    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200
    time.sleep(2.1)
    assert client.get(path).status_code == 410


def test_a_page_is_made_anew_after_a_minute_whatever_happened(client, organisation, monkeypatch):
    client.get(path_of(organisation))
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + kept.KEPT_FOR + 1)
    assert asked(client, path_of(organisation))[1] > 1


def test_who_is_signed_in_sees_what_was_saved_a_moment_ago_and_leaves_no_page_for_others(client, organisation):
    path = path_of(organisation)
    client.get(path)
    Organisation.objects.filter(pk=organisation.pk).update(summary="Şimdi yazıldı")  # a change that nothing records
    editor = Client()
    editor.force_login(AdminFactory())

    mine = editor.get(path)

    assert "Şimdi yazıldı" in mine.content.decode()
    assert "private" in mine["Cache-Control"]
    assert "Şimdi yazıldı" not in client.get(path).content.decode()
    page_cache.store.clear()
    editor.get(path)
    assert not page_cache.store.pages


def test_the_easy_text_is_shown_to_who_chose_it_alone(organisation):
    path, chooser, other = path_of(organisation), Client(), Client()
    chooser.get(path, {"okuma": "kolay"})
    assert "Kolay metin budur." in chooser.get(path).content.decode()
    answer = other.get(path)
    assert "Ayrıntılı metin budur." in answer.content.decode()
    assert "Cookie" in answer["Vary"]
    assert "Kolay metin budur." in chooser.get(path).content.decode()


def test_a_form_is_made_for_one_visitor(organisation):
    address = f"{path_of(organisation)}bildir/yanlis/"
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    answer = first.get(address)
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
    assert first.cookies["csrftoken"].value != (second.get(address), second.cookies["csrftoken"].value)[1]
    assert not page_cache.store.pages


def test_another_address_is_another_page(client, organisation):
    OrganisationFactory(name="Başka", type="foundation")
    tr, en, few = (
        client.get(address).content for address in ("/kuruluslar/", "/en/kuruluslar/", "/kuruluslar/?type=foundation")
    )
    assert len({tr, en, few}) == 3
    assert b'lang="en"' in client.get("/en/kuruluslar/").content[:200]
    client.get("/kuruluslar/", headers={"host": "localhost"})
    assert len(page_cache.store.pages) == 4


def test_what_is_no_page_is_not_kept(client, organisation, index):
    for address in ("/ara/?q=x", "/yok/", "/healthz", "/readyz", "/api/v1/search?q=x", f"/kuruluslar/?x={'y' * 300}"):
        client.get(address)
    client.head(path_of(organisation))
    client.post(path_of(organisation))
    assert not page_cache.store.pages
    assert "no-cache" in client.get("/yok/")["Cache-Control"]
    assert client.get("/ara/?q=x")["Cache-Control"] == "private, no-cache"


def test_an_address_that_moved_is_asked_for_again(client, organisation):
    moved = client.get(f"/kuruluslar/{organisation.key}/")
    assert moved.status_code == 301
    assert "no-cache" in moved["Cache-Control"]


def test_the_language_of_a_browser_makes_no_difference(client, organisation):
    for answer in (client.get("/kuruluslar/"), client.get("/kuruluslar/", headers={"accept-language": "en"})):
        assert "Vary" not in answer
        assert b'lang="tr"' in answer.content[:200]


def test_memory_is_bounded(client, settings):
    settings.PAGES_KEPT = 30_000
    first = OrganisationFactory()
    client.get(path_of(first))
    for _ in range(12):
        client.get(path_of(OrganisationFactory()))
    assert 0 < page_cache.store.size <= 30_000
    assert page_cache.store.size == sum(len(page.content) for page in page_cache.store.pages.values())
    assert not any(path_of(first) in address for address in page_cache.store.pages)


def test_a_page_larger_than_the_memory_is_shown_and_not_kept(client, organisation, settings):
    settings.PAGES_KEPT = 100
    assert client.get(path_of(organisation)).status_code == 200
    assert (page_cache.store.size, len(page_cache.store.pages)) == (0, 0)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_page_made_while_a_change_is_being_written_is_not_kept(client, organisation):
    writer = connection.copy()
    writer.settings_dict["OPTIONS"].pop("pool", None)
    path = path_of(organisation)
    try:
        writer.set_autocommit(False)
        with writer.cursor() as cursor:
            cursor.execute("UPDATE directory_organisation SET live = FALSE WHERE id = %s", [organisation.pk])
            cursor.execute(
                "INSERT INTO search_change (kind, object_id, created_at) VALUES ('organisation', %s, NOW())",
                [str(organisation.pk)],
            )
        assert not consumers.settled()
        assert client.get(path).status_code == 200  # it is still public
        writer.commit()
    finally:
        writer.close()

    assert client.get(path).status_code == 410
    assert consumers.settled()
