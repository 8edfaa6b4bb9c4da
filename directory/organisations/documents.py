"""What search knows of an organisation: public names, texts and facets, read from live rows. Contacts are never part of it."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.organisations import marks
from directory.organisations.models import Organisation, OrganisationKeyword, OrganisationTopic
from directory.organisations.rows import Need, Offer, OrganisationPlace
from directory.organisations.standing import Address
from directory.places.models import District, Province
from directory.topics.models import Keyword, KeywordSynonym, Topic
from search.types import Name, Passage, SearchDocument

BATCH = 500
_TAG = re.compile(r"<[^>]*>")


def plain(rich_text: str) -> str:
    """Return the words of rich text, tags and entities resolved."""
    return " ".join(html.unescape(_TAG.sub(" ", rich_text)).split())


@dataclass(slots=True)
class _Rows:
    """The rows of a batch of organisations, by organisation id."""

    topics: Mapping[int, list[Any]] = field(default_factory=dict)
    keywords: Mapping[int, list[Any]] = field(default_factory=dict)
    synonyms: Mapping[int, list[str]] = field(default_factory=dict)  # by keyword id
    places: Mapping[int, list[OrganisationPlace]] = field(default_factory=dict)
    provinces: Mapping[int, list[str]] = field(default_factory=dict)
    districts: Mapping[int, list[str]] = field(default_factory=dict)
    offers: Mapping[int, list[Any]] = field(default_factory=dict)
    needs: Mapping[int, list[Any]] = field(default_factory=dict)
    slugs: Mapping[int, str] = field(default_factory=dict)


class OrganisationSource:
    """See `search.registry.Source`."""

    kind = "organisation"
    label = _("Organisation")
    plural = _("Organisations")

    def document(self, object_id: str) -> SearchDocument | None:
        return next(self.documents([object_id]), None)

    def documents(self, object_ids: Iterable[str]) -> Iterator[SearchDocument]:
        ids = sorted({int(object_id) for object_id in object_ids if object_id.isdecimal()})
        for part in _batches(ids):
            yield from _documents(Organisation.objects.public().filter(pk__in=part))

    def iter_documents(self) -> Iterator[SearchDocument]:
        last = 0
        while True:
            found = list(_documents(Organisation.objects.public().filter(pk__gt=last), limit=BATCH))
            yield from found
            if len(found) < BATCH:
                return
            last = int(found[-1].object_id)

    def ids(self) -> Iterator[str]:
        return map(str, Organisation.objects.public().order_by("pk").values_list("pk", flat=True).iterator())


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _documents(public: QuerySet[Any], *, limit: int | None = None) -> Iterator[SearchDocument]:
    organisations = list(public.select_related("standing").order_by("pk")[:limit])
    rows = _rows([organisation.pk for organisation in organisations])
    return (_document(organisation, rows) for organisation in organisations)


def _grouped(rows: Iterable[tuple[Any, Any]]) -> Mapping[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for key, value in rows:
        grouped[key].append(value)
    return grouped


def _rows(ids: list[int]) -> _Rows:
    if not ids:
        return _Rows()
    topics = _tags(OrganisationTopic, Topic.objects.select_related("group"), ids)
    by_keyword = _tags(OrganisationKeyword, Keyword.objects.all(), ids)
    used = {keyword.pk for tags in by_keyword.values() for keyword in tags}
    merged = KeywordSynonym.objects.filter(keyword__in=used).order_by("id").values_list("keyword_id", "term")
    provinces = Organisation.active_provinces.through.objects.filter(organisation__in=ids)
    districts = Organisation.active_districts.through.objects.filter(organisation__in=ids)
    slugs = Address.objects.filter(organisation__in=ids, current=True)
    return _Rows(
        topics=topics,
        keywords=by_keyword,
        synonyms=_grouped(merged),
        places=_grouped((row.organisation_id, row) for row in _places(ids)),
        provinces=_grouped(provinces.order_by("province__slug").values_list("organisation_id", "province__slug")),
        districts=_grouped(
            (organisation, f"{province}/{district}")
            for organisation, province, district in districts.order_by(
                "district__province__slug", "district__slug"
            ).values_list("organisation_id", "district__province__slug", "district__slug")
        ),
        offers=_current(Offer, ids),
        needs=_current(Need, ids),
        slugs=dict(slugs.values_list("organisation_id", "slug")),
    )


def _tags(through: type[Any], tags: QuerySet[Any], ids: list[int]) -> Mapping[int, list[Any]]:
    """Return the tags of each organisation; every tag is read once, however many carry it."""
    links = list(through.objects.filter(content_object__in=ids).order_by("id").values_list("content_object_id", "tag_id"))
    known = {tag.pk: tag for tag in tags.filter(pk__in={tag for _, tag in links})}
    return _grouped((organisation, known[tag]) for organisation, tag in links if tag in known)


def _places(ids: list[int]) -> list[OrganisationPlace]:
    """Return the places with province and district; each of these is read once."""
    rows = list(OrganisationPlace.objects.filter(organisation__in=ids).order_by("sort_order", "id"))
    provinces = Province.objects.in_bulk({row.province_id for row in rows})
    districts = District.objects.in_bulk({row.district_id for row in rows if row.district_id})
    for row in rows:
        row.province = provinces[row.province_id]
        if row.district_id:
            row.district = districts[row.district_id]
    return rows


def _current(model: type[Offer] | type[Need], ids: list[int]) -> Mapping[int, list[Any]]:
    today = timezone.localdate()
    rows = model.objects.filter(organisation__in=ids).order_by("sort_order", "id")
    return _grouped((row.organisation_id, row) for row in rows if row.until is None or row.until >= today)


def _document(organisation: Organisation, rows: _Rows) -> SearchDocument:
    pk = organisation.pk
    places = [place for place in rows.places.get(pk, ()) if place.shows_district]
    topics = rows.topics.get(pk, [])
    return SearchDocument(
        kind=OrganisationSource.kind,
        object_id=str(pk),
        key=organisation.key,
        path=f"/kuruluslar/{rows.slugs.get(pk, organisation.key)}/",
        title=_by_language(organisation.name, organisation.name_en),
        summary=_by_language(organisation.summary, organisation.summary_en),
        names=tuple(_names(organisation)),
        passages=tuple(_passages(organisation, rows, places)),
        facets=_facets(organisation, rows, places),
        point=_point(places),
        updated=organisation.last_published_at,
        extra=_extra(organisation, topics, places),
    )


def _by_language(turkish: str, english: str) -> dict[str, str]:
    return {"tr": turkish} | ({"en": english} if english else {})


def _names(organisation: Organisation) -> Iterator[Name]:
    yield Name(organisation.name, "title")
    if organisation.name_en:
        yield Name(organisation.name_en, "title", "en")
    if organisation.acronym:
        yield Name(organisation.acronym, "acronym")
    if organisation.legal_name:
        yield Name(organisation.legal_name, "legal_name")
    yield from (Name(alias, "alias") for alias in organisation.aliases)


def _passages(organisation: Organisation, rows: _Rows, places: list[OrganisationPlace]) -> Iterator[Passage]:
    pk = organisation.pk
    summaries = ((organisation.summary, "tr"), (organisation.summary_en, "en"))
    yield from (Passage(text, "summary", lang) for text, lang in summaries if text)
    easy = ((organisation.easy_read, "tr"), (organisation.easy_read_en, "en"))
    for about, lang in ((organisation.about, "tr"), (organisation.about_en, "en"), *easy):
        if text := plain(about):
            yield Passage(text, "about", lang)
    for topic in rows.topics.get(pk, ()):
        yield Passage(topic.name, "topic", "tr", topic.slug)
        yield Passage(topic.name_en, "topic", "en", topic.slug)
    for keyword in rows.keywords.get(pk, ()):
        yield Passage(keyword.name, "keyword", "tr", keyword.slug)
        yield from (Passage(term, "keyword", "tr", keyword.slug) for term in rows.synonyms.get(keyword.pk, ()))
    for offer in rows.offers.get(pk, ()):
        yield Passage(offer.text, "offer", "tr", offer.kind)
        if offer.text_en:
            yield Passage(offer.text_en, "offer", "en", offer.kind)
    for need in rows.needs.get(pk, ()):
        yield Passage(need.text, "need", "tr", need.kind)
        if need.text_en:
            yield Passage(need.text_en, "need", "en", need.kind)
    names = {place.province.name: place.province.slug for place in places}
    names |= {place.district.name: _value(place) for place in places if place.district}
    yield from (Passage(name, "place", "tr", value) for name, value in names.items())
    for place in places:
        for notes, lang in ((place.access_notes, "tr"), (place.access_notes_en, "en")):
            if notes and place.shows_address:
                yield Passage(notes, "other", lang)


def _value(place: OrganisationPlace) -> str:
    return f"{place.province.slug}/{place.district.slug}" if place.district else place.province.slug


def _facets(organisation: Organisation, rows: _Rows, places: list[OrganisationPlace]) -> dict[str, tuple[str, ...]]:
    pk = organisation.pk
    facets = {
        "topic": [topic.slug for topic in rows.topics.get(pk, ())],
        "type": [organisation.type],
        "province": [place.province.slug for place in places],
        "district": [_value(place) for place in places if place.district],
        "serves": [*rows.provinces.get(pk, ()), *rows.districts.get(pk, ())],
        "scope": [organisation.scope] if organisation.scope else [],
        "target": organisation.target_groups,
        "offers": [offer.kind for offer in rows.offers.get(pk, ())],
        "needs": [need.kind for need in rows.needs.get(pk, ())],
        "language": organisation.languages,
        "access": [place.step_free for place in places if place.shows_address and place.step_free],
        "cooperation": ["open"] if organisation.open_to_cooperation else [],
        "founded": [str(organisation.founded)] if organisation.founded else [],
        "status": [organisation.status],
    }
    return {name: tuple(dict.fromkeys(values)) for name, values in facets.items() if values}


def _point(places: list[OrganisationPlace]) -> tuple[float, float] | None:
    """Return where the first place is, as exactly as it may be told: its own point, or the middle of its district."""
    for place in places:
        if place.shows_address and place.latitude is not None and place.longitude is not None:
            return place.latitude, place.longitude
        if place.district:
            return place.district.latitude, place.district.longitude
    return None


def _extra(organisation: Organisation, topics: list[Any], places: list[OrganisationPlace]) -> dict[str, str]:
    standing = getattr(organisation, "standing", None)
    seat = places[0] if places else None
    values = {
        "acronym": organisation.acronym,
        "initials": marks.initials(organisation.name, key=organisation.key),
        "groups": " ".join(topic.group.slug for topic in topics[: marks.MAX_SHARES]),
        "place": ", ".join(part.name for part in (seat.district, seat.province) if part) if seat else "",
        "claimed": "1" if standing and standing.claimed_at else "",
        "confirmed_on": standing.confirmed_on.isoformat() if standing and standing.confirmed_on else "",
    }
    return {name: value for name, value in values.items() if value}
