"""Wagtail's own search of pages and images (the admin's boxes), on the database; odd input finds nothing instead of failing."""

import re
from typing import Any

from wagtail.search.backends.database import SearchBackend as database_backend
from wagtail.search.query import And, Or, Phrase, PlainText

MAX_LENGTH = 200
MAX_WORDS = 12


def words(text: str) -> str:
    """Return the words of the text and nothing else: quotes and operators mean something to a database."""
    found = (word.strip("_") for word in re.findall(r"\w+", text[:MAX_LENGTH]))
    return " ".join([word for word in found if word][:MAX_WORDS])


def tame(query: Any) -> Any:
    """Return the query with words only, or None when none are left."""
    if isinstance(query, str):
        return words(query) or None
    if isinstance(query, PlainText):
        kept = words(query.query_string)
        return PlainText(kept, operator=query.operator) if kept else None
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
