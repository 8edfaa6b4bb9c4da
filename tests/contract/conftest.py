"""Every test here runs against every engine; an engine that may differ is named in the test."""

from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine


@pytest.fixture(params=["embedded"])
def bare_engine(request: pytest.FixtureRequest, tmp_path: Path, db: None) -> Engine:
    """An engine without an index."""
    return {"embedded": lambda: EmbeddedEngine(tmp_path / "index")}[request.param]()


@pytest.fixture
def engine(bare_engine: Engine) -> Engine:
    """An engine with an empty index."""
    with bare_engine.rebuild():
        pass
    return bare_engine
