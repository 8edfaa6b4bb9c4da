"""The public API (/api/v1/): one NinjaAPI, to which the rooms' routers are joined, and its answers when something is wrong."""

import logging
from typing import Any, ClassVar

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from cms.core.api_edge import problem_response
from directory.exchange.api import router as organisations
from search.api import router as search
from search.problems import Problem, ProblemError

logger = logging.getLogger(__name__)


class TextRenderer(JSONRenderer):
    """JSON in which Turkish letters are letters."""

    json_dumps_params: ClassVar = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=TextRenderer(),
    title="Paydaş",
    version="1",
    description=(
        "The public directory of a city's civil society: all that a visitor can see, to read only, without a key. "
        "Errors are `application/problem+json` (RFC 9457) with `errors: [{field, message}]`."
    ),
    urls_namespace="api",
    docs_url=None,  # the usual pages load scripts from elsewhere; docs/api.md tells the same
)
api.add_router("", search)
api.add_router("", organisations)


@api.exception_handler(ProblemError)
def on_problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return problem_response(error.status, error.detail, error.problems)


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(404)


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem_response(error.status_code, str(error))


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = tuple(Problem(str(item["loc"][-1]), str(item["msg"])) for item in error.errors)
    return problem_response(400, _("Some parameters could not be read."), problems)


@api.exception_handler(Exception)
def on_failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer 400 to what Django refuses, 500 to our own mistakes; the log keeps what went wrong, the answer does not tell."""
    if isinstance(error, SuspiciousOperation):
        return problem_response(400)
    details: dict[str, Any] = {"exc_info": error, "extra": {"status_code": 500, "request": request}}
    logger.error("API failed at %s", request.path, **details)
    return problem_response(500)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer for addresses under /api/ that mean nothing, so that no page of the site ever stands there."""
    return problem_response(404)
