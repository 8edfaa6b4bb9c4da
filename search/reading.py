"""Words -> the concepts they stand for: first what every span may mean, then which it is. Part of `understanding`."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search import places
from search.joining import SURE_PLACE, decide_by_place, join_alternatives, join_places
from search.lexicon import Compiled
from search.query import Clause, Sense, exact
from search.registry import Concept, Meant, Term
from search.synonyms import Lemmas, Synonyms
from search.types import Interpretation
from search.wordlists import AID, AIMED, FILLER, GENERIC, GIVING, SEEKING

SENSE_WEIGHTS: Mapping[str, float] = {
    "topic": 10.0,
    "place": SURE_PLACE,
    "type": 8.0,
    "target": 1.5,
    "offer": 9.0,
    "need": 9.0,
    "scope": 2.0,
    "language": 4.0,
    "founded": 12.0,
    "access": 4.0,
    "cooperation": 4.0,
}
WEAK = 0.3  # of the weight of a concept, where the words hardly say it
IN_CONCEPT = 0.5  # of the weight of a word that is already read as a concept
SAID = 0.75  # … where the word itself says more than the concept: a narrower word, a situation
BY_VALUE = 0.1  # … where only a value answers it, no text
SITUATION = 1.5  # times the weight of a concept: it says what all the words together are about
HARDLY = 0.4  # a situation that leads to a concept less surely than this only orders
DECIDING = ("topic", "type", "target", "offer", "need", "language", "founded", "access", "scope", "cooperation")
EXCHANGE = ("offer", "need", "type")  # beside one of these a rights area named by the same words is said by the way


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word of the question in the forms a reading asks for."""

    text: str
    surface: str
    folded: str
    stem: str
    marked: bool = False  # its ending stands after an apostrophe, as only that of a name does


@dataclass(frozen=True, slots=True)
class _Span:
    at: int
    length: int
    terms: tuple[Term, ...]
    beside: int = 0  # words behind it that only say that it is a place

    @property
    def words(self) -> tuple[int, ...]:
        return tuple(range(self.at, self.at + self.length))


@dataclass
class Reading:
    """What the words of a question mean together; filled by `read`."""

    words: Sequence[Spoken]
    ignored: Collection[str]
    lang: str
    filler: Collection[str] = FILLER
    held: Callable[[str], object] = bool  # whether any document holds a lemma
    common: Callable[[str], bool] = lambda _lemma: False  # whether a good part of all documents does
    senses: list[Sense] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    interpretation: list[Interpretation] = field(default_factory=list)
    told: set[int] = field(default_factory=set)  # words of a situation
    aside: set[int] = field(default_factory=set)  # words that only say that a place is meant
    covered: dict[int, float] = field(default_factory=dict)  # word -> what is left of its weight

    def add(self, term: Term, span: tuple[int, ...], echoes: tuple[Lemmas, ...] = (), *, sure: float = 1.0) -> int | None:
        """Take up a concept, or the surer reading of one that is there; return its number, None when it is ignored."""
        concept = term.concept
        if f"{concept.kind}:{concept.value}" in self.ignored:
            return None
        weak = term.weak
        if concept.kind == "type":  # "union" tells, "association" hardly does
            weak = any(self.words[at].folded in GENERIC for at in span)
        weight = exact(SENSE_WEIGHTS.get(concept.kind, 2.0) * (WEAK if weak else sure))
        decides = concept.kind in DECIDING and not weak
        sense = Sense(concept.kind, concept.facet, concept.value, weight, span, decides, echoes)
        text = " ".join(self.words[at].text for at in span)
        label = concept.labels.get(self.lang) or concept.labels.get("tr") or concept.value
        shown = Interpretation(concept.kind, concept.value, label, text)
        for number, other in enumerate(self.senses):
            if (other.kind, other.value) == (sense.kind, sense.value):
                if weight > other.weight:
                    self.senses[number] = replace(sense, echoes=echoes or other.echoes)
                    at = next(at for at, part in enumerate(self.interpretation) if part.token == shown.token)
                    self.interpretation[at] = shown
                return number
        self.senses.append(sense)
        self.interpretation.append(shown)
        return len(self.senses) - 1

    def echoes(self, concept: Concept, lexicon: Compiled) -> tuple[Lemmas, ...]:
        """Return the other words for a rights area that documents hold, and not a good part of all documents."""
        if concept.kind != "topic":
            return ()
        known = lexicon.echoes.get((concept.kind, concept.value), ())
        said = dict.fromkeys(tuple(lemma for lemma in echo if lemma not in self.filler) or echo for echo in known)
        held = [echo for echo in said if all(map(self.held, echo)) and not all(map(self.common, echo))]
        return tuple(echo for echo in held if not any(set(other) < set(echo) for other in held))  # who says more says that too

    def light(self, at: int) -> bool:
        """Return whether a word is filler where it stands."""
        folded = self.words[at].folded
        return at in self.aside or folded in self.filler or (len(folded) == 1 and not folded.isdigit())

    def cover(self, span: Iterable[int], share: float) -> None:
        for at in span:
            self.covered[at] = min(share, self.covered.get(at, 1.0))


