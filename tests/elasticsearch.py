"""The real server that the tests ask, where TEST_ELASTICSEARCH_URL names one; each test has indexes of its own."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import Elasticsearch

from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import Address

SERVER = os.environ.get("TEST_ELASTICSEARCH_URL", "")
PATIENCE = 30.0  # seconds: a busy machine is no fault


def fresh_prefix() -> str:
    return f"t{uuid.uuid4().hex[:12]}"


@contextmanager
def elastic_engine(prefix: str = "") -> Iterator[ElasticEngine]:
    """Yield an engine without an index; what it made goes afterwards."""
    prefix = prefix or fresh_prefix()
    try:
        yield ElasticEngine(Address((SERVER,), prefix), PATIENCE)
    finally:
        remove(prefix)


def remove(prefix: str) -> None:
    with Elasticsearch(SERVER, request_timeout=PATIENCE) as client:
        found = client.indices.get(index=f"{prefix}-*", features=["aliases"], expand_wildcards="all")
        for name in found.body:
            client.indices.delete(index=name, ignore_unavailable=True)
