"""Everyday situations ("maaşımı vermiyorlar") -> what they are about, by patterns that editors write (`search.notation`).

`compile_patterns()` makes a Grammar of patterns and sets of words; `Grammar.match()` reads the words of a question.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis import MARKED, allows
from search.endings import Form, begins_with_vowel, fits, stems_of
from search.notation import Choice, Element, NotationError, Part, parse, parse_words
from search.registry import Meant, Pattern, registry

WINDOW = 9  # words from the first to the last that must be said
MAX_WORDS = 40  # of a question
MAX_SPANS = 6  # places of one part that are tried
GUARD = "disinda"  # the set of words that say the question is about something else (a horoscope, a match, an exam)
# How sure a reading is by the words that must be said; each word said beyond them adds a little.
SURE = {2: 0.75, 3: 0.9}
SURER = 0.1
LONG_ENOUGH = 6  # letters of a word whose stem may have two: "icnir" is rather a slip than a form of iç-
VERBS: tuple[Form, ...] = ("verb", "not", "narrow", "narrow-not")

Key = tuple[str, str]
Span = tuple[int, int]  # first word, number of words
Atom = int
Lookup = dict[str, tuple[tuple[Atom, Form, bool, str], ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A pattern that fits a question. `words`: the places of its words; `strength`: 0 to 1."""

    concepts: tuple[Meant, ...]
    words: tuple[int, ...]
    pattern_id: str
    strength: float


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A pattern as numbers of parts."""

    pattern: Pattern
    must: tuple[int, ...]
    may: tuple[int, ...]
    never: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Patterns ready for matching; immutable."""

    stems: Lookup = field(default_factory=dict)  # the beginning of a word -> atoms it may be
    longest: int = 0
    phrases: dict[Atom, tuple[tuple[tuple[Atom, ...], tuple[int, ...]], ...]] = field(default_factory=dict)
    by_rarest: dict[int, tuple[_Compiled, ...]] = field(default_factory=dict)
    guard: int = -1

    def match(self, folded: Sequence[str], surfaces: Sequence[str], stems: Sequence[str]) -> tuple[Reading, ...]:
        """Return what the words fit, the surest first. Three forms of each word: folded, Turkish lower case, lemma."""
        count = min(len(folded), len(surfaces), len(stems), MAX_WORDS)
        if count < 2 or not self.by_rarest:
            return ()
        plain = not any(MARKED.intersection(surface) for surface in surfaces[:count])
        atoms = [self._atoms(folded[at], surfaces[at], stems[at], plain) for at in range(count)]
        spans = self._spans(atoms)
        guards = spans.get(self.guard, ())
        found = []
        for part in spans:
            for compiled in self.by_rarest.get(part, ()):
                words = _fit(compiled, spans)
                if words and not any(at not in words for guard in guards for at in range(guard[0], sum(guard))):
                    found.append(_reading(compiled, words, spans))
        return _telling(found)

    def _atoms(self, folded: str, surface: str, stem: str, plain: bool) -> set[Atom]:
        """Return what a word may be. Where Turkish letters are typed, they tell apart what folds to the same."""
        found: dict[Atom, int] = {}
        nouns = 0
        for cut in range(2, min(len(folded), self.longest) + 1):
            for atom, form, vowel, letters in self.stems.get(folded[:cut], ()):
                ending = folded[cut:]
                if (vowel and not begins_with_vowel(ending)) or not fits(form, ending):
                    continue
                if letters and not _spelt(surface, letters, plain):
                    continue
                found[atom] = cut if form == "noun" else 99
                if form == "noun":
                    nouns = max(nouns, cut)
        if stem != folded:
            for atom, form, vowel, letters in self.stems.get(stem, ()):
                if form == "noun" and not vowel and _spelt(surface, letters, plain):
                    found.setdefault(atom, len(stem))
        # "hastane" is no form of "hasta": a noun that is known to be longer wins.
        return {atom for atom, cut in found.items() if cut >= nouns - 1}

    def is_verb(self, folded: str, surface: str) -> bool:
        """Return whether a word is a form of a verb that a pattern names."""
        for cut in range(2 if len(folded) >= LONG_ENOUGH else 3, min(len(folded), self.longest) + 1):
            for _atom, form, _vowel, letters in self.stems.get(folded[:cut], ()):
                if form in VERBS and fits(form, folded[cut:]) and allows(surface, letters):
                    return True
        return False

    def _spans(self, atoms: Sequence[set[Atom]]) -> dict[int, list[Span]]:
        """Return where each part is said."""
        spans: dict[int, list[Span]] = {}
        for at, here in enumerate(atoms):
            for atom in here:
                for phrase, parts in self.phrases.get(atom, ()):
                    size = len(phrase)
                    if size > 1 and not (
                        at + size <= len(atoms) and all(phrase[step] in atoms[at + step] for step in range(1, size))
                    ):
                        continue
                    for part in parts:
                        places = spans.setdefault(part, [])
                        if len(places) < MAX_SPANS and (at, size) not in places:
                            places.append((at, size))
        return spans


