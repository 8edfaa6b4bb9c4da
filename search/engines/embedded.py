"""The embedded engine: tantivy in a folder of the instance. Readers are opened after a fork; writers take turns."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import tantivy
from tantivy import Query

from search import codec, lemmas, vocabulary
from search.engines import packing, tantivy_schema
from search.engines.base import MAX_DEPTH, EngineError, EngineResult, Found, IndexMissing, Refused, Stored, Versioned
from search.engines.generations import Generations
from search.engines.queries import Queries, sharing, suggested, suggested_in_turn
from search.engines.tantivy_query import TantivyAlgebra
from search.engines.tantivy_reading import FEW, count, document_at, facet_counts, in_turn, ranked
from search.engines.tantivy_writing import Writing
from search.query import Plan
from search.types import SearchDocument, SearchRequest

P = ParamSpec("P")
R = TypeVar("R")
WRITE_WAIT = 60.0  # seconds another writer may take
SLICE = 10_000  # identities read at once


@dataclass(slots=True)
class _Reader:
    process: int
    path: Path
    stamp: tuple[int, int]
    index: tantivy.Index
    searcher: tantivy.Searcher


def _translated(function: Callable[P, R]) -> Callable[P, R]:
    """Turn what tantivy raises into EngineError."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (ValueError, OSError, SystemError) as error:
            raise EngineError(str(error)) from error

    return call


def _meanwhile(work: Callable[[], R]) -> Callable[[], R]:
    """Begin a work in a thread and return what waits for its result: tantivy lets go of the interpreter's lock."""
    done: Future[R] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised where the result is awaited
            done.set_exception(error)

    threading.Thread(target=run, name="search-facets", daemon=True).start()
    return done.result


def identity_of(document: SearchDocument) -> str:
    return packing.identity(document.kind, document.object_id)


