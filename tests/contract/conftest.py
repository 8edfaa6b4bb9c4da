"""Every test here runs against every engine; an engine that may differ is named in the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from tests.elasticsearch import elastic_engine


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def bare_engine(request: pytest.FixtureRequest, tmp_path: Path, db: None) -> Iterator[Engine]:
    """An engine without an index."""
    if request.param == "embedded":
        yield EmbeddedEngine(tmp_path / "index")
    else:
        with elastic_engine() as engine:
            yield engine


@pytest.fixture
def engine(bare_engine: Engine) -> Engine:
    """An engine with an empty index."""
    with bare_engine.rebuild():
        pass
    return bare_engine