def _spelt(surface: str, letters: str, plain: bool) -> bool:
    """Whether the Turkish letters of a word allow it to begin with these."""
    if not allows(surface, letters):
        return False
    # Who types ş elsewhere means s by s, at least in a short word.
    return plain or len(letters) >= 4 or all(t in MARKED or m not in MARKED for t, m in zip(surface, letters, strict=False))


def _fit(compiled: _Compiled, spans: Mapping[int, list[Span]]) -> tuple[int, ...]:
    """Return the places of the words that must be said, near each other and each its own; () when they are not."""
    options = []
    for part in compiled.must:
        places = spans.get(part)
        if not places:
            return ()
        options.append(places)
    if any(part in spans for part in compiled.never):
        return ()
    best: tuple[int, ...] = ()
    width = WINDOW + 1

    def place(number: int, taken: tuple[int, ...]) -> None:
        nonlocal best, width
        if number == len(options):
            spread = max(taken) - min(taken) + 1
            if spread < width:
                best, width = taken, spread
            return
        for first, size in options[number]:
            words = tuple(range(first, first + size))
            if any(at in taken for at in words):
                continue
            both = taken + words
            if max(both) - min(both) < width:
                place(number + 1, both)

    place(0, ())
    return best


def _reading(compiled: _Compiled, words: tuple[int, ...], spans: Mapping[int, list[Span]]) -> Reading:
    """Return the reading with the words that make it surer."""
    strength = SURE.get(len(words), max(SURE.values()))
    said = set(words)
    for part in compiled.may:
        for first, size in spans.get(part, ()):
            own = range(first, first + size)
            if said.isdisjoint(own):
                said.update(own)
                strength += SURER
                break
    pattern = compiled.pattern
    return Reading(pattern.concepts, tuple(sorted(said)), pattern.id, min(1.0, round(strength, 2)))


def _telling(found: list[Reading]) -> tuple[Reading, ...]:
    """Return the readings, the surest first, without those whose words another one reads together with more."""
    found.sort(key=lambda reading: (-reading.strength, -len(reading.words), reading.pattern_id))
    kept: list[Reading] = []
    for reading in found:
        words = set(reading.words)
        if not any(words < set(other.words) for other in found):
            kept.append(reading)
    return tuple(kept)


def merged(readings: Iterable[Reading]) -> tuple[tuple[Meant, tuple[int, ...]], ...]:
    """Return each concept once with its best weight (times the reading's strength) and words, the heaviest first."""
    best: dict[Key, tuple[Meant, tuple[int, ...]]] = {}
    for reading in readings:
        for meant in reading.concepts:
            key = (meant.concept.kind, meant.concept.value)
            weight = round(meant.weight * reading.strength, 3)
            if key not in best or weight > best[key][0].weight:
                best[key] = (Meant(meant.concept, weight), reading.words)
    return tuple(sorted(best.values(), key=lambda item: (-item[0].weight, item[0].concept.value)))


