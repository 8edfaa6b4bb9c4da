"""Which words of a document answer a question. What is made of it is in `explain`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from search import analysis
from search.query import Clause, Plan, Sense, Word
from search.types import Highlight
from search.vocabulary import Words
from search.wordlists import FILLER

# Which words of the question: any; those that say most; of these, those that are no place and no kind of organisation.
Level = Literal["any", "strong", "beside"]


class _Written(dict[str, bool]):
    """Words as written -> whether a word of the question is among their forms; each is worked out once."""

    def __init__(self, surfaces: set[str], lemmas: set[str], prefixes: set[str], lemma_of: Mapping[str, str]) -> None:
        super().__init__()
        self._surfaces, self._lemmas, self._prefixes = surfaces, lemmas, prefixes
        self._lemma_of = lemma_of  # of words whose lemma is another one

    def __missing__(self, written: str) -> bool:  # some seven hundred times a page, so nothing is called that need not be
        folded = analysis.read_word(written)[1]
        found = self[written] = bool(folded) and (
            folded in self._surfaces
            or self._lemma_of.get(folded, folded) in self._lemmas
            or folded[: analysis.PREFIX] in self._prefixes
        )
        return found


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of a document, folded, and their lemmas."""

    folded: set[str]
    lemmas: set[str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """By what a part of the question is answered."""

    lemmas: set[str]
    beginnings: tuple[str, ...]
    sayings: list[set[str]]


class Matcher:
    """Tells which words of a document answer a question, in a form of which a person sees why. One for a page of hits."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan = plan
        self.telling = any(word.telling for word in plan.words)
        sought = [word for word in plan.words if word.telling] or list(plan.words)
        self._beginnings = tuple(form.text for word in sought for form in word.forms if form.name == "edge")
        self._lemma_of = words.lemmas
        self._weak = _weak(plan)
        strong = [word for word in sought if word not in self._weak] or sought
        placed = {plan.words[at] for sense in plan.senses if sense.kind in ("place", "type") for at in sense.words}
        beside = [word for word in strong if word not in placed]
        self._written = self._forms(sought)
        strongly = self._forms(strong) if len(strong) < len(sought) else self._written
        self._levels: Mapping[Level, _Written] = {
            "any": self._written,
            "strong": strongly,
            "beside": self._forms(beside) if len(beside) < len(strong) else strongly,
        }
        self._asked: dict[Clause, _Asked] = {}
        self._lemmatised: dict[str, frozenset[str]] = {}

    def _forms(self, sought: Sequence[Word]) -> _Written:
        forms = [form for word in sought for form in word.forms]
        surfaces = {form.text for form in forms if form.name == "surface"}
        lemmas = {form.text for form in forms if form.name == "lemma"}
        meant = (sense for sense in self.plan.senses if sense.kind == "text" and sense.decides)
        lemmas |= {lemma for sense in meant for echo in sense.echoes for lemma in echo if lemma not in FILLER}
        prefixes = {form.text for form in forms if form.name == "prefix" and len(form.text) == analysis.PREFIX}
        return _Written(surfaces, lemmas, prefixes, self._lemma_of)

    def says(self, text: str, level: Level = "any") -> bool:
        """Return whether a word of a text answers."""
        return any(map(self._levels[level].__getitem__, analysis.written_words(text)))

    def first(self, text: str, level: Level = "any") -> int:
        """Return where the first answering word of a text begins, -1 for none."""
        written = self._levels[level]
        return next((start for start, word in analysis.each_word(text) if written[word]), -1)

    def heard(self, texts: Iterable[str]) -> Heard:
        """Return the words of texts, each once."""
        folded = [read[1] for read in map(analysis.read_word, set(analysis.written_words("\n".join(texts))))]
        return Heard(set(folded), set(map(self._lemma_of.get, folded, folded)))

    def answers(self, clause: Clause, heard: Heard) -> bool:
        """Return whether words answer a part of the question: one that says most, its beginning, or a concept's other words."""
        asked = self._asked.get(clause)
        if asked is None:
            words = [self.plan.words[at] for at in clause.words]
            forms = [form for word in words if word not in self._weak or self._weak.issuperset(words) for form in word.forms]
            asked = self._asked[clause] = _Asked(
                lemmas={form.text for form in forms if form.name == "lemma"},
                beginnings=tuple(form.text for form in forms if form.name != "lemma"),
                sayings=[set(echo) for at in clause.senses for echo in self.plan.senses[at].echoes if echo],
            )
        if asked.lemmas & heard.lemmas or any(saying <= heard.lemmas for saying in asked.sayings):
            return True
        return any(word.startswith(asked.beginnings) for word in heard.folded)

    def said(self, text: str) -> frozenset[str]:
        """Return the answering words of a text, as lemmas."""
        answering = (self._lemmas_of(word) for word in analysis.written_words(text) if self._written[word])
        return frozenset().union(*answering)

    def begun(self, text: str) -> bool:
        """Say whether a word of a text, which is a name, begins with a word of the question."""
        return bool(self._beginnings) and any(token.folded.startswith(self._beginnings) for token in analysis.tokens(text))

    def echo(self, texts: Sequence[str], sense: Sense) -> tuple[int, int] | None:
        """Return the text that says one of a concept's words, and where: one alone or, else, the first of several together."""
        sayings = [set(echo) for echo in sense.echoes if echo]
        wanted = set().union(*sayings)
        together: dict[str, tuple[int, int]] = {}
        for at, text in enumerate(texts):
            places: dict[str, tuple[int, int]] = {}
            for start, written in analysis.each_word(text):
                for lemma in self._lemmas_of(written) & wanted:
                    places.setdefault(lemma, (at, start))
            if found := _all_said(sayings, places):
                return found
            together = places | together
        return _all_said(sayings, together)

    def _lemmas_of(self, written: str) -> frozenset[str]:
        known = self._lemmatised.get(written)
        if known is None:
            folded = analysis.folded_word(written)
            known = frozenset({self._lemma_of.get(folded, folded)} - {""})
            self._lemmatised[written] = known
        return known

    def highlight(self, text: str) -> Highlight:
        """Return the text with the words that answer the question as spans; adjoining ones become one."""
        spans: list[tuple[int, int]] = []
        if not self.plan.words or not self.says(text):
            return Highlight(text)
        for start, written in analysis.each_word(text):
            if self._written[written]:
                stop = start + len(written)
                if spans and text[spans[-1][1] : start].isspace():
                    spans[-1] = (spans[-1][0], stop)
                else:
                    spans.append((start, stop))
        return Highlight(text, tuple(spans))


def _weak(plan: Plan) -> set[Word]:
    """Return the words that explain little alone: common ones, and within a concept those beside a rarer one ("hakları")."""
    weak = {word for word in plan.words if word.common or word.aside}
    for sense in plan.senses:
        if sense.decides and sense.kind != "text":
            together = [plan.words[at] for at in sense.words]
            most = max((word.weight for word in together), default=0.0)
            weak.update(word for word in together if word.weight < most)
    return weak


def _all_said(sayings: Iterable[set[str]], places: Mapping[str, tuple[int, int]]) -> tuple[int, int] | None:
    """Return where the first saying of which every word has a place begins."""
    return min((min(places[lemma] for lemma in said) for said in sayings if said <= places.keys()), default=None)
