"""Suggestion -> the rows under a search box: rights areas, then organisations, then places, the typed part marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search import analysis, numbers
from search.explain import typed
from search.presentation import counted, marked
from search.registry import kind_labels
from search.types import Highlight, Suggestion

ORDER = ("topic", "organisation", "place")


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One suggestion, ready to be drawn; the template tag that draws marks reads it like a hit."""

    kind: str
    key: str
    href: str
    title: SafeString
    title_text: str
    title_lang: str
    also: SafeString  # another name, or another word for a rights area, when that is what matched
    number: str  # of organisations that work on a rights area, in words
    extra: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SuggestionGroup:
    title: str
    rows: tuple[SuggestionRow, ...]


def suggestion_groups(found: Sequence[Suggestion], text: str, lang: str) -> tuple[SuggestionGroup, ...]:
    """Return the suggestions by kind, in the order of ORDER, other kinds last; within a kind as they came."""
    kinds = sorted(dict.fromkeys(one.kind for one in found), key=lambda kind: (ORDER.index(kind) if kind in ORDER else 9, kind))
    titles = {"topic": _("Rights areas"), "organisation": _("Organisations"), "place": _("Places")}
    others = kind_labels([kind for kind in kinds if kind not in titles], lang)
    words = typed(text)
    prefix = "" if lang == "tr" else f"/{lang}"
    known = numbers.by_topic() if "topic" in kinds else {}
    return tuple(
        SuggestionGroup(
            titles.get(kind) or others.get(kind, kind),
            tuple(
                _row(one, words, prefix, number=known.get(one.key, 0) if kind == "topic" else 0)
                for one in found
                if one.kind == kind
            ),
        )
        for kind in kinds
    )


def _row(one: Suggestion, words: Iterable[str], prefix: str, *, number: int) -> SuggestionRow:
    return SuggestionRow(
        kind=one.kind,
        key=one.key,
        href=f"{prefix}{one.path}",
        title=marked(begun(one.title, words)),
        title_text=one.title,
        title_lang=one.lang,
        also=marked(begun(one.matched, words)),
        number=counted(number, ("organisation",)) if number else "",
        extra=one.extra,
    )


def begun(text: str, words: Iterable[str]) -> Highlight:
    """Return the text with the typed beginnings of its words as spans."""
    spans = []
    for token in analysis.tokens(text):
        longest = max((len(word) for word in words if token.folded.startswith(word)), default=0)
        if longest:
            end = next(
                at
                for at in range(token.start + 1, token.end + 1)
                if len(analysis.token_text(text[token.start : at])) >= longest
            )
            spans.append((token.start, end))
    return Highlight(text, tuple(spans))
