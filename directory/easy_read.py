"""The easy-to-read text in place of the detailed one, for as long as a visit lasts.

A visitor chooses by a link, `?okuma=kolay` or `?okuma=ayrintili`. The choice is kept in a cookie that says only that, is
the same for everybody and goes when the browser is closed; nothing is set for those who choose nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _

PARAMETER, EASY, DETAILED = "okuma", "kolay", "ayrintili"
COOKIE = "kolay_okunur"
HELP = _("The same in short sentences and everyday words, for people who find reading hard. Leave it empty if there is none.")


@dataclass(frozen=True, slots=True)
class Reading:
    """The easy text of something, and whether it is the one to show."""

    text: str
    lang: str
    chosen: bool

    @property
    def other(self) -> str:
        """Return the address of this page with the other text."""
        return f"?{PARAMETER}={DETAILED if self.chosen else EASY}"


def _choice(request: HttpRequest) -> str:
    given = request.GET.get(PARAMETER, "")
    return given if given in (EASY, DETAILED) else ""


def reading(request: HttpRequest, owner: Any) -> Reading | None:
    """Return the easy text of an organisation or a rights area; None where there is none, and nothing is said then."""
    if not owner.display_easy_read:
        return None
    chosen = (_choice(request) or (EASY if request.COOKIES.get(COOKIE) else "")) == EASY
    return Reading(owner.display_easy_read, owner.display_easy_read_lang, chosen)


def keep_choice(request: HttpRequest, response: HttpResponse, easy: Reading | None) -> HttpResponse:
    """Keep what was chosen on this page for the visit; only a page that has both texts differs by the cookie."""
    if easy is None:
        return response
    patch_vary_headers(response, ["Cookie"])
    choice = _choice(request)
    if choice:
        patch_cache_control(response, private=True)  # it sets a cookie: no copy for others
    if choice == EASY:
        response.set_cookie(COOKIE, "1", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    elif choice == DETAILED and COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
