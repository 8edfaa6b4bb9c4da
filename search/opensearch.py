"""How a browser asks us from its own search box (OpenSearch 1.1): the description and the suggestions it shows."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search import service
from search.forms import LANGUAGES, Parameters, active_language

SUGGESTED = 8
TERMS = "{searchTerms}"


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def description(request: HttpRequest) -> HttpResponse:
    """Describe the search in the active language."""
    icon = static("icon.svg")
    context = {
        "icon": icon if icon.startswith("http") else f"{settings.SITE_URL}{icon}",
        "results": f"{settings.SITE_URL}{reverse('search')}?q={TERMS}",
        "suggestions": f"{settings.SITE_URL}{reverse('browser_suggestions')}?q={TERMS}",
        "itself": f"{settings.SITE_URL}{reverse('opensearch')}",
    }
    return render(request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml")


@require_safe
@cache_control(public=True, max_age=60)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return what could be meant: the text, the titles, what each is called too, where each leads."""
    lang = active_language()
    text = Parameters(request.GET).text()
    found = service.suggest(text, lang, SUGGESTED) if text else ()
    prefix = "" if lang == LANGUAGES[0] else f"/{lang}"
    rows = [
        text,
        [one.title for one in found],
        [one.matched for one in found],
        [f"{settings.SITE_URL}{prefix}{one.path}" for one in found],
    ]
    return JsonResponse(rows, safe=False, content_type="application/x-suggestions+json")
