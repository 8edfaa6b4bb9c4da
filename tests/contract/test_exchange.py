"""What is offered and what is needed: an offer answers who seeks, and the very offer that says more goes first."""

from search import vocabulary
from search.engines.base import Engine
from search.lexicon import compile_terms
from search.query import Plan
from search.registry import Concept, Term
from search.types import Passage, SearchDocument, SearchRequest
from search.understanding import Knowledge, understand
from tests.factories.search import make_document, upserts

SCREENS = Concept("offer", "offers", "equipment", {"tr": "Araç gereç"})
TERMS = (Term("projeksiyon", SCREENS), Term("telsiz", SCREENS))


def read(text: str) -> Plan:
    words = vocabulary.current()
    return understand(text, words=words, knowledge=Knowledge(compile_terms(TERMS, words.lemma)))


def found(engine: Engine, text: str) -> list[tuple[str, bool]]:
    return [(one.document.key, one.fits) for one in engine.search(read(text), SearchRequest(text=text)).found]


def offering(key: str, tools: str, venue: str = "", title: str = "") -> SearchDocument:
    passages = (Passage(tools, "offer", "tr", "equipment"), *((Passage(venue, "offer", "tr", "venue"),) if venue else ()))
    return make_document(key, title, passages=passages, offers=("equipment", "venue") if venue else ("equipment",))


def test_the_offer_that_says_what_is_sought_goes_first(engine: Engine) -> None:
    engine.write(
        upserts(
            offering("b-perde", "Projeksiyon perde", "El telsizi odası"),
            offering("a-telsiz", "El telsizi odası", "Projeksiyon perde", title="Bir Perde"),
        )
    )
    assert [key for key, _fits in found(engine, "projeksiyon ve perde arıyoruz")] == ["b-perde", "a-telsiz"]


def test_who_needs_a_thing_does_not_answer_who_seeks_it(engine: Engine) -> None:
    seeks = make_document("arayan", passages=(Passage("Projeksiyon", "need", "tr", "equipment"),), needs=("equipment",))
    engine.write(upserts(seeks, offering("sunan", "Ödünç projeksiyon")))
    assert found(engine, "projeksiyon arıyoruz") == [("sunan", True), ("arayan", False)]


def test_a_wish_is_no_condition(engine: Engine) -> None:
    engine.write(upserts(offering("ayni", "Projeksiyon"), offering("odunc", "Ödünç masa")))
    plan = read("ödünç projeksiyon")
    assert [clause.words for clause in plan.clauses] == [(1,)]


def test_a_wish_alone_is_what_is_asked_for(engine: Engine) -> None:
    engine.write(upserts(make_document("bedava", passages=(Passage("Bedava çay", "about"),)), make_document("bos")))
    assert found(engine, "bedava") == [("bedava", True)]
