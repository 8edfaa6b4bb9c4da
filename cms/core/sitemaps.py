"""The site map: public pages only, in every language, under the address the site is known by."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from cms.pages.models import HomePage, StandardPage
from directory.organisations.cards import organisation_url
from directory.organisations.models import Organisation
from directory.organisations.standing import Address
from directory.topics.models import Topic


class PublicSitemap(Sitemap):
    """Both languages, each naming the other."""

    i18n = True
    alternates = True
    x_default = False
    limit = 5000

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        return super().get_urls(page=page, site=site, protocol=urlsplit(settings.SITE_URL).scheme)

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class ListSitemap(PublicSitemap):
    """The fixed entrances."""

    def items(self) -> list[str]:
        return ["organisation_list", "topic_list", "place_list"]

    def location(self, item: str) -> str:
        return reverse(item)


class PageSitemap(PublicSitemap):
    """Home and standard pages."""

    def items(self) -> list[Any]:
        return [*HomePage.objects.live().public(), *StandardPage.objects.live().public().order_by("path")]

    def location(self, item: Any) -> str:
        parts = item.get_url_parts()
        return parts[2] if parts else reverse("wagtail_serve", args=[""])

    def lastmod(self, item: Any) -> Any:
        return item.last_published_at


class OrganisationSitemap(PublicSitemap):
    def items(self) -> Any:
        current = Address.objects.filter(current=True)
        return (
            Organisation.objects.public()
            .filter(Exists(current.filter(organisation=OuterRef("pk"))))
            .only("pk", "key", "last_published_at")
            .prefetch_related(Prefetch("addresses", current, to_attr="current_addresses"))
            .order_by("pk")
        )

    def location(self, item: Any) -> str:
        return organisation_url(item)

    def lastmod(self, item: Any) -> Any:
        return item.last_published_at


class TopicSitemap(PublicSitemap):
    def items(self) -> Any:
        return Topic.objects.order_by("pk")


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": PageSitemap,
    "lists": ListSitemap,
    "organisations": OrganisationSitemap,
    "topics": TopicSitemap,
}


# Search result pages are endless and say nothing of their own.
ROBOTS = ("User-agent: *", "Disallow: /admin/", "Disallow: /ara/", "Disallow: /en/ara/")


def index(request: HttpRequest) -> HttpResponse:
    """List the sections and their pages. Django's own view would name them after the request's host."""
    items = []
    for section, sitemap in SITEMAPS.items():
        location = f"{settings.SITE_URL}{reverse('sitemap_section', args=[section])}"
        pages = sitemap().paginator.num_pages
        items += [SitemapIndexItem(location if page == 1 else f"{location}?p={page}") for page in range(1, pages + 1)]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    lines = [*ROBOTS, f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
