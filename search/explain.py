"""Why a hit is here: marked texts, matched reasons, what two documents share. The same for every engine."""

from collections.abc import Mapping, Sequence
from itertools import islice

from search import analysis
from search.engines.base import Found
from search.matching import Level, Matcher
from search.query import Plan, Sense, Word, exact
from search.types import Hit, Interpretation, Matched, Name, Passage, SearchDocument, Shared, Suggestion
from search.vocabulary import Words
from search.years import years

MAX_REASONS = 4
MAX_TEXT = 160  # characters of a matched text that are shown
MAX_QUOTE = 110  # … of one that is quoted around the word that matched: a line or two
_NAME_REASON = {"title": "name", "legal_name": "name", "alias": "alias", "acronym": "acronym"}
_PASSAGE_REASON = {"topic": "topic", "keyword": "keyword", "offer": "offer", "need": "need", "place": "place"}
# How much documents of one kind are alike by sharing a value; an offer that meets a need says most.
LIKENESS: Mapping[str, float] = {"topic": 4.0, "district": 2.0, "target": 1.5, "meets": 3.0, "province": 0.5}


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
        lacking=() if found.fits else lacking(document, matcher),
    )


def in_language(texts: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Return the text in the language, else in Turkish, else in any; with its language."""
    for code in (lang, "tr", *texts):
        if texts.get(code):
            return code, texts[code]
    return lang, ""


def reasons(document: SearchDocument, matcher: Matcher, lang: str) -> tuple[Matched, ...]:
    """Return by what the document answers the question, the strongest reason first."""
    found = _found(document, matcher, lang, "strong")
    if all(reason.by in ("place", "type") for reason in found):
        found += _echoes(document, matcher) or _quotes(document, matcher, "beside")
    if not found:
        found = (
            _quotes(document, matcher, "strong") or _found(document, matcher, lang, "any") or _quotes(document, matcher, "any")
        )
    if not found:
        begun = (name for name in document.names if matcher.begun(name.text))
        found = [_named(name) for name in begun]
    return tuple(dict.fromkeys(found))[:MAX_REASONS]


def _found(document: SearchDocument, matcher: Matcher, lang: str, level: Level) -> list[Matched]:
    """Return the names that answer, the concepts that are meant and carried, and the passages that answer."""
    plan = matcher.plan

    def answered(text: str) -> bool:
        return matcher.telling and matcher.says(text, level)

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


def _quotes(document: SearchDocument, matcher: Matcher, level: Level) -> list[Matched]:
    """Return the first text that answers, around the word by which it does."""
    said = (one for one in document.passages if matcher.telling and matcher.says(one.text, level))
    return [_quoted(passage, matcher.first(passage.text, level), matcher) for passage in islice(said, 1)]


def _named_place(document: SearchDocument, sense: Sense) -> str:
    """Return how the document names the place, for a question may name a part of it."""
    named = (passage.text for passage in document.passages if passage.kind == "place" and passage.label == sense.value)
    return next(named, "")


def fits(year: str, sense: Sense) -> bool:
    return year in set(years(sense.value))


def lacking(document: SearchDocument, matcher: Matcher) -> tuple[Matched, ...]:
    """Return what is asked for and the document neither carries nor says; `by` is "word" where it is no concept."""
    plan = matcher.plan
    read = {(part.kind, part.value): part for part in plan.interpretation}
    heard = None
    found = []
    for clause in plan.clauses:
        senses = [plan.senses[at] for at in clause.senses]
        if clause.optional or any(_carries(document, sense) for sense in senses):
            continue
        heard = heard or matcher.heard([name.text for name in document.names] + [one.text for one in document.passages])
        if matcher.answers(clause, heard):
            continue
        senses.sort(key=lambda sense: not sense.decides)
        part = next((read[key] for sense in senses if (key := (sense.kind, sense.value)) in read), None)
        words = " ".join(plan.words[at].corrected or plan.words[at].text for at in clause.words)
        found.append(Matched(part.kind, part.text, part.label) if part else Matched("word", words, ""))
    return tuple(found)


def _carries(document: SearchDocument, sense: Sense) -> bool:
    """Return whether a document has the value of a concept; a place is also where it serves, and all of its province."""
    facets = document.facets
    if sense.kind == "founded":
        return any(fits(year, sense) for year in facets.get("founded", ()))
    if sense.value in facets.get(sense.facet, ()):
        return True
    province = sense.value.partition("/")[0]
    return sense.kind == "place" and (
        not {sense.value, province}.isdisjoint(facets.get("serves", ()))
        or ("provincial" in facets.get("scope", ()) and province in facets.get("province", ()))
    )


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
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(".,;:") + "…"


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
