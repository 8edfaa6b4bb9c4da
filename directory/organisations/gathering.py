"""Public organisations by their keys in the database, with the rows that a card or a profile shows of them.

Lists of any length are fetched as querysets (`cards.with_card_rows`); here are the one that is looked at and the few beside it.
The rows are at hand as if they were edited: nothing gathered here is to be saved.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from directory.organisations.cards import address_rows, place_rows, topic_rows
from directory.organisations.models import Need, Offer, Organisation, OrganisationContact, OrganisationKeyword
from directory.places.models import District, Province
from directory.prepared import Prepared

_public: Prepared[Any] = Prepared(lambda pks: Organisation.objects.public().select_related("standing").filter(pk__in=pks))
_topics: Prepared[Any] = Prepared(lambda pks: topic_rows().filter(content_object__in=pks))
_places: Prepared[Any] = Prepared(lambda pks: place_rows().filter(organisation__in=pks))
_addresses: Prepared[Any] = Prepared(lambda pks: address_rows().filter(organisation__in=pks))
_contacts: Prepared[Any] = Prepared(lambda pks: OrganisationContact.objects.filter(organisation__in=pks))
_offers: Prepared[Any] = Prepared(lambda pks: Offer.objects.filter(organisation__in=pks))
_needs: Prepared[Any] = Prepared(lambda pks: Need.objects.filter(organisation__in=pks))
_provinces: Prepared[Any] = Prepared(lambda pks: Province.objects.filter(served_by__in=pks))
_districts: Prepared[Any] = Prepared(lambda pks: District.objects.select_related("province").filter(served_by__in=pks))
_keywords: Prepared[Any] = Prepared(
    lambda pks: OrganisationKeyword.objects.select_related("tag").filter(content_object__in=pks)
)


def public_with_cards(pks: Collection[int]) -> list[Any]:
    """Return those that are public, in the order asked for, with what their cards show."""
    found = {organisation.pk: organisation for organisation in _public(pks)}
    topics, places = _by(_topics(found), "content_object_id"), _by(_places(found), "organisation_id")
    addresses = _by(_addresses(found), "organisation_id")
    for pk, organisation in found.items():
        organisation.tagged_topics.set(topics[pk])
        organisation.places.set(places[pk])
        organisation.current_addresses = addresses[pk]
    return [found[pk] for pk in pks if pk in found]


def public_with_profile(pks: Collection[int]) -> list[Any]:
    """Return those that are public, in the order asked for, with everything their profiles show."""
    found = public_with_cards(pks)
    for organisation in found:
        own = [organisation.pk]
        organisation.contacts.set(_contacts(own))
        organisation.offers.set(_offers(own))
        organisation.needs.set(_needs(own))
        organisation.active_provinces.set(_provinces(own))
        organisation.active_districts.set(_districts(own))
        organisation.tagged_keywords.set(_keywords(own))
    return found


def _by(rows: Iterable[Any], name: str) -> Mapping[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
