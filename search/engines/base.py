"""The whole interface of an engine. Client exceptions never leave an engine: they become EngineError."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from search.query import Plan
from search.types import SearchDocument, SearchRequest


class EngineError(Exception):
    """The engine did not answer; the caller may ask another one."""


@dataclass(frozen=True, slots=True)
class Versioned:
    """A document to write (or, without one, an object to remove), with the Change id read before the object."""

    kind: str
    object_id: str
    version: int
    document: SearchDocument | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What an index holds of one object, for comparison with the database."""

    kind: str
    object_id: str
    version: int
    digest: str


class Engine(Protocol):
    """An index one can write to, ask, compare and rebuild."""

    name: str

    def write(self, items: Iterable[Versioned]) -> None:
        """Apply in one commit. An item older than what is stored changes nothing."""
        ...

    def search(self, plan: Plan, request: SearchRequest) -> "EngineResult": ...

    def stored(self) -> Iterator[Stored]:
        """Yield every object of the live index, deletions excluded."""
        ...

    def newest_version(self) -> int: ...

    def rebuild(self) -> "AbstractContextManager[Rebuild]":
        """Open a new index beside the live one; it replaces the live one on a clean exit, and is discarded otherwise."""
        ...
