"""Plan and SearchRequest -> queries of any engine. Constant scores only: an order never depends on how an index is laid out.

Each is a multiple of 1/64, of 1/1024 where it is a tie of a tie, and FIT tells the rest: sums are exact in 32-bit floats.
`Queries` says what is asked and what it is worth; an engine's `Algebra` says how its queries are put together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Generic

from search import analysis, codec
from search.engines.algebra import Algebra, Q, Sets
from search.fields import EDGE_WEIGHT, GROUPS, MAX_EDGE, MAX_LENGTH, NAMES, exchanged
from search.query import TIE, Clause, Plan, Sense, Word, exact
from search.types import SearchRequest
from search.years import years

ALL_FIT = 24.0  # answering every clause goes before answering some
NEEDED_FIT = 4.0  # the same for what is no condition left aside
PLACE_FIRST = 16.0  # among what fits, the place orders before anything else does (decision 9)
ALL_NAME = 8.0  # every telling word in one of the names
BRIEF = 4.0  # how much of the name that is
WHOLE = 64.0  # the question is the name
TAGGED = 0.6  # of the weight of a rights area, for a body that names another one first
EXCHANGED = 3.0  # of the weight of a word, for the very offer or need that is asked for saying it
ECHO = 0.25  # of the weight of a concept, for a text that says one of its words
CORE = 24.0  # the question holds the telling words of a name side by side, in any case form
PHRASE = 4.0
FIT = 1 / 2048  # half of what scores differ by: it tells what answers every clause, and puts that before its equals
BESIDE = 1 / 64  # of sharing a value: for sharing another one beside it
# What a chosen place filters by: located there or serving it by name.
PLACES = ("province", "district")
# A place orders: located there, serving it by name, covering it by scope (its province, the country).
PLACE_TIERS = (1.0, 0.75, 0.5, 0.25)


class Queries(Generic[Q]):
    """The queries of one plan."""

    def __init__(self, algebra: Algebra[Q], plan: Plan) -> None:
        self.algebra = algebra
        self.plan = plan

    def term(self, name: str, value: str) -> Q:
        return self.algebra.term(name, value)

    def _const(self, query: Q, score: float) -> Q:
        return self.algebra.worth(query, exact(score))

    def _any(self, queries: Iterable[Q]) -> Q:
        return self.algebra.together((), list(queries))

    def _all(self, queries: Iterable[Q]) -> Q:
        return self.algebra.together(list(queries))

    def scored(self) -> Q:
        """Return what matches, with its score."""
        if self.plan.empty:
            return self.algebra.worth(self.term("live", "1"), 1.0)
        parts: list[Q] = []
        parts += self._texts()
        parts += [self._sense(sense) for sense in self.plan.senses if sense.kind != "text"]
        parts += [self._const(self._phrase(*phrase), PHRASE) for phrase in self.plan.phrases]
        if self.plan.whole:
            parts.append(self._const(self._whole(), WHOLE))
        if self.plan.cores:
            parts.append(self._const(self.algebra.terms("core", list(self.plan.cores)), CORE))
        telling = [word for word in self.plan.words if word.telling]
        if telling:
            parts.append(self._all_named(telling))
        parts += self._answered()
        return self.algebra.together([self.algebra.worth(self.matching(), 0.0)], parts)

    def matching(self) -> Q:
        """Return what a page may show at all: something telling of the question is in it."""
        if self.plan.empty:
            return self.term("live", "1")
        telling = [word for word in self.plan.words if word.telling]
        options = [self._named(word) if word.common or word.aside else self._anywhere(word) for word in telling]
        found = [frozenset((lemma_of(word),)) for word in telling if not word.common and not word.aside]
        options += [self._facet(sense, found) for sense in self.plan.senses if sense.decides]
        if not options:
            options = [self._anywhere(word) for word in self.plan.words]
            options += [self._facet(sense) for sense in self.plan.senses]
        if self.plan.whole:
            options.append(self._whole())
        return self._any(options)

    def fitting(self) -> Q:
        """Return what answers every clause."""
        needed = self._needed()
        return self._all(self._clause(clause) for clause in strictest(needed)) if needed else self.term("live", "1")

    def fits(self, score: float) -> bool:
        """Say by its score whether a document answers every clause: what `fitting` asks, without asking once more."""
        return not self._needed() or int(score / FIT) % 2 == 1

    def _needed(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.plan.clauses if not clause.optional)

    def filtered(self, query: Q, filters: Sequence[Q]) -> Q:
        """Return what fits the query, scored by it alone, and every filter."""
        return self.algebra.together([query, *(self.algebra.worth(chosen, 0.0) for chosen in filters)]) if filters else query

    def chosen(self, request: SearchRequest) -> dict[str, Q]:
        """Return one query for each chosen facet, and for a chosen time as `starts`."""
        found = {name: narrowed(self.algebra, name, request) for name, values in request.facets.items() if values}
        if request.starts_from or request.starts_to:
            found["starts"] = self.algebra.between(request.starts_from, request.starts_to)
        return found

    def filters(self, request: SearchRequest) -> list[Q]:
        """Return one query for each chosen facet."""
        return list(self.chosen(request).values())

    def _word(self, word: Word) -> Q:
        options = [
            self._const(self.term(f"{group}_{form.name}", form.text), word.weight * weight * form.factor)
            for form in word.forms
            if form.name != "edge"
            for group, weight in GROUPS.items()
            if group in NAMES or not word.common
        ]
        options += [
            self._const(self.term("name_edge", form.text), word.weight * EDGE_WEIGHT * form.factor)
            for form in word.forms
            if form.name == "edge"
        ]
        return self.algebra.best(options, TIE)

    def _texts(self) -> Iterable[Q]:
        """Yield the scores of words; where others say the same, the better of both counts."""
        meant = [sense for sense in self.plan.senses if sense.kind == "text"]
        spoken = {at for sense in meant for at in sense.words}
        telling = any(word.telling for word in self.plan.words)
        words = (word for at, word in enumerate(self.plan.words) if at not in spoken)
        yield from (self._word(word) for word in words if word.telling or not telling)
        for sense in meant:
            typed = self._any(self._word(self.plan.words[at]) for at in sense.words)
            yield self.algebra.best([typed, self._meant(sense)], TIE)

    def _meant(self, sense: Sense) -> Q:
        """Return where a text says what the typed words also mean."""
        single = [echo[0] for echo in sense.echoes if len(echo) == 1]
        longer = [echo for echo in sense.echoes if len(echo) > 1]
        options = [
            self._const(self.algebra.terms(f"{group}_lemma", single), sense.weight * weight)
            for group, weight in GROUPS.items()
            if single and group != "acronym"
        ]
        for group, weight in GROUPS.items() if longer else ():
            if group != "acronym":
                said = self._any(self._all(self.term(f"{group}_lemma", word) for word in echo) for echo in longer)
                options.append(self._const(said, sense.weight * weight))
        return self.algebra.best(options, TIE)

    def _anywhere(self, word: Word) -> Q:
        """Return what holds the word in any form; a form that finds only what another one finds is left out."""
        prefixes = tuple(form.text for form in word.forms if form.name == "prefix" and len(form.text) == analysis.PREFIX)
        return self._any(
            self.term("name_edge" if form.name == "edge" else f"any_{form.name}", form.text)
            for form in word.forms
            if form.name in ("prefix", "lemma") or not prefixes or not form.text.startswith(prefixes)
        )

    def _named(self, word: Word) -> Q:
        return self._any(
            self.term("name_edge" if form.name == "edge" else f"names_{form.name}", form.text) for form in word.forms
        )

    def _all_named(self, words: Sequence[Word]) -> Q:
        """Return what holds all the words in its names; of such the one with the shorter name is likelier meant."""
        named = [self._named(word) for word in words]
        lengths = [  # each only of what is named: a length by itself is that of every other document
            self._const(self._all([*named, self.term("length", str(length))]), BRIEF * min(1.0, len(words) / length))
            for length in range(1, MAX_LENGTH + 1)
        ]
        return self._any([self._const(self._all(named), ALL_NAME), self.algebra.best(lengths, 0.0)])

    def _phrase(self, first: str, second: str) -> Q:
        return self._any(self.algebra.phrase(f"{group}_surface", (first, second)) for group in GROUPS if group != "acronym")

    def _whole(self) -> Q:
        return self.algebra.terms("whole", list(self.plan.whole))

    def _facet(self, sense: Sense, found: Collection[frozenset[str]] = ()) -> Q:
        """Return what fits a sense. Who holds all lemmas of one of `found` is found anyhow, beside it."""
        if sense.kind == "place":
            return self._any(self._place_tiers(sense)[:3])
        if sense.kind == "text":
            return self._any(self._echoes(sense, found))
        if sense.kind == "founded":
            return self._founded(sense)
        return self._any([self.term(f"f_{sense.facet}", sense.value), *self._echoes(sense, found)])

    def _echoes(self, sense: Sense, found: Collection[frozenset[str]] = ()) -> list[Q]:
        echoes = [echo for echo in sense.echoes if not any(lemmas.issubset(echo) for lemmas in found)]
        single = [echo[0] for echo in echoes if len(echo) == 1]
        longer = [self._all(self.term("any_lemma", word) for word in echo) for echo in echoes if len(echo) > 1]
        return [*longer, *([self.algebra.terms("any_lemma", single)] if single else [])]

    def _founded(self, sense: Sense) -> Q:
        return self.algebra.terms("f_founded", list(years(sense.value)))

    def _sense(self, sense: Sense) -> Q:
        if sense.kind == "founded":
            return self._const(self._founded(sense), sense.weight)
        if sense.kind in ("offer", "need"):
            return self._exchange(sense)
        if sense.kind != "place":
            share = TAGGED if sense.facet == "topic" else 1.0
            tagged = self._const(self.term(f"f_{sense.facet}", sense.value), sense.weight * share)
            if sense.facet == "topic":
                main = self._const(self.term("main_topic", sense.value), sense.weight)
                tagged = self.algebra.best([tagged, main], 0.0)
            if not sense.echoes:
                return tagged
            said = self._const(self._any(self._echoes(sense)), sense.weight * ECHO)
            return self.algebra.best([tagged, said], TIE)
        return self._tiers(sense, sense.weight)

    def _exchange(self, sense: Sense) -> Q:
        """Return what offers or needs such a thing, ordered by what that offer says of it."""
        parts = [self._const(self.term(f"f_{sense.facet}", sense.value), sense.weight)]
        for word in self.plan.words:
            if sense.decides and word.telling:
                said = self.term("exchanged", exchanged(sense.kind, sense.value, lemma_of(word)))
                parts.append(self._const(said, word.weight * EXCHANGED))
        return self._any(parts)

    def _tiers(self, place: Sense, weight: float) -> Q:
        tiers = zip(self._place_tiers(place), PLACE_TIERS, strict=True)
        return self.algebra.best([self._const(query, weight * factor) for query, factor in tiers], 0.0)

    def _place_tiers(self, sense: Sense) -> list[Q]:
        province = sense.value.split("/")[0]
        covering = self._all([self.term("f_scope", "provincial"), self.term("at_province", province)])
        if sense.facet == "district":
            covering = self._any([covering, self.term("f_serves", province)])
        country = self.algebra.terms("f_scope", ["national", "international"])
        return [self.term(f"f_{sense.facet}", sense.value), self.term("f_serves", sense.value), covering, country]

    def _answered(self) -> Iterable[Q]:
        """Yield what answers all but the place, ordered by the place; all of it that is no mere wish; every clause."""
        rest = tuple(clause for clause in self.plan.clauses if not self._only_place(clause))
        worth: dict[tuple[Clause, ...], float] = {}
        if len(self.plan.clauses) > 1:
            worth[rest] = ALL_FIT
            worth.setdefault(tuple(clause for clause in rest if not clause.optional), NEEDED_FIT)
        worth[self._needed()] = worth.get(self._needed(), 0.0) + FIT
        for clauses, score in worth.items():
            if clauses:
                answers = self.algebra.worth(self._all(self._clause(clause) for clause in strictest(clauses)), score)
                tiers = [self._tiers(place, PLACE_FIRST) for place in self.plan.places] if score >= ALL_FIT else []
                yield self.algebra.together([answers], tiers) if tiers else answers

    def _only_place(self, clause: Clause) -> bool:
        return bool(clause.senses) and all(self.plan.senses[at].kind == "place" for at in clause.senses)

    def _clause(self, clause: Clause) -> Q:
        senses = [self.plan.senses[at] for at in clause.senses]
        words = [self.plan.words[at] for at in clause.words]
        words = [word for word in words if word.telling and not word.common] or words
        if not words or any(sense.kind in ("offer", "need") and sense.decides for sense in senses):
            return self._any(self._facet(sense) for sense in senses)
        found = [frozenset(map(lemma_of, words))]
        return self._any([*(self._facet(sense, found) for sense in senses), self._all(map(self._said, words))])

    def _said(self, word: Word) -> Q:
        """Return what holds the word itself, not only one that begins like it."""
        forms = [form for form in word.forms if form.name in ("surface", "lemma")]
        return self._any([*(self.term(f"any_{form.name}", form.text) for form in forms), *self._begun(word)])

    def _begun(self, word: Word) -> list[Q]:
        return [self.term("name_edge", form.text) for form in word.forms if form.name == "edge"]


def lemma_of(word: Word) -> str:
    """Return the lemma by which a word is sought; a word without other forms is its own."""
    return next((form.text for form in word.forms if form.name == "lemma"), word.folded)


def strictest(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses without those that another one holds: it asks for the same by more words."""

    def held(one: Clause, other: Clause) -> bool:
        return set(one.senses) == set(other.senses) and bool(one.words) and set(one.words) < set(other.words)

    return [one for one in clauses if not any(held(one, other) for other in clauses)]


