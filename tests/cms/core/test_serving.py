"""What a server does around the application: see also test_metrics."""

import gc
import logging
import threading

import pytest
from django.db import OperationalError

from cms import serving
from search import service, vocabulary
from search.models import Vocabulary


@pytest.mark.django_db(transaction=True)
def test_a_process_reads_ahead_what_its_first_question_needs(django_assert_max_num_queries):
    vocabulary.learn({"incir": 1})
    service.renew()
    serving.read_ahead()
    assert service._known is not None
    assert "incir" in service._known[1]
    with django_assert_max_num_queries(20):
        service.plan("incir")


def test_what_a_process_keeps_is_spared_the_collector_of_garbage(monkeypatch):
    read, often = [], gc.get_threshold()
    monkeypatch.setattr(serving, "read_ahead", lambda: read.append(gc.get_freeze_count()))
    serving.post_worker_init(None)
    for thread in threading.enumerate():
        if thread.name == "read-ahead":
            thread.join()
    try:
        assert gc.get_freeze_count() > read[0]
        assert gc.get_threshold()[0] > often[0]
    finally:
        gc.unfreeze()
        gc.set_threshold(*often)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_not_there_yet_stops_no_server(monkeypatch, caplog):
    def away():
        raise OperationalError("no such table")

    monkeypatch.setattr(vocabulary, "current", away)
    with caplog.at_level(logging.ERROR):
        serving.read_ahead()
    assert "the first question tries again" in caplog.text
    assert Vocabulary.objects.count() == 0
