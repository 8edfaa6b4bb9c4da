"""Stored versions outlive what they refer to: a district or rights area that is gone must not make one unreadable."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from directory.places.models import District, Province
from directory.topics.models import Topic


def readable(data: dict[str, Any]) -> dict[str, Any]:
    """Return a version's content without references to places and rights areas that no longer exist.

    A place keeps its province when only its district is gone, and goes with its province.
    """
    places = data.get("places") or []
    topics = data.get("tagged_topics") or []
    provinces = _existing(Province, (place.get("province") for place in places))
    districts = _existing(District, (place.get("district") for place in places))
    known = _existing(Topic, (row.get("tag") for row in topics))
    return {
        **data,
        "places": [
            {**place, "district": place.get("district") if place.get("district") in districts else None}
            for place in places
            if place.get("province") in provinces
        ],
        "tagged_topics": [row for row in topics if row.get("tag") in known],
    }


def _existing(model: type[Model], ids: Iterable[Any]) -> set[Any]:
    wanted = {pk for pk in ids if pk is not None}
    return set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
