"""search_check finds and names every difference, and mends it."""

import os
from dataclasses import replace

import pytest
import tantivy
from django.core.management import CommandError, call_command

from directory.models import Organisation
from search import check, codec, consumers, fields, jobs, sync
from search.engines import tantivy_schema
from search.engines.base import EngineError, Versioned
from search.models import Change
from search.registry import registry
from tests.factories import OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(index):
    made = [OrganisationFactory(name=f"Kuruluş {n}", key=f"kurulus-{n}") for n in range(4)]
    TopicFactory()
    sync.drain()
    return made


def problems(index):
    return {(found.problem, found.kind, found.object_id, found.key) for found in check.compare(index)}


def plant(index, *items):
    index.write(items)


def test_equal_index_and_database_are_said_to_be_so(index, organisations, capsys):
    call_command("search_check")

    assert "agree" in capsys.readouterr().out


def test_every_planted_difference_is_named(index, organisations):
    missing, extra, stale, wrong = organisations
    version = consumers.newest_change()
    document = registry.sources["organisation"].document(str(wrong.pk))
    plant(
        index,
        Versioned("organisation", str(missing.pk), version, None),
        Versioned("organisation", str(wrong.pk), version, None),
        Versioned("person", str(wrong.pk), version, replace(document, kind="person")),
    )
    Organisation.objects.filter(pk=extra.pk).update(live=False)
    Organisation.objects.filter(pk=stale.pk).update(summary="Başka bir özet")

    assert problems(index) == {
        ("missing", "organisation", str(missing.pk), missing.key),
        ("missing", "organisation", str(wrong.pk), wrong.key),
        ("extra", "organisation", str(extra.pk), ""),
        ("extra", "person", str(wrong.pk), ""),
        ("stale", "organisation", str(stale.pk), stale.key),
    }


def test_differences_end_the_command_with_one_and_stand_on_a_line_each(index, organisations, capsys):
    Organisation.objects.filter(pk=organisations[0].pk).update(name="Umut")
    Organisation.objects.filter(pk=organisations[1].pk).update(live=False)

    with pytest.raises(CommandError, match="2 differences") as ended:
        call_command("search_check")

    lines = capsys.readouterr().out.splitlines()
    assert ended.value.returncode == 1
    assert any(f"organisation {organisations[0].pk} kurulus-0 – stale" in line for line in lines)
    assert any(f"organisation {organisations[1].pk} – extra" in line for line in lines)


def test_repair_mends_every_difference(index, organisations, capsys):
    plant(index, Versioned("organisation", str(organisations[0].pk), consumers.newest_change(), None))
    Organisation.objects.filter(pk=organisations[1].pk).update(live=False)
    Organisation.objects.filter(pk=organisations[2].pk).update(name="Umut")

    call_command("search_check", "--repair")

    assert "3 of 3 mended" in capsys.readouterr().out
    assert problems(index) == set()


def test_what_waits_in_the_outbox_is_no_difference(index, organisations):
    Organisation.objects.filter(pk=organisations[0].pk).update(name="Umut")
    sync.record("organisation", organisations[0].pk)

    assert problems(index) == set()
    assert Change.objects.count() == 1


def test_documents_of_another_database_are_named_and_mended_by_a_rebuild(index, organisations):
    version = consumers.newest_change() + 1000
    document = registry.sources["organisation"].document(str(organisations[0].pk))
    plant(index, Versioned("organisation", str(organisations[0].pk), version, replace(document, key="baska")))
    differences = check.compare(index)

    assert [found.problem for found in differences] == ["foreign"]
    check.repair(index, differences)
    assert problems(index) == set()


def test_without_an_index_everything_is_missing_and_repair_builds_one(index):
    OrganisationFactory(name="Işık")
    Change.objects.all().delete()
    differences = check.compare(index)

    assert [found.problem for found in differences] == ["missing"]
    check.repair(index, differences)
    assert problems(index) == set()


def twice(index, organisation):
    """Put a second copy of an organisation's document into the index, past the engine, which would replace the first."""
    document = registry.sources["organisation"].document(str(organisation.pk))
    path = index.generations.live()
    analysed = fields.analyse(document, fields.Words(str))
    packed = tantivy_schema.pack(document, analysed, 0, codec.to_json(document), index.schema)
    writer = tantivy.Index.open(str(path)).writer(15_000_000, 1)
    writer.add_document(packed)
    writer.commit()
    writer.wait_merging_threads()


@pytest.mark.embedded
def test_an_object_that_is_in_the_index_twice_is_named_and_mended(index, organisations, capsys):
    twice(index, organisations[0])
    assert problems(index) == {("double", "organisation", str(organisations[0].pk), "")}

    call_command("search_check", "--repair")

    assert f"organisation {organisations[0].pk} – double" in capsys.readouterr().out
    assert problems(index) == set()


@pytest.fixture
def damaged(index, organisations):
    """An index of which the pointer and the list of segments are there, and no segment."""
    path = index.generations.live()
    for part in path.iterdir():
        if part.suffix in {".term", ".idx", ".store", ".fast"}:
            part.unlink()
    os.utime(path / "meta.json")  # what is open is read again
    return index


@pytest.mark.embedded
def test_a_damaged_index_is_said_and_repair_makes_it_anew(damaged, capsys):
    with pytest.raises(CommandError, match="--repair makes it anew"):
        call_command("search_check")

    call_command("search_check", "--repair")

    assert "it is built anew" in capsys.readouterr().out
    assert problems(damaged) == set()


@pytest.mark.embedded
def test_the_daily_comparison_builds_a_damaged_index_anew(damaged):
    jobs.reconcile(None)

    assert problems(damaged) == set()


@pytest.mark.embedded
def test_a_drain_builds_a_damaged_index_anew(damaged):
    assert sync.drain().rebuilt

    assert problems(damaged) == set()


@pytest.mark.embedded
def test_an_engine_elsewhere_that_is_away_is_not_rebuilt(damaged, monkeypatch, caplog):
    consumer = consumers.attend(damaged)
    monkeypatch.setattr(consumers, "is_shared", lambda engine: True)

    with pytest.raises(EngineError):
        sync.needs_rebuild(damaged, consumer)
    jobs.reconcile(None)
    assert "Not compared with the database" in caplog.text
    assert consumers.attend(damaged).compared_at is None
