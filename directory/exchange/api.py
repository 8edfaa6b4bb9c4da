"""GET /api/v1/organisations: the public record of every organisation. Only what a visitor of a profile may see leaves here."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Field, Query, Router, Schema

from directory.organisations.choices import ContactVisibility
from directory.organisations.models import KEY_PATTERN, Organisation, OrganisationPlace
from directory.organisations.querysets import OrganisationQuerySet
from directory.organisations.standing import RetiredKey, Standing
from directory.rich_text import harmless
from search.api import absolute_url, moment, number, refuse
from search.forms import MAX_PAGE_SIZE, Parameters
from search.problems import ProblemError

router = Router(tags=["organisations"])

PAGE_SIZE = 50
LAST_PAGE = 1_000_000


class ListParameters(Schema):
    """For the OpenAPI document; the values are read by `search.forms.Parameters`."""

    page: str = number(1)
    page_size: str = number(PAGE_SIZE, MAX_PAGE_SIZE)
    updated_since: str = moment("Only records published at or after it.")


class LabelOut(Schema):
    value: str = Field(description="permanent value, as in search")
    label: str
    label_en: str


class PointOut(Schema):
    latitude: float
    longitude: float
    approximate: bool = Field(description="true: the centre of the district, not the place itself")


class PlaceOut(Schema):
    label: str
    province: str = Field(description="slug, as in search: izmir")
    district: str = Field(description="as in search: izmir/bornova, or ''")
    address: str = Field(description="'' where only the district is public")
    point: PointOut | None
    step_free: str = Field(description="yes, partly, no or '' (not stated)")
    access_notes: str
    access_notes_en: str


class ContactOut(Schema):
    kind: str
    value: str
    label: str


class ExchangeOut(Schema):
    id: str = Field(description="permanent id of this offer or need")
    kind: str
    text: str
    text_en: str
    until: str = Field(description="ISO date of the last day, or ''")


class StandingOut(Schema):
    basis: str = Field(description="on whose word the record stands: editor, import or organisation")
    source: str
    source_date: str
    claimed: bool = Field(description="the organisation itself looks after the record")
    confirmed_on: str = Field(description="ISO date of the last confirmation by the organisation, or ''")


class ActiveInOut(Schema):
    provinces: list[str]
    districts: list[str]


class UrlOut(Schema):
    tr: str
    en: str


class LogoOut(Schema):
    url: str
    alt: str
    alt_en: str


class OrganisationOut(Schema):
    key: str
    url: UrlOut
    name: str
    name_en: str
    legal_name: str
    acronym: str
    aliases: list[str]
    type: str
    status: str
    summary: str
    summary_en: str
    about: str = Field(description="HTML: p br b strong i em ul ol li h2 h3 h4 a, without other attributes than href")
    about_en: str = Field(description="HTML, as above")
    easy_read: str = Field(description="The easy-to-read text or ''; HTML, as above")
    easy_read_en: str = Field(description="HTML, as above")
    founded: int | None
    scope: str
    active_in: ActiveInOut
    languages: list[str]
    target_groups: list[str]
    topics: list[LabelOut]
    keywords: list[str]
    places: list[PlaceOut]
    contacts: list[ContactOut]
    offers: list[ExchangeOut]
    needs: list[ExchangeOut]
    open_to_cooperation: bool | None
    logo: LogoOut | None
    standing: StandingOut
    updated: str = Field(description="ISO date-time of the last publication, or ''")


class OrganisationsOut(Schema):
    total: int
    page: int
    pages: int
    results: list[OrganisationOut]


def with_everything(organisations: OrganisationQuerySet) -> OrganisationQuerySet:
    """Return the organisations with all that a record shows, in a fixed number of queries."""
    return organisations.select_related("standing", "logo").prefetch_related(
        "addresses",
        "tagged_topics__tag",
        "tagged_keywords__tag",
        "places__province",
        "places__district__province",
        "contacts",
        "offers",
        "needs",
        "active_provinces",
        "active_districts__province",
    )


def place_out(place: OrganisationPlace) -> dict[str, Any]:
    """Return a place as far as its visibility goes. A district-only place gives nothing that narrows the district down."""
    district = place.district
    point = None
    if place.shows_address and place.latitude is not None and place.longitude is not None:
        point = {"latitude": place.latitude, "longitude": place.longitude, "approximate": False}
    elif district is not None:
        point = {"latitude": district.latitude, "longitude": district.longitude, "approximate": True}
    exact = place.shows_address
    return {
        "label": place.label if exact else "",
        "province": place.province.slug,
        "district": district.value if district is not None else "",
        "address": place.address if exact else "",
        "point": point,
        "step_free": place.step_free,
        "access_notes": place.access_notes if exact else "",
        "access_notes_en": place.access_notes_en if exact else "",
    }


def exchange_out(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the offers or needs that still stand."""
    return [
        {
            "id": str(row.uid),
            "kind": row.kind,
            "text": row.text,
            "text_en": row.text_en,
            "until": row.until.isoformat() if row.until else "",
        }
        for row in rows
        if row.current
    ]


