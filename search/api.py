"""GET /api/v1/search and /api/v1/suggest: the page's questions, answered in JSON. Malformed parameters are refused."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from search import service
from search.forms import LANGUAGES, MAX_IGNORED, MAX_PAGE_SIZE, MAX_VALUES, PAGE_SIZE, SORTS, WINDOW, Parameters, Parsed, parse
from search.presentation import marked
from search.problems import Problem, ProblemError
from search.types import Hit, ResultPage, Suggestion

router = Router(tags=["search"])

COUNTED = ("kind", "topic", "type", "province", "district", "target", "offers", "needs")
SUGGESTIONS, MAX_SUGGESTIONS = 8, 20

Values = list[str]


# Every parameter arrives as text and is read by `search.forms`; these say to the OpenAPI document what the text must be.


def number(default: int, largest: int | None = None, description: str = "") -> Any:
    shape: dict[str, Any] = {"type": "integer", "minimum": 1, "default": default}
    return Field(str(default), description=description, json_schema_extra=shape | ({"maximum": largest} if largest else {}))


def one_of(values: tuple[str, ...], description: str = "") -> Any:
    return Field(values[0], description=description, json_schema_extra={"enum": list(values)})


def moment(description: str, alias: str | None = None) -> Any:
    return Field("", alias=alias, description=f"{description} ISO 8601 date or date-time.")


class SearchParameters(Schema):
    """For the OpenAPI document; `search.forms` reads the values. A facet repeats for several values: any of them."""

    q: str = Field("", description="Words, as a person would write them; cut at 200 characters.")
    kind: Values = Field([], description=f"Kinds of things; at most {MAX_VALUES} values, as for every facet.")
    topic: Values = Field([], description="Rights areas, by slug: engelli-haklari.")
    type: Values = Field([], description="Types of organisations: association, platform …")
    province: Values = Field([], description="Provinces, by slug: izmir.")
    district: Values = Field([], description="Districts: izmir/bornova.")
    target: Values = Field([], description="Whom the work is for: children, disabled_people …")
    offers: Values = Field([], description="What is offered: venue, training …")
    needs: Values = Field([], description="What is sought: volunteers, sign_language …")
    organisation: Values = Field([], description="Keys of organisations.")
    scope: Values = Field([], description="local, provincial, regional, national, international.")
    language: Values = Field([], description="Languages spoken with people: tr, ku, tsm …")
    status: Values = Field([], description="active, dormant, closed.")
    ignored: Values = Field([], description=f"Interpretations to leave out, as kind:value; at most {MAX_IGNORED}.")
    wide: str = one_of(("1", "0"), "0: a chosen place leaves out bodies that work for a whole province or the country.")
    starts_from: str = moment("Events that start on or after it.", alias="from")
    starts_to: str = moment("Events that start on or before it.", alias="to")
    lang: str = one_of(LANGUAGES, "Language of titles, summaries and labels.")
    sort: str = one_of(SORTS)
    page: str = number(1, WINDOW)
    page_size: str = number(PAGE_SIZE, MAX_PAGE_SIZE, f"page x page_size is {WINDOW} at most.")


class SuggestParameters(Schema):
    """For the OpenAPI document, as above."""

    q: str = Field("", description="The beginning of a name.")
    lang: str = one_of(LANGUAGES)
    limit: str = number(SUGGESTIONS, MAX_SUGGESTIONS)


class MatchedOut(Schema):
    by: str = Field(description="name, acronym, alias, topic, synonym, keyword, offer, need, place or text")
    text: str = Field(description="the words that matched")
    label: str = Field(description="what they stand for")


class ResultOut(Schema):
    kind: str
    key: str
    title: str
    url: str
    summary: str
    highlights: dict[str, str] = Field(description="title and summary as escaped HTML with <mark>, where something matched")
    matched: list[MatchedOut]


class FacetValueOut(Schema):
    value: str
    label: str
    count: int
    selected: bool


class InterpretationOut(Schema):
    kind: str
    value: str
    label: str
    text: str


class SearchOut(Schema):
    total: int
    page: int
    pages: int
    results: list[ResultOut]
    facets: dict[str, list[FacetValueOut]]
    interpretation: list[InterpretationOut]
    corrected: str = Field(description="the text that was searched instead, or ''")
    exact: bool = Field(description="the first hit fits all that was understood")
    engine: str
    degraded: bool = Field(description="the index could not be used as it should; results may be incomplete")


class SuggestionOut(Schema):
    kind: str
    key: str
    title: str
    url: str
    matched: str = Field(description="the name that matched, where it is not the title")


class SuggestOut(Schema):
    suggestions: list[SuggestionOut]


def absolute_url(path: str, lang: str) -> str:
    """Return the public address of a path without language prefix."""
    return f"{settings.SITE_URL}{'' if lang == 'tr' else f'/{lang}'}{path}"


def refuse(problems: tuple[Problem, ...]) -> None:
    """Raise what the API answers to malformed parameters."""
    if problems:
        raise ProblemError(400, _("Some parameters could not be read."), problems)


def result_out(hit: Hit, lang: str) -> dict[str, Any]:
    """Return one hit in the shape of the design."""
    return {
        "kind": hit.kind,
        "key": hit.key,
        "title": hit.title.text,
        "url": absolute_url(hit.path, lang),
        "summary": hit.summary.text,
        "highlights": {name: marked(text) for name, text in (("title", hit.title), ("summary", hit.summary)) if text.spans},
        "matched": [{"by": reason.by, "text": reason.text, "label": reason.label} for reason in hit.matched],
    }


def page_out(page: ResultPage, parsed: Parsed) -> dict[str, Any]:
    """Return a result page in the shape of the design. A text that was cut is said in `corrected`."""
    request = parsed.request
    cut = any(problem.field == "q" for problem in parsed.problems)
    return {
        "total": page.total,
        "page": page.page,
        "pages": min(page.pages, WINDOW // request.page_size),
        "results": [result_out(hit, request.lang) for hit in page.hits],
        "facets": {
            facet.name: [
                {"value": value.value, "label": value.label, "count": value.count, "selected": value.selected}
                for value in facet.values
            ]
            for facet in page.facets
        },
        "interpretation": [
            {"kind": part.kind, "value": part.value, "label": part.label, "text": part.text} for part in page.interpretation
        ],
        "corrected": page.corrected or (request.text if cut else ""),
        "exact": page.exact,
        "engine": page.engine,
        "degraded": page.degraded,
    }


@router.get("/search", response=SearchOut, summary="Search", url_name="search")
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> dict[str, Any]:
    """Everything public: organisations, rights areas and, later, events. Without words it leafs through all of it."""
    given = Parameters(request.GET)
    lang = given.choice("lang", LANGUAGES, default="tr")
    parsed = parse(request.GET, lang=lang, page_size=None, with_facets=COUNTED)
    refuse((*given.problems, *parsed.refusals))
    return page_out(service.search(parsed.request), parsed)


@router.get("/suggest", response=SuggestOut, summary="Suggest", url_name="suggest")
def suggest(request: HttpRequest, parameters: Query[SuggestParameters]) -> dict[str, Any]:
    """Names that begin like the text."""
    given = Parameters(request.GET)
    lang = given.choice("lang", LANGUAGES, default="tr")
    limit = given.number("limit", default=SUGGESTIONS, largest=MAX_SUGGESTIONS)
    text = given.text()
    refuse(tuple(problem for problem in given.problems if problem.fatal))
    found = service.suggest(text, lang, limit) if text else ()
    return {"suggestions": [suggestion_out(suggestion, lang) for suggestion in found]}


def suggestion_out(suggestion: Suggestion, lang: str) -> dict[str, Any]:
    """Return one suggestion in the shape of the design."""
    return {
        "kind": suggestion.kind,
        "key": suggestion.key,
        "title": suggestion.title,
        "url": absolute_url(suggestion.path, lang),
        "matched": suggestion.matched,
    }
