"""What machines read of a page: schema.org as JSON-LD. Everything comes from what the page itself shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.organisations.choices import ContactKind, OrganisationType
from directory.organisations.rows import OrganisationPlace
from directory.places.models import District, Province
from directory.topics.models import Topic

Fact = dict[str, Any]
Crumb = tuple[str, str]  # what it is called, its path

CONTEXT = "https://schema.org"
KINDS = {OrganisationType.PUBLIC_BODY: "GovernmentOrganization", OrganisationType.UNION: "WorkersUnion"}
CHANNELS = {ContactKind.EMAIL: "email", ContactKind.PHONE: "telephone"}


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def graph(*facts: Fact | None) -> Fact:
    """Return the facts as one document, without what is not known."""
    return {"@context": CONTEXT, "@graph": [_known(fact) for fact in facts if fact]}


def _known(fact: Fact) -> Fact:
    return {
        name: _known(value) if isinstance(value, dict) else value for name, value in fact.items() if value not in ("", [], None)
    }


def breadcrumbs(crumbs: Iterable[Crumb]) -> Fact:
    """Return the way to a page, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def website() -> Fact:
    """Return the site with the way to search it."""
    target = f"{absolute(reverse('search'))}?q={{search_term_string}}"
    return graph(
        {
            "@type": "WebSite",
            "@id": f"{settings.SITE_URL}/#site",
            "name": settings.WAGTAIL_SITE_NAME,
            "url": f"{settings.SITE_URL}/",
            "inLanguage": [code for code, _label in settings.LANGUAGES],
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": target},
                "query-input": "required name=search_term_string",
            },
        }
    )


def organisation(shown: Mapping[str, Any], *, image: str) -> Fact:
    """Return an organisation; `shown` is the context of its profile (directory.organisations.profile)."""
    found, card, places = shown["organisation"], shown["card"], shown["places"]
    page = absolute(card.url)
    fact = {
        "@type": KINDS.get(found.type, "NGO"),
        "@id": f"{page}#kurulus",
        "name": card.name,
        "legalName": found.legal_name,
        "alternateName": list(dict.fromkeys(name for name in (found.acronym, *found.aliases) if name and name != card.name)),
        "description": found.display_summary,
        "mainEntityOfPage": page,
        "image": image,
        "foundingDate": f"{found.founded:04d}" if found.founded else "",
        "knowsAbout": [topic.label for topic in shown["topics"]],
        "keywords": shown["keywords"],
        "areaServed": [_area(place) for place in shown["works_in"]],
        "location": [_location(place) for place in places],
        **_channels(shown["channels"]),
    }
    seat = places[0] if places else None
    above = seat and (seat.district or seat.province)
    crumbs = [(_("Organisations"), reverse("organisation_list"))]
    crumbs += [(above.name, above.get_absolute_url())] if above else []
    return graph(fact, breadcrumbs([*crumbs, (card.name, card.url)]))


def _channels(channels: Iterable[Any]) -> Fact:
    """Return the first address of each kind, and the others by which one recognises it."""
    facts: Fact = {}
    same: list[str] = []
    for channel in channels:
        if channel.href and (name := CHANNELS.get(channel.kind)):
            facts.setdefault(name, channel.text)
        elif channel.kind == ContactKind.WEBSITE and channel.href:
            facts.setdefault("url", channel.href)
        elif channel.leaves and channel.kind not in (ContactKind.WHATSAPP, ContactKind.TELEGRAM, ContactKind.VIDEO_CALL):
            same.append(channel.href)
    return {**facts, "sameAs": same}


def _area(place: Province | District) -> Fact:
    return {"@type": "AdministrativeArea", "name": place.name, "url": absolute(place.get_absolute_url())}


def _location(place: OrganisationPlace) -> Fact:
    """Return a place as exactly as it may be told."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.address if place.shows_address else "",
        "addressLocality": place.district.name if place.district else "",
        "addressRegion": place.province.name,
        "addressCountry": "TR",
    }
    exact = place.shows_address and place.latitude is not None and place.longitude is not None
    name = (place.shows_address and place.label) or (place.district or place.province).name
    fact = {
        "@type": "Place",
        "name": name,
        "address": _known(address),
        "geo": _point(place.latitude, place.longitude) if exact else None,
    }
    return _known(fact)


def _point(latitude: float | None, longitude: float | None) -> Fact:
    return {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}


def topic(found: Topic) -> Fact:
    """Return the way to a rights area."""
    entrance = reverse("topic_list")
    group = (found.group.label, f"{entrance}#{found.group.slug}")
    return graph(breadcrumbs([(_("Rights areas"), entrance), group, (found.label, found.get_absolute_url())]))


def place(found: Province | District) -> Fact:
    """Return a province or a district with the way to it."""
    province = found.province if isinstance(found, District) else None
    fact = {
        "@type": ["Place", "AdministrativeArea"],
        "name": found.name,
        "url": absolute(found.get_absolute_url()),
        "geo": _point(found.latitude, found.longitude),
        "containedInPlace": _area(province) if province else {"@type": "Country", "name": _country()},
    }
    crumbs = [(_("Places"), reverse("place_list"))]
    crumbs += [(province.name, province.get_absolute_url())] if province else []
    return graph(fact, breadcrumbs([*crumbs, (found.name, found.get_absolute_url())]))


def _country() -> str:
    return "Turkey" if get_language() == "en" else "Türkiye"
