"""How tantivy's queries are put together, and written (`search.engines.algebra`)."""

from collections.abc import Sequence
from datetime import datetime

import tantivy
from tantivy import Occur, Query

MAX_UNION = 40  # values; of more a set is quicker, which notes all that hold them before anything is asked of it


class TantivyAlgebra:
    """See `search.engines.algebra.Algebra`."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self.schema = schema

    def term(self, name: str, value: str) -> Query:
        return Query.term_query(self.schema, name, value, "basic")

    def terms(self, name: str, values: Sequence[str]) -> Query:
        if len(values) > MAX_UNION:
            return Query.term_set_query(self.schema, name, list(values))
        held = [self.term(name, value) for value in values]
        return held[0] if len(held) == 1 else self.together((), held)

    def phrase(self, name: str, words: Sequence[str]) -> Query:
        return Query.phrase_query(self.schema, name, list(words))

    def between(self, start: datetime | None, end: datetime | None) -> Query:
        return Query.range_query(self.schema, "starts", tantivy.FieldType.Date, start, end)

    def worth(self, query: Query, score: float) -> Query:
        return Query.const_score_query(query, score)

    def together(self, must: Sequence[Query], may: Sequence[Query] = ()) -> Query:
        return Query.boolean_query([*((Occur.Must, query) for query in must), *((Occur.Should, query) for query in may)])

    def best(self, queries: Sequence[Query], tie: float) -> Query:
        return Query.disjunction_max_query(list(queries), tie)


class WrittenSets:
    """See `search.engines.algebra.Sets`: queries in tantivy's own notation, which a filter within an aggregation asks for."""

    def term(self, name: str, value: str) -> str:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}:"{escaped}"'

    def terms(self, name: str, values: Sequence[str]) -> str:
        return self.together((), [self.term(name, value) for value in values])

    def together(self, must: Sequence[str], may: Sequence[str] = ()) -> str:
        return "(" + (" AND ".join(must) if must else " OR ".join(may)) + ")"
