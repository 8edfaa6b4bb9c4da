"""/ara/: one question in, one page out. Parsing is in forms, wording in presentation."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search import counting, facets, labels, presentation, service, suggesting
from search.beside import beside
from search.forms import Parameters, Parsed, active_language, parse
from search.grouping import groups
from search.links import address, feed_address, with_values
from search.loosening import ways_out
from search.presentation import DEFAULT_KINDS
from search.registry import registry
from search.types import ResultPage, SearchRequest
from search.understanding import UNCORRECTED

COUNTED = ("kind", *facets.SHOWN_FACETS)
SUGGESTED = 8
BROWSED = 12  # rights areas offered where nothing was found


@require_safe
@cache_control(private=True, no_cache=True)
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits; without words, everything. Without a usable index the page stays, and says so."""
    parsed = parse(request.GET, lang=active_language(), with_facets=COUNTED)
    page = answer(parsed.request)
    counting.count(page)
    if page.hits:
        return render(request, "search/results.html", found(page, notes(page, parsed)))
    if page.degraded:
        heading = {"heading": _("The search does not answer at the moment")}
        return render(request, "search/unavailable.html", common(page, parsed.notes) | heading, status=503)
    return render(request, "search/nothing.html", nothing(page, parsed.notes))


@require_safe
@cache_control(public=True, max_age=60)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return the rows under a search box for what is typed so far; nothing of the visitor is kept."""
    lang = active_language()
    text = Parameters(request.GET).text()
    groups = suggesting.suggestion_groups(service.suggest(text, lang, SUGGESTED), text, lang) if text else ()
    number = sum(len(group.rows) for group in groups)
    said = ngettext("%(n)s suggestion", "%(n)s suggestions", number) % {"n": presentation.count_text(number)}
    return render(request, "search/suggestions.html", {"groups": groups, "text": text, "said": said})


def answer(request: SearchRequest) -> ResultPage:
    """Return what fits among organisations, or among what the visitor turned to; the page keeps the request as it came."""
    kinds = request.facets.get("kind", DEFAULT_KINDS)
    return replace(service.search(replace(request, facets={**request.facets, "kind": kinds})), request=request)


def notes(page: ResultPage, parsed: Parsed) -> tuple[str, ...]:
    """Return what was taken differently from how it came, in sentences."""
    asked = parsed.request.page
    if page.page == asked:
        return parsed.notes
    note = _("There is no page %(page)s. This is the last page.") % {"page": presentation.count_text(asked)}
    return (*parsed.notes, note)


def found(page: ResultPage, said: tuple[str, ...]) -> dict[str, Any]:
    """Return the context of a page with hits."""
    views = facets.facet_views(page)
    total = presentation.counted(page.total, page.request.facets.get("kind", DEFAULT_KINDS))
    near = page.request.page == 1 and not page.exact and page.request.facets
    return common(page, said) | {
        "heading": heading(page, total),
        "ways_out": ways_out(page, answer) if near else (),
        "uncorrected": address(replace(page.request, ignored=(*page.request.ignored, UNCORRECTED), page=1)),
        "groups": groups(page),
        "facets": views,
        "kept": presentation.kept_parameters(page.request, (facet.name for facet in views)),
        "pager": presentation.pager(page),
        "sorts": presentation.sorts(page.request),
        "wide": wide_switch(page),
        "beside": beside(page),
    }


def nothing(page: ResultPage, said: tuple[str, ...]) -> dict[str, Any]:
    """Return the context of a page without hits: what could be loosened, and where else to look."""
    browse = answer(SearchRequest(lang=page.request.lang, page_size=1, with_facets=("topic",)))
    values = [value for facet in browse.facets if facet.name == "topic" for value in facet.values if value.count]
    return common(page, said) | {
        "heading": nothing_heading(page),
        "ways_out": ways_out(page, answer),
        "topics": [
            presentation.Chip(
                "topic",
                "",
                value.label,
                address(SearchRequest(facets={"topic": (value.value,)})),
                labels.sign("topic", value.value, page.request.lang),
                presentation.count_text(value.count),
            )
            for value in values[:BROWSED]
        ],
    }


def common(page: ResultPage, said: tuple[str, ...]) -> dict[str, Any]:
    """Return what every answer shows."""
    request = replace(page.request, page=page.page)
    return {
        "page": page,
        "hide_header_search": True,
        "question": request,
        "notes": said,
        "understood": presentation.understood(page),
        "chosen": presentation.chosen(request),
        "tabs": tabs(page),
        "feed": feed_address(request),
        "canonical": f"{settings.SITE_URL}{address(request)}",
        "indexable": not (request.text or request.facets or request.ignored or request.page > 1 or request.sort != "relevance"),
        "kept_by_box": presentation.kept_parameters(replace(request, text="", ignored=()), ()),
    }


def heading(page: ResultPage, total: str) -> str:
    """Return the page's heading: how much there is, and of what."""
    text = page.corrected or page.request.text
    if not text:
        return total if page.request.facets else _("All entries: %(total)s") % {"total": total}
    if not page.exact and (filters := ", ".join(chip.label for chip in presentation.chosen(page.request))):
        return _("With these filters nothing fits fully: %(filters)s") % {"filters": filters}
    if not page.exact:
        return _("No entry fits “%(text)s” fully") % {"text": text}
    return _("“%(text)s”: %(total)s") % {"text": text, "total": total}


def nothing_heading(page: ResultPage) -> str:
    """Return the heading of a page without hits: which words found nothing, or that conditions together did."""
    if not page.request.text:
        return _("Nothing fits all of this") if page.request.facets else _("There is nothing here yet")
    if presentation.chosen(page.request) or page.interpretation:
        return _("Nothing fits all of this")
    return _("No entry matches “%(text)s”") % {"text": page.request.text}


def tabs(page: ResultPage) -> tuple[presentation.Link, ...]:
    """Return a link for each kind of thing that was found, the kinds shown among them; nothing where there is no choice."""
    shown = page.request.facets.get("kind", DEFAULT_KINDS)
    found = [value for facet in page.facets if facet.name == "kind" for value in facet.values if value.count]
    if all(value.value in shown for value in found):
        return ()
    # Places come last: there are a thousand of them, most without an organisation.
    ordered = sorted(
        found, key=lambda value: (value.value not in DEFAULT_KINDS, value.value == "place", -value.count, value.value)
    )
    return tuple(
        presentation.Link(
            label=str(registry.sources[value.value].plural) if value.value in registry.sources else value.label,
            href=address(with_values(page.request, "kind", () if (value.value,) == DEFAULT_KINDS else (value.value,))),
            current=value.value in shown,
            count=presentation.count_text(value.count),
        )
        for value in ordered
    )


def wide_switch(page: ResultPage) -> presentation.Link | None:
    """Return the switch for bodies that work for a whole province or the country, where a place was chosen."""
    request = page.request
    if not ({"district", "province"} & set(request.facets)):
        return None
    label = (
        _("Hide organisations that work throughout the province or country")
        if request.include_wide
        else _("Also show organisations that work throughout the province or country")
    )
    return presentation.Link(label, address(replace(request, include_wide=not request.include_wide, page=1)))
