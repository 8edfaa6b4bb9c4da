"""What any engine does with what it is given: versions, deletions, comparison, rebuilding."""

from pathlib import Path

import pytest

from search import codec, fields
from search.engines import tantivy_writing
from search.engines.base import Engine, EngineError, IndexMissing, Stored
from search.engines.embedded import EmbeddedEngine
from search.query import Plan
from search.types import SearchDocument, SearchRequest
from tests.factories.search import make_document, removal, upserts


def keys(engine: Engine) -> list[str]:
    return [found.document.key for found in engine.search(Plan(), SearchRequest(page_size=100)).found]


def test_a_written_document_is_found_with_all_it_holds(engine: Engine) -> None:
    document = make_document("a", "Işık İzi", acronym="İZ", topic=("engelli-haklari",))
    engine.write(upserts(document))
    assert engine.search(Plan(), SearchRequest()).found[0].document == document
    assert engine.get("organisation", "a") == document


def test_a_document_whose_analysis_fails_holds_up_no_other(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    analyse = fields.analyse

    def stumble(document: SearchDocument, words: fields.Words) -> fields.Analysed:
        if document.key == "b":
            raise KeyError("odd")
        return analyse(document, words)

    monkeypatch.setattr(fields, "analyse", stumble)
    refused = engine.write(upserts(make_document("a"), make_document("b"), make_document("c")))
    assert [(one.item.object_id, one.reason) for one in refused] == [("b", "KeyError: 'odd'")]
    with engine.rebuild() as index:
        assert [one.item.object_id for one in index.write(upserts(make_document("b"), make_document("c"), version=2))] == ["b"]
    assert keys(engine) == ["c"]


@pytest.mark.parametrize("name", ["🌳🌳", "\u200b", "—", "جمعية السلام", "협회", "و"])
def test_a_name_in_any_script_or_in_none_is_written(engine: Engine, name: str) -> None:
    assert engine.write(upserts(make_document("a", name, acronym=name))) == ()
    assert keys(engine) == ["a"]


def test_a_second_write_replaces_the_first(engine: Engine) -> None:
    engine.write(upserts(make_document("a", "Eski ad"), version=1))
    engine.write(upserts(make_document("a", "Yeni ad"), version=2))
    assert [found.document.title["tr"] for found in engine.search(Plan(), SearchRequest()).found] == ["Yeni ad"]


def test_an_older_write_changes_nothing(engine: Engine) -> None:
    engine.write(upserts(make_document("a", "Yeni ad"), version=5))
    engine.write(upserts(make_document("a", "Eski ad"), version=4))
    found = engine.get("organisation", "a")
    assert found is not None
    assert found.title["tr"] == "Yeni ad"


def test_an_older_write_does_not_bring_back_what_was_removed(engine: Engine) -> None:
    engine.write(upserts(make_document("a"), version=1))
    engine.write([removal("a", version=3)])
    engine.write(upserts(make_document("a", "Geç gelen"), version=2))
    assert keys(engine) == []
    assert engine.get("organisation", "a") is None


def test_a_removed_object_can_return_later(engine: Engine) -> None:
    engine.write([removal("a", version=3)])
    engine.write(upserts(make_document("a"), version=4))
    assert keys(engine) == ["a"]


def test_of_one_object_in_one_batch_the_newest_state_counts(engine: Engine) -> None:
    engine.write([*upserts(make_document("a", "Yeni"), version=9), *upserts(make_document("a", "Eski"), version=8)])
    assert [stored.version for stored in engine.stored()] == [9]


def test_an_unchanged_document_is_not_written_again(engine: Engine) -> None:
    engine.write(upserts(make_document("a"), version=1))
    engine.write(upserts(make_document("a"), version=2))
    assert [stored.version for stored in engine.stored()] == [1]


def test_the_stored_objects_can_be_compared_with_the_database(engine: Engine) -> None:
    documents = [make_document(f"k{number:04d}") for number in range(2_100)]
    engine.write([*upserts(*documents, version=7), removal("gone", version=8)])
    assert list(engine.stored()) == [Stored("organisation", d.object_id, 7, codec.digest(d)) for d in documents]


def test_the_newest_version_counts_removals_too(engine: Engine) -> None:
    assert engine.newest_version() == 0
    engine.write(upserts(make_document("a"), version=41))
    engine.write([removal("b", version=42)])
    assert engine.newest_version() == 42


def test_kinds_do_not_share_their_identifiers(engine: Engine) -> None:
    engine.write(upserts(make_document("1", kind="organisation"), make_document("1", kind="topic")))
    engine.write([removal("1", version=2, kind="topic")])
    assert engine.get("organisation", "1") is not None
    assert engine.get("topic", "1") is None


def test_without_an_index_reading_and_writing_say_so(bare_engine: Engine) -> None:
    assert not bare_engine.ready()
    with pytest.raises(IndexMissing):
        bare_engine.search(Plan(), SearchRequest())
    with pytest.raises(IndexMissing):
        bare_engine.write(upserts(make_document("a")))


def test_a_rebuild_replaces_everything_at_once(engine: Engine) -> None:
    engine.write(upserts(make_document("old")))
    with engine.rebuild() as fresh:
        fresh.write(upserts(make_document("a"), make_document("b")))
        assert keys(engine) == ["old"]
    assert keys(engine) == ["a", "b"]


def test_a_rebuild_takes_late_changes_under_the_same_rule(engine: Engine) -> None:
    with engine.rebuild() as fresh:
        fresh.write(upserts(make_document("a", "Yeni"), make_document("b"), version=5))
        fresh.write([*upserts(make_document("a", "Eski"), version=4), removal("b", version=6)])
    assert keys(engine) == ["a"]
    found = engine.get("organisation", "a")
    assert found is not None
    assert found.title["tr"] == "Yeni"


def test_a_rebuild_that_fails_leaves_the_live_index(engine: Engine) -> None:
    engine.write(upserts(make_document("old")))

    def fail() -> None:
        with engine.rebuild() as fresh:
            fresh.write(upserts(make_document("a")))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert keys(engine) == ["old"]


@pytest.mark.parametrize(
    ("documents", "committed"), [(1, 1), (17_000, 17_000), (17_001, 2_126), (100_000, 12_500), (10**6, 15_625)]
)
def test_a_whole_index_is_committed_in_parts_that_merge_into_one(documents: int, committed: int) -> None:
    assert tantivy_writing.even(documents) == committed


def test_a_rebuilt_embedded_index_is_one_segment(tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_writing, "FIRST", 3)
    engine = EmbeddedEngine(tmp_path / "index")
    with engine.rebuild(24) as fresh:
        fresh.write(upserts(*(make_document(f"k-{number}") for number in range(24))))
    assert len(keys(engine)) == 24
    assert engine._searcher().num_segments == 1


def test_two_rebuilds_at_once_are_refused(tmp_path: Path, db: None) -> None:
    """An embedded index has a lock in its folder; of a cluster the lock in the database decides (tests/search/test_rebuild)."""
    engine = EmbeddedEngine(tmp_path / "index")
    with engine.rebuild(), pytest.raises(EngineError), engine.rebuild():
        pass
