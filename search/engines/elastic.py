"""The Elasticsearch engine: the same documents, plans and scores as the embedded one, on a cluster that many machines share.

An alias of our prefix and form names the live index. Only indexes that carry our mark are ever written to or deleted.
"""

import struct
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import ApiError, TransportError
from elasticsearch.dsl import Q, Search

from search import codec, lemmas, vocabulary
from search.engines import elastic_schema
from search.engines.base import EngineResult, Found, IndexMissing, Refused, Stored, Versioned
from search.engines.elastic_client import Address, Connection, translated
from search.engines.elastic_query import ALGEBRA, BY_SCORE, FITS, question
from search.engines.elastic_writing import Writing
from search.engines.packing import identity
from search.engines.queries import Queries, sharing, suggested
from search.query import Plan
from search.types import SearchDocument, SearchRequest

SLICE = 5_000  # identities read at once
KEEP_OPEN = "1m"
CHECKED_FOR = 5.0  # seconds for which an index that was ours is taken to be
OTHER_FORMS = 24 * 3600  # seconds an index of another version of the program is kept


class ElasticEngine:
    """See `search.engines.base.Engine`. `seconds`: what a question may take."""

    name = "elasticsearch"

    def __init__(self, address: Address, seconds: float) -> None:
        self.connection = Connection(address, seconds)
        self.prefix = address.prefix
        self.form = elastic_schema.FORM
        self.alias = f"{address.prefix}-live-{self.form}"
        self._checked = float("-inf")

    def ready(self) -> bool:
        try:
            self._live()
        except IndexMissing:
            return False
        return True

    @translated
    def _live(self) -> str:
        """Return the live index; raises IndexMissing for none, several, or one that is not of our making and form."""
        found = self.connection.asking.indices.get_mapping(index=self.alias, filter_path="*.mappings._meta")
        marks = {name: index.get("mappings", {}).get("_meta", {}) for name, index in found.body.items()}
        if len(marks) != 1 or any(mark.get(elastic_schema.MARK) != self.form for mark in marks.values()):
            raise IndexMissing(f"what {self.alias} names is no search index of ours: run search_rebuild")
        self._checked = time.monotonic()
        return str(next(iter(marks)))

    def _check(self) -> None:
        if time.monotonic() - self._checked > CHECKED_FOR:
            self._live()

    # Reading

    @translated
    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        found = self.connection.asking.search(index=self.alias, body=body, allow_partial_search_results=False)
        return dict(found.body)

    def search(self, plan: Plan, request: SearchRequest) -> EngineResult:
        self._check()
        answer = self._ask(question(plan, request))
        ranked = not plan.empty and request.sort == "relevance"
        queries = Queries(ALGEBRA, plan)
        found = []
        for hit in answer["hits"]["hits"]:
            score = _single(hit["_score"]) if ranked else 0.0
            fits = queries.fits(score) if ranked else not plan.clauses or FITS in hit.get("matched_queries", ())
            found.append(Found(codec.from_json(hit["_source"]["document"]), score, fits))
        return EngineResult(
            found=tuple(found),
            total=int(answer["hits"]["total"]["value"]),
            facets={
                name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in found["values"]["buckets"]}
                for name, found in answer.get("aggregations", {}).items()
            },
        )

    def suggest(self, words: tuple[str, ...], limit: int, kind: str = "") -> tuple[SearchDocument, ...]:
        if not words:
            return ()
        self._check()
        asked = Search().query(suggested(ALGEBRA, words, kind)).source(["document"]).sort(*BY_SCORE)[:limit]
        hits = self._ask(asked.to_dict())["hits"]["hits"]
        return tuple(codec.from_json(hit["_source"]["document"]) for hit in hits)

    def sharing(self, kind: str, wanted: Mapping[str, Sequence[str]], limit: int) -> tuple[str, ...]:
        self._check()
        asked = Search().query(sharing(ALGEBRA, kind, wanted)).source(["id"]).sort(*BY_SCORE)[:limit]
        return tuple(hit["_source"]["id"].partition(":")[2] for hit in self._ask(asked.to_dict())["hits"]["hits"])

    def get(self, kind: str, object_id: str) -> SearchDocument | None:
        self._check()
        asked = Search().query(Q("bool", filter=[Q("term", id=identity(kind, object_id)), Q("term", live="1")]))
        hits = self._ask(asked.source(["document"])[:1].to_dict())["hits"]["hits"]
        return codec.from_json(hits[0]["_source"]["document"]) if hits else None

    def stored(self) -> Iterator[Stored]:
        point, after = self._opened(), None
        try:
            while hits := self._slice(point, after):
                for hit in hits:
                    source = hit["_source"]
                    kind, _, object_id = source["id"].partition(":")
                    yield Stored(kind, object_id, source["version"], source["digest"])
                after = hits[-1]["sort"]
        finally:
            self._closed(point)

    @translated
    def _opened(self) -> str:
        return str(self.connection.writing.open_point_in_time(index=self._live(), keep_alive=KEEP_OPEN).body["id"])

    @translated
    def _slice(self, point: str, after: list[Any] | None) -> list[dict[str, Any]]:
        asked = Search().query("term", live="1").source(["id", "version", "digest"]).sort("id")[:SLICE]
        asked = asked.extra(pit={"id": point, "keep_alive": KEEP_OPEN}, **({"search_after": after} if after else {}))
        found = self.connection.writing.search(body=asked.to_dict(), allow_partial_search_results=False)
        return list(found.body["hits"]["hits"])

    def _closed(self, point: str) -> None:
        with suppress(ApiError, TransportError):  # it ends by itself; what stopped the reading has been said
            self.connection.writing.close_point_in_time(id=point)

    @translated
    def newest_version(self) -> int:
        asked = Search().query("match_all")[:0]
        asked.aggs.metric("newest", "max", field="version")
        found = self.connection.asking.search(index=self._live(), body=asked.to_dict(), allow_partial_search_results=False)
        return int(found.body["aggregations"]["newest"]["value"] or 0)

    # Writing

    def write(self, items: Iterable[Versioned]) -> tuple[Refused, ...]:
        index = self._live()
        vocabulary.current()
        words, refused = self._apply(index, items, vocabulary.lemma)
        vocabulary.learn(words)
        return refused

    @translated
    def _apply(
        self, index: str, items: Iterable[Versioned], lemma: Callable[[str], str]
    ) -> tuple[Counter[str], tuple[Refused, ...]]:
        """Write to the live index as long as it is that one; return the words of what changed and what was refused."""
        writing = Writing(self.connection.writing, self.alias, lemma)
        refused = writing.add(items)
        self.connection.writing.indices.refresh(index=index)
        return writing.words, refused

    @contextmanager
    def rebuild(self, expected: int = 0) -> Iterator["ElasticRebuild"]:
        self._sweep()
        index, building = self._create()
        try:
            fresh = ElasticRebuild(Writing(self.connection.writing, building, lemmas.lemma))
            yield fresh
            vocabulary.recount(fresh.words)
            self._publish(index, building)
        except BaseException:
            self._discard([index])
            raise

    @translated
    def _create(self) -> tuple[str, str]:
        """Return a new index that is not live, and the alias it is written by: no index is ever made by a write."""
        stamp = time.time_ns()
        index, building = f"{self.prefix}-index-{stamp}", f"{self.prefix}-building-{stamp}"
        self.connection.writing.indices.create(
            index=index, settings=elastic_schema.settings(), mappings=elastic_schema.mapping(self.form), aliases={building: {}}
        )
        return index, building

    @translated
    def _publish(self, index: str, building: str) -> None:
        """Make an index the live one, in one step; the former ones of ours go."""
        indices = self.connection.writing.indices
        indices.put_settings(index=index, settings={"refresh_interval": "1s"})
        indices.refresh(index=index)
        former = self._aliased(self.alias)
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self.alias}} for name in former]
        actions += [{"remove": {"index": index, "alias": building}}, {"add": {"index": index, "alias": self.alias}}]
        indices.update_aliases(actions=actions)
        self._checked = float("-inf")
        self._discard(former)

    def _aliased(self, alias: str) -> list[str]:
        try:
            return list(self.connection.writing.indices.get_alias(name=alias).body)
        except ApiError as error:
            if error.status_code == 404:
                return []
            raise

    @translated
    def _sweep(self) -> None:
        """Delete what killed rebuilds of this form left, and the indexes of other forms after a day."""
        found = self.connection.writing.indices.get(
            index=f"{self.prefix}-index-*", allow_no_indices=True, expand_wildcards="all"
        )
        old = (time.time() - OTHER_FORMS) * 1000
        leftover = []
        for name, index in found.body.items():
            if index["mappings"].get("_meta", {}).get(elastic_schema.MARK) == self.form:
                gone = self.alias not in index["aliases"]  # nobody else builds this form: the caller holds the lock
            else:
                gone = int(index["settings"]["index"]["creation_date"]) < old
            if gone:
                leftover.append(name)
        self._discard(leftover)

    @translated
    def _discard(self, names: Iterable[str]) -> None:
        """Delete indexes, those of them that carry our mark."""
        indices = self.connection.writing.indices
        for name in names:
            found = indices.get_mapping(index=name, filter_path="*.mappings._meta", ignore_unavailable=True).body
            if any(elastic_schema.MARK in index.get("mappings", {}).get("_meta", {}) for index in found.values()):
                indices.delete(index=name, ignore_unavailable=True)


def _single(told: float) -> float:
    """Return the 32-bit number that a server tells in as few digits as tell it from others."""
    (score,) = struct.unpack("f", struct.pack("f", told))
    return float(score)


class ElasticRebuild:
    """An index that is being built; its words are counted for the vocabulary."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing

    @property
    def words(self) -> Counter[str]:
        return self._writing.words

    @translated
    def write(self, items: Iterable[Versioned]) -> tuple[Refused, ...]:
        return self._writing.add(items)
