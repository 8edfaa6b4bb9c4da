"""A door of search that answers what a test tells it, for what pages and the API make of an answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from search import service
from search.types import Highlight, Hit, Matched, ResultPage, SearchRequest


def hit(title: str = "Engelsiz Yaşam Hakkı Ağı", **values: Any) -> Hit:
    """Return a hit of an organisation; `spans` marks its title, `facets` are merged with a plain set."""
    facets: Mapping[str, tuple[str, ...]] = {"type": ("platform",), "province": ("izmir",)} | values.pop("facets", {})
    plain: dict[str, Any] = {
        "kind": "organisation",
        "object_id": "1",
        "key": "engelsiz-yasam-hakki-agi",
        "path": "/kuruluslar/engelsiz-yasam-hakki-agi/",
        "title": Highlight(title, values.pop("spans", ())),
        "summary": Highlight("Erişim için çalışır."),
        "title_lang": "tr",
        "summary_lang": "tr",
        "facets": facets,
        "extra": {},
    }
    return Hit(**(plain | values))


def reasoned(*matched: Matched) -> Hit:
    return hit(matched=matched)


class Door:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[SearchRequest] = []
        self.answer: Callable[[SearchRequest], Mapping[str, Any]] = lambda request: {"hits": (hit(),), "total": 1}

    def __call__(self, request: SearchRequest) -> ResultPage:
        self.asked.append(request)
        plain: dict[str, Any] = {"hits": (), "total": 0, "page": request.page, "pages": 1}
        return replace(ResultPage(request=request, **plain), **self.answer(request))


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    stand_in = Door()
    monkeypatch.setattr(service, "search", stand_in)
    return stand_in
