"""SearchDocument -> the values of an index's fields, the same for every engine."""

from search import analysis, codec
from search.fields import Analysed
from search.types import FACETS, SearchDocument

_FAR = 253402300799  # the last second of the year 9999: the newest sorts first


def identity(kind: str, object_id: str) -> str:
    return f"{kind}:{object_id}"


def tombstone(kind: str, object_id: str, version: int) -> dict[str, object]:
    """Return what stays of a removed object, so that an older write that comes late changes nothing."""
    return {"id": identity(kind, object_id), "version": version, "digest": ""}


def values(document: SearchDocument, analysed: Analysed, version: int, stored: str) -> dict[str, object]:
    """Return the values by field; `stored` is what `codec.to_json` gives for the document. Empty fields are left out."""
    title = codec.plain(analysis.sort_key(document.title["tr"])[:200])
    found: dict[str, object] = {
        "id": identity(document.kind, document.object_id),
        "live": "1",
        "digest": codec.digest_of(stored),
        "version": version,
        "document": stored,
        "order_title": f"{title} {document.key}",
        "order_updated": f"{_FAR - (document.updated.timestamp() if document.updated else 0):017.3f} {document.key}",
        "whole": analysed.whole,
        "core": sorted(analysed.cores),
        "exchanged": sorted(analysed.exchanged),
        "length": [str(length) for length in sorted(analysed.lengths)],
    }
    if topics := document.facets.get("topic"):
        found["main_topic"] = topics[0]
    if document.starts:
        found["starts"] = document.starts
    found |= {name: " ".join(words) for name, words in analysed.texts.items() if words}
    found |= {f"f_{facet}": list(carried) for facet in FACETS if (carried := document.facets.get(facet, ()))}
    found["f_kind"] = [document.kind]
    found |= {f"at_{place}": sorted(reached) for place, reached in _reach(document).items() if reached}
    return found


def _reach(document: SearchDocument) -> dict[str, set[str]]:
    """Return where a document is found by a chosen place: where it is, and what it serves by name."""
    serves = document.facets.get("serves", ())
    return {
        "province": {*document.facets.get("province", ()), *(value.split("/")[0] for value in serves)},
        "district": {*document.facets.get("district", ()), *(value for value in serves if "/" in value)},
    }