def read_attribute(reading: Reading, concept: Concept, span: tuple[int, ...]) -> None:
    """Add a quality that documents carry as a value, such as the year they were founded in."""
    number = reading.add(Term("", concept), span)
    if number is not None:
        reading.clauses.append(Clause(span, (number,)))
        reading.cover(span, BY_VALUE)
        reading.told.update(span)


def read_situations(reading: Reading, found: Iterable[tuple[Meant, tuple[int, ...]]], lexicon: Compiled) -> None:
    """Add what the situations told in the question lead to."""
    by_words: dict[tuple[int, ...], list[int]] = {}
    for meant, span in found:
        concept = meant.concept
        echoes = reading.echoes(concept, lexicon)
        number = reading.add(Term("", concept, weak=meant.weight < HARDLY), span, echoes, sure=meant.weight * SITUATION)
        if number is not None:
            by_words.setdefault(span, []).append(number)
    for span, numbers in by_words.items():
        reading.clauses.append(Clause(span, tuple(numbers)))
        reading.cover(span, SAID)
        reading.told.update(span)


def read_terms(reading: Reading, lexicon: Compiled) -> None:
    """Add what the lexicons' terms say, the longest terms first where they begin at the same word."""
    spans = _resolved(_spans(reading, lexicon), reading)
    for span in spans:
        numbers = []
        for term in span.terms:
            concept = term.concept
            echoes = reading.echoes(concept, lexicon)
            number = reading.add(term, span.words, echoes)
            if number is not None:
                numbers.append(number)
        if not numbers and not span.terms:
            continue
        answers = tuple(n for n in numbers if reading.senses[n].kind != "type" or reading.senses[n].decides)
        if answers and not reading.told.issuperset(span.words):
            reading.clauses.append(Clause(span.words, answers))
        named = any(term.label for term in span.terms)
        reading.cover(span.words, (IN_CONCEPT if named else SAID) if answers else 1.0)
        beside = set(range(span.at + span.length, span.at + span.length + span.beside)) if answers else set()
        if _sure_place(span.terms):
            beside.update(places.before([word.folded for word in reading.words[: span.at]]))
        reading.cover(beside, BY_VALUE)
        reading.aside.update(beside)
    join_places(reading)
    join_alternatives(reading)
    decide_by_place(reading)


