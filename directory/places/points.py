"""What the map and its list show: the places of public organisations that may be seen, never nearer than they may be."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, F, Prefetch, QuerySet, Value, When
from django.urls import reverse
from django.utils.http import urlencode

from directory.organisations.cards import organisation_url
from directory.organisations.choices import SHOWN_PLACES
from directory.organisations.models import Organisation
from directory.organisations.rows import OrganisationPlace
from directory.organisations.standing import Address
from directory.places.models import District, Province
from directory.topics.models import Topic
from search import analysis

MOST_POINTS = 2_000  # beyond these the map shows how many there are in each district
MOST_BLOCKS = 5


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a visitor has chosen; what does not exist is not chosen."""

    province: Province | None = None
    district: District | None = None
    topic: Topic | None = None
    organisation: str = ""

    @property
    def query(self) -> str:
        """Return the parameters of the choice, "" for none."""
        chosen = {
            "province": self.province.slug if self.province and not self.district else "",
            "district": self.district.value if self.district else "",
            "topic": self.topic.slug if self.topic else "",
            "organisation": self.organisation,
        }
        return urlencode({name: value for name, value in chosen.items() if value})


def narrowed(data: Any) -> Narrowed:
    """Read the parameters `province`, `district` ("izmir/bornova"), `topic` and `organisation` (a key)."""
    given = {name: data.get(name, "")[:200].replace("\x00", "") for name in ("province", "district", "topic", "organisation")}
    in_province, _slash, slug = given["district"].partition("/")
    found = District.objects.select_related("province").filter(province__slug=in_province, slug=slug).first() if slug else None
    province = found.province if found else Province.objects.filter(slug=given["province"]).first()
    topic = Topic.objects.filter(slug=given["topic"]).first() if given["topic"] else None
    return Narrowed(province, found, topic, given["organisation"])


def places(chosen: Narrowed) -> QuerySet[OrganisationPlace]:
    """Return the places that may be seen, in no order."""
    public: Any = Organisation.objects.public()
    if chosen.topic:
        public = public.about(chosen.topic)
    if chosen.organisation:
        public = public.filter(key=chosen.organisation)
    rows = OrganisationPlace.objects.filter(organisation__in=public.order_by().values("pk"), visibility__in=SHOWN_PLACES)
    if chosen.district:
        return rows.filter(district=chosen.district)
    return rows.filter(province=chosen.province) if chosen.province else rows


def with_organisations(rows: QuerySet[OrganisationPlace]) -> QuerySet[OrganisationPlace]:
    """Fetch beforehand what a point says."""
    addresses = Prefetch("organisation__addresses", Address.objects.filter(current=True), to_attr="current_addresses")
    return rows.select_related("province", "district__province", "organisation").prefetch_related(addresses)


def ordered(rows: QuerySet[OrganisationPlace]) -> QuerySet[OrganisationPlace]:
    """Order by province, the site's own first, and district; in each, those of no district come last."""
    away = Case(When(province__name=settings.SITE_CITY, then=Value(0)), default=Value(1))
    district = F("district__slug").asc(nulls_last=True)
    return rows.order_by(away, "province__code", district, "organisation__sort_key", "pk")


@dataclass(frozen=True, slots=True)
class Area:
    """A province or a district with how many places, or organisations, there are; `blocks` draws the number."""

    place: Province | District
    count: int
    url: str
    blocks: int = 1

    @property
    def is_home(self) -> bool:
        return isinstance(self.place, Province) and self.place.name == settings.SITE_CITY


def listed(found: Iterable[Area]) -> list[Area]:
    """Return the areas in Turkish order, the site's own province first; the fullest of the others has MOST_BLOCKS blocks."""
    rows = sorted(found, key=lambda area: (not area.is_home, analysis.sort_key(area.place.name)))
    most = max((area.count for area in rows if not area.is_home), default=1)
    return [replace(area, blocks=min(MOST_BLOCKS, max(1, round(MOST_BLOCKS * area.count / most)))) for area in rows]


def areas(chosen: Narrowed) -> list[Area]:
    """Return the districts of the chosen province with anybody in them, or else the provinces."""
    return listed(_counted(places(replace(chosen, district=None)), District if chosen.province else Province, chosen))


def _counted(rows: QuerySet[OrganisationPlace], model: type[District | Province], chosen: Narrowed) -> list[Area]:
    """Return the districts, or the provinces, that `rows` lie in, in no order, each linked to the map of it alone."""
    by = "district" if model is District else "province"
    counts = dict(rows.order_by().exclude(**{by: None}).values(by).annotate(n=Count("pk")).values_list(by, "n"))
    found = model.objects.filter(pk__in=counts).select_related(*["province"] * (model is District))
    kept = {"topic": chosen.topic.slug} if chosen.topic else {}
    return [Area(place, counts[place.pk], f"{reverse('map')}?{urlencode({by: place.value, **kept})}") for place in found]


def drawn(chosen: Narrowed) -> dict[str, Any]:
    """Return what the map draws, as JSON: points, or for more than MOST_POINTS counts by district; and names of places.

    A point is exact only where the address may be seen and a position was entered; otherwise it stands at the centre of the
    district (or province) and is `near`, which the map shows as a wide halo.
    """
    rows = places(chosen)
    if rows.count() > MOST_POINTS:
        areas = [*_counted(rows, District, chosen), *_counted(rows.filter(district=None), Province, chosen)]
        counts = Counter({area.place: area.count for area in areas})
        return {"points": [], "areas": [_area(area) for area in areas], "names": _names(counts)}
    found = list(with_organisations(ordered(rows)))
    counts = Counter(row.district or row.province for row in found)
    return {"points": [_point(row) for row in found], "areas": [], "names": _names(counts)}


def _area(area: Area) -> dict[str, Any]:
    return {"name": area.place.name, "count": area.count, "url": area.url, "at": [area.place.latitude, area.place.longitude]}


def _point(row: OrganisationPlace) -> dict[str, Any]:
    exact = row.shows_address and row.latitude is not None and row.longitude is not None
    at = row if exact else row.district or row.province
    organisation = row.organisation
    return {
        "name": organisation.display_name,
        "lang": organisation.display_name_lang,
        "url": organisation_url(organisation),
        "place": ", ".join(dict.fromkeys(part.name for part in (row.district, row.province) if part)),
        "address": row.address if row.shows_address else "",
        "at": [at.latitude, at.longitude],
        "near": not exact,
    }


def _names(counts: Counter[Province | District]) -> list[dict[str, Any]]:
    """Return the names the ground shows, the fullest places first: all provinces, and the districts of those in question."""
    full = Counter(counts)
    for place, count in counts.items():
        if isinstance(place, District):
            full[place.province] += count
    provinces = Province.objects.all()
    districts = District.objects.filter(province__in=[place.pk for place in full if isinstance(place, Province)])
    named: Sequence[Province | District] = [*provinces, *districts.select_related("province")]
    return [
        {
            "name": _called(place),
            "at": [place.latitude, place.longitude],
            "district": isinstance(place, District),
            "large": place in full,
        }
        for place in sorted(named, key=lambda place: -full[place])
    ]


def _called(place: Province | District) -> str:
    """Return its name; every other province has a district called the centre."""
    return place.province.name if isinstance(place, District) and place.name == "Merkez" else place.name
