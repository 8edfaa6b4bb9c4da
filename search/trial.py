"""What a change to the words of search would do, tried on questions before anything is saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from search import answering, explain, lexicon, matching, service, situations, synonyms, vocabulary
from search.lexicon import compile_terms
from search.query import Plan
from search.registry import Pattern, Term
from search.situations import compile_patterns
from search.synonyms import Row, compile_rows
from search.types import SearchRequest
from search.understanding import Knowledge, understand
from search.vocabulary import Words

SHOWN = 8  # hits compared
MAX_QUESTIONS = 400


@dataclass(frozen=True, slots=True)
class Found:
    """One hit. `fresh`: the change brings it among those shown; `gone`: the change takes it from them."""

    title: str
    path: str
    fits: bool
    fresh: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """A question whose answer changes: how it is understood, how many are found, and what comes first, before and after."""

    question: str
    understood: tuple[tuple[str, ...], tuple[str, ...]]
    totals: tuple[int, int]
    before: tuple[Found, ...]
    after: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """`asked` questions were tried; `effects` are of those whose first hits, or number of hits, change."""

    asked: int
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one question is answered at present. `unread`: its telling words that were read as nothing known."""

    question: str
    understood: tuple[str, ...]
    unread: tuple[str, ...]
    total: int
    found: tuple[Found, ...]

    @property
    def exact(self) -> bool:
        return bool(self.found) and self.found[0].fits


def ask(question: str, *, lang: str = "tr") -> Answer:
    """Ask one question. Raises EngineError without an index."""
    words, known = _present()
    plan = understand(question, words=words, knowledge=known, lang=lang)
    total, found = _found(plan, question, words, lang)
    read = {at for sense in plan.senses for at in sense.words}
    unread = tuple(word.text for at, word in enumerate(plan.words) if word.telling and at not in read)
    return Answer(question, _labels(plan), unread, total, found)


def with_synonym(row: Row | None, *, instead_of: int | None = None) -> Knowledge:
    """Return what would be known with a row of word synonyms more, or in place of a saved one."""
    words, known = _present()
    rows = [*synonyms.stored_rows(without=instead_of), *([row] if row else [])]
    return replace(known, synonyms=compile_rows(rows, words.written))


def with_terms(terms: Iterable[Term], *, kind: str, value: str) -> Knowledge:
    """Return what would be known if one concept had these terms and no others."""
    words, known = _present()
    others = (term for term in lexicon.registered_terms() if (term.concept.kind, term.concept.value) != (kind, value))
    return replace(known, lexicon=compile_terms([*others, *terms], words.written))


def with_situations(
    pattern: Pattern | None, *, instead_of: str = "", sets: Mapping[tuple[str, str], str] | None = None
) -> Knowledge:
    """Return what would be known with a pattern more, or in place of a saved one, and with other sets of words."""
    _, known = _present()
    patterns = [one for one in situations.registered_patterns() if one.id != instead_of]
    classes = situations.registered_classes() | dict(sets or {})
    return replace(known, situations=compile_patterns([*patterns, *([pattern] if pattern else [])], classes))


def compare(questions: Iterable[str], knowledge: Knowledge, *, lang: str = "tr") -> Trial:
    """Ask each question with what is known and with `knowledge`; nothing is saved. Raises EngineError without an index.

    A question that is read the same is not asked: its answer cannot differ.
    """
    words, known = _present()
    asked = list(dict.fromkeys(" ".join(question.split()) for question in questions if question.strip()))[:MAX_QUESTIONS]
    effects = []
    for question in asked:
        plans = [understand(question, words=words, knowledge=one, lang=lang) for one in (known, knowledge)]
        if plans[0] != plans[1]:
            effect = _effect(question, plans[0], plans[1], words, lang)
            if effect.before != effect.after or effect.totals[0] != effect.totals[1]:
                effects.append(effect)
    return Trial(len(asked), tuple(effects))


def _present() -> tuple[Words, Knowledge]:
    words = vocabulary.current()
    return words, service.knowledge(words)


def _effect(question: str, before: Plan, after: Plan, words: Words, lang: str) -> Effect:
    (total, first), (new_total, new_first) = (_found(plan, question, words, lang) for plan in (before, after))
    old, new = {found.path for found in first}, {found.path for found in new_first}
    return Effect(
        question=question,
        understood=(_labels(before), _labels(after)),
        totals=(total, new_total),
        before=tuple(replace(found, gone=found.path not in new) for found in first),
        after=tuple(replace(found, fresh=found.path not in old) for found in new_first),
    )


def _found(plan: Plan, question: str, words: Words, lang: str) -> tuple[int, tuple[Found, ...]]:
    request = SearchRequest(text=question, lang=lang, facets={"kind": ("organisation",)}, page_size=SHOWN)
    result = answering.ask(lambda engine: engine.search(plan, request)).value
    matcher = matching.Matcher(plan, words)
    hits = (explain.hit(found, matcher, lang) for found in result.found)
    return result.total, tuple(Found(hit.title.text, hit.path, hit.fits) for hit in hits)


def _labels(plan: Plan) -> tuple[str, ...]:
    return tuple(f"{part.text} → {part.label}" for part in plan.interpretation)
