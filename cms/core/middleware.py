"""Headers every answer carries, and input no view should have to think about."""

from collections.abc import Callable

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string

ADMIN_PREFIXES = ("/admin/", "/documents/")
PUBLIC_UPLOAD = 256 * 1024  # bytes; the longest report has 2,000 characters
ADMIN_UPLOAD = 64 * 1024 * 1024


class SecurityHeadersMiddleware(CSPMiddleware):
    """The content security policy (loosened for Wagtail's admin only) and a permissions policy."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(ADMIN_PREFIXES):
            response._csp_replace = settings.ADMIN_CSP_UPDATE  # type: ignore[attr-defined]
        elif getattr(request, "is_dummy", False):  # a preview: the public page, framed by the admin
            response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), interest-cohort=()")
        return super().process_response(request, response)


class HeadMiddleware:
    """Answers HEAD with the headers of GET and no body, whoever made the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        head = request.method == "HEAD"  # views further in may be told that it is a GET
        response = self.get_response(request)
        if not head:
            return response
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        elif isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        return response


class UploadLimitMiddleware:
    """Refuses what is too large to have been meant, before a byte of it is read or written to a temporary file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limit = ADMIN_UPLOAD if request.path_info.startswith(ADMIN_PREFIXES) else PUBLIC_UPLOAD
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > limit:
            return HttpResponse(render_to_string("413.html"), status=413, headers={"Connection": "close"})
        return self.get_response(request)


class CleanInputMiddleware:
    """Removes NUL characters and bytes that are no UTF-8 from query strings: no database or engine accepts them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\x00", "")
        return self.get_response(request)
