"""When something was founded, as people ask for it -> a range of years: "2010'dan sonra kurulan", "30 yıllık", "since 2015"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search import analysis
from search.registry import Concept

FIRST, LAST = 1850, 2100
_YEAR = r"(1[89]\d\d|20\d\d)"
_END = rf"[{analysis.APOSTROPHES}]?\s?(?:[dt][ea]n|n[ıiuü]n|y[ıi]l[ıi]ndan|y[ıi]l[ıi]ndan|l[ea]r(?:d[ea]n?)?)?"
# The question speaks of founding at all: a year alone may be that of an earthquake.
_CONTEXT = re.compile(r"kurul|kurmu|kuran\b|acil[dm]|found|establish|set up|yillik|yildir|dernekles")
_DECADE = rf"(?:(1[89]\d|20\d)0|\b([5-9])0)[{analysis.APOSTROPHES}]?\s?(?:l[ea]r|l[ıi]\s+y[ıi]l|s\b)"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("between", rf"{_YEAR}\s*(?:[-–]|ile|ve|and|to)\s*{_YEAR}(?:[{analysis.APOSTROPHES}]?\w*\s+aras[ıi]\w*)?"),
        ("decade", _DECADE),
        ("after", rf"(?:after|since|from)\s+{_YEAR}|{_YEAR}{_END}\s+(?:bu yana|beri|itibaren|sonra\w*)"),
        ("before", rf"(?:before|until)\s+{_YEAR}|{_YEAR}{_END}\s+(?:önce\w*|once\w*|evvel)"),
        ("age", r"(?:en az\s+)?\b(\d{1,3})\s+y[ıi]l(?:l[ıi]k|d[ıi]r)|\b(\d{1,3}) years old"),
        ("lately", r"son\s+(\d{1,2})\s+y[ıi]l\w*|last\s+(\d{1,2})\s+years"),
        ("in", rf"(?:in\s+{_YEAR})|{_YEAR}(?:[{analysis.APOSTROPHES}]?\s?[dt][ea]\b|\s+y[ıi]l[ıi]nda)"),
    )
)


@dataclass(frozen=True, slots=True)
class Founded:
    """A range of years, both included, and where the words that say it stand in the text."""

    first: int
    last: int
    start: int
    stop: int

    @property
    def value(self) -> str:
        """As the `ignored` parameter names it: "2010..", "..1999", "1990..1999"."""
        first = "" if self.first <= FIRST else str(self.first)
        last = "" if self.last >= LAST else str(self.last)
        return f"{first}..{last}"

    @property
    def concept(self) -> Concept:
        if self.first <= FIRST:
            labels = {"tr": f"{self.last} ve öncesinde kurulan", "en": f"founded in {self.last} or before"}
        elif self.last >= LAST:
            labels = {"tr": f"{self.first} ve sonrasında kurulan", "en": f"founded in {self.first} or later"}
        elif self.first == self.last:
            labels = {"tr": f"{self.first} yılında kurulan", "en": f"founded in {self.first}"}
        else:
            labels = {"tr": f"{self.first}–{self.last} arasında kurulan", "en": f"founded {self.first}–{self.last}"}
        return Concept("founded", "founded", self.value, labels)


def years(value: str) -> Iterator[str]:
    """Yield every year of a range as documents carry it."""
    first, _dots, last = value.partition("..")
    yield from (str(year) for year in range(int(first or FIRST), int(last or LAST) + 1))


def read(text: str, this_year: int) -> Founded | None:
    """Return the range of years a question asks for, None when it asks for none. Offsets point into the text."""
    said = analysis.lower(text)
    if len(said) != len(text) or not _CONTEXT.search(analysis.fold(said)):
        return None
    for name, rule in _RULES:
        if match := rule.search(said):
            numbers = [int(group) for group in match.groups() if group]
            first, last = _range(name, numbers, this_year)
            if FIRST <= first <= last <= LAST:
                return Founded(first, last, *match.span())
    return None


def _range(name: str, numbers: list[int], this_year: int) -> tuple[int, int]:
    number = numbers[0]
    if name == "between":
        return min(numbers), max(numbers)
    if name == "decade":
        decade = number * 10 + (1900 if number < 10 else 0)
        return decade, decade + 9
    if name == "in":
        return number, number
    if name == "before":
        return FIRST, number - 1
    if name == "age":
        return FIRST, this_year - number
    return (number if name == "after" else this_year - number), LAST
