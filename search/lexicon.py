"""Registered lexicons compiled for look-up: sequences of words -> the terms they mean. Rebuilt when a lexicon's stamp changes."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from search import analysis
from search.registry import Term, registry

MAX_TERM = 6  # words


@dataclass(frozen=True, slots=True)
class Compiled:
    """Terms by their folded words, and by the lemmas of these."""

    exact: dict[tuple[str, ...], tuple[Term, ...]] = field(default_factory=dict)
    lemmas: dict[tuple[str, ...], tuple[Term, ...]] = field(default_factory=dict)
    longest: int = 0

    def find(self, words: Sequence[str], stems: Sequence[str], at: int) -> tuple[int, tuple[Term, ...]]:
        """Return the length and the terms of the longest term that begins at a position; (0, ()) for none."""
        for length in range(min(self.longest, len(words) - at), 0, -1):
            terms = self.exact.get(tuple(words[at : at + length])) or self.lemmas.get(tuple(stems[at : at + length]))
            if terms:
                return length, terms
        return 0, ()


def compile_terms(terms: Iterable[Term], lemma: Callable[[str], str]) -> Compiled:
    """Return terms ready for look-up. `lemma` gives the folded lemma of a folded word, or ''."""
    exact: dict[tuple[str, ...], list[Term]] = {}
    lemmas: dict[tuple[str, ...], list[Term]] = {}
    longest = 0
    for term in terms:
        words = tuple(token.folded for token in analysis.tokens(term.text))
        if not 0 < len(words) <= MAX_TERM:
            continue
        longest = max(longest, len(words))
        stems = tuple(lemma(word) or word for word in words)
        for table, key in ((exact, words), (lemmas, stems)):
            found = table.setdefault(key, [])
            if all(other.concept is not term.concept and other.concept != term.concept for other in found):
                found.append(term)
            elif term.label:  # the label says more than a synonym of the same spelling
                found[:] = [term if other.concept == term.concept else other for other in found]
    return Compiled(
        {key: tuple(found) for key, found in exact.items()}, {key: tuple(found) for key, found in lemmas.items()}, longest
    )


_lock = threading.Lock()
_compiled = Compiled()
_stamp: object = None


def current(lemma: Callable[[str], str], words_stamp: object) -> Compiled:
    """Return the registered terms compiled; `words_stamp` changes when the lemmas do."""
    global _compiled, _stamp  # noqa: PLW0603
    stamp = (words_stamp, tuple((name, lexicon.version()) for name, lexicon in sorted(registry.lexicons.items())))
    if stamp != _stamp:
        with _lock:
            terms = (term for _, lexicon in sorted(registry.lexicons.items()) for term in lexicon.terms())
            _compiled, _stamp = compile_terms(terms, lemma), stamp
    return _compiled
