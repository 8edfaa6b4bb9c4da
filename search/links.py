"""SearchRequest -> addresses of the search page. Every link is built from a clean request, never from what came in."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from search.forms import CHOOSABLE
from search.types import Interpretation, SearchRequest


def parameters(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a request in one fixed order, defaults left out."""
    pairs: list[tuple[str, str]] = [("q", request.text)] if request.text else []
    pairs += [(name, value) for name in CHOOSABLE for value in request.facets.get(name, ())]
    pairs += [("ignored", token) for token in request.ignored]
    pairs += [
        (name, moment.isoformat())
        for name, moment in (("from", request.starts_from), ("to", request.starts_to))
        if moment is not None
    ]
    if not request.include_wide:
        pairs.append(("wide", "0"))
    if request.sort != "relevance":
        pairs.append(("sort", request.sort))
    if request.page > 1:
        pairs.append(("page", str(request.page)))
    return tuple(pairs)


def address(request: SearchRequest, *, at: str = "") -> str:
    """Return the address of a request on this site, in the active language. `at`: the path of another page that takes it."""
    query = urlencode(parameters(request))
    path = at or reverse("search")
    return f"{path}?{query}" if query else path


def first_page(request: SearchRequest) -> SearchRequest:
    """Return the request as it is without having been leafed through or ordered."""
    return replace(request, page=1, sort="relevance")


def feed_address(request: SearchRequest) -> str:
    """Return the address of a search's feed, whose page and order are its own."""
    query = urlencode(parameters(first_page(request)))
    return f"{reverse('search_feed')}?{query}" if query else reverse("search_feed")


def with_values(request: SearchRequest, name: str, values: Iterable[str]) -> SearchRequest:
    """Return the request with these values of a facet, from its first page."""
    facets = {**request.facets, name: tuple(values)}
    return replace(request, facets={key: kept for key, kept in facets.items() if kept}, page=1)


def without_value(request: SearchRequest, name: str, value: str) -> SearchRequest:
    return with_values(request, name, (kept for kept in request.facets.get(name, ()) if kept != value))


def without_part(request: SearchRequest, part: Interpretation) -> SearchRequest:
    return replace(request, ignored=tuple(dict.fromkeys((*request.ignored, part.token))), page=1)
