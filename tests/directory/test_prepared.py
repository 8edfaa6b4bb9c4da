"""Rows whose SQL is written once are the rows of the queryset."""

import threading

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from directory.models import Organisation, Topic
from directory.organisations.cards import topic_rows
from directory.prepared import Prepared
from tests.factories import OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations():
    topics = [TopicFactory(name=f"Hak {n}", slug=f"hak-{n}") for n in range(3)]
    return [OrganisationFactory(name=f"Kurum {n}", topics=topics[: n % 4], languages=["tr", "ar"]) for n in range(6)]


@pytest.mark.parametrize("number", [1, 2, 6])
def test_they_are_the_same_with_what_was_joined(organisations, number, django_assert_num_queries):
    asked = Prepared(lambda pks: topic_rows().filter(content_object__in=pks))
    for start in range(len(organisations) - number + 1):
        pks = [organisation.pk for organisation in organisations[start : start + number]]
        with django_assert_num_queries(1):
            found = [(row, row.tag, row.tag.group, row.tag.group.slug) for row in asked(pks)]
        rows = topic_rows().filter(content_object__in=pks)
        assert found == [(row, row.tag, row.tag.group, row.tag.group.slug) for row in rows]


def test_values_are_converted_and_annotations_kept(organisations):
    counted = Prepared(lambda pks: Organisation.objects.filter(pk__in=pks).annotate(n=Count("tagged_topics")).order_by("-n"))
    pks = [organisation.pk for organisation in organisations]
    found = counted(pks)
    assert [one.n for one in found] == [3, 2, 1, 1, 0, 0]
    assert {tuple(one.languages) for one in found} == {("tr", "ar")}
    assert found[0].last_published_at == organisations[3].last_published_at
    assert found[0].get_deferred_fields() == set()


def test_no_key_asks_nothing_and_each_number_of_keys_is_written_once(organisations, django_assert_num_queries):
    made = []

    def rows(pks):
        made.append(len(pks))
        return Topic.objects.filter(pk__in=pks)

    asked = Prepared(rows)
    with django_assert_num_queries(0):
        assert asked([]) == []
    for pks in ([1], [2], [1, 2], [3, 4], [5]):
        asked(pks)
    assert made == [1, 2]


def test_keys_are_values_and_never_part_of_the_statement(organisations):
    asked = Prepared(lambda pks: Topic.objects.filter(pk__in=pks))
    with CaptureQueriesContext(connection) as asking:
        asked([10**6])
    assert asked._written[1].sql.count("%s") == 1
    assert "1000000" in asking.captured_queries[0]["sql"]


def test_rows_that_do_not_depend_on_every_key_are_refused(organisations):
    with pytest.raises(ValueError, match="Topic"):
        Prepared(lambda pks: Topic.objects.filter(pk__in=pks[:1]))([1, 2])


@pytest.mark.django_db(transaction=True)
def test_threads_ask_through_their_own_connections(organisations):
    asked = Prepared(lambda pks: Organisation.objects.filter(pk__in=pks))
    pks = [organisation.pk for organisation in organisations]
    found, used = {}, set()

    def ask(pk):
        try:
            for _ in range(20):
                found.setdefault(pk, []).extend(one.pk for one in asked([pk]))
            used.add(id(connection.connection))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(pk,)) for pk in pks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {pk: [pk] * 20 for pk in pks}
