"""What all answers under /api/ have in common, whoever gave them: problems in JSON, open to every origin, validated caching."""

import json
from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import activate, override
from django.utils.translation import gettext as _

from search.problems import Problem

PREFIX = "/api/"
METHODS = "GET, HEAD, OPTIONS"
PROBLEM_TYPE = "application/problem+json"


def problem_response(status: int, detail: str = "", problems: tuple[Problem, ...] = ()) -> HttpResponse:
    """Return a problem document (RFC 9457) that also says, parameter by parameter, what to change."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or default_detail(status),
        "errors": [{"field": problem.field, "message": problem.message} for problem in problems],
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM_TYPE)


def default_detail(status: int) -> str:
    """Return a sentence for answers that come without one."""
    return {
        400: _("The request could not be read."),
        404: _("There is nothing at this address. /api/v1/openapi.json lists what there is."),
        405: _("The API only reads: use GET."),
        500: _("Something went wrong on our side. It has been noted."),
    }.get(status, HTTPStatus(status).description)


class ApiEdgeMiddleware:
    """Stands outside sessions and languages, so that what they add to an answer (Vary, cookies) is not added here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with override(None):
            return self.answer(request)

    def process_view(self, request: HttpRequest, *rest: object) -> None:
        """Set the language once more: the locale middleware, which stands further in, goes by the path."""
        if request.path_info.startswith(PREFIX):
            activate(asked_language(request))

    def answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": METHODS})
        elif request.method in ("GET", "HEAD"):
            request.method = "GET"  # the server leaves the body out of an answer to HEAD
            response = self.get_response(request)
            activate(asked_language(request))
        else:
            activate(asked_language(request))
            response = problem_response(405)
            response["Allow"] = METHODS
        if response.status_code >= 400 and response.headers.get("Content-Type") != PROBLEM_TYPE:
            response = problem_response(response.status_code)
        return finished(request, response)


def asked_language(request: HttpRequest) -> str:
    """Return the language of labels and messages; parsed here without touching GET, which may be what is wrong."""
    return "en" if "lang=en" in request.META.get("QUERY_STRING", "").split("&") else "tr"


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer open to every origin and cacheable as far as it stays true: asked again, it may be 304."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    response.headers["Access-Control-Max-Age"] = "86400"
    for header in ("Vary", "Content-Language"):  # the address says the language; nothing else makes a difference
        response.headers.pop(header, None)
    response.cookies.clear()
    if response.status_code != HTTPStatus.OK:
        response.headers["Cache-Control"] = "no-store" if response.status_code >= 500 else "no-cache"
        return response
    response.headers["Cache-Control"] = "public, no-cache"
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
