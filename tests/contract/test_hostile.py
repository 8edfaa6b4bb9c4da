"""No question, however odd, makes an engine fail."""

import pytest

from search import vocabulary
from search.engines.base import Engine
from search.types import SearchRequest
from search.understanding import understand
from tests.factories.search import make_document, upserts

ODD = [
    '"a',
    'AND OR NOT (title:*) ~2 ^9 [a TO b] \\ / + - "',
    "'; DROP TABLE x; --",
    "a" * 10_000,
    "ab " * 5_000,
    "\x00\x01\x1f\x7f",
    "\u202eters\u202c \u200f\u2066",
    "\ud800\udfff kadın",
    "😀🏳️‍🌈👩🏽‍🦽",
    "ﷺ ﷽ ㎒ ½ ² Ⅻ",
    "ı̇İ̇I̊",
    "e" + "\u0301" * 500,
    "   ",
    "…—–·",
]


@pytest.mark.parametrize("text", ODD)
def test_an_odd_question_is_answered(engine: Engine, text: str) -> None:
    engine.write(upserts(make_document("a", "Kadın Derneği")))
    asked = understand(text, words=vocabulary.current())
    result = engine.search(asked, SearchRequest(text=text, with_facets=("topic",)))
    assert result.total in (0, 1)


@pytest.mark.parametrize("text", ODD)
def test_an_odd_document_is_stored(engine: Engine, text: str) -> None:
    engine.write(upserts(make_document("a", f"Dere {text}", about=text, topic=("cevre",))))
    asked = understand("dere", words=vocabulary.current())
    assert [found.document.key for found in engine.search(asked, SearchRequest()).found] == ["a"]


@pytest.mark.parametrize("value", ["", "izmir/yok", "\x00", "\ud800", "a" * 70_000, "' OR 1=1"])
def test_an_unknown_facet_value_finds_nothing(engine: Engine, value: str) -> None:
    engine.write(upserts(make_document("a", topic=("cevre",))))
    assert engine.search(understand("", words=vocabulary.current()), SearchRequest(facets={"topic": (value,)})).total == 0
