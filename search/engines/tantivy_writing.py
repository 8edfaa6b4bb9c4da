"""Writing to one tantivy index: what is newer replaces, what is equal is left, one commit for many documents."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy
from tantivy import Query

from search import codec, fields
from search.engines import packing, tantivy_schema
from search.engines.base import EngineError, Refused, Versioned

HEAP = 32_000_000  # bytes a writer takes at most; tantivy's least is 15 MB a thread
BUILDING = 256_000_000  # the same where all documents come: taken as they come, a thousand of them need 15 MB
COMMIT_EVERY = 20_000  # documents; each commit costs a look at every segment
MERGED = 8  # segments of about one size are merged into one by tantivy
FIRST = 17_000  # documents of a segment before it is merged, at most: about what the heap holds


def even(documents: int) -> int:
    """Return how many documents to commit at once so that so many end as one segment: each costs every question its share."""
    parts = 1
    while documents > FIRST * parts:
        parts *= MERGED
    return max(1, -(-documents // parts))


class Writing:
    """An open index. Commits on a clean exit; after an exception nothing uncommitted remains, and the lock is free.

    `expected`: about how many documents come, of an index that is built from nothing.
    """

    def __init__(self, path: Path, schema: tantivy.Schema, lemma: Callable[[str], str], expected: int = 0) -> None:
        self.words: Counter[str] = Counter()  # of the documents that changed
        self._schema = schema
        self._every = even(expected) if expected else COMMIT_EVERY
        self._commits = 0
        self._merging = bool(expected)
        self._known = fields.Words(lemma)
        self._index = tantivy.Index.open(str(path))
        self._index.config_reader("manual", 0)
        self._writer: tantivy.IndexWriter | None = None
        self._pending: dict[str, tuple[int, str]] = {}  # identity -> version, digest; not committed yet
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._commit()
                if self._writer is not None:
                    self._writer.wait_merging_threads()
        except (ValueError, OSError) as failure:  # a full disk, most likely
            raise EngineError(str(failure)) from failure
        finally:
            self._writer = None  # its threads end here: nothing is written to a folder that is discarded next

    def add(self, items: Iterable[Versioned]) -> tuple[Refused, ...]:
        """Write the items, later ones over earlier ones; one that is older than what is stored changes nothing."""
        refused: list[Refused] = []
        for item in items:
            try:
                self._add(item)
            except fields.UnreadableError as error:
                refused.append(Refused(item, str(error)))
            if len(self._pending) >= self._every:
                self._commit()
        return tuple(refused)

    def _add(self, item: Versioned) -> None:
        identity = packing.identity(item.kind, item.object_id)
        version, digest = self._pending.get(identity) or self._stored(identity)
        if item.version < version:
            return
        fresh = ""
        if item.document is None:
            packed = tantivy_schema.tombstone(item.kind, item.object_id, item.version, self._schema)
        else:
            stored = codec.to_json(item.document)
            fresh = codec.digest_of(stored)
            if fresh == digest:
                return
            tokens = fields.analysed(item.document, self._known)
            self.words.update(tokens.words)
            packed = tantivy_schema.pack(item.document, tokens, item.version, stored, self._schema)
        if self._writer is None:
            self._writer = self._index.writer(BUILDING if self._merging else HEAP, 1)
        if version >= 0:
            self._writer.delete_documents_by_term("id", identity)
        self._writer.add_document(packed)
        self._pending[identity] = (item.version, fresh)

    def _commit(self) -> None:
        if self._writer is not None and self._pending:
            self._writer.commit()
            self._pending.clear()
            self._commits += 1
            if self._merging and self._commits % MERGED == 0:  # before more segments come: those of one size are to be together
                self._writer.wait_merging_threads()
                self._writer = None
            self._read()

    def _read(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def _stored(self, identity: str) -> tuple[int, str]:
        if not self._searcher.num_docs:
            return -1, ""
        hits = self._searcher.search(Query.term_query(self._schema, "id", identity), 1, False).hits
        if not hits:
            return -1, ""
        stored = self._searcher.doc(hits[0][1])
        return stored["version"][0], stored["digest"][0]
