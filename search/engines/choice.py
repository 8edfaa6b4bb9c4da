"""Which engine an address names: `embedded://`, or the server of a cluster."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine

EMBEDDED = "embedded://"


def engine_at(url: str, root: Path) -> Engine:
    """Return the engine that a URL names; an embedded one lives in the folder `root`. Raises ImproperlyConfigured for none."""
    if url != EMBEDDED:
        told = url.rsplit("@", maxsplit=1)[-1]  # never a password
        raise ImproperlyConfigured(f"SEARCH_URL is {told!r}; the search engine that exists is {EMBEDDED}")
    return EmbeddedEngine(root)
