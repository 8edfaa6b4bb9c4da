"""The values that cross search's borders, all frozen. No engine, no database and no other app's models here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

# Facets every engine knows. A document may carry several values of each; a value is a slug ("engelli-haklari",
# a district's is "izmir/bornova").
FACETS = (
    "kind",
    "topic",
    "type",
    "province",
    "district",
    "serves",
    "scope",
    "access",
    "cooperation",
    "target",
    "offers",
    "needs",
    "language",
    "founded",
    "organisation",
    "status",
)

NameKind = Literal["title", "alias", "acronym", "legal_name"]
PassageKind = Literal["summary", "about", "topic", "keyword", "offer", "need", "place", "other"]


@dataclass(frozen=True, slots=True)
class Name:
    """One of the names a thing is known by."""

    text: str
    kind: NameKind
    lang: str = "tr"


@dataclass(frozen=True, slots=True)
class Passage:
    """Searchable text that is not a name. `label` is the value it stands for (an offer's kind, a topic's slug) or ''."""

    text: str
    kind: PassageKind
    lang: str = "tr"
    label: str = ""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What the engine keeps of one public object: public text only, and enough to draw a hit without the database."""

    kind: str  # "organisation", "topic", "place", "page", ...
    object_id: str  # the Source's own id of it (a primary key), unique within the kind
    key: str  # the permanent public key
    path: str  # without a language prefix: "/kuruluslar/x/"
    title: Mapping[str, str]  # language -> text; "tr" is always there
    summary: Mapping[str, str] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    passages: tuple[Passage, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    point: tuple[float, float] | None = None  # latitude, longitude; public precision only
    updated: datetime | None = None
    starts: datetime | None = None  # events
    extra: Mapping[str, str] = field(default_factory=dict)  # shown with a hit, never searched


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question. Built once, at the edge, by `forms.py` or `api.py`; everything in it is already clean and clamped."""

    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # chosen values: any of one facet, all facets
    ignored: tuple[str, ...] = ()  # interpretations the visitor removed, as "kind:value"
    starts_from: datetime | None = None
    starts_to: datetime | None = None
    lang: str = "tr"
    sort: Literal["relevance", "title", "updated"] = "relevance"
    page: int = 1
    page_size: int = 20
    with_facets: tuple[str, ...] = ()  # which facets to count
    include_wide: bool = True  # a chosen place also keeps bodies that work for the whole province or country


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A part of the query that was read as something known; `text` is the words as typed."""

    kind: str  # "topic", "place", "type", "target", "offer", "need", ...
    value: str
    label: str
    text: str

    @property
    def token(self) -> str:
        """The value of the `ignored` parameter that removes it."""
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class Matched:
    """Why a hit is here; `by`: name, acronym, alias, topic, synonym, keyword, offer, need, place or text."""

    by: str
    text: str
    label: str
    lang: str = ""  # of the text, when it is quoted from the document
    spans: tuple[tuple[int, int], ...] = ()  # of the text: the words that answer, as in `Highlight`


@dataclass(frozen=True, slots=True)
class Highlight:
    """A text with the matched parts as [start, end) offsets; the template escapes, then marks."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    object_id: str
    key: str
    path: str
    title: Highlight
    summary: Highlight
    title_lang: str
    summary_lang: str
    facets: Mapping[str, tuple[str, ...]]
    extra: Mapping[str, str]
    matched: tuple[Matched, ...] = ()
    score: float = 0.0
    updated: datetime | None = None
    fits: bool = True  # it fits all that was understood
    lacking: tuple[Matched, ...] = ()  # what it does not fit, as far as that can be told


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    request: SearchRequest
    hits: tuple[Hit, ...]
    total: int
    page: int
    pages: int
    facets: tuple[Facet, ...] = ()
    interpretation: tuple[Interpretation, ...] = ()
    corrected: str = ""  # the text that was searched instead, or ''
    exact: bool = True
    engine: str = ""
    degraded: bool = False
    truncated: bool = False  # the text was longer than what is read


@dataclass(frozen=True, slots=True)
class Shared:
    """Something two documents have in common: `facet` is "topic", "district", "target", "offers_met" or "needs_met"."""

    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Similar:
    """A document that shares something with another one."""

    document: SearchDocument
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    key: str
    title: str
    path: str
    matched: str  # the name that matched, when it is not the title
    lang: str = "tr"  # of the title
    extra: Mapping[str, str] = field(default_factory=dict)  # shown with it, as with a hit
