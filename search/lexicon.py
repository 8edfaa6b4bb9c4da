"""Registered lexicons compiled for look-up: sequences of words -> the terms they mean. Compiled anew when a stamp changes."""

import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from search import analysis
from search.registry import Term, registry

T = TypeVar("T")
MAX_TERM = 6  # words
MIN_NEAR = 5  # letters
MAX_ECHOES = 40
ABSTRACT = re.compile("(?:l[iu][kg].*)?")  # what makes a thing of a quality or of people
MIN_SLIP = 6  # letters of a name of a place that a slip may be in


@dataclass(frozen=True, slots=True)
class Compiled:
    """Terms by their folded words, and by the lemmas of these; names of places apart (`search.places`)."""

    exact: dict[tuple[str, ...], tuple[Term, ...]] = field(default_factory=dict)
    lemmas: dict[tuple[str, ...], tuple[Term, ...]] = field(default_factory=dict)
    longest: int = 0
    places: dict[tuple[str, ...], tuple[Term, ...]] = field(default_factory=dict)
    echoes: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = field(
        default_factory=dict
    )  # (kind, value) -> lemmas of its terms
    singles: tuple[tuple[str, Term], ...] = ()  # terms of one word, sorted
    words: frozenset[str] = frozenset()  # every word of every term
    opening: frozenset[str] = frozenset()  # the first words of names of places that have several
    near_names: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)  # of places, by first letter and length

    def near(self, word: str, surface: str) -> tuple[Term, ...]:
        """Return the terms of one long word that is this word with an ending more or less ("ırkçı": ırkçılık)."""
        return tuple(term for term in self._near(word) if _allowed((surface,), term))

    def _near(self, word: str) -> tuple[Term, ...]:
        if len(word) < MIN_NEAR:
            return ()
        at = bisect_left(self.singles, (word,))
        longer = self.singles[at][0] if at < len(self.singles) else ""
        if longer.startswith(word) and ABSTRACT.fullmatch(longer.removeprefix(word)):
            return self.singles[at][1:]
        for cut in range(len(word) - 1, max(MIN_NEAR, len(word) - 5) - 1, -1):
            at = bisect_left(self.singles, (word[:cut],))
            if at < len(self.singles) and self.singles[at][0] == word[:cut]:
                return self.singles[at][1:]
        return ()

    def find(
        self, words: Sequence[str], surfaces: Sequence[str], stems: Sequence[str], at: int
    ) -> tuple[int, tuple[Term, ...]]:
        """Return the length and the terms of the longest term that begins at a position; (0, ()) for none.

        Three forms of each word: folded, Turkish lower case, lemma.
        """
        for length in range(min(self.longest, len(words) - at), 0, -1):
            span = slice(at, at + length)
            said = self.exact.get(tuple(words[span]), ())
            meant = self.lemmas.get(tuple(stems[span]), ())
            terms = said + tuple(term for term in meant if all(term.concept != other.concept for other in said))
            if terms := tuple(term for term in terms if _allowed(surfaces[span], term)):
                return length, terms
        return 0, ()


def _allowed(surfaces: Sequence[str], term: Term) -> bool:
    """Return whether the Turkish letters that were typed allow the words of a term: "başından" is not basın.

    Endings may differ: only as far as two words are the same but for such letters.
    """
    for typed, meant in zip(surfaces, analysis.tokens(term.text), strict=True):
        for letter, wanted in zip(typed, meant.surface, strict=False):
            if analysis.fold(letter) != analysis.fold(wanted):
                break
            if not analysis.allows(letter, wanted):
                return False
    return True


