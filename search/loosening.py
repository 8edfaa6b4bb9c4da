"""Ways out when nothing fits: the same question with one condition less, each with what it would find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search.links import address, with_values, without_part
from search.presentation import counted, facet_title, labels
from search.types import ResultPage, SearchRequest

TRIED = 6  # questions asked at most; each costs a search


@dataclass(frozen=True, slots=True)
class WayOut:
    """One condition loosened: what is given up, what stays, how much it finds."""

    title: str
    rest: str
    count: str
    href: str


def ways_out(page: ResultPage, ask: Callable[[SearchRequest], ResultPage], *, at: str = "") -> tuple[WayOut, ...]:
    """Return the loosened questions that find something, those that give up least first.

    `ask` answers a question; `at`: the path of a page but the search's that takes it.
    """
    found = []
    for _number, (title, request) in zip(range(TRIED), loosened(page), strict=False):
        total = ask(replace(request, page_size=1, with_facets=())).total
        if total:
            kinds = request.facets.get("kind", ("organisation",))
            found.append(WayOut(title, remaining(request), counted(total, kinds), address(request, at=at)))
    return tuple(found)


def loosened(page: ResultPage) -> Iterator[tuple[str, SearchRequest]]:
    """Yield the question without one facet, without one understood part, with only what was understood, without facets."""
    request = replace(page.request, page=1)
    filters = {name: values for name, values in request.facets.items() if name != "kind"}
    kind = {name: values for name, values in request.facets.items() if name == "kind"}
    for name, values in filters.items():
        names = ", ".join(labels(name, values, request.lang).values())
        title = _("Without the filter %(facet)s: %(values)s") % {"facet": facet_title(name), "values": names}
        yield title, with_values(request, name, ())
    if len(filters) > 1:
        yield _("Without any filter"), replace(request, facets=kind)
    for part in page.interpretation:
        yield _("Without “%(words)s”") % {"words": part.text or part.label}, without_part(request, part)
    words = " ".join(dict.fromkeys(part.text for part in page.interpretation if part.text))
    if words and words != request.text:
        yield _("Only “%(words)s”") % {"words": words}, replace(request, text=words, facets=kind)


def remaining(request: SearchRequest) -> str:
    """Return what a loosened question still asks for."""
    chosen = [
        label
        for name, values in request.facets.items()
        if name != "kind"
        for label in labels(name, values, request.lang).values()
    ]
    return " · ".join([*([f"“{request.text}”"] if request.text else []), *chosen])
