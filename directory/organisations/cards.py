"""An organisation as lists, rights areas, places and related lists show it: one row, built with a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from directory.organisations import marks
from directory.organisations.choices import OrganisationType, Scope, label
from directory.organisations.models import Organisation, OrganisationPlace, OrganisationTopic
from directory.organisations.standing import Address, Standing
from search.presentation import in_province

# How far an organisation works, as it stands within a line.
REACH = {
    Scope.LOCAL.value: pgettext_lazy("scope within a line", "local"),
    Scope.PROVINCIAL.value: pgettext_lazy("scope within a line", "province-wide"),
    Scope.REGIONAL.value: pgettext_lazy("scope within a line", "regional"),
    Scope.NATIONAL.value: pgettext_lazy("scope within a line", "nationwide"),
    Scope.INTERNATIONAL.value: pgettext_lazy("scope within a line", "international"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """What a row of a list needs; public facts only."""

    pk: int
    key: str
    name: str
    name_lang: str
    url: str
    type_label: str
    place: str
    summary: str
    summary_lang: str
    groups: tuple[str, ...]
    claimed: bool
    confirmed_on: date | None
    status: str

    @property
    def tile(self) -> SafeString:
        return marks.tile(key=self.key, name=self.name, groups=self.groups, claimed=self.claimed)

    @property
    def column(self) -> SafeString:
        return marks.column(key=self.key, name=self.name, groups=self.groups, claimed=self.claimed)

    @property
    def column_lying(self) -> SafeString:
        return marks.column(key=self.key, name=self.name, groups=self.groups, claimed=self.claimed, lying=True)


def with_card_rows(organisations: QuerySet[Any]) -> QuerySet[Any]:
    """Fetch beforehand everything `card` reads: four queries, whatever the number of rows."""
    return organisations.select_related("standing").prefetch_related(
        Prefetch("tagged_topics", topic_rows()),
        Prefetch("places", place_rows()),
        Prefetch("addresses", address_rows(), to_attr="current_addresses"),
    )


def topic_rows() -> QuerySet[Any]:
    return OrganisationTopic.objects.select_related("tag__group")


def place_rows() -> QuerySet[Any]:
    return OrganisationPlace.objects.select_related("province", "district__province")


def address_rows() -> QuerySet[Any]:
    """Return addresses at which profiles stand now; `current_addresses` of an organisation."""
    return Address.objects.filter(current=True)


def cards(organisations: QuerySet[Any], *, limit: int | None = None) -> list[Card]:
    """Return the organisations in Turkish alphabetical order."""
    ordered = with_card_rows(organisations.order_by("sort_key", "pk"))
    return [card(organisation) for organisation in (ordered[:limit] if limit else ordered)]


def standing_of(organisation: Organisation) -> Standing | None:
    try:
        return organisation.standing
    except Standing.DoesNotExist:
        return None


def organisation_slug(organisation: Organisation) -> str:
    """Return the current address of the profile; an organisation without one is found by its key."""
    addresses: Sequence[Address] | None = getattr(organisation, "current_addresses", None)
    if addresses is None:
        addresses = list(organisation.addresses.filter(current=True)) if organisation.pk else []
    return addresses[0].slug if addresses else organisation.key


def organisation_url(organisation: Organisation) -> str:
    """Return the profile's path in the active language; "" for one that has neither address nor key yet."""
    slug = organisation_slug(organisation)
    return reverse("organisation", args=[slug]) if slug else ""


def topics_of(organisation: Organisation) -> list[Any]:
    """Return its rights areas in their own order, which is the order of its shares."""
    return [row.tag for row in organisation.tagged_topics.all()]


def shown_places(organisation: Organisation) -> list[OrganisationPlace]:
    return [place for place in organisation.places.all() if place.shows_district]


def _place_name(place: OrganisationPlace) -> str:
    return in_province(place.district.name, place.province.name) if place.district else place.province.name


def place_line(organisation: Organisation, places: Iterable[OrganisationPlace]) -> str:
    """Return where it is or how far it works, in two or three words; they may stand within a line."""
    shown = list(places)
    names = list(dict.fromkeys(_place_name(place) for place in shown))
    if organisation.scope == Scope.PROVINCIAL and shown and not any(place.district for place in shown):
        return _("all of %(province)s") % {"province": shown[0].province.name}
    if names:
        return " · ".join(names[:2])
    if organisation.scope == Scope.INTERNATIONAL and organisation.type == OrganisationType.INTERNATIONAL:
        return ""  # its type says so
    return str(REACH.get(organisation.scope, ""))


def card(organisation: Organisation) -> Card:
    standing = standing_of(organisation)
    return Card(
        pk=organisation.pk,
        key=organisation.key,
        name=organisation.display_name,
        name_lang=organisation.display_name_lang,
        url=organisation_url(organisation),
        type_label=label(OrganisationType, organisation.type),
        place=place_line(organisation, shown_places(organisation)),
        summary=organisation.display_summary,
        summary_lang=organisation.display_summary_lang,
        groups=tuple(topic.group.slug for topic in topics_of(organisation)),
        claimed=bool(standing and standing.claimed_at),
        confirmed_on=standing.confirmed_on if standing else None,
        status=organisation.status,
    )