def compile_terms(terms: Iterable[Term], lemma: Callable[[str], str]) -> Compiled:
    """Return terms ready for look-up. `lemma` gives the folded lemma of a folded word, or ''."""
    exact: dict[tuple[str, ...], list[Term]] = {}
    places: dict[tuple[str, ...], list[Term]] = {}
    lemmas: dict[tuple[str, ...], list[Term]] = {}
    echoes: dict[tuple[str, str], dict[tuple[str, ...], None]] = {}
    singles: dict[str, Term] = {}
    near_names: dict[tuple[str, int], list[str]] = {}
    longest = 0
    for term in terms:
        words = tuple(token.folded for token in analysis.tokens(term.text))
        if not 0 < len(words) <= MAX_TERM:
            continue
        longest = max(longest, len(words))
        stems = stems_of(words, lemma)
        for table, key in [(places, words)] if term.concept.kind == "place" else [(exact, words), (lemmas, stems)]:
            found = table.setdefault(key, [])
            if all(other.concept is not term.concept and other.concept != term.concept for other in found):
                found.append(term)
            elif term.label:  # the label says more than a synonym of the same spelling
                found[:] = [term if other.concept == term.concept else other for other in found]
            if len(words) == 1 and len(words[0]) >= MIN_NEAR and term.concept.kind == "topic":
                singles[words[0]] = term
        if not term.weak:
            echoes.setdefault((term.concept.kind, term.concept.value), {})[stems] = None
    for word in sorted(key[0] for key in places if len(key) == 1 and len(key[0]) >= MIN_SLIP):
        near_names.setdefault((word[0], len(word)), []).append(word)
    return Compiled(
        {key: tuple(found) for key, found in exact.items()},
        {key: tuple(found) for key, found in lemmas.items()},
        longest,
        {key: tuple(found) for key, found in places.items()},
        {concept: tuple(found)[:MAX_ECHOES] for concept, found in echoes.items()},
        tuple(sorted(singles.items(), key=lambda item: item[0])),
        frozenset(word for table in (exact, places) for key in table for word in key),
        frozenset(key[0] for key in places if len(key) > 1),
        {key: tuple(found) for key, found in near_names.items()},
    )


def stems_of(words: tuple[str, ...], lemma: Callable[[str], str]) -> tuple[str, ...]:
    """Return the lemmas by which a term is found; one word is another than a lemma half as long (yüzleşme: yüz)."""
    stems = tuple(lemma(word) or word for word in words)
    return words if len(words) == 1 and 2 * len(stems[0]) <= len(words[0]) else stems


class Lemmas:
    """A look-up of lemmas that remembers what it answered: tables compiled with it hold while another answers the same."""

    def __init__(self, lemma: Callable[[str], str]) -> None:
        self._lemma = lemma
        self._answers: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        found = self._answers.get(word)
        if found is None:
            found = self._answers[word] = self._lemma(word)
        return found

    def hold_for(self, lemma: Callable[[str], str]) -> bool:
        return all(lemma(word) == found for word, found in self._answers.items())


class Kept(Generic[T]):
    """Tables compiled from rows and lemmas: made anew when the rows' version changes, or a lemma that they were made with."""

    def __init__(self, empty: T) -> None:
        self._made = empty
        self._stamp: object = None
        self._words: object = None
        self._lemmas = Lemmas(str)
        self._making = threading.Lock()

    def get(self, stamp: object, words: object, lemma: Callable[[str], str], make: Callable[[Lemmas], T]) -> T:
        """Return the tables for rows of this `stamp`; `words` is another value whenever `lemma` may answer otherwise."""
        if (stamp, words) != (self._stamp, self._words):
            with self._making:
                if stamp != self._stamp or not self._lemmas.hold_for(lemma):
                    lemmas = Lemmas(lemma)
                    self._made, self._stamp, self._lemmas = make(lemmas), stamp, lemmas
                self._words = words
        return self._made


_kept = Kept(Compiled())


def current(lemma: Callable[[str], str], words_stamp: object) -> Compiled:
    """Return the registered terms compiled; `words_stamp` changes when the lemmas may."""
    stamp = tuple((name, lexicon.version()) for name, lexicon in sorted(registry.lexicons.items()))
    return _kept.get(stamp, words_stamp, lemma, lambda lemmas: compile_terms(registered_terms(), lemmas))


def registered_terms() -> Iterator[Term]:
    """Yield the terms of every registered lexicon."""
    for _, lexicon in sorted(registry.lexicons.items()):
        yield from lexicon.terms()
