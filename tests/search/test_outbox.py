"""The outbox: recording, draining, confirming; what is lost or doubled would fail here."""

import os
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from directory.models import Organisation
from search import check, consumers, jobs, locks, sync
from search.drainer import Background
from search.engines.base import EngineError, Refused
from search.engines.embedded import EmbeddedRebuild
from search.models import Change, Confirmation, Consumer, Refusal
from search.rebuild import rebuild
from search.registry import registry
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def rename(organisation, name):
    """Change a document without telling anybody."""
    Organisation.objects.filter(pk=organisation.pk).update(name=name)


def title(index, organisation):
    document = index.get("organisation", str(organisation.pk))
    return document and document.title["tr"]


@pytest.fixture
def organisation(index):
    organisation = OrganisationFactory(name="Işık")
    sync.drain()
    return organisation


def set_newest_change(number):
    statements = {
        "sqlite": "UPDATE sqlite_sequence SET seq = %s WHERE name = 'search_change'",
        "postgresql": "SELECT setval(pg_get_serial_sequence('search_change', 'id'), %s)",
    }
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor], [number])


def other_consumer(**values):
    values = {"engine": "embedded", "lease_until": timezone.now() + timedelta(hours=1)} | values
    return Consumer.objects.create(name="embedded-elsewhere", **values)


@pytest.mark.django_db(transaction=True)
def test_a_change_is_in_the_index_as_soon_as_it_is_committed(index):
    organisation = OrganisationFactory(name="Işık")

    assert title(index, organisation) == "Işık"
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_nothing(index):
    with transaction.atomic():
        OrganisationFactory(name="Işık")
        transaction.set_rollback(True)

    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_drainer_that_fails_does_not_fail_the_writer(index, monkeypatch):
    monkeypatch.setattr(sync, "drain", lambda **_: 1 / 0)

    OrganisationFactory(name="Işık")

    assert Change.objects.filter(kind="organisation").exists()


