"""Ways out when nothing fits: the same question with one condition less, each with what it would find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from django.utils.translation import gettext as _

from search.links import address, with_values, without_part
from search.presentation import DEFAULT_KINDS, counted, labels
from search.types import ResultPage, SearchRequest

TRIED = 6  # questions asked at most; each costs a search
TRIED_BESIDE = 4  # of them beside hits that come near, whose page is asked for far more often


@dataclass(frozen=True, slots=True)
class WayOut:
    """One condition loosened: what is given up, what stays, how much it finds."""

    title: str
    rest: str
    count: str
    href: str


def ways_out(page: ResultPage, ask: Callable[[SearchRequest], ResultPage], *, at: str = "") -> tuple[WayOut, ...]:
    """Return the loosened questions that find something, those that give up least first.

    `ask` answers a question; `at`: the path of a page but the search's that takes it. Beside hits that come near, a way
    must lead to what fits, and only filters are loosened: words only order.
    """
    tried = (
        islice(without_filters(page.request), TRIED_BESIDE)
        if page.hits
        else islice(chain(without_filters(page.request), without_words(page)), TRIED)
    )
    found = []
    for title, request in tried:
        answer = ask(replace(request, page_size=1, with_facets=(), sort="relevance"))
        if answer.exact or (answer.total and not page.hits):
            kinds = request.facets.get("kind", DEFAULT_KINDS)
            found.append(WayOut(title, remaining(request), counted(answer.total, kinds), address(request, at=at)))
    return tuple(found)


def without_filters(asked: SearchRequest) -> Iterator[tuple[str, SearchRequest]]:
    """Yield the question with its districts' province instead, without one facet, without any."""
    request = replace(asked, page=1)
    filters = {name: values for name, values in request.facets.items() if name != "kind"}
    kind = {name: values for name, values in request.facets.items() if name == "kind"}
    provinces = tuple(dict.fromkeys(value.partition("/")[0] for value in filters.get("district", ())))
    if len(provinces) == 1:
        place = {
            "province": listed("province", provinces, request),
            "districts": listed("district", filters["district"], request),
        }
        title = _("All of %(province)s instead of %(districts)s") % place
        yield title, with_values(with_values(request, "district", ()), "province", provinces)
    for name, values in filters.items():
        title = _("Without the filter %(values)s")
        yield title % {"values": listed(name, values, request)}, with_values(request, name, ())
    if len(filters) > 1:
        yield _("Without any filter"), replace(request, facets=kind)


def without_words(page: ResultPage) -> Iterator[tuple[str, SearchRequest]]:
    """Yield the question without one understood part, and with only what was understood."""
    request = replace(page.request, page=1)
    kind = {name: values for name, values in request.facets.items() if name == "kind"}
    for part in page.interpretation:
        yield _("Without “%(words)s”") % {"words": part.text or part.label}, without_part(request, part)
    words = " ".join(dict.fromkeys(part.text for part in page.interpretation if part.text))
    if words and words != request.text:
        yield _("Only “%(words)s”") % {"words": words}, replace(request, text=words, facets=kind)


def listed(name: str, values: Iterable[str], request: SearchRequest) -> str:
    return ", ".join(labels(name, values, request.lang).values())


def remaining(request: SearchRequest) -> str:
    """Return what a loosened question still asks for."""
    chosen = [
        label
        for name, values in request.facets.items()
        if name != "kind"
        for label in labels(name, values, request.lang).values()
    ]
    return " · ".join([*([f"“{request.text}”"] if request.text else []), *chosen])
