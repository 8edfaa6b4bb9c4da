"""Why a hit is here: marked texts, matched reasons, what two documents share. The same for every engine."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from search import analysis
from search.engines.base import Found
from search.query import Plan, Sense, Word, exact
from search.types import Highlight, Hit, Interpretation, Matched, Name, Passage, SearchDocument, Shared, Suggestion
from search.vocabulary import Words
from search.wordlists import FILLER
from search.years import years

MAX_REASONS = 4
MAX_TEXT = 160  # characters of a matched text that are shown
MAX_QUOTE = 110  # … of one that is quoted around the word that matched: a line or two
_NAME_REASON = {"title": "name", "legal_name": "name", "alias": "alias", "acronym": "acronym"}
_PASSAGE_REASON = {"topic": "topic", "keyword": "keyword", "offer": "offer", "need": "need", "place": "place"}
# How much documents of one kind are alike by sharing a value; an offer that meets a need says most.
LIKENESS: Mapping[str, float] = {"topic": 4.0, "district": 2.0, "target": 1.5, "meets": 3.0, "province": 0.5}


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


class Matcher:
    """Tells which words of a document answer a question, in a form of which a person sees why. One for a page of hits."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan = plan
        self.telling = any(word.telling for word in plan.words)
        sought = [word for word in plan.words if word.telling] or list(plan.words)
        self._beginnings = tuple(form.text for word in sought for form in word.forms if form.name == "edge")
        self._lemma_of = words.lemmas
        self._written = self._forms(sought)
        weak = _weak(plan)
        strong = [word for word in sought if word not in weak]
        self._strongly = self._forms(strong) if 0 < len(strong) < len(sought) else self._written
        self._lemmatised: dict[str, frozenset[str]] = {}

    def _forms(self, sought: Sequence[Word]) -> _Written:
        forms = [form for word in sought for form in word.forms]
        surfaces = {form.text for form in forms if form.name == "surface"}
        lemmas = {form.text for form in forms if form.name == "lemma"}
        meant = (sense for sense in self.plan.senses if sense.kind == "text" and sense.decides)
        lemmas |= {lemma for sense in meant for echo in sense.echoes for lemma in echo if lemma not in FILLER}
        prefixes = {form.text for form in forms if form.name == "prefix" and len(form.text) == analysis.PREFIX}
        return _Written(surfaces, lemmas, prefixes, self._lemma_of)

    def says(self, text: str, *, strongly: bool = False) -> bool:
        """Return whether a word of a text answers; `strongly`: one that does not only stand beside a word that says more."""
        written = self._strongly if strongly else self._written
        return any(map(written.__getitem__, analysis.written_words(text)))

    def first(self, text: str) -> int:
        """Return where the first answering word of a text begins, one that answers strongly if there is one; -1 for none."""
        for written in (self._strongly, self._written):
            for start, word in analysis.each_word(text):
                if written[word]:
                    return start
        return -1

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


def hit(found: Found, matcher: Matcher, lang: str) -> Hit:
    """Return what a page shows of a document."""
    document = found.document
    title_lang, title = in_language(document.title, lang)
    summary_lang, summary = in_language(document.summary, lang)
    return Hit(
        kind=document.kind,
        object_id=document.object_id,
        key=document.key,
        path=document.path,
        title=matcher.highlight(title),
        summary=matcher.highlight(summary),
        title_lang=title_lang,
        summary_lang=summary_lang,
        facets=document.facets,
        extra=document.extra,
        matched=reasons(document, matcher, lang),
        score=found.score,
        updated=document.updated,
        fits=found.fits,
    )


