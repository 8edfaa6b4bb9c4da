"""Which engine an address names: `embedded://`, or the servers of a cluster."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine

EMBEDDED = "embedded://"


def engine_at(url: str, root: Path) -> Engine:
    """Return the engine that a URL names; an embedded one lives in the folder `root`. Raises ImproperlyConfigured for none."""
    if url == EMBEDDED:
        return EmbeddedEngine(root)
    if url.startswith(("http://", "https://")):
        # Whoever needs no cluster need not carry its client.
        from search.engines.elastic import ElasticEngine  # noqa: PLC0415
        from search.engines.elastic_client import read_address  # noqa: PLC0415

        address = read_address(url, ca_file=settings.SEARCH_CA_FILE, api_key=settings.SEARCH_API_KEY)
        return ElasticEngine(address, settings.SEARCH_BUDGET)
    told = url.rsplit("@", maxsplit=1)[-1]  # never a password
    raise ImproperlyConfigured(f"SEARCH_URL is {told!r}; write {EMBEDDED} or https://user:password@host:9200/prefix")
