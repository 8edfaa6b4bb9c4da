"""SearchDocument <-> JSON as an index stores it, and the digest by which two states of a document are compared."""

import hashlib
import json
from datetime import datetime
from typing import Any

from search.types import Name, Passage, SearchDocument

# Part of every digest: raise it when the analyser or the fields change, and every document counts as changed.
VERSION = 2


def to_json(document: SearchDocument) -> str:
    """Return the document as canonical JSON; lone surrogates, which no engine takes, become question marks."""
    value = {
        "kind": document.kind,
        "object_id": document.object_id,
        "key": document.key,
        "path": document.path,
        "title": dict(document.title),
        "summary": dict(document.summary),
        "names": [[name.text, name.kind, name.lang] for name in document.names],
        "passages": [[p.text, p.kind, p.lang, p.label] for p in document.passages],
        "facets": {name: list(values) for name, values in document.facets.items() if values},
        "point": list(document.point) if document.point else None,
        "updated": document.updated.isoformat() if document.updated else None,
        "starts": document.starts.isoformat() if document.starts else None,
        "extra": dict(document.extra),
    }
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return plain(text)


def plain(text: str) -> str:
    """Return the text without lone surrogates, which cannot be encoded."""
    return text.encode("utf-8", "replace").decode("utf-8")


def from_json(text: str) -> SearchDocument:
    """Return the document that `to_json` wrote."""
    value: dict[str, Any] = json.loads(text)
    return SearchDocument(
        kind=value["kind"],
        object_id=value["object_id"],
        key=value["key"],
        path=value["path"],
        title=value["title"],
        summary=value["summary"],
        names=tuple(Name(*name) for name in value["names"]),
        passages=tuple(Passage(*passage) for passage in value["passages"]),
        facets={name: tuple(values) for name, values in value["facets"].items()},
        point=tuple(value["point"]) if value["point"] else None,
        updated=datetime.fromisoformat(value["updated"]) if value["updated"] else None,
        starts=datetime.fromisoformat(value["starts"]) if value["starts"] else None,
        extra=value["extra"],
    )


def digest(document: SearchDocument) -> str:
    """Return a short hash of all that the document holds."""
    return digest_of(to_json(document))


def digest_of(stored: str) -> str:
    """Return the digest of a document as `to_json` gives it."""
    return hashlib.sha256(f"{VERSION}\n{stored}".encode()).hexdigest()[:32]
