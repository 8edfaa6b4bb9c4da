"""Raw GET parameters -> a clean SearchRequest and the problems met on the way. Nothing here fails: pages turn problems into
notes, the API into an answer. Engines only ever see what this module lets through."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, cast

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from search.problems import Problem
from search.types import SearchRequest

Sort = Literal["relevance", "title", "updated"]

MAX_TEXT = 200  # characters; the longest names in the directory have fewer
MAX_VALUES = 50  # chosen values of one facet
MAX_IGNORED = 20
WINDOW = 10_000  # page x page size; no engine reads deeper
PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
SORTS: tuple[Sort, ...] = ("relevance", "title", "updated")
LANGUAGES = ("tr", "en")

# Parameters that choose a facet's values; the names are the facets'.
CHOOSABLE = (
    "kind",
    "topic",
    "type",
    "province",
    "district",
    "target",
    "offers",
    "needs",
    "organisation",
    "scope",
    "language",
    "status",
)

_NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)
_VALUE = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}(?:/[a-z0-9][a-z0-9_-]{0,99})?", re.ASCII)
_IGNORED = re.compile(rf"[a-z_]{{1,20}}:{_VALUE.pattern}", re.ASCII)
_JOINERS = "\u200c\u200d"  # they shape letters of some scripts, and emoji


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the parameters said, cleaned, and what could not be taken as it came."""

    request: SearchRequest
    problems: tuple[Problem, ...] = ()

    @property
    def refusals(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.fatal)

    @property
    def notes(self) -> tuple[str, ...]:
        """The problems as sentences for a visitor, each once."""
        return tuple(dict.fromkeys(f"{problem.message} {problem.instead}".strip() for problem in self.problems))


def clean_text(text: str) -> str:
    """Return the text in NFC on one line, without control and direction characters and without what was no UTF-8."""
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Zl", "Zp") or character == "\ufffd":
            kept.append(" ")
        elif category in ("Cf", "Cs", "Co") and character not in _JOINERS:
            continue
        else:
            kept.append(character)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


class Parameters:
    """Reads parameters one by one and remembers what was wrong with them."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.problems: list[Problem] = []

    def single(self, name: str) -> str:
        """Return the first value given, cleaned, or ''. However long it is, only a bounded part of it is looked at."""
        values = self.data.getlist(name)
        if len(set(values)) > 1:
            self.problems.append(Problem(name, _("Give “%(name)s” once.") % {"name": name}, _("The first one counts.")))
        return clean_text(values[0][: MAX_TEXT * 10]) if values else ""

    def text(self, name: str = "q") -> str:
        """Return the words to search, cut at a length no honest question has."""
        text = self.single(name)
        if len(text) > MAX_TEXT:
            message = _("The text is longer than %(limit)d characters.") % {"limit": MAX_TEXT}
            self.problems.append(Problem(name, message, _("The rest was cut off."), fatal=False))
            text = text[:MAX_TEXT].rsplit(" ", 1)[0] if " " in text[:MAX_TEXT] else text[:MAX_TEXT]
        return text

    def number(self, name: str, *, default: int, largest: int | None = None) -> int:
        raw = self.single(name)
        if not raw:
            return default
        value = int(raw) if _NUMBER.fullmatch(raw) else 0
        if value < 1:
            message = _("“%(name)s” must be a whole number from 1 up.") % {"name": name}
            instead = _("This is the first page.") if name == "page" else ""
            self.problems.append(Problem(name, message, instead))
            return default
        if largest is not None and value > largest:
            message = _("“%(name)s” can be %(limit)d at most.") % {"name": name, "limit": largest}
            self.problems.append(Problem(name, message))
            return largest
        return value

    def choice(self, name: str, allowed: tuple[str, ...], *, default: str) -> str:
        raw = self.single(name)
        if not raw or raw in allowed:
            return raw or default
        message = _("“%(name)s” is one of: %(values)s.") % {"name": name, "values": ", ".join(allowed)}
        self.problems.append(Problem(name, message, _("It was left out.")))
        return default

    def values(self, name: str, *, pattern: re.Pattern[str] = _VALUE, limit: int = MAX_VALUES) -> tuple[str, ...]:
        """Return the distinct values that can be values of a facet at all; whether they exist is the index's to know."""
        given = [value for value in dict.fromkeys(raw.strip() for raw in self.data.getlist(name)) if value]
        kept = tuple(value for value in given if pattern.fullmatch(value))
        if len(kept) < len(given):
            message = _("“%(name)s” takes values of small letters, digits, hyphens and underscores.") % {"name": name}
            self.problems.append(Problem(name, message, _("What does not fit was left out.")))
        if len(kept) > limit:
            message = ngettext(
                "At most %(limit)d value of “%(name)s” can be chosen at once.",
                "At most %(limit)d values of “%(name)s” can be chosen at once.",
                limit,
            ) % {"name": name, "limit": limit}
            self.problems.append(Problem(name, message, _("The rest was left out.")))
        return kept[:limit]

    def moment(self, name: str, *, end: bool = False) -> datetime | None:
        """Return the date or time given (ISO 8601); a date alone means its first or, for an end, its last moment."""
        raw = self.single(name)
        if not raw:
            return None
        try:
            day = parse_date(raw)
            found = datetime.combine(day, time.max if end else time.min) if day else parse_datetime(raw)
            # A year at the edge of the calendar cannot be moved to another time zone.
            if found is not None and 1900 <= found.year <= 2999:
                return found if timezone.is_aware(found) else timezone.make_aware(found)
        except ValueError:
            pass
        message = _("“%(name)s” must be a date such as 2026-02-07.") % {"name": name}
        self.problems.append(Problem(name, message, _("It was left out.")))
        return None


def active_language() -> str:
    """Return the language of the page, one of LANGUAGES."""
    language = get_language()
    return language if language in LANGUAGES else LANGUAGES[0]


def parse(data: QueryDict, *, lang: str, page_size: int | None = PAGE_SIZE, with_facets: tuple[str, ...] = ()) -> Parsed:
    """Return the request of these parameters. `page_size=None` takes it from the parameters; otherwise it is fixed."""
    given = Parameters(data)
    text = given.text()
    size = page_size or given.number("page_size", default=PAGE_SIZE, largest=MAX_PAGE_SIZE)
    request = SearchRequest(
        text=text,
        facets=chosen(given),
        ignored=given.values("ignored", pattern=_IGNORED, limit=MAX_IGNORED),
        starts_from=given.moment("from"),
        starts_to=given.moment("to", end=True),
        lang=lang,
        sort=cast(Sort, given.choice("sort", SORTS, default="relevance")),
        page=page_within(given, size),
        page_size=size,
        with_facets=with_facets,
        include_wide=given.choice("wide", ("0", "1"), default="1") == "1",
    )
    return Parsed(request, tuple(given.problems))


def chosen(given: Parameters) -> Mapping[str, tuple[str, ...]]:
    """Return the chosen values of every facet that has some."""
    found = {name: given.values(name) for name in CHOOSABLE}
    return {name: values for name, values in found.items() if values}


def page_within(given: Parameters, size: int) -> int:
    """Return the page asked for, or the last one an engine reaches."""
    page = given.number("page", default=1)
    last = max(1, WINDOW // size)
    if page > last:
        message = _("Only the first %(limit)d results can be leafed through.") % {"limit": WINDOW}
        given.problems.append(Problem("page", message, _("This is the last page.")))
        return last
    return page
