"""What a server does around the application: see also test_metrics."""

import logging

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


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_not_there_yet_stops_no_server(monkeypatch, caplog):
    def away():
        raise OperationalError("no such table")

    monkeypatch.setattr(vocabulary, "current", away)
    with caplog.at_level(logging.ERROR):
        serving.read_ahead()
    assert "the first question tries again" in caplog.text
    assert Vocabulary.objects.count() == 0
