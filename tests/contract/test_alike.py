"""Two engines, one answer: the same documents and the same questions give the same hits, order, scores and counts on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import vocabulary
from search.engines.base import Engine, EngineResult, Versioned
from search.engines.embedded import EmbeddedEngine
from search.engines.tantivy_query import TantivyAlgebra
from search.lexicon import compile_terms
from search.registry import Concept, Term
from search.types import Name, Passage, SearchDocument, SearchRequest
from search.understanding import Knowledge, understand
from tests.elasticsearch import elastic_engine

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]

CHILDREN = Concept("topic", "topic", "cocuk-haklari", {"tr": "Çocuk hakları"})
DISABLED = Concept("topic", "topic", "engelli-haklari", {"tr": "Engelli hakları"})
KONAK = Concept("place", "district", "izmir/konak", {"tr": "Konak"})
IZMIR = Concept("place", "province", "izmir", {"tr": "İzmir"})
ASSOCIATION = Concept("type", "type", "association", {"tr": "Dernek"})
VENUE = Concept("offer", "offers", "venue", {"tr": "Mekân"})
TERMS = (
    Term("çocuk hakları", CHILDREN, label=True),
    Term("çocuk", CHILDREN),
    Term("engelli hakları", DISABLED, label=True),
    Term("engelli", DISABLED),
    Term("konak", KONAK, label=True),
    Term("izmir", IZMIR, label=True),
    Term("dernek", ASSOCIATION, weak=True),
    Term("salon", VENUE),
)
VOCABULARY = """
çocuk engelli hakları konak izmir dernek salon ışık umut deniz toprak gönüllü rampa işaret dili kitap derneği ağı
"""
WORDS = VOCABULARY.split()
TOPICS, TYPES = ("cocuk-haklari", "engelli-haklari", "cevre"), ("association", "platform", "initiative")
DISTRICTS = ("izmir/konak", "izmir/bornova", "manisa/salihli")
FACETS = ("topic", "type", "province", "district", "offers", "scope")

phrase = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
some = st.lists(st.sampled_from(TOPICS), unique=True, max_size=2).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> list[SearchDocument]:
    return [draw(document(f"k-{number}")) for number in range(draw(st.integers(1, 8)))]


@st.composite
def document(draw: st.DrawFn, key: str) -> SearchDocument:
    district = draw(st.sampled_from(DISTRICTS))
    title = draw(phrase).title()
    return SearchDocument(
        kind="organisation",
        object_id=key,
        key=key,
        path=f"/kuruluslar/{key}/",
        title={"tr": title},
        summary={"tr": draw(phrase)},
        names=(Name(title, "title"), Name(draw(st.sampled_from(["UM", "DENAĞ", "ÇEK"])), "acronym")),
        passages=(Passage(draw(phrase), "about"), Passage(draw(phrase), "offer", label="venue")),
        facets={
            "topic": draw(some),
            "type": (draw(st.sampled_from(TYPES)),),
            "district": (district,),
            "province": (district.split("/")[0],),
            "serves": draw(st.lists(st.sampled_from((*DISTRICTS, "izmir")), max_size=1).map(tuple)),
            "scope": (draw(st.sampled_from(("local", "provincial", "national"))),),
            "offers": draw(st.sampled_from(((), ("venue",)))),
        },
        updated=datetime(2026, 1, draw(st.integers(1, 28)), tzinfo=UTC),
    )


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    chosen = {
        "topic": draw(some),
        "type": draw(st.lists(st.sampled_from(TYPES), unique=True, max_size=2).map(tuple)),
        "district": draw(st.lists(st.sampled_from(DISTRICTS), unique=True, max_size=1).map(tuple)),
    }
    return SearchRequest(
        text=draw(st.one_of(st.just(""), phrase, phrase.map(str.upper))),
        facets={name: values for name, values in chosen.items() if values},
        sort=draw(st.sampled_from(("relevance", "relevance", "title", "updated"))),
        page=draw(st.integers(1, 3)),
        page_size=draw(st.sampled_from((2, 5, 20))),
        with_facets=draw(st.lists(st.sampled_from(FACETS), unique=True, max_size=4).map(tuple)),
        include_wide=draw(st.booleans()),
    )


def told(result: EngineResult) -> tuple[Any, ...]:
    found = [(one.document.key, one.score, one.fits, one.document) for one in result.found]
    return found, result.total, {name: dict(counts) for name, counts in result.facets.items()}


@contextmanager
def filled(engine: Engine, items: list[Versioned]) -> Iterator[Engine]:
    with engine.rebuild() as fresh:
        fresh.write(items)
    yield engine


@settings(max_examples=12)
@given(held=documents(), asked=st.lists(requests(), min_size=6, max_size=6))
def test_both_engines_say_the_same(held: list[SearchDocument], asked: list[SearchRequest], tmp_path_factory: Any) -> None:
    items = [Versioned(one.kind, one.object_id, 1, one) for one in held]
    folder: Path = tmp_path_factory.mktemp("index")
    with elastic_engine() as theirs, filled(EmbeddedEngine(folder), items) as ours, filled(theirs, items):
        words = vocabulary.current()
        knowledge = Knowledge(compile_terms(TERMS, words.lemma))
        for request in asked:
            plan = understand(request.text, words=words, knowledge=knowledge)
            assert told(theirs.search(plan, request)) == told(ours.search(plan, request)), request
        for typed in ("co", "ço", "um", "is", "d"):
            names = (vocabulary.analysis.token_text(typed),)
            assert theirs.suggest(names, 5, "organisation") == ours.suggest(names, 5, "organisation")
        for one in held:
            wanted = {name: one.facets.get(name, ()) for name in ("topic", "district")}
            assert theirs.sharing("organisation", wanted, 4) == ours.sharing("organisation", wanted, 4)


def test_scores_are_made_in_one_place() -> None:
    """An engine says how queries are put together, never what they are worth."""
    assert [name for name in vars(TantivyAlgebra) if not name.startswith("_")] == [
        "term", "terms", "phrase", "between", "worth", "together", "best",
    ]  # fmt: skip
