"""The one public door of search: which engine answers, and what a page needs around its answer."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from django.conf import settings
from django.utils import translation

from search import analysis, answering, explain, labels, lexicon, matching, metrics, situations, synonyms, vocabulary
from search.answering import Answer
from search.engines.base import MAX_DEPTH, Engine, EngineError, EngineResult
from search.query import Plan
from search.registry import registry
from search.types import Facet, FacetValue, ResultPage, SearchDocument, SearchRequest, Similar, Suggestion
from search.understanding import Knowledge, understand

T = TypeVar("T")
_known: tuple[float, vocabulary.Words, Knowledge] | None = None  # since when, of which words


def engine() -> Engine:
    """Return the engine that SEARCH_URL names; raises ImproperlyConfigured for one that does not exist."""
    return answering.engine()


def plan(text: str, *, ignored: Iterable[str] = (), lang: str = "tr") -> Plan:
    """Return how a question is read, with the vocabulary and the terms as they are in the database."""
    return _plan(text, vocabulary.recent(), ignored=ignored, lang=lang)


def knowledge(words: vocabulary.Words) -> Knowledge:
    """Return all that is known beside the documents. The database is asked for news once in SEARCH_KNOWLEDGE_SECONDS."""
    global _known  # noqa: PLW0603 - one a process
    now = time.monotonic()
    if _known is None or _known[1] is not words or now - _known[0] >= settings.SEARCH_KNOWLEDGE_SECONDS:
        read = Knowledge(
            lexicon=lexicon.current(words.written, id(words)),
            synonyms=synonyms.current(words.written, id(words)),
            situations=situations.current(),
        )
        _known = (now, words, read)
    return _known[2]


def renew() -> None:
    """Have the next question read with what the database knows at that moment: after an editor's change, say."""
    global _known  # noqa: PLW0603
    _known = None


def _plan(text: str, words: vocabulary.Words, *, ignored: Iterable[str], lang: str) -> Plan:
    known = knowledge(words) if text else Knowledge()  # nothing to read: nobody need be asked
    return understand(text, words=words, knowledge=known, ignored=frozenset(ignored), lang=lang)


