"""Where other rooms announce what can be found (Source) and which words mean something (Lexicon). Knows no app by name."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils import translation

from search.types import SearchDocument


class Source(Protocol):
    """The documents of one kind. Reads the live database and gives public data only."""

    kind: str
    label: object  # what a thing of this kind is called; may be lazily translated
    plural: object  # the same of many

    def document(self, object_id: str) -> SearchDocument | None:
        """Return the document of one object as it is now, or None when it is not public (any more)."""
        ...

    def documents(self, object_ids: Iterable[str]) -> Iterator[SearchDocument]:
        """Yield the documents of those that are public, with as few queries as a batch needs."""
        ...

    def iter_documents(self) -> Iterator[SearchDocument]:
        """Yield every public document, in batches with flat memory, ordered by object id."""
        ...

    def ids(self) -> Iterable[str]:
        """Return the object id of every public document: what to read one by one where reading all of them fails."""
        ...


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a word can stand for. `facet`/`value` is what documents carry when they fit it."""

    kind: str  # "topic" | "place" | "type" | "target" | "offer" | "need" | "scope" | "language"
    facet: str
    value: str
    labels: Mapping[str, str]  # language -> label


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that means a concept. `hidden`: matched, never shown or suggested. `weak`: orders, decides nothing."""

    text: str
    concept: Concept
    lang: str = "tr"
    label: bool = False  # the concept's own label, not a synonym
    hidden: bool = False
    weak: bool = False


class Lexicon(Protocol):
    """Terms of one kind of concept."""

    name: str

    def version(self) -> str:
        """Return a cheap stamp that changes when any term changes (count and newest change, say)."""
        ...

    def terms(self) -> Iterable[Term]: ...


@dataclass(frozen=True, slots=True)
class Meant:
    """A concept that something leads to, and how surely (0 to 1)."""

    concept: Concept
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """An everyday situation in the notation of `search.situations`, and what it leads to, the surest first."""

    id: str
    text: str
    concepts: tuple[Meant, ...]
    lang: str = "tr"


class Situations(Protocol):
    """Patterns of situations, and the sets of words they name."""

    name: str

    def version(self) -> str:
        """Return a cheap stamp that changes when any pattern or set of words changes."""
        ...

    def classes(self) -> Mapping[tuple[str, str], str]:
        """Return the words of each set, in the same notation, by language and name."""
        ...

    def patterns(self) -> Iterable[Pattern]: ...


@dataclass(frozen=True, slots=True)
class FacetInfo:
    """How a facet is shown. `title` may be lazily translated; `labels(values, lang)` names many values at once.

    `signs(values)`: the word by which templates know what to draw beside each value, where there is such.
    """

    name: str
    title: object
    labels: Callable[[Collection[str], str], Mapping[str, str]]
    signs: Callable[[Collection[str]], Mapping[str, str]] | None = None


@dataclass(slots=True)
class Registry:
    """Sources by kind, lexicons and situations by name, facets by name."""

    sources: dict[str, Source] = field(default_factory=dict)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    facets: dict[str, FacetInfo] = field(default_factory=dict)
    situations: dict[str, Situations] = field(default_factory=dict)

    def add_source(self, source: Source) -> None:
        self.sources[source.kind] = source

    def add_lexicon(self, lexicon: Lexicon) -> None:
        self.lexicons[lexicon.name] = lexicon

    def add_situations(self, situations: Situations) -> None:
        self.situations[situations.name] = situations

    def add_facet(self, facet: FacetInfo) -> None:
        self.facets[facet.name] = facet


registry = Registry()


def kind_labels(values: Collection[str], lang: str) -> Mapping[str, str]:
    """Name kinds as their sources do."""
    with translation.override(lang):
        return {value: str(registry.sources[value].label) for value in values if value in registry.sources}
