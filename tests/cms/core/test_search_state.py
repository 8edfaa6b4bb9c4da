"""The state of the search in the admin: says who answers and what waits, and has refused documents written again."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from cms.core.preparation import EDITORS, prepare_site
from search import consumers, status, sync
from search.engines.base import EngineError
from search.models import Change, Consumer, Refusal
from tests.factories import AdminFactory, OrganisationFactory, UserFactory
from tests.search.faulty import away, main_engine  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    prepare_site()
    user = User.objects.create_user(email="editor@example.org", password="x")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return client


@pytest.fixture
def organisation(index):
    organisation = OrganisationFactory(name="Işık")
    sync.drain()
    return organisation


def refusal(object_id, kind="organisation", **values):
    values = {"version": 1, "reason": "too <long>", "since": timezone.now()} | values
    return Refusal.objects.create(consumer=Consumer.objects.first(), kind=kind, object_id=str(object_id), **values)


def page(client):
    response = client.get(reverse("search_state"))
    assert response.status_code == 200
    return response.content.decode()


def test_all_is_well_in_plain_words(editor, organisation):
    text = page(editor)

    assert "Arama yanıt veriyor (embedded)." in text
    assert "bütün dizinler bütün belgeleri aldı" in text
    assert "yanıt vermiyor" not in text
    assert reverse("search_state") in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_without_an_index_it_says_that_nothing_answers(editor, index):
    text = page(editor)

    assert "Arama yanıt vermiyor." in text
    assert "no search index" in text
    assert "Henüz dizin yok" in text


def test_a_main_engine_that_is_away_is_named_with_time_reason_and_what_waits(editor, main):
    main.fault = away
    OrganisationFactory()
    sync.drain()
    text = page(editor)

    assert "Ana arama motoru (elasticsearch) yanıt vermiyor." in text
    assert "HTTP 503" in text
    assert "tarihinden beri almıyor" in text
    assert "1 deneme" in text
    assert text.index("Ana motor") < text.rindex("Bu sunucudaki kopya")
    assert "secret" not in text


def test_what_was_refused_is_listed_with_its_name_and_reason(editor, organisation):
    refusal(organisation.pk)
    refusal(1, kind="ghost")
    refusal(999_999)
    text = page(editor)

    assert "Işık" in text
    assert "too &lt;long&gt;" in text
    assert "ghost 1" in text
    assert "999999" in text


def test_an_object_that_cannot_be_read_is_listed_by_its_number(editor, organisation, monkeypatch):
    refusal(organisation.pk)
    monkeypatch.setattr("directory.organisations.documents.OrganisationSource.document", lambda *_: 1 / 0)

    assert f"{organisation.pk}" in page(editor)


def test_one_click_queues_one_document_again_and_it_goes_when_it_is_written(editor, organisation, settings):
    settings.SEARCH_DRAIN = "worker"
    chosen, other = refusal(organisation.pk), refusal(999_999)
    response = editor.post(reverse("search_requeue"), {"refusal": chosen.pk}, follow=True)

    assert "1 belge yeniden sıraya alındı." in response.content.decode()
    assert list(Change.objects.values_list("kind", "object_id")) == [("organisation", str(organisation.pk))]
    sync.drain()
    assert list(Refusal.objects.all()) == [other]


def test_one_click_queues_all_of_them_again(editor, organisation):
    refusal(organisation.pk)
    refusal(999_999)  # is gone: the index hears of it, too
    editor.post(reverse("search_requeue"), {"refusal": "all"})
    sync.drain()

    assert not Refusal.objects.exists()


@pytest.mark.parametrize("chosen", ["", "0", "-1", "x", "²", "9" * 40])
def test_what_is_not_there_is_not_queued(editor, organisation, chosen):
    refusal(organisation.pk)
    response = editor.post(reverse("search_requeue"), {"refusal": chosen}, follow=True)

    assert "Sıraya alınacak bir şey yok" in response.content.decode()
    assert not Change.objects.exists()


def test_a_long_list_is_cut_and_says_so(editor, organisation, monkeypatch):
    monkeypatch.setattr("cms.core.search_state.LISTED", 2)
    for object_id in range(3):
        refusal(900_000 + object_id)

    assert "3 belgenin ilk 2 tanesi" in page(editor)


def test_without_permission_nothing_is_shown_and_nothing_queued(client, organisation):
    row = refusal(organisation.pk)
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get(reverse("search_state")).status_code == 302
    assert client.post(reverse("search_requeue"), {"refusal": row.pk}).status_code == 302
    assert not Change.objects.exists()
    assert reverse("search_state") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_who_may_only_look_has_no_button(client, organisation):
    row = refusal(organisation.pk)
    user = UserFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_refusal"]))
    client.force_login(user)

    assert reverse("search_requeue") not in page(client)
    client.post(reverse("search_requeue"), {"refusal": row.pk})
    assert not Change.objects.exists()


def test_queueing_again_takes_a_post(client, organisation):
    client.force_login(AdminFactory())

    assert client.get(reverse("search_requeue")).status_code == 405


def test_indexes_of_other_machines_come_last_and_those_being_built_not_at_all(main):
    values = {"engine": "embedded", "lease_until": timezone.now() + timezone.timedelta(hours=1)}
    Consumer.objects.create(name="embedded-0", **values)
    Consumer.objects.create(name="embedded-0" + consumers.BUILDING, **values)

    assert [index.role for index in status.indexes()] == ["main", "copy", ""]


def test_a_reason_never_tells_the_password_of_an_address():
    told = consumers.reason_of(ValueError("cannot reach https://user:secret@host:9200/x\n at all"))

    assert told == "cannot reach https://host:9200/x at all"


def test_a_reason_tells_what_was_behind_a_broken_connection():
    error = EngineError("ConnectionError: Connection error")
    error.__cause__ = ValueError("odd")
    error.__cause__.__cause__ = ConnectionRefusedError(111, "Connection refused")

    assert consumers.reason_of(error) == "ConnectionError: Connection error ([Errno 111] Connection refused)"
    error.__cause__.__cause__.status_code = 503
    assert consumers.reason_of(error) == "ConnectionError: Connection error"
