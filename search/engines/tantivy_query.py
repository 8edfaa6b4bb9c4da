"""Plan and SearchRequest -> tantivy queries. Constant scores only: an order never depends on how an index is laid out."""

from collections.abc import Iterable, Sequence

import tantivy
from tantivy import Occur, Query

from search import analysis, codec
from search.engines.tantivy_schema import PLACES
from search.fields import EDGE_WEIGHT, GROUPS, MAX_LENGTH, exchanged
from search.query import Clause, Plan, Sense, Word, exact
from search.types import SearchRequest
from search.years import years

TIE = 0.25  # what a word adds by standing in a second field
ALL_FIT = 24.0  # answering every clause goes before answering some
NEEDED_FIT = 4.0  # the same for what is no condition left aside
PLACE_FIRST = 16.0  # among what fits, the place orders before anything else does (decision 9)
ALL_NAME = 8.0  # every telling word in one of the names
BRIEF = 4.0  # how much of the name that is
WHOLE = 64.0  # the question is the name
TAGGED = 0.7  # of the weight of a rights area, for a body that names another one first
EXCHANGED = 3.0  # of the weight of a word, for the very offer or need that is asked for saying it
ECHO = 0.5  # of the weight of a concept, for a text that says one of its words
CORE = 24.0  # the question holds the telling words of a name side by side, in any case form
PHRASE = 4.0
# A place orders: located there, serving it by name, covering it by scope (its province, the country).
PLACE_TIERS = (1.0, 0.75, 0.5, 0.25)


