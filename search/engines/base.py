"""The whole interface of an engine. Client exceptions never leave an engine: they become EngineError."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from search.query import Plan
from search.types import SearchDocument, SearchRequest

MAX_DEPTH = 10_000  # page * page_size never goes beyond


class EngineError(Exception):
    """The engine did not answer; the caller may ask another one."""


class IndexMissing(EngineError):
    """There is no index yet, or one of another form: it must be rebuilt before it can be read or written."""


@dataclass(frozen=True, slots=True)
class Versioned:
    """A document to write (or, without one, an object to remove), with the Change id read before the object."""

    kind: str
    object_id: str
    version: int
    document: SearchDocument | None


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that an index will not take however often it is offered, with the engine's reason in its own words."""

    item: Versioned
    reason: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What an index holds of one object, for comparison with the database (`search.codec.digest`)."""

    kind: str
    object_id: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Found:
    """A document that matched. `fits`: it answers every clause of the plan."""

    document: SearchDocument
    score: float
    fits: bool


@dataclass(frozen=True, slots=True)
class EngineResult:
    """One page of what was found; `facets` counts the values of each facet asked for."""

    found: tuple[Found, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Rebuild(Protocol):
    """A new index that nobody reads yet."""

    def write(self, items: Iterable[Versioned]) -> tuple[Refused, ...]:
        """Apply to the new index, under the rule of `Engine.write`."""
        ...


class Engine(Protocol):
    """An index one can write to, ask, compare and rebuild. `form`: how it lays documents out; it reads no other form."""

    name: str
    form: str

    def ready(self) -> bool:
        """Return whether there is an index to read and write."""
        ...

    def write(self, items: Iterable[Versioned]) -> tuple[Refused, ...]:
        """Apply, and return what was refused. An item older than what is stored, or with the same content, changes nothing.

        When it returns, everything else is found by the next search. Raises IndexMissing before the first rebuild, and
        EngineError where nothing is known to be applied: the same items may then be offered again.
        """
        ...

    def search(self, plan: Plan, request: SearchRequest) -> EngineResult:
        """Return a page of the documents that match, the best first, equal ones by key."""
        ...

    def suggest(self, words: tuple[str, ...], limit: int, kind: str = "") -> tuple[SearchDocument, ...]:
        """Return documents (of one kind) of which one name holds, for each folded word, a word that begins with it."""
        ...

    def sharing(self, kind: str, wanted: Mapping[str, Sequence[str]], limit: int) -> tuple[str, ...]:
        """Return the ids of what shares a value of the first facet named: who shares most of these first, then who shares most
        of the other facets, equal ones by key."""
        ...

    def get(self, kind: str, object_id: str) -> SearchDocument | None:
        """Return the stored document of one object."""
        ...

    def stored(self) -> Iterator[Stored]:
        """Yield every object of the live index, deletions excluded."""
        ...

    def newest_version(self) -> int:
        """Return the highest version the live index has seen, 0 for none."""
        ...

    def rebuild(self, expected: int = 0) -> AbstractContextManager[Rebuild]:
        """Open a new index beside the live one; it replaces the live one on a clean exit, and is discarded otherwise.

        `expected`: about how many documents come, where that is known.
        """
        ...
