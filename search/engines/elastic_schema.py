"""The mapping of an Elasticsearch index. Bump FORM with any change here, in `search.engines.packing` or in `search.fields`."""

from typing import Any

from elasticsearch.dsl import Date, Keyword, Long, Mapping, Text

from search import codec
from search.engines.elastic_query import cut
from search.engines.queries import PLACES
from search.fields import TEXT_FIELDS
from search.types import FACETS

FORM = f"1.{codec.VERSION}"
MARK = "paydas"  # in `_meta`: an index of ours, and of which form


def settings() -> dict[str, Any]:
    """Return the settings of an index that is being filled; `refresh_interval` is set back when it goes live."""
    return {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "-1", "max_result_window": 10_000}


def mapping(form: str) -> dict[str, Any]:
    """Return the mapping: tokens come ready, so that every engine holds the same; nothing is guessed from documents."""
    found = Mapping()
    found.meta("dynamic", "strict")
    found.meta("_meta", {MARK: form})
    found.meta("_source", {"includes": ["id", "version", "digest", "document"]})
    for name in ("id", "key", "order_title", "order_updated"):
        found.field(name, Keyword())
    for name in ("live", "whole", "core", "exchanged", "length", "main_topic"):
        found.field(name, Keyword(doc_values=False))
    for name in ("digest", "document"):
        found.field(name, Keyword(index=False, doc_values=False))
    found.field("version", Long())
    found.field("starts", Date())
    for name in TEXT_FIELDS:
        beside = name.endswith("surface")  # only of surfaces it is asked which stand side by side
        found.field(name, Text(analyzer="whitespace", norms=False, index_options="positions" if beside else "docs"))
    for facet in FACETS:
        found.field(f"f_{facet}", Keyword())
    for place in PLACES:
        found.field(f"at_{place}", Keyword())
    return dict(found.to_dict())


def tokens(values: dict[str, object]) -> dict[str, object]:
    """Return the values of a document with overlong tokens cut as they are when they are asked for."""
    texts = {name: " ".join(map(cut, str(values[name]).split(" "))) for name in TEXT_FIELDS if name in values}
    return values | texts
