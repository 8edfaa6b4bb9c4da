"""A rebuild: beside the live index, nothing that happens meanwhile is lost, only one at a time."""

import pytest
from django.core.management import CommandError, call_command

from cms.core.preparation import prepare_site
from directory.models import Organisation
from directory.organisations import documents
from search import check, consumers, locks, rebuild, sync
from search.engines.tantivy_writing import Writing
from search.models import Change, Consumer, Refusal
from search.registry import registry
from tests.factories import DistrictFactory, OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


def titles(index):
    stored = (index.get(s.kind, s.object_id) for s in index.stored())
    return sorted(document.title["tr"] for document in stored if document.kind == "organisation")


def organisations(count):
    return [OrganisationFactory(name=f"Kuruluş {n}") for n in range(count)]


def test_rebuild_holds_every_public_document_once(index, monkeypatch):
    monkeypatch.setattr(rebuild, "BATCH", 3)
    organisations(8)
    OrganisationFactory(name="Taslak", live=False)

    rebuild.rebuild(index)

    assert titles(index) == sorted(f"Kuruluş {n}" for n in range(8))


def test_what_changes_during_the_rebuild_is_in_the_new_index(index, monkeypatch):
    changed, unpublished = organisations(2)
    rebuild.rebuild(index)
    fill = rebuild._fill

    def fill_while_people_work(*args):
        count = fill(*args)
        Organisation.objects.filter(pk=changed.pk).update(name="Umut")
        Organisation.objects.filter(pk=unpublished.pk).update(live=False)
        sync.record("organisation", changed.pk, unpublished.pk)
        # The live index is brought up to date meanwhile; the rebuild holds the rows back for itself.
        sync.drain(may_rebuild=False)
        assert titles(index) == ["Umut"]
        return count

    monkeypatch.setattr(rebuild, "_fill", fill_while_people_work)
    rebuild.rebuild(index)

    assert titles(index) == ["Umut"]
    assert not Change.objects.exists()


def test_what_was_waiting_before_the_rebuild_is_read_once_and_confirmed(index, settings, monkeypatch):
    settings.SEARCH_DRAIN = "worker"
    organisations(3)
    assert Change.objects.exists()
    read = []
    monkeypatch.setattr(sync, "_read_kind", lambda kind, ids, version: read.extend(ids) or [])

    rebuild.rebuild(index)

    assert read == []
    assert not Change.objects.exists()
    assert len(titles(index)) == 3


def test_the_live_index_answers_until_the_swap_and_stays_after_a_failure(index, monkeypatch):
    organisations(1)
    rebuild.rebuild(index)
    organisations(1)
    monkeypatch.setattr(sync, "replay", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        rebuild.rebuild(index)

    assert titles(index) == ["Kuruluş 0"]
    assert not Consumer.objects.filter(name__endswith=consumers.BUILDING).exists()


def test_an_object_that_cannot_be_read_holds_up_no_rebuild_and_no_comparison(index, monkeypatch):
    odd, *_others = organisations(3)
    build = documents._document

    def fail(organisation, rows):
        return build(organisation, rows) if organisation.pk != odd.pk else 1 / 0

    with monkeypatch.context() as patch:
        patch.setattr(documents, "_document", fail)
        rebuild.rebuild(index)
        assert titles(index) == ["Kuruluş 1", "Kuruluş 2"]
        assert Refusal.objects.get().object_id == str(odd.pk)
        assert check.compare(index) == []

    assert [found.problem for found in check.mend(index)] == ["missing"]
    assert titles(index) == ["Kuruluş 0", "Kuruluş 1", "Kuruluş 2"]
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("kind", sorted(registry.sources))
def test_every_source_names_the_ids_of_its_documents(kind):
    organisations(2)
    OrganisationFactory(live=False)
    TopicFactory()
    DistrictFactory()
    prepare_site()
    source = registry.sources[kind]

    assert list(source.ids()) == [document.object_id for document in source.iter_documents()] != []


@pytest.mark.embedded
def test_two_rebuilds_at_once_say_who_is_at_work(index):
    with (
        locks.exclusive(rebuild.lock_name(consumers.name_of(index))),
        pytest.raises(CommandError, match=r"somebody else is at work on the index: process \d+"),
    ):
        call_command("search_rebuild")


def test_rebuild_says_how_many_documents_it_wrote(index, capsys):
    organisations(2)

    call_command("search_rebuild")

    assert f"{index.name}: 2 documents." in capsys.readouterr().out


def test_a_rebuild_that_lives_renews_its_lease(index, monkeypatch):
    organisations(1)
    live = consumers.attend(index)
    building = consumers.start_building(live)
    before = building.lease_until
    monkeypatch.setattr(consumers, "REBUILD_LEASE", consumers.REBUILD_LEASE * 3)

    class Nowhere:
        def write(self, items):
            pass

    rebuild._renewing(Nowhere(), building)([])

    building.refresh_from_db()
    assert building.lease_until > before


def test_after_a_rebuild_index_and_database_agree(index):
    organisations(3)
    rebuild.rebuild(index)

    assert check.compare(index) == []


@pytest.mark.embedded
def test_a_disk_that_is_full_at_the_last_moment_is_a_sentence_and_leaves_the_live_index(index, monkeypatch):
    OrganisationFactory()
    sync.drain()
    live = index.generations.live()

    def full(_writing):
        raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")

    monkeypatch.setattr(Writing, "_commit", full)
    with pytest.raises(CommandError, match=r"No space left on device.*still answers"):
        call_command("search_rebuild")

    assert index.generations.live() == live
    assert [path.name for path in index.generations.root.glob("g-*")] == [live.name]
