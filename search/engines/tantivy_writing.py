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

HEAP = 32_000_000  # bytes of a writer; tantivy's least is 15 MB a thread
COMMIT_EVERY = 20_000  # documents; each commit costs a look at every segment


class Writing:
    """An open index. Commits on a clean exit; after an exception nothing uncommitted remains, and the lock is free."""

    def __init__(self, path: Path, schema: tantivy.Schema, lemma: Callable[[str], str]) -> None:
        self.words: Counter[str] = Counter()  # of the documents that changed
        self._schema = schema
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
            if len(self._pending) >= COMMIT_EVERY:
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
            self._writer = self._index.writer(HEAP, 1)
        if version >= 0:
            self._writer.delete_documents_by_term("id", identity)
        self._writer.add_document(packed)
        self._pending[identity] = (item.version, fresh)

    def _commit(self) -> None:
        if self._writer is not None and self._pending:
            self._writer.commit()
            self._pending.clear()
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
