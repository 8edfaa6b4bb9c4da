"""The site map: public pages only, in every language, under the address the site is known by; files of at most 5,000."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps.views import SitemapIndexItem
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cms.core.context import path_in
from cms.pages.models import HomePage, StandardPage
from directory.organisations.cards import organisation_url
from directory.organisations.models import Organisation, OrganisationTopic
from directory.organisations.standing import Address
from directory.places.models import District, Province
from directory.places.views import place_dates
from directory.topics.models import Topic

ADDRESSES = 5000  # in one file
ROWS = ADDRESSES // len(settings.LANGUAGES)

Dated = tuple[str, datetime | None]  # a path without language prefix, when what it shows was last changed


@dataclass(frozen=True, slots=True)
class Section:
    """`rows` come in an order in which new ones are the last, so that the other files stay as they are."""

    rows: Callable[[], Any]
    entry: Callable[[Any], Dated]
    dates: Callable[[], Sequence[datetime | None]]


def _listed(entries: Callable[[], Sequence[Dated]]) -> Section:
    return Section(entries, lambda entry: entry, lambda: [changed for _path, changed in entries()])


def _newest() -> datetime | None:
    newest: datetime | None = Organisation.objects.public().aggregate(newest=Max("last_published_at"))["newest"]
    return newest


def entrances() -> list[Dated]:
    newest = _newest()
    return [(reverse(name), newest) for name in ("organisation_list", "topic_list", "place_list", "map")]


def pages() -> list[Dated]:
    """Home and standard pages; home also shows the organisations."""
    standing = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    home = [(page, _latest(page.last_published_at, _newest())) for page in HomePage.objects.live().public()]
    texts = StandardPage.objects.live().public().filter(standing).order_by("path")
    return [(_path(page), changed) for page, changed in [*home, *((page, page.last_published_at) for page in texts)]]


def _path(page: Any) -> str:
    parts = page.get_url_parts()
    return parts[2] if parts else reverse("wagtail_serve", args=[""])


def _latest(*dates: datetime | None) -> datetime | None:
    return max((date for date in dates if date), default=None)


def topics() -> list[Dated]:
    """Rights areas, changed when they or one of their organisations were."""
    public = Organisation.objects.public().values("pk")
    links = OrganisationTopic.objects.filter(content_object__in=public).order_by().values("tag")
    newest = dict(links.annotate(newest=Max("content_object__last_published_at")).values_list("tag", "newest"))
    return [
        (topic.get_absolute_url(), _latest(topic.updated_at, newest.get(topic.pk))) for topic in Topic.objects.order_by("pk")
    ]


def places() -> list[Dated]:
    """Provinces and districts where somebody is located or works by name."""
    found: list[Dated] = []
    for kind, rows in (("province", Province.objects.all()), ("district", District.objects.select_related("province"))):
        dates = place_dates(kind)
        found += [(place.get_absolute_url(), dates[place.pk]) for place in rows.filter(pk__in=dates).order_by("pk")]
    return found


def _organisations() -> QuerySet[Any]:
    current = Address.objects.filter(current=True)
    return (
        Organisation.objects.public()
        .filter(Exists(current.filter(organisation=OuterRef("pk"))))
        .only("pk", "key", "last_published_at")
        .prefetch_related(Prefetch("addresses", current, to_attr="current_addresses"))
        .order_by("pk")
    )


SECTIONS = {
    "pages": _listed(pages),
    "lists": _listed(entrances),
    "organisations": Section(
        _organisations,
        lambda found: (organisation_url(found), found.last_published_at),
        lambda: list(_organisations().prefetch_related(None).values_list("last_published_at", flat=True)),
    ),
    "topics": _listed(topics),
    "places": _listed(places),
}


# Search result pages are endless and say nothing of their own.
ROBOTS = ("User-agent: *", "Disallow: /admin/", "Disallow: /ara/", "Disallow: /en/ara/")


def index(request: HttpRequest) -> HttpResponse:
    """List the files with the date of the newest change in each."""
    items = []
    for name, section in SECTIONS.items():
        location = f"{settings.SITE_URL}{reverse('sitemap_section', args=[name])}"
        dates = section.dates()
        for number, start in enumerate(range(0, max(len(dates), 1), ROWS), start=1):
            address = location if number == 1 else f"{location}?p={number}"
            items.append(SitemapIndexItem(address, _latest(*dates[start : start + ROWS])))
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


def file(request: HttpRequest, section: str) -> HttpResponse:
    """Return one file: every address in every language, each naming the others."""
    if section not in SECTIONS:
        raise Http404
    chosen = SECTIONS[section]
    try:
        rows = Paginator(chosen.rows(), ROWS).page(request.GET.get("p", 1))
    except InvalidPage as error:
        raise Http404 from error
    urls = [url for row in rows for url in _urls(*chosen.entry(row))]
    return TemplateResponse(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")


def _urls(path: str, changed: datetime | None) -> list[dict[str, Any]]:
    addresses = {code: f"{settings.SITE_URL}{path_in(path, code)}" for code, _label in settings.LANGUAGES}
    others = [{"lang_code": code, "location": address} for code, address in addresses.items()]
    others.append({"lang_code": "x-default", "location": addresses[settings.LANGUAGE_CODE]})
    return [{"location": address, "lastmod": changed, "alternates": others} for address in addresses.values()]


def robots(request: HttpRequest) -> HttpResponse:
    lines = [*ROBOTS, f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
