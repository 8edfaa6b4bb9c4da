"""How an engine puts queries together: what `search.engines.queries` asks of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

Q = TypeVar("Q")


class Sets(Protocol[Q]):
    """How queries that only say what belongs to them are put together. Of an empty list of queries nothing is found."""

    def term(self, name: str, value: str) -> Q:
        """Return what holds the value in a field."""
        ...

    def terms(self, name: str, values: Sequence[str]) -> Q:
        """Return what holds any of the values in a field."""
        ...

    def together(self, must: Sequence[Q], may: Sequence[Q] = ()) -> Q:
        """Return what fits each of `must`, without any at least one of `may`. The scores of all that fit are added."""
        ...


class Algebra(Sets[Q], Protocol[Q]):
    """How an engine puts queries together."""

    def phrase(self, name: str, words: Sequence[str]) -> Q:
        """Return what holds the words side by side in a field of surfaces."""
        ...

    def between(self, start: datetime | None, end: datetime | None) -> Q:
        """Return what starts in a time, both ends included."""
        ...

    def worth(self, query: Q, score: float) -> Q:
        """Return the query, every hit of which has this score."""
        ...

    def best(self, queries: Sequence[Q], tie: float) -> Q:
        """Return what fits any of the queries, with the best score and `tie` times the sum of the others."""
        ...
