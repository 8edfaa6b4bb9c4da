"""Wagtail's own search of pages and images (the admin's boxes), on the database; odd input finds nothing instead of failing.

Databases lower "I" to "i": to them "Işık", "IŞIK" and "ışık" are three words. A query asks for each way of writing.
"""

import re
import unicodedata
from typing import Any

from wagtail.search.backends.database import SearchBackend as database_backend
from wagtail.search.query import And, Or, Phrase, PlainText

from search import analysis

MAX_LENGTH = 200
MAX_WORDS = 12


def words(text: str) -> str:
    """Return the words of the text and nothing else: quotes and operators mean something to a database."""
    found = (word.strip("_") for word in re.findall(r"\w+", text[:MAX_LENGTH]))
    return " ".join([word for word in found if word][:MAX_WORDS])


def spellings(word: str) -> list[str]:
    """Return the word as written, in small letters, in capitals and with a capital first, where a database tells them apart."""
    small = analysis.lower(word)
    written = [word, small, analysis.upper(small), analysis.upper(small[:1]) + small[1:]]
    return list({_as_stored(way): way for way in reversed(written)}.values())[::-1]


def _as_stored(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def _in_every_spelling(text: str, operator: str | None = None) -> Any:
    ways = [spellings(word) for word in text.split()]
    if all(len(way) == 1 for way in ways):
        return PlainText(text, operator=operator) if operator else text
    parts = [Or([PlainText(way) for way in one]) if len(one) > 1 else PlainText(one[0]) for one in ways]
    if len(parts) == 1:
        return parts[0]
    return Or(parts) if operator == "or" else And(parts)


def tame(query: Any) -> Any:
    """Return the query with words only, each in every spelling, or None when none are left."""
    if isinstance(query, str):
        return _in_every_spelling(words(query)) or None
    if isinstance(query, PlainText):
        kept = words(query.query_string)
        return _in_every_spelling(kept, query.operator) if kept else None
    if isinstance(query, Phrase):
        kept = words(query.query_string)
        return Phrase(kept) if kept else None
    if isinstance(query, And | Or):
        parts = [part for part in map(tame, query.subqueries) if part is not None]
        return type(query)(parts) if len(parts) > 1 else next(iter(parts), None)
    return query


class Tolerant:
    """Mixed into whichever backend fits the database."""

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super().search(tame(query) or "", *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super().autocomplete(tame(query) or "", *args, **kwargs)  # type: ignore[misc]


def SearchBackend(params: Any) -> Any:
    """Return the database's own backend, made tolerant."""
    backend = database_backend(params)
    backend.__class__ = type("TolerantSearchBackend", (Tolerant, type(backend)), {})
    return backend
