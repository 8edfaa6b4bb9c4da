"""Every address of the site. Turkish without a prefix, English under /en/; admin, API and health without language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.api import api, nothing_here
from cms.core.design import design
from cms.core.health import healthz, readyz
from cms.core.media import media
from cms.core.metrics import metrics
from cms.core.script_messages import catalogue
from cms.core.sitemaps import file as sitemap_file
from cms.core.sitemaps import index as sitemap_index
from cms.core.sitemaps import robots
from directory.places import maps
from directory.sharing.cards import site_card

urlpatterns = [
    path("admin/jsi18n/", catalogue, name="wagtailadmin_javascript_catalog"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    re_path(r"^api/", nothing_here),
    path(f"{settings.MEDIA_URL.lstrip('/')}<path:name>", media, name="media"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", sitemap_file, name="sitemap_section"),
]

urlpatterns += i18n_patterns(
    path("kuruluslar/", include("directory.organisations.urls")),
    path("haklar/", include("directory.topics.urls")),
    path("tasarim/", design, name="design"),
    path("yerler/", include("directory.places.urls")),
    path("harita/", maps.map_page, name="map"),
    path("harita/noktalar.json", maps.map_points, name="map_points"),
    path("kart.png", site_card, name="site_card"),
    path("", include("search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
