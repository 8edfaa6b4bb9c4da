"""Places: where there is anybody, and who is located in, works by name in, or covers a province or a district."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from directory.organisations.cards import Card, cards
from directory.organisations.choices import SHOWN_PLACES, Scope
from directory.organisations.models import Organisation
from directory.organisations.rows import OrganisationPlace
from directory.places.models import District, Province
from directory.places.points import Area, listed
from directory.sharing import structured
from search.facets import narrowing
from search.forms import active_language

LIMIT = 24
SKYLINE = 8
WIDE = (Scope.NATIONAL, Scope.INTERNATIONAL)


@dataclass(frozen=True, slots=True)
class Working:
    """Organisations under one heading; `cards` are the first of `total`."""

    total: int
    cards: tuple[Card, ...]

    @property
    def rest(self) -> int:
        return self.total - len(self.cards)


def _working(located: QuerySet[Any], by_name: QuerySet[Any], covering: QuerySet[Any]) -> dict[str, Any]:
    """Return the first organisations of each heading, and `skyline`: some of those located there, from A to Z.

    The rows are fetched together.
    """
    headings = {"located": located, "by_name": by_name, "covering": covering}
    found = {name: list(rows.order_by("sort_key", "pk").values_list("pk", flat=True)) for name, rows in headings.items()}
    here = found["located"]
    spread = [here[at * len(here) // SKYLINE] for at in range(SKYLINE)] if len(here) > SKYLINE else here
    wanted = {*spread, *(pk for pks in found.values() for pk in pks[:LIMIT])}
    by_id = {card.pk: card for card in cards(Organisation.objects.public().filter(pk__in=wanted))} if wanted else {}
    working = {
        name: Working(total=len(pks), cards=tuple(by_id[pk] for pk in pks[:LIMIT] if pk in by_id))
        for name, pks in found.items()
    }
    return {**working, "skyline": [by_id[pk] for pk in spread if pk in by_id]}


def place_dates(kind: str) -> dict[int, datetime | None]:
    """Return when the organisations of each place, located there or working there by name, were last changed."""
    public = Organisation.objects.public().values("pk")
    at = OrganisationPlace.objects.filter(organisation__in=public, visibility__in=SHOWN_PLACES, **{f"{kind}__isnull": False})
    named = getattr(Organisation, f"active_{kind}s").through.objects.filter(organisation__in=public)
    found: dict[int, datetime | None] = {}
    for rows in (at, named):
        newest = rows.order_by().values(f"{kind}_id").annotate(newest=Max("organisation__last_published_at"))
        for pk, date in newest.values_list(f"{kind}_id", "newest"):
            found[pk] = max((one for one in (found.get(pk), date) if one), default=None)
    return found


def _place_counts(places: QuerySet[Any], *, kind: str) -> list[Area]:
    """Return the places where public organisations are located or work by name. `kind`: "province" or "district"."""
    public = Organisation.objects.public().values("pk")
    within = {"organisation__in": public, f"{kind}__in": places.values("pk")}
    at = OrganisationPlace.objects.filter(visibility__in=SHOWN_PLACES, **within)
    named = getattr(Organisation, f"active_{kind}s").through.objects.filter(**within)
    there = at.filter(**{"organisation": OuterRef("organisation"), kind: OuterRef(kind)})
    counts: Counter[int] = Counter()
    for rows in (at, named.exclude(Exists(there))):
        found = rows.order_by().values(kind).annotate(n=Count("organisation", distinct=True))
        counts.update(dict(found.values_list(kind, "n")))
    return listed(Area(place, counts[place.pk], place.get_absolute_url()) for place in places if place.pk in counts)


def _search_url(**facet: str) -> str:
    """Return the search page narrowed to the place; "" on a site without it."""
    try:
        return f"{reverse('search')}?{urlencode(facet)}"
    except NoReverseMatch:
        return ""


def place_list(request: HttpRequest) -> HttpResponse:
    """List the provinces with organisations."""
    provinces = _place_counts(Province.objects.all(), kind="province")
    return render(request, "directory/places/list.html", {"provinces": provinces, "nav": "places"})


def province(request: HttpRequest, province: str) -> HttpResponse:
    found = get_object_or_404(Province, slug=province)
    public: Any = Organisation.objects.public()
    here, named = _at(province=found), _naming("province", found)
    located, by_name = public.filter(pk__in=here), public.filter(pk__in=named).exclude(pk__in=here)
    covering = public.filter(Q(scope__in=WIDE) | _of_region(found)).exclude(pk__in=here).exclude(pk__in=named)
    return render(
        request,
        "directory/places/place.html",
        {
            "province": found,
            "place": found,
            "districts": _place_counts(found.districts.select_related("province"), kind="district"),
            **_working(located, by_name, covering),
            "more_url": _search_url(province=found.slug),
            "narrowing": narrowing(active_language(), province=found.slug),
            "nav": "places",
            "structured": structured.place(found),
        },
    )


def district(request: HttpRequest, province: str, district: str) -> HttpResponse:
    found = get_object_or_404(District.objects.select_related("province"), province__slug=province, slug=district)
    public: Any = Organisation.objects.public()
    here, named = _at(district=found), _naming("district", found)
    located, by_name = public.filter(pk__in=here), public.filter(pk__in=named).exclude(pk__in=here)
    province_wide = Q(pk__in=_naming("province", found.province)) | Q(
        scope=Scope.PROVINCIAL, pk__in=_at(province=found.province)
    )
    covering = (
        public.filter(province_wide | Q(scope__in=WIDE) | _of_region(found.province)).exclude(pk__in=here).exclude(pk__in=named)
    )
    return render(
        request,
        "directory/places/place.html",
        {
            "province": found.province,
            "place": found,
            "district": found,
            **_working(located, by_name, covering),
            "more_url": _search_url(district=found.value),
            "narrowing": narrowing(active_language(), district=found.value),
            "nav": "places",
            "structured": structured.place(found),
        },
    )


def _at(**place: Any) -> QuerySet[Any]:
    """Return the keys of organisations with a place there whose district at least may be shown."""
    return OrganisationPlace.objects.filter(visibility__in=SHOWN_PLACES, **place).order_by().values("organisation")


def _naming(kind: str, place: Province | District) -> QuerySet[Any]:
    """Return the keys of organisations that say they work in the place. `kind`: "province" or "district"."""
    through = getattr(Organisation, f"active_{kind}s").through
    return through.objects.filter(**{kind: place}).values("organisation")


def _of_region(province: Province) -> Q:
    """Regional bodies seated in the province's region."""
    return Q(scope=Scope.REGIONAL, pk__in=_at(province__region_tr=province.region_tr))
