"""/harita/: every place that may be seen, as a list; beside it, on a press, a map of the same."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.organisations.cards import card, with_card_rows
from directory.organisations.models import Organisation
from directory.places.models import District, Province
from directory.places.points import MOST_POINTS, areas, drawn, narrowed, ordered, places
from directory.topics.models import Topic
from search import analysis

PAGE_SIZE = 60


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """List the places; of more than MOST_POINTS in no province, the provinces alone."""
    chosen = narrowed(request.GET)
    rows = places(chosen)
    total = rows.count()
    listed = rows if chosen.province or total <= MOST_POINTS else rows.none()
    whose = Prefetch("organisation", with_card_rows(Organisation.objects.all()))
    paginator = Paginator(ordered(listed).select_related("province", "district__province").prefetch_related(whose), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    found = list(page.object_list)
    topics = sorted(Topic.objects.all(), key=lambda topic: analysis.sort_key(topic.label))
    provinces = sorted(Province.objects.all(), key=lambda province: analysis.sort_key(province.name))
    return render(
        request,
        "directory/places/map.html",
        {
            "chosen": chosen,
            "total": total,
            "page": page,
            "page_numbers": list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
            "rows": [{"place": place, "card": card(place.organisation)} for place in found],
            "addresses_missing": any(place.shows_address and not place.address for place in found),
            "areas": areas(chosen),
            "topics": topics,
            "provinces": provinces,
            "districts": _districts(chosen.province),
            "nav": "places",
        },
    )


def _districts(province: Province | None) -> list[District]:
    if province is None:
        return []
    return sorted(province.districts.select_related("province"), key=lambda district: analysis.sort_key(district.name))


@require_safe
def map_points(request: HttpRequest) -> JsonResponse:
    """Return what the map draws of the same choice."""
    answer = JsonResponse(drawn(narrowed(request.GET)), json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-cache"
    return answer
