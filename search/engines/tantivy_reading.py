"""Asking a tantivy searcher: pages in a stable order, facet counts, stored documents."""

from typing import Any

import tantivy
from tantivy import Query

from search import codec
from search.engines.base import MAX_DEPTH
from search.engines.queries import PLACES, Queries
from search.engines.tantivy_schema import KEY_PARTS
from search.types import SearchDocument, SearchRequest

MAX_VALUES = 2_000  # of one facet; there are 973 districts


def count(result: tantivy.SearchResult) -> int:
    """Return the total of a result; its type stub lacks it."""
    return int(getattr(result, "count", 0) or 0)


def document_at(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> SearchDocument:
    return codec.from_json(bytes(searcher.doc(address)["document"][0]).decode())


def ranked(searcher: tantivy.Searcher, query: Query, offset: int, size: int) -> tuple[list[tuple[float, Any]], int]:
    """Return a page by score, equal scores by key, and the total. Fetches on while the page's edge is a tie."""
    wanted = offset + size
    limit = wanted + 40
    while True:
        result = searcher.search(query, min(limit, MAX_DEPTH), True)
        hits = result.hits
        if len(hits) < limit or limit >= MAX_DEPTH or hits[-1][0] < hits[wanted - 1][0]:
            break
        limit *= 4
    page = hits[offset:wanted]
    if not page:
        return [], int(count(result))
    best, worst = page[0][0], page[-1][0]
    before = sum(1 for score, _ in hits if score > best)
    group = [(score, address) for score, address in hits if worst <= score <= best]
    addresses = [address for _, address in group]
    parts = [searcher.fast_field_values(name, addresses) for name in KEY_PARTS]
    keyed = sorted((-group[at][0], key, at) for at, key in enumerate(zip(*parts, strict=True)))
    ordered = [group[at] for _, _, at in keyed]
    return ordered[offset - before : offset - before + size], int(count(result))


def facet_counts(searcher: tantivy.Searcher, queries: Queries[Query], request: SearchRequest) -> dict[str, dict[str, int]]:
    """Count the values of each facet asked for; a chosen facet is not narrowed by itself."""
    counts: dict[str, dict[str, int]] = {}
    chosen = {name for name, values in request.facets.items() if values}
    rounds = [tuple(name for name in request.with_facets if name not in chosen)]
    rounds += [(name,) for name in request.with_facets if name in chosen]
    for names in rounds:
        if not names:
            continue
        query = queries.filtered(queries.matching(), queries.filters(request, without=names[0] if names[0] in chosen else ""))
        aggregation = {
            name: {"terms": {"field": f"at_{name}" if name in PLACES else f"f_{name}", "size": MAX_VALUES}} for name in names
        }
        found = searcher.aggregate(query, aggregation)
        for name in names:
            counts[name] = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in found[name]["buckets"]}
    return counts
