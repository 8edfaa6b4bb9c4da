"""Ways out when nothing fits: the same question with one condition less, each with what it would find."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search import service
from search.links import address, with_values, without_part
from search.presentation import counted, facet_title, kinds_found, labels
from search.types import ResultPage, SearchRequest

TRIED = 6  # questions asked at most; each costs a search


@dataclass(frozen=True, slots=True)
class WayOut:
    """One condition loosened: what is given up, what stays, how much it finds."""

    title: str
    rest: str
    count: str
    href: str


def ways_out(page: ResultPage) -> tuple[WayOut, ...]:
    """Return the loosened questions that find something, those that give up least first."""
    found = []
    for _number, (title, request) in zip(range(TRIED), loosened(page), strict=False):
        answer = service.search(replace(request, page=1, page_size=1, with_facets=("kind",)))
        if answer.total:
            count = counted(answer.total, kinds_found(answer))
            found.append(WayOut(title, remaining(request), count, address(request)))
    return tuple(found)


def loosened(page: ResultPage) -> Iterator[tuple[str, SearchRequest]]:
    """Yield the question without one facet, without one understood part, with only what was understood, without facets."""
    request = replace(page.request, page=1)
    for name, values in request.facets.items():
        names = ", ".join(labels(name, values, request.lang).values())
        title = _("Without the filter %(facet)s: %(values)s") % {"facet": facet_title(name), "values": names}
        yield title, with_values(request, name, ())
    if len(request.facets) > 1:
        yield _("Without any filter"), replace(request, facets={})
    for part in page.interpretation:
        yield _("Without “%(words)s”") % {"words": part.text or part.label}, without_part(request, part)
    words = " ".join(dict.fromkeys(part.text for part in page.interpretation if part.text))
    if words and words != request.text:
        yield _("Only “%(words)s”") % {"words": words}, replace(request, text=words, facets={})


def remaining(request: SearchRequest) -> str:
    """Return what a loosened question still asks for."""
    chosen = [label for name, values in request.facets.items() for label in labels(name, values, request.lang).values()]
    return " · ".join([*([f"“{request.text}”"] if request.text else []), *chosen])
