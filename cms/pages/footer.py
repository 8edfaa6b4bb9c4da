"""The pages that the foot of every public page links to."""

from cms.core.page_cache import Until
from cms.pages.models import StandardPage


def _read() -> list[StandardPage]:
    return list(StandardPage.objects.live().public().in_menu().order_by("path"))


footer_pages = Until(_read)