class Queries:
    """The queries of one plan on one schema."""

    def __init__(self, schema: tantivy.Schema, plan: Plan) -> None:
        self.schema = schema
        self.plan = plan

    def term(self, name: str, value: str) -> Query:
        return Query.term_query(self.schema, name, value, "basic")

    def scored(self) -> Query:
        """Return what matches, with its score."""
        if self.plan.empty:
            return Query.const_score_query(self.term("live", "1"), 1.0)
        parts: list[tuple[Occur, Query]] = [(Occur.Must, Query.const_score_query(self.matching(), 0.0))]
        parts += [(Occur.Should, query) for query in self._texts()]
        parts += [(Occur.Should, self._sense(sense)) for sense in self.plan.senses if sense.kind != "text"]
        parts += [(Occur.Should, _const(self._phrase(*phrase), PHRASE)) for phrase in self.plan.phrases]
        if self.plan.whole:
            parts.append((Occur.Should, _const(self._whole(), WHOLE)))
        if self.plan.cores:
            parts.append((Occur.Should, _const(Query.term_set_query(self.schema, "core", list(self.plan.cores)), CORE)))
        telling = [word for word in self.plan.words if word.telling]
        if telling:
            parts.append((Occur.Should, self._all_named(telling)))
        rest = [clause for clause in self.plan.clauses if not self._only_place(clause)]
        if rest and len(self.plan.clauses) > 1:
            parts.append((Occur.Should, self._rest_fits(rest)))
            needed = [clause for clause in rest if not clause.optional]
            if needed and len(needed) < len(rest):
                parts.append((Occur.Should, _const(_all(self._clause(clause) for clause in needed), NEEDED_FIT)))
        return Query.boolean_query(parts)

    def matching(self) -> Query:
        """Return what a page may show at all: something telling of the question is in it."""
        if self.plan.empty:
            return self.term("live", "1")
        telling = [word for word in self.plan.words if word.telling]
        options = [self._anywhere(word) for word in telling]
        options += [self._facet(sense) for sense in self.plan.senses if sense.decides]
        if not options:
            options = [self._anywhere(word) for word in self.plan.words]
            options += [self._facet(sense) for sense in self.plan.senses]
        if self.plan.whole:
            options.append(self._whole())
        return _any(options)

    def fitting(self) -> Query:
        """Return what answers every clause."""
        needed = [clause for clause in self.plan.clauses if not clause.optional]
        if not needed:
            return self.term("live", "1")
        return _all(self._clause(clause) for clause in needed)

    def filters(self, request: SearchRequest, without: str = "") -> list[Query]:
        """Return one query for each chosen facet but `without`."""
        chosen = [self._chosen(name, values, request) for name, values in request.facets.items() if values and name != without]
        if request.starts_from or request.starts_to:
            chosen.append(
                Query.range_query(self.schema, "starts", tantivy.FieldType.Date, request.starts_from, request.starts_to)
            )
        return chosen

    def _chosen(self, facet: str, values: Sequence[str], request: SearchRequest) -> Query:
        values = [codec.plain(value) for value in values]
        if facet not in PLACES:
            return Query.term_set_query(self.schema, f"f_{facet}", values)
        options = [Query.term_set_query(self.schema, f"at_{facet}", values)]
        if request.include_wide:
            provinces = sorted({value.split("/")[0] for value in values})
            if facet == "district":
                wide = Query.term_set_query(self.schema, "f_scope", ["provincial", "regional"])
                options.append(_all([wide, Query.term_set_query(self.schema, "at_province", provinces)]))
                options.append(Query.term_set_query(self.schema, "f_serves", provinces))
            options.append(Query.term_set_query(self.schema, "f_scope", ["national", "international"]))
        return _any(options)

    def _word(self, word: Word) -> Query:
        options = [
            _const(self.term(f"{group}_{form.name}", form.text), word.weight * weight * form.factor)
            for form in word.forms
            if form.name != "edge"
            for group, weight in GROUPS.items()
        ]
        options += [
            _const(self.term("name_edge", form.text), word.weight * EDGE_WEIGHT * form.factor)
            for form in word.forms
            if form.name == "edge"
        ]
        return Query.disjunction_max_query(options, TIE)

    def _texts(self) -> Iterable[Query]:
        """Yield the scores of words; where others say the same, the better of both counts."""
        meant = [sense for sense in self.plan.senses if sense.kind == "text"]
        spoken = {at for sense in meant for at in sense.words}
        yield from (self._word(word) for at, word in enumerate(self.plan.words) if at not in spoken)
        for sense in meant:
            typed = [(Occur.Should, self._word(self.plan.words[at])) for at in sense.words]
            yield Query.disjunction_max_query([Query.boolean_query(typed), self._meant(sense)], TIE)

    def _meant(self, sense: Sense) -> Query:
        """Return where a text says what the typed words also mean."""
        single = [echo[0] for echo in sense.echoes if len(echo) == 1]
        longer = [echo for echo in sense.echoes if len(echo) > 1]
        options = [
            _const(Query.term_set_query(self.schema, f"{group}_lemma", single), sense.weight * weight)
            for group, weight in GROUPS.items()
            if single and group != "acronym"
        ]
        for group, weight in GROUPS.items() if longer else ():
            if group != "acronym":
                said = _any(_all(self.term(f"{group}_lemma", word) for word in echo) for echo in longer)
                options.append(_const(said, sense.weight * weight))
        return Query.disjunction_max_query(options, TIE)

    def _anywhere(self, word: Word) -> Query:
        """Return what holds the word in any form; a form that finds only what another one finds is left out."""
        prefixes = tuple(form.text for form in word.forms if form.name == "prefix" and len(form.text) == analysis.PREFIX)
        return _any(
            self.term("name_edge" if form.name == "edge" else f"any_{form.name}", form.text)
            for form in word.forms
            if form.name in ("prefix", "lemma") or not prefixes or not form.text.startswith(prefixes)
        )

    def _named(self, word: Word) -> Query:
        return _any(self.term("name_edge" if form.name == "edge" else f"names_{form.name}", form.text) for form in word.forms)

    def _all_named(self, words: Sequence[Word]) -> Query:
        """Return what holds all the words in its names; of such the one with the shorter name is likelier meant."""
        parts = [(Occur.Must, _const(_all(self._named(word) for word in words), ALL_NAME))]
        lengths = [
            _const(self.term("length", str(length)), BRIEF * min(1.0, len(words) / length))
            for length in range(1, MAX_LENGTH + 1)
        ]
        return Query.boolean_query([*parts, (Occur.Should, Query.disjunction_max_query(lengths, 0.0))])

    def _phrase(self, first: str, second: str) -> Query:
        return _any(
            Query.phrase_query(self.schema, f"{group}_surface", [first, second]) for group in GROUPS if group != "acronym"
        )

    def _whole(self) -> Query:
        return Query.term_set_query(self.schema, "whole", list(self.plan.whole))

    def _facet(self, sense: Sense) -> Query:
        if sense.kind == "place":
            return _any(self._place_tiers(sense)[:3])
        if sense.kind == "text":
            return _any(self._echoes(sense))
        if sense.kind == "founded":
            return self._founded(sense)
        tagged = self.term(f"f_{sense.facet}", sense.value)
        return _any([tagged, *self._echoes(sense)]) if sense.echoes else tagged

    def _echoes(self, sense: Sense) -> list[Query]:
        single = [echo[0] for echo in sense.echoes if len(echo) == 1]
        longer = [_all(self.term("any_lemma", word) for word in echo) for echo in sense.echoes if len(echo) > 1]
        return [*longer, *([Query.term_set_query(self.schema, "any_lemma", single)] if single else [])]

    def _founded(self, sense: Sense) -> Query:
        return Query.term_set_query(self.schema, "f_founded", list(years(sense.value)))

    def _sense(self, sense: Sense) -> Query:
        if sense.kind == "founded":
            return _const(self._founded(sense), sense.weight)
        if sense.kind in ("offer", "need"):
            return self._exchange(sense)
        if sense.kind != "place":
            share = TAGGED if sense.facet == "topic" else 1.0
            tagged = _const(self.term(f"f_{sense.facet}", sense.value), sense.weight * share)
            if sense.facet == "topic":
                main = _const(self.term("main_topic", sense.value), sense.weight)
                tagged = Query.disjunction_max_query([tagged, main], 0.0)
            if not sense.echoes:
                return tagged
            said = _const(_any(self._echoes(sense)), sense.weight * ECHO)
            return Query.disjunction_max_query([tagged, said], TIE)
        return self._tiers(sense, sense.weight)

    def _exchange(self, sense: Sense) -> Query:
        """Return what offers or needs such a thing, ordered by what that offer says of it."""
        parts = [(Occur.Should, _const(self.term(f"f_{sense.facet}", sense.value), sense.weight))]
        for word in self.plan.words:
            lemmas = [form.text for form in word.forms if form.name == "lemma"]
            if sense.decides and word.telling and lemmas:
                said = self.term("exchanged", exchanged(sense.kind, sense.value, lemmas[0]))
                parts.append((Occur.Should, _const(said, word.weight * EXCHANGED)))
        return Query.boolean_query(parts)

    def _tiers(self, place: Sense, weight: float) -> Query:
        tiers = zip(self._place_tiers(place), PLACE_TIERS, strict=True)
        return Query.disjunction_max_query([_const(query, weight * factor) for query, factor in tiers], 0.0)

    def _place_tiers(self, sense: Sense) -> list[Query]:
        province = sense.value.split("/")[0]
        covering = _all([self.term("f_scope", "provincial"), self.term("at_province", province)])
        if sense.facet == "district":
            covering = _any([covering, self.term("f_serves", province)])
        country = Query.term_set_query(self.schema, "f_scope", ["national", "international"])
        return [self.term(f"f_{sense.facet}", sense.value), self.term("f_serves", sense.value), covering, country]

    def _rest_fits(self, rest: Sequence[Clause]) -> Query:
        """Return what answers all but the place, ordered by how it stands to the place."""
        fits = _const(_all(self._clause(clause) for clause in rest), ALL_FIT)
        places = [(Occur.Should, self._tiers(place, PLACE_FIRST)) for place in self.plan.places]
        return Query.boolean_query([(Occur.Must, fits), *places])

    def _only_place(self, clause: Clause) -> bool:
        return bool(clause.senses) and all(self.plan.senses[at].kind == "place" for at in clause.senses)

    def _clause(self, clause: Clause) -> Query:
        options = [self._facet(self.plan.senses[at]) for at in clause.senses]
        exchange = any(self.plan.senses[at].kind in ("offer", "need") and self.plan.senses[at].decides for at in clause.senses)
        if clause.words and not exchange:
            options.append(_all(self._said(self.plan.words[at]) for at in clause.words))
        return _any(options)

    def _said(self, word: Word) -> Query:
        """Return what holds the word itself, not only one that begins like it."""
        forms = [form for form in word.forms if form.name in ("surface", "lemma")]
        return _any([*(self.term(f"any_{form.name}", form.text) for form in forms), *self._begun(word)])

    def _begun(self, word: Word) -> list[Query]:
        return [self.term("name_edge", form.text) for form in word.forms if form.name == "edge"]


def _const(query: Query, score: float) -> Query:
    return Query.const_score_query(query, exact(score))


def _any(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])