def _spans(reading: Reading, lexicon: Compiled) -> list[_Span]:
    folded = [word.folded for word in reading.words]
    surfaces = [word.surface for word in reading.words]
    stems = [word.stem for word in reading.words]
    found = []
    at = 0
    while at < len(folded):
        length, terms = lexicon.find(folded, surfaces, stems, at)
        plain = folded[at] in reading.filler or folded[at] in GENERIC
        if length == 1 and plain:
            exactly = lexicon.exact.get((folded[at],), ())
            terms = tuple(term for term in terms if term in exactly or term.concept.kind == "type")
        reach, named = places.find(folded, surfaces, at, lexicon, plain=plain)
        if named and reach >= length:
            terms = (*(terms if reach == length else ()), *_marked(named, reading.words[at + reach - 1]))
            length = reach
        if not terms and not plain:
            near = (
                () if stems[at] in GENERIC else lexicon.near(stems[at], surfaces[at]) or lexicon.near(folded[at], surfaces[at])
            )
            length, terms = 1, tuple(replace(term, weak=True) for term in near)
        terms = tuple(term for term in terms if f"{term.concept.kind}:{term.concept.value}" not in reading.ignored)
        beside = 0
        if _sure_place(terms):
            beside = places.beside(folded, at + length)
        if terms:
            found.append(_Span(at, length, terms, beside))
        at += length + beside if terms else 1
    return found


def _sure_place(terms: Iterable[Term]) -> bool:
    return any(term.concept.kind == "place" and not term.weak for term in terms)


def _marked(terms: tuple[Term, ...], last: Spoken) -> tuple[Term, ...]:
    """Return the terms as sure as an apostrophe makes them: "Tokat'ta" is the place, "tokat" is first of all a slap."""
    if last.marked and len(terms) == 1 and terms[0].label:
        return (replace(terms[0], weak=False),)
    return terms


def _resolved(spans: Sequence[_Span], reading: Reading) -> list[_Span]:
    """Decide between the terms of a span by what the other spans say."""
    said = [term.concept for span in spans for term in span.terms if term.concept.kind == "place" and not term.weak]
    provinces = {concept.value.split("/")[0] for concept in said}
    telling = sum(word.folded not in reading.filler and word.folded not in GENERIC for word in reading.words)
    resolved = []
    seeking = _seeking(reading)
    for found in spans:
        span = replace(found, terms=_turned(found, seeking))
        alone = telling == 0 or len(reading.words) == span.length + span.beside
        terms = _places(span.terms, provinces, alone=alone)
        kinds = {term.concept.kind for term in terms}
        generic = span.length == 1 and reading.words[span.at].folded in GENERIC
        aid = span.length == 1 and reading.words[span.at].stem in AID and _seeks_more(reading, spans, found)
        if kinds == {"topic"} and _asks_nothing_else(reading, spans, found):
            terms = tuple(replace(term, weak=False) for term in terms)
        told = reading.told.issuperset(span.words)
        by_the_way = not alone and (generic or told or not kinds.isdisjoint(EXCHANGE))
        if _aimed(reading, span):
            terms = tuple(replace(term, weak=False) if term.concept.kind == "target" else term for term in terms)
        terms = tuple(
            replace(term, weak=True) if by_the_way and term.concept.kind == "topic" and not term.label else term
            for term in terms
        )
        if (generic and not alone) or aid:
            terms = tuple(term for term in terms if term.concept.kind != "topic")
        if terms:
            resolved.append(replace(span, terms=terms))
    return resolved


def _seeks_more(reading: Reading, spans: Sequence[_Span], span: _Span) -> bool:
    """Say whether other words of the question name a rights area, or tell a situation."""
    topics = (one for one in spans if one is not span and any(term.concept.kind == "topic" for term in one.terms))
    return bool(reading.told - set(span.words)) or any(topics)


def _asks_nothing_else(reading: Reading, spans: Sequence[_Span], span: _Span) -> bool:
    """Say whether beside a span only places and kinds are named: "çevre" is the environment in "çevre dernekleri"."""
    kinds = {term.concept.kind for one in spans if one is not span for term in one.terms}
    read = {at for one in spans for at in range(one.at, one.at + one.length + one.beside)}
    rest = (at for at, word in enumerate(reading.words) if at not in read and word.folded not in GENERIC)
    return not reading.told and kinds <= {"place", "type"} and all(map(reading.light, rest))


