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
PROVINCES = 3  # so many have rows of their own for those that work in all of one
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
    named = _at(ids, "district", "district_id")
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


def _at(ids: Any, kind: str, *fields: str) -> set[tuple[Any, ...]]:
    """Return each organisation with the fields of each place where it is located or works by name.

    `kind`: "province" or "district".
    """
    located = OrganisationPlace.objects.filter(organisation__in=ids, visibility__in=SHOWN_PLACES, **{f"{kind}__isnull": False})
    serving = getattr(Organisation, f"active_{kind}s").through.objects.filter(organisation__in=ids)
    rows = located.order_by().values_list("organisation_id", *fields)
    return set(rows.union(serving.order_by().values_list("organisation_id", *fields)))


def _beyond(topic: Topic, scopes: Mapping[int, str], placed: set[int], ids: Any, *, lang: str) -> Iterable[PlaceRow]:
    """Yield who works for more than districts, then those of whom neither is known: nobody is left out of the list."""
    counts = Counter(scopes.values())
    for scope in WIDE:
        if scope == Scope.PROVINCIAL and counts[scope] and (rows := _provinces(topic, scopes, ids, lang=lang)):
            yield from rows
        elif counts[scope]:
            yield PlaceRow(str(scope.label), counts[scope], _address(topic, lang, scope=scope.value))
    if unknown := sum(pk not in placed and scope not in WIDE for pk, scope in scopes.items()):
        yield PlaceRow(_("District not entered yet"), unknown)


def _provinces(topic: Topic, scopes: Mapping[int, str], ids: Any, *, lang: str) -> list[PlaceRow]:
    """Return a row a province for those that work for a whole one; none where they are many, or one says no province."""
    provincial = {pk for pk, scope in scopes.items() if scope == Scope.PROVINCIAL}
    pairs = [row for row in _at(ids, "province", "province__name", "province__slug") if row[0] in provincial]
    counts = Counter((name, slug) for _pk, name, slug in pairs)
    if len(counts) > PROVINCES or {pk for pk, *_place in pairs} != provincial:
        return []
    return [
        PlaceRow(
            _("all of %(province)s") % {"province": name},
            count,
            _address(topic, lang, scope=Scope.PROVINCIAL.value, province=slug),
        )
        for (name, slug), count in sorted(counts.items(), key=lambda row: (-row[1], analysis.sort_key(row[0][0])))
    ]


def _address(topic: Topic, lang: str, **facet: str) -> str:
    facets = {"topic": (topic.slug,), **{name: (value,) for name, value in facet.items()}}
    return address(SearchRequest(facets=facets, lang=lang, include_wide=not {"district", "province"} & facet.keys()))
