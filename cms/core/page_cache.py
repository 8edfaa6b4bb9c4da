"""Public pages are the same for every visitor: a process keeps those it made until something is published.

Browsers and proxies keep them too, but ask each time whether they are still true (`no-cache` with an ETag): what was
unpublished is gone at the next request, wherever it was kept.
"""

import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch
from django.utils.cache import get_conditional_response, patch_cache_control

from cms.core.middleware import ADMIN_PREFIXES
from directory.easy_read import COOKIE as EASY_READ
from directory.kept import ends
from search import consumers

NOT_PAGES = (*ADMIN_PREFIXES, "/api/", "/media/", "/healthz", "/readyz")  # they say themselves who may keep them
LONGEST_QUERY = 200  # characters; longer ones are not asked twice


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was sent. `change`: the newest change when it was made; `until`: in seconds of the monotonic clock;
    `match`: what its address stands for."""

    change: int
    until: float
    match: ResolverMatch | None
    headers: dict[str, str]
    content: bytes

    def response(self) -> HttpResponse:
        return HttpResponse(zlib.decompress(self.content), headers=self.headers)


@dataclass
class Store:
    """Pages by address, those not asked for longest going first. `size`: bytes of all contents."""

    pages: OrderedDict[str, Kept] = field(default_factory=OrderedDict)
    size: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, address: str) -> Kept | None:
        with self.lock:
            if address in self.pages:
                self.pages.move_to_end(address)
            return self.pages.get(address)

    def put(self, address: str, page: Kept) -> None:
        with self.lock:
            self._drop(address)
            self.pages[address] = page
            self.size += len(page.content)
            while self.size > settings.PAGES_KEPT:
                self._drop(next(iter(self.pages)))

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.size = 0

    def _drop(self, address: str) -> None:
        if former := self.pages.pop(address, None):
            self.size -= len(former.content)


store = Store()


class PageCacheMiddleware:
    """Stands outside sessions and languages; the address alone says which page it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(NOT_PAGES) or getattr(request, "is_dummy", False):
            return self.get_response(request)
        if not _for_everybody(request):
            return finished(request, self.get_response(request))
        address, change = request.build_absolute_uri(), consumers.newest_change()
        page = store.get(address)
        if page is not None and page.change == change and time.monotonic() < page.until:
            request.resolver_match = page.match
            return finished(request, page.response())
        settled = consumers.settled()  # before the page reads anything
        response = self.get_response(request)
        if settled and isinstance(response, HttpResponse) and _is_page(request, response):
            content = zlib.compress(response.content, 1)
            until = time.monotonic() + ends.seconds(change)
            store.put(address, Kept(change, until, request.resolver_match, dict(response.headers), content))
        return finished(request, response)


def _anonymous(request: HttpRequest) -> bool:
    own = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, EASY_READ)
    return not any(name in request.COOKIES for name in own)


def _for_everybody(request: HttpRequest) -> bool:
    """Say whether the page may come from what was made for somebody else. Who is signed in sees their changes at once."""
    return (
        settings.PAGES_KEPT > 0
        and request.method in ("GET", "HEAD")
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and _anonymous(request)
    )


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and response.status_code == HTTPStatus.OK
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Cache-Control" not in response.headers
        and not response.cookies
        and "CSRF_COOKIE" not in request.META  # it holds a form with a token
    )


def finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Say who may keep the answer and that it is asked for again; answer 304 where it is still the same."""
    if "Vary" in response.headers:
        named = (name.strip() for name in response.headers["Vary"].split(","))
        kept = [name for name in named if name.lower() != "accept-language"]  # the address says the language
        response.headers["Vary"] = ", ".join(kept)
        if not kept:
            del response.headers["Vary"]
    if "Cache-Control" in response.headers or not isinstance(response, HttpResponse):
        return response
    shown_to_all = _anonymous(request) and not response.cookies and "CSRF_COOKIE" not in request.META
    if response.status_code != HTTPStatus.OK or not shown_to_all:
        patch_cache_control(response, private=True, no_cache=True)
        return response
    patch_cache_control(response, public=True, no_cache=True)
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
