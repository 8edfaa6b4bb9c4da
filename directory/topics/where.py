"""Where the organisations of a rights area are: by district, for a whole province or country, and where nobody is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from directory.organisations.choices import SHOWN_PLACES, Scope
from directory.organisations.models import Organisation
from directory.organisations.rows import OrganisationPlace
from directory.places.models import District
from directory.topics.models import Topic
from search import analysis
from search.links import address
from search.types import SearchRequest

FIRST = 15  # districts; the others stand behind "… more"
MOST = 100  # there are 973 districts, and a page is read on old phones
WIDE = (Scope.PROVINCIAL, Scope.REGIONAL, Scope.NATIONAL, Scope.INTERNATIONAL)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """How many organisations are at a place, and the search that finds just these; "" where it cannot be asked for."""

    label: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """`unlisted`: how many districts are neither in `first` nor in `more`; `empty`: those of this city where nobody is shown,
    as long as there is anybody in another one."""

    total: int
    first: tuple[PlaceRow, ...]
    more: tuple[PlaceRow, ...]
    unlisted: int
    beyond: tuple[PlaceRow, ...]
    empty: tuple[District, ...]


def where(topic: Topic, organisations: Any, *, lang: str) -> Where:
    """Return where these organisations, those of the rights area, are and work."""
    scopes: dict[int, str] = dict(organisations.order_by().values_list("pk", "scope"))
    ids = organisations.order_by().values("pk")
    named = _districts(ids)
    counts = Counter(district for _organisation, district in named)
    in_city = Q(province__name=settings.SITE_CITY)
    wanted = District.objects.select_related("province").filter(Q(pk__in=counts.keys()) | in_city)
    districts = {district.pk: district for district in wanted}
    city = [district for district in districts.values() if district.province.name == settings.SITE_CITY]
    empty = sorted((one for one in city if one.pk not in counts), key=lambda one: analysis.sort_key(one.name))
    order = sorted(counts, key=lambda pk: (-counts[pk], analysis.sort_key(districts[pk].name), pk))

    def row(pk: int) -> PlaceRow:
        district = districts[pk]
        elsewhere = district.province.name != settings.SITE_CITY
        label = f"{district.name}, {district.province.name}" if elsewhere else district.name
        return PlaceRow(label, counts[pk], _address(topic, lang, district=district.value))

    return Where(
        total=len(scopes),
        first=tuple(row(pk) for pk in order[:FIRST]),
        more=tuple(row(pk) for pk in order[FIRST:MOST]),
        unlisted=len(order[MOST:]),
        beyond=tuple(_beyond(topic, scopes, {organisation for organisation, _district in named}, ids, lang=lang)),
        empty=tuple(empty) if len(empty) < len(city) else (),
    )


def _districts(ids: Any) -> set[tuple[int, int]]:
    """Return each organisation with each district in which it is located or works by name."""
    located = OrganisationPlace.objects.filter(organisation__in=ids, visibility__in=SHOWN_PLACES, district__isnull=False)
    serving = Organisation.active_districts.through.objects.filter(organisation__in=ids)
    pairs = located.order_by().values_list("organisation_id", "district_id")
    return set(pairs.union(serving.order_by().values_list("organisation_id", "district_id")))


def _beyond(topic: Topic, scopes: Mapping[int, str], placed: set[int], ids: Any, *, lang: str) -> Iterable[PlaceRow]:
    """Yield who works for more than districts, then those of whom neither is known: nobody is left out of the list."""
    counts = Counter(scopes.values())
    for scope in WIDE:
        if counts[scope]:
            label = (_only_province(ids) if scope == Scope.PROVINCIAL else "") or str(scope.label)
            yield PlaceRow(label, counts[scope], _address(topic, lang, scope=scope.value))
    if unknown := sum(pk not in placed and scope not in WIDE for pk, scope in scopes.items()):
        yield PlaceRow(_("District not entered yet"), unknown)


def _only_province(ids: Any) -> str:
    """Return "all of İzmir" where those that work for a whole province are all seated in one."""
    rows = OrganisationPlace.objects.filter(
        organisation__in=ids, organisation__scope=Scope.PROVINCIAL, visibility__in=SHOWN_PLACES
    )
    names = rows.order_by().values_list("province__name", flat=True).distinct()[:2]
    return _("all of %(province)s") % {"province": names[0]} if len(names) == 1 else ""


def _address(topic: Topic, lang: str, **facet: str) -> str:
    facets = {"topic": (topic.slug,), **{name: (value,) for name, value in facet.items()}}
    return address(SearchRequest(facets=facets, lang=lang, include_wide="district" not in facet))
