"""How many organisations work on each rights area, told beside a suggestion: as the index had it within the last minute."""

from collections.abc import Mapping

from django.core.cache import cache

from search import answering
from search.engines.base import EngineError
from search.query import Plan
from search.types import SearchRequest

KEPT_FOR = 60  # seconds; so long a browser keeps its suggestions too
KEY = "search-numbers-topic"
EVERYBODY = SearchRequest(facets={"kind": ("organisation",)}, with_facets=("topic",), page_size=1)


def by_topic() -> Mapping[str, int]:
    """Return the numbers by the slug of the rights area; none where no engine answers."""
    kept: Mapping[str, int] | None = cache.get(KEY)
    if kept is None:
        try:
            kept = dict(answering.ask(lambda chosen: chosen.search(Plan(), EVERYBODY)).value.facets["topic"])
        except EngineError:
            return {}
        cache.set(KEY, kept, KEPT_FOR)
    return kept
