"""What directory tells search: which things can be found, which words mean something, how facets are called."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.organisations.choices import (
    Cooperation,
    ExchangeKind,
    Language,
    OrganisationType,
    Scope,
    Status,
    StepFree,
    TargetGroup,
)
from directory.organisations.documents import OrganisationSource
from directory.organisations.lexicon import LEXICONS, labels_of
from directory.organisations.models import Organisation
from directory.places.documents import PlaceSource
from directory.places.lexicon import PlaceLexicon
from directory.places.models import District, Province
from directory.topics.documents import TopicSource
from directory.topics.lexicon import TopicLexicon, TopicSituations
from directory.topics.models import Topic
from search.registry import FacetInfo, Registry


def announce(registry: Registry) -> None:
    """Register directory's sources, lexicons and facets."""
    for source in (OrganisationSource(), TopicSource(), PlaceSource()):
        registry.add_source(source)
    for lexicon in (TopicLexicon(), PlaceLexicon(), *LEXICONS):
        registry.add_lexicon(lexicon)
    registry.add_situations(TopicSituations())
    for facet in FACETS:
        registry.add_facet(facet)


def _choices(choices: Any) -> Callable[[Collection[str], str], Mapping[str, str]]:
    def labels(values: Collection[str], lang: str) -> Mapping[str, str]:
        known = labels_of(choices)
        return {value: known[value].get(lang) or known[value]["tr"] for value in values if value in known}

    return labels


def _topics(values: Collection[str], lang: str) -> Mapping[str, str]:
    rows = Topic.objects.filter(slug__in=values).values_list("slug", "name", "name_en")
    return {slug: (name_en or name) if lang == "en" else name for slug, name, name_en in rows}


def _groups(values: Collection[str]) -> Mapping[str, str]:
    """Return the groups of rights areas, whose shapes stand beside them."""
    return dict(Topic.objects.filter(slug__in=values).values_list("slug", "group__slug"))


def _places(values: Collection[str], _lang: str) -> Mapping[str, str]:
    """Return the names of provinces ("izmir") and districts ("izmir/bornova"); both occur among the places served."""
    provinces = [value for value in values if "/" not in value]
    named = dict(Province.objects.filter(slug__in=provinces).values_list("slug", "name")) if provinces else {}
    wanted = {value for value in values if "/" in value}
    if wanted:
        slugs = {value.partition("/")[2] for value in wanted}
        rows = District.objects.filter(slug__in=slugs).values_list("province__slug", "slug", "name")
        named |= {f"{province}/{slug}": name for province, slug, name in rows if f"{province}/{slug}" in wanted}
    return named


def _organisations(values: Collection[str], lang: str) -> Mapping[str, str]:
    rows = Organisation.objects.public().filter(key__in=values).values_list("key", "name", "name_en")
    return {key: (name_en or name) if lang == "en" else name for key, name, name_en in rows}


FACETS = (
    FacetInfo("topic", _("Rights area"), _topics, _groups),
    FacetInfo("type", _("Type"), _choices(OrganisationType)),
    FacetInfo("province", _("Province"), _places),
    FacetInfo("district", _("District"), _places),
    FacetInfo("serves", _("Works in"), _places),
    FacetInfo("scope", _("Scope"), _choices(Scope)),
    FacetInfo("target", _("For whom"), _choices(TargetGroup)),
    FacetInfo("offers", _("Offers"), _choices(ExchangeKind)),
    FacetInfo("needs", _("Needs"), _choices(ExchangeKind)),
    FacetInfo("language", _("Language"), _choices(Language)),
    FacetInfo("cooperation", _("Cooperation"), _choices(Cooperation)),
    FacetInfo("access", _("Access"), _choices(StepFree)),
    FacetInfo("founded", _("Founded"), lambda values, _lang: {value: value for value in values}),
    FacetInfo("organisation", _("Organisation"), _organisations),
    FacetInfo("status", pgettext_lazy("of an organisation", "Status"), _choices(Status)),
)
