"""Writing to one Elasticsearch index: what is newer replaces, what is equal is left; each item is answered for by itself."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search import codec, fields
from search.engines import elastic_schema, packing
from search.engines.base import EngineError, Refused, Versioned

CHUNK = 500  # items looked up and sent at once
CHUNK_BYTES = 10 * 1024 * 1024
CONFLICT = 409  # something newer is there
NEVER = (400, 413)  # what is asked anew will be refused anew
TOLD = 500  # characters of a reason


class Writing:
    """Writes by an alias, so that an index which is gone is not made anew with a mapping that is guessed."""

    def __init__(self, client: Elasticsearch, alias: str, lemma: Callable[[str], str]) -> None:
        self.words: Counter[str] = Counter()  # of the documents that changed
        self._client = client
        self._alias = alias
        self._known = fields.Words(lemma)

    def add(self, items: Iterable[Versioned]) -> tuple[Refused, ...]:
        """Write the items, later ones over earlier ones; one that is older than what is stored changes nothing."""
        rest = iter(items)
        refused: list[Refused] = []
        while chunk := list(islice(rest, CHUNK)):
            newest: dict[str, Versioned] = {}
            for item in chunk:
                name = packing.identity(item.kind, item.object_id)
                if name not in newest or item.version >= newest[name].version:
                    newest[name] = item
            refused += self._send(newest)
        return tuple(refused)

    def _send(self, items: dict[str, Versioned]) -> Iterator[Refused]:
        stored = self._stored(list(items))
        sent, actions = [], []
        for name, item in items.items():
            version, digest = stored.get(name, (-1, None))
            try:
                action = self._action(name, item, digest) if item.version >= version else None
            except fields.UnreadableError as error:
                yield Refused(item, str(error))
                continue
            if action:
                sent.append(item)
                actions.append(action)
        answers = streaming_bulk(
            self._client,
            actions,
            chunk_size=CHUNK,
            max_chunk_bytes=CHUNK_BYTES,
            raise_on_error=False,
            max_retries=0,
            require_alias=True,
        )
        for item, (well, answer) in zip(sent, answers, strict=True):
            told = answer["index"]
            if well or told["status"] == CONFLICT:
                continue
            reason = _reason(told)
            if told["status"] not in NEVER:
                raise EngineError(f"HTTP {told['status']}: {reason}")
            yield Refused(item, reason)

    def _action(self, name: str, item: Versioned, digest: str | None) -> dict[str, Any] | None:
        if item.document is None:
            values = packing.tombstone(item.kind, item.object_id, item.version)
        else:
            text = codec.to_json(item.document)
            if codec.digest_of(text) == digest:
                return None
            found = fields.analysed(item.document, self._known)
            self.words.update(found.words)
            values = elastic_schema.tokens(packing.values(item.document, found, item.version, text))
            values["key"] = item.document.key
        return {
            "_op_type": "index",
            "_index": self._alias,
            "_id": name,
            "version": item.version,
            "version_type": "external_gte",
            "_source": values,
        }

    def _stored(self, names: list[str]) -> dict[str, tuple[int, str]]:
        found = self._client.mget(index=self._alias, ids=names, source_includes=["version", "digest"])
        sources = {hit["_id"]: hit["_source"] for hit in found.body["docs"] if hit.get("found")}
        return {name: (source["version"], source["digest"]) for name, source in sources.items()}


def _reason(told: dict[str, Any]) -> str:
    error = told.get("error") or {}
    if isinstance(error, str):
        return error[:TOLD]
    cause = error.get("caused_by") or {}
    return ": ".join(str(part) for part in (error.get("reason"), cause.get("reason")) if part)[:TOLD]
