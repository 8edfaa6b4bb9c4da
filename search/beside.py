"""What may help beside the results: the same rights area in the districts that have most of it, and the areas nearest to it."""

from django.utils.translation import gettext as _

from search import analysis, labels, suffixes
from search.grouping import place_asked
from search.links import address
from search.presentation import Chip
from search.types import Facet, ResultPage, SearchRequest

EACH = 2  # districts, and rights areas


def beside(page: ResultPage) -> tuple[Chip, ...]:
    """Return links to other searches; nothing where no rights area is asked for."""
    lang = page.request.lang
    asked = list(dict.fromkeys([part.value for part in page.interpretation if part.kind == "topic"]))
    asked = asked or list(page.request.facets.get("topic", ()))
    counted = {facet.name: facet for facet in page.facets}
    if not asked or not page.hits:
        return ()
    topic, place = asked[0], place_asked(page)[0]
    label = labels.of("topic", (topic,), lang).labels.get(topic, topic)
    near = [
        value for value in _commonest(counted.get("district")) if value not in (place, *page.request.facets.get("district", ()))
    ]
    if place:
        near = [value for value in near if value.split("/")[0] == place.split("/")[0]]
    districts = labels.of("district", near[:EACH], lang).labels
    chips = [
        Chip(
            "district",
            "",
            _("%(topic)s in %(place)s")
            % {"topic": _within(label, lang), "place": suffixes.at(districts.get(value, value), lang)},
            address(SearchRequest(facets={"topic": (topic,), "district": (value,)})),
        )
        for value in near[:EACH]
    ]
    others = [
        value for value in _commonest(counted.get("topic")) if value not in (*asked, *page.request.facets.get("topic", ()))
    ]
    named = labels.of("topic", others[:EACH], lang)
    chips += [
        Chip(
            "topic",
            "",
            named.labels.get(value, value),
            address(SearchRequest(facets={"topic": (value,)})),
            named.signs.get(value, ""),
        )
        for value in others[:EACH]
    ]
    return tuple(chips)


def _commonest(facet: Facet | None) -> list[str]:
    return [value.value for value in facet.values if value.count] if facet else []


def _within(label: str, lang: str) -> str:
    """Return a label as it stands within a Turkish phrase: with a small first letter, unless it begins with an abbreviation."""
    if lang != "tr" or label[1:2].isupper():
        return label
    return analysis.lower(label[:1]) + label[1:]
