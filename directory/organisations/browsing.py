"""The list of organisations, narrowed by the facets of the search. Rows and their order are the database's own where nothing is
chosen; which rows fit a choice, and how many fit each further one, the index says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from directory.organisations.cards import Card, card, with_card_rows
from directory.organisations.models import Organisation
from search import facets, presentation, service
from search.forms import WINDOW, parse
from search.loosening import WayOut, ways_out
from search.types import ResultPage, SearchRequest

PAGE_SIZE = 40
FEW_PAGES = 7  # so many numbers stand side by side with no gap among them


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of organisations. `answered`: the index did; without it nothing but type and rights area narrows.

    `ways_out`: with which filter less there is something, where nothing fits them all.
    """

    page: Page
    cards: list[Card]
    facets: tuple[facets.FacetView, ...]
    chosen: tuple[presentation.Chip, ...]
    notes: tuple[str, ...]
    answered: bool
    ways_out: tuple[WayOut, ...] = ()


def listing(data: QueryDict, *, lang: str, address: str) -> Listing:
    """Return what the parameters ask for; `address` is the path that narrowing links lead to."""
    parsed = parse(data, lang=lang, page_size=PAGE_SIZE)
    chosen = {name: values for name, values in parsed.request.facets.items() if name in facets.SHOWN_FACETS}
    question = SearchRequest(
        facets={**chosen, "kind": ("organisation",)},
        lang=lang,
        sort="title",
        page_size=PAGE_SIZE if chosen else 1,
        with_facets=facets.SHOWN_FACETS,
    )
    first = service.search(question)
    answered = bool(first.hits) or not first.degraded
    rows: Any = _Chosen(question, first) if chosen and answered else _all(chosen)
    paginator = Paginator(rows, PAGE_SIZE)
    page = paginator.get_page(data.get("page"))
    found = list(page.object_list)
    asked = replace(question, sort="relevance", facets=chosen)
    return Listing(
        page=page,
        cards=[card(organisation) for organisation in found],
        facets=facets.facet_views(first) if answered else (),
        chosen=presentation.chosen(asked, at=address),
        notes=parsed.notes,
        answered=answered,
        ways_out=ways_out(replace(first, request=asked), _ask, at=address) if chosen and answered and not found else (),
    )


def _ask(request: SearchRequest) -> ResultPage:
    return service.search(replace(request, facets={**request.facets, "kind": ("organisation",)}))


def page_numbers(page: Page) -> list[int | str]:
    """Return the numbers under a list; of many, the first, the last and those beside this one."""
    pages = page.paginator
    if pages.num_pages <= FEW_PAGES:
        return list(pages.page_range)
    return list(pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


def _all(chosen: Mapping[str, tuple[str, ...]]) -> Any:
    rows: Any = Organisation.objects.public()
    if types := chosen.get("type"):
        rows = rows.filter(type__in=types)
    if topics := chosen.get("topic"):
        rows = rows.filter(tagged_topics__tag__slug__in=topics).distinct()
    return with_card_rows(rows.order_by("sort_key", "pk"))


class _Chosen:
    """What fits the chosen facets, as a paginator reads it: counted once, fetched a page at a time."""

    def __init__(self, question: SearchRequest, first: ResultPage) -> None:
        self.question, self.first = question, first

    def count(self) -> int:
        return min(self.first.total, WINDOW)

    def __getitem__(self, part: slice) -> list[Any]:
        number = part.start // PAGE_SIZE + 1
        page = self.first if number == 1 else service.search(replace(self.question, page=number, with_facets=()))
        keys = [hit.key for hit in page.hits]
        known = {row.key: row for row in with_card_rows(Organisation.objects.public().filter(key__in=keys))}
        return [known[key] for key in keys if key in known]
