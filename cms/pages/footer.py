"""The links at the foot of every public page."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from cms.pages.models import StandardPage
from directory.kept import Until


@dataclass(frozen=True, slots=True)
class FooterLink:
    url: str
    title: str
    lang: str


def _read() -> dict[str, tuple[FooterLink, ...]]:
    """Return the links by language."""
    pages = list(StandardPage.objects.live().public().in_menu().order_by("path"))
    links = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            links[code] = tuple(FooterLink(page.url, page.display_title, page.display_title_lang) for page in pages)
    return links


links = Until(_read)


def footer_links() -> tuple[FooterLink, ...]:
    """Return the links in the active language."""
    return links()[translation.get_language() or settings.LANGUAGE_CODE]
