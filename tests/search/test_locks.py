"""Locks: one holder at a time, who it is, and what several machines share."""

import threading

import pytest
from django.db import connection

from search import consumers, locks, sync


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_a_held_lock_says_who_holds_it():
    with locks.exclusive("a"), pytest.raises(locks.BusyError, match=r"process \d+ \(a\)"), locks.exclusive("a"):
        pass


def test_a_lock_is_free_again_after_an_error():
    with pytest.raises(ZeroDivisionError), locks.exclusive("a"):
        raise ZeroDivisionError
    with locks.exclusive("a"):
        pass


def test_other_names_are_other_locks():
    with locks.exclusive("a"), locks.exclusive("b"):
        pass


def test_who_waits_gets_the_lock_when_it_is_given_back():
    got = threading.Event()

    def wait():
        with locks.exclusive("a", wait=30):
            got.set()

    with locks.exclusive("a"):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not got.is_set()
    waiting.join(30)

    assert got.is_set()


def held() -> int:
    """Return how many sessions hold a lock of this test's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_work_that_machines_share_is_locked_in_their_database(settings, tmp_path):
    before = held()
    with locks.exclusive("a", shared=True):
        assert held() == before + 1
        settings.DATA_DIR = tmp_path / "of-another-machine"
        with pytest.raises(locks.BusyError, match="another machine"), locks.exclusive("a", shared=True):
            pass
        with locks.exclusive("b", shared=True):
            pass
    assert held() == before


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_shared_lock_is_held_while_the_work_reconnects_and_not_longer():
    with locks.exclusive("a", shared=True):
        connection.close()
        with pytest.raises(locks.BusyError), locks.exclusive("a", shared=True):
            pass
    with locks.exclusive("a", shared=True):
        pass


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_shared_lock_gets_it_when_it_is_given_back():
    got = threading.Event()

    def wait():
        with locks.exclusive("a", shared=True, wait=30):
            got.set()

    waiting = threading.Thread(target=wait)
    with locks.exclusive("a", shared=True):
        waiting.start()
        assert not got.wait(0.3)
    waiting.join(30)
    assert got.is_set()


@pytest.mark.django_db
def test_the_newest_change_is_the_highest_id_ever_given_out():
    before = consumers.newest_change()
    sync.record("organisation", 1, 2)
    newest = consumers.newest_change()
    consumers.Change.objects.all().delete()

    assert newest == before + 2
    assert consumers.newest_change() == newest
