"""How Elasticsearch's queries are put together (`search.engines.algebra`), and a whole request of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl import query as dsl

from search import codec
from search.engines.base import MAX_DEPTH
from search.engines.queries import PLACES, Queries
from search.query import Plan
from search.types import SearchRequest

FITS = "fits"  # names the query that a hit which answers every clause fits
MAX_VALUES = 2_000  # of one facet; there are 973 districts
MAX_TOKEN = 200  # characters; the whitespace analyzer would cut a token at 255
STORED = ("id", "version", "digest", "document")
BY_SCORE = ("_score", "key", "id")


def cut(token: str) -> str:
    """Return a token as it is indexed and asked for."""
    return codec.plain(token)[:MAX_TOKEN]


class ElasticAlgebra:
    """See `search.engines.algebra.Algebra`."""

    def term(self, name: str, value: str) -> dsl.Query:
        return dsl.Term(**{name: cut(value)})

    def terms(self, name: str, values: Sequence[str]) -> dsl.Query:
        return Q({"terms": {name: [cut(value) for value in values]}})

    def phrase(self, name: str, words: Sequence[str]) -> dsl.Query:
        return dsl.MatchPhrase(**{name: " ".join(cut(word) for word in words)})

    def between(self, start: datetime | None, end: datetime | None) -> dsl.Query:
        bounds = {"gte": start, "lte": end}
        return dsl.Range(starts={name: at.isoformat() for name, at in bounds.items() if at})

    def worth(self, query: dsl.Query, score: float) -> dsl.Query:
        return dsl.ConstantScore(filter=query, boost=score)

    def together(self, must: Sequence[dsl.Query], may: Sequence[dsl.Query] = ()) -> dsl.Query:
        if len(must) + len(may) == 1:
            return (*must, *may)[0]
        return dsl.Bool(must=list(must), should=list(may)) if must or may else dsl.MatchNone()

    def best(self, queries: Sequence[dsl.Query], tie: float) -> dsl.Query:
        if len(queries) == 1:
            return queries[0]
        return dsl.DisMax(queries=list(queries), tie_breaker=tie) if queries else dsl.MatchNone()


ALGEBRA = ElasticAlgebra()


def question(plan: Plan, request: SearchRequest) -> dict[str, Any]:
    """Return the body of a search: a page of hits, their number, and the counts of the facets asked for.

    A chosen facet that is counted filters afterwards, so that it is not narrowed by itself.
    """
    queries = Queries(ALGEBRA, plan)
    chosen = {name: query for name, query in queries.chosen(request).items() if name in request.with_facets}
    always = [query for name, query in queries.chosen(request).items() if name not in chosen]
    ranked = not plan.empty and request.sort == "relevance"
    asked = queries.filtered(queries.scored() if ranked else queries.matching(), always)
    if plan.clauses and not ranked:
        fits = dsl.ConstantScore(filter=queries.fitting(), boost=0.0, _name=FITS)
        asked = dsl.Bool(must=[asked], should=[fits])
    size = min(request.page_size, MAX_DEPTH)
    page = min(request.page, max(1, MAX_DEPTH // size))
    search = Search().query(asked).source(["document"]).extra(track_total_hits=True)[(page - 1) * size : page * size]
    orders = {"title": "order_title", "updated": "order_updated"}
    search = search.sort(*BY_SCORE) if ranked else search.sort(orders.get(request.sort, "order_title"))
    if chosen:
        search = search.post_filter(dsl.Bool(filter=list(chosen.values())))
    for name in request.with_facets:
        others = [query for other, query in chosen.items() if other != name]
        values = A("terms", field=f"at_{name}" if name in PLACES else f"f_{name}", size=MAX_VALUES)
        search.aggs.bucket(name, "filter", dsl.Bool(filter=others) if others else dsl.MatchAll()).bucket("values", values)
    return dict(search.to_dict())
