"""A line in the log for each request that reached the program, without anything that belongs to a person.

What is written is the pattern of the address (`kuruluslar/<slug:slug>/`), never the address: a query may hold a question, a
path the key of a password that is set anew.
"""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger("paydas.requests")


class RequestLogMiddleware:
    """Stands outside everything, so that it sees what the visitor sees."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        method, started = request.method, time.perf_counter()
        response = self.get_response(request)
        if logger.isEnabledFor(logging.INFO):
            matched = request.resolver_match
            said = {
                "method": method,
                "route": str(matched.route) if matched else "",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
            }
            logger.info("%(method)s %(route)s %(status)s", said, extra=said)
        return response
