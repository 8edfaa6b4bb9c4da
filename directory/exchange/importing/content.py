"""A checked row -> the content of an organisation, and the identity of content as it is stored."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from directory.exchange.importing.hints import References
from directory.exchange.importing.rows import CheckedRow
from directory.organisations import rules
from directory.organisations.models import Organisation
from directory.rich_text import has_words
from directory.topics.models import Keyword

PLAIN = (
    "name", "legal_name", "acronym", "aliases", "type", "summary", "about", "founded", "scope", "languages", "target_groups"
)  # fmt: skip
EXCHANGE = ("offers", "needs")


def keyword_names(rows: Iterable[CheckedRow]) -> list[str]:
    return [name for row in rows for name in row.values.get("keywords", ())]


def content_of(
    row: CheckedRow, references: References, keywords: Mapping[str, Keyword], *, present: Organisation | None = None
) -> dict[str, Any]:
    """Return the row as values for `write_content`; only what the row has.

    `present`: the organisation as it is. Its contact channels of kinds the row has no column for are kept, and its
    rights areas decide who sees a place when the row names none.
    """
    values: dict[str, Any] = {name: row.values[name] for name in PLAIN if name in row.values}
    if "topics" in row.values:
        values["topics"] = [references.topics[slug] for slug in row.values["topics"]]
    if "keywords" in row.values:
        values["keywords"] = [keywords[name] for name in row.values["keywords"]]
    if "active_in" in row.values:
        areas = row.values["active_in"]
        values["active_provinces"] = [references.provinces[area] for area in areas if "/" not in area]
        values["active_districts"] = [_district(references, *area.split("/")) for area in areas if "/" in area]
    if "place" in row.values:
        topics = values.get("topics", list(present.topics.all()) if present is not None else [])
        values["places"] = [_place(row.values["place"], topics, references)] if row.values["place"] else []
    if "contacts" in row.values:
        given: dict[str, str] = row.values["contacts"]
        values["contacts"] = [{"kind": kind, "value": value} for kind, value in given.items() if value]
        if present is not None:
            kept = [contact for contact in present.contacts.all() if contact.kind not in given]
            values["contacts"] += [
                {"kind": c.kind, "value": c.value, "label": c.label, "visibility": c.visibility} for c in kept
            ]
    for name in EXCHANGE:
        if name in row.values:
            values[name] = [item | {"until": _date(item["until"])} for item in row.values[name]]
    return values


def _place(place: Mapping[str, Any], topics: Iterable[Any], references: References) -> dict[str, Any]:
    province = references.provinces[place["province"]]
    return {
        "province": province,
        "district": _district(references, province.slug, place["district"]) if place["district"] else None,
        "address": place["address"],
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "visibility": rules.default_visibility(topics),
    }


def _district(references: References, province_slug: str, slug: str) -> Any:
    return references.districts[references.provinces[province_slug].pk, slug]


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


# -- the identity of stored content

SCALARS = (
    "name", "name_en", "legal_name", "acronym", "aliases", "type", "status", "summary", "summary_en", "about", "about_en",
    "founded", "scope", "languages", "target_groups", "open_to_cooperation", "registry_number", "logo_id", "logo_alt",
    "logo_alt_en",
)  # fmt: skip
ROW_FIELDS = {
    "places": (
        "label", "address", "province_id", "district_id", "latitude", "longitude", "step_free", "access_notes",
        "access_notes_en", "visibility",
    ),
    "contacts": ("kind", "value", "label", "visibility"),
    "offers": ("kind", "text", "text_en", "until"),
    "needs": ("kind", "text", "text_en", "until"),
}  # fmt: skip
PREFETCHED = ("tagged_topics", "tagged_keywords", "active_provinces", "active_districts", *ROW_FIELDS)


def digest_of(
    organisation: Organisation,
    *,
    topics: Iterable[int],
    keywords: Iterable[int],
    provinces: Iterable[int],
    districts: Iterable[int],
    rows: Mapping[str, Iterable[Any]],
) -> str:
    """Return the identity of an organisation's content; the order of topics and rows counts, ids of rows do not."""
    scalars = [getattr(organisation, name) for name in SCALARS]
    # Identities taken before these fields existed stay true for organisations without such a text.
    scalars += [text for text in (organisation.easy_read, organisation.easy_read_en) if has_words(text)]
    content = [
        scalars,
        list(topics),
        sorted(keywords),
        sorted(provinces),
        sorted(districts),
        [[[getattr(row, field) for field in fields] for row in rows[name]] for name, fields in ROW_FIELDS.items()],
    ]
    return hashlib.sha256(json.dumps(content, default=str, ensure_ascii=False).encode()).hexdigest()


def stored_digest(organisation: Organisation) -> str:
    """Return the identity of the content as the database holds it (prefetch PREFETCHED for many)."""
    return digest_of(
        organisation,
        topics=[row.tag_id for row in sorted(organisation.tagged_topics.all(), key=lambda row: row.pk)],
        keywords=[row.tag_id for row in organisation.tagged_keywords.all()],
        provinces=[row.pk for row in organisation.active_provinces.all()],
        districts=[row.pk for row in organisation.active_districts.all()],
        rows={name: getattr(organisation, name).all() for name in ROW_FIELDS},
    )
