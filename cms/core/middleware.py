"""Headers every answer carries, and input no view should have to think about."""

from collections.abc import Callable

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

ADMIN_PREFIXES = ("/admin/", "/documents/")


class SecurityHeadersMiddleware(CSPMiddleware):
    """The content security policy (loosened for Wagtail's admin only) and a permissions policy."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(ADMIN_PREFIXES):
            response._csp_replace = settings.ADMIN_CSP_UPDATE  # type: ignore[attr-defined]
        elif getattr(request, "is_dummy", False):  # a preview: the public page, framed by the admin
            response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), interest-cohort=()")
        return super().process_response(request, response)


class CleanInputMiddleware:
    """Removes NUL characters and bytes that are no UTF-8 from query strings: no database or engine accepts them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\x00", "")
        return self.get_response(request)
