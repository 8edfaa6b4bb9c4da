"""Organisations as visitors may or may not meet them, for the tests of public pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from directory.models import Address, Need, Offer, Organisation, OrganisationContact, OrganisationPlace, Standing
from tests.factories import DistrictFactory, KeywordFactory, OrganisationFactory, TopicFactory

SECRET = "Gizli"  # in every text of an organisation that must not be seen


def path_of(organisation: Organisation) -> str:
    return f"/kuruluslar/{Address.objects.get(organisation=organisation, current=True).slug}/"


def standing(organisation: Organisation, **values: Any) -> Standing:
    row, _created = Standing.objects.update_or_create(organisation=organisation, defaults=values)
    organisation.refresh_from_db()
    return row


def full_organisation(name: str = "Işık Derneği", **values: Any) -> Organisation:
    """An organisation with every kind of row."""
    district = DistrictFactory()
    return OrganisationFactory(
        **{
            "name": name,
            "acronym": "IŞD",
            "legal_name": f"{name} Tüzel",
            "summary": "Kısa anlatım.",
            "about": "<p>Uzun <b>anlatım</b>.</p>",
            "founded": 2004,
            "scope": "local",
            "languages": ["tr", "tsm"],
            "target_groups": ["children"],
            "topics": [TopicFactory()],
            "keywords": [KeywordFactory(name=f"{name} kelimesi")],
            "places": [
                OrganisationPlace(
                    label="Ofis", address="Ergene Sokak 1", province=district.province, district=district, visibility="full"
                )
            ],
            "contacts": [
                OrganisationContact(kind="website", value="https://isik.example"),
                OrganisationContact(kind="email", value="bilgi@isik.example"),
                OrganisationContact(kind="phone", value="0232 555 00 00"),
                OrganisationContact(kind="phone", value="0555 999 99 99", visibility="editors"),
            ],
            "offers": [Offer(kind="venue", text="Düz ayak salon")],
            "needs": [Need(kind="volunteers", text="Okuma gönüllüsü")],
            **values,
        }
    )


def _secret(**values: Any) -> Organisation:
    """Everything about it carries the word that must not be seen; it shares place and rights area with public ones."""
    district = DistrictFactory()
    return OrganisationFactory(
        **{
            "name": f"{SECRET} Dernek",
            "summary": f"{SECRET} özet",
            "topics": [TopicFactory()],
            "keywords": [KeywordFactory(name=f"{SECRET} kelime")],
            "active_districts": [district],
            "active_provinces": [district.province],
            "scope": "national",
            "places": [
                OrganisationPlace(address=f"{SECRET} Sokak", province=district.province, district=district, visibility="full")
            ],
            "contacts": [OrganisationContact(kind="email", value="gizli@gizli.example")],
            "offers": [Offer(kind="venue", text=f"{SECRET} salon")],
            "needs": [Need(kind="venue", text=f"{SECRET} ihtiyaç")],
            **values,
        }
    )


def draft() -> Organisation:
    return _secret(live=False)


def unpublished() -> Organisation:
    before = timezone.now() - timedelta(days=9)
    return _secret(live=False, first_published_at=before, last_published_at=before)


def expired() -> Organisation:
    """Its end has come, though no job has taken it down yet."""
    return _secret(expire_at=timezone.now() - timedelta(minutes=1))


def merged() -> Organisation:
    organisation = _secret()
    standing(organisation, merged_into=OrganisationFactory(name="Devam Eden Dernek"))
    return organisation


NOT_PUBLIC: dict[str, Callable[[], Organisation]] = {
    "draft": draft,
    "unpublished": unpublished,
    "expired": expired,
    "merged": merged,
}