def _aimed(reading: Reading, span: _Span) -> bool:
    """Say whether words beside a span make it those whom a body works for: "hedef kitlesi işsizler", "kadınlara yönelik"."""
    near = (*range(max(0, span.at - 2), span.at), *range(span.at + span.length, span.at + span.length + 2))
    return any(reading.words[at].folded.startswith(AIMED) for at in near if at < len(reading.words))


def _seeking(reading: Reading) -> bool | None:
    """Return whether somebody seeks (True) or gives (False); None when the question does not say."""
    said = [word.folded for word in reading.words]
    if any(word.startswith(GIVING) for word in said):
        return False
    return True if any(word.startswith(SEEKING) for word in said) else None


def _turned(span: _Span, seeking: bool | None) -> tuple[Term, ...]:
    """Return the terms of a span with what is offered or needed as sure as the question makes it.

    Who seeks wants what others offer, who gives what others need; a phrase says which thing is meant, a word hardly.
    """

    def sure(kind: str) -> bool:
        return seeking is (kind == "offer") or (seeking is None and kind == "offer" and span.length > 1)

    exchanged = {term.concept.kind for term in span.terms} & {"offer", "need"}
    wanted = {kind for kind in exchanged if sure(kind)}
    return tuple(
        replace(term, weak=term.weak and term.concept.kind not in wanted)
        for term in span.terms
        if term.concept.kind not in exchanged or not wanted or term.concept.kind in wanted
    )


def _places(terms: tuple[Term, ...], provinces: Collection[str], *, alone: bool) -> tuple[Term, ...]:
    """Return the terms with at most one place: of several the one in a province that is said, else the province itself.

    A place whose name decides nothing by itself stays only where its province is said or nothing else is.
    """
    named = [term for term in terms if term.concept.kind == "place"]
    if not named:
        return terms
    others = tuple(term for term in terms if term.concept.kind != "place")
    inside = [term for term in named if term.weak and term.concept.value.split("/")[0] in provinces]
    if len(inside) == 1 and "/" in inside[0].concept.value:
        return (*others, replace(inside[0], weak=False))
    sure = [term for term in named if not term.weak]
    if sure:
        by_province = [term for term in sure if term.concept.facet == "province"]
        chosen = sure if len(sure) == 1 else by_province[:1]
        return (*others, *chosen)
    return (*others, *(named if alone and len(named) == 1 else ()))


def read_synonyms(
    reading: Reading, synonyms: Synonyms, rarity: Callable[[str], float], *, share: float = 0.8, weak: float = 0.6
) -> None:
    """Add what the typed words also mean, as texts to be found: each by its lemmas, as rare as its rarest words are."""
    folded = [word.folded for word in reading.words]
    surfaces = [word.surface for word in reading.words]
    stems = [word.stem for word in reading.words]
    at = 0
    while at < len(folded):
        length, meaning = synonyms.find(folded, surfaces, stems, at)
        plain = all(word in reading.filler for word in folded[at : at + length])
        if meaning is None or plain:
            at += 1
            continue
        span = tuple(range(at, at + length))
        alternatives = tuple(echo for echo in meaning.alternatives if all(map(reading.held, echo)))
        if not alternatives:
            at += length
            continue
        text = " ".join(folded[at : at + length])
        if f"text:{text}" not in reading.ignored:
            rare = max(max(rarity(lemma) for lemma in lemmas) for lemmas in alternatives)
            weight = rare * (weak if meaning.weak else share)
            number = len(reading.senses)
            reading.senses.append(Sense("text", "", text, exact(weight), span, decides=not meaning.weak, echoes=alternatives))
            _answer(reading, span, number)
        at += length


def _answer(reading: Reading, span: tuple[int, ...], number: int) -> None:
    """Let a sense answer the clauses of its words, or make a clause of them."""
    inside = [at for at, clause in enumerate(reading.clauses) if set(span) & set(clause.words)]
    for at in inside:
        clause = reading.clauses[at]
        reading.clauses[at] = Clause(clause.words, (*clause.senses, number))
    if not inside:
        reading.clauses.append(Clause(span, (number,)))
        reading.cover(span, 1.0)
