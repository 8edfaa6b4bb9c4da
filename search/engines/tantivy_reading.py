"""Asking a tantivy searcher: pages in a stable order, facet counts, stored documents."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any, cast

import tantivy
from tantivy import Query

from search import codec
from search.engines.base import MAX_DEPTH
from search.engines.queries import PLACES, Queries, narrowed
from search.engines.tantivy_query import WrittenSets
from search.engines.tantivy_schema import KEY_PARTS
from search.types import SearchDocument, SearchRequest

SPARE = 4_000  # hits beyond a page, of which more cost next to nothing: a page whose edge is a tie is not asked for twice
FEW = 500  # the same where a tie at the edge is short
WRITTEN = WrittenSets()
MAX_VALUES = 2_000  # of one facet; there are 973 districts


def count(result: tantivy.SearchResult) -> int:
    """Return the total of a result; its type stub lacks it."""
    return int(getattr(result, "count", 0) or 0)


def document_at(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> SearchDocument:
    return codec.from_json(bytes(searcher.doc(address)["document"][0]).decode())


def ranked(
    searcher: tantivy.Searcher, query: Query, offset: int, size: int, spare: int = SPARE
) -> tuple[list[tuple[float, Any]], int]:
    """Return a page by score, equal scores by key, and the total. Asks once more while the page's edge is a tie."""
    wanted = offset + size
    limit = wanted + spare
    while True:
        result = searcher.search(query, min(limit, MAX_DEPTH), True)
        hits = result.hits
        if len(hits) < limit or limit >= MAX_DEPTH or hits[-1][0] < hits[wanted - 1][0]:
            break
        limit = MAX_DEPTH
    if not hits[offset:wanted]:
        return [], int(count(result))

    def falling(hit: tuple[float, Any]) -> float:
        return -hit[0]

    best, worst = hits[offset][0], hits[min(wanted, len(hits)) - 1][0]
    before = bisect_left(hits, -best, key=falling)
    edge = bisect_left(hits, -worst, key=falling)
    tied = hits[edge : bisect_right(hits, -worst, key=falling)]
    page = _by_key(searcher, hits[before:edge]) + _first_by_key(searcher, tied, wanted - edge)
    return page[offset - before : offset - before + size], int(count(result))


def in_turn(searcher: tantivy.Searcher, queries: Iterable[Query], number: int) -> list[tantivy.DocAddress]:
    """Return the first hits of the first query by key, then those of the next, each once."""
    found: dict[tuple[int, int], tantivy.DocAddress] = {}
    for query in queries:
        if len(found) < number:
            for address in _beginning(searcher, query, number + len(found)):
                found.setdefault((address.segment_ord, address.doc), address)
    return list(found.values())[:number]


def _beginning(searcher: tantivy.Searcher, query: Query, number: int) -> list[tantivy.DocAddress]:
    """Return the first hits by key, however many there are: only where keys begin alike more of them are read."""
    limit = number + 1
    while True:
        found = searcher.search(query, limit, False, order_by_field=KEY_PARTS[0], order=tantivy.Order.Asc).hits
        if len(found) < limit or limit >= MAX_DEPTH or found[-1][0] != found[number - 1][0]:
            return [address for _, address in _by_key(searcher, [(0.0, address) for _, address in found])[:number]]
        limit = min(limit * 8, MAX_DEPTH)


def _first_by_key(searcher: tantivy.Searcher, tied: list[tuple[float, Any]], number: int) -> list[tuple[float, Any]]:
    """Return the first hits by key of some with equal scores, of which there may be thousands."""
    if len(tied) > number:
        beginnings = cast("list[int]", searcher.fast_field_values(KEY_PARTS[0], [address for _, address in tied]))
        last = sorted(beginnings)[number - 1]
        tied = [hit for hit, beginning in zip(tied, beginnings, strict=True) if beginning <= last]
    return _by_key(searcher, tied)


def _by_key(searcher: tantivy.Searcher, hits: list[tuple[float, Any]]) -> list[tuple[float, Any]]:
    """Return the hits by score, equal scores by key."""
    addresses = [address for _, address in hits]
    parts = [searcher.fast_field_values(name, addresses) for name in KEY_PARTS]
    keyed = sorted((-hits[at][0], key, at) for at, key in enumerate(zip(*parts, strict=True)))
    return [hits[at] for _, _, at in keyed]


def facet_counts(searcher: tantivy.Searcher, queries: Queries[Query], request: SearchRequest) -> dict[str, dict[str, int]]:
    """Count the values of each facet asked for, in one go; a chosen facet is not narrowed by itself."""
    counted = [name for name in request.with_facets if request.facets.get(name)]
    narrowing = {name: narrowed(WRITTEN, name, request) for name in counted}
    aggregations: dict[str, Any] = {}
    by_filter: dict[str, list[str]] = {}
    for name in request.with_facets:
        by_filter.setdefault(" AND ".join(text for other, text in narrowing.items() if other != name), []).append(name)
    for text, names in by_filter.items():
        terms = {
            name: {"terms": {"field": f"at_{name}" if name in PLACES else f"f_{name}", "size": MAX_VALUES}} for name in names
        }
        aggregations |= {names[0]: {"filter": text, "aggs": terms}} if text else terms
    others = [query for name, query in queries.chosen(request).items() if name not in narrowing]
    found = searcher.aggregate(queries.filtered(queries.matching(), others), aggregations)
    counts: dict[str, dict[str, int]] = {}
    for text, names in by_filter.items():
        for name in names:
            values = (found[names[0]] if text else found)[name]["buckets"]
            counts[name] = {str(value["key"]): int(value["doc_count"]) for value in values}
    return counts
