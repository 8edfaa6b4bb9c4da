"""What every public template may use."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from search import suffixes


@dataclass(frozen=True, slots=True)
class Alternate:
    """This page in a language: `url` is a path with the query, `canonical` the absolute address without it."""

    code: str
    label: str
    url: str
    canonical: str
    current: bool
    default: bool


def path_in(path: str, code: str) -> str:
    """Return the path of the same page in another language, fit for a link: only the default one has no prefix.

    A path never begins with two slashes: to a browser that would be another site.
    """
    prefix = get_script_prefix()
    rest = path.removeprefix(prefix)
    first, _slash, remainder = rest.partition("/")
    if first in dict(settings.LANGUAGES) and first != settings.LANGUAGE_CODE:
        rest = remainder
    rest = escape_uri_path(rest.lstrip("/"))
    return f"{prefix}{rest}" if code == settings.LANGUAGE_CODE else f"{prefix}{code}/{rest}"


def alternates(request: HttpRequest) -> list[Alternate]:
    query = request.META.get("QUERY_STRING", "")
    page = request.GET.get("page", "")
    kept = f"?page={page}" if page.isdecimal() and page != "1" else ""
    active = get_language() or settings.LANGUAGE_CODE
    return [
        Alternate(
            code=code,
            label=label,
            url=path_in(request.path, code) + (f"?{query}" if query else ""),
            canonical=f"{settings.SITE_URL}{path_in(request.path, code)}{kept}",
            current=code == active,
            default=code == settings.LANGUAGE_CODE,
        )
        for code, label in settings.LANGUAGES
    ]


def _footer_links() -> tuple[Any, ...]:
    from cms.pages.footer import footer_links  # noqa: PLC0415 - settings load this module before the apps are ready

    return footer_links()


def _safety() -> Any:
    from cms.pages.models import Safety  # noqa: PLC0415

    return Safety.load()


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's absolute address, this page in every language, its picture, what is asked for on use."""
    in_each_language = SimpleLazyObject(lambda: alternates(request))
    return {
        "SITE_URL": settings.SITE_URL,
        "SITE_NAME": settings.WAGTAIL_SITE_NAME,
        "SITE_CITY": settings.SITE_CITY,
        "of_city": suffixes.genitive(settings.SITE_CITY) if get_language() == "tr" else settings.SITE_CITY,
        "alternates": in_each_language,
        "canonical": SimpleLazyObject(lambda: next(page.canonical for page in in_each_language if page.current)),
        "card_image": SimpleLazyObject(lambda: f"{settings.SITE_URL}{reverse('site_card')}"),
        "footer_links": SimpleLazyObject(_footer_links),
        "safety": SimpleLazyObject(_safety),
        "map_tiles": settings.MAP_TILES_URL,
        "map_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
