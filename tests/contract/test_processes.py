"""The embedded engine among processes: killed writers, killed rebuilds, writers side by side, folders that are not its own."""

import os
import signal
import textwrap
from pathlib import Path

import pytest
import tantivy

from search.engines import embedded
from search.engines.base import EngineError
from search.engines.embedded import EmbeddedEngine
from search.query import Plan
from search.types import SearchRequest
from tests import forked
from tests.factories.search import make_document, upserts

PRELUDE = """
    import sys
    import time
    from pathlib import Path
    from search import vocabulary
    from search.engines.embedded import EmbeddedEngine
    from tests.factories.search import make_document, upserts
    vocabulary.current = lambda: vocabulary.Words()
    vocabulary.learn = vocabulary.recount = lambda counts: None
    engine = EmbeddedEngine(Path(sys.argv[1]))
"""


def start(root: Path, code: str, *arguments: str) -> forked.Process:
    script = textwrap.dedent(PRELUDE) + textwrap.dedent(code)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    return forked.Process(forked.code, script, str(root), *arguments, env=environment, apart=True)


@pytest.fixture
def engine(tmp_path: Path, db: None) -> EmbeddedEngine:
    made = EmbeddedEngine(tmp_path / "index")
    with made.rebuild():
        pass
    return made


def total(engine: EmbeddedEngine) -> int:
    return engine.search(Plan(), SearchRequest()).total


@pytest.mark.process
def test_a_writer_killed_at_work_leaves_what_it_had_committed(engine: EmbeddedEngine) -> None:
    process = start(
        engine.generations.root,
        """
        for batch in range(1000):
            engine.write(upserts(*(make_document(f"{batch}-{n}") for n in range(20))))
            print(batch, flush=True)
        """,
    )
    for line in process.stdout:
        if line.strip() == "5":
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    found = total(engine)
    assert found >= 120
    assert found % 20 == 0
    engine.write(upserts(make_document("after")))
    assert total(engine) == found + 1


@pytest.mark.process
def test_a_killed_rebuild_leaves_the_live_index_and_is_swept_by_the_next(engine: EmbeddedEngine) -> None:
    engine.write(upserts(make_document("live")))
    process = start(
        engine.generations.root,
        """
        with engine.rebuild() as fresh:
            fresh.write(upserts(make_document("half")))
            print("half", flush=True)
            time.sleep(60)
        """,
    )
    process.stdout.readline()
    process.kill()
    process.wait()
    assert engine.get("organisation", "live") is not None
    with engine.rebuild() as fresh:
        fresh.write(upserts(make_document("a"), make_document("b")))
    assert total(engine) == 2
    assert len(list(engine.generations.root.glob("g-*"))) == 1


@pytest.mark.process
def test_two_processes_write_in_turn_and_nothing_is_lost(engine: EmbeddedEngine) -> None:
    code = """
        for batch in range(8):
            engine.write(upserts(*(make_document(f"{sys.argv[2]}-{batch}-{n}") for n in range(5))))
    """
    processes = [start(engine.generations.root, code, name) for name in ("one", "two")]
    assert [process.wait() for process in processes] == [0, 0]
    assert total(engine) == 80


@pytest.mark.process
def test_a_reader_sees_what_another_process_wrote_and_swapped(engine: EmbeddedEngine) -> None:
    assert total(engine) == 0
    assert start(engine.generations.root, "engine.write(upserts(make_document('a')))").wait() == 0
    assert total(engine) == 1
    code = """
        with engine.rebuild() as fresh:
            fresh.write(upserts(make_document("a"), make_document("b")))
    """
    assert start(engine.generations.root, code).wait() == 0
    assert total(engine) == 2


@pytest.mark.process
def test_a_forked_reader_opens_its_own(engine: EmbeddedEngine) -> None:
    engine.write(upserts(make_document("a")))
    # In a process without a writer: here its threads may hold tantivy's lock for a moment, which a child would hold for ever.
    code = """
        import os
        from search.query import Plan
        from search.types import SearchRequest
        def total():
            return engine.search(Plan(), SearchRequest()).total
        assert total() == 1
        before = engine._reader
        child = os.fork()
        if child == 0:
            os._exit(0 if total() == 1 and engine._reader is not before else 1)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
    assert start(engine.generations.root, code).wait() == 0


def test_a_foreign_writer_becomes_an_engine_error(engine: EmbeddedEngine) -> None:
    writer = tantivy.Index.open(str(engine.generations.live())).writer(15_000_000, 1)
    with pytest.raises(EngineError):
        engine.write(upserts(make_document("a")))
    del writer


def test_a_writer_that_waits_too_long_says_so(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "WRITE_WAIT", 0.05)
    other = EmbeddedEngine(engine.generations.root)
    with other.generations.lock("write", 1.0), pytest.raises(EngineError, match="another process"):
        engine.write(upserts(make_document("a")))


def test_a_rebuild_deletes_nothing_that_is_not_its_own(engine: EmbeddedEngine) -> None:
    root = engine.generations.root
    for name in ("g-1-1", "backup", "g-notes"):
        (root / name).mkdir()
        (root / name / "mine.txt").write_text("keep")
    with engine.rebuild():
        pass
    assert all((root / name / "mine.txt").is_file() for name in ("g-1-1", "backup", "g-notes"))


@pytest.mark.parametrize("pointer", ["", "../elsewhere", "g-1-1", "\x00"])
def test_a_broken_pointer_counts_as_no_index(engine: EmbeddedEngine, pointer: str) -> None:
    (engine.generations.root / "current").write_text(pointer)
    assert not engine.ready()


def test_an_index_of_another_form_counts_as_missing(engine: EmbeddedEngine) -> None:
    engine.generations.form = "another"
    assert not engine.ready()


def test_a_damaged_index_is_an_engine_error(engine: EmbeddedEngine) -> None:
    (engine.generations.live() / "meta.json").write_text("{")
    with pytest.raises(EngineError):
        total(engine)


def test_what_fails_while_facets_are_counted_fails_the_question(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise ValueError("no such field")

    monkeypatch.setattr(embedded, "facet_counts", fail)
    with pytest.raises(EngineError, match="no such field"):
        engine.search(Plan(), SearchRequest(with_facets=("topic",)))
