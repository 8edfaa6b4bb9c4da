"""Rights areas: all of them by group, and one with who works on it, where, and what is needed."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from directory.easy_read import keep_choice, reading
from directory.organisations.cards import cards, organisation_url
from directory.organisations.choices import SHOWN_PLACES
from directory.organisations.models import Organisation, OrganisationTopic
from directory.organisations.rows import Need, OrganisationPlace
from directory.organisations.standing import Address
from directory.places.models import District
from directory.sharing import structured
from directory.topics.models import Topic, TopicGroup, TopicSynonym
from search import analysis
from search.facets import narrowing
from search.forms import active_language

LIMIT = 24
NEEDS = 12
DISTRICTS = 15


@dataclass(frozen=True, slots=True)
class TopicCount:
    topic: Topic
    count: int


@dataclass(frozen=True, slots=True)
class GroupOfTopics:
    group: TopicGroup
    topics: tuple[TopicCount, ...]

    @property
    def busiest(self) -> list[TopicCount]:
        """The rights areas somebody works on, the most worked on first."""
        return sorted((t for t in self.topics if t.count), key=lambda t: (-t.count, t.topic.order, t.topic.slug))[:6]


def topic_counts() -> dict[int, int]:
    """Return how many public organisations work on each rights area."""
    public = Organisation.objects.public().values("pk")
    rows = OrganisationTopic.objects.filter(content_object__in=public).order_by().values("tag")
    return dict(rows.annotate(n=Count("content_object", distinct=True)).values_list("tag", "n"))


def topics_by_group() -> list[GroupOfTopics]:
    counts = topic_counts()
    topics = Topic.objects.select_related("group").order_by("group__order", "group__slug", "order", "slug")
    return [
        GroupOfTopics(group=group, topics=tuple(TopicCount(topic, counts.get(topic.pk, 0)) for topic in members))
        for group, members in groupby(topics, key=lambda topic: topic.group)
    ]


def topic_list(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/topics/list.html", {"groups": topics_by_group(), "nav": "topics"})


def districts_of(organisations: Any) -> list[tuple[District, int]]:
    """Return in how many of them each district occurs, as seat or by name; the fullest first."""
    ids = organisations.order_by().values("pk")
    located = OrganisationPlace.objects.filter(
        organisation__in=ids, visibility__in=SHOWN_PLACES, district__isnull=False
    ).values_list("organisation_id", "district_id")
    serving = Organisation.active_districts.through.objects.filter(organisation__in=ids)
    pairs = located.order_by().union(serving.order_by().values_list("organisation_id", "district_id"))
    counts = Counter(district for _organisation, district in pairs)
    districts = District.objects.select_related("province").in_bulk(counts.keys())
    found = [(districts[pk], count) for pk, count in counts.items()]
    return sorted(found, key=lambda item: (-item[1], analysis.sort_key(item[0].name), item[0].pk))[:DISTRICTS]


def open_needs(organisations: Any) -> list[Any]:
    """Return the current needs of these organisations with the address of each profile, the most urgent first."""
    current = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    rows = (
        Need.objects.filter(current, organisation__in=organisations.order_by().values("pk"))
        .select_related("organisation")
        .prefetch_related(
            Prefetch("organisation__addresses", Address.objects.filter(current=True), to_attr="current_addresses")
        )
        .order_by("until", "organisation__sort_key", "pk")[:NEEDS]
    )
    return [{"need": need, "organisation": need.organisation, "url": organisation_url(need.organisation)} for need in rows]


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Topic.objects.select_related("group").prefetch_related(
            Prefetch("synonyms", TopicSynonym.objects.filter(relation=TopicSynonym.Relation.TWO_WAY).order_by("id"))
        ),
        slug=slug,
    )
    language = active_language()
    working: Any = Organisation.objects.public().about(found)
    total = working.count()
    districts = districts_of(working)
    easy = reading(request, found)
    page = render(
        request,
        "directory/topics/topic.html",
        {
            "topic": found,
            "total": total,
            "cards": cards(working, limit=LIMIT),
            "has_more": total > LIMIT,
            "districts": districts,
            "many_provinces": len({district.province_id for district, _count in districts}) > 1,
            "needs": open_needs(working),
            "narrowing": narrowing(language, topic=found.slug),
            "synonyms": [synonym.term for synonym in found.synonyms.all() if synonym.lang == language],
            "nav": "topics",
            "structured": structured.topic(found),
            "easy": easy,
        },
    )
    return keep_choice(request, page, easy)
