"""Provinces and districts as things that can be found themselves, a district also by its localities.

Ids: "p" or "d" and the primary key.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directory.places.models import District, Province
from search.types import Name, SearchDocument


class PlaceSource:
    """See `search.registry.Source`."""

    kind = "place"
    label = _("Place")
    plural = _("Places")

    def document(self, object_id: str) -> SearchDocument | None:
        return next(self.documents([object_id]), None)

    def documents(self, object_ids: Iterable[str]) -> Iterator[SearchDocument]:
        ids = [(object_id[:1], int(object_id[1:])) for object_id in object_ids if object_id[1:].isdecimal()]
        yield from _districts(District.objects.filter(pk__in=[pk for letter, pk in ids if letter == "d"]))
        yield from _provinces(Province.objects.filter(pk__in=[pk for letter, pk in ids if letter == "p"]))

    def iter_documents(self) -> Iterator[SearchDocument]:
        yield from _districts(District.objects.all())
        yield from _provinces(Province.objects.all())

    def ids(self) -> Iterator[str]:
        yield from (f"d{pk}" for pk in District.objects.order_by("pk").values_list("pk", flat=True))
        yield from (f"p{pk}" for pk in Province.objects.order_by("pk").values_list("pk", flat=True))


def _provinces(provinces: QuerySet[Any]) -> Iterator[SearchDocument]:
    for province in provinces.order_by("pk"):
        yield SearchDocument(
            kind=PlaceSource.kind,
            object_id=f"p{province.pk}",
            key=province.slug,
            path=f"/yerler/{province.slug}/",
            title={"tr": province.name},
            summary={"tr": province.region_tr, "en": province.region_en},
            names=(Name(province.name, "title"), *(Name(name, "alias") for name in province.names[1:])),
            point=(province.latitude, province.longitude),
        )


def _districts(districts: QuerySet[Any]) -> Iterator[SearchDocument]:
    for district in districts.select_related("province").prefetch_related("localities").order_by("pk"):
        localities = [name for locality in district.localities.all() for name in locality.names]
        yield SearchDocument(
            kind=PlaceSource.kind,
            object_id=f"d{district.pk}",
            key=district.value,
            path=f"/yerler/{district.value}/",
            title={"tr": f"{district.name}, {district.province.name}"},  # twenty-odd names occur in several provinces
            names=(
                Name(district.name, "title"),
                Name(f"{district.name} {district.province.name}", "alias"),
                *(Name(name, "alias") for name in (*district.names[1:], *localities)),
            ),
            point=(district.latitude, district.longitude),
        )