class _Builder:
    """Numbers atoms and parts while patterns are read."""

    def __init__(self, classes: Mapping[Key, str]) -> None:
        self.classes: dict[Key, tuple[Choice, ...]] = {}
        for (lang, name), text in classes.items():
            try:
                self.classes[lang, name] = parse_words(text, lang=lang)
            except NotationError:
                continue
        self.atoms: dict[Element, Atom] = {}
        self.said: dict[tuple[Atom, ...], tuple[Atom, ...]] = {}  # each phrase once, however many parts hold it
        self.parts: dict[frozenset[tuple[Atom, ...]], int] = {}
        self.stems: dict[str, list[tuple[Atom, Form, bool, str]]] = defaultdict(list)
        self.uses: dict[int, int] = defaultdict(int)

    def atom(self, element: Element) -> Atom:
        if element not in self.atoms:
            self.atoms[element] = number = len(self.atoms)
            for beginning, form, vowel in stems_of(element.folded, element.form):
                letters = element.surface[: len(beginning)] if beginning == element.folded else ""
                self.stems[beginning].append((number, form, vowel, beginning if letters == beginning else letters))
        return self.atoms[element]

    def part(self, part: Part, lang: str) -> int:
        said: set[tuple[Atom, ...]] = set()
        for choice in part.choices:
            members = self.classes.get((lang, choice.name), ()) if choice.name else (choice,)
            said.update(self.phrase(member.elements) for member in members)
        return self.parts.setdefault(frozenset(said), len(self.parts))

    def phrase(self, elements: Sequence[Element]) -> tuple[Atom, ...]:
        atoms = tuple(self.atom(element) for element in elements)
        return self.said.setdefault(atoms, atoms)


def compile_patterns(patterns: Iterable[Pattern], classes: Mapping[Key, str]) -> Grammar:
    """Return the patterns ready for matching; one that cannot be read is left out. `classes`: by language and name, folded."""
    builder = _Builder(classes)
    names = {lang: {name for known, name in builder.classes if known == lang} for lang in ("tr", "en")}
    compiled: list[_Compiled] = []
    for pattern in patterns:
        try:
            parts = parse(pattern.text, lang=pattern.lang, names=names.get(pattern.lang, ()))
        except NotationError:
            continue
        numbers: dict[str, list[int]] = {"must": [], "may": [], "never": []}
        for part in parts:
            numbers[part.role].append(builder.part(part, pattern.lang))
        compiled.append(_Compiled(pattern, tuple(numbers["must"]), tuple(numbers["may"]), tuple(numbers["never"])))
    guards = [choice for (_lang, name), words in builder.classes.items() if name == GUARD for choice in words]
    guard = builder.part(Part("never", tuple(guards)), "tr") if guards else -1
    for one in compiled:
        for number in set(one.must):
            builder.uses[number] += 1
    sizes = {number: len(elements) for elements, number in builder.parts.items()}
    by_rarest: dict[int, list[_Compiled]] = defaultdict(list)
    for one in compiled:
        by_rarest[min(one.must, key=lambda number: (builder.uses[number], sizes[number], number))].append(one)
    phrases: dict[Atom, dict[tuple[Atom, ...], list[int]]] = defaultdict(dict)
    for said, number in builder.parts.items():
        for atoms in said:
            phrases[atoms[0]].setdefault(atoms, []).append(number)
    return Grammar(
        {stem: tuple(found) for stem, found in builder.stems.items()},
        max((len(stem) for stem in builder.stems), default=0),
        {atom: tuple((phrase, tuple(numbers)) for phrase, numbers in found.items()) for atom, found in phrases.items()},
        {number: tuple(found) for number, found in by_rarest.items()},
        guard,
    )


_lock = threading.Lock()
_grammar = Grammar()
_stamp: object = None


def current() -> Grammar:
    """Return the registered situations compiled; anew when a stamp changes."""
    global _grammar, _stamp
    stamp = tuple((name, situations.version()) for name, situations in sorted(registry.situations.items()))
    if stamp != _stamp:
        with _lock:
            _grammar, _stamp = compile_patterns(registered_patterns(), registered_classes()), stamp
    return _grammar


def registered_patterns() -> Iterator[Pattern]:
    """Yield the patterns of all registered situations."""
    for _, situations in sorted(registry.situations.items()):
        yield from situations.patterns()


def registered_classes() -> dict[Key, str]:
    """Return the sets of words of all registered situations."""
    known = [situations for _, situations in sorted(registry.situations.items())]
    return {key: words for situations in known for key, words in situations.classes().items()}
