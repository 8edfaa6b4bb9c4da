"""Why a hit is here: marked texts, matched reasons, what two documents share. The same for every engine."""

from collections.abc import Iterable, Mapping, Sequence

from search import analysis
from search.engines.base import Found
from search.query import Plan, Sense, exact
from search.types import Highlight, Hit, Matched, Name, Passage, SearchDocument, Shared, Suggestion
from search.vocabulary import Words
from search.wordlists import FILLER
from search.years import years

MAX_REASONS = 4
MAX_TEXT = 160  # characters of a matched text that are shown
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
        forms = [form for word in sought for form in word.forms]
        surfaces = {form.text for form in forms if form.name == "surface"}
        lemmas = {form.text for form in forms if form.name == "lemma"}
        meant = (sense for sense in plan.senses if sense.kind == "text" and sense.decides)
        lemmas |= {lemma for sense in meant for echo in sense.echoes for lemma in echo if lemma not in FILLER}
        prefixes = {form.text for form in forms if form.name == "prefix" and len(form.text) == analysis.PREFIX}
        self._beginnings = tuple(form.text for form in forms if form.name == "edge")
        self._lemma_of = words.lemmas
        self._written = _Written(surfaces, lemmas, prefixes, words.lemmas)
        self._lemmatised: dict[str, frozenset[str]] = {}

    def says(self, text: str) -> bool:
        """Return whether a word of a text answers."""
        return any(map(self._written.__getitem__, analysis.written_words(text)))

    def first(self, text: str) -> int:
        """Return where the first answering word of a text begins, -1 for none."""
        return next((start for start, written in analysis.each_word(text) if self._written[written]), -1)

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
    plan = matcher.plan

    def answered(text: str) -> bool:
        return matcher.telling and matcher.says(text)

    found = [Matched(_NAME_REASON[name.kind], name.text, "", name.lang) for name in document.names if answered(name.text)]
    read = {(part.kind, part.value): part for part in plan.interpretation}
    for sense in plan.senses:
        part = read.get((sense.kind, sense.value))
        if part and sense.kind == "founded":
            found += [Matched("founded", year, "") for year in document.facets.get("founded", ()) if fits(year, sense)]
        elif part and sense.value in document.facets.get(sense.facet, ()):
            same = analysis.fold(part.text) == analysis.fold(part.label)
            by = "synonym" if sense.kind == "topic" and not same else sense.kind
            label = _named_place(document, sense) if sense.kind == "place" else ""
            found.append(Matched(by, part.text, label or part.label))
    title = in_language(document.title, lang)[1]
    if not document.names and answered(title):
        found.append(Matched("name", title, ""))
    for passage in document.passages:
        by = _PASSAGE_REASON.get(passage.kind, "")
        if by and len(found) < MAX_REASONS and answered(passage.text):
            found.append(Matched(by, _short(passage.text), passage.label, passage.lang))
    if not any(reason.by not in ("place", "type") for reason in found):
        found += _echoes(document, matcher)
    if not found:
        quoted = next((passage for passage in document.passages if answered(passage.text)), None)
        if quoted:
            found.append(Matched("text", _around(quoted.text, matcher.first(quoted.text)), "", quoted.lang))
    if not found:
        begun = (name for name in document.names if matcher.begun(name.text))
        found += [Matched(_NAME_REASON[name.kind], name.text, "", name.lang) for name in begun]
    return tuple(dict.fromkeys(found))[:MAX_REASONS]


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
            if isinstance(quoted, Name):
                found.append(Matched(_NAME_REASON[quoted.kind], quoted.text, "", quoted.lang))
            else:
                found.append(Matched("text", _around(quoted.text, said[1]), "", quoted.lang))
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


def _short(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1].rsplit(" ", 1)[0] + "…"


def _around(text: str, at: int) -> str:
    """Return the part of a long text around a position."""
    start = max(0, at - MAX_TEXT // 3)
    if start:
        start = text.find(" ", start, at) + 1 or start
    part = _short(text[start : start + MAX_TEXT * 2])
    return f"…{part}" if start else part
