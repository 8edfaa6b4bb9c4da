"""Standard pages as things that can be found: published, not expired, open to everybody."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.pages.models import StandardPage
from directory.organisations.documents import plain
from search.types import Name, Passage, SearchDocument

BATCH = 200


class PageSource:
    """See `search.registry.Source`."""

    kind = "page"
    label = _("Page")
    plural = _("Pages")

    def document(self, object_id: str) -> SearchDocument | None:
        return next(self.documents([object_id]), None)

    def documents(self, object_ids: Iterable[str]) -> Iterator[SearchDocument]:
        ids = [int(object_id) for object_id in object_ids if object_id.isdecimal()]
        return _documents(_public().filter(pk__in=ids))

    def iter_documents(self) -> Iterator[SearchDocument]:
        return _documents(_public())

    def ids(self) -> Iterator[str]:
        return map(str, _public().order_by("pk").values_list("pk", flat=True))


def _public() -> QuerySet[Any]:
    pages = StandardPage.objects.live().public().order_by("pk")
    return pages.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()))


def _documents(pages: QuerySet[Any]) -> Iterator[SearchDocument]:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return
    root = site.root_page.url_path  # "/home/"; Wagtail's own look-up is cached in each process for an hour
    for page in pages.filter(url_path__startswith=root).iterator(chunk_size=BATCH):
        yield _document(page, f"/{page.url_path.removeprefix(root)}")


def _document(page: StandardPage, path: str) -> SearchDocument:
    names = [Name(page.title, "title"), *([Name(page.title_en, "title", "en")] if page.title_en else [])]
    texts = (
        (page.search_description, "summary", "tr"),
        (page.search_description_en, "summary", "en"),
        (plain(page.body), "other", "tr"),
        (plain(page.body_en), "other", "en"),
    )
    return SearchDocument(
        kind=PageSource.kind,
        object_id=str(page.pk),
        key=page.slug,
        path=path,
        title={"tr": page.title} | ({"en": page.title_en} if page.title_en else {}),
        summary={lang: text for text, kind, lang in texts if kind == "summary" and text},
        names=tuple(names),
        passages=tuple(Passage(text, kind, lang) for text, kind, lang in texts if text),
        updated=page.last_published_at,
    )