def narrowed(sets: Sets[Q], facet: str, request: SearchRequest) -> Q:
    """Return what a chosen facet leaves."""
    values = [codec.plain(value) for value in request.facets[facet]]
    if facet not in PLACES:
        return sets.terms(f"f_{facet}", values)
    options = [sets.terms(f"at_{facet}", values)]
    if request.include_wide:
        provinces = sorted({value.split("/")[0] for value in values})
        if facet == "district":
            wide = sets.terms("f_scope", ["provincial", "regional"])
            options.append(sets.together([wide, sets.terms("at_province", provinces)]))
            options.append(sets.terms("f_serves", provinces))
        options.append(sets.terms("f_scope", ["national", "international"]))
    return sets.together((), options)


def sharing(algebra: Algebra[Q], kind: str, wanted: Mapping[str, Sequence[str]]) -> Q:
    """Return what shares a value of the first facet, by how many; what it shares of the others orders equals."""
    (first, values), *others = wanted.items()
    shared = [algebra.worth(algebra.term(f"f_{first}", value), 1.0) for value in values]
    beside = [algebra.worth(algebra.term(f"f_{facet}", value), BESIDE) for facet, more in others for value in more]
    of_kind = algebra.worth(algebra.term("f_kind", kind), 0.0)
    return algebra.together([algebra.together((), shared), of_kind], beside)


def suggested(algebra: Algebra[Q], words: Sequence[str], kind: str) -> Q:
    """Return the documents (of one kind) of which one name holds, for each folded word, a word that begins with it."""
    fields = (("name_surface", 4.0), ("acronym_surface", 4.0), ("name_edge", 2.0))
    parts = [
        algebra.best([algebra.worth(algebra.term(field, word[:MAX_EDGE]), score) for field, score in fields], 0.0)
        for word in words
    ]
    return algebra.together([*parts, *([algebra.worth(algebra.term("f_kind", kind), 0.0)] if kind else [])])


def suggested_in_turn(algebra: Algebra[Q], word: str, kind: str) -> tuple[Q, Q]:
    """Return what `suggested` finds for one word as a query for each score: names that hold the word, names that go on."""
    word, of_kind = word[:MAX_EDGE], [algebra.term("f_kind", kind)] if kind else []
    whole = algebra.together((), [algebra.term("name_surface", word), algebra.term("acronym_surface", word)])
    return algebra.together([whole, *of_kind]), algebra.together([algebra.term("name_edge", word), *of_kind])