def test_recording_many_objects_takes_few_statements(index, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        sync.record_all("organisation", range(2000))

    assert Change.objects.count() == 2000


def test_removed_organisation_leaves_the_index(index, organisation):
    organisation.delete()
    sync.drain()

    assert title(index, organisation) is None


def test_a_kind_that_nobody_announces_any_more_is_confirmed(index, organisation):
    sync.record("ghost", 1)

    assert sync.drain().applied == 1
    assert not Change.objects.exists()


def unreadable(monkeypatch, organisation):
    source = type(registry.sources["organisation"])
    documents = source.documents

    def odd(self, object_ids):
        wanted = list(object_ids)
        if str(organisation.pk) in wanted:
            raise ValueError("odd")
        return documents(self, wanted)

    monkeypatch.setattr(source, "documents", odd)


def test_an_object_that_cannot_be_read_is_kept_as_refused_and_holds_up_nobody(index, organisation, monkeypatch):
    other = OrganisationFactory(name="Umut")
    sync.drain()
    for row in (organisation, other):
        rename(row, "Yeni")
    sync.record("organisation", organisation.pk, other.pk)
    with monkeypatch.context() as patch:
        unreadable(patch, organisation)
        drained = sync.drain()

    refusal = Refusal.objects.get()
    assert (drained.applied, drained.refused) == (2, 1)
    assert title(index, other) == "Yeni"
    assert not Change.objects.exists()
    assert (refusal.object_id, refusal.reason) == (str(organisation.pk), "ValueError: odd")

    sync.record("organisation", organisation.pk)
    sync.drain()
    assert title(index, organisation) == "Yeni"
    assert not Refusal.objects.exists()


def test_what_an_engine_refuses_is_kept_with_its_first_time_and_its_last_reason(index, organisation, monkeypatch):
    reasons = iter(["too long", "far too long"])
    real = index.write

    def write(items):
        wrong = [item for item in items if item.object_id == str(organisation.pk)]
        real([item for item in items if item not in wrong])
        return tuple(Refused(item, next(reasons)) for item in wrong)

    with monkeypatch.context() as patch:
        patch.setattr(index, "write", write)
        sync.record("organisation", organisation.pk)
        sync.drain()
        first = Refusal.objects.get()
        sync.record("organisation", organisation.pk)
        sync.drain()

    again = Refusal.objects.get()
    assert (first.reason, again.reason) == ("too long", "far too long")
    assert again.since == first.since
    assert again.version > first.version
    assert not Change.objects.exists()
    assert not Consumer.objects.get().failures


@pytest.mark.embedded
def test_what_a_rebuild_refuses_replaces_what_the_former_index_refused(index, organisation, monkeypatch):
    other = OrganisationFactory(name="Umut")
    sync.drain()
    consumer = Consumer.objects.get()
    old = timezone.now() - timedelta(days=3)
    for object_id in (organisation.pk, 999_999):
        values = {"version": 1, "reason": "before", "since": old}
        Refusal.objects.create(consumer=consumer, kind="organisation", object_id=str(object_id), **values)

    def write(self, items):
        return tuple(Refused(item, "too long") for item in items if item.object_id in (str(organisation.pk), str(other.pk)))

    monkeypatch.setattr(EmbeddedRebuild, "write", write)
    rebuild(index)

    since = dict(Refusal.objects.filter(consumer=consumer, reason="too long").values_list("object_id", "since"))
    assert set(since) == {str(organisation.pk), str(other.pk)}
    assert since[str(organisation.pk)] == old < since[str(other.pk)]
    assert Refusal.objects.count() == 2


@pytest.mark.parametrize("error", [EngineError("HTTP 503"), ZeroDivisionError("odd")])
def test_an_engine_that_fails_is_noted_and_leaves_every_row(index, organisation, monkeypatch, error):
    sync.record("organisation", organisation.pk)

    def write(items):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(index, "write", write)
        drained = sync.drain()
        first = Consumer.objects.get()
        assert sync.drain().away == drained.away  # not asked again so soon
        assert Consumer.objects.get().failures == 1
        sync.drain(at_once=True)

    assert drained.away == {index.name: str(error)}
    assert Change.objects.count() == 1
    consumer = Consumer.objects.get()
    assert (consumer.failures, consumer.reason, consumer.failing_since) == (2, str(error), first.failing_since)
    assert first.retry_at < consumer.retry_at

    assert sync.drain(at_once=True).applied == 1
    consumer = Consumer.objects.get()
    assert (consumer.failures, consumer.reason, consumer.failing_since, consumer.retry_at) == (0, "", None, None)


def test_a_database_that_is_away_is_no_fault_of_the_engine(index, organisation, monkeypatch):
    sync.record("organisation", organisation.pk)
    monkeypatch.setattr(type(registry.sources["organisation"]), "documents", lambda self, ids: _locked())

    with pytest.raises(OperationalError):
        sync.drain()

    monkeypatch.setattr(type(registry.sources["organisation"]), "iter_documents", lambda self: _locked())
    with pytest.raises(OperationalError):
        rebuild(index)

    assert Consumer.objects.get().failing_since is None
    assert not Refusal.objects.exists()


def _locked():
    raise OperationalError("database is locked")


def test_a_clock_that_went_back_does_not_keep_an_engine_waiting(index, organisation):
    Consumer.objects.update(failing_since=timezone.now(), failures=3, reason="x", retry_at=timezone.now() + timedelta(hours=2))
    sync.record("organisation", organisation.pk)

    assert sync.drain().applied == 1
    assert Consumer.objects.get().failing_since is None


@pytest.mark.embedded
def test_somebody_else_at_work_is_left_alone(index, organisation):
    sync.record("organisation", organisation.pk)

    with locks.exclusive(sync.lock_name(consumers.attend(index))):
        drained = sync.drain()

    assert "process" in drained.busy
    assert Change.objects.count() == 1


def test_what_comes_in_while_the_lock_is_given_back_is_drained_too(index, organisation, monkeypatch):
    real, late = sync.replay, iter([True])

    def replay(write, consumer):
        done = real(write, consumer)
        if next(late, False):  # nobody else could take it: the lock was held
            rename(organisation, "Geç gelen")
            sync.record("organisation", organisation.pk)
        return done

    monkeypatch.setattr(sync, "replay", replay)
    sync.record("organisation", organisation.pk)
    sync.drain()

    assert title(index, organisation) == "Geç gelen"
    assert not Change.objects.exists()


def test_only_the_rows_that_were_taken_are_confirmed(index, organisation):
    """A row with a lower id that is committed later is not swept away by one with a higher id."""
    sync.record("organisation", organisation.pk)
    early = Change.objects.get()
    Change.objects.filter(pk=early.pk).delete()  # its transaction has not ended: nobody sees it yet
    sync.record("organisation", organisation.pk)
    sync.drain()
    rename(organisation, "Spät")
    early.save(force_insert=True)

    assert sync.drain().applied == 1
    assert title(index, organisation) == "Spät"


def test_an_unchanged_document_is_not_written_again(index, organisation):
    before = next(s.version for s in index.stored() if s.object_id == str(organisation.pk) and s.kind == "organisation")
    organisation.save_revision()
    sync.drain()

    stored = next(s for s in index.stored() if s.object_id == str(organisation.pk) and s.kind == "organisation")
    assert stored.version == before


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ids_that_are_committed_out_of_order_are_all_applied(index, settings):
    """A lower number is still on its way when a higher one is drained, for another object and for the same."""
    settings.SEARCH_DRAIN = "worker"
    early, late = OrganisationFactory(name="Erken"), OrganisationFactory(name="Geç")
    sync.drain()
    numbered, go_on = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            sync.record("organisation", early.pk, late.pk)
            numbered.set()
            go_on.wait(30)
            rename(early, "Erken oldu")
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    assert numbered.wait(30)
    rename(late, "Geç oldu")
    sync.record("organisation", late.pk, early.pk)
    assert sync.drain().applied == 2
    go_on.set()
    writer.join(30)

    assert sync.drain().applied == 2
    assert [title(index, one) for one in (early, late)] == ["Erken oldu", "Geç oldu"]
    assert check.compare(index) == []
    assert not Change.objects.exists()


def test_nothing_is_lost_while_the_clock_goes_back(index, organisation, monkeypatch):
    before = timezone.now() - timedelta(hours=3)
    sync.record("organisation", organisation.pk)
    monkeypatch.setattr(timezone, "now", lambda: before)
    other = OrganisationFactory(name="Umut")
    rename(organisation, "Yeni")
    sync.record("organisation", organisation.pk)
    jobs.sweep(None)
    jobs.reconcile(None)

    assert [title(index, one) for one in (organisation, other)] == ["Yeni", "Umut"]
    assert not Change.objects.exists()
    assert check.compare(index) == []


# -- consumers


def test_a_row_waits_for_every_consumer(index, organisation):
    other = other_consumer()
    sync.record("organisation", organisation.pk)
    sync.drain()
    row = Change.objects.get()

    assert sync.drain().applied == 0
    consumers.confirm(other, [row.pk])
    assert not Change.objects.exists()


def test_a_consumer_whose_lease_ran_out_holds_nothing_back(index, organisation):
    other = other_consumer()
    sync.record("organisation", organisation.pk)
    sync.drain()
    Consumer.objects.filter(pk=other.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    consumers.tidy()

    other.refresh_from_db()
    assert not Change.objects.exists()
    assert other.needs_rebuild


def test_a_consumer_that_returns_after_its_lease_rebuilds(index, organisation):
    Consumer.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    rename(organisation, "Umut")  # confirmed away while it was gone

    assert sync.drain().rebuilt
    assert title(index, organisation) == "Umut"


@pytest.mark.embedded
def test_a_lost_index_folder_is_built_again(index, organisation, settings):
    import shutil

    shutil.rmtree(settings.SEARCH_INDEX_DIR)

    assert sync.drain().rebuilt
    assert title(index, organisation) == "Işık"


def test_a_restored_database_is_noticed_and_the_index_built_again(index, organisation):
    set_newest_change(1_000_000)
    rename(organisation, "Sonraki")
    sync.record("organisation", organisation.pk)
    sync.drain()
    rename(organisation, "Önceki")  # as the copy from yesterday has it
    set_newest_change(900_000)

    assert sync.drain().rebuilt
    assert title(index, organisation) == "Önceki"
    assert check.compare(index) == []


def test_forgotten_consumers_take_their_confirmations_with_them(index, organisation):
    other = other_consumer(lease_until=timezone.now() - timedelta(days=40))
    sync.record("organisation", organisation.pk)
    Confirmation.objects.create(change=Change.objects.get(), consumer=other)
    consumers.tidy()

    assert not Confirmation.objects.exists()
    assert Consumer.objects.count() == 1


# -- the background thread


def test_the_background_thread_works_once_for_many_wakes_and_ends():
    started, go_on, rounds = threading.Event(), threading.Event(), []

    def work():
        rounds.append(1)
        started.set()
        go_on.wait(10)

    background = Background()
    background.wake(work)
    started.wait(10)
    for _ in range(50):
        background.wake(work)
    go_on.set()
    background.end(grace=10)

    assert 2 <= len(rounds) <= 3
    assert not background._thread.is_alive()


def test_the_background_thread_survives_what_it_does():
    done = threading.Event()
    outcomes = iter([lambda: 1 / 0, done.set])
    background = Background()
    first = threading.Event()

    def work():
        try:
            next(outcomes)()
        finally:
            first.set()

    background.wake(work)
    first.wait(10)
    background.wake(work)

    assert done.wait(10)
    background.end(grace=10)


def test_resting_waits_until_all_that_was_asked_for_is_done():
    done, go_on = [], threading.Event()
    background = Background()

    def work():
        go_on.wait(10)
        done.append(1)

    background.rest()  # nothing was asked for
    background.wake(work)
    background.wake(work)
    threading.Timer(0.05, go_on.set).start()
    background.rest()

    assert done
    before = len(done)
    background.end(grace=10)
    assert len(done) <= before + 1


def test_a_forked_child_starts_a_thread_of_its_own():
    background = Background()
    background.wake(lambda: None)
    background.rest()
    child = os.fork()
    if child == 0:  # here the thread that was woken is not
        done = threading.Event()
        background.wake(done.set)
        os._exit(0 if done.wait(10) else 1)
    _pid, status = os.waitpid(child, 0)
    background.end(grace=10)

    assert os.waitstatus_to_exitcode(status) == 0


def test_background_draining_wakes_the_thread_and_worker_draining_nobody(settings, monkeypatch):
    woken = []
    monkeypatch.setattr(sync.background, "wake", woken.append)
    settings.SEARCH_DRAIN = "worker"
    sync.nudge()
    assert not woken

    settings.SEARCH_DRAIN = "background"
    sync.nudge()
    assert len(woken) == 1


def test_a_process_drains_itself_only_what_no_worker_has_taken(index, settings, monkeypatch):
    settings.SEARCH_DRAIN = "worker"
    organisation = OrganisationFactory(name="Işık")
    worker_drain, own = sync.drain, []
    monkeypatch.setattr(sync, "drain", lambda **_options: own.append(worker_drain()))
    monkeypatch.setattr(sync.time, "sleep", lambda _seconds: worker_drain())
    sync.drain_leftovers(index)
    assert not own

    sync.record("organisation", organisation.pk)
    monkeypatch.setattr(sync.time, "sleep", lambda _seconds: None)
    sync.drain_leftovers(index)
    assert len(own) == 1
    assert not Change.objects.exists()