def search(request: SearchRequest) -> ResultPage:
    """Answer one question; `degraded` where the main engine did not. Where none did, the answer is empty."""
    began = time.monotonic()
    words = vocabulary.recent()
    asked = _plan(request.text, words, ignored=request.ignored, lang=request.lang)
    page_size = max(1, min(request.page_size, MAX_DEPTH))
    page = max(1, min(request.page, MAX_DEPTH // page_size))
    bounded = replace(request, page=page, page_size=page_size)

    def question(chosen: Engine) -> tuple[EngineResult, int, int]:
        result = chosen.search(asked, bounded)
        pages = max(1, min(-(-result.total // page_size), MAX_DEPTH // page_size))
        if page > pages:
            result = chosen.search(asked, replace(bounded, page=pages))
        return result, min(page, pages), pages

    answer = _ask(question, otherwise=(EngineResult((), 0), 1, 1))
    result, shown, pages = answer.value
    matcher = matching.Matcher(asked, words)
    hits = tuple(explain.hit(found, matcher, request.lang) for found in result.found)
    answered = ResultPage(
        request=request,
        hits=hits,
        total=result.total,
        page=shown if result.total else 1,
        pages=pages,
        facets=tuple(_facet(name, result.facets.get(name, {}), request) for name in request.with_facets),
        interpretation=asked.interpretation,
        corrected=asked.corrected,
        exact=bool(hits) and hits[0].fits,
        engine=answer.engine or engine().name,
        degraded=answer.degraded,
        truncated=asked.truncated,
    )
    _count("search", answer, began)
    return answered


def _ask(question: Callable[[Engine], T], *, otherwise: T) -> Answer[T]:
    """Return what an engine says, and where none answers `otherwise`, of no engine."""
    try:
        return answering.ask(question)
    except EngineError:
        return Answer(otherwise, "", degraded=True)


def _count(question: str, answer: Answer[T], began: float) -> None:
    metrics.answered(question, answer.engine, degraded=answer.degraded, seconds=time.monotonic() - began)


def suggest(text: str, lang: str = "tr", limit: int = 8) -> tuple[Suggestion, ...]:
    """Return what a person who has typed this far may mean: organisations, rights areas, places. From the second letter on."""
    began = time.monotonic()
    words = vocabulary.recent()
    typed = explain.typed(text)
    if not typed or len(typed[-1]) + len(typed) < 3:
        return ()

    def question(chosen: Engine) -> tuple[list[SearchDocument], tuple[str, ...]]:
        if documents := _suggested(chosen, typed, limit):
            return documents, typed
        spelt = explain.spelt(typed, words)
        return _suggested(chosen, spelt, limit), spelt

    nothing: tuple[list[SearchDocument], tuple[str, ...]] = ([], typed)
    answer = _ask(question, otherwise=nothing)
    documents, sought = answer.value
    found = tuple(explain.suggestion(document, sought, lang) for document in documents)
    _count("suggest", answer, began)
    return found


def _suggested(chosen: Engine, typed: tuple[str, ...], limit: int) -> list[SearchDocument]:
    """Return what is suggested: rights areas first, places last, most of it everything else."""
    share = max(1, limit // 4)
    topics = chosen.suggest(typed, share, "topic")
    places = chosen.suggest(typed, share, "place")
    kinds = [kind for kind in registry.sources if kind not in ("topic", "place")]
    others = [document for kind in kinds for document in chosen.suggest(typed, limit, kind)]
    return [*topics, *others[: limit - len(topics) - len(places)], *places][:limit]


def sharing(kind: str, wanted: Mapping[str, Sequence[str]], limit: int) -> tuple[str, ...]:
    """Return the ids of what shares most values of the first facet named, then of the others; none where no engine answers.

    An index is a moment behind: who shows what it names asks the database what is public and what is shared now.
    """
    began = time.monotonic()
    if not next(iter(wanted.values()), ()):
        return ()
    nobody: tuple[str, ...] = ()
    answer = _ask(lambda chosen: chosen.sharing(kind, wanted, limit), otherwise=nobody)
    _count("sharing", answer, began)
    return answer.value


def similar(kind: str, object_id: str, limit: int = 6) -> tuple[Similar, ...]:
    """Return the documents of the same kind that share most with one, each with what it shares."""
    began = time.monotonic()

    def question(chosen: Engine) -> tuple[SearchDocument | None, EngineResult]:
        document = chosen.get(kind, object_id)
        if document is None:
            return None, EngineResult((), 0)
        asked = explain.likeness(document)
        return document, chosen.search(asked, SearchRequest(facets={"kind": (kind,)}, page_size=limit + 1))

    nothing: tuple[SearchDocument | None, EngineResult] = (None, EngineResult((), 0))
    answer = _ask(question, otherwise=nothing)
    _count("similar", answer, began)
    document, result = answer.value
    if document is None:
        return ()
    others = (found.document for found in result.found if found.document.object_id != object_id)
    alike = (Similar(other, explain.shared(document, other)) for other in others)
    return tuple(one for one in alike if one.shared)[:limit]


def _facet(name: str, counts: Mapping[str, int], request: SearchRequest) -> Facet:
    """Return a facet with its labels: the commonest values first, equal ones in Turkish order."""
    chosen = request.facets.get(name, ())
    values = {**dict.fromkeys(chosen, 0), **counts}
    known = labels.of(name, values, request.lang)
    with translation.override(request.lang):
        info = registry.facets.get(name)
        title = str(info.title) if info else name
    named = known.labels
    if unnamed := {value: value for value in values if value not in named}:  # each stands for itself
        named = {**named, **unnamed}
        in_order = sorted(values, key=lambda value: (analysis.sort_key(named[value]), value))
    else:
        in_order = sorted(values, key=known.rank.__getitem__)
    in_order.sort(key=values.__getitem__, reverse=True)  # equal ones stay as they are
    return Facet(name, title, tuple(FacetValue(value, named[value], values[value], value in chosen) for value in in_order))


def stored_document(kind: str, object_id: str) -> SearchDocument | None:
    """Return what the index holds of one object, or None."""
    try:
        return answering.ask(lambda chosen: chosen.get(kind, object_id)).value
    except EngineError:
        return None