class EmbeddedEngine:
    """See `search.engines.base.Engine`."""

    name = "embedded"

    def __init__(self, root: Path) -> None:
        self.form = f"{tantivy_schema.FORM}.{codec.VERSION}"
        self.generations = Generations(root, self.form)
        self.schema = tantivy_schema.build()
        self.algebra = TantivyAlgebra(self.schema)
        self._reader: _Reader | None = None
        self._opening = threading.Lock()

    def ready(self) -> bool:
        try:
            self.generations.live()
        except IndexMissing:
            return False
        return True

    # Reading

    def _searcher(self) -> tantivy.Searcher:
        """Return a searcher on what was last committed; costs two file look-ups when nothing changed."""
        for attempt in (1, 2):
            path = self.generations.live()
            try:
                state = (path / "meta.json").stat()
                stamp = (state.st_mtime_ns, state.st_ino)
                reader = self._reader
                if reader and reader.process == os.getpid() and reader.path == path and reader.stamp == stamp:
                    return reader.searcher
                with self._opening:
                    index = tantivy.Index.open(str(path))
                    index.config_reader("manual", 0)
                    index.reload()
                    self._reader = _Reader(os.getpid(), path, stamp, index, index.searcher())
                    return self._reader.searcher
            except (ValueError, OSError) as error:
                if attempt == 2:  # once: a rebuild may have replaced the folder in between
                    raise EngineError(str(error)) from error
        raise EngineError("the search index cannot be opened")

    @_translated
    def search(self, plan: Plan, request: SearchRequest) -> EngineResult:
        searcher = self._searcher()
        queries = Queries(self.algebra, plan)
        facets = _meanwhile(lambda: facet_counts(searcher, queries, request)) if request.with_facets else dict
        filters = queries.filters(request)
        size = min(request.page_size, MAX_DEPTH)
        offset = (min(request.page, max(1, MAX_DEPTH // size)) - 1) * size
        if plan.empty or request.sort != "relevance":
            query = queries.filtered(queries.matching(), filters)
            order = "order_updated" if request.sort == "updated" else "order_title"
            result = searcher.search(query, size, True, order_by_field=order, offset=offset, order=tantivy.Order.Asc)
            documents = [document_at(searcher, address) for _, address in result.hits]
            fitting = self._fitting(searcher, queries, documents)
            found = tuple(Found(document, 0.0, identity_of(document) in fitting) for document in documents)
            total = count(result)
        else:
            query = queries.filtered(queries.scored(), filters)
            scored, total = ranked(searcher, query, offset, size)
            found = tuple(Found(document_at(searcher, address), score, queries.fits(score)) for score, address in scored)
        return EngineResult(found, total, facets())

    def _fitting(self, searcher: tantivy.Searcher, queries: Queries[Query], documents: list[SearchDocument]) -> set[str]:
        ids = [identity_of(document) for document in documents]
        if not queries.plan.clauses or not ids:
            return set(ids)
        query = queries.filtered(queries.fitting(), [Query.term_set_query(self.schema, "id", ids)])
        return {searcher.doc(address)["id"][0] for _, address in searcher.search(query, len(ids), False).hits}

    @_translated
    def suggest(self, words: tuple[str, ...], limit: int, kind: str = "") -> tuple[SearchDocument, ...]:
        if not words:
            return ()
        searcher = self._searcher()
        if len(words) == 1:  # two letters begin a name of every tenth document: none of these is read before it is in order
            addresses = in_turn(searcher, suggested_in_turn(self.algebra, words[0], kind), limit)
        else:
            scored, _ = ranked(searcher, suggested(self.algebra, words, kind), 0, limit)
            addresses = [address for _, address in scored]
        return tuple(document_at(searcher, address) for address in addresses)

    @_translated
    def sharing(self, kind: str, wanted: Mapping[str, Sequence[str]], limit: int) -> tuple[str, ...]:
        searcher = self._searcher()
        scored, _ = ranked(searcher, sharing(self.algebra, kind, wanted), 0, limit, spare=FEW)
        return tuple(searcher.doc(address)["id"][0].partition(":")[2] for _, address in scored)

    @_translated
    def get(self, kind: str, object_id: str) -> SearchDocument | None:
        searcher = self._searcher()
        hits = searcher.search(Query.term_query(self.schema, "id", packing.identity(kind, object_id)), 1, False).hits
        return document_at(searcher, hits[0][1]) if hits and searcher.doc(hits[0][1])["digest"][0] else None

    def stored(self) -> Iterator[Stored]:
        searcher = self._searcher()
        for offset in range(0, searcher.num_docs + 1, SLICE):
            for identity, address in self._identities(searcher, offset):
                document = searcher.doc(address)
                kind, _, object_id = identity.partition(":")
                yield Stored(kind, object_id, document["version"][0], document["digest"][0])

    @_translated
    def _identities(self, searcher: tantivy.Searcher, offset: int) -> list[tuple[str, tantivy.DocAddress]]:
        live = Query.term_query(self.schema, "live", "1")
        return list(searcher.search(live, SLICE, False, order_by_field="id", offset=offset, order=tantivy.Order.Asc).hits)

    @_translated
    def newest_version(self) -> int:
        found = self._searcher().aggregate(Query.all_query(), {"newest": {"max": {"field": "version"}}})
        return int(found["newest"]["value"] or 0)

    # Writing

    def write(self, items: Iterable[Versioned]) -> tuple[Refused, ...]:
        self.generations.live()
        vocabulary.current()
        with self.generations.lock("write", WRITE_WAIT):
            words, refused = self._apply(self.generations.live(), items, vocabulary.lemma)
        vocabulary.learn(words)
        return refused

    @contextmanager
    def rebuild(self, expected: int = 0) -> Iterator["EmbeddedRebuild"]:
        with self.generations.lock("rebuild", 1.0):
            self.generations.sweep()
            path = self.generations.create()
            try:
                tantivy.Index(self.schema, str(path))
                with Writing(path, self.schema, lemmas.lemma, expected) as writing:
                    yield EmbeddedRebuild(writing)
                vocabulary.recount(writing.words)
                with self.generations.lock("write", WRITE_WAIT):
                    self.generations.publish(path)
            except BaseException:
                self.generations.discard(path)
                raise
            self.generations.sweep()

    @_translated
    def _apply(
        self, path: Path, items: Iterable[Versioned], lemma: Callable[[str], str]
    ) -> tuple[Counter[str], tuple[Refused, ...]]:
        """Write to the index in a folder, in one commit; return the words of what changed, and what was refused."""
        with Writing(path, self.schema, lemma) as writing:
            refused = writing.add(items)
        return writing.words, refused


class EmbeddedRebuild:
    """A generation that is being built; its words are counted for the vocabulary."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing

    @_translated
    def write(self, items: Iterable[Versioned]) -> tuple[Refused, ...]:
        return self._writing.add(items)