def standing_out(standing: Standing | None) -> dict[str, Any]:
    """Return on whose word the record stands; an organisation without a row is an editor's reading."""
    standing = standing or Standing()
    return {
        "basis": standing.basis,
        "source": standing.source,
        "source_date": standing.source_date.isoformat() if standing.source_date else "",
        "claimed": standing.claimed_at is not None,
        "confirmed_on": standing.confirmed_on.isoformat() if standing.confirmed_on else "",
    }


def urls_out(organisation: Organisation) -> dict[str, str]:
    """Return the addresses of the profile in both languages."""
    slug = next((address.slug for address in organisation.addresses.all() if address.current), None)
    if slug is None:
        return {"tr": "", "en": ""}
    with override("tr"):
        path = reverse("organisation", args=[slug])
    return {"tr": absolute_url(path, "tr"), "en": absolute_url(path, "en")}


def logo_out(organisation: Organisation) -> dict[str, str] | None:
    if organisation.logo is None:
        return None
    return {
        "url": absolute_media(organisation.logo.file.url),
        "alt": organisation.logo_alt,
        "alt_en": organisation.logo_alt_en,
    }


def absolute_media(url: str) -> str:
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def record(organisation: Organisation) -> dict[str, Any]:
    """Return the public record of an organisation that is public."""
    topics = [row.tag for row in organisation.tagged_topics.all()]
    updated = organisation.last_published_at
    return {
        "key": organisation.key,
        "url": urls_out(organisation),
        "name": organisation.name,
        "name_en": organisation.name_en,
        "legal_name": organisation.legal_name,
        "acronym": organisation.acronym,
        "aliases": organisation.aliases,
        "type": organisation.type,
        "status": organisation.status,
        "summary": organisation.summary,
        "summary_en": organisation.summary_en,
        "about": harmless(organisation.about),
        "about_en": harmless(organisation.about_en),
        "easy_read": harmless(organisation.easy_read),
        "easy_read_en": harmless(organisation.easy_read_en),
        "founded": organisation.founded,
        "scope": organisation.scope,
        "active_in": {
            "provinces": [province.slug for province in organisation.active_provinces.all()],
            "districts": [district.value for district in organisation.active_districts.all()],
        },
        "languages": organisation.languages,
        "target_groups": organisation.target_groups,
        "topics": [{"value": topic.slug, "label": topic.name, "label_en": topic.name_en} for topic in topics],
        "keywords": [row.tag.name for row in organisation.tagged_keywords.all()],
        "places": [place_out(place) for place in organisation.places.all() if place.shows_district],
        "contacts": [
            {"kind": contact.kind, "value": contact.value, "label": contact.label}
            for contact in organisation.contacts.all()
            if contact.visibility == ContactVisibility.PUBLIC
        ],
        "offers": exchange_out(organisation.offers.all()),
        "needs": exchange_out(organisation.needs.all()),
        "open_to_cooperation": organisation.open_to_cooperation,
        "logo": logo_out(organisation),
        "standing": standing_out(getattr(organisation, "standing", None)),
        "updated": updated.isoformat() if updated else "",
    }


@router.get("/organisations", response=OrganisationsOut, summary="All organisations", url_name="organisations")
def organisations(request: HttpRequest, parameters: Query[ListParameters]) -> dict[str, Any]:
    """Every public organisation, oldest entry first, so that leafing through meets each once while others are added."""
    given = Parameters(request.GET)
    page = given.number("page", default=1, largest=LAST_PAGE)
    size = given.number("page_size", default=PAGE_SIZE, largest=MAX_PAGE_SIZE)
    since = given.moment("updated_since")
    refuse(tuple(given.problems))
    found = Organisation.objects.public().order_by("pk")
    if since is not None:
        found = found.filter(last_published_at__gte=since)
    total = found.count()
    return {
        "total": total,
        "page": page,
        "pages": -(-total // size),
        "results": [record(organisation) for organisation in with_everything(found)[(page - 1) * size : page * size]],
    }


@router.get(
    "/organisations/{key}",
    response={200: OrganisationOut},
    summary="One organisation",
    url_name="organisation",
    openapi_extra={
        "responses": {
            301: {"description": "Merged into the organisation that Location names"},
            404: {"description": "There is no such organisation, or it is not public"},
            410: {"description": "Removed for good"},
        }
    },
)
def organisation(request: HttpRequest, key: str) -> Any:
    """The public record of the organisation with this permanent key."""
    if KEY_PATTERN.regex.search(key):
        if found := with_everything(Organisation.objects.public()).filter(key=key).first():
            return record(found)
        if target := merged_target(key):
            # Relative, so that it holds behind any host name; the query goes along.
            query = request.META.get("QUERY_STRING", "")
            location = reverse("api:organisation", args=[target])
            return HttpResponse(status=301, headers={"Location": f"{location}?{query}" if query else location})
        if RetiredKey.objects.filter(key=key).exists():
            raise ProblemError(410, _("This organisation has been removed."))
    raise ProblemError(404, _("There is no such organisation."))


def merged_target(key: str) -> str | None:
    """Return the key of the public organisation into which the one with this key was merged."""
    merged = Standing.objects.filter(organisation__key=key).values_list("merged_into", flat=True).first()
    return Organisation.objects.public().filter(pk=merged).values_list("key", flat=True).first() if merged else None