def in_language(texts: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Return the text in the language, else in Turkish, else in any; with its language."""
    for code in (lang, "tr", *texts):
        if texts.get(code):
            return code, texts[code]
    return lang, ""


def reasons(document: SearchDocument, matcher: Matcher, lang: str) -> tuple[Matched, ...]:
    """Return by what the document answers the question, the strongest reason first."""
    found = _found(document, matcher, lang, strongly=True)
    if all(reason.by in ("place", "type") for reason in found):
        found += _echoes(document, matcher) or _quotes(document, matcher, strongly=True)
    if not found:
        found = _found(document, matcher, lang, strongly=False) or _quotes(document, matcher, strongly=False)
    if not found:
        begun = (name for name in document.names if matcher.begun(name.text))
        found = [_named(name) for name in begun]
    return tuple(dict.fromkeys(found))[:MAX_REASONS]


def _found(document: SearchDocument, matcher: Matcher, lang: str, *, strongly: bool) -> list[Matched]:
    """Return the names that answer, the concepts that are meant and carried, and the passages that answer."""
    plan = matcher.plan

    def answered(text: str) -> bool:
        return matcher.telling and matcher.says(text, strongly=strongly)

    title = in_language(document.title, lang)[1]
    shown = matcher.said(title) if document.names and answered(title) else frozenset[str]()
    found = []
    for name in document.names:
        if answered(name.text) and (name.kind in ("title", "legal_name") or not matcher.said(name.text) <= shown):
            found.append(_named(name))
    read = {(part.kind, part.value): part for part in plan.interpretation}
    told = set()
    for sense in plan.senses:
        part = read.get((sense.kind, sense.value))
        if part and sense.kind == "founded":
            found += [Matched("founded", year, "") for year in document.facets.get("founded", ()) if fits(year, sense)]
        elif part and sense.value in document.facets.get(sense.facet, ()):
            told.add(sense.value)
            words = [plan.words[at] for at in sense.words]
            by = "synonym" if sense.kind == "topic" and not _called(document, sense, part, words) else sense.kind
            label = _named_place(document, sense) if sense.kind == "place" else ""
            text = " ".join(word.corrected or word.text for word in words) or part.text
            found.append(Matched(by, text, label or part.label))
    if not document.names and answered(title):
        found.append(Matched("name", title, ""))
    for passage in document.passages:
        by = _PASSAGE_REASON.get(passage.kind, "")
        if by in ("topic", "place") and passage.label in told:
            continue
        if by and len(found) < MAX_REASONS and answered(passage.text):
            told.add(passage.label)
            quoted = _topic_in(document, passage, lang) if by == "topic" else passage
            found.append(Matched(by, _short(quoted.text, MAX_TEXT), quoted.label, quoted.lang))
    return found


def _named(name: Name) -> Matched:
    return Matched(_NAME_REASON[name.kind], name.text, "", name.lang)


def _called(document: SearchDocument, sense: Sense, part: Interpretation, words: Sequence[Word]) -> bool:
    """Return whether a rights area is called by its own name, in any language and however it was spelt."""
    names = [passage.text for passage in document.passages if passage.kind == "topic" and passage.label == sense.value]
    said = (part.text, " ".join(word.folded for word in words))
    return not {analysis.fold(name) for name in (*names, part.label)}.isdisjoint(map(analysis.fold, said))


def _topic_in(document: SearchDocument, passage: Passage, lang: str) -> Passage:
    """Return the name of the same rights area in the language, or the one that matched."""
    same = (other for other in document.passages if other.kind == "topic" and other.label == passage.label)
    return next((other for other in same if other.lang == lang), passage)


def _quotes(document: SearchDocument, matcher: Matcher, *, strongly: bool) -> list[Matched]:
    """Return the first text that answers, around the word by which it does."""
    said = (one for one in document.passages if matcher.telling and matcher.says(one.text, strongly=strongly))
    return [_quoted(passage, matcher.first(passage.text), matcher) for passage in islice(said, 1)]


def _named_place(document: SearchDocument, sense: Sense) -> str:
    """Return how the document names the place, for a question may name a part of it."""
    named = (passage.text for passage in document.passages if passage.kind == "place" and passage.label == sense.value)
    return next(named, "")


def fits(year: str, sense: Sense) -> bool:
    return year in set(years(sense.value))


def _echoes(document: SearchDocument, matcher: Matcher) -> list[Matched]:
    """Return where the document says a word of a rights area it is not tagged with: one text for each such area."""
    found = []
    for sense in matcher.plan.senses:
        if not sense.facet or not sense.echoes or sense.value in document.facets.get(sense.facet, ()):
            continue
        texts: list[Passage | Name] = [*document.passages, *document.names]
        if said := matcher.echo([one.text for one in texts], sense):
            quoted = texts[said[0]]
            found.append(_named(quoted) if isinstance(quoted, Name) else _quoted(quoted, said[1], matcher))
    return found


def typed(text: str) -> tuple[str, ...]:
    """Return the folded words of an unfinished question."""
    return tuple(token.folded for token in analysis.tokens(text[:200]))[:6]


def spelt(typed_words: tuple[str, ...], words: Words) -> tuple[str, ...]:
    """Return the words with the likeliest spelling of each that begins no known word."""
    return tuple(
        word if len(word) < 3 or words.starting_with(word, 1) else next(iter(words.beginnings(word)), word)
        for word in typed_words
    )


def suggestion(document: SearchDocument, typed_words: tuple[str, ...], lang: str) -> Suggestion:
    """Return a document as a suggestion, with the name that matched when it is not the title."""
    title_lang, title = in_language(document.title, lang)

    def answers(text: str) -> int:
        found = [token.folded for token in analysis.tokens(text)]
        return sum(any(token.startswith(word) for token in found) for word in typed_words)

    names = [title, *(name.text for name in document.names)]
    best = max(names, key=answers)  # the first of equals: the title
    return Suggestion(
        document.kind, document.key, title, document.path, "" if best == title else best, title_lang, document.extra
    )


def likeness(document: SearchDocument) -> Plan:
    """Return the question that documents like this one answer best."""
    facets = document.facets
    wanted = [("topic", "topic", value) for value in facets.get("topic", ())]
    wanted += [("district", "district", value) for value in facets.get("district", ())]
    wanted += [("province", "province", value) for value in facets.get("province", ())]
    wanted += [("target", "target", value) for value in facets.get("target", ()) if value != "general_public"]
    wanted += [("meets", "needs", value) for value in facets.get("offers", ()) if value != "other"]
    wanted += [("meets", "offers", value) for value in facets.get("needs", ()) if value != "other"]
    return Plan(
        text=document.key,
        senses=tuple(
            Sense(kind, facet, value, exact(LIKENESS[kind]), decides=kind in ("topic", "meets"))
            for kind, facet, value in wanted
        ),
    )


def shared(one: SearchDocument, other: SearchDocument) -> tuple[Shared, ...]:
    """Return what two documents have in common, the strongest reason first."""
    found = [
        Shared(facet, value)
        for facet in ("topic", "district", "target")
        for value in one.facets.get(facet, ())
        if value in other.facets.get(facet, ()) and value != "general_public"
    ]
    for mine, theirs in (("offers", "needs"), ("needs", "offers")):
        met = [value for value in one.facets.get(mine, ()) if value in other.facets.get(theirs, ()) and value != "other"]
        found += [Shared(f"{mine}_met", value) for value in met]
    return tuple(found)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _quoted(passage: Passage, at: int, matcher: Matcher) -> Matched:
    """Return the part of a text around the word at a position as a reason, with the words that answer as spans."""
    start = max(0, at - MAX_QUOTE // 3)
    if start:
        start = passage.text.find(" ", start, at) + 1 or start
    part = _short(passage.text[start : start + MAX_QUOTE * 2], MAX_QUOTE)
    before = "…\u2060" if start else ""  # no line ends behind it
    word = next((len(word) for begin, word in analysis.each_word(passage.text) if begin == at), 0)
    begin = at - start + len(before)
    highlight = matcher.highlight(before + part)
    spans = list(highlight.spans)
    if not any(first <= begin < last for first, last in spans):
        spans.append((begin, begin + word))
    return Matched("text", highlight.text, "", passage.lang, tuple(sorted(spans)))
