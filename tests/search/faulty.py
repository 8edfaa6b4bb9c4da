"""A main engine beside the copy of which a test decides whether it answers, for what happens around a failing engine."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search import answering, sync
from search.engines.base import EngineError
from search.engines.embedded import EmbeddedEngine
from tests.factories import OrganisationFactory


class Faulty:
    """A main engine of which a test decides whether it answers: every call goes through `fault` first."""

    name = "elasticsearch"

    def __init__(self, root: Path) -> None:
        self._real = EmbeddedEngine(root)
        self.form = self._real.form
        self.fault: Callable[[str], object] = lambda call: None
        self.calls: list[str] = []

    def __getattr__(self, call: str) -> Any:
        real = getattr(self._real, call)

        def through(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(call)
            self.fault(call)
            return real(*args, **kwargs)

        return through


def away(_call: str) -> None:
    raise EngineError("HTTP 503")


@pytest.fixture(name="main")
def main_engine(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Faulty:
    """A second engine beside the copy; both in step with the database."""
    engine = Faulty(tmp_path / "main")
    real = answering.engine_at
    settings.DATA_DIR = tmp_path
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.SEARCH_URL = "http://127.0.0.1:1/paydas"
    settings.SEARCH_BUDGET = 5.0
    monkeypatch.setattr(answering, "_breakers", {})
    monkeypatch.setattr(answering, "engine_at", lambda url, root: engine if url == settings.SEARCH_URL else real(url, root))
    monkeypatch.setattr(answering, "_engines", {})
    OrganisationFactory(name="Işık Derneği", key="isik")
    sync.drain()
    assert sync.engines() == (answering.copy(), engine)
    return engine
