"""Whatever changes a document of a page leaves a Change row. Nothing else happens here."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.pages.documents import PageSource
from cms.pages.models import StandardPage
from search import sync


def connect() -> None:
    """Connect every handler; called once, when the app is ready."""
    for signal in (post_delete, page_published, page_unpublished):
        signal.connect(_page, sender=StandardPage, dispatch_uid="pages.page")
    # These change the address, or who may read it, of everything beneath. Wagtail's page_slug_changed comes after the commit.
    post_save.connect(_any_page, dispatch_uid="pages.branch")
    post_page_move.connect(_branch, dispatch_uid="pages.branch")
    for signal in (post_save, post_delete):
        signal.connect(_restriction, sender=PageViewRestriction, dispatch_uid="pages.restriction")
        signal.connect(_site, sender=Site, dispatch_uid="pages.site")


def _page(instance: StandardPage, **_kwargs: Any) -> None:
    sync.record(PageSource.kind, instance.pk)


def _any_page(instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, Page) and instance.path:
        _branch(instance)


def _branch(instance: Page, **_kwargs: Any) -> None:
    beneath = StandardPage.objects.descendant_of(instance, inclusive=True)
    sync.record_all(PageSource.kind, beneath.values_list("pk", flat=True))


def _restriction(instance: PageViewRestriction, **_kwargs: Any) -> None:
    _branch(instance.page)


def _site(**_kwargs: Any) -> None:
    sync.record_all(PageSource.kind, StandardPage.objects.values_list("pk", flat=True))
