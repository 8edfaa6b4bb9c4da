"""The facets beside the results: which are worth showing, which of their values, and in what order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from search import service
from search.presentation import count_text, facet_title, kept_parameters, labels
from search.types import Facet, FacetValue, ResultPage, SearchRequest

SHOWN_FACETS = ("topic", "type", "province", "district", "target", "offers", "needs")
PLACES = {"province", "district"}
OPEN_FACETS = ("topic", "type", "district")
FIRST_VALUES = 7  # of a facet; the others stand behind "… more"
MOST_VALUES = 40  # of a facet, chosen ones aside: there are 973 districts, and a page is read on old phones


@dataclass(frozen=True, slots=True)
class Choice:
    """A checkbox of a facet."""

    id: str
    value: str
    label: str
    count: str
    selected: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet's checkboxes. `unlisted`: how many rarer values there are, which show when the results are narrowed."""

    name: str
    title: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    open: bool
    unlisted: int = 0

    @property
    def chosen(self) -> int:
        return sum(choice.selected for choice in (*self.first, *self.more))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The facets of what a page shows, as a form that leads to the search page.

    `kept`: what the page itself stands for; `total`: how many organisations the search finds for it.
    """

    facets: tuple[FacetView, ...]
    kept: tuple[tuple[str, str], ...]
    total: int


def narrowing(lang: str, *, without: Collection[str] = (), **shown: str) -> Narrowing:
    """Return the facets of what has these values, `topic="kadin-haklari"` say; a place is not narrowed to other places.

    `without`: facets that the page itself shows. Without an index there are none.
    """
    base = {name: (value,) for name, value in shown.items()}
    left_out = {*base, *without, *(PLACES if base.keys() & PLACES else ())}
    names = tuple(name for name in SHOWN_FACETS if name not in left_out)
    request = SearchRequest(facets={**base, "kind": ("organisation",)}, lang=lang, page_size=1, with_facets=names)
    page = service.search(request)
    return Narrowing(facet_views(page), kept_parameters(replace(request, facets=base), ()), page.total)


def facet_views(page: ResultPage) -> tuple[FacetView, ...]:
    """Return the facets worth showing: those that divide the results, and those that are chosen."""
    return tuple(
        facet_view(facet, page.request)
        for facet in page.facets
        if facet.name in SHOWN_FACETS and (facet.name in page.request.facets or len(facet.values) > 1)
    )


def facet_view(facet: Facet, request: SearchRequest) -> FacetView:
    """Return a facet's checkboxes: chosen values first to be seen, the frequent ones next."""
    values = offered(facet, request)
    choices = [
        Choice(f"{facet.name}-{number}", value.value, value.label, count_text(value.count), value.selected)
        for number, value in enumerate(values)
        if number < MOST_VALUES or value.selected
    ]
    shown = {choice.value for choice in choices}
    missing = [value for value in request.facets.get(facet.name, ()) if value not in shown]
    for number, (value, label) in enumerate(labels(facet.name, missing, request.lang).items()):
        choices.append(Choice(f"{facet.name}-x{number}", value, label, count_text(0), True))
    first = [choice for number, choice in enumerate(choices) if number < FIRST_VALUES or choice.selected]
    more = [choice for choice in choices if choice not in first]
    is_open = facet.name in OPEN_FACETS or facet.name in request.facets
    title = facet.label or facet_title(facet.name)
    unlisted = len(values) - sum(value.value in shown for value in values)
    return FacetView(facet.name, title, tuple(first), tuple(more), is_open, unlisted)


def offered(facet: Facet, request: SearchRequest) -> Sequence[FacetValue]:
    """Return the values that a visitor may choose: where provinces are chosen, only districts of theirs."""
    provinces = request.facets.get("province", ())
    if facet.name != "district" or not provinces:
        return facet.values
    return [value for value in facet.values if value.selected or value.value.partition("/")[0] in provinces]
